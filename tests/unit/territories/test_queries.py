"""The whole official list in a database: the tree of any date, search, codes."""

from datetime import UTC, date, datetime

import pytest
import uuid6
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jawara.audit.models import Event
from jawara.audit.services import Actor, Ctx, NotAllowed, system_actor
from jawara.territories import changes, queries
from jawara.territories.enums import ChangeKind, Level
from jawara.territories.models import Unit, UnitVersion
from jawara.territories.services import load_reference

THEN, EVE, DAY, NOW = date(2004, 11, 30), date(2007, 8, 9), date(2007, 8, 10), date(2026, 1, 1)
LONG_AGO = datetime(2004, 12, 24, tzinfo=UTC)


def ctx() -> Ctx:
    return Ctx(system_actor("test"), datetime(2026, 1, 1, tzinfo=UTC), uuid6.uuid7())


@pytest.fixture(scope="module", autouse=True)
def loaded(module_db: None) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    load_reference(ctx(), progress=lambda done, total: told.append((done, total)))
    return told


@pytest.fixture(autouse=True)
def _inside(db: None) -> None:
    """Each test in a savepoint of its own."""


def unit_id(code: str, on: date = NOW) -> int:
    return queries.by_code(code, on).unit_id


def test_everything_is_there_once(loaded: list[tuple[int, int]]) -> None:
    assert Unit.objects.count() == 91_600
    assert UnitVersion.objects.filter(retired_at__isnull=True).count() == 91_600 + 6 + 67
    assert loaded[0] == (0, 91_600)
    assert loaded[-1] == (91_600, 91_600)
    assert list(changes.problems()) == []


def test_a_second_load_does_nothing() -> None:
    first = Event.objects.get(action="territories.reference.loaded")
    assert load_reference(ctx()) == first
    assert Unit.objects.count() == 91_600


def test_only_programs_load_the_list() -> None:
    person = Ctx(Actor("user:1", "Orang"), datetime(2026, 1, 1, tzinfo=UTC), uuid6.uuid7())
    with pytest.raises(NotAllowed):
        load_reference(person)


def test_kabupaten_serang_before_and_since_kota_serang() -> None:
    serang, unyur = unit_id("36.04"), unit_id("36.73.01.1007")
    counts = {on: queries.wards_below(serang, on).count() for on in (THEN, EVE, DAY, NOW)}
    assert counts == {THEN: 393, EVE: 393, DAY: 326, NOW: 326}
    assert [queries.covers(serang, unyur, on) for on in (THEN, EVE, DAY, NOW)] == [
        True,
        True,
        False,
        False,
    ]
    assert queries.children(serang, EVE).count() == queries.children(serang, DAY).count() + 6
    line = [v.name for v in queries.ancestors(unyur, EVE)]
    assert line == ["Indonesia", "Banten", "Kabupaten Serang", "Serang"]
    line = [v.name for v in queries.ancestors(unyur, DAY)]
    assert line == ["Indonesia", "Banten", "Kota Serang", "Serang"]


def test_the_past_is_always_known() -> None:
    serang = unit_id("36.04")
    assert queries.wards_below(serang, THEN, LONG_AGO).count() == 393


def test_a_code_on_a_date_on_which_it_was_not_there() -> None:
    with pytest.raises(queries.SplitNotYet) as caught:
        queries.by_code("36.73", THEN)
    assert caught.value.code == "retired_code"
    assert caught.value.values == {
        "code": "36.73",
        "name": "Kota Serang",
        "since": DAY,
        "on": THEN,
        "before": "Kabupaten Serang",
        "before_code": "36.04",
    }
    with pytest.raises(queries.UnknownCode) as unknown:
        queries.by_code("99.99\n", THEN)
    assert unknown.value.values == {"code": "99.99"}


def test_wards_and_cover_at_each_level() -> None:
    nation = queries.nation().pk
    unyur = unit_id("36.73.01.1007")
    assert queries.by_code("id", NOW).unit_id == nation
    assert queries.wards_below(nation, THEN).count() == 83_762
    assert [v.code for v in queries.wards_below(unyur, NOW)] == ["36.73.01.1007"]
    assert queries.wards_below(unit_id("36.73.01"), THEN).count() == 12
    assert queries.wards_below(unit_id("36"), NOW).count() == 1_552
    assert queries.wards_below(10**9, NOW).count() == 0
    for code in ("0", "36", "36.73", "36.73.01", "36.73.01.1007"):
        assert queries.covers(unit_id(code), unyur, NOW), code
    assert not queries.covers(unit_id("36.73"), unit_id("36"), NOW)
    assert not queries.covers(unit_id("36.73.02"), unyur, NOW)
    assert queries.version(unit_id("36.73"), THEN) is None
    assert not queries.covers(nation, unit_id("36.73"), THEN)


def test_breadcrumbs_end_in_the_unit_itself() -> None:
    crumbs = queries.breadcrumbs(queries.by_code("36.04.05", THEN), THEN)
    assert [v.code for v in crumbs] == ["0", "36", "36.04", "36.04.05"]
    assert [v.code for v in queries.breadcrumbs(queries.by_code("0", NOW), NOW)] == ["0"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("unyur", "36.73.01.1007"),
        ("UNYUR ", "36.73.01.1007"),
        ("kec. kramatwatu", "36.04.05"),
        ("Desa Kramatwatu", "36.04.05.2001"),
        ("kramatwatu", "36.04.05"),
        ("36.73.01", "36.73.01"),
        ("367301", "36.73.01"),
        ("kota serang", "36.73"),
        ("kab. serang", "36.04"),
        ("serang", "36.04"),
        ("kota bahagia", "11.01.17"),
        ("Regapu'u", "53.07.01.2021"),
        ("indonesia", "0"),
    ],
)
def test_the_best_find_comes_first(typed: str, first: str) -> None:
    assert queries.search(typed, NOW, 5)[0].code == first


def test_search_orders_whole_before_beginning_before_inside() -> None:
    names = [v.search_name for v in queries.search_queryset("unyur", NOW)]
    assert names == ["unyur", "menyunyur"]
    ranks = [v.rank for v in queries.search_queryset("suka", NOW)]  # type: ignore[attr-defined]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2, 3}


def test_search_is_of_its_date_and_says_what_lies_above() -> None:
    assert "36.73" not in [v.code for v in queries.search("serang", THEN, 20)]
    [unyur] = queries.search("kelurahan unyur", THEN, 1)
    assert [v.name for v in unyur.parents] == ["Indonesia", "Banten", "Kabupaten Serang", "Serang"]
    with CaptureQueriesContext(connection) as counted:
        found = queries.search("serang", NOW, 20)
        assert all(v.parents[0].name == "Indonesia" for v in found)
    assert len(found) == 20
    assert len(counted) == 2


@pytest.mark.parametrize(
    "typed", ["", "   ", "zzzz", "%", "_", "99", "Robert'); DROP TABLE--", "\0"]
)
def test_nothing_is_found_for_nonsense(typed: str) -> None:
    assert queries.search(typed, NOW, 5) == []


def test_history_is_known_only_where_recorded() -> None:
    unyur, kramatwatu = unit_id("36.73.01.1007"), unit_id("36.04.05")
    assert queries.history_known([unyur], THEN)
    assert not queries.history_known([kramatwatu], THEN)
    assert not queries.history_known([unyur, kramatwatu], THEN)
    assert queries.history_known([unyur, kramatwatu], queries.REFERENCE_ON)


def test_the_change_of_2007_is_on_record() -> None:
    [change] = changes.changes([unit_id("36.73")])
    assert (change.kind, change.effective_on, change.basis) == (ChangeKind.SPLIT, DAY, "REPORTED")
    roles = sorted(change.parties.values_list("role", flat=True))
    assert roles == ["CARRIED"] * 6 + ["RESULT", "SOURCE"]


def test_a_version_can_only_be_retired_once() -> None:
    row = UnitVersion.objects.filter(code="36.04.05")
    at = datetime(2026, 1, 2, tzinfo=UTC)
    for forbidden in ({"name": "X"}, {"retired_at": at, "name": "X"}, {"retired_at": None}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            row.update(**forbidden)
    assert row.update(retired_at=at) == 1
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.update(retired_at=datetime(2026, 1, 3, tzinfo=UTC))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.delete()


def test_new_units_get_numbers_after_the_list() -> None:
    assert Unit.objects.create(level=Level.VILLAGE).pk == 91_601


@pytest.mark.postgres_only
def test_the_foreign_keys_are_back_after_the_load() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated "
            "AND condeferrable AND conrelid = 'territory_unit_version'::regclass"
        )
        assert cursor.fetchone() == (6,)
