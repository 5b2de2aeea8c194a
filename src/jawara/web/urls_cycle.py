"""The community cycle in the workspace, under /kelola/siklus/."""

from django.urls import URLPattern, URLResolver, path, re_path

from jawara.web.views import cycle, cycle_list

app_name = "cycle"
# A phase has a slash in its code (P2KP-1/2); a step is written small, so the two stay apart.
WARD = r"^(?P<code>[0-9.]+)/(?P<phase>[A-Z0-9][A-Z0-9/.-]*)/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cycle_list.work_list, name="list"),
    path("catatan/<uuid:key>/tarik/", cycle.withdraw, name="withdraw"),
    re_path(rf"{WARD}$", cycle.ward, name="ward"),
    re_path(rf"{WARD}(?P<step>[a-z][a-z0-9_]*)/$", cycle.step, name="step"),
]
