"""Programmes, phases, coverage, consultants and targets, under /kelola/program/."""

from django.urls import URLPattern, URLResolver, path, re_path

from jawara.web.views import assistance, programmes

app_name = "programmes"
PHASE = r"^(?P<code>[A-Z0-9][A-Z0-9/.-]*)/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", programmes.phase_list, name="list"),
    path("baru/", programmes.create_programme, name="create_programme"),
    path("tahap-baru/", programmes.create_phase, name="create_phase"),
    path("kepesertaan/<uuid:key>/akhiri/", programmes.end_coverage, name="end_coverage"),
    path("konsultan/<uuid:key>/akhiri/", assistance.end_assignment, name="end_assignment"),
    path("sasaran/<uuid:key>/betulkan/", assistance.correct_target, name="correct_target"),
    re_path(rf"{PHASE}$", programmes.phase, name="phase"),
    re_path(rf"{PHASE}peserta/$", programmes.cover, name="cover"),
    re_path(rf"{PHASE}konsultan/$", assistance.assign, name="assign"),
    re_path(rf"{PHASE}sasaran/$", assistance.set_target, name="set_target"),
]
