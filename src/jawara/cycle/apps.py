from django.apps import AppConfig


class CycleConfig(AppConfig):
    name = "jawara.cycle"
    label = "cycle"
