"""Agreement, tranches, dossier, disbursement."""

from datetime import date

import pytest

from jawara.audit.services import AlreadyCorrected, KeyReused, NotAllowed
from jawara.grants import refusals
from jawara.grants.models import BlockGrant, Disbursement, DossierCheck
from jawara.grants.queries import (
    available,
    dossier,
    next_tranche,
    problems,
    rulebook_of,
    tranche_states,
    tranches,
)
from jawara.grants.services import (
    check_dossier,
    correct_agreement,
    disburse_tranche,
    record_use,
    sign_agreement,
    withdraw_disbursement,
)
from jawara.ledger import queries as ledger
from jawara.programmes.enums import Pillar
from tests.support.grants import (
    CEILING,
    PAID_ON,
    SIGNED_ON,
    a_board,
    a_grant,
    a_phase,
    a_place,
    a_ward,
    pass_dossier,
    pay,
)
from tests.support.ledger import STRANGER, ctx

pytestmark = pytest.mark.django_db


def mark(name: str, tranche: object, **changes: object) -> DossierCheck:
    arguments = {
        "tranche": tranche,
        "document_kind": "PP_BLM",
        "verifier": "facilitator_team",
        "present": True,
        "correct": True,
        "occurred_on": SIGNED_ON,
    }
    return check_dossier(ctx(name), **{**arguments, **changes})  # type: ignore[arg-type]


def test_tranches_add_up_to_the_ceiling_exactly() -> None:
    grant = a_grant(a_place())
    planned = [(t.number, t.percent_hundredths, t.amount_rupiah) for t in tranches(grant)]
    assert planned == [(1, 2000, 20_000_000), (2, 5000, 50_000_001), (3, 3000, 30_000_000)]
    assert sum(amount for *_, amount in planned) == CEILING
    assert {t.rulebook for t in tranches(grant)} == {"p2kp-1@1"}


def test_one_grant_for_a_board_and_phase() -> None:
    place = a_place()
    grant = a_grant(place)
    assert a_grant(place).pk == grant.pk
    with pytest.raises(refusals.GrantExists) as caught:
        a_grant(place, name="another")
    assert caught.value.values == {"number": "SPPB/1/2004", "phase": "P2KP-1/2"}


def test_a_ward_outside_the_phase_gets_no_grant() -> None:
    place = a_place()
    other = a_phase("P2KP-1/1")
    with pytest.raises(refusals.NotCovered) as caught:
        sign_agreement(
            ctx("other phase"),
            bkm=place.bkm,
            phase=other,
            agreement_number="SPPB/2",
            ceiling_rupiah=1000,
            occurred_on=SIGNED_ON,
        )
    assert caught.value.values["phase"] == "P2KP-1/1"
    assert not BlockGrant.objects.exists()


@pytest.mark.parametrize(
    ("ceiling", "refusal"),
    [
        (0, refusals.AmountNotPositive),
        (-1, refusals.AmountNotPositive),
        (2**53, refusals.AmountTooLarge),
        (1, refusals.CeilingTooSmall),
    ],
)
def test_ceilings_that_cannot_be(ceiling: int, refusal: type) -> None:
    with pytest.raises(refusal):
        a_grant(a_place(), ceiling)


def test_an_agreement_is_put_right_only_while_nothing_rests_on_it() -> None:
    grant = a_grant(a_place())
    right = {"agreement_number": "SPPB/9", "ceiling_rupiah": 200, "occurred_on": SIGNED_ON}
    new = correct_agreement(ctx("right"), grant=grant, **right)  # type: ignore[arg-type]
    assert new.supersedes_id == grant.pk
    assert [t.amount_rupiah for t in tranches(new)] == [40, 100, 60]
    with pytest.raises(AlreadyCorrected):
        correct_agreement(ctx("again"), grant=grant, **right)  # type: ignore[arg-type]
    mark("first", tranches(new)[0])
    with pytest.raises(refusals.AgreementInUse):
        correct_agreement(ctx("late"), grant=new, **right)  # type: ignore[arg-type]


def test_a_verifier_waits_for_those_before() -> None:
    tranche = tranches(a_grant(a_place()))[0]
    with pytest.raises(refusals.EarlierVerifierFirst) as caught:
        mark("too early", tranche, verifier="pjok")
    assert caught.value.values["earlier"] == "Tim fasilitator kelurahan"
    mark("wrong", tranche, correct=False)
    with pytest.raises(refusals.EarlierVerifierFirst):
        mark("too early", tranche, verifier="pjok")
    again = mark("right", tranche, occurred_on=date(2004, 3, 5))
    assert again.supersedes is None
    with pytest.raises(refusals.EarlierVerifierFirst):
        mark("before it", tranche, verifier="pjok", occurred_on=date(2004, 3, 4))
    mark("in turn", tranche, verifier="pjok", occurred_on=date(2004, 3, 5))
    row = dossier(tranche, PAID_ON).rows[0]
    assert [cell.state for cell in row.cells[:3]] == ["passed", "passed", "not_checked"]
    assert [cell.open for cell in row.cells] == [True, True, True, False, False]
    assert dossier(tranche, date(2004, 3, 4)).rows[0].cells[0].state == "wrong"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"present": False}, refusals.CorrectButAbsent),
        ({"document_kind": "LPJ"}, refusals.DocumentUnknown),
        ({"verifier": "bupati"}, refusals.VerifierUnknown),
        ({"occurred_on": date(2004, 2, 28)}, refusals.BeforeAgreement),
    ],
)
def test_marks_that_are_refused(changes: dict[str, object], refusal: type) -> None:
    with pytest.raises(refusal):
        mark("bad", tranches(a_grant(a_place()))[0], **changes)
    assert not DossierCheck.objects.exists()


def test_a_tranche_waits_for_its_dossier_and_says_what_is_missing() -> None:
    grant = a_grant(a_place())
    tranche = tranches(grant)[0]
    pass_dossier(tranche)
    mark("spoilt", tranche, correct=False)
    with pytest.raises(refusals.DossierIncomplete) as caught:
        disburse_tranche(
            ctx("early"), tranche=tranche, amount_rupiah=20_000_000, occurred_on=PAID_ON
        )
    assert caught.value.values["missing"] == [
        "Permohonan pencairan BLM (Tim fasilitator kelurahan)"
    ]
    assert not Disbursement.objects.exists()
    mark("mended", tranche)
    disburse_tranche(ctx("now"), tranche=tranche, amount_rupiah=20_000_000, occurred_on=PAID_ON)
    assert available(grant, PAID_ON).amount == 20_000_000


def test_a_dossier_must_be_complete_by_the_day_of_payment() -> None:
    tranche = tranches(a_grant(a_place()))[0]
    pass_dossier(tranche, date(2004, 4, 2))
    with pytest.raises(refusals.DossierIncomplete) as caught:
        disburse_tranche(
            ctx("backdated"), tranche=tranche, amount_rupiah=1, occurred_on=date(2004, 4, 1)
        )
    assert caught.value.values["count"] == len(rulebook_of(tranche.grant).dossier(1))


def test_disbursement_is_booked_once() -> None:
    grant = a_grant(a_place())
    paid = pay(grant, 1)
    entry = ledger.entry(paid.entry_key)  # type: ignore[arg-type]
    assert entry is not None
    assert entry.source == f"grants.disbursement:{paid.key}"
    assert ledger.balance(entry.book, "11040", PAID_ON) == 20_000_000
    assert ledger.balance(entry.book, "31030", PAID_ON) == 20_000_000
    tranche = paid.tranche
    again = disburse_tranche(
        ctx(f"pay {tranche.key}"), tranche=tranche, amount_rupiah=20_000_000, occurred_on=PAID_ON
    )
    assert again.pk == paid.pk
    with pytest.raises(KeyReused):
        disburse_tranche(
            ctx(f"pay {tranche.key}"), tranche=tranche, amount_rupiah=1, occurred_on=PAID_ON
        )
    with pytest.raises(refusals.TrancheDisbursed) as caught:
        disburse_tranche(ctx("double"), tranche=tranche, amount_rupiah=1, occurred_on=PAID_ON)
    assert caught.value.values == {"tranche": 1, "on": PAID_ON}
    with pytest.raises(refusals.DossierClosed):
        mark("after", tranche)
    assert Disbursement.objects.count() == 1
    assert list(problems()) == []


def test_parts_of_a_tranche_never_exceed_it_and_tranches_come_in_order() -> None:
    grant = a_grant(a_place())
    first, second, _ = tranches(grant)
    pass_dossier(first)
    pass_dossier(second)
    disburse_tranche(ctx("part"), tranche=first, amount_rupiah=15_000_000, occurred_on=PAID_ON)
    with pytest.raises(refusals.AboveTranche) as above:
        disburse_tranche(ctx("more"), tranche=first, amount_rupiah=5_000_001, occurred_on=PAID_ON)
    assert above.value.values["left_rupiah"] == 5_000_000
    with pytest.raises(refusals.EarlierTrancheFirst) as early:
        disburse_tranche(ctx("second"), tranche=second, amount_rupiah=1, occurred_on=PAID_ON)
    assert early.value.values == {"tranche": 2, "earlier": 1, "left_rupiah": 5_000_000}
    disburse_tranche(ctx("rest"), tranche=first, amount_rupiah=5_000_000, occurred_on=PAID_ON)
    with pytest.raises(refusals.EarlierTrancheFirst):
        disburse_tranche(
            ctx("backdated"), tranche=second, amount_rupiah=1, occurred_on=date(2004, 3, 31)
        )
    waiting = next_tranche(grant, PAID_ON)
    assert waiting is not None
    assert (waiting.tranche.number, waiting.state) == (2, "ready")
    states = [state.state for state in tranche_states(grant, PAID_ON)[grant.pk]]
    assert states == ["disbursed", "ready", "waiting"]


def test_a_disbursement_is_withdrawn_only_while_its_money_is_there() -> None:
    grant = a_grant(a_place())
    first = pay(grant, 1)
    second = pay(grant, 2)
    with pytest.raises(refusals.LaterTrancheDisbursed):
        withdraw_disbursement(ctx("first"), disbursement=first, reason="Salah catat")
    use = record_use(
        ctx("use"),
        grant=grant,
        pillar=Pillar.SOCIAL,
        activity="Santunan",
        amount_rupiah=30_000_000,
        occurred_on=date(2004, 5, 1),
    )
    with pytest.raises(refusals.StillNeeded) as caught:
        withdraw_disbursement(ctx("used"), disbursement=second, reason="Salah catat")
    assert caught.value.values["available_rupiah"] == 40_000_001
    assert use.amount_rupiah == 30_000_000


def test_a_withdrawn_disbursement_never_was() -> None:
    grant = a_grant(a_place())
    paid = pay(grant, 1)
    withdraw_disbursement(ctx("back"), disbursement=paid, reason="Salah BKM")
    assert available(grant, date(2004, 12, 1)).amount == 0
    states = tranche_states(grant, PAID_ON)[grant.pk]
    assert (states[0].state, states[0].left) == ("ready", 20_000_000)
    assert list(problems()) == []


def test_strangers_may_do_nothing() -> None:
    place = a_place()
    grant = a_grant(place)
    tranche = tranches(grant)[0]
    who = ctx("stranger", actor=STRANGER)
    with pytest.raises(NotAllowed):
        check_dossier(
            who,
            tranche=tranche,
            document_kind="PP_BLM",
            verifier="pjok",
            present=True,
            correct=True,
            occurred_on=SIGNED_ON,
        )
    with pytest.raises(NotAllowed):
        disburse_tranche(who, tranche=tranche, amount_rupiah=1, occurred_on=PAID_ON)
    with pytest.raises(NotAllowed):
        sign_agreement(
            who,
            bkm=a_board(a_ward(place.nation, "36.04.05.2002", "Kramatwatu"), place.phase, "Baru"),
            phase=place.phase,
            agreement_number="x",
            ceiling_rupiah=1000,
            occurred_on=SIGNED_ON,
        )
