"""Changes of territory in the workspace, under /kelola/wilayah/."""

from django.urls import URLPattern, URLResolver, path

from jawara.web.views import territories, territories_record

app_name = "areas"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", territories.change_list, name="list"),
    path("perubahan/<uuid:key>/", territories.change, name="change"),
    path("perubahan/<uuid:key>/tarik/", territories_record.withdraw, name="withdraw"),
    path("<str:code>/", territories.unit, name="unit"),
    path("<str:code>/<slug:act>/", territories_record.record, name="record"),
]
