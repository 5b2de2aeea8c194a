from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "jawara.cli"
    label = "cli"
