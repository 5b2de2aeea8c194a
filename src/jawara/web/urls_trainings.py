"""Trainings in the workspace, under /kelola/pelatihan/."""

from django.urls import URLPattern, URLResolver, path

from jawara.web.views import trainings_staff

app_name = "trainings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", trainings_staff.training_list, name="list"),
    path("baru/", trainings_staff.record, name="record"),
    path("rangkaian/", trainings_staff.open_series, name="open_series"),
    path("<uuid:key>/betulkan/", trainings_staff.correct, name="correct"),
]
