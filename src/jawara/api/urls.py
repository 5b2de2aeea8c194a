"""Addresses of the API. All of them are for everybody, and read only."""

from django.urls import URLPattern, path, re_path

from jawara.api import description
from jawara.api.app import api
from jawara.api.http import open_to_all

app_name = "api"


def _operations() -> list[URLPattern]:
    patterns, _app, _namespace = api.urls
    return [
        URLPattern(found.pattern, open_to_all(found.callback), name=found.name)
        for found in patterns
        if isinstance(found, URLPattern) and found.name != "api-root"
    ]


urlpatterns: list[URLPattern] = [
    path("", open_to_all(description.root), name="root"),
    path("docs", open_to_all(description.docs), name="docs"),
    path("openapi.json", open_to_all(description.openapi_json), name="openapi"),
    *_operations(),
    re_path(r"^.*$", open_to_all(description.not_found), name="not_found"),
]
