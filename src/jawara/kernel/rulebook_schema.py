"""What a rulebook holds: its sections field by field, and what must agree between them."""

from collections.abc import Iterator

from jawara.kernel.rounding import RoundingMode
from jawara.kernel.rulebook_errors import Problem
from jawara.kernel.rulebook_shape import (
    ACCOUNT_CODE,
    CODE,
    KEEP_CODE,
    MEDIA_TYPE,
    Flag,
    ListOf,
    MapOf,
    OneOf,
    OrNull,
    Percent,
    Shape,
    Text,
    Whole,
    fields,
    hundredths,
)
from jawara.kernel.rulebook_tree import Node, find

TEXT = Text()
NAME = fields({"id": TEXT, "en": TEXT})
BOOKS = ("SECRETARIAT", "OPERATING_FUND", "UPK", "ENVIRONMENT", "SOCIAL")
PILLARS = ("ECONOMIC", "PHYSICAL", "SOCIAL")
KINDS = {
    "ASSET": "DEBIT",
    "EXPENSE": "DEBIT",
    "LIABILITY": "CREDIT",
    "EQUITY": "CREDIT",
    "INCOME": "CREDIT",
}
EVENT = Text(r"[a-z][a-z_]*(\.[a-z][a-z_]*)?", "kejadian, misalnya grant_used.economic")
ROUNDINGS = ("percent_display", "share_display", "ratio", "million_display")

_CODED = fields({"code": CODE, "name": NAME})
_INDICATOR = fields({"code": CODE, "name": NAME, "unit": OneOf(("person", "household"))})
_OUTCOME = fields({"code": CODE, "name": NAME, "continues": Flag()})
_STEP = fields(
    {"code": CODE, "name": NAME},
    {
        "after": ListOf(CODE, ""),
        "evidence": ListOf(CODE, ""),
        "indicators": ListOf(CODE, ""),
        "outcomes": ListOf(_OUTCOME, "code"),
        "optional": Flag(),
    },
)
_CYCLE = fields(
    {
        "indicators": ListOf(_INDICATOR, "code"),
        "steps": ListOf(_STEP, "code", least=1),
    }
)
_PILLAR = fields({"code": OneOf(PILLARS), "name": NAME})
_TRANCHE = fields({"number": Whole(1), "percent": Percent()})
_DOCUMENT = fields({"code": KEEP_CODE, "name": NAME, "tranches": ListOf(Whole(1), "", least=1)})
_OPERATING = fields({"book": OneOf(BOOKS), "most_percent": OrNull(Percent())})
_USES = fields(
    {"open_menu": Flag(), "allowed": ListOf(OneOf(PILLARS), "", least=1)},
    {"prohibited": ListOf(_CODED, "code")},
)
_GRANTS = fields(
    {
        "pillars": ListOf(_PILLAR, "code", least=1),
        "tranches": ListOf(_TRANCHE, "number", least=1),
        "dossier": ListOf(_DOCUMENT, "code", least=1),
        "verifiers": ListOf(_CODED, "code", least=1),
        "uses": _USES,
        "operating_fund": _OPERATING,
    }
)
_BOOK = fields({"code": OneOf(BOOKS), "name": NAME})
_ACCOUNT = fields(
    {
        "code": ACCOUNT_CODE,
        "name": NAME,
        "kind": OneOf(tuple(KINDS)),
        "normal_side": OneOf(("DEBIT", "CREDIT")),
        "books": ListOf(OneOf(BOOKS), "", least=1),
    },
    {"contra": Flag()},
)
_LEG: dict[str, Shape] = {"book": OneOf(BOOKS), "debit": ACCOUNT_CODE, "credit": ACCOUNT_CODE}
_POSTING = fields({"event": EVENT, **_LEG}, {"mirror": fields(_LEG)})
_LEDGER = fields(
    {
        "books": ListOf(_BOOK, "code", least=1),
        "accounts": ListOf(_ACCOUNT, "code", least=2),
        "postings": ListOf(_POSTING, "event", least=1),
    }
)
_COMMUNITY = fields(
    {"group_minimum_members": Whole(1, 1000)},
    {
        "group_women_percent": OrNull(Percent()),
        "board": fields(
            {
                "members_least": Whole(1, 99),
                "members_most": Whole(1, 99),
                "term_years": Whole(1, 20),
                "reelection": Flag(),
            }
        ),
        "election": fields(
            {
                "secret_ballot": Flag(),
                "candidacy": Flag(),
                "names_per_ballot": OrNull(Whole(1, 99)),
                "delegates_per_rt": OrNull(Whole(1, 99)),
                "women_percent": OrNull(Percent()),
            }
        ),
    },
)
_EVIDENCE = fields(
    {
        "kinds": ListOf(_CODED, "code", least=1),
        "media_types": ListOf(MEDIA_TYPE, "", least=1),
        "max_bytes": Whole(1, 10**9),
    }
)
_ROUNDING = MapOf(CODE, fields({"mode": OneOf(tuple(RoundingMode)), "digits": Whole(0, 10)}))
SECTIONS = fields(
    {"cycle": _CYCLE, "community": _COMMUNITY, "evidence": _EVIDENCE, "rounding": _ROUNDING},
    {"grants": _GRANTS, "ledger": _LEDGER},
)


def faults(root: Node, file: str) -> list[Problem]:
    """Every fault of a tree: first its shape, and only when that is right what must agree."""
    shape = list(SECTIONS.faults(root, file))
    return shape or [
        *_cycle_faults(root, file),
        *_grant_faults(root, file),
        *_ledger_faults(root, file),
        *_community_faults(root, file),
        *_rounding_faults(root, file),
    ]


def _items(root: Node, path: str) -> tuple[Node, ...]:
    node = find(root, path)
    return () if node is None else tuple(node.children())


def _values(root: Node, path: str, name: str) -> list[object]:
    return [_value(item, name) for item in _items(root, path)]


def _value(item: Node, name: str) -> object:
    found = find(item, name)
    return None if found is None else found.value


def _outside(
    nodes: Iterator[Node] | tuple[Node, ...], known: list[object], file: str
) -> Iterator[Problem]:
    for node in nodes:
        if node.value not in known:
            allowed = ", ".join(map(str, known)) or "belum ada yang bisa dirujuk"
            yield Problem(file, node.line, node.path, f"{node.value!r} tidak ada", allowed)


def _cycle_faults(root: Node, file: str) -> Iterator[Problem]:
    kinds = _values(root, "evidence.kinds", "code")
    indicators = _values(root, "cycle.indicators", "code")
    earlier: list[object] = []
    for step in _items(root, "cycle.steps"):
        for problem in _outside(_items(step, "after"), earlier, file):
            allowed = f"langkah sebelumnya: {problem.allowed}"
            yield Problem(file, problem.line, problem.path, problem.wrong, allowed)
        yield from _outside(_items(step, "evidence"), kinds, file)
        yield from _outside(_items(step, "indicators"), indicators, file)
        earlier.append(_value(step, "code"))


def _grant_faults(root: Node, file: str) -> Iterator[Problem]:
    tranches = find(root, "grants.tranches")
    if tranches is None:
        return
    numbers = _values(root, "grants.tranches", "number")
    if numbers != list(range(1, len(numbers) + 1)):
        wrong = f"nomor termin {', '.join(map(str, numbers))}"
        yield Problem(file, tranches.line, tranches.path, wrong, "1, 2, 3, … berurutan")
    total = sum(hundredths(value) or 0 for value in _values(root, "grants.tranches", "percent"))
    if total != 10_000:
        wrong = f"jumlah persennya {total // 100},{total % 100:02d}"
        yield Problem(file, tranches.line, tranches.path, wrong, "tepat 100")
    for document in _items(root, "grants.dossier"):
        yield from _outside(_items(document, "tranches"), numbers, file)
    pillars = _values(root, "grants.pillars", "code")
    yield from _outside(_items(root, "grants.uses.allowed"), pillars, file)


def _ledger_faults(root: Node, file: str) -> Iterator[Problem]:
    books = _values(root, "ledger.books", "code")
    for account in _items(root, "ledger.accounts"):
        yield from _outside(_items(account, "books"), books, file)
        side = KINDS[str(_value(account, "kind"))]
        if _value(account, "contra") is True:
            side = "CREDIT" if side == "DEBIT" else "DEBIT"
        if _value(account, "normal_side") != side:
            wrong = f"sisi normal {_value(account, 'normal_side')}"
            allowed = f"{side}, atau contra: true untuk akun pengurang"
            yield Problem(file, account.line, f"{account.path}.normal_side", wrong, allowed)
    for posting in _items(root, "ledger.postings"):
        yield from _leg_faults(root, posting, file)
        mirror = find(posting, "mirror")
        if mirror is not None:
            yield from _leg_faults(root, mirror, file)
            if _value(mirror, "book") == _value(posting, "book"):
                wrong = "bukunya sama dengan buku pertama"
                yield Problem(file, mirror.line, f"{mirror.path}.book", wrong, "buku lain")


def _leg_faults(root: Node, leg: Node, file: str) -> Iterator[Problem]:
    book = _value(leg, "book")
    in_book = [
        _value(account, "code")
        for account in _items(root, "ledger.accounts")
        if book in [node.value for node in _items(account, "books")]
    ]
    sides = tuple(node for name in ("debit", "credit") if (node := find(leg, name)) is not None)
    for problem in _outside(sides, in_book, file):
        allowed = f"akun buku {book}: {problem.allowed}"
        yield Problem(file, problem.line, problem.path, problem.wrong, allowed)
    if sides[0].value == sides[1].value:
        wrong = "debet dan kredit akun yang sama"
        yield Problem(file, leg.line, leg.path, wrong, "dua akun yang berbeda")


def _community_faults(root: Node, file: str) -> Iterator[Problem]:
    board = find(root, "community.board")
    if board is None:
        return
    least, most = _value(board, "members_least"), _value(board, "members_most")
    assert isinstance(least, int)
    assert isinstance(most, int)
    if least > most:
        wrong = f"paling sedikit {least}, paling banyak {most}"
        yield Problem(file, board.line, board.path, wrong, "paling sedikit ≤ paling banyak")


def _rounding_faults(root: Node, file: str) -> Iterator[Problem]:
    rounding = find(root, "rounding")
    assert rounding is not None
    for name in ROUNDINGS:
        if find(rounding, name) is None:
            path = f"rounding.{name}"
            yield Problem(file, rounding.line, path, "tidak ada", "kunci ini wajib")
