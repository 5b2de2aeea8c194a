from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jawara.ledger"
    label = "ledger"
