from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jawara.accounts"
    label = "accounts"
