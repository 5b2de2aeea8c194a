"""The shipped rulebooks, and asking them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jawara.kernel.rulebook import (
    Leg,
    NoRulebookInForce,
    Override,
    Problem,
    Rulebook,
    RulebookInvalid,
    Rulebooks,
    RulebookUnknown,
    RuleNotInForce,
    RuleUnknown,
    Status,
    load_all,
    shipped_rulebooks,
)

NOVEMBER = date(2004, 11, 30)
SERANG = [
    "readiness_meeting",
    "volunteer_recruitment",
    "poverty_reflection",
    "self_survey",
    "bkm_renewal",
    "medium_term_plan",
]


@pytest.fixture(scope="module")
def shipped() -> Rulebooks:
    return load_all(shipped_rulebooks())


@pytest.fixture(scope="module")
def p2kp(shipped: Rulebooks) -> Rulebook:
    return shipped.for_era("p2kp-1", NOVEMBER)


def test_the_head(p2kp: Rulebook) -> None:
    assert (p2kp.code, p2kp.version, p2kp.rulebook_id) == ("p2kp-1", 1, "p2kp-1@1")
    assert p2kp.valid_from == date(1999, 6, 1)
    assert p2kp.valid_until == date(2005, 7, 1)
    assert p2kp.title("en") == "Urban Poverty Project (P2KP) 1"
    assert p2kp.title() == "Proyek Penanggulangan Kemiskinan di Perkotaan (P2KP) 1"


def test_the_cycle_of_serang_in_order(p2kp: Rulebook) -> None:
    steps = p2kp.steps()
    assert [step.code for step in steps[:6]] == SERANG
    assert [step.number for step in steps] == list(range(1, 10))
    assert [step.optional for step in steps] == [False] * 6 + [True] * 3
    assert {step.status for step in steps[:6]} == {Status.SOURCED}
    renewal = p2kp.step("bkm_renewal")
    assert renewal.after == ("self_survey",)
    assert renewal.evidence == ("minutes", "attendance_form")
    assert renewal.name() == "Revitalisasi BKM"
    assert renewal.name("en-us") == "Renewal of the board (BKM)"
    assert renewal.source is not None
    assert renewal.source.id == "serang_2004"
    assert renewal.outcomes == ()
    outcomes = p2kp.step("readiness_meeting").outcomes
    assert [(o.code, o.continues) for o in outcomes] == [("accepted", True), ("rejected", False)]
    assert {o.status for o in outcomes} == {Status.ASSUMED}
    assert [i.code for i in p2kp.indicators()] == [
        "attended_female", "attended_male", "attended_poor", "adults",
    ]  # fmt: skip
    assert {i.unit for i in p2kp.indicators()} == {"person"}
    known = {kind.code for kind in p2kp.evidence_kinds()}
    assert {kind for step in steps for kind in step.evidence} <= known


def test_what_was_not_found_is_assumed(p2kp: Rulebook) -> None:
    assert [t.percent_hundredths for t in p2kp.tranches()] == [2000, 5000, 3000]
    assert {t.status for t in p2kp.tranches()} == {Status.ASSUMED}
    assert p2kp.minimum_group_members() == 3
    rule = p2kp.rule("community.group_minimum_members")
    assert (rule.value, rule.status, rule.assumed) == (3, Status.ASSUMED, True)
    assert rule.source is not None
    assert rule.source.url == "https://bkmpanji.blogspot.com/p/anggaran-dasar.html"
    assert rule.note is not None
    assert rule.note.startswith("Tiga orang menurut anggaran dasar satu BKM")
    fund = p2kp.operating_fund()
    assert (fund.book, fund.most_percent_hundredths) == ("OPERATING_FUND", None)


def test_dossier_and_verifiers(p2kp: Rulebook) -> None:
    assert [d.code for d in p2kp.dossier(1)] == [
        "PP_BLM", "SPPB", "PJM_SUMMARY", "BAPPUK", "BAPPD", "KWITANSI", "BANK_ACCOUNT",
    ]  # fmt: skip
    assert [d.code for d in p2kp.dossier(3)] == ["PP_BLM", "BAPPUK", "BAPPD", "KWITANSI", "LPJ"]
    with pytest.raises(RuleUnknown, match=r"grants.tranches\[4\].*1, 2, 3"):
        p2kp.dossier(4)
    assert [v.code for v in p2kp.verifiers()] == [
        "facilitator_team", "pjok", "city_coordinator", "ppk", "satker_head",
    ]  # fmt: skip
    assert p2kp.allowed_uses() == ("ECONOMIC", "PHYSICAL", "SOCIAL")
    assert [p.name() for p in p2kp.pillars()] == ["ekonomi", "fisik", "sosial"]


def test_the_chart_serves_every_posting(p2kp: Rulebook) -> None:
    assert [p.event for p in p2kp.postings()] == [
        "grant_disbursed",
        "grant_used.economic",
        "grant_used.physical",
        "grant_used.social",
        "operating_fund_transferred",
        "operating_fund_spent",
        "own_contribution_cash",
    ]
    economic = p2kp.posting("grant_used.economic")
    assert (economic.book, economic.debit, economic.credit) == ("SECRETARIAT", "13010", "11040")
    assert economic.mirror == Leg("UPK", "11021", "31020")
    assert p2kp.posting("grant_disbursed").mirror is None
    with pytest.raises(RuleUnknown, match=r"grant_used\.military"):
        p2kp.posting("grant_used.military")
    assert [a.code for a in p2kp.accounts("OPERATING_FUND")] == [
        "11010", "11050", "21010", "31040", "51010", "51020", "51030", "51040",
    ]  # fmt: skip
    assert len(p2kp.accounts()) == 29
    reserve = next(a for a in p2kp.accounts() if a.code == "12010")
    assert (reserve.kind, reserve.normal_side, reserve.books) == ("ASSET", "CREDIT", ("UPK",))
    assert [b.code for b in p2kp.books()] == [
        "SECRETARIAT", "OPERATING_FUND", "UPK", "ENVIRONMENT", "SOCIAL",
    ]  # fmt: skip


def test_evidence_and_rounding(p2kp: Rulebook) -> None:
    assert p2kp.max_evidence_bytes() == 10 * 1024 * 1024
    assert "image/jpeg" in p2kp.media_types()
    assert p2kp.rounding("percent_display").mode == "HALF_UP"
    assert p2kp.rounding("percent_display").digits == 0
    with pytest.raises(RuleUnknown, match="percent_display, share_display"):
        p2kp.rounding("loans")


def test_another_era_forms_boards(shipped: Rulebooks) -> None:
    pnpm = shipped.for_era("pnpm-2008", date(2012, 1, 1))
    assert [step.code for step in pnpm.steps()] == [
        "readiness_meeting",
        "poverty_reflection",
        "self_survey",
        "bkm_formation",
        "medium_term_plan",
        "district_synergy",
        "implementation",
        "review",
    ]
    assert pnpm.minimum_group_members() == 5
    assert not pnpm.rule("community.group_minimum_members").assumed
    with pytest.raises(RuleUnknown, match=r"“grants.tranches” tidak ada.*pnpm-2008@1.*cycle, "):
        pnpm.tranches()


def test_finding_a_rulebook(shipped: Rulebooks) -> None:
    assert [book.rulebook_id for book in shipped.all()] == ["p2kp-1@1", "pnpm-2008@1"]
    assert shipped.get("p2kp-1").rulebook_id == "p2kp-1@1"
    assert shipped.get("p2kp-1@1") is shipped.get("p2kp-1")
    for code in ("p2kp-1@2", "p2kp-9", "p2kp-9@1"):
        with pytest.raises(RulebookUnknown, match=r"Yang ada: p2kp-1@1, pnpm-2008@1"):
            shipped.get(code)
    with pytest.raises(NoRulebookInForce, match="1999-06-01 – 2005-07-01"):
        shipped.for_era("p2kp-1", date(2005, 7, 1))
    assert shipped.in_force_or_last("p2kp-1", date(2025, 1, 1)).code == "p2kp-1"
    assert shipped.in_force_or_last("p2kp-1", NOVEMBER).code == "p2kp-1"
    with pytest.raises(NoRulebookInForce):
        shipped.in_force_or_last("p2kp-1", date(1999, 5, 31))


def test_a_newer_version_of_the_same_days_wins(tmp_path: Path) -> None:
    for version, until in ((1, "2005-07-01"), (2, "null")):
        tmp_path.joinpath(f"v{version}.yaml").write_text(minimal(version, until))
    books = load_all(tmp_path)
    assert books.for_era("small", NOVEMBER).version == 2
    assert books.for_era("small", date(2030, 1, 1)).version == 2
    assert books.get("small@1").version == 1
    assert books.get("small@2").valid_until is None


def test_any_rule_by_its_path(p2kp: Rulebook) -> None:
    rule = p2kp.rule("grants.tranches[1].percent", NOVEMBER)
    assert rule.value == 50
    assert rule.rulebook_id == "p2kp-1@1"
    assert p2kp.rule("grants.pillars").value == [
        {"code": "ECONOMIC", "name": {"id": "ekonomi", "en": "economic"}},
        {"code": "PHYSICAL", "name": {"id": "fisik", "en": "physical"}},
        {"code": "SOCIAL", "name": {"id": "sosial", "en": "social"}},
    ]
    step = p2kp.rule("cycle.steps[4]")
    assert step.status is Status.SOURCED
    assert step.statuses == {Status.SOURCED, Status.ASSUMED}
    assert step.assumed
    no_source = p2kp.rule("grants.operating_fund.most_percent")
    assert (no_source.value, no_source.source) == (None, None)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("grants.tranche", "grants.pillars, grants.tranches"),
        ("grants.tranches[3].percent", r"grants.tranches\[0\], grants.tranches\[1\]"),
        ("community.group_minimum_members.x", "community.group_minimum_members"),
        ("grants.tranches.percent", r"grants.tranches\[0\]"),
        ("cycle[0]", "cycle.indicators, cycle.steps"),
        ("!", "cycle, grants, ledger"),
    ],
)
def test_an_unknown_path_says_what_is_near(p2kp: Rulebook, path: str, near: str) -> None:
    with pytest.raises(RuleUnknown, match=near):
        p2kp.rule(path)


def test_a_step_that_is_not_there(p2kp: Rulebook) -> None:
    with pytest.raises(RuleUnknown, match=r"cycle.steps\[bkm_formation\].*bkm_renewal"):
        p2kp.step("bkm_formation")


# --- values dated inside a rulebook --------------------------------------------------------------


def minimal(version: int = 1, until: str = "2005-07-01", more: str = "") -> str:
    return f"""
code: small
version: {version}
title: {{id: Kecil, en: Small}}
valid_from: 1999-06-01
valid_until: {until}
sources: {{a: {{title: A, url: "https://example.org/a"}}}}
cycle:
  status: assumed
  indicators: []
  steps:
    - {{code: first, name: {{id: Satu, en: One}}}}
    - {{code: second, name: {{id: Dua, en: Two}}, after: [first], from: 2003-01-01}}
community:
  status: assumed
  group_minimum_members: {{value: 4, status: sourced, source: a, until: 2003-01-01}}
evidence: {{status: assumed, kinds: [{{code: photo, name: {{id: foto, en: photo}}}}],
  media_types: [image/png], max_bytes: 1000}}
rounding:
  status: assumed
  percent_display: {{mode: HALF_UP, digits: 0}}
  share_display: {{mode: HALF_UP, digits: 1}}
  ratio: {{mode: HALF_UP, digits: 4}}
  million_display: {{mode: HALF_UP, digits: 2}}
{more}"""


@pytest.fixture
def small(tmp_path: Path) -> Rulebook:
    tmp_path.joinpath("small.yaml").write_text(minimal())
    return load_all(tmp_path).get("small")


def test_values_with_their_own_dates(small: Rulebook) -> None:
    assert [step.code for step in small.steps(date(2002, 12, 31))] == ["first"]
    assert [step.code for step in small.steps(date(2003, 1, 1))] == ["first", "second"]
    assert [step.code for step in small.steps()] == ["first", "second"]
    assert small.rule("community.group_minimum_members", date(2002, 12, 31)).value == 4
    with pytest.raises(RuleNotInForce, match="tidak berlaku pada 2003-01-01"):
        small.rule("community.group_minimum_members", date(2003, 1, 1))


# --- local overrides -----------------------------------------------------------------------------

MINIMUM = "community.group_minimum_members"
SINCE_2002 = Override(MINIMUM, 7, date(2002, 1, 1), date(2004, 1, 1), "AD pasal 7", "Rapat RWT")


def test_a_board_lays_its_own_rule_over_the_programmes(p2kp: Rulebook) -> None:
    board = p2kp.with_overrides([SINCE_2002])
    assert board.minimum_group_members(date(2001, 12, 31)) == 3
    assert board.minimum_group_members(date(2002, 1, 1)) == 7
    assert board.minimum_group_members(date(2004, 1, 1)) == 3
    rule = board.rule(MINIMUM, date(2002, 1, 1))
    assert (rule.status, rule.note) == (Status.LOCAL, "Rapat RWT")
    assert rule.source is not None
    assert rule.source.title == "AD pasal 7"
    assert (rule.from_on, rule.until_on) == (date(2002, 1, 1), date(2004, 1, 1))
    assert p2kp.minimum_group_members() == 3
    assert board.rulebook_id == "p2kp-1@1"
    with pytest.raises(ValueError, match="say for which day"):
        board.minimum_group_members()


def test_lists_and_items_can_be_overridden(p2kp: Rulebook) -> None:
    tranches = [
        {"number": 1, "percent": Decimal("33.33")},
        {"number": 2, "percent": Decimal("66.67")},
    ]
    dossier = [{"code": "LPJ", "name": {"id": "LPJ", "en": "LPJ"}, "tranches": (2,)}]
    since = date(2003, 1, 1)
    board = p2kp.with_overrides(
        [
            Override("grants.tranches", tranches, since, None, "Berita acara 3"),
            Override("grants.dossier", dossier, since, None, "Berita acara 3"),
            Override("cycle.steps[6].optional", False, since, None, "Berita acara 3"),
        ]
    )
    assert [t.percent_hundredths for t in board.tranches(since)] == [3333, 6667]
    assert [d.code for d in board.dossier(2, since)] == ["LPJ"]
    assert board.dossier(1, since) == ()
    assert not board.step("annual_plan", since).optional
    assert len(board.tranches(date(2002, 1, 1))) == 3


@pytest.mark.parametrize(
    ("overrides", "wrong"),
    [
        (
            [Override(MINIMUM, 0, date(2003, 1, 1), None, "AD")],
            "p2kp-1@1 pada 2003-01-01: community.group_minimum_members: tertulis 0. "
            "Yang boleh: bilangan bulat 1 sampai 1000.",
        ),
        (
            [Override("grants.tranches[0].percent", 40, date(2003, 1, 1), None, "AD")],
            "grants.tranches (baris ",
        ),
        (
            [SINCE_2002, Override(MINIMUM, 8, date(2003, 1, 1), None, "AD pasal 9")],
            "AD pasal 9: community.group_minimum_members: berlaku bersamaan dengan "
            "community.group_minimum_members (AD pasal 7)",
        ),
        (
            [
                Override("community.board", {}, date(2003, 1, 1), None, "AD"),
                Override("community.board.term_years", 2, date(2003, 1, 1), None, "ART"),
            ],
            "ART: community.board.term_years: berlaku bersamaan dengan community.board (AD)",
        ),
        (
            [Override(MINIMUM, {"value": 5, "source": "x"}, date(2003, 1, 1), None, "AD")],
            "AD: community.group_minimum_members.source: sumber 'x' tidak ada",
        ),
    ],
)
def test_overrides_that_cannot_be(p2kp: Rulebook, overrides: list[Override], wrong: str) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        p2kp.with_overrides(overrides)
    assert wrong in str(refused.value)
    assert all(isinstance(problem, Problem) for problem in refused.value.problems)


def test_overriding_what_is_not_there_or_is_no_value(p2kp: Rulebook) -> None:
    with pytest.raises(RuleUnknown):
        p2kp.with_overrides([Override("grants.x", 1, NOVEMBER, None, "AD")])
    with pytest.raises(TypeError, match="float"):
        p2kp.with_overrides([Override(MINIMUM, 2.5, NOVEMBER, None, "AD")])


def test_terms_of_overrides_may_follow_each_other(p2kp: Rulebook) -> None:
    board = p2kp.with_overrides([SINCE_2002]).with_overrides(
        [Override(MINIMUM, 8, date(2004, 1, 1), None, "AD 2004")]
    )
    assert board.minimum_group_members(date(2003, 12, 31)) == 7
    assert board.minimum_group_members(date(2004, 1, 1)) == 8
    assert set(board.at(NOVEMBER).sources) - set(p2kp.sources) == {"local:2"}
