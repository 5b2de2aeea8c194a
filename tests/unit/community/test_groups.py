"""Groups and members: lists all or nothing, names within the board, counts by date."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from jawara.audit.models import Event
from jawara.community import queries, services
from jawara.community.enums import KsmPurpose, Sex
from jawara.community.models import Bkm, Ksm, KsmMembership, KsmProfile
from jawara.community.services.boards import BoardNotThen
from jawara.community.services.groups import (
    GroupNameTaken,
    GroupNotThen,
    MemberExists,
    MemberTwice,
)
from jawara.community.services.names import EmptyList, RowNameMissing, RowNameTooLong
from tests.support.wards import STARTS_ON, Wards, ctx, make_board, make_wards

pytestmark = pytest.mark.django_db
END_2004 = date(2004, 11, 30)
FORMED_ON = date(2003, 3, 1)
Row, Member = services.GroupRow, services.MemberRow


@pytest.fixture
def wards() -> Wards:
    return make_wards()


@pytest.fixture
def bkm(wards: Wards) -> Bkm:
    return make_board(wards.one)


def row(name: str, *members: str, purpose: KsmPurpose = KsmPurpose.ECONOMIC) -> Row:
    people = tuple(Member(member, Sex.FEMALE, True) for member in members)
    return Row(name, purpose, FORMED_ON, people)


def register(bkm: Bkm, *rows: Row, name: str = "groups") -> None:
    services.register_groups(ctx(name), bkm=bkm, groups=rows)


def test_a_list_is_registered_at_once(wards: Wards, bkm: Bkm) -> None:
    register(bkm, row("Melati", "Ani", "Budi"), row("Mawar", "Ani", "Cici", "Dewi"))
    register(bkm, row("Kenanga"), name="second")
    found = queries.groups(bkm, END_2004)
    assert [(g.ksm.number, g.name, g.member_count) for g in found] == [
        (1, "Melati", 2),
        (2, "Mawar", 3),
        (3, "Kenanga", 0),
    ]
    here = (wards.district.pk, END_2004)
    assert queries.groups_count(*here) == queries.groups_count(*here, None, wards.phase) == 3
    assert queries.members_count(*here) == 5
    assert queries.groups_count(*here, None, wards.later) == 0
    assert queries.groups_count(wards.district.pk, date(2003, 2, 28)) == 0
    assert queries.groups_count(wards.nation.pk, END_2004) == 3
    assert queries.counts_by_ward(*here) == {
        wards.one.pk: queries.WardCounts(boards=1, groups=3, members=5)
    }


def test_a_repeat_writes_nothing_more(bkm: Bkm) -> None:
    register(bkm, row("Melati", "Ani"))
    register(bkm, row("Melati", "Ani"))
    assert Ksm.objects.count() == KsmMembership.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "refusal", "values"),
    [
        (
            [row("Melati"), row("Mawar"), row("melati ")],
            GroupNameTaken,
            {"rows": [3], "names": ["melati"]},
        ),
        ([row("Mawar"), row("\u202e ")], RowNameMissing, {"row": 2}),
        (
            [row("Mawar"), row("Anggrek", "Ani", "ANI")],
            MemberTwice,
            {"row": 2, "names": ["ANI"]},
        ),
        ([], EmptyList, {}),
        (
            [Row("Dini", KsmPurpose.SOCIAL, date(1999, 1, 1))],
            BoardNotThen,
            {"on": date(1999, 1, 1)},
        ),
    ],
)
def test_one_bad_row_and_nothing_is_written(
    bkm: Bkm, rows: list[Row], refusal: type[Exception], values: dict[str, object]
) -> None:
    with pytest.raises(refusal) as refused:
        register(bkm, *rows)
    assert refused.value.values == values  # type: ignore[attr-defined]
    assert not Ksm.objects.exists()


def test_a_name_taken_before_is_refused_in_this_board_only(wards: Wards, bkm: Bkm) -> None:
    register(bkm, row("Melati"))
    with pytest.raises(GroupNameTaken):
        services.register_group(ctx("again"), bkm=bkm, group=row("MELATI"))
    other = make_board(wards.two, "Bersama")
    assert services.register_group(ctx("o"), bkm=other, group=row("Melati")).number == 1


def test_names_of_members_stay_out_of_the_trail(bkm: Bkm) -> None:
    ksm = services.register_group(ctx("g"), bkm=bkm, group=row("Melati", "Rahasia Satu"))
    services.add_member(ctx("m"), ksm=ksm, member=Member("Rahasia Dua"), from_on=FORMED_ON)
    assert "Rahasia" not in str(list(Event.objects.values_list("data", flat=True)))


def test_life_of_a_group(bkm: Bkm) -> None:
    ksm = services.register_group(ctx("g"), bkm=bkm, group=row("Melati", "Ani", "Budi"))
    services.rename_group(ctx("r"), ksm=ksm, name="Melati Putih", from_on=date(2004, 1, 1))
    with pytest.raises(MemberExists):
        services.add_member(ctx("m"), ksm=ksm, member=Member("ani"), from_on=END_2004)
    services.add_member(ctx("m2"), ksm=ksm, member=Member("Cici"), from_on=date(2004, 2, 1))
    ani = queries.members(ksm, END_2004).get(person_name="Ani")
    services.correct_member(
        ctx("c"), membership=ani, member=Member("Ani Lestari", Sex.FEMALE, False)
    )
    budi = queries.members(ksm, END_2004).get(person_name="Budi")
    services.end_membership(ctx("x"), membership=budi, on=date(2004, 3, 1), reason="pindah")
    assert [m.person_name for m in queries.members(ksm, END_2004)] == ["Ani Lestari", "Cici"]
    assert queries.members(ksm, date(2004, 2, 15)).count() == 3
    services.dissolve_group(ctx("d"), ksm=ksm, on=date(2004, 6, 1), note="bubar")
    assert not queries.members(ksm, END_2004).exists()
    assert queries.group_profile(ksm, END_2004) is None
    assert [p.name for p in queries.group_profiles(ksm)] == ["Melati", "Melati Putih"]
    # As known before anything was corrected nothing has changed.
    assert queries.members(ksm, END_2004, ctx("x").at).count() == 0


def test_a_dissolved_groups_name_is_free_again(bkm: Bkm) -> None:
    ksm = services.register_group(ctx("g"), bkm=bkm, group=row("Melati"))
    services.dissolve_group(ctx("d"), ksm=ksm, on=END_2004, note="bubar")
    assert services.register_group(ctx("g2"), bkm=bkm, group=row("Melati")).number == 2


def test_correcting_a_group(bkm: Bkm) -> None:
    ksm = services.register_group(ctx("g"), bkm=bkm, group=row("Melati"))
    profile = queries.group_profile(ksm, END_2004)
    assert profile is not None
    new = services.correct_group(
        ctx("c"), profile=profile, name="Mlati", purpose=KsmPurpose.SOCIAL, formed_on=STARTS_ON
    )
    assert (new.name, new.purpose, new.occurred_on) == ("Mlati", "SOCIAL", STARTS_ON)
    assert new.supersedes == profile
    assert KsmProfile.objects.known().count() == 1


def test_small_groups_are_warned_of(wards: Wards, bkm: Bkm) -> None:
    assert queries.group_size_warning(wards.one.pk, END_2004) is None
    register(bkm, row("Satu", "A", "B"), row("Dua", "C", "D", "E"), row("Tiga", "F", "G", "H"))
    warning = queries.group_size_warning(wards.district.pk, END_2004, None, wards.phase)
    assert warning is not None
    assert warning.code == "small_groups"
    assert warning.values == {"small": 1, "groups": 3, "members": 8, "least": 3, "mean": "2,67"}
    assert "%" not in warning.message % warning.values


def test_lists_ask_the_same_number_of_questions(
    bkm: Bkm, django_assert_num_queries: CaptureQueriesContext
) -> None:
    register(bkm, row("Satu", "A"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [g.member_count for g in queries.groups(bkm, END_2004)] == [1]
    register(bkm, row("Dua", "B"), row("Tiga", "C"), name="more")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [g.member_count for g in queries.groups(bkm, END_2004)] == [1, 1, 1]


@pytest.mark.parametrize(("persons", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_small_cells(persons: int, shown: int | None) -> None:
    assert queries.public_count(persons) == shown


def test_dates_and_names_that_do_not_fit_a_group(bkm: Bkm) -> None:
    ksm = services.register_group(ctx("g"), bkm=bkm, group=row("Melati", "Ani", "Budi"))
    services.register_group(ctx("g2"), bkm=bkm, group=row("Mawar"))
    with pytest.raises(GroupNotThen):
        services.add_member(ctx("a"), ksm=ksm, member=Member("Cici"), from_on=date(2003, 1, 1))
    with pytest.raises(GroupNameTaken):
        services.rename_group(ctx("r"), ksm=ksm, name="mawar", from_on=END_2004)
    budi = queries.members(ksm, END_2004).get(person_name="Budi")
    with pytest.raises(MemberExists):
        services.correct_member(ctx("c"), membership=budi, member=Member("ANI"))
    with pytest.raises(RowNameTooLong) as long:
        register(bkm, row("Anggrek"), row("x" * 201))
    assert long.value.values == {"row": 2, "limit": 200}
