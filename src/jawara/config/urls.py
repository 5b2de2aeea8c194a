"""Addresses. Indonesian stands at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jawara.api.urls_health")),
    path("api/v1/", include("jawara.api.urls")),
    *i18n_patterns(
        path("akun/", include("allauth.urls")),
        path("", include("jawara.web.urls")),
        prefix_default_language=False,
    ),
]
