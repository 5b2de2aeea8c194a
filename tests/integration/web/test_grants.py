"""The staff pages of grants, on the example: every act, what errors keep, what a repeat does."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.community.models import Bkm
from jawara.grants import queries
from jawara.grants.models import (
    AccountabilityReport,
    BlockGrant,
    Disbursement,
    GapExplanation,
    GrantUse,
    OperatingFundUse,
    OwnContribution,
)
from jawara.ledger.models import JournalEntry
from jawara.territories.models import Unit
from tests.support.people import give, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]


def sign_in(client: Client, role: Role, code: str = "36.04") -> User:
    user = User.objects.filter(name=f"Orang {role}").first()
    if user is None:
        user = person(f"Orang {role}")
        give(user, role, Unit.objects.get(versions__code=code, versions__valid_until=None))
    client.force_login(user)
    return user


def the_grant() -> BlockGrant:
    """The grant of a ward of Kabupaten Serang whose board keeps books in the example."""
    return BlockGrant.objects.filter(bkm__unit__versions__code="36.04.09.2001").distinct().get()


def with_gap() -> BlockGrant:
    """A grant of the example that leaves something unexplained, in Kabupaten Serang today."""
    unit = Unit.objects.get(versions__code="36.04", versions__valid_until=None)
    grants = queries.grants_in(unit.pk, date(2026, 1, 1))
    sums = queries.by_grant(grants, date(2026, 1, 1))
    return next(grant for grant in grants if sums[grant.pk].unexplained > 0)


def words(page: HttpResponse) -> str:
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(text.replace("\xa0", " ").replace("&nbsp;", " ").split())


def key_of(page: HttpResponse) -> str:
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', page.content.decode())
    assert found, words(page)
    return found[1]


def pdf(name: str = "bukti.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.4 {name}".encode())


def fill(client: Client, url: str, **data: object) -> HttpResponse:
    """Open a form and send it as a person would."""
    page = client.get(url)
    assert page.status_code == 200, words(page)
    return client.post(url, {"key": key_of(page), **data})


def sums(grant: BlockGrant) -> queries.GrantTotals:
    return queries.of_grant(grant, date.max)


def test_the_list_shows_the_reported_totals_and_exports_them(client: Client) -> None:
    sign_in(client, Role.AUDITOR, "36")
    page = client.get("/kelola/blm/")
    assert "19 perjanjian" in words(page)
    assert "3.600.000.000" in words(page)
    assert "120.000.000" in words(page)
    lines = client.get("/kelola/blm/?format=csv").content.decode().splitlines()
    assert len(lines) == 20
    assert sum(int(line.split(",")[-1]) for line in lines[1:]) == 120_000_000
    gaps = client.get("/kelola/blm/?state=gap&format=csv").content.decode().splitlines()
    assert 2 <= len(gaps) < 20
    assert all(int(line.split(",")[-1]) > 0 for line in gaps[1:])
    assert client.get("/kelola/blm/?format=xlsx")["Content-Type"].endswith(".sheet")


def test_the_list_sorts_and_finds(client: Client) -> None:
    sign_in(client, Role.AUDITOR, "36")
    rows = client.get("/kelola/blm/?sort=-cair&format=csv").content.decode().splitlines()[1:]
    amounts = [int(row.split(",")[-3]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    number = the_grant().agreement_number
    page = client.get("/kelola/blm/", {"q": number})
    assert "1 perjanjian" in words(page)
    assert "Tidak ada perjanjian yang cocok" in words(client.get("/kelola/blm/?q=zzz"))


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Client, django_assert_max_num_queries: object
) -> None:
    sign_in(client, Role.AUDITOR, "36")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get("/kelola/blm/")


def test_one_grant_says_what_is_left_and_shows_its_dossier(client: Client) -> None:
    sign_in(client, Role.DISTRICT_OFFICER)
    grant = with_gap()
    page = client.get(f"/kelola/blm/{grant.pk}/")
    text = words(page)
    assert "belum ada penjelasan" in text
    assert "Jelaskan selisih" in text
    assert "cair seluruhnya" in text
    assert "ilustrasi" in text
    assert "anggapan" in text


def test_a_use_is_typed_loosely_and_shown_back_in_full(client: Client) -> None:
    sign_in(client, Role.BOOKKEEPER)
    grant = with_gap()
    left = sums(grant).unexplained
    url = f"/kelola/blm/{grant.pk}/pemakaian/baru/"
    page = fill(
        client, url, pillar="PHYSICAL", activity="Talud", amount_rupiah="1,2 jt", occurred_on="x"
    )
    assert page.status_code == 200
    assert 'value="Rp 1.200.000"' in page.content.decode().replace("\xa0", " ")
    assert "tidak hilang" in words(page)
    key = key_of(page)
    data = {
        "key": key,
        "pillar": "PHYSICAL",
        "activity": "Talud",
        "amount_rupiah": "Rp 1.200.000",
        "occurred_on": "30-11-2004",
        "file_evidence": pdf(),
    }
    answer = client.post(url, data)
    use = GrantUse.objects.get(key=key)
    assert answer["Location"] == f"/kelola/blm/pemakaian/{use.key}/"
    assert (use.amount_rupiah, use.occurred_on) == (1_200_000, date(2004, 11, 30))
    assert use.document is not None
    # The browser's back button and a second click change nothing.
    again = client.post(url, {**data, "file_evidence": pdf()})
    assert again["Location"] == answer["Location"]
    assert GrantUse.objects.filter(activity="Talud").count() == 1
    assert sums(grant).unexplained == left - 1_200_000


def test_too_much_is_refused_with_what_is_available(client: Client) -> None:
    sign_in(client, Role.BOARD_MEMBER)
    grant = with_gap()
    left = queries.available(grant, date(2026, 1, 1)).amount
    page = fill(
        client,
        f"/kelola/blm/{grant.pk}/pemakaian/baru/",
        pillar="SOCIAL",
        activity="Santunan",
        amount_rupiah=str(left + 1),
        occurred_on="1 Januari 2026",
    )
    shown = f"{left:,}".replace(",", ".")
    assert f"masih tersedia Rp {shown}" in words(page)
    assert not GrantUse.objects.filter(activity="Santunan", grant=grant, basis="ENTERED").exists()


def test_a_correction_shows_before_after_and_who(client: Client) -> None:
    user = sign_in(client, Role.BOOKKEEPER)
    use = GrantUse.objects.filter(grant=the_grant()).order_by("pk")[0]
    url = f"/kelola/blm/pemakaian/{use.key}/betulkan/"
    answer = fill(
        client,
        url,
        pillar=use.pillar,
        activity="Nama yang benar",
        amount_rupiah=str(use.amount_rupiah - 1000),
        occurred_on=use.occurred_on.isoformat(),
        reason="Salah baca kuitansi",
    )
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "Salah baca kuitansi" in words(page)
    assert user.name in words(page)
    assert f"<del>{use.activity}</del>" in page.content.decode()
    assert "<ins>Nama yang benar</ins>" in page.content.decode()
    assert "sudah dibetulkan" in words(client.get(f"/kelola/blm/pemakaian/{use.key}/"))
    # Somebody who still has the old form open is told, and loses nothing.
    late = fill(
        client,
        url,
        pillar=use.pillar,
        activity="Nama lain",
        amount_rupiah="1000",
        occurred_on="30 November 2004",
        reason="Terlambat",
    )
    assert "baru saja dibetulkan orang lain" in words(late)
    assert 'value="Nama lain"' in late.content.decode()


def test_a_use_is_withdrawn_with_a_reason(client: Client) -> None:
    sign_in(client, Role.BOOKKEEPER)
    use = GrantUse.objects.filter(grant=the_grant()).order_by("pk")[0]
    before = sums(the_grant()).unexplained
    answer = fill(client, f"/kelola/blm/pemakaian/{use.key}/tarik/", reason="Tidak pernah terjadi")
    assert answer["Location"] == f"/kelola/blm/{use.grant_id}/"
    assert sums(the_grant()).unexplained == before + use.amount_rupiah
    assert "sudah ditarik" in words(
        client.get(f"/kelola/blm/pemakaian/{GrantUse.objects.get(supersedes=use).key}/")
    )


def test_operating_money_and_contributions(client: Client) -> None:
    sign_in(client, Role.BOARD_MEMBER)
    grant = with_gap()
    on = {"occurred_on": "30 Nov 2004"}
    moved = fill(
        client,
        f"/kelola/blm/{grant.pk}/bop/baru/",
        is_transfer="yes",
        activity="BOP",
        amount_rupiah="50 ribu",
        **on,
    )
    assert moved.status_code == 302, words(moved)
    too_much = fill(
        client,
        f"/kelola/blm/{grant.pk}/bop/baru/",
        is_transfer="no",
        activity="Rapat",
        amount_rupiah="51 ribu",
        **on,
    )
    assert "masih tersedia Rp 50.000" in words(too_much)
    record = OperatingFundUse.objects.get(grant=grant)
    back = fill(client, f"/kelola/blm/bop/{record.key}/tarik/", reason="Salah")
    assert back.status_code == 302
    assert sums(grant).operating_moved == 0
    given = fill(
        client,
        f"/kelola/blm/{grant.pk}/swadaya/baru/",
        pillar="PHYSICAL",
        kind="LABOUR",
        activity="Kerja bakti",
        amount_rupiah="2 juta",
        **on,
    )
    assert given.status_code == 302
    row = OwnContribution.objects.get(activity="Kerja bakti")
    assert row.amount_rupiah == 2_000_000
    assert "Kerja bakti" in words(client.get(f"/kelola/blm/{grant.pk}/"))
    fill(client, f"/kelola/blm/swadaya/{row.key}/tarik/", reason="Salah")
    assert "Kerja bakti" not in words(client.get(f"/kelola/blm/{grant.pk}/"))


def test_a_difference_is_explained_with_evidence_or_not_at_all(client: Client) -> None:
    sign_in(client, Role.DISTRICT_OFFICER)
    grant = with_gap()
    left = sums(grant).unexplained
    url = f"/kelola/blm/{grant.pk}/penjelasan/baru/"
    data = {
        "category": "UNSPENT",
        "amount_rupiah": str(left),
        "text": "Masih di rekening.",
        "occurred_on": "1 Desember 2004",
    }
    page = fill(client, url, **data)
    assert "Buktinya belum dilampirkan" in words(page)
    assert fill(client, url, **data, file_evidence=pdf()).status_code == 302
    assert sums(grant).unexplained == 0
    record = GapExplanation.objects.get(grant=grant)
    page = client.get(f"/kelola/blm/penjelasan/{record.key}/")
    assert "Masih di rekening." in page.content.decode()
    fill(client, f"/kelola/blm/penjelasan/{record.key}/tarik/", reason="Bukti keliru")
    assert sums(grant).unexplained == left


def test_an_account_is_given_compared_and_judged(client: Client) -> None:
    sign_in(client, Role.BOARD_MEMBER)
    grant = the_grant()
    tranche = next(
        item
        for item in queries.tranches(grant).order_by("-number")
        if not AccountabilityReport.objects.filter(tranche=item).exists()
    )
    url = f"/kelola/blm/{grant.pk}/termin/{tranche.number}/lpj/"
    answer = fill(client, url, stated_used_rupiah="0", occurred_on="30 November 2004")
    assert answer.status_code == 302, words(answer)
    address = answer["Location"]
    assert "Menurut laporan" in words(client.get(address))
    changed = fill(
        client, f"{address}betulkan/", stated_used_rupiah="5 jt", occurred_on="30 November 2004"
    )
    newest = changed["Location"]
    assert "sudah dipakai" in words(client.get(newest))
    client.logout()
    sign_in(client, Role.DISTRICT_OFFICER)
    judged = fill(client, f"{newest}putuskan/", accepted="yes", note="Cocok dengan buku")
    assert "diterima" in words(client.get(judged["Location"]))


def test_a_grant_from_signing_to_its_first_tranche(client: Client) -> None:
    """A ward of phase 1/1 has a board and no grant yet."""
    taken = set(BlockGrant.objects.values_list("bkm_id", flat=True))
    bkm = Bkm.objects.exclude(pk__in=taken).order_by("pk")[0]
    code = bkm.unit.versions.get(valid_until=None, retired_at=None).code
    sign_in(client, Role.DISTRICT_OFFICER, "36")
    page = fill(
        client,
        "/kelola/blm/baru/",
        ward=code,
        phase="P2KP-1/1",
        agreement_number="SPPB/01",
        ceiling_rupiah="100 jt",
        occurred_on="1 Juni 2004",
    )
    assert page.status_code == 302, words(page)
    address = page["Location"]
    grant = BlockGrant.objects.get(agreement_number="SPPB/01")
    refused = fill(
        client, f"{address}termin/1/cair/", amount_rupiah="20 jt", occurred_on="2-6-2004"
    )
    assert "Berkas termin 1 belum lengkap" in words(refused)
    assert not Disbursement.objects.filter(tranche__grant=grant).exists()
    rulebook = queries.rulebook_of(grant)
    marks = {f"doc_{item.code}": "passed" for item in rulebook.dossier(1)}
    assert "Belum giliran Anda" in words(client.get(f"{address}termin/1/berkas/"))
    client.logout()
    sign_in(client, Role.FACILITATOR, "36")
    nothing = fill(client, f"{address}termin/1/berkas/fasilitator/", occurred_on="1 Juni 2004")
    assert "Belum ada dokumen yang ditandai" in words(nothing)
    fill(client, f"{address}termin/1/berkas/fasilitator/", occurred_on="1 Juni 2004", **marks)
    client.logout()
    sign_in(client, Role.DISTRICT_OFFICER, "36")
    for _official in rulebook.verifiers()[1:]:
        done = fill(client, f"{address}termin/1/berkas/", occurred_on="2 Juni 2004", **marks)
        assert done.status_code == 302, words(done)
    assert "Berkasnya lengkap" in words(client.get(f"{address}termin/1/cair/"))
    paid = fill(client, f"{address}termin/1/cair/", amount_rupiah="20 jt", occurred_on="2-6-2004")
    assert paid.status_code == 302, words(paid)
    assert sums(grant).disbursed == 20_000_000
    record = Disbursement.objects.get(tranche__grant=grant)
    assert "Catatan ditarik" in words(
        client.get(
            fill(client, f"/kelola/blm/pencairan/{record.key}/tarik/", reason="Salah")["Location"]
        )
    )
    assert sums(grant).disbursed == 0


def test_an_agreement_in_use_is_not_changed(client: Client) -> None:
    sign_in(client, Role.DISTRICT_OFFICER)
    grant = the_grant()
    page = fill(
        client,
        f"/kelola/blm/{grant.pk}/betulkan/",
        agreement_number="Lain",
        ceiling_rupiah="1 jt",
        occurred_on=grant.occurred_on.isoformat(),
    )
    assert "tidak bisa diubah lagi" in words(page)
    assert 'value="Lain"' in page.content.decode()


def test_uses_of_a_grant_list_sort_and_export(client: Client) -> None:
    sign_in(client, Role.BOOKKEEPER)
    grant = the_grant()
    url = f"/kelola/blm/{grant.pk}/pemakaian/"
    rows = client.get(f"{url}?sort=-jumlah&format=csv").content.decode().splitlines()[1:]
    amounts = [int(row.split(",")[-2]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert sum(amounts) == sums(grant).used_in_all
    social = client.get(f"{url}?pillar=SOCIAL&format=csv").content.decode().splitlines()[1:]
    assert len(social) == queries.uses(grant, date.max, pillar="SOCIAL").count()
    assert "Pemakaian dana BLM" in words(client.get(url))


def test_a_book_shows_its_balances_and_takes_a_voucher(client: Client) -> None:
    sign_in(client, Role.BOOKKEEPER)
    grant = the_grant()
    entry = JournalEntry.objects.filter(book__owner=grant.bkm.key, number=1).order_by("pk")[0]
    url = f"/kelola/buku/{entry.book.key}/"
    assert "Neraca saldo" in words(client.get(url))
    rows = [
        line.split(",") for line in client.get(f"{url}?format=csv").content.decode().splitlines()
    ]
    assert sum(int(r[-3]) for r in rows[1:]) == sum(int(r[-2]) for r in rows[1:]) > 0
    posted = fill(
        client,
        f"{url}bukti/",
        debit_code="11010",
        credit_code="41020",
        amount="10 ribu",
        occurred_on="30 November 2004",
        memo="Bunga bank",
    )
    assert posted.status_code == 302, words(posted)
    voucher = JournalEntry.objects.get(memo="Bunga bank")
    refused = fill(
        client,
        f"/kelola/buku/catatan/{entry.key}/batalkan/",
        reason="Salah",
        occurred_on="30 November 2004",
    )
    assert "mengikuti catatan lain" in words(refused)
    back = fill(
        client,
        f"/kelola/buku/catatan/{voucher.key}/batalkan/",
        reason="Salah buku",
        occurred_on="1 Desember 2004",
    )
    assert back.status_code == 302
    assert JournalEntry.objects.get(reverses=voucher).memo == "Salah buku"


@pytest.mark.parametrize(
    "path",
    [
        "/kelola/blm/999999/",
        "/kelola/blm/999999/pemakaian/",
        "/kelola/blm/pemakaian/00000000-0000-4000-8000-000000000000/",
        "/kelola/buku/00000000-0000-4000-8000-000000000000/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    sign_in(client, Role.AUDITOR, "36")
    assert client.get(path).status_code == 404


def test_numbers_without_end_are_no_error(client: Client) -> None:
    sign_in(client, Role.AUDITOR, "36")
    endless = "9" * 40
    entry = JournalEntry.objects.order_by("pk")[0]
    assert client.get(f"/kelola/blm/{endless}/").status_code == 404
    assert client.get(f"/kelola/blm/{the_grant().pk}/termin/{endless}/cair/").status_code == 403
    for query in (f"page={endless}", "page=x", "sort=x", "state=x", "phase=x", "q=%00"):
        assert client.get(f"/kelola/blm/?{query}").status_code == 200, query
    for query in (f"after={endless}", "after=x", "after=-1"):
        assert client.get(f"/kelola/buku/{entry.book.key}/?{query}").status_code == 200, query


def test_words_that_hide_something_are_taken_apart(client: Client) -> None:
    sign_in(client, Role.BOOKKEEPER)
    grant = with_gap()
    url = f"/kelola/blm/{grant.pk}/pemakaian/baru/"
    data = {"pillar": "SOCIAL", "amount_rupiah": "1000", "occurred_on": "30-11-2004"}
    done = fill(client, url, activity="=1+1 \u202e道路 \u0000🛠", **data)
    assert done.status_code in {200, 302}
    name = "=SUM(A1) \u202eꦱꦶꦠꦶ 道"
    assert fill(client, url, activity=name, **data).status_code == 302
    assert GrantUse.objects.filter(activity="=SUM(A1) ꦱꦶꦠꦶ 道").exists()
    lines = client.get(f"/kelola/blm/{grant.pk}/pemakaian/?format=csv").content.decode()
    assert ",'=SUM(A1)" in lines
    assert "belum diisi" in words(fill(client, url, activity="\u200b\u202e", **data))
