"""Figures over HTTP: the Serang example's values, the same object as the command gives."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from jawara.audit.models import Document
from jawara.insight import queries as insight
from jawara.insight.registry import all_indicators
from tests.support.api import THEN, ask, fault, pages, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]
assert insight  # importing it fills the registry
SERANG = {"territory": "36.04", "as_of": THEN}


def by_command(key: str, **asked: str) -> Any:
    out = io.StringIO()
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    with translation.override("id"):
        call_command("figure", key, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_nine_of_eleven() -> None:
    found = ask("/figures/cycle.bkm_renewal.progress", phase="P2KP-1/1", **SERANG)
    assert (found["value"], found["numerator"], found["denominator"]) == ("0.8182", 9, 11)
    assert [(item["code"], item["state"]) for item in found["missing"]] == [
        ("36.73.02.1001", "not_done"),
        ("36.73.02.1010", "not_done"),
    ]
    assert (found["territory"], found["phase"], found["as_of"]) == ("36.04", "P2KP-1/1", THEN)
    assert found["rulebook"] == "p2kp-1@1"
    assert found["warnings"] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("grants.realised", 3_600_000_000),
        ("grants.used.economic", 2_132_470_000),
        ("grants.used.physical", 1_158_080_000),
        ("grants.used.social", 189_450_000),
        ("grants.unexplained", 120_000_000),
    ],
)
def test_the_money_of_2004(key: str, value: int) -> None:
    found = ask(f"/figures/{key}", **SERANG)
    assert found["value"] == value
    assert found["unit"] == "rupiah"
    warned = {warning["code"]: warning["message"] for warning in found["warnings"]}
    if key in {"grants.realised", "grants.unexplained"}:
        assert "Rp\u00a0120.000.000 dari Rp\u00a03.600.000.000" in warned["unexplained"]


def test_groups_and_members_with_the_warning() -> None:
    asked = {"phase": "P2KP-1/2", **SERANG}
    assert ask("/figures/community.groups", **asked)["value"] == 959
    members = ask("/figures/community.members", **asked)
    assert members["value"] == 2802
    assert "small_groups" in {warning["code"] for warning in members["warnings"]}


def test_participants_by_origin() -> None:
    found = ask("/figures/trainings.participants", territory="36.04", as_of="2004-12-31")
    assert found["value"] == 24
    assert found["by"] == {"government": 21, "bkm": 1, "ngo": 1, "university": 1}


def test_nothing_recorded_is_null_not_zero() -> None:
    found = ask("/figures/grants.realised", territory="11", as_of=THEN)
    assert found["value"] is None
    assert "no_records" in {warning["code"] for warning in found["warnings"]}


def test_known_at_an_earlier_day() -> None:
    found = ask("/figures/grants.realised", known_at="2004-12-01", **SERANG)
    assert found["value"] is None
    assert found["known_at"] == "2004-12-01T23:59:59.999999+07:00"


@pytest.mark.parametrize("key", [item.key for item in all_indicators()])
def test_the_same_object_as_the_command(key: str) -> None:
    asked = {"territory": "36.04", "phase": "P2KP-1/2", "as_of": THEN}
    assert ask(f"/figures/{key}", **asked) == by_command(key, **asked)
    assert ask(f"/figures/{key}") == by_command(key)


def test_every_figure_is_listed_in_both_languages() -> None:
    rows = pages("/figures")
    assert [row["key"] for row in rows] == [item.key for item in all_indicators()]
    known = {row["key"]: row for row in rows}
    assert known["grants.realised"]["name_id"] == "BLM cair"
    assert known["cycle.bkm_renewal.progress"]["name_en"] != ""
    assert all(row["meaning"] and row["formula"] and row["unit"] for row in rows)


def test_the_records_add_up_to_the_figure() -> None:
    records = pages("/figures/grants.unexplained/records", limit=50, **SERANG)
    assert sum(row["amount"] for row in records) == 120_000_000
    assert {row["basis"] for row in records} == {"illustrative"}
    done = pages("/figures/cycle.bkm_renewal.progress/records", phase="P2KP-1/1", **SERANG)
    assert sum(row["amount"] for row in done) == 9
    groups = pages("/figures/community.groups/records", phase="P2KP-1/2", limit=500, **SERANG)
    assert len(groups) == 959
    members = sheet("/figures/community.members/records.csv", phase="P2KP-1/2", **SERANG)
    assert sum(int(row["amount"]) for row in members) == 2802


@pytest.mark.parametrize("key", [item.key for item in all_indicators()])
def test_every_record_leads_to_its_page(key: str) -> None:
    asked = SERANG | {"as_of": "2004-12-31"}
    for row in ask(f"/figures/{key}/records", limit=2, **asked)["items"]:
        if key == "grants.allocated":  # an agreement has no page of its own
            assert row["web"] is None
            continue
        assert row["web"], row
        assert Client().get(row["web"], {"as_of": "2004-12-31"}).status_code == 200, row["web"]


def test_a_file_that_is_not_public_shows_its_fingerprint_only(tamper: Any) -> None:
    asked = {"limit": 1, **SERANG}
    [before] = ask("/figures/grants.realised/records", **asked)["items"]
    assert before["document_title"]
    with tamper():
        Document.objects.update(is_public=False)
    # Not a write of ours: the kept answer still holds, so ask another address.
    [after] = ask("/figures/grants.realised/records", lang="id", **asked)["items"]
    assert after["document_title"] is None
    assert after["document_sha256"] == before["document_sha256"]


def test_unknown_names() -> None:
    assert fault("/figures/grants.nix") == (
        404,
        {
            "code": "unknown_indicator",
            "message": "Angka grants.nix tidak dikenal. Semua angka ada di /api/v1/figures.",
            "field": "key",
        },
    )
    status, content = fault("/figures/grants.realised", phase="P9", as_of=THEN)
    assert (status, content["code"], content["field"]) == (422, "unknown_phase", "phase")
    assert "P2KP-1/1, P2KP-1/2" in content["message"]
    status, content = fault("/figures/grants.realised/records.csv", territory="36.73", as_of=THEN)
    assert (status, content["code"], content["field"]) == (422, "retired_code", "as_of")
