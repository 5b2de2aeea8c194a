"""The warnings a figure can carry. Codes are stable; each says what a reader should make of it."""

from datetime import date
from decimal import Decimal

from jawara.insight.types import Warn
from jawara.kernel.errors import gettext_noop


def illustrative() -> Warn:
    return Warn(
        "illustrative",
        gettext_noop("Tidak disebut dalam laporan; rincian di baliknya ilustrasi."),
    )


def stale(latest_on: date) -> Warn:
    return Warn(
        "stale",
        gettext_noop(
            "Catatan terakhir di baliknya tertanggal %(latest_on)s. "
            "Ini keadaan terakhir yang kami ketahui."
        ),
        {"latest_on": latest_on},
    )


def territory_history_unknown() -> Warn:
    return Warn(
        "territory_history_unknown",
        gettext_noop(
            "Riwayat batas sebagian wilayah ini belum dicatat; "
            "batasnya dianggap sama dengan hari ini."
        ),
    )


def unexplained(amount: int, total: int) -> Warn:
    return Warn(
        "unexplained",
        gettext_noop("Untuk %(amount)s dari %(total)s belum ada penjelasan."),
        {"amount": amount, "total": total},
    )


def small_groups(groups: int, members: int, average: Decimal, minimum: int) -> Warn:
    return Warn(
        "small_groups",
        gettext_noop(
            "Rata-rata %(average)s anggota per KSM, di bawah syarat terkecil yang kami ketahui "
            "(%(minimum)s). Mungkin yang dihitung pinjaman, bukan kelompok."
        ),
        {"groups": groups, "members": members, "average": average, "minimum": minimum},
    )


def not_entered(count: int, total: int) -> Warn:
    return Warn(
        "not_entered",
        gettext_noop("Untuk %(count)s dari %(total)s kelurahan tidak ada catatan. Itu bukan nol."),
        {"count": count, "total": total},
    )


def differs_from_report(stated: int, title: str) -> Warn:
    return Warn(
        "differs_from_report",
        gettext_noop("%(title)s menyebut %(stated)s; catatan kami berbeda."),
        {"stated": stated, "title": title},
    )


def no_records() -> Warn:
    return Warn("no_records", gettext_noop("Belum ada catatan. Itu bukan nol."))
