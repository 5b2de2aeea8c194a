"""Preparing the example database."""

from collections.abc import Iterator
from datetime import date, timedelta

from jawara.accounts.enums import Role
from jawara.accounts.services import grant_role, register_user
from jawara.audit import marks
from jawara.audit.services import append_event
from jawara.exchange import serang
from jawara.kernel.chain import fingerprint
from jawara.territories import queries as territories
from jawara.territories.loading import load_reference


def prepare(say: serang.Say = serang.silent) -> None:
    """Fill a migrated, empty database: official territory, Serang 2004, example accounts.

    The mark comes last but one, so that a half-made example is not taken for a finished one; the
    accounts follow the example's records in time.
    """
    data = serang.read()
    pen = serang.Pen(data["source"]["recorded_from"] - timedelta(hours=1))
    load_reference(pen.reported(), progress=lambda done, total: say("wilayah", done, total))
    serang.load(say)
    later = serang.Pen(data["source"]["recorded_from"] + timedelta(hours=8))
    later.numbers = iter(range(1_000_000, 2_000_000))
    later.at -= timedelta(seconds=1_000_000)
    _accounts(later, data)
    ctx = later.illustrative()
    append_event(
        ctx,
        stream="demo",
        action=marks.EXAMPLE,
        subject=f"{marks.EXAMPLE}:serang-2004",
        request_hash=fingerprint({"example": "serang-2004"}),
        data={"example": "serang-2004"},
    )


def _accounts(pen: serang.Pen, data: "dict[str, object]") -> None:
    rows = data["accounts"]
    assert isinstance(rows, list)
    for name, email, role, code in rows:
        user = register_user(
            pen.illustrative(), name=name, email=email, password=str(data["password"])
        )
        if role == Role.MEMBER:
            continue
        unit = territories.by_code(code, date(2026, 1, 1)).unit
        grant_role(
            pen.illustrative(),
            user=user,
            role=role,
            unit=unit,
            from_on=date(2004, 1, 1),
            until_on=None,
            reason="akun contoh",
        )


def password() -> str:
    return str(serang.read()["password"])


def accounts() -> Iterator[tuple[str, str, str, str]]:
    """Name, e-mail, role and territory of every example account."""
    yield from serang.read()["accounts"]
