"""Addresses for whoever runs the server."""

from django.urls import path

from jawara.api import health

app_name = "api_health"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
