"""Names and codes as people type them."""

import pytest

from jawara.territories.enums import Kind
from jawara.territories.names import Sought, fold, search_name, sought, tidy_code


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Regapu’u", "regapuu"),
        ('Soka"an', "sokaan"),
        ("Toli-Toli", "toli toli"),
        ("Lambang Sari I, II, III", "lambang sari i ii iii"),
        ("  ÉMBÈR  ", "ember"),
        ("Straße", "strasse"),
        ("'", ""),
    ],
)
def test_folding_leaves_letters_only(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "level", "found_by"),
    [
        ("Kabupaten Serang", 2, "serang"),
        ("Kota Administrasi Jakarta Pusat", 2, "jakarta pusat"),
        ("Kabupaten Kota Baru", 2, "kota baru"),
        ("Kota Bahagia", 3, "kota bahagia"),
        ("Kota", 2, "kota"),
    ],
)
def test_a_district_is_searched_by_its_own_name(name: str, level: int, found_by: str) -> None:
    assert search_name(name, level) == found_by


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("36.73.01", "36.73.01"),
        (" 367301 ", "36.73.01"),
        ("3673011007", "36.73.01.1007"),
        ("36 73", "36.73"),
        ("36", "36"),
        ("id", "0"),
        ("Indonesia", "0"),
        ("36730", "36730"),
        ("unyur", "unyur"),
        ("", ""),
    ],
)
def test_codes_take_their_official_form(typed: str, code: str) -> None:
    assert tidy_code(typed) == code


def test_what_is_sought() -> None:
    assert sought("36.7") == Sought(code="36.7")
    assert sought("Kec. Kramatwatu") == Sought(
        whole="kec kramatwatu", base="kramatwatu", kinds=frozenset({Kind.KECAMATAN})
    )
    assert sought("Kota Administrasi Jakarta Pusat").base == "jakarta pusat"
    assert sought("Desa") == Sought(whole="desa")
    assert sought("  \t") == Sought()
