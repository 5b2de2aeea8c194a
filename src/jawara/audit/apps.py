from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "jawara.audit"
    label = "audit"
