"""Uses, operating fund, contributions, accounts, explanations, and the sums over them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jawara.audit.services import AlreadyCorrected, NotAllowed
from jawara.community.models import Ksm
from jawara.cycle.enums import PlanKind
from jawara.cycle.models import PlanItem
from jawara.cycle.services import PlanItemRow, add_item, ratify_plan
from jawara.grants import refusals
from jawara.grants.enums import ContributionKind, GapCategory
from jawara.grants.models import BlockGrant, GrantUse
from jawara.grants.queries import (
    available,
    by_phase,
    by_ward,
    of_grant,
    problems,
    reconciliation,
    records_behind,
    report_reconciliation,
    reports,
    totals,
)
from jawara.grants.services import (
    correct_account,
    correct_explanation,
    correct_use,
    explain_gap,
    give_account,
    judge_account,
    record_contribution,
    record_use,
    spend_operating_fund,
    transfer_operating_fund,
    withdraw_contribution,
    withdraw_explanation,
    withdraw_operating_use,
    withdraw_use,
)
from jawara.ledger import queries as ledger
from jawara.ledger.chains import chain_problems
from jawara.programmes.enums import Pillar
from tests.support.grants import PAID_ON, Place, a_board, a_grant, a_place, a_ward, evidence, pay
from tests.support.ledger import STRANGER, ctx, key, later

pytestmark = pytest.mark.django_db
MAY, JUNE, END = date(2004, 5, 1), date(2004, 6, 1), date(2004, 11, 30)


def use(grant: BlockGrant, name: str, amount: int, on: date = MAY, **changes: object) -> GrantUse:
    arguments = {
        "grant": grant,
        "pillar": Pillar.PHYSICAL,
        "activity": "Jalan lingkungan",
        "amount_rupiah": amount,
        "occurred_on": on,
    }
    return record_use(ctx(name), **{**arguments, **changes})  # type: ignore[arg-type]


@pytest.fixture
def place() -> Place:
    return a_place()


@pytest.fixture
def grant(place: Place) -> BlockGrant:
    """A grant whose first tranche, Rp 20.000.000, arrived on 1 April 2004."""
    made = a_grant(place)
    pay(made, 1)
    return made


def test_each_pillar_is_booked_where_the_rulebook_says(grant: BlockGrant) -> None:
    use(grant, "economic", 5_000_000, pillar=Pillar.ECONOMIC)
    use(grant, "physical", 3_000_000)
    use(grant, "social", 1_000_000, pillar=Pillar.SOCIAL)
    book = ledger.book(grant.bkm.key, "SECRETARIAT")
    upk = ledger.book(grant.bkm.key, "UPK")
    assert book is not None
    assert upk is not None
    balances = {code: ledger.balance(book, code, END) for code in ("11040", "13010", "52020")}
    assert balances == {"11040": 11_000_000, "13010": 5_000_000, "52020": 3_000_000}
    assert ledger.balance(upk, "11021", END) == 5_000_000
    assert ledger.balance(upk, "31020", END) == 5_000_000
    assert list(problems()) == []
    assert list(chain_problems()) == []


def test_use_beyond_what_arrived_is_refused_with_what_is_available(grant: BlockGrant) -> None:
    use(grant, "first", 12_000_000)
    with pytest.raises(refusals.BeyondDisbursed) as caught:
        use(grant, "second", 8_000_001)
    assert caught.value.values == {
        "amount_rupiah": 8_000_001,
        "available_rupiah": 8_000_000,
        "on": MAY,
    }
    with pytest.raises(refusals.BeyondDisbursed) as before:
        use(grant, "too early", 1, date(2004, 3, 31))
    assert before.value.values["available_rupiah"] == 0
    assert available(grant, MAY).amount == 8_000_000
    assert GrantUse.objects.count() == 1


def test_a_use_entered_late_must_leave_enough_for_later_uses(grant: BlockGrant) -> None:
    use(grant, "june", 15_000_000, JUNE)
    with pytest.raises(refusals.BeyondLater) as caught:
        use(grant, "may", 5_000_001, MAY)
    assert caught.value.values["available_rupiah"] == 5_000_000
    assert caught.value.values["lowest_on"] == JUNE
    use(grant, "may", 5_000_000, MAY)
    assert available(grant, PAID_ON).amount == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount_rupiah": 0}, refusals.AmountNotPositive),
        ({"pillar": "MILITARY"}, refusals.UseNotAllowed),
        ({"occurred_on": date(2004, 2, 1)}, refusals.BeforeAgreement),
    ],
)
def test_uses_that_are_refused(
    grant: BlockGrant, changes: dict[str, object], refusal: type
) -> None:
    with pytest.raises(refusal):
        use(grant, "bad", 1_000, **changes)


def test_a_group_of_another_board_is_refused(grant: BlockGrant, place: Place) -> None:
    other = a_board(a_ward(place.nation, "36.04.05.2002", "Kramatwatu"), place.phase, "Lain")
    theirs = Ksm.objects.create(bkm=other, number=1, **ctx("ksm").stamp())
    with pytest.raises(refusals.OtherBoard):
        use(grant, "theirs", 1_000, ksm=theirs)


def test_a_plan_item_must_be_of_this_board_and_pillar(grant: BlockGrant, place: Place) -> None:
    def planned(place: Place, name: str) -> PlanItem:
        plan = ratify_plan(
            ctx(f"plan {name}"),
            bkm=place.bkm,
            kind=PlanKind.MEDIUM_TERM,
            title="PJM Pronangkis",
            ratified_on=date(2004, 2, 1),
            from_year=2004,
            to_year=2006,
        )
        row = PlanItemRow("Jalan lingkungan", Pillar.PHYSICAL, 9_000_000)
        return add_item(ctx(f"item {name}"), plan=plan, item=row, added_on=date(2004, 2, 1))

    item = planned(place, "ours")
    assert use(grant, "road", 1_000, plan_item=item).plan_item == item
    with pytest.raises(refusals.OtherPillar) as caught:
        use(grant, "aid", 1_000, plan_item=item, pillar=Pillar.SOCIAL)
    assert caught.value.values["pillar"] == "fisik"
    ward = a_ward(place.nation, "36.04.05.2002", "Kramatwatu")
    other = Place(place.nation, ward, place.phase, a_board(ward, place.phase, "Lain"))
    with pytest.raises(refusals.OtherBoard):
        use(grant, "theirs", 1_000, plan_item=planned(other, "theirs"))


def test_a_correction_keeps_both_and_changes_the_past_as_known_now(grant: BlockGrant) -> None:
    wrong = use(grant, "wrong", 9_000_000)
    known_before = later(1)
    right = correct_use(
        ctx("right", at=later(2)),
        record=wrong,
        pillar=Pillar.SOCIAL,
        activity="Santunan",
        amount_rupiah=19_000_000,
        occurred_on=JUNE,
        reason="Salah baca kuitansi",
    )
    assert (right.supersedes_id, right.note) == (wrong.pk, "Salah baca kuitansi")
    now, then = of_grant(grant, END), of_grant(grant, END, known_before)
    assert now.used == {"ECONOMIC": 0, "PHYSICAL": 0, "SOCIAL": 19_000_000}
    assert then.used == {"ECONOMIC": 0, "PHYSICAL": 9_000_000, "SOCIAL": 0}
    assert of_grant(grant, MAY).used_in_all == 0
    kinds = [e.kind for e in ledger.entries_by_source(f"grants.grantuse:{wrong.key}")]
    assert kinds == ["grant_used.physical", "reversal"]
    with pytest.raises(AlreadyCorrected):
        withdraw_use(ctx("late"), record=wrong, reason="Lagi")
    assert list(problems()) == []
    assert list(chain_problems()) == []


def test_a_correction_that_is_too_large_leaves_everything_as_it_was(grant: BlockGrant) -> None:
    wrong = use(grant, "wrong", 9_000_000, pillar=Pillar.ECONOMIC)
    with pytest.raises(refusals.BeyondDisbursed) as caught:
        correct_use(
            ctx("right"),
            record=wrong,
            pillar=Pillar.ECONOMIC,
            activity="Modal",
            amount_rupiah=20_000_001,
            occurred_on=MAY,
            reason="Salah",
        )
    assert caught.value.values["available_rupiah"] == 20_000_000
    assert of_grant(grant, END).used["ECONOMIC"] == 9_000_000
    assert len(ledger.entries_by_source(f"grants.grantuse:{wrong.key}")) == 2
    assert list(problems()) == []


def test_a_withdrawn_use_gives_the_money_back(grant: BlockGrant) -> None:
    wrong = use(grant, "wrong", 9_000_000)
    withdraw_use(ctx("back"), record=wrong, reason="Tidak pernah terjadi")
    assert available(grant, PAID_ON).amount == 20_000_000
    assert of_grant(grant, END).used_in_all == 0
    assert list(problems()) == []


def test_the_operating_fund_has_its_own_book(grant: BlockGrant) -> None:
    moved = transfer_operating_fund(
        ctx("bop"), grant=grant, amount_rupiah=2_000_000, occurred_on=MAY
    )
    spend_operating_fund(
        ctx("paper"),
        grant=grant,
        activity="Alat tulis",
        amount_rupiah=500_000,
        occurred_on=JUNE,
    )
    with pytest.raises(refusals.BeyondDisbursed) as caught:
        spend_operating_fund(
            ctx("more"), grant=grant, activity="Rapat", amount_rupiah=1_500_001, occurred_on=JUNE
        )
    assert caught.value.values["available_rupiah"] == 1_500_000
    with pytest.raises(refusals.BeyondLater):
        spend_operating_fund(
            ctx("early"), grant=grant, activity="Rapat", amount_rupiah=1_500_001, occurred_on=MAY
        )
    with pytest.raises(refusals.StillNeeded):
        withdraw_operating_use(ctx("undo"), record=moved, reason="Salah")
    bop = ledger.book(grant.bkm.key, "OPERATING_FUND")
    assert bop is not None
    assert ledger.balance(bop, "11050", END) == 1_500_000
    found = of_grant(grant, END)
    assert (found.operating_moved, found.operating_spent) == (2_000_000, 500_000)
    assert found.unexplained == 18_000_000
    assert available(grant, END).amount == 18_000_000
    assert list(problems()) == []


def test_cash_from_residents_is_booked_and_labour_is_only_valued(grant: BlockGrant) -> None:
    cash = record_contribution(
        ctx("cash"),
        grant=grant,
        pillar=Pillar.PHYSICAL,
        kind=ContributionKind.CASH,
        activity="Iuran warga",
        amount_rupiah=700_000,
        occurred_on=MAY,
    )
    labour = record_contribution(
        ctx("labour"),
        grant=grant,
        pillar=Pillar.PHYSICAL,
        kind=ContributionKind.LABOUR,
        activity="Kerja bakti",
        amount_rupiah=300_000,
        occurred_on=MAY,
    )
    assert labour.entry_key is None
    book = ledger.book(grant.bkm.key, "SECRETARIAT")
    assert book is not None
    assert ledger.balance(book, "41030", END) == 700_000
    assert of_grant(grant, END).contributed == 1_000_000
    withdraw_contribution(ctx("no cash"), record=cash, reason="Tidak jadi")
    assert ledger.balance(book, "41030", END) == 0
    assert of_grant(grant, END).contributed == 300_000
    assert list(problems()) == []


def test_an_account_stands_beside_the_books(grant: BlockGrant) -> None:
    tranche = grant.tranches.get(number=1)
    with pytest.raises(refusals.TrancheNotDisbursed):
        give_account(
            ctx("early"), tranche=tranche, stated_used_rupiah=1, occurred_on=date(2004, 3, 31)
        )
    use(grant, "road", 12_000_000)
    report = give_account(
        ctx("account"), tranche=tranche, stated_used_rupiah=20_000_000, occurred_on=JUNE
    )
    found = report_reconciliation(report)
    assert (found.stated, found.computed, found.difference) == (20_000_000, 12_000_000, 8_000_000)
    with pytest.raises(refusals.ReportExists):
        give_account(ctx("twice"), tranche=tranche, stated_used_rupiah=1, occurred_on=JUNE)
    report = correct_account(
        ctx("mended"), report=report, stated_used_rupiah=12_000_000, occurred_on=JUNE
    )
    assert report_reconciliation(report).holds
    accepted = judge_account(ctx("accepted"), report=report, accepted=True)
    with pytest.raises(refusals.ReportAccepted):
        correct_account(ctx("late"), report=accepted, stated_used_rupiah=1, occurred_on=JUNE)
    assert [r.accepted for r in reports(grant, END)] == [True]


def explain(grant: BlockGrant, name: str, amount: int, **changes: object) -> object:
    arguments = {
        "grant": grant,
        "category": GapCategory.UNSPENT,
        "amount_rupiah": amount,
        "text": "Masih di rekening menurut buku bank.",
        "document": evidence(ctx("evidence")),
        "occurred_on": END,
    }
    return explain_gap(ctx(name), **{**arguments, **changes})  # type: ignore[arg-type]


def test_a_gap_is_explained_up_to_what_is_unexplained(grant: BlockGrant) -> None:
    use(grant, "road", 15_000_000)
    first = explain(grant, "first", 3_000_000)
    with pytest.raises(refusals.AboveUnexplained) as caught:
        explain(grant, "second", 2_000_001)
    assert caught.value.values["left_rupiah"] == 2_000_000
    explain(grant, "finding", 2_000_000, category=GapCategory.UNKNOWN)
    found = of_grant(grant, END)
    assert (found.explained, found.unexplained) == (3_000_000, 2_000_000)
    assert found.explained_by == {"UNSPENT": 3_000_000, "UNKNOWN": 2_000_000}
    assert of_grant(grant, date(2004, 11, 29)).unexplained == 5_000_000
    assert first is not None


def test_a_finding_is_settled_by_a_correction(grant: BlockGrant) -> None:
    use(grant, "road", 15_000_000)
    finding = explain(grant, "finding", 5_000_000, category=GapCategory.UNKNOWN)
    settled = correct_explanation(
        ctx("settled", at=later(3)),
        explanation=finding,  # type: ignore[arg-type]
        category=GapCategory.RETURNED,
        amount_rupiah=5_000_000,
        text="Setoran ke kas negara, bukti terlampir.",
        occurred_on=END,
    )
    assert of_grant(grant, END).unexplained == 0
    assert of_grant(grant, END, later(2)).unexplained == 5_000_000
    smaller = correct_explanation(
        ctx("smaller"),
        explanation=settled,
        category=GapCategory.RETURNED,
        amount_rupiah=4_000_000,
        text="Yang terbukti.",
        occurred_on=END,
    )
    assert of_grant(grant, END).unexplained == 1_000_000
    withdraw_explanation(ctx("withdrawn"), explanation=smaller, reason="Bukti palsu")
    assert of_grant(grant, END).unexplained == 5_000_000


def test_explanations_need_words_and_a_right(grant: BlockGrant) -> None:
    with pytest.raises(refusals.ExplanationNeedsText):
        explain(grant, "silent", 1, text=" \n ")
    with pytest.raises(NotAllowed):
        explain_gap(
            ctx("stranger", actor=STRANGER),
            grant=grant,
            category=GapCategory.UNSPENT,
            amount_rupiah=1,
            text="Ada.",
            document=evidence(ctx("evidence")),
            occurred_on=END,
        )


def test_sums_come_by_ward_and_phase_and_nothing_is_not_zero(
    grant: BlockGrant, place: Place
) -> None:
    use(grant, "road", 15_000_000)
    other_ward = a_ward(place.nation, "36.04.05.2002", "Kramatwatu")
    empty = a_ward(place.nation, "36.04.05.2003", "Pamengkang")
    place_2 = Place(place.nation, other_ward, place.phase, a_board(other_ward, place.phase, "Dua"))
    second = a_grant(place_2, 50_000_000, "second agreement")
    pay(second, 1)
    use(second, "second road", 10_000_000, pillar=Pillar.ECONOMIC)
    found = by_ward(place.nation.pk, END, phase=place.phase)
    assert {w: (t.allocated, t.disbursed, t.unexplained) for w, t in found.items()} == {
        place.ward.pk: (100_000_001, 20_000_000, 5_000_000),
        other_ward.pk: (50_000_000, 10_000_000, 0),
    }
    whole = totals(place.nation.pk, END)
    assert (whole.grants, whole.disbursed, whole.unexplained) == (2, 30_000_000, 5_000_000)
    assert by_phase(place.nation.pk, END)[place.phase.pk].used_in_all == 25_000_000
    assert reconciliation(empty.pk, END) is None
    one = reconciliation(place.ward.pk, END)
    assert one is not None
    assert one.parts["PHYSICAL"] == 15_000_000
    behind = records_behind("used.economic", place.nation.pk, END, phase=place.phase)
    assert [(row.key, row.booked) for row in behind] == [(key("second road"), 10_000_000)]


def test_sums_cost_the_same_for_one_ward_and_for_two(grant: BlockGrant, place: Place) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        by_ward(place.nation.pk, END)
    ward = a_ward(place.nation, "36.04.05.2002", "Kramatwatu")
    pay(
        a_grant(
            Place(place.nation, ward, place.phase, a_board(ward, place.phase, "Dua")), name="second"
        ),
        1,
    )
    with CaptureQueriesContext(connection) as two:
        assert len(by_ward(place.nation.pk, END)) == 2
    assert len(one) == len(two) == 7


def test_a_figure_follows_the_books_and_the_check_says_so(
    grant: BlockGrant, tamper: object
) -> None:
    use(grant, "road", 15_000_000)
    with tamper(), connection.cursor() as cursor:  # type: ignore[operator]
        cursor.execute("UPDATE ledger_transfer SET amount = 14000000 WHERE amount = 15000000")
    assert of_grant(grant, END).unexplained == 6_000_000
    assert [problem.code for problem in problems()] == ["record_differs_from_book"]
    assert [problem.code for problem in chain_problems()] == ["entry_altered"]
