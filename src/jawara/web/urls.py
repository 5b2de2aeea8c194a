"""Addresses of our own pages. Each topic brings a list; `config.urls` puts the language before.

Public pages carry the namespace `web`, the workspace `staff`; every topic under /kelola/ has its
own (`cycle`, `grants`, ...).
"""

from django.urls import URLPattern, URLResolver, include, path

from jawara.web.views import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jawara.web.urls_public")),
    path("kelola/siklus/", include("jawara.web.urls_cycle")),
    path("kelola/bkm/", include("jawara.web.urls_community")),
    path("kelola/program/", include("jawara.web.urls_programmes")),
    path("kelola/pelatihan/", include("jawara.web.urls_trainings")),
    path("kelola/wilayah/", include("jawara.web.urls_territories")),
    path("kelola/blm/", include("jawara.web.urls_grants")),
    path("kelola/buku/", include("jawara.web.urls_books")),
    path("kelola/", include("jawara.web.urls_staff")),
    path("gaya/", styleguide.show, name="styleguide"),
]
