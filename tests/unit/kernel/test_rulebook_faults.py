"""A wrong rulebook is refused with file, line, path, what is wrong and what is allowed."""

from pathlib import Path

import pytest

from jawara.kernel.rulebook import RulebookInvalid, load_all, shipped_rulebooks
from jawara.kernel.rulebook_tree import Status, read_yaml

P2KP = shipped_rulebooks().joinpath("p2kp-1.yaml").read_text(encoding="utf-8")


def faults(directory: Path, text: str) -> list[str]:
    """The faults of one file, without its name."""
    directory.joinpath("x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookInvalid) as refused:
        load_all(directory)
    assert refused.value.values["count"] == len(refused.value.problems)
    return [str(problem).removeprefix("x.yaml: ") for problem in refused.value.problems]


def changed(old: str, new: str) -> str:
    assert P2KP.count(old) >= 1, old
    return P2KP.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if part in line)


def test_the_message_names_everything(tmp_path: Path) -> None:
    text = changed("{number: 2, percent: 50}", "{number: 2, percent: lima puluh}")
    line = line_of(text, "lima puluh")
    assert faults(tmp_path, text) == [
        f"grants.tranches[1].percent (baris {line}): tertulis 'lima puluh'. "
        "Yang boleh: persen di atas 0 sampai 100, paling banyak dua desimal."
    ]


SHAPE = [
    ("{number: 2, percent: 50}", "{number: 2, percent: 0}", "grants.tranches[1].percent", "tertulis 0"),
    ("{number: 2, percent: 50}", "{number: 2, percent: true}", "[1].percent", "tertulis True"),
    ("{number: 2, percent: 50}", "{number: 2, percent: 50.001}", "[1].percent", "tertulis 50.001"),
    ("{number: 2, percent: 50}", "{number: 2}", "[1].percent", "tidak ada. Yang boleh: kunci ini wajib"),
    ("{number: 2, percent: 50}", "{nomor: 2, number: 2, percent: 50}", "[1].nomor",
     "kunci tidak dikenal. Yang boleh: number, percent"),
    ("{number: 2, percent: 50}", "{number: 1, percent: 50}", "[1].number", "1 sudah dipakai"),
    ("{number: 2, percent: 50}", "dua", "grants.tranches[1]", "Yang boleh: kunci number, percent"),
    ("{number: 2, percent: 50}", "{number: two, percent: 50}", "[1].number", "tertulis 'two'"),
    ("{number: 2, percent: 50}", "{number: {a: 1}, percent: 50}", "[1].number", "tertulis kunci a"),
    ("{number: 2, percent: 50}", "{number: {value: {}}, percent: 50}", "[1].number", "kunci (kosong)"),
    ("{number: 2, percent: 50}", "{number: [1, 2], percent: 50}", "[1].number", "daftar 2 butir"),
    ("optional: true", "optional: ya", "cycle.steps[6].optional", "true atau false"),
    ('{code: minutes, name: {id: "berita acara"', '{code: Minutes, name: {id: "berita acara"',
     "evidence.kinds[0].code", "huruf kecil"),
    ('en: "minutes"', 'en: "  "', "evidence.kinds[0].name.en", "teks yang berisi"),
    ("after: [readiness_meeting]", "after: readiness_meeting", "cycle.steps[1].after", "daftar, paling sedikit 0"),
    ("after: [readiness_meeting]", "after: [[readiness_meeting]]", "cycle.steps[1].after[0]", "daftar 1 butir"),
    ("after: [readiness_meeting]", "after: [readiness_meeting, readiness_meeting]",
     "cycle.steps[1].after[1]", "'readiness_meeting' sudah dipakai"),
    ("value: [volunteer_list]", "value: null", "cycle.steps[1].evidence", "tidak diisi"),
    ("code: PP_BLM", "code: pp_blm", "grants.dossier[0].code", "kode huruf besar"),
    ("- {code: PP_BLM, name", "- {name", "grants.dossier[0].code", "wajib"),
    ("kind: ASSET", "kind: HARTA", "ledger.accounts[0].kind", "ASSET, EXPENSE, LIABILITY"),
    ("kind: ASSET", "kind: [ASSET]", "ledger.accounts[0].kind", "ASSET, EXPENSE, LIABILITY"),
    ('"11010"', "11010", "ledger.accounts[0].code", "lima angka dalam tanda kutip"),
    ("event: grant_disbursed", "event: Grant", "ledger.postings[0].event", "kejadian"),
    ("value: 3\n", "value: 1001\n", "community.group_minimum_members", "bilangan bulat 1 sampai 1000"),
    ("max_bytes: 10485760", "max_bytes: 0", "evidence.max_bytes", "bilangan bulat 1 sampai 1000000000"),
    ("- image/png", "- gambar", "evidence.media_types[2]", "jenis berkas"),
    ("digits: 4", "digits: 11", "rounding.ratio.digits", "bilangan bulat 0 sampai 10"),
    ("mode: HALF_UP, digits: 4", "mode: NEAREST, digits: 4", "rounding.ratio.mode", "HALF_UP, HALF_EVEN"),
    ("  ratio:", "  Ratio:", "rounding.Ratio", "kunci 'Ratio'"),
    ("rounding:\n  status: assumed", "rounding: 4\nrest:\n  status: assumed", "rounding", "kunci: kode"),
    ("rounding:\n  status: assumed", "rounding: {}\nrest:\n  status: assumed", "rounding", "kunci (kosong)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "says"), SHAPE)
def test_shapes(tmp_path: Path, old: str, new: str, path: str, says: str) -> None:
    found = faults(tmp_path, changed(old, new))
    assert any(path in fault and says in fault for fault in found), found


AGREEMENT = [
    ("{number: 2, percent: 50}", "{number: 2, percent: 50.5}",
     "grants.tranches", "jumlah persennya 100,50. Yang boleh: tepat 100"),
    ("{number: 2, percent: 50}", "{number: 4, percent: 50}",
     "grants.tranches", "nomor termin 1, 4, 3. Yang boleh: 1, 2, 3"),
    ("tranches: [2, 3]", "tranches: [2, 4]", "grants.dossier[7].tranches[1]", "4 tidak ada. Yang boleh: 1, 2, 3"),
    ('- {code: SOCIAL, name: {id: "sosial", en: "social"}}\n', "\n",
     "grants.uses.allowed[2]", "'SOCIAL' tidak ada. Yang boleh: ECONOMIC, PHYSICAL"),
    ("after: [readiness_meeting]", "after: [self_survey]",
     "cycle.steps[1].after[0]", "'self_survey' tidak ada. Yang boleh: langkah sebelumnya: readiness_meeting"),
    ("after: []", "after: [review]", "cycle.steps[0].after[0]", "belum ada yang bisa dirujuk"),
    ("value: [volunteer_list]", "value: [volunteers]", "cycle.steps[1].evidence[0]", "'volunteers' tidak ada"),
    ("value: [attended_female, attended_male]", "value: [women]", "cycle.steps[1].indicators[0]", "'women' tidak ada"),
    ("kind: ASSET, normal_side: DEBIT", "kind: ASSET, normal_side: CREDIT",
     "ledger.accounts[0].normal_side", "sisi normal CREDIT. Yang boleh: DEBIT, atau contra: true"),
    ("kind: EQUITY, normal_side: CREDIT", "kind: EQUITY, normal_side: CREDIT, contra: true",
     "ledger.accounts[14].normal_side", "Yang boleh: DEBIT"),
    ('    - {code: SOCIAL, name: {id: "Buku', '    - {code: UPK, name: {id: "Buku', "ledger.books[4].code", "'UPK' sudah"),
    ('    - {code: UPK, name: {id: "Buku unit pengelola keuangan (UPK)", en: "Finance unit book (UPK)"}}\n', "",
     "ledger.accounts[0].books[2]", "'UPK' tidak ada. Yang boleh: SECRETARIAT, OPERATING_FUND, ENVIRONMENT, SOCIAL"),
    ('debit: "11040", credit: "31030"', 'debit: "11021", credit: "31030"',
     "ledger.postings[0].debit", "'11021' tidak ada. Yang boleh: akun buku SECRETARIAT: 11010, 11040"),
    ('debit: "11040", credit: "31030"', 'debit: "11040", credit: "11040"',
     "ledger.postings[0]", "debet dan kredit akun yang sama"),
    ('mirror: {book: UPK, debit: "11021", credit: "31020"}', 'mirror: {book: UPK, debit: "11021", credit: "11040"}',
     "ledger.postings[1].mirror.credit", "'11040' tidak ada. Yang boleh: akun buku UPK"),
    ('mirror: {book: UPK, debit: "11021", credit: "31020"}',
     'mirror: {book: SECRETARIAT, debit: "11010", credit: "31030"}',
     "ledger.postings[1].mirror.book", "bukunya sama dengan buku pertama"),
    ("value: 9}", "value: 15}", "community.board", "paling sedikit 15, paling banyak 13"),
    ("  ratio: {", "  other: {", "rounding.ratio", "tidak ada. Yang boleh: kunci ini wajib"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "says"), AGREEMENT)
def test_what_must_agree(tmp_path: Path, old: str, new: str, path: str, says: str) -> None:
    found = faults(tmp_path, changed(old, new))
    assert any(fault.startswith(path) and says in fault for fault in found), found


PROVENANCE = [
    ("rounding:\n  status: assumed\n", "rounding:\n", "rounding.ratio.mode",
     "belum ada status. Yang boleh: status: sourced, assumed atau local"),
    ("rounding:\n  status: assumed", "rounding:\n  status: guessed", "rounding.status",
     "status 'guessed' tidak dikenal. Yang boleh: sourced, assumed, local"),
    ("evidence:\n  status: assumed", "evidence:\n  status: sourced", "evidence",
     "status sourced tanpa sumber"),
    ("source: ad_panji", "source: ad_panjang", "community.group_minimum_members.source",
     "sumber 'ad_panjang' tidak ada. Yang boleh: ad_panji, airsalemba_2013"),
    ("source: ad_panji", "source: 7", "community.group_minimum_members.source", "bukan teks"),
    ('note: "Ketentuan Jawara', 'note: ""\n  x: "', "evidence.note", "bukan teks"),
    ("value: 3\n", "value: 3\n    nilai: 4\n", "community.group_minimum_members.nilai", "kunci tidak dikenal"),
    ("value: 3\n", "value: 3\n    from: 1998-01-01\n", "community.group_minimum_members",
     "berlaku 1998-01-01 sampai None, di luar masa induknya. Yang boleh: antara 1999-06-01 dan 2005-07-01"),
    ("value: 3\n", "value: 3\n    until: 2006-01-01\n", "community.group_minimum_members", "di luar masa"),
    ("value: 3\n", "value: 3\n    from: 2003-01-01\n    until: 2002-01-01\n",
     "community.group_minimum_members", "Yang boleh: until sesudah from"),
    ("value: 3\n", "value: 3\n    from: segera\n", "community.group_minimum_members.from", "'segera' bukan tanggal"),
    ("most_percent: {status: assumed,", "most_percent: {status: sourced, source: berkas_2013,",
     "grants.operating_fund.most_percent", "tidak diisi. Yang boleh: nilai, atau status assumed"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "says"), PROVENANCE)
def test_where_values_come_from(tmp_path: Path, old: str, new: str, path: str, says: str) -> None:
    found = faults(tmp_path, changed(old, new))
    assert any(fault.startswith(path) and says in fault for fault in found), found


HEAD = [
    ("code: p2kp-1", "code: P2KP 1", "code", "tertulis 'P2KP 1'. Yang boleh: kode, misalnya p2kp-1"),
    ("version: 1", 'version: "1"', "version", "tertulis 1. Yang boleh: 1, 2, 3"),
    ("version: 1", "version: 0", "version", "tertulis 0"),
    ("version: 1\n", "", "version", "tertulis None"),
    ('  en: "Urban Poverty Project (P2KP) 1"\n', "", "title.en", "tidak ada"),
    ("title:\n", "judul:\n", "title", "tidak ada atau bukan kunci dan nilai"),
    ("valid_from: 1999-06-01", "valid_from: Juni", "valid_from", "tertulis 'Juni'. Yang boleh: tanggal seperti"),
    ("valid_from: 1999-06-01\n", "", "valid_from", "tidak ada. Yang boleh: tanggal seperti 1999-06-01."),
    ("valid_until: 2005-07-01\n", "", "valid_until", "atau null"),
    ("valid_until: 2005-07-01", "valid_until: 1999-06-01", "valid_until", "tidak sesudah valid_from"),
    ('url: "http://docplayer.info/34040395', 'url: "docplayer.info/34040395', "sources.panduan_rkm.url", "alamat http"),
    ('    title: "Bank Dunia tentang P2KP, Juli 2002"\n', "", "sources.bank_2002.title", "tidak ada"),
    ('    note: "Berita di situs', '    catatan: "Berita di situs', "sources.serang_2004.catatan", "kunci tidak dikenal"),
    ('    note: "Berita di situs', '    catatan: "Berita di situs', "sources.serang_2004", "tanpa url dan tanpa note"),
    ("  serang_2004:\n", "  kosong: x\n  serang_2004:\n", "sources.kosong", "bukan kunci dan nilai"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "says"), HEAD)
def test_the_head(tmp_path: Path, old: str, new: str, path: str, says: str) -> None:
    found = faults(tmp_path, changed(old, new))
    assert any(fault.startswith(path) and says in fault for fault in found), found


YAML = [
    ("", "berkasnya kosong"),
    ("- satu", "bukan kunci dan nilai"),
    ("a: [", "bukan YAML yang bisa dibaca"),
    ("a: &x 1\nb: *x", "b (baris 1): nilai ini dirujuk lagi dengan alias"),
    ("a: &x [*x]", "a[0] (baris 1): nilai ini dirujuk lagi"),
    ("code: !!float inf", "code (baris 1): 'inf' tidak bisa dibaca"),
    ("code: a\ncode: b", "code (baris 2): tertulis dua kali"),
    ("1: a", "kunci '1' bukan kata"),
    ("code: yes", "code (baris 1): 'yes' tidak bisa dibaca"),
    ("code: .inf", "code (baris 1): '.inf' tidak bisa dibaca"),
    ("code: 12:30:45.5", "code (baris 1): '12:30:45.5' tidak bisa dibaca"),
    ("code: 2004-11-30 10:00:00", "code (baris 1): '2004-11-30 10:00:00' tidak bisa dibaca"),
    ("code: !!python/name:os.system x", "code (baris 1): 'x' tidak bisa dibaca"),
    ("code: 2004-13-01", "code (baris 1): '2004-13-01' tidak bisa dibaca"),
]


@pytest.mark.parametrize(("text", "says"), YAML)
def test_what_is_no_plain_yaml(tmp_path: Path, text: str, says: str) -> None:
    found = faults(tmp_path, text)
    assert any(says in fault for fault in found), found


def test_numbers_are_exact() -> None:
    top, problems = read_yaml("a: 33.33\nb: 1_000\nc: false\nd: ~", "x.yaml")
    assert problems == []
    assert isinstance(top.value, dict)
    assert [str(raw.value) for raw in top.value.values()] == ["33.33", "1000", "False", "None"]
    assert top.value["b"].line == 2


def test_the_same_version_twice_and_no_rulebook_at_all(tmp_path: Path) -> None:
    tmp_path.joinpath("a.yaml").write_text(P2KP, encoding="utf-8")
    assert faults(tmp_path, P2KP) == [
        "version: p2kp-1@1 sudah ada di berkas lain. Yang boleh: versi yang lain."
    ]
    empty = tmp_path.joinpath("empty")
    empty.mkdir()
    with pytest.raises(RulebookInvalid, match="tidak ada buku aturan"):
        load_all(empty)


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    tmp_path.joinpath("a.yaml").write_text("code: a", encoding="utf-8")
    text = changed("value: 3\n", "value: 0\n").replace("digits: 4", "digits: 40")
    tmp_path.joinpath("b.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookInvalid) as refused:
        load_all(tmp_path)
    assert {problem.file for problem in refused.value.problems} == {"a.yaml", "b.yaml"}
    assert [p.path for p in refused.value.problems if p.file == "b.yaml"] == [
        "community.group_minimum_members",
        "rounding.ratio.digits",
    ]


def test_what_children_inherit(tmp_path: Path) -> None:
    text = changed(
        "most_percent: {status: assumed, note",
        "most_percent: {from: 30 November 2004, note",
    )
    tmp_path.joinpath("x.yaml").write_text(text, encoding="utf-8")
    book = load_all(tmp_path).get("p2kp-1")
    most = book.rule("grants.operating_fund.most_percent")
    assert (most.status, str(most.from_on)) == (Status.ASSUMED, "2004-11-30")
    first = book.rule("grants.dossier[0].tranches")
    assert first.note == book.rule("grants.dossier").note
    assert first.source == book.rule("grants.dossier").source
    restated = book.rule("cycle.steps[1].evidence")
    assert (restated.status, restated.source) == (Status.ASSUMED, None)
