"""Pages that anybody can open."""

from django.urls import path

from jawara.web.views.public import board, entry, figure, home, pages, records, territory

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("wilayah/", territory.territories_index, name="territories"),
    path("wilayah/<str:code>/", territory.territory, name="territory"),
    path("bkm/<int:pk>/", board.bkm, name="bkm"),
    path("angka/", figure.figure_index, name="check"),
    path("angka/<str:key>/", figure.figure, name="figure"),
    path("tahap/", pages.phases, name="phases"),
    path("catatan/<uuid:key>/", entry.entry, name="entry"),
    path("langkah/<uuid:key>/", records.step_record, name="step_record"),
    path("pelatihan/<uuid:key>/", records.training, name="training"),
    path("bukti/<str:sha256>/", entry.evidence, name="evidence"),
    path("cari/", pages.search, name="search"),
    path("tentang/", pages.about, name="about"),
    path("data/", pages.data, name="data"),
]
