"""What an entry's hash covers.

`content` says it as a mapping, for checking; `Encoded` writes the very same canonical JSON by hand,
because posting a million entries spends most of its time there. A property test holds the two
together, and so does every check of a chain.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

# (debit account's key, its code, credit account's key, its code, amount)
Leg = tuple[UUID, str, UUID, str, int]

_quoted = json.encoder.encode_basestring
# The encoder of `kernel.chain.canonical`, without its search for what is not canonical.
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def instant(at: datetime) -> str:
    """An instant in UTC to the microsecond, however it was given."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def content(
    *,
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
    legs: Iterable[Leg],
) -> dict[str, object]:
    """All that an entry says. `document` is the SHA-256 of its evidence."""
    return {
        "actor": actor,
        "basis": basis,
        "book": str(book),
        "document": document,
        "key": str(key),
        "kind": kind,
        "memo": memo,
        "number": number,
        "occurred_on": occurred_on.isoformat(),
        "recorded_at": instant(recorded_at),
        "reverses": None if reverses is None else str(reverses),
        "source": source,
        "transfers": [
            [str(debit), debit_code, str(credit), credit_code, amount]
            for debit, debit_code, credit, credit_code, amount in legs
        ],
    }


@dataclass(frozen=True, slots=True)
class Encoded:
    """Canonical JSON of an entry in three parts, the number and the instant left out between."""

    before_number: str
    before_instant: str
    rest: str

    def request_hash(self) -> str:
        """Tells a repeat from another request under the same key: all but place and instant."""
        text = self.before_number + self.before_instant + self.rest
        return hashlib.sha256(text.encode()).hexdigest()

    def link(self, previous: str, number: int, recorded_at: str) -> str:
        """The entry's hash; the same as `kernel.chain.link` over `content`."""
        text = (
            f'{previous}\n{self.before_number},"number":{number}{self.before_instant}'
            f',"recorded_at":"{recorded_at}"{self.rest}'
        )
        return hashlib.sha256(text.encode()).hexdigest()


def encode(
    *,
    actor: str,
    basis: str,
    book: str,
    document: str | None,
    key: str,
    kind: str,
    memo: str,
    occurred_on: str,
    reverses: str | None,
    source: str,
    legs: Sequence[str],
) -> Encoded:
    """`legs` come from `encode_leg`; names and values as in `content`, already text."""
    evidence = "null" if document is None else f'"{document}"'
    undone = "null" if reverses is None else f'"{reverses}"'
    return Encoded(
        f'{{"actor":{_quoted(actor)},"basis":"{basis}","book":"{book}","document":{evidence},'
        f'"key":"{key}","kind":{_quoted(kind)},"memo":{_quoted(memo)}',
        f',"occurred_on":"{occurred_on}"',
        f',"reverses":{undone},"source":{_quoted(source)},"transfers":[{",".join(legs)}]}}',
    )


def link_plain(previous: str, said: Mapping[str, object]) -> str:
    """`kernel.chain.link` for content that is known to be text, whole numbers and null."""
    return hashlib.sha256(f"{previous}\n{_canonical(said)}".encode()).hexdigest()


def account_text(key: UUID, code: str) -> str:
    """An account's part of a leg."""
    return f'"{key}",{_quoted(code)}'


def encode_leg(debit: str, credit: str, amount: int) -> str:
    """A leg of two `account_text`s."""
    return f"[{debit},{credit},{amount}]"
