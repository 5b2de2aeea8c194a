"""Dates and instants as pages, the API and commands are given them."""

import re
from datetime import UTC, datetime, time

from django.utils import timezone

from jawara.kernel.dates import EXAMPLE, DateNotUnderstood, parse_date

# A "+" that nobody encoded arrives in an address as a space.
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")


def as_instant(text: str, *, field: str = "known_at") -> datetime:
    """An ISO instant; a bare date, in any usual writing, means the end of that day here.

    Raises DateNotUnderstood.
    """
    typed = text.strip()
    instant = _iso(typed) or _iso(_LOST_PLUS.sub("+", typed))
    if instant is None or len(typed) <= len("2004-12-31"):
        day = instant.date() if instant else parse_date(typed, field=field)
        instant = datetime.combine(day, time.max)
    if timezone.is_naive(instant):
        instant = timezone.make_aware(instant)
    try:
        instant.astimezone(UTC)
    except OverflowError:
        raise DateNotUnderstood(field=field, text=typed[:64], example=EXAMPLE) from None
    return instant


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
