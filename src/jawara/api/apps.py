from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jawara.api"
    label = "api"
