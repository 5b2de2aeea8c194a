"""The workspace and the people in it, under /kelola/. Other topics bring their own `urls_*`."""

from django.urls import URLPattern, URLResolver, path

from jawara.web.views import roles, workspace

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", workspace.home, name="home"),
    path("peran/", roles.role_list, name="roles"),
    path("peran/beri/", roles.role_grant, name="role_grant"),
    path("peran/<uuid:key>/", roles.role_detail, name="role"),
    path("peran/<uuid:key>/cabut/", roles.role_revoke, name="role_revoke"),
]
