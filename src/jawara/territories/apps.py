from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "jawara.territories"
    label = "territories"
