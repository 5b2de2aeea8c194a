"""Records and books that disagree; rulebooks that cap; marks and states in words."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from jawara.grants import refusals
from jawara.grants.models import BlockGrant, GrantUse, OperatingFundUse
from jawara.grants.queries import (
    BEHIND,
    GrantTotals,
    dossier,
    next_tranche,
    problems,
    record,
    records_behind,
    tranche,
    tranche_states,
    tranches,
)
from jawara.grants.services import (
    disburse_tranche,
    give_account,
    record_use,
    transfer_operating_fund,
    withdraw_use,
)
from jawara.ledger.chains import chain_problems
from jawara.programmes.enums import Pillar
from tests.support.grants import PAID_ON, Place, a_grant, a_place, pass_dossier, pay
from tests.support.ledger import ctx, key

pytestmark = pytest.mark.django_db
Tamper = Callable[[], AbstractContextManager[None]]
MAY, END = date(2004, 5, 1), date(2004, 11, 30)


@pytest.fixture
def place() -> Place:
    return a_place()


@pytest.fixture
def grant(place: Place) -> BlockGrant:
    made = a_grant(place)
    pay(made, 1)
    return made


def change(tamper: Tamper, statement: str, *values: object) -> None:
    with tamper(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def a_use(grant: BlockGrant) -> GrantUse:
    return record_use(
        ctx("use"),
        grant=grant,
        pillar=Pillar.SOCIAL,
        activity="Santunan",
        amount_rupiah=1_000_000,
        occurred_on=MAY,
    )


def codes() -> list[str]:
    return [problem.code for problem in problems()]


def test_a_record_changed_behind_its_back_differs_from_the_book(
    grant: BlockGrant, tamper: Tamper
) -> None:
    use = a_use(grant)
    change(tamper, "UPDATE grants_grant_use SET amount_rupiah = 999 WHERE id = %s", use.pk)
    [problem] = problems()
    assert (problem.code, problem.where) == ("record_differs_from_book", str(use.key))
    assert problem.entry == str(use.entry_key)
    assert "999" in problem.message
    assert "1000000" in problem.message


def test_a_withdrawal_undone_behind_its_back_is_found(grant: BlockGrant, tamper: Tamper) -> None:
    use = a_use(grant)
    gone = withdraw_use(ctx("gone"), record=use, reason="Salah")
    assert codes() == []
    change(tamper, "DELETE FROM grants_grant_use WHERE id = %s", gone.pk)
    assert codes() == ["record_differs_from_book"]


def test_tranches_and_disbursements_are_added_up(grant: BlockGrant, tamper: Tamper) -> None:
    change(tamper, "UPDATE grants_block_grant SET ceiling_rupiah = 5 WHERE id = %s", grant.pk)
    assert codes() == ["tranches_differ_from_ceiling"]
    first = tranches(grant)[0]
    change(tamper, "UPDATE grants_tranche SET amount_rupiah = 5 WHERE id = %s", first.pk)
    assert codes() == ["tranches_differ_from_ceiling", "disbursed_above_tranche"]
    assert list(chain_problems()) == []


def test_the_operating_fund_is_capped_where_the_rulebook_caps_it(
    place: Place, tmp_path: Path, settings: object
) -> None:
    shutil.copytree(settings.JAWARA_RULEBOOKS, tmp_path / "rulebooks")  # type: ignore[attr-defined]
    file = tmp_path / "rulebooks" / "p2kp-1.yaml"
    text = file.read_text(encoding="utf-8")
    found = 'most_percent: {status: assumed, note: "Batas persennya tidak ditemukan.", value: null}'
    assert found in text
    capped = 'most_percent: {status: assumed, note: "Uji.", value: 1}'
    file.write_text(text.replace(found, capped), encoding="utf-8")
    settings.JAWARA_RULEBOOKS = tmp_path / "rulebooks"  # type: ignore[attr-defined]
    grant = a_grant(place)
    pay(grant, 1)
    transfer_operating_fund(ctx("one"), grant=grant, amount_rupiah=900_000, occurred_on=MAY)
    with pytest.raises(refusals.AboveOperatingShare) as caught:
        transfer_operating_fund(ctx("two"), grant=grant, amount_rupiah=100_001, occurred_on=MAY)
    assert caught.value.values["left_rupiah"] == 100_000
    assert OperatingFundUse.objects.count() == 1


def test_an_account_below_zero_is_refused(grant: BlockGrant) -> None:
    with pytest.raises(refusals.AmountNotPositive):
        give_account(ctx("lpj"), tranche=tranches(grant)[0], stated_used_rupiah=-1, occurred_on=END)


def test_tranches_say_where_they_stand(grant: BlockGrant) -> None:
    second = tranches(grant)[1]
    pass_dossier(second)
    disburse_tranche(ctx("part"), tranche=second, amount_rupiah=1, occurred_on=PAID_ON)
    states = tranche_states(grant, END)[grant.pk]
    assert [state.state for state in states] == ["disbursed", "partly", "waiting"]
    assert states[2].disbursed_on is None
    assert (states[1].dossier.passed, states[1].dossier.marks) == (25, 25)
    waiting = next_tranche(grant, END)
    assert waiting is not None
    assert waiting.tranche == second
    found = dossier(tranches(grant)[2], END)
    assert found.missing[0][1].code == "facilitator_team"
    assert tranche(second.pk) == second
    assert next_tranche(BlockGrant(pk=0), END) is None


def test_every_kind_of_record_behind_a_figure_can_be_listed(
    grant: BlockGrant, place: Place
) -> None:
    use = a_use(grant)
    counts = {name: len(records_behind(name, place.ward.pk, END, bkm=place.bkm)) for name in BEHIND}
    assert counts == {
        "disbursed": 1,
        "used": 1,
        "used.economic": 0,
        "used.physical": 0,
        "used.social": 1,
        "operating": 0,
        "contributed": 0,
        "explained": 0,
    }
    assert record(GrantUse, use.key) == use
    assert record(GrantUse, key("none")) is None


def test_sums_of_parts_add_up(grant: BlockGrant) -> None:
    one = GrantTotals(grants=1, disbursed=10, explained_by={"UNSPENT": 4, "UNKNOWN": 9})
    one.add(GrantTotals(grants=2, disbursed=5, used={"SOCIAL": 3}, used_basis={"ENTERED": 1}))
    assert (one.grants, one.disbursed, one.used_in_all) == (3, 15, 3)
    assert one.unexplained == 15 - 3 - 4
    assert one.bases == {"ENTERED": 1}


def test_the_database_itself_refuses_a_second_agreement_and_report(grant: BlockGrant) -> None:
    columns = {
        "bkm": grant.bkm,
        "phase": grant.phase,
        "agreement_number": "SPPB/2",
        "ceiling_rupiah": 1,
        "occurred_on": END,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockGrant.objects.create(**columns, **ctx("second").stamp())
    first = tranches(grant)[0]
    report = give_account(ctx("lpj"), tranche=first, stated_used_rupiah=1, occurred_on=END)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(report).objects.create(
            tranche=first,
            stated_used_rupiah=2,
            accepted=False,
            occurred_on=END,
            **ctx("second lpj").stamp(),
        )
