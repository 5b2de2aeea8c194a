"""Boards, groups, volunteers, the poor register and plans in the workspace, under /kelola/bkm/."""

from django.urls import URLPattern, URLResolver, path

from jawara.web.views.community import boards, groups, offices, people, plans

app_name = "community"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", boards.board_list, name="list"),
    path("baru/", boards.found, name="found"),
    path("<int:pk>/", boards.board, name="board"),
    path("<int:pk>/nama/", boards.rename, name="rename"),
    path("<int:pk>/betulkan/", boards.correct, name="correct"),
    path("<int:pk>/bubar/", boards.dissolve, name="dissolve"),
    path("<int:pk>/masa-bakti/", offices.start_term, name="term"),
    path("<int:pk>/masa-bakti/<int:number>/anggota/", offices.seats, name="seats"),
    path("<int:pk>/masa-bakti/<int:number>/akhiri/", offices.end_term, name="end_term"),
    path("jabatan/<uuid:key>/ganti/", offices.replace, name="replace"),
    path("jabatan/<uuid:key>/akhiri/", offices.end_seat, name="end_seat"),
    path("<int:pk>/unit/", offices.form_unit, name="unit"),
    path("unit/<uuid:key>/petugas/", offices.appoint, name="appoint"),
    path("petugas/<uuid:key>/akhiri/", offices.end_officer, name="end_officer"),
    path("<int:pk>/pemilihan/", offices.election, name="election"),
    path("<int:pk>/ksm/", groups.group_list, name="groups"),
    path("<int:pk>/ksm/baru/", groups.register, name="register_group"),
    path("ksm/<int:pk>/", groups.group, name="group"),
    path("ksm/<int:pk>/nama/", groups.rename, name="rename_group"),
    path("ksm/<int:pk>/betulkan/", groups.correct, name="correct_group"),
    path("ksm/<int:pk>/bubar/", groups.dissolve, name="dissolve_group"),
    path("ksm/<int:pk>/anggota/", groups.add_member, name="add_member"),
    path("anggota/<uuid:key>/betulkan/", groups.correct_member, name="correct_member"),
    path("anggota/<uuid:key>/berhenti/", groups.end_member, name="end_member"),
    path("<int:pk>/relawan/", people.volunteers, name="volunteers"),
    path("<int:pk>/relawan/tambah/", people.add_volunteers, name="add_volunteers"),
    path("relawan/<uuid:key>/berhenti/", people.end_volunteer, name="end_volunteer"),
    path("<int:pk>/warga-miskin/", people.poor_register, name="poor_register"),
    path("<int:pk>/warga-miskin/tambah/", people.add_households, name="add_households"),
    path("warga-miskin/<uuid:key>/", people.correct_household, name="household"),
    path("warga-miskin/<uuid:key>/keluar/", people.end_household, name="end_household"),
    path("<int:pk>/rencana/", plans.plan_list, name="plans"),
    path("<int:pk>/rencana/baru/", plans.ratify, name="ratify"),
    path("rencana/<uuid:key>/kegiatan/", plans.add_item, name="add_item"),
    path("kegiatan/<uuid:key>/betulkan/", plans.correct_item, name="correct_item"),
    path("kegiatan/<uuid:key>/tarik/", plans.withdraw_item, name="withdraw_item"),
]
