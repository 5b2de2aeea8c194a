from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "jawara.programmes"
    label = "programmes"
