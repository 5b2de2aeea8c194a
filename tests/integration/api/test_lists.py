"""Lists: the Serang example's rows, paging, CSV with the same rows, constant queries."""

from typing import Any

import pytest

from tests.support.api import THEN, ask, body, fault, fetch, pages, queries, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]

LISTS = {
    "/territories": {"parent": "36.04", "as_of": THEN},
    "/boards": {"territory": "36.04", "as_of": THEN},
    "/figures": {},
    "/figures/cycle.bkm_renewal.progress/records": {"territory": "36.04", "as_of": THEN},
    "/figures/grants.unexplained/records": {"territory": "36.04", "as_of": THEN},
    "/figures/community.groups/records": {"phase": "P2KP-1/2", "as_of": THEN},
    "/figures/community.members/records": {"phase": "P2KP-1/2", "as_of": THEN},
    "/figures/community.boards/records": {"as_of": THEN},
    "/figures/programmes.wards/records": {"as_of": THEN},
    "/figures/trainings.participants/records": {"as_of": "2004-12-31"},
}


def as_text(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def csv_of(path: str) -> str:
    return f"{path}.csv"


# Territories --------------------------------------------------------------------------------------


def test_the_regency_of_2004_has_the_subdistricts_that_kota_serang_took() -> None:
    then = {row["code"] for row in pages("/territories", parent="36.04", as_of=THEN)}
    today = {row["code"] for row in pages("/territories", parent="36.04")}
    taken = {row["code"] for row in pages("/territories", parent="36.73")}
    assert len(then) == 35
    assert taken == then - today
    assert len(taken) == 6
    assert today <= then


def test_rows_say_what_the_unit_was_then() -> None:
    [row] = [
        row for row in pages("/territories", parent="36.04", as_of=THEN) if row["name"] == "Kasemen"
    ]
    assert row == {
        "code": "36.73.02",
        "name": "Kasemen",
        "kind": "kecamatan",
        "level": "subdistrict",
        "parent": "36.04",
        "valid_from": None,
        "valid_until": "2007-08-10",
    }


@pytest.mark.parametrize(
    ("level", "count"),
    [("nation", 1), ("province", 38), ("district", 514), ("subdistrict", 7285), ("village", 83762)],
)
def test_the_whole_country_by_level(level: str, count: int) -> None:
    assert ask("/territories", level=level, limit=1)["count"] == count


def test_found_by_name_and_by_code() -> None:
    by_name = ask("/territories", q="Kec. Kramatwatu")["items"][0]
    assert (by_name["code"], by_name["level"]) == ("36.04.05", "subdistrict")
    by_code = ask("/territories", q="36.73", level="subdistrict")
    assert by_code["count"] == 6
    assert {row["parent"] for row in by_code["items"]} == {"36.73"}
    assert ask("/territories", q="tidak ada nama begini")["items"] == []
    in_serang = ask("/territories", q="serang", parent="36")["items"]
    assert [row["name"] for row in in_serang][:2] == ["Kabupaten Serang", "Kota Serang"]


def test_one_territory() -> None:
    found = ask("/territories/36.04", as_of=THEN)
    assert found["parents"] == [
        {"code": "0", "name": "Indonesia", "level": "nation"},
        {"code": "36", "name": "Banten", "level": "province"},
    ]
    assert (found["parent"], found["children"], found["history_known"]) == ("36", 35, True)
    assert found["as_of"] == THEN
    assert found["known_at"] is None
    assert ask("/territories/3604", as_of=THEN) == found
    assert ask("/territories/36.04")["children"] == 29
    assert ask("/territories/id")["children"] == 38
    assert ask("/territories/32.04", as_of=THEN)["history_known"] is False


def test_a_code_that_is_not_there() -> None:
    assert fault("/territories/99.99") == (
        404,
        {
            "code": "unknown_code",
            "message": "Kode wilayah “99.99” tidak ada di daftar resmi. Periksa kodenya, atau cari "
            "wilayah dengan namanya.",
            "field": "code",
        },
    )
    status, content = fault("/territories/36.73", as_of=THEN)
    assert (status, content["code"], content["field"]) == (404, "retired_code", "as_of")
    assert "sebelumnya bagian Kabupaten Serang (36.04)" in content["message"]
    assert fault("/territories", parent="99.99")[1]["field"] == "parent"


@pytest.mark.slow
def test_the_whole_list_as_one_sheet() -> None:
    response = fetch("/territories.csv")
    assert response.streaming
    lines = body(response).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 91_600
    assert lines[0] == "code,name,kind,level,parent,valid_from,valid_until"
    assert lines[1] == "0,Indonesia,nation,nation,,,"


# Programmes and boards ----------------------------------------------------------------------------


def test_the_programme_and_its_phases() -> None:
    [programme] = ask("/programmes")["items"]
    assert programme["code"] == "P2KP-1"
    assert [(p["code"], p["starts_on"], p["rulebook"]) for p in programme["phases"]] == [
        ("P2KP-1/1", "1999-06-01", "p2kp-1@1"),
        ("P2KP-1/2", "2002-01-01", "p2kp-1@1"),
    ]
    rows = sheet("/programmes.csv")
    assert [row["code"] for row in rows] == ["P2KP-1/1", "P2KP-1/2"]
    assert rows == [as_text({**p, "programme": "P2KP-1"}) for p in programme["phases"]]


def test_boards_of_a_phase() -> None:
    found = ask("/boards", territory="36.04", phase="P2KP-1/1", as_of=THEN)
    assert found["count"] == 11
    assert found["items"][0] == {
        "key": "5b272ae3-ea8d-586b-a53d-fb54fc78efc9",
        "name": "BKM Banjarsari",
        "generic_name": "BKM",
        "territory": "36.73.05.1005",
        "territory_name": "Banjarsari",
        "occurred_on": "1999-09-29",
        "recorded_at": found["items"][0]["recorded_at"],
        "basis": "illustrative",
        "web": found["items"][0]["web"],
    }
    assert ask("/boards", territory="36.04", phase="P2KP-1/2", as_of=THEN)["count"] == 19
    assert ask("/boards", as_of=THEN)["count"] == 30
    assert ask("/boards", as_of="1990-01-01")["count"] == 0
    assert ask("/boards", as_of=THEN, known_at="2004-12-01")["count"] == 0


def test_boards_follow_the_territory_of_the_date() -> None:
    now = {row["territory"] for row in pages("/boards", territory="36.04")}
    city = {row["territory"] for row in pages("/boards", territory="36.73")}
    then = {row["territory"] for row in pages("/boards", territory="36.04", as_of=THEN)}
    assert now | city == then
    assert now & city == set()
    assert len(city) > 0


# Every list ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_the_sheet_has_the_rows_of_all_pages(path: str) -> None:
    rows = pages(path, **LISTS[path], limit=7)
    assert len(rows) >= 4
    assert sheet(csv_of(path), **LISTS[path]) == [as_text(row) for row in rows]


@pytest.mark.parametrize("path", LISTS)
def test_pages_do_not_overlap(path: str) -> None:
    whole = ask(path, **LISTS[path], limit=1000)
    first = ask(path, **LISTS[path], limit=3)
    second = ask(path, **LISTS[path], limit=3, page=2)
    assert first["items"] + second["items"] == whole["items"][:6]
    assert (first["page"], first["limit"], first["count"]) == (1, 3, whole["count"])
    assert whole["next"] is None
    beyond = ask(path, **LISTS[path], limit=3, page=1_000_000)
    assert (beyond["items"], beyond["next"]) == ([], None)


@pytest.mark.parametrize("path", LISTS)
def test_as_many_queries_for_three_rows_as_for_one(path: str) -> None:
    one, three = (queries(path, **LISTS[path], limit=limit) for limit in (1, 3))
    assert one == three
    assert three <= 12


def test_next_keeps_the_question() -> None:
    answer = ask("/territories", parent="36.04", as_of=THEN, limit=10)
    assert answer["next"] == (f"/api/v1/territories?parent=36.04&as_of={THEN}&limit=10&page=2")
