"""The style guide: every component in every state."""

from django import forms

from jawara.web import charts
from jawara.web.present import AsOf, Change, Check, Crumb, Link, PageFigure
from jawara.web.samples import pages, parts, records


class SampleForm(forms.Form):
    held_on = forms.CharField(
        label="Tanggal rembug", help_text="Boleh ditulis 3/3/2004 atau 3 Maret 2004."
    )
    amount = forms.CharField(
        label="Jumlah",
        help_text="Boleh ditulis 1,2 jt.",
        widget=forms.TextInput(attrs={"class": "money", "inputmode": "decimal"}),
    )
    pillar = forms.ChoiceField(
        label="Untuk apa",
        choices=[("e", "Ekonomi"), ("f", "Fisik"), ("s", "Sosial")],
        widget=forms.RadioSelect,
    )
    ward = forms.ChoiceField(label="Kelurahan", choices=[("1", "Unyur"), ("2", "Cipare")])
    notes = forms.CharField(label="Catatan", widget=forms.Textarea, required=False)
    photo = forms.FileField(label="Bukti", required=False, help_text="Foto atau PDF.")
    sure = forms.BooleanField(label="Berita acara sudah ditandatangani.")


def styleguide() -> dict[str, object]:
    states: list[charts.UnitState] = [*["done"] * 6, *["not_done"] * 3, *["not_entered"] * 2]  # type: ignore[list-item]
    mixed = [charts.Unit(name, state) for name, state in zip("abcdefghijk", states, strict=True)]
    crowd = [charts.Unit(str(n), "done" if n < 61 else "not_entered") for n in range(83)]
    ten = charts.Step("Rembug kesiapan", charts.unit_row(mixed), parts.figure("6 dari 11"))
    many = charts.Step("Rembug kesiapan", charts.unit_row(crowd), parts.figure("61 dari 83"))
    return {
        "crumbs": [Crumb("Beranda", "/"), Crumb("Gaya")],
        "as_of": AsOf("32 November 2004", "31 Des 2004", error="Tanggal itu tidak ada."),
        "figures": [
            parts.figure("Rp 3.600.000.000"),
            parts.figure("Rp 120.000.000", state="gap"),
            PageFigure("", "", state="not_stated"),
            PageFigure("", "", state="zero"),
            PageFigure("", "", state="suppressed"),
            PageFigure("", "959", "#", badge="ilustrasi"),
        ],
        "statuses": [("ok", "selesai"), ("warn", "perlu dilihat"), ("bad", "ditolak"),
                     ("assumed", "anggapan"), ("none", "belum")],
        "stack": charts.stacked_bar(parts.parts()),
        "few": [ten], "crowd": [many],
        "flow": parts.flow(), "groups": parts.places(),
        "empty_form": SampleForm(),
        "bad_form": SampleForm({"held_on": "32/13/2004", "ward": "9"}),
        "page": records.many().page(7), "first_page": records.many().page(1),
        "history": records.history(),
        "changes": [Change("Perempuan hadir", "12", "21"), Change("Catatan", "", "RW 04")],
        "checks": [
            Check("ok", "terpenuhi", "Berkas terbaca"), Check("bad", "ditolak", "Terlalu besar"),
            Check("warn", "perlu dilihat", "Boleh tetap disimpan"), Check("none", "belum", "Belum diisi"),
        ],
        "action": Link("Catat rembug pertama", "#"),
    }  # fmt: skip


PAGES = {
    "home": pages.home, "territory": pages.territory, "figure": pages.figure_page,
    "bkm": records.bkm, "entry": records.entry, "record": records.record,
    "phases": records.phases, "training": records.training, "search": records.search,
    "figure_index": records.figure_index, "about": records.about, "data": records.data,
}  # fmt: skip
