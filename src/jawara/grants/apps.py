from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "jawara.grants"
    label = "grants"
