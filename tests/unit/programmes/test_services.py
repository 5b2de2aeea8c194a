"""Programmes: which wards take part from when, who assists, what is aimed at."""

from datetime import date

import pytest
from django.utils import timezone

from jawara.audit.facts import EndsBeforeStart
from jawara.audit.models import Event
from jawara.audit.services import AlreadyCorrected, KeyReused, NotAllowed
from jawara.kernel.rulebook_errors import RulebookUnknown
from jawara.programmes import queries, services
from jawara.programmes.enums import ConsultantRole
from jawara.programmes.models import Coverage
from jawara.territories.enums import Level
from jawara.territories.models import Unit
from tests.support.wards import STARTS_ON, STRANGER, Wards, ctx, make_wards

pytestmark = pytest.mark.django_db
END_2004 = date(2004, 11, 30)


@pytest.fixture
def wards() -> Wards:
    return make_wards()


def test_covered_wards_of_a_territory(wards: Wards) -> None:
    covered = queries.covered_units(END_2004, None, wards.phase, within=wards.district.pk)
    assert set(covered.values_list("unit_id", flat=True)) == {wards.one.pk, wards.two.pk}
    assert not queries.covered_units(END_2004, None, wards.later).exists()
    assert not queries.covered_units(date(1999, 5, 31), None, wards.phase).exists()
    assert [p.code for p in queries.phases_in(wards.district.pk, END_2004)] == ["P2KP-1/1"]


def test_only_wards_of_the_phase_time_once(wards: Wards) -> None:
    with pytest.raises(services.NotAWard) as ward:
        services.cover_ward(ctx("d"), phase=wards.phase, unit=wards.district, from_on=STARTS_ON)
    assert ward.value.values == {"name": "Kabupaten Serang"}
    with pytest.raises(services.OutsidePhase):
        services.cover_ward(
            ctx("early"), phase=wards.phase, unit=wards.outside, from_on=date(1999, 5, 31)
        )
    with pytest.raises(services.AlreadyCovered) as twice:
        services.cover_ward(ctx("twice"), phase=wards.phase, unit=wards.one, from_on=END_2004)
    assert twice.value.values == {"phase": "P2KP-1/1", "since": STARTS_ON}
    services.cover_ward(ctx("other"), phase=wards.later, unit=wards.one, from_on=END_2004)
    assert Coverage.objects.filter(unit=wards.one).count() == 2


def test_ending_coverage_keeps_what_was_known_before(wards: Wards) -> None:
    row = Coverage.objects.get(unit=wards.one)
    later = timezone.now()
    services.end_coverage(
        ctx("end", at=later), coverage=row, until_on=date(2003, 1, 1), note="digabung"
    )
    now = queries.covered_units(END_2004, None, wards.phase)
    before = queries.covered_units(END_2004, ctx("x").at, wards.phase)
    assert set(now.values_list("unit_id", flat=True)) == {wards.two.pk}
    assert set(before.values_list("unit_id", flat=True)) == {wards.one.pk, wards.two.pk}
    with pytest.raises(AlreadyCorrected):
        services.end_coverage(ctx("again"), coverage=row, until_on=END_2004, note="lagi")
    standing = Coverage.objects.known().get(unit=wards.one)
    with pytest.raises(EndsBeforeStart):
        services.end_coverage(ctx("0"), coverage=standing, until_on=STARTS_ON, note="nol")


def test_a_repeat_gives_the_first_result_and_another_content_is_refused(wards: Wards) -> None:
    again = services.cover_ward(
        ctx("cover one"), phase=wards.phase, unit=wards.one, from_on=STARTS_ON
    )
    assert again == Coverage.objects.get(unit=wards.one)
    with pytest.raises(KeyReused):
        services.cover_ward(ctx("cover one"), phase=wards.phase, unit=wards.one, from_on=END_2004)


def test_strangers_may_not(wards: Wards) -> None:
    before = Event.objects.count()
    with pytest.raises(NotAllowed):
        services.cover_ward(
            ctx("s", actor=STRANGER), phase=wards.phase, unit=wards.outside, from_on=STARTS_ON
        )
    assert Event.objects.count() == before


def test_consultant_numbers_are_reused_but_not_at_once(wards: Wards) -> None:
    def assign(name: str, **changes: object) -> object:
        given = {
            "role": ConsultantRole.KMW,
            "code": "KMW 2",
            "unit": wards.district,
            "phase": wards.phase,
            "from_on": date(2002, 1, 1),
            "until_on": date(2005, 1, 1),
        } | changes
        return services.assign_consultant(ctx(name), **given)  # type: ignore[arg-type]

    assign("first")
    with pytest.raises(services.AlreadyAssigned):
        assign("second", code="kmw 2", from_on=date(2004, 12, 31))
    assign("next", from_on=date(2005, 1, 1), until_on=None)
    assign("elsewhere", unit=wards.two)
    found = queries.consultants(wards.one.pk, END_2004)
    assert [(row.code, row.unit_id) for row in found] == [("KMW 2", wards.district.pk)]
    assert queries.consultants(wards.two.pk, END_2004).count() == 2


def test_codes_and_rulebooks_are_checked(wards: Wards) -> None:
    given = {
        "programme": wards.phase.programme,
        "name": "x",
        "short_name": "x",
        "starts_on": STARTS_ON,
    }
    with pytest.raises(RulebookUnknown):
        services.create_phase(ctx("r"), code="X-1", rulebook_code="tidak-ada", **given)
    with pytest.raises(services.CodeMalformed):
        services.create_phase(ctx("c"), code="tahap satu", rulebook_code="p2kp-1", **given)
    with pytest.raises(services.CodeTaken):
        services.create_phase(ctx("t"), code="p2kp-1/1", rulebook_code="p2kp-1", **given)
    with pytest.raises(queries.UnknownPhase) as unknown:
        queries.phase("P2KP-9")
    assert unknown.value.values == {"code": "P2KP-9", "known": "P2KP-1/1, P2KP-1/2"}
    assert queries.phase(" p2kp-1/2 ") == wards.later


def test_targets(wards: Wards) -> None:
    first = services.set_target(
        ctx("t"),
        phase=wards.phase,
        unit=wards.district,
        indicator="cycle.bkm_renewal.progress",
        value=11,
        set_on=date(2004, 1, 1),
        due_on=date(2004, 12, 31),
    )
    services.set_target(
        ctx("t2"),
        phase=wards.phase,
        unit=wards.district,
        indicator=first.indicator,
        value=10,
        set_on=date(2004, 1, 1),
        due_on=date(2004, 12, 31),
        supersedes=first,
    )
    assert [row.value for row in queries.targets(wards.district.pk, END_2004)] == [10]
    assert not queries.targets(wards.district.pk, date(2003, 12, 31)).exists()


def test_what_cannot_be_covered_coded_or_aimed_at(wards: Wards) -> None:
    with pytest.raises(services.CodeTaken):
        services.create_programme(ctx("p"), code="p2kp", name="lagi")
    homeless = Unit.objects.create(level=Level.VILLAGE)
    with pytest.raises(services.WardDidNotExist):
        services.cover_ward(ctx("h"), phase=wards.phase, unit=homeless, from_on=STARTS_ON)
    with pytest.raises(services.TargetBelowZero):
        services.set_target(
            ctx("t"),
            phase=wards.phase,
            unit=wards.district,
            indicator="community.groups",
            value=-1,
            set_on=STARTS_ON,
            due_on=END_2004,
        )


def test_an_assignment_for_all_phases_ends(wards: Wards) -> None:
    row = services.assign_consultant(
        ctx("k"), role=ConsultantRole.KMP, code="KMP", unit=wards.nation, from_on=STARTS_ON
    )
    services.end_assignment(ctx("e"), assignment=row, until_on=END_2004, note="habis")
    assert not queries.consultants(wards.one.pk, END_2004).exists()
    assert queries.consultants(wards.one.pk, date(2004, 11, 29)).get().code == "KMP"
    history = queries.coverage_history([wards.one.pk])
    assert [item.phase.code for item in history] == ["P2KP-1/1"]
