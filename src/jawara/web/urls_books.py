"""Books of account in the workspace, under /kelola/buku/."""

from django.urls import URLPattern, URLResolver, path

from jawara.web.views import ledger_staff

app_name = "books"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:key>/", ledger_staff.book, name="book"),
    path("<uuid:key>/bukti/", ledger_staff.voucher, name="voucher"),
    path("catatan/<uuid:key>/batalkan/", ledger_staff.reverse, name="reverse"),
]
