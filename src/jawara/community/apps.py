from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "jawara.community"
    label = "community"
