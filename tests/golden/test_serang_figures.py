"""The figures of Kabupaten Serang at the end of 2004, as the news report of the programme gave them.

Every number below stands in that report, or follows from it by arithmetic that the test spells out.
They must come out of ward-level records, through the same command that people use.
"""

from typing import Any

import pytest

from jawara.audit.enums import Basis
from jawara.programmes.models import Coverage
from tests.support.commands import codes, figure, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]

REGENCY = "36.04"
CITY = "36.73"  # split off the regency on 10 August 2007
ONE, TWO = "P2KP-1/1", "P2KP-1/2"
END = "2004-11-30"
TITLE = "Berita situs program P2KP tentang lokalatih alih kelola di Kabupaten Serang, Desember 2004"


def of(key: str, phase: str = "", on: str = END, territory: str = REGENCY) -> dict[str, Any]:
    return figure(key, territory=territory, phase=phase, as_of=on)


def source(stated: int | None, on: str = END, quality: str | None = None) -> dict[str, Any]:
    return {
        "title": TITLE,
        "as_of": on,
        "stated": stated,
        "quality": quality,
        "agrees": None if stated is None else True,
    }


def test_board_renewal_is_9_of_11() -> None:
    assert of("cycle.bkm_renewal.progress", ONE) == {
        "key": "cycle.bkm_renewal.progress",
        "value": "0.8182",
        "unit": "ratio",
        "numerator": 9,
        "denominator": 11,
        "missing": [
            {"code": "36.73.02.1001", "name": "Kasemen", "state": "not_done"},
            {"code": "36.73.02.1010", "name": "Kasunyatan", "state": "not_done"},
        ],
        "territory": REGENCY,
        "phase": ONE,
        "as_of": END,
        "known_at": None,
        "rulebook": "p2kp-1@1",
        "by": None,
        "warnings": [],
        "sources": [source(9)],
    }


@pytest.mark.parametrize(
    ("step", "done", "value"),
    [
        ("readiness_meeting", 11, "1.0000"),
        ("volunteer_recruitment", 11, "1.0000"),
        ("poverty_reflection", 11, "1.0000"),
        ("self_survey", 11, "1.0000"),
        ("bkm_renewal", 9, "0.8182"),
        ("medium_term_plan", 9, "0.8182"),
    ],
)
def test_the_cycle_of_stage_1(step: str, done: int, value: str) -> None:
    found = of(f"cycle.{step}.progress", ONE)
    assert (found["numerator"], found["denominator"], found["value"]) == (done, 11, value)
    assert len(found["missing"]) == 11 - done
    assert found["sources"] == [source(done)]
    assert found["warnings"] == []


@pytest.mark.parametrize("step", ["annual_plan", "bkm_formation", "implementation", "review"])
def test_a_step_of_stage_1_that_nobody_recorded_is_not_zero(step: str) -> None:
    found = of(f"cycle.{step}.progress", ONE)
    assert (found["value"], found["numerator"], found["denominator"]) == (None, None, 11)
    assert {item["state"] for item in found["missing"]} == {"not_entered"}
    assert codes(found) == ["no_records"]


def test_the_cycle_of_stage_2_was_not_stated() -> None:
    found = of("cycle.bkm_renewal.progress", TWO)
    assert (found["value"], found["numerator"], found["denominator"]) == (None, None, 19)
    assert len(found["missing"]) == 19
    assert {item["state"] for item in found["missing"]} == {"not_entered"}
    assert codes(found) == ["no_records"]
    assert found["sources"] == []


def test_both_stages_together_say_how_many_wards_have_no_record() -> None:
    found = of("cycle.bkm_renewal.progress")
    assert (found["value"], found["numerator"], found["denominator"]) == ("0.3000", 9, 30)
    states = [item["state"] for item in found["missing"]]
    assert (states.count("not_done"), states.count("not_entered")) == (2, 19)
    assert codes(found) == ["not_entered"]
    assert found["warnings"][0]["message"] == (
        "Untuk 19 dari 30 kelurahan tidak ada catatan. Itu bukan nol."
    )


@pytest.mark.parametrize(
    ("key", "amount"),
    [
        ("grants.realised", 3_600_000_000),
        ("grants.used.economic", 2_132_470_000),
        ("grants.used.physical", 1_158_080_000),
        ("grants.used.social", 189_450_000),
    ],
)
def test_the_grant_and_its_uses_are_as_reported(key: str, amount: int) -> None:
    found = of(key, TWO)
    assert (found["value"], found["unit"]) == (amount, "rupiah")
    assert found["sources"] == [source(amount)]
    assert codes(found) == ["unexplained"]
    assert found["warnings"][0]["message"] == (
        "Untuk Rp\xa0120.000.000 dari Rp\xa03.600.000.000 belum ada penjelasan."
    )
    assert of(key)["value"] == amount  # no grant of stage 1/1 was stated


def test_120_million_are_unexplained() -> None:
    found = of("grants.unexplained", TWO)
    assert found["value"] == 120_000_000
    assert 3_600_000_000 - 2_132_470_000 - 1_158_080_000 - 189_450_000 == 120_000_000
    assert codes(found) == ["unexplained"]
    assert found["rulebook"] == "p2kp-1@1"
    assert found["missing"] == []


@pytest.mark.parametrize(
    "key", ["grants.realised", "grants.used.economic", "grants.unexplained", "grants.wards"]
)
def test_grants_of_stage_1_were_not_stated_and_stay_null(key: str) -> None:
    found = of(key, ONE)
    assert found["value"] is None
    assert codes(found) == ["no_records"]


def test_959_groups_with_2802_members_warn_of_small_groups() -> None:
    groups, members = of("community.groups", TWO), of("community.members", TWO)
    assert (groups["value"], groups["unit"], groups["sources"]) == (959, "group", [source(959)])
    assert (members["value"], members["unit"]) == (2802, "person")
    assert members["sources"] == [source(2802)]
    for found in (groups, members):
        assert codes(found) == ["small_groups"]
        assert found["warnings"][0]["message"].startswith("Rata-rata 2,92 anggota per KSM")


def test_groups_of_stage_1_are_illustrative_and_fewer() -> None:
    groups, members = of("community.groups", ONE), of("community.members", ONE)
    assert 0 < groups["value"] < 959
    assert 0 < members["value"] < 2802
    assert "illustrative" in codes(groups)
    assert "illustrative" in codes(members)
    assert of("community.groups")["value"] == groups["value"] + 959
    assert "illustrative" in codes(of("community.groups"))


@pytest.mark.parametrize(("phase", "count"), [(ONE, 11), (TWO, 19)])
def test_wards(phase: str, count: int) -> None:
    found = of("programmes.wards", phase)
    assert (found["value"], found["unit"], found["warnings"]) == (count, "ward", [])
    assert found["sources"] == [source(count)]


def test_training_had_24_participants_21_of_them_from_government() -> None:
    found = of("trainings.participants", on="2004-12-31")
    assert (found["value"], found["unit"]) == (24, "person")
    assert found["by"] == {"government": 21, "bkm": 1, "ngo": 1, "university": 1}
    assert found["warnings"] == []
    assert found["sources"] == [source(24, on="2004-12-24")]
    everywhere = figure("trainings.participants", as_of="2004-12-31")
    assert (everywhere["value"], everywhere["territory"]) == (24, None)
    assert everywhere["by"] == found["by"]


@pytest.mark.parametrize(
    ("on", "value"),
    [("2004-12-21", None), ("2004-12-22", 24), ("2004-12-24", 24)],
)
def test_training_counts_from_its_first_day(on: str, value: int | None) -> None:
    found = of("trainings.participants", on=on)
    assert found["value"] == value
    assert codes(found) == ([] if value else ["no_records"])


def test_what_was_known_before_christmas_eve() -> None:
    """The example was learnt on 24 December 2004: what was so in November was not known then."""
    key = "grants.realised"
    scope = {"territory": REGENCY, "phase": TWO, "as_of": END}
    before = figure(key, **scope, known_at="2004-12-23")
    after = figure(key, **scope, known_at="2004-12-24")
    assert (before["value"], codes(before), before["sources"]) == (None, ["no_records"], [])
    assert before["known_at"] == "2004-12-23T23:59:59.999999+07:00"
    assert (after["value"], codes(after)) == (3_600_000_000, ["unexplained"])
    assert after["known_at"] == "2004-12-24T23:59:59.999999+07:00"
    morning = figure(key, **scope, known_at="2004-12-24T08:00:00+07:00")
    assert morning["value"] is None


def test_before_the_first_tranche_there_is_nothing() -> None:
    assert of("grants.realised", TWO, on="2004-08-11")["value"] is None
    first = of("grants.realised", TWO, on="2004-08-12")["value"]
    assert 0 < first < 3_600_000_000
    assert of("grants.unexplained", TWO, on="2004-08-12")["value"] == first


def test_the_regency_of_today_is_without_the_city() -> None:
    then = of("community.groups")
    now = figure("community.groups", territory=REGENCY)
    city = figure("community.groups", territory=CITY)
    assert now["value"] + city["value"] == then["value"]
    assert 0 < now["value"] < 959
    assert "stale" in codes(now)
    # The report of 2004 spoke of the borders of 2004, and the books still agree with it.
    two = figure("community.groups", territory=REGENCY, phase=TWO)
    assert two["sources"] == [source(959)]
    assert "differs_from_report" not in codes(two)


@pytest.mark.parametrize(
    ("on", "wards"), [("2004-11-30", 30), ("2007-08-09", 30), ("2007-08-10", 7)]
)
def test_the_city_leaves_on_10_august_2007(on: str, wards: int) -> None:
    assert of("programmes.wards", on=on)["value"] == wards


def test_wards_keep_their_figures_through_the_split() -> None:
    """A ward that is the city's today answers under its code of today on any date."""
    ward = "36.73.02.1001"
    assert of("programmes.wards", ONE, territory=ward)["value"] == 1
    assert figure("programmes.wards", territory=ward)["value"] == 1


def test_a_territory_whose_history_nobody_entered_says_so() -> None:
    found = of("programmes.wards", territory="36.03")
    assert found["value"] is None
    assert codes(found) == ["no_records", "territory_history_unknown"]
    assert "territory_history_unknown" not in codes(of("programmes.wards"))


def test_long_after_the_last_record_the_last_state_is_given_as_stale() -> None:
    found = of("community.groups", TWO, on="2006-12-31")
    assert found["value"] == 959
    assert codes(found) == ["small_groups", "stale"]
    assert "stale" not in codes(of("community.groups", TWO, on="2005-11-30"))


def test_what_the_records_are_based_on() -> None:
    """Which wards took part is our choice; that they were 11 and 19 is the report's word."""
    assert set(Coverage.objects.values_list("basis", flat=True)) == {Basis.ILLUSTRATIVE}
    assert Coverage.objects.count() == 30


def test_the_list_of_keys_is_complete() -> None:
    done = run("figure", "--list", "--json")
    assert done.status == 0
    keys = {item["key"] for item in done.json}
    assert keys >= {
        "cycle.bkm_renewal.progress",
        "cycle.medium_term_plan.progress",
        "grants.realised",
        "grants.used.economic",
        "grants.used.physical",
        "grants.used.social",
        "grants.unexplained",
        "community.boards",
        "community.groups",
        "community.members",
        "community.volunteers",
        "trainings.participants",
    }
    assert all(item["name"] and item["unit"] for item in done.json)
