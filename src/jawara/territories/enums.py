from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """Depth in the territorial tree."""

    NATION = 0, _("negara")
    PROVINCE = 1, _("provinsi")
    DISTRICT = 2, _("kabupaten/kota")
    SUBDISTRICT = 3, _("kecamatan")
    VILLAGE = 4, _("kelurahan/desa")


class Kind(TextChoices):
    """What a unit is in law."""

    NATION = "NATION", _("negara")
    PROVINSI = "PROVINSI", _("provinsi")
    KABUPATEN = "KABUPATEN", _("kabupaten")
    KOTA = "KOTA", _("kota")
    KECAMATAN = "KECAMATAN", _("kecamatan")
    KELURAHAN = "KELURAHAN", _("kelurahan")
    DESA = "DESA", _("desa")


class ChangeKind(TextChoices):
    SPLIT = "SPLIT", _("pemekaran")
    MERGE = "MERGE", _("penggabungan")
    RENAME = "RENAME", _("ganti nama")
    RECODE = "RECODE", _("ganti kode")
    KIND = "KIND", _("ganti status (desa/kelurahan)")
    MOVE = "MOVE", _("pindah induk")
    WITHDRAW = "WITHDRAW", _("penarikan catatan")


class PartyRole(TextChoices):
    """What a unit is to a change."""

    SUBJECT = "SUBJECT", _("yang berubah")
    SOURCE = "SOURCE", _("asal")
    RESULT = "RESULT", _("hasil")
    CARRIED = "CARRIED", _("ikut pindah")
