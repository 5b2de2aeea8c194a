from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "jawara.web"
    label = "web"
