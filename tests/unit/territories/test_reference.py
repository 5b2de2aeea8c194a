"""The official list as it comes with the package."""

from collections import Counter
from datetime import date

from jawara.territories import reference
from jawara.territories.enums import Kind, Level


def test_the_list_is_whole() -> None:
    listed = list(reference.entries())
    assert Counter(entry.level for entry in listed) == reference.COUNTS
    assert Counter(e.kind for e in listed if e.level == Level.VILLAGE) == {
        Kind.DESA: 75_266,
        Kind.KELURAHAN: 8_496,
    }
    assert Counter(e.kind for e in listed if e.level == Level.DISTRICT) == {
        Kind.KABUPATEN: 416,
        Kind.KOTA: 98,
    }


def test_each_unit_stands_after_its_parent_and_once() -> None:
    seen: set[str] = set()
    for entry in reference.entries():
        assert entry.code not in seen
        assert entry.level == Level.NATION or entry.parent_code in seen
        seen.add(entry.code)


def test_the_only_past_change_is_that_of_2007() -> None:
    [split] = reference.history()
    assert (split.effective_on, split.source, split.results) == (
        date(2007, 8, 10),
        "36.04",
        ("36.73",),
    )
    assert split.carried == tuple(f"36.73.0{n}" for n in range(1, 7))
    assert "Nomor 32 Tahun 2007" in split.legal_basis
