"""Why a change of territory is declined."""

from jawara.kernel.errors import Refusal, gettext_noop


class NotThere(Refusal):
    """Values: name, on."""

    code = "territory_not_there"
    message = gettext_noop(
        "%(name)s tidak ada pada %(on)s. Periksa tanggal berlakunya, atau pilih wilayah lain."
    )


class NationStands(Refusal):
    code = "territory_nation_stands"
    message = gettext_noop("Negara tidak diubah di sini. Pilih provinsi atau wilayah di bawahnya.")


class LaterChange(Refusal):
    """Values: name, since."""

    code = "territory_later_change"
    message = gettext_noop(
        "%(name)s sudah tercatat berubah lagi pada %(since)s. Perubahan yang lebih awal akan "
        "bertentangan dengan catatan itu; periksa tanggal berlakunya."
    )


class NothingChanges(Refusal):
    """Values: name."""

    code = "territory_nothing_changes"
    message = gettext_noop(
        "%(name)s sudah tercatat seperti itu pada tanggal itu. Tidak ada yang perlu dicatat."
    )


class NotYetInForce(Refusal):
    """Values: on."""

    code = "territory_not_yet_in_force"
    message = gettext_noop(
        "Perubahan ini baru berlaku %(on)s. Catatlah pada hari itu atau sesudahnya."
    )


class CodeMalformed(Refusal):
    """Values: code, example."""

    code = "territory_code_malformed"
    message = gettext_noop(
        "Kode “%(code)s” tidak berbentuk kode wilayah tingkat ini. Tulis seperti %(example)s."
    )


class CodeTaken(Refusal):
    """Values: code, name."""

    code = "territory_code_taken"
    message = gettext_noop(
        "Kode %(code)s pada tanggal itu milik %(name)s. Pakai kode dari dasar hukumnya."
    )


class WrongKind(Refusal):
    """Values: kind, level."""

    code = "territory_wrong_kind"
    message = gettext_noop(
        "Status %(kind)s bukan untuk tingkat %(level)s. Pilih status yang sesuai tingkatnya."
    )


class WrongParent(Refusal):
    """Values: name, parent."""

    code = "territory_wrong_parent"
    message = gettext_noop(
        "%(name)s tidak bisa menjadi bagian %(parent)s: tingkatnya tidak berurutan. "
        "Pilih wilayah satu tingkat di atasnya."
    )


class ParentMissing(Refusal):
    """Values: name, on."""

    code = "territory_parent_missing"
    message = gettext_noop(
        "Sejak %(on)s, %(name)s tidak lagi punya wilayah induk. Tentukan induk barunya dalam "
        "perubahan yang sama."
    )


class NotItsChild(Refusal):
    """Values: name, parent, on."""

    code = "territory_not_its_child"
    message = gettext_noop(
        "%(name)s bukan bagian langsung %(parent)s pada %(on)s. Keluarkan dari pilihan."
    )


class TooFew(Refusal):
    """Nothing to split into, or nothing to merge."""

    code = "territory_too_few"
    message = gettext_noop(
        "Sebutkan paling sedikit satu wilayah baru (pemekaran) atau wilayah asal (penggabungan)."
    )


class Unlike(Refusal):
    """Values: name, into."""

    code = "territory_unlike"
    message = gettext_noop(
        "%(name)s dan %(into)s tidak bisa digabung: pilih wilayah lain yang setingkat."
    )


class BasisMissing(Refusal):
    code = "territory_basis_missing"
    message = gettext_noop("Dasar hukumnya belum diisi. Tulis nomor, tahun, dan judul aturannya.")


class NotWithdrawable(Refusal):
    """The change came with the official list, or is itself a withdrawal."""

    code = "territory_not_withdrawable"
    message = gettext_noop(
        "Catatan ini tidak bisa ditarik. Catatlah perubahan yang benar sebagai gantinya."
    )


class AlreadyWithdrawn(Refusal):
    code = "territory_already_withdrawn"
    message = gettext_noop("Perubahan ini sudah ditarik. Muat ulang halaman untuk melihatnya.")


class ChangedSince(Refusal):
    """Values: name. A change recorded later rests on this one."""

    code = "territory_changed_since"
    message = gettext_noop(
        "Sesudah perubahan ini, %(name)s tercatat berubah lagi. Tarik perubahan yang lebih baru "
        "dulu."
    )


class RecordedSince(Refusal):
    """Values: name. Somebody recorded a change of it at a later instant than this write's."""

    code = "territory_recorded_since"
    message = gettext_noop(
        "%(name)s baru saja diubah catatannya oleh orang lain. Muat ulang, lalu periksa lagi."
    )
