"""Several people at the money of one board at once: never more used than arrived."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from jawara.audit.services import AlreadyCorrected
from jawara.grants import refusals
from jawara.grants.models import BlockGrant, GrantUse
from jawara.grants.queries import available, of_grant, problems
from jawara.grants.services import correct_use, record_use
from jawara.ledger.chains import chain_problems
from jawara.programmes.enums import Pillar
from tests.support.grants import a_grant, a_place, pay
from tests.support.ledger import ctx

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MAY = date(2004, 5, 1)
WRITERS = 8


def in_threads(work: object) -> list[object]:
    def run(number: int) -> object:
        try:
            return work(number)  # type: ignore[operator]
        except Exception as error:  # noqa: BLE001 - handed back to the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


@pytest.fixture
def grant() -> BlockGrant:
    """A grant of which Rp 20.000.000 arrived."""
    made = a_grant(a_place())
    pay(made, 1)
    return made


def test_eight_uses_at_once_take_no_more_than_there_is(grant: BlockGrant) -> None:
    def use(writer: int) -> object:
        return record_use(
            ctx(f"use {writer}"),
            grant=BlockGrant.objects.select_related("bkm", "phase").get(pk=grant.pk),
            pillar=Pillar.ECONOMIC,
            activity=f"Modal {writer}",
            amount_rupiah=6_000_000,
            occurred_on=MAY,
        )

    done = in_threads(use)
    assert sum(isinstance(one, GrantUse) for one in done) == 3
    assert sum(isinstance(one, refusals.BeyondDisbursed) for one in done) == 5
    assert available(grant, MAY).amount == 2_000_000
    assert list(problems()) == []
    assert list(chain_problems()) == []


def test_eight_corrections_of_one_use_leave_one(grant: BlockGrant) -> None:
    use = record_use(
        ctx("wrong"),
        grant=grant,
        pillar=Pillar.SOCIAL,
        activity="Salah",
        amount_rupiah=1_000_000,
        occurred_on=MAY,
    )

    def right(writer: int) -> object:
        return correct_use(
            ctx(f"right {writer}"),
            record=GrantUse.objects.select_related("grant__bkm", "grant__phase").get(pk=use.pk),
            pillar=Pillar.SOCIAL,
            activity="Benar",
            amount_rupiah=2_000_000 + writer,
            occurred_on=MAY,
            reason="Salah baca",
        )

    done = in_threads(right)
    [kept] = [one for one in done if isinstance(one, GrantUse)]
    assert sum(isinstance(one, AlreadyCorrected) for one in done) == WRITERS - 1
    assert of_grant(grant, MAY).used["SOCIAL"] == kept.amount_rupiah
    assert list(problems()) == []
