"""The workspace and the people in it, under /kelola/. Other topics bring their own `urls_*`."""

from django.urls import URLPattern, URLResolver

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = []
