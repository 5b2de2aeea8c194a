"""Instants as people and programs write them."""

import pytest

from jawara.insight.asking import as_instant
from jawara.kernel.dates import DateNotUnderstood


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2004-12-24T10:30:00+07:00", "2004-12-24T10:30:00+07:00"),
        ("2004-12-24T10:30:00 07:00", "2004-12-24T10:30:00+07:00"),  # the plus was not encoded
        ("2004-12-24T03:30:00Z", "2004-12-24T03:30:00+00:00"),
        ("2004-12-24T10:30", "2004-12-24T10:30:00+07:00"),
        ("2004-12-24 10:30", "2004-12-24T10:30:00+07:00"),
        ("2004-12-24", "2004-12-24T23:59:59.999999+07:00"),
        ("24 Desember 2004", "2004-12-24T23:59:59.999999+07:00"),
        ("20041224", "2004-12-24T23:59:59.999999+07:00"),
    ],
)
def test_read(text: str, expected: str) -> None:
    assert as_instant(text).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kemarin",
        "2004-13-01",
        "2004-12-24T25:00",
        "0001-01-01T00:00",  # before the year 1 in Greenwich
        "9999-12-31T23:59:59-23:00",
        "2004-12-24T10:30:00+07:00" * 9,
    ],
)
def test_refused_at_its_field(text: str) -> None:
    with pytest.raises(DateNotUnderstood) as caught:
        as_instant(text)
    assert caught.value.field == "known_at"
    assert str(caught.value)
