from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "jawara.insight"
    label = "insight"
