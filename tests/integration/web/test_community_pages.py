"""Boards, groups, members, the poor register, plans: forms, lists, who may see names."""

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.community import queries, services
from jawara.community.enums import KsmPurpose, Sex
from jawara.community.models import (
    Bkm,
    BkmProfile,
    Election,
    Ksm,
    KsmMembership,
    KsmProfile,
    PoorHousehold,
    Volunteer,
)
from jawara.cycle.models import Plan, PlanItem
from tests.support.people import give, person
from tests.support.wards import Wards, ctx, make_board, make_wards

pytestmark = pytest.mark.django_db
FORMED_ON = date(2003, 3, 1)


@pytest.fixture
def wards() -> Wards:
    return make_wards()


@pytest.fixture
def bkm(wards: Wards) -> Bkm:
    return make_board(wards.one)


@pytest.fixture
def board_member(wards: Wards, client: Client) -> User:
    user = person("Bu Ketua")
    give(user, Role.BOARD_MEMBER, wards.one)
    client.force_login(user)
    return user


def sign_in(client: Client, role: Role, unit: Any) -> User:
    user = person(f"Orang {role.value.title()}")
    give(user, role, unit)
    client.force_login(user)
    return user


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def send(client: Client, url: str, **values: Any) -> str:
    """Fill in what the form needs hidden, send it, and read the page that follows."""
    shown = words(client.get(url))
    given = {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown)
        if name in {"key", "record"}
    }
    return words(client.post(url, given | values, follow=True))


def group(bkm: Bkm, name: str, *members: str) -> Ksm:
    people = tuple(services.MemberRow(member, Sex.FEMALE) for member in members)
    row = services.GroupRow(name, KsmPurpose.ECONOMIC, FORMED_ON, people)
    return services.register_group(ctx(f"group {name}"), bkm=bkm, group=row)


def test_register_a_group_with_members(client: Client, board_member: User, bkm: Bkm) -> None:
    text = send(
        client,
        f"/kelola/bkm/{bkm.pk}/ksm/baru/",
        name="  Melati\u202e ",
        purpose="ECONOMIC",
        formed_on="1-3-2003",
        members="Ani, P, miskin\nBudi, L, tidak\n\nCici",
    )
    assert "KSM dicatat." in text
    assert "3 anggota" in text
    rows = KsmMembership.objects.order_by("person_name").values_list(
        "person_name", "sex", "is_poor"
    )
    assert list(rows) == [("Ani", "F", True), ("Budi", "M", False), ("Cici", "U", None)]
    assert KsmProfile.objects.get().name == "Melati"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "MELATI"}, "KSM lain di BKM ini sudah bernama MELATI"),
        ({"name": " \u200b "}, "Bagian ini belum diisi"),
        ({"name": "a" * 201}, "200"),
        ({"formed_on": "1-3-1998"}, "tidak berdiri pada 1 Maret 1998"),
        ({"members": "Ani, X"}, "Baris 1: tulis P untuk perempuan"),
        ({"members": "Ani\nani"}, "anggota tertulis dua kali: ani"),
        ({"members": "a,b,c,d"}, "Baris 1: paling banyak 3 bagian"),
    ],
)
def test_bad_groups_are_refused_with_everything_kept(
    client: Client, board_member: User, bkm: Bkm, values: dict[str, str], said: str
) -> None:
    group(bkm, "Melati")
    given = {
        "name": "Mawar",
        "purpose": "ECONOMIC",
        "formed_on": "1 Maret 2003",
        "members": "Dewi, P",
    }
    text = send(client, f"/kelola/bkm/{bkm.pk}/ksm/baru/", **(given | values))
    assert said.casefold() in text.casefold()
    assert (values.get("members") or "Dewi, P").split("\n")[0] in text
    assert Ksm.objects.count() == 1


def test_correcting_a_group_shows_before_after_and_who(
    client: Client, board_member: User, bkm: Bkm
) -> None:
    ksm = group(bkm, "Mlati")
    url = f"/kelola/bkm/ksm/{ksm.pk}/betulkan/"
    text = send(
        client, url, name="Melati", purpose="ECONOMIC", formed_on="1-3-2003", note="salah tulis"
    )
    assert "<del>Mlati</del>" in text
    assert "<ins>Melati</ins>" in text
    assert "Bu Ketua · salah tulis" in text


def test_members_join_are_corrected_and_leave(client: Client, board_member: User, bkm: Bkm) -> None:
    ksm = group(bkm, "Melati", "Ani", "Budi")
    add = f"/kelola/bkm/ksm/{ksm.pk}/anggota/"
    send(client, add, name="Cici", sex="F", is_poor="ya", from_on="1-4-2003")
    ani = KsmMembership.objects.get(person_name="Ani")
    text = send(
        client,
        f"/kelola/bkm/anggota/{ani.key}/betulkan/",
        name="Ani Lestari",
        sex="F",
        is_poor="",
        note="",
    )
    assert "Ani Lestari" in text
    budi = KsmMembership.objects.get(person_name="Budi")
    send(client, f"/kelola/bkm/anggota/{budi.key}/berhenti/", on="1-5-2003", reason="pindah")
    names = [member.person_name for member in queries.members(ksm, date(2004, 1, 1))]
    assert names == ["Ani Lestari", "Cici"]


def test_lists_page_filter_sort_and_export(client: Client, board_member: User, bkm: Bkm) -> None:
    rows = [
        services.GroupRow(
            f"Kelompok {n:03}", KsmPurpose.SOCIAL if n % 2 else KsmPurpose.ECONOMIC, FORMED_ON
        )
        for n in range(1, 121)
    ]
    services.register_groups(ctx("many"), bkm=bkm, groups=rows)
    url = f"/kelola/bkm/{bkm.pk}/ksm/"
    assert "120 KSM" in words(client.get(url))
    last = words(client.get(f"{url}?page=3&sort=-nomor"))
    assert "Kelompok 020" in last
    assert "Kelompok 021" not in last
    found = words(client.get(f"{url}?q=kelompok+01&purpose=SOCIAL"))
    assert "5 KSM" in found
    file = client.get(f"{url}?q=kelompok+01&purpose=SOCIAL&sort=-nama&format=csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Nomor,Nama KSM,Untuk,Dibentuk,Anggota"
    assert lines[1] == "19,Kelompok 019,kegiatan sosial,2003-03-01,0"
    assert len(lines) == 6


def test_empty_lists_say_what_to_do(client: Client, board_member: User, bkm: Bkm) -> None:
    for path, said in (
        ("ksm/", "catat KSM yang pertama"),
        ("relawan/", "Salin daftar relawan"),
        ("warga-miskin/", "Salin dari formulir"),
        ("rencana/", "Catat PJM Pronangkis"),
    ):
        assert said in words(client.get(f"/kelola/bkm/{bkm.pk}/{path}"))


def test_the_poor_register_is_for_its_board_alone(
    client: Client, board_member: User, bkm: Bkm, wards: Wards
) -> None:
    url = f"/kelola/bkm/{bkm.pk}/warga-miskin/"
    text = send(
        client,
        f"{url}tambah/",
        households="Sarmi, 2, 1, RT 3\nKarta; 0; 2; Jl. Melati, RT 4",
        listed_on="1-3-2003",
    )
    assert "2 rumah tangga" in text
    assert "Jl. Melati, RT 4" in text
    household = PoorHousehold.objects.get(head_name="Karta")
    for role, unit, status in (
        (Role.AUDITOR, wards.one, 200),
        (Role.FACILITATOR, wards.district, 200),
        (Role.FACILITATOR, wards.two, 403),
        (Role.BOOKKEEPER, wards.one, 403),
        (Role.DISTRICT_OFFICER, wards.district, 403),
        (Role.NATIONAL_ANALYST, wards.nation, 403),
        (Role.ADMINISTRATOR, wards.nation, 403),
    ):
        user = person(f"{role} {unit.pk}")
        give(user, role, unit)
        client.force_login(user)
        assert client.get(url).status_code == status, role
        # An auditor reads and no more.
        if role is not Role.FACILITATOR or status == 403:
            assert client.get(f"/kelola/bkm/warga-miskin/{household.key}/").status_code == 403


def test_members_names_are_not_for_officers(client: Client, bkm: Bkm, wards: Wards) -> None:
    ksm = group(bkm, "Melati", "Rahasia")
    sign_in(client, Role.DISTRICT_OFFICER, wards.district)
    text = words(client.get(f"/kelola/bkm/ksm/{ksm.pk}/"))
    assert "1 anggota" in text
    assert "Rahasia" not in text
    assert client.get(f"/kelola/bkm/{bkm.pk}/relawan/").status_code == 403
    assert client.get(f"/kelola/bkm/{bkm.pk}/ksm/baru/").status_code == 403


def test_another_wards_board_is_closed(client: Client, board_member: User, wards: Wards) -> None:
    other = make_board(wards.two, "Bersama")
    ksm = group(other, "Melati", "Ani")
    for url in (
        f"{other.pk}/",
        f"{other.pk}/ksm/",
        f"{other.pk}/nama/",
        f"ksm/{ksm.pk}/",
        f"ksm/{ksm.pk}/betulkan/",
        f"anggota/{KsmMembership.objects.get().key}/betulkan/",
    ):
        assert client.get(f"/kelola/bkm/{url}").status_code == 403, url
    assert client.get("/kelola/bkm/99999/").status_code == 404


def test_a_boards_life(client: Client, board_member: User, bkm: Bkm) -> None:
    base = f"/kelola/bkm/{bkm.pk}/"
    send(client, f"{base}nama/", name="Makmur", from_on="1-1-2004")
    text = send(client, f"{base}betulkan/", name="Makmur Jaya", generic_name="LKM", note="akta")
    assert "<del>Makmur</del>" in text
    send(client, f"{base}masa-bakti/", number="1", starts_on="1-1-2004", ends_on="1-1-2027")
    seats = f"{base}masa-bakti/1/anggota/"
    text = send(client, seats, members="Siti, S.Pd.; P; koordinator\nBudi; L", seated_on="1-1-2004")
    assert "Siti, S.Pd." in text
    text = send(client, f"{base}unit/", kind="UPK", formed_on="2-1-2004")
    assert "Unit Pengelola Keuangan" in text
    text = send(
        client,
        f"{base}pemilihan/",
        held_on="20-12-2003",
        eligible="60",
        voters_female="28",
        voters_male="24",
        ballots_invalid="2",
        names_per_ballot="2",
        tally="Siti; 45; P\nBudi; 30; L",
        attendance="Ani; P",
    )
    assert "52 dari 60" in text
    assert Election.objects.get().attendance.get().person_name == "Ani"
    bad = send(
        client,
        f"{base}pemilihan/",
        held_on="21-12-2003",
        eligible="50",
        voters_female="28",
        voters_male="24",
        ballots_invalid="0",
        names_per_ballot="1",
    )
    assert "lebih banyak daripada yang berhak, 50" in bad
    send(client, f"{base}bubar/", on="1-1-2005", reason="digabung")
    assert BkmProfile.objects.known().get(name="Makmur Jaya").until_on == date(2005, 1, 1)
    assert "tidak berdiri lagi" in words(client.get(base))


def test_volunteers(client: Client, board_member: User, bkm: Bkm) -> None:
    url = f"/kelola/bkm/{bkm.pk}/relawan/"
    text = send(client, f"{url}tambah/", volunteers="Ani, P\nBudi, L", from_on="1-3-2003")
    assert "2 relawan" in text
    ani = Volunteer.objects.get(person_name="Ani")
    text = send(client, f"/kelola/bkm/relawan/{ani.key}/berhenti/", on="1-3-2004")
    assert "1 relawan" in text


def test_plans(client: Client, board_member: User, bkm: Bkm) -> None:
    url = f"/kelola/bkm/{bkm.pk}/rencana/"
    text = send(
        client,
        f"{url}baru/",
        kind="MEDIUM_TERM",
        title="PJM 2003–2005",
        ratified_on="1-9-2003",
        from_year="2003",
        to_year="2005",
        items="Jalan lingkungan; fisik; 55,5 jt; 900; 312,5; m\nModal usaha; ekonomi; Rp 90.000.000",
    )
    assert "145.500.000" in text
    road = PlanItem.objects.get(number=1)
    assert (road.cost_rupiah, road.volume_unit, road.beneficiaries) == (55_500_000, "m", 900)
    renta = send(
        client,
        f"{url}baru/",
        kind="ANNUAL",
        title="Renta 2006",
        ratified_on="1-12-2004",
        from_year="2006",
        to_year="2006",
        parent=str(Plan.objects.get().key),
    )
    assert "di dalam masa PJM-nya, 2003 sampai 2005" in renta
    text = send(
        client,
        f"/kelola/bkm/kegiatan/{road.key}/betulkan/",
        activity="Jalan lingkungan",
        pillar="PHYSICAL",
        cost_rupiah="60 juta",
        volume="312,5",
        volume_unit="m",
        beneficiaries="900",
    )
    assert "60.000.000" in text
    modal = PlanItem.objects.get(number=2)
    text = send(client, f"/kelola/bkm/kegiatan/{modal.key}/tarik/", reason="batal")
    assert "Modal usaha" not in text


def test_founding_a_board(client: Client, wards: Wards) -> None:
    sign_in(client, Role.DISTRICT_OFFICER, wards.district)
    given = {"name": "Sejahtera", "generic_name": "BKM", "founded_on": "1-6-2002"}
    text = send(client, "/kelola/bkm/baru/", unit="36.04.08.2003", **given)
    assert "belum ikut program pada 1 Juni 2002" in text
    text = send(client, "/kelola/bkm/baru/", unit="Pejaten", **given)
    assert "BKM dicatat." in text
    assert Bkm.objects.get().unit == wards.two
    assert "Pejaten" in words(client.get("/kelola/bkm/"))


def test_seats_officers_and_terms_end(client: Client, board_member: User, bkm: Bkm) -> None:
    base = f"/kelola/bkm/{bkm.pk}/"
    send(client, f"{base}masa-bakti/", number="1", starts_on="1-1-2004", ends_on="1-1-2027")
    names = "Ani; P; koordinator\nBudi; L\nCici; P"
    send(client, f"{base}masa-bakti/1/anggota/", members=names, seated_on="1-1-2004")
    seats = {seat.person_name: seat for seat in queries.office_holders(bkm, date(2005, 1, 1))}
    given = {"name": "Dewi", "sex": "F", "role": "MEMBER", "reason": "pindah"}
    url = f"/kelola/bkm/jabatan/{seats['Budi'].key}/ganti/"
    assert "Dewi" in send(client, url, on="1-6-2004", **given)
    url = f"/kelola/bkm/jabatan/{seats['Cici'].key}/akhiri/"
    text = send(client, url, on="1-6-2004", reason="wafat")
    assert "Cici" not in text
    # The same record once more: somebody has ended it already.
    assert "baru saja dibetulkan orang lain" in send(client, url, on="1-7-2004", reason="lagi")
    send(client, f"{base}unit/", kind="UPK", formed_on="2-1-2004")
    unit = queries.board_units(bkm, date(2005, 1, 1)).get()
    officer = {"role": "MANAGER", "name": "Fajar", "sex": "M", "from_on": "3-1-2004"}
    assert "Fajar" in send(client, f"/kelola/bkm/unit/{unit.key}/petugas/", **officer)
    fajar = queries.officers(bkm, date(2005, 1, 1)).get()
    url = f"/kelola/bkm/petugas/{fajar.key}/akhiri/"
    assert "Fajar" not in send(client, url, on="1-6-2004", reason="selesai")
    text = send(client, f"{base}masa-bakti/1/akhiri/", ends_on="1-1-2005", note="dipercepat")
    assert "Akhir masa bakti dicatat" in text
    assert queries.office_holders(bkm, date(2005, 1, 1)) == []
    assert client.get(f"{base}masa-bakti/9/akhiri/").status_code == 404


def test_groups_are_renamed_and_dissolved(client: Client, board_member: User, bkm: Bkm) -> None:
    ksm = group(bkm, "Melati", "Ani")
    base = f"/kelola/bkm/ksm/{ksm.pk}/"
    assert "Melati Putih" in send(client, f"{base}nama/", name="Melati Putih", from_on="1-1-2004")
    small = words(client.get(f"/kelola/bkm/{bkm.pk}/ksm/?size=small"))
    assert "Melati Putih" in small
    text = send(client, f"{base}bubar/", on="1-1-2005", reason="selesai")
    assert "KSM ini sudah bubar" in text
    assert not queries.members(ksm, date(2005, 1, 1)).exists()


def test_households_are_corrected_and_leave(client: Client, board_member: User, bkm: Bkm) -> None:
    url = f"/kelola/bkm/{bkm.pk}/warga-miskin/"
    send(client, f"{url}tambah/", households="Sarmi, 2, 1, RT 3", listed_on="1-3-2003")
    sarmi = PoorHousehold.objects.get()
    given = {"head_name": "Sarmi", "members_female": "3", "members_male": "1", "address": "RT 5"}
    assert "RT 5" in send(client, f"/kelola/bkm/warga-miskin/{sarmi.key}/", **given)
    bad = given | {"members_female": "0", "members_male": "0"}
    newest = PoorHousehold.objects.known().get()
    assert "paling sedikit satu anggota" in send(
        client, f"/kelola/bkm/warga-miskin/{newest.key}/", **bad
    )
    file = client.get(f"{url}?format=csv").content.decode("utf-8-sig").splitlines()
    assert file[1] == "Sarmi,3,1,RT 5,2003-03-01"
    text = send(client, f"/kelola/bkm/warga-miskin/{newest.key}/keluar/", on="1-1-2004")
    assert "Daftarnya masih kosong" in text


def test_an_activity_is_added_to_a_plan(client: Client, board_member: User, bkm: Bkm) -> None:
    url = f"/kelola/bkm/{bkm.pk}/rencana/"
    plan = {
        "kind": "MEDIUM_TERM",
        "title": "PJM 2003–2005",
        "ratified_on": "1-9-2003",
        "from_year": "2003",
        "to_year": "2005",
    }
    for wrong, said in (
        ("Jalan; laut; 1 jt", "tulis ekonomi, fisik atau sosial"),
        ("Jalan; fisik; banyak", "Baris 1:"),
        ("Jalan; fisik; 1 jt; semua", "bukan bilangan"),
        ("Jalan; fisik; 1 jt; 1; x; m", "bukan bilangan"),
    ):
        assert said in send(client, f"{url}baru/", items=wrong, **plan)
    send(client, f"{url}baru/", **plan)
    add = f"/kelola/bkm/rencana/{Plan.objects.get().key}/kegiatan/"
    given = {"activity": "Santunan", "pillar": "SOCIAL", "cost_rupiah": "1,5 jt"}
    assert "1.500.000" in send(client, add, added_on="1-10-2003", **given)
