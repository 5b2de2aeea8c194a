"""The hand-written canonical JSON is the kernel's, for every content there can be."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from jawara.kernel.chain import GENESIS, fingerprint, link
from jawara.ledger.content import account_text, content, encode, encode_leg, instant, link_plain
from jawara.ledger.services import LARGEST

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
LEGS = st.lists(
    st.tuples(st.uuids(), TEXT, st.uuids(), TEXT, st.integers(1, LARGEST)), min_size=1, max_size=4
)
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(
    actor=TEXT,
    basis=st.sampled_from(["REPORTED", "ILLUSTRATIVE", "ENTERED"]),
    book=st.uuids(),
    document=st.none() | HASHES,
    key=st.uuids(),
    kind=TEXT,
    memo=TEXT,
    number=st.integers(1, 2**31),
    occurred_on=st.dates(),
    recorded_at=st.datetimes(datetime(1999, 1, 1), timezones=ZONES),
    reverses=st.none() | st.uuids(),
    source=TEXT,
    legs=LEGS,
    previous=HASHES,
)
def test_written_by_hand_or_by_the_kernel(
    actor: str,
    basis: str,
    book: UUID,
    document: str | None,
    key: UUID,
    kind: str,
    memo: str,
    number: int,
    occurred_on: date,
    recorded_at: datetime,
    reverses: UUID | None,
    source: str,
    legs: list[tuple[UUID, str, UUID, str, int]],
    previous: str,
) -> None:
    shared = {"actor": actor, "basis": basis, "document": document, "kind": kind, "memo": memo}
    encoded = encode(
        **shared,
        book=str(book),
        key=str(key),
        occurred_on=occurred_on.isoformat(),
        reverses=None if reverses is None else str(reverses),
        source=source,
        legs=[
            encode_leg(account_text(debit, here), account_text(credit, there), amount)
            for debit, here, credit, there, amount in legs
        ],
    )
    said = content(
        **shared,
        book=book,
        key=key,
        number=number,
        occurred_on=occurred_on,
        recorded_at=recorded_at,
        reverses=reverses,
        source=source,
        legs=legs,
    )
    assert encoded.link(previous, number, instant(recorded_at)) == link(previous, said)
    unplaced = {k: v for k, v in said.items() if k not in {"number", "recorded_at"}}
    assert encoded.request_hash() == fingerprint(unplaced)
    assert link_plain(previous, said) == link(previous, said)


def test_an_instant_does_not_depend_on_its_zone() -> None:
    jakarta = datetime(2004, 12, 24, 10, 0, tzinfo=timezone(timedelta(hours=7)))
    assert (
        instant(jakarta) == instant(jakarta.astimezone(UTC)) == "2004-12-24T03:00:00.000000+00:00"
    )


def test_any_change_changes_the_hash() -> None:
    base = {
        "actor": "a", "basis": "ENTERED", "book": "b", "document": None, "key": "k", "kind": "x", "memo": "m",
        "occurred_on": "2004-11-30", "reverses": None, "source": "s", "legs": ["[]"],
    }  # fmt: skip
    hashes = {encode(**base).link(GENESIS, 1, "t")}  # type: ignore[arg-type]
    for name in base:
        changed = {**base, name: ["[1]"] if name == "legs" else "other"}
        hashes.add(encode(**changed).link(GENESIS, 1, "t"))  # type: ignore[arg-type]
    hashes.add(encode(**base).link(GENESIS, 2, "t"))  # type: ignore[arg-type]
    hashes.add(encode(**base).link(GENESIS, 1, "u"))  # type: ignore[arg-type]
    hashes.add(encode(**base).link("1" * 64, 1, "t"))  # type: ignore[arg-type]
    assert len(hashes) == len(base) + 4
