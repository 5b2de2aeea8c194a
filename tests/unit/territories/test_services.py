"""Each kind of change: what it does from its day on, what it leaves alone, what is declined."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jawara.audit.models import Document, Event
from jawara.audit.services import Actor, NotAllowed
from jawara.kernel.errors import Refusal
from jawara.kernel.text import TextMissing
from jawara.territories import changes, queries, refusals, rules, services
from jawara.territories.enums import ChangeKind, PartyRole
from jawara.territories.models import Change, Unit, UnitVersion
from jawara.territories.services import Child, NewUnit
from tests.support.territories import NOW, ctx, decree, plant

EVE, DAY, LATER = date(2012, 4, 30), date(2012, 5, 1), date(2020, 1, 1)
Units = dict[str, Unit]


@pytest.fixture
def units(db: None) -> Units:
    return plant()


@pytest.fixture
def paper(db: None) -> Document:
    return decree()


@pytest.fixture
def record(paper: Document) -> Callable[..., Change]:
    """A change as of DAY, one minute later each time."""
    steps = iter(range(100))

    def call(service: Callable[..., Change], *, on: date = DAY, **values: object) -> Change:
        return service(
            ctx(next(steps)),
            effective_on=on,
            legal_basis="Perda 1/2012",
            evidence=paper,
            **values,
        )

    return call


def seen(unit: Unit, on: date) -> tuple[str, str, str] | None:
    version = queries.version(unit.pk, on)
    return version and (version.code, version.name, version.kind)


def wards(unit: Unit, on: date) -> list[str]:
    return sorted(v.code for v in queries.wards_below(unit.pk, on))


def rows() -> int:
    return UnitVersion.objects.count()


def test_a_rename(units: Units, record: Callable[..., Change], paper: Document) -> None:
    before = rows()
    change = record(services.record_rename, unit=units["36.04"], name="  Kabupaten   Banten Girang")
    assert seen(units["36.04"], EVE) == ("36.04", "Kabupaten Serang", "KABUPATEN")
    assert seen(units["36.04"], DAY) == ("36.04", "Kabupaten Banten Girang", "KABUPATEN")
    assert (change.kind, change.document, change.basis) == (ChangeKind.RENAME, paper, "ENTERED")
    assert rows() == before + 2
    assert [v.code for v in queries.search("banten girang", DAY)] == ["36.04"]
    assert queries.search("banten girang", EVE) == []
    assert queries.version(units["36.04"].pk, DAY, NOW - timedelta(days=1)).name == (  # type: ignore[union-attr]
        "Kabupaten Serang"
    )


def test_a_mistake_is_corrected_on_the_same_day(
    units: Units, record: Callable[..., Change]
) -> None:
    record(services.record_rename, unit=units["36.04"], name="Kabupaten Serrang")
    record(services.record_rename, unit=units["36.04"], name="Kabupaten Ciruas")
    unit = units["36.04"].pk
    told = [queries.version(unit, DAY, NOW + timedelta(minutes=n)).name for n in (0, 1)]  # type: ignore[union-attr]
    assert told == ["Kabupaten Serrang", "Kabupaten Ciruas"]
    assert seen(units["36.04"], EVE) == ("36.04", "Kabupaten Serang", "KABUPATEN")


def test_a_new_code_carries_those_below(units: Units, record: Callable[..., Change]) -> None:
    record(services.record_recode, unit=units["36.04"], code="3674")
    assert wards(units["36.04"], DAY) == [
        "36.74.01.1001",
        "36.74.01.2002",
        "36.74.02.1001",
        "36.74.02.2002",
    ]
    assert queries.by_code("36.04.01.1001", EVE).unit_id == units["36.04.01.1001"].pk
    with pytest.raises(queries.Followed) as caught:
        queries.by_code("36.04.01.1001", DAY)
    assert caught.value.values["after_code"] == "36.74.01.1001"
    with pytest.raises(queries.CodeNotYet):
        queries.by_code("36.74", EVE)


def test_desa_to_kelurahan(units: Units, record: Callable[..., Change]) -> None:
    desa = units["36.04.01.2002"]
    record(services.record_kind_change, unit=desa, kind="KELURAHAN", code="36.04.01.1002", name="X")
    assert seen(desa, EVE) == ("36.04.01.2002", "Wilayah 36.04.01.2002", "DESA")
    assert seen(desa, DAY) == ("36.04.01.1002", "X", "KELURAHAN")


def test_a_move_takes_everything_below_along(units: Units, record: Callable[..., Change]) -> None:
    record(services.record_move, unit=units["36.04.01"], parent=units["32.71"], code="32.71.09")
    assert len(wards(units["36"], EVE)) == 8
    assert len(wards(units["36"], DAY)) == 6
    assert "32.71.09.1001" in wards(units["32"], DAY)
    line = [v.code for v in queries.ancestors(units["36.04.01.1001"].pk, DAY)]
    assert line == ["0", "32", "32.71", "32.71.09"]


def test_a_split_as_in_2007(units: Units, record: Callable[..., Change]) -> None:
    part = NewUnit("36.75", "Kota Ciruas", "KOTA", (Child(units["36.04.02"].pk),))
    change = record(services.record_split, unit=units["36.04"], parts=[part])
    born = change.parties.get(role=PartyRole.RESULT).unit
    assert seen(born, EVE) is None
    assert seen(born, DAY) == ("36.75", "Kota Ciruas", "KOTA")
    assert len(wards(units["36.04"], EVE)) == 4
    assert wards(units["36.04"], DAY) == ["36.04.01.1001", "36.04.01.2002"]
    assert wards(born, DAY) == ["36.04.02.1001", "36.04.02.2002"]
    assert len(wards(units["36"], DAY)) == 8
    with pytest.raises(queries.SplitNotYet, match=r"sebelumnya bagian Kabupaten Serang \(36.04\)"):
        queries.by_code("36.75", EVE)


def test_a_village_splits_and_the_old_one_ends(units: Units, record: Callable[..., Change]) -> None:
    parts = [NewUnit(f"36.04.01.200{n}", f"Desa {n}", "DESA") for n in (3, 4)]
    record(services.record_split, unit=units["36.04.01.2002"], parts=parts, ends=True)
    assert wards(units["36.04.01"], DAY) == ["36.04.01.1001", "36.04.01.2003", "36.04.01.2004"]
    with pytest.raises(queries.Followed, match="sekarang Desa 3"):
        queries.by_code("36.04.01.2002", DAY)


def test_a_merge_brings_the_children(units: Units, record: Callable[..., Change]) -> None:
    record(services.record_merge, units=[units["36.04.01"]], into=units["36.04.02"])
    assert seen(units["36.04.01"], DAY) is None
    assert len(wards(units["36.04.02"], DAY)) == 4
    assert len(wards(units["36.04.02"], EVE)) == 2
    with pytest.raises(queries.Followed, match=r"sekarang Wilayah 36\.04\.02"):
        queries.by_code("36.04.01", DAY)


def test_two_merge_into_a_new_one(units: Units, record: Callable[..., Change]) -> None:
    new = NewUnit(
        "36.04.03", "Gabungan", "KECAMATAN", (Child(units["36.04.01.1001"].pk, "36.04.03.1001"),)
    )
    change = record(services.record_merge, units=[units["36.04.01"], units["36.04.02"]], new=new)
    born = change.parties.get(role=PartyRole.RESULT).unit
    assert wards(born, DAY) == [
        "36.04.01.2002",
        "36.04.02.1001",
        "36.04.02.2002",
        "36.04.03.1001",
    ]
    assert [v.unit_id for v in queries.children(units["36.04"].pk, DAY)] == [born.pk]


def test_a_change_before_a_later_one_of_another_kind(
    units: Units, record: Callable[..., Change]
) -> None:
    record(services.record_move, on=LATER, unit=units["36.04.01"], parent=units["36.73"])
    record(services.record_rename, on=DAY, unit=units["36.04.01"], name="Baru")
    assert [queries.version(units["36.04.01"].pk, on).name for on in (EVE, DAY, LATER)] == [  # type: ignore[union-attr]
        "Wilayah 36.04.01",
        "Baru",
        "Baru",
    ]
    assert len(wards(units["36.73"], LATER)) == 6
    assert list(changes.problems()) == []


DECLINED: list[tuple[type[Refusal], str, dict[str, object]]] = [
    (refusals.NothingChanges, "rename", {"unit": "36.04", "name": "Kabupaten Serang"}),
    (refusals.NothingChanges, "kind_change", {"unit": "36.04.01.1001", "kind": "KELURAHAN"}),
    (refusals.NothingChanges, "move", {"unit": "36.04.01", "parent": "36.04"}),
    (TextMissing, "rename", {"unit": "36.04", "name": " \u200b "}),
    (refusals.CodeTaken, "recode", {"unit": "36.04", "code": "36.73"}),
    (refusals.CodeTaken, "move", {"unit": "36.04.01", "parent": "32.71", "code": "32.71.01"}),
    (refusals.CodeMalformed, "recode", {"unit": "36.04", "code": "36.04.01"}),
    (refusals.CodeMalformed, "recode", {"unit": "36.04", "code": "٣٦.٠٥"}),
    (refusals.WrongKind, "kind_change", {"unit": "36.04", "kind": "DESA"}),
    (refusals.WrongParent, "move", {"unit": "36.04.01.1001", "parent": "36.04"}),
    (refusals.WrongParent, "move", {"unit": "36.04", "parent": "36.73"}),
    (refusals.TooFew, "split", {"unit": "36.04", "parts": []}),
    (refusals.NationStands, "split", {"unit": "0", "parts": [NewUnit("99", "X", "PROVINSI")]}),
    (
        refusals.ParentMissing,
        "split",
        {"unit": "36.04", "parts": [NewUnit("36.75", "Kota X", "KOTA")], "ends": True},
    ),
    (refusals.Unlike, "merge", {"units": ["36.04.01"], "into": "36.04"}),
    (refusals.Unlike, "merge", {"units": ["36.04.01"], "into": "36.04.01"}),
    (refusals.Unlike, "merge", {"units": ["36.04.01", "36.04.01"], "into": "36.04.02"}),
    (refusals.TooFew, "merge", {"units": ["36.04.01"]}),
    (refusals.TooFew, "merge", {"units": [], "into": "36.04"}),
]


@pytest.mark.parametrize(("refusal", "name", "values"), DECLINED)
def test_what_is_declined_leaves_nothing_behind(
    units: Units,
    record: Callable[..., Change],
    refusal: type[Refusal],
    name: str,
    values: dict[str, object],
) -> None:
    before = (rows(), Unit.objects.count())
    given = {
        key: units[value] if key in {"unit", "parent", "into"} else value  # type: ignore[index]
        for key, value in values.items()
    }
    if "units" in given:
        given["units"] = [units[code] for code in values["units"]]  # type: ignore[attr-defined]
    with pytest.raises(refusal) as caught:
        record(getattr(services, f"record_{name}"), **given)
    assert str(caught.value)
    assert (rows(), Unit.objects.count()) == before
    assert Change.objects.count() == Event.objects.count() == 0


def test_a_child_of_another_parent_cannot_be_taken(
    units: Units, record: Callable[..., Change]
) -> None:
    part = NewUnit("36.75", "Kota X", "KOTA", (Child(units["32.01.01"].pk),))
    with pytest.raises(refusals.NotItsChild):
        record(services.record_split, unit=units["36.04"], parts=[part])


def test_later_changes_of_the_same_contradict(units: Units, record: Callable[..., Change]) -> None:
    record(services.record_rename, on=LATER, unit=units["36.04"], name="Kabupaten Ciruas")
    with pytest.raises(refusals.LaterChange) as caught:
        record(services.record_rename, on=DAY, unit=units["36.04"], name="Kabupaten Banten")
    assert caught.value.values == {"name": "Kabupaten Ciruas", "since": LATER}
    with pytest.raises(refusals.LaterChange):
        record(services.record_merge, units=[units["36.04"]], into=units["36.73"])


def test_an_ended_unit_cannot_change(units: Units, record: Callable[..., Change]) -> None:
    record(services.record_merge, units=[units["36.04.01"]], into=units["36.04.02"])
    with pytest.raises(refusals.NotThere):
        record(services.record_rename, on=LATER, unit=units["36.04.01"], name="X")
    with pytest.raises(refusals.LaterChange):
        record(services.record_merge, on=EVE, units=[units["36.04.01"]], into=units["36.04.02"])


def test_nothing_ahead_of_its_day_nor_without_basis(units: Units, paper: Document) -> None:
    tomorrow = NOW.date() + timedelta(days=1)
    values = {"unit": units["36.04"], "name": "X", "evidence": paper}
    with pytest.raises(refusals.NotYetInForce):
        services.record_rename(ctx(), **values, effective_on=tomorrow, legal_basis="X")
    with pytest.raises(refusals.BasisMissing):
        services.record_rename(ctx(), **values, effective_on=DAY, legal_basis=" \t")


def test_a_record_older_than_the_last_one_is_declined(units: Units, paper: Document) -> None:
    values = {"unit": units["36.04"], "evidence": paper, "effective_on": DAY, "legal_basis": "X"}
    services.record_rename(ctx(5), name="Kabupaten B", **values)
    with pytest.raises(refusals.RecordedSince):
        services.record_rename(ctx(4), name="Kabupaten A", **values)


def test_a_repeat_returns_the_first_change(units: Units, paper: Document) -> None:
    once = ctx()
    values = {"unit": units["36.04"], "evidence": paper, "effective_on": DAY, "legal_basis": "X"}
    first = services.record_rename(once, name="Kabupaten B", **values)
    before = rows()
    assert services.record_rename(once, name="Kabupaten B", **values) == first
    assert rows() == before
    [event] = Event.objects.all()
    assert event.data["name"] == "Kabupaten B"


@pytest.mark.parametrize(
    ("held", "name", "allowed"),
    [
        ("36.04", "rename", True),
        ("36.73", "rename", False),
        ("36.04", "move", False),
        ("36", "move", True),
        ("36.04", "split", False),
        ("36", "split", True),
        ("36.04", "merge", False),
        ("36", "merge", True),
    ],
)
def test_who_may(units: Units, paper: Document, held: str, name: str, allowed: bool) -> None:
    def authority(permission: str, unit_id: int, on: date) -> bool:
        return permission == rules.RECORD_CHANGE and queries.covers(units[held].pk, unit_id, on)

    given = {
        "rename": {"unit": units["36.04"], "name": "Kabupaten B"},
        "move": {"unit": units["36.04.01"], "parent": units["36.73"]},
        "split": {"unit": units["36.04"], "parts": [NewUnit("36.75", "Kota X", "KOTA")]},
        "merge": {"units": [units["36.04"]], "into": units["36.73"]},
    }[name]
    person = replace(ctx(), actor=Actor("user:1", "Orang", authority=authority))
    call = getattr(services, f"record_{name}")
    values = {**given, "evidence": paper, "effective_on": DAY, "legal_basis": "X"}
    if allowed:
        assert call(person, **values).recorded_by == "user:1"
    else:
        with pytest.raises(NotAllowed):
            call(person, **values)


def test_the_database_refuses_two_versions_at_once(units: Units) -> None:
    columns = {"level": 1, "code": "37", "name": "X", "kind": "PROVINSI", "search_name": "x"}
    for doubled in ({"unit": units["36"]}, {"unit": Unit.objects.create(level=1), "code": "36"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitVersion.objects.create(**{**columns, "parent": units["0"], **doubled})


def test_a_split_recorded_by_mistake_is_withdrawn(
    units: Units, record: Callable[..., Change]
) -> None:
    part = NewUnit("36.75", "Kota Ciruas", "KOTA", (Child(units["36.04.02"].pk, "36.75.01"),))
    change = record(services.record_split, unit=units["36.04"], parts=[part])
    assert len(wards(units["36.04"], DAY)) == 2
    taken = services.record_withdrawal(ctx(50), change=change, reason="  Salah baca aturannya ")
    assert (taken.kind, taken.withdraws, taken.legal_basis, taken.document) == (
        ChangeKind.WITHDRAW,
        change,
        "Salah baca aturannya",
        None,
    )
    assert wards(units["36.04"], DAY) == wards(units["36.04"], EVE)
    assert queries.search("kota ciruas", DAY) == []
    with pytest.raises(queries.UnknownCode):
        queries.by_code("36.75", DAY)
    # What was answered while the mistake stood is still answered so.
    assert queries.by_code("36.75", DAY, NOW + timedelta(minutes=20)).name == "Kota Ciruas"
    assert list(changes.problems()) == []
    with pytest.raises(refusals.AlreadyWithdrawn):
        services.record_withdrawal(ctx(51), change=change, reason="Lagi")
    with pytest.raises(refusals.NotWithdrawable):
        services.record_withdrawal(ctx(51), change=taken, reason="Lagi")


def test_a_merged_unit_comes_back(units: Units, record: Callable[..., Change]) -> None:
    change = record(services.record_merge, units=[units["36.04.01"]], into=units["36.04.02"])
    services.record_withdrawal(ctx(50), change=change, reason="Batal")
    assert seen(units["36.04.01"], DAY) == ("36.04.01", "Wilayah 36.04.01", "KECAMATAN")
    assert len(wards(units["36.04.01"], DAY)) == 2


def test_what_later_changes_rest_on_is_not_withdrawn(
    units: Units, record: Callable[..., Change]
) -> None:
    part = NewUnit("36.75", "Kota Ciruas", "KOTA", (Child(units["36.04.02"].pk),))
    split = record(services.record_split, unit=units["36.04"], parts=[part])
    rename = record(services.record_rename, on=LATER, unit=units["36.04.02"], name="Baru")
    with pytest.raises(refusals.ChangedSince) as caught:
        services.record_withdrawal(ctx(50), change=split, reason="Batal")
    assert caught.value.values == {"name": "Wilayah 36.04.02"}
    services.record_withdrawal(ctx(51), change=rename, reason="Batal")
    born = split.parties.get(role=PartyRole.RESULT).unit
    move = record(services.record_move, on=LATER, unit=units["36.04.01"], parent=born)
    with pytest.raises(refusals.ParentMissing):
        services.record_withdrawal(ctx(52), change=split, reason="Batal")
    services.record_withdrawal(ctx(53), change=move, reason="Batal")
    services.record_withdrawal(ctx(54), change=split, reason="Batal")
    assert len(wards(units["36.04"], LATER)) == 4


def test_the_nation_is_left_alone(units: Units, record: Callable[..., Change]) -> None:
    with pytest.raises(refusals.NationStands):
        record(services.record_rename, unit=units["0"], name="X")
    with pytest.raises(refusals.NationStands):
        record(services.record_recode, unit=units["0"], code="99")
    with pytest.raises(refusals.NationStands):
        record(services.record_merge, units=[units["0"]], into=units["36"])


def test_the_check_finds_what_was_altered_behind_its_back(
    units: Units, tamper: Callable[[], AbstractContextManager[None]]
) -> None:
    ward, twin = units["36.04.01.1001"], units["36.04.01.2002"]
    at_first = UnitVersion.objects.filter(valid_until=None)
    with tamper():
        at_first.filter(unit=ward).update(district=units["36.73"])
        at_first.filter(unit=twin).update(valid_until=LATER)
        first = UnitVersion.objects.get(unit=twin)
        first.pk, first.valid_from, first.valid_until = None, DAY, None
        first.save()
        at_first.filter(unit=units["36.73.01.1001"]).update(valid_until=LATER)
        at_first.filter(unit=units["36.73.01.2002"]).update(code="36.73.01.1001", valid_from=DAY)
    found = [(problem.code, problem.entry) for problem in changes.problems()]
    assert found == [
        ("territory_overlap", "36.04.01.2002"),
        ("territory_code_twice", "36.73.01.1001"),
        ("territory_misplaced", "36.04.01.1001"),
    ]
