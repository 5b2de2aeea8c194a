"""Money and the loose reading of rupiah."""

from collections.abc import Callable

import pytest

from jawara.kernel.errors import Refusal
from jawara.kernel.money import CurrencyMismatch, Money, parse_rupiah

five, seven, dollar = Money(5), Money(7), Money(5, "USD")


def test_money_of_one_currency_adds_subtracts_and_turns_round() -> None:
    assert five + seven == Money(12)
    assert five - seven == Money(-2)
    assert -five == Money(-5)
    assert five != dollar


def test_money_is_ordered() -> None:
    assert five < seven
    assert five <= Money(5)
    assert seven > five
    assert seven >= Money(7)
    assert not five > seven
    assert not seven <= five


@pytest.mark.parametrize(
    "act",
    [
        lambda: five + dollar,
        lambda: five - dollar,
        lambda: five < dollar,
        lambda: five <= dollar,
        lambda: five > dollar,
        lambda: five >= dollar,
    ],
)
def test_two_currencies_are_refused(act: Callable[[], object]) -> None:
    with pytest.raises(CurrencyMismatch) as refused:
        act()
    assert refused.value.code == "currency_mismatch"
    assert str(refused.value) == (
        "IDR dan USD tidak bisa dijumlahkan. Catat keduanya secara terpisah."
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda: five + 5,
        lambda: five - 5,
        lambda: five < 5,
        lambda: five <= 5,
        lambda: five > 5,
        lambda: five >= 5,
        lambda: Money(5.0),
        lambda: Money(True),
        lambda: Money("5"),
    ],
)
def test_anything_but_money_is_a_type_error(act: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        act()


@pytest.mark.parametrize("currency", ["", "rp", "RUPIAH", "IDR\n"])
def test_a_currency_is_an_iso_code(currency: str) -> None:
    with pytest.raises(ValueError, match="currency code"):
        Money(5, currency)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp 1.234.567", 1_234_567),
        ("Rp1.234.567", 1_234_567),
        ("Rp\u00a01.234.567", 1_234_567),
        ("1234567", 1_234_567),
        ("Rp. 3.600.000.000,-", 3_600_000_000),
        ("Rp 5.000.--", 5_000),
        ("1,2 jt", 1_200_000),
        ("1.2 jt", 1_200_000),
        ("1,5 juta", 1_500_000),
        ("500 ribu", 500_000),
        ("500rb.", 500_000),
        ("3,6 miliar", 3_600_000_000),
        ("2.132,470 juta", 2_132_470_000),
        ("1 triliun rupiah", 1_000_000_000_000),
        ("1.200.000,00", 1_200_000),
        ("1200000.0", 1_200_000),
        ("1,234,567", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("1 200 000", 1_200_000),
        ("1.234", 1_234),
        ("IDR 750", 750),
        ("0", 0),
        ("-0", 0),
        ("  42  ", 42),
        ("9223372036854775807", 2**63 - 1),
    ],
)
def test_what_people_type_is_understood(text: str, amount: int) -> None:
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_missing"),
        (" \u00a0 ", "amount_missing"),
        ("Rp", "amount_not_understood"),
        ("juta", "amount_not_understood"),
        ("1 M", "amount_not_understood"),
        ("12..3", "amount_not_understood"),
        ("1.23.456", "amount_not_understood"),
        ("1.5,-jt", "amount_not_understood"),
        ("--5", "amount_not_understood"),
        ("-Rp -5", "amount_not_understood"),
        ("١٢٣", "amount_not_understood"),
        ("1e6", "amount_not_understood"),
        ("1" * 65, "amount_not_understood"),
        ("1,234", "amount_ambiguous"),
        ("0.500", "amount_ambiguous"),
        ("1200,000", "amount_ambiguous"),
        ("1.200 jt", "amount_ambiguous"),
        ("1,200 jt", "amount_ambiguous"),
        ("1,5", "fraction_of_rupiah"),
        ("1.200.000,50", "fraction_of_rupiah"),
        ("1.200.000,000", "fraction_of_rupiah"),
        ("0,0001 ribu", "fraction_of_rupiah"),
        ("-500", "negative_amount"),
        ("Rp −500", "negative_amount"),
        ("9223372036854775808", "amount_too_large"),
        ("10000000 triliun", "amount_too_large"),
    ],
)
def test_what_has_no_single_reading_is_refused_with_an_example(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_rupiah(text, field="amount")
    assert refused.value.code == code
    assert refused.value.field == "amount"
    assert "1.200.000" in str(refused.value)


def test_negative_amounts_where_they_are_allowed() -> None:
    assert parse_rupiah("-Rp 1.500", allow_negative=True) == -1_500
    assert parse_rupiah("Rp −1,5 jt", allow_negative=True) == -1_500_000


def test_a_refusal_names_what_was_typed() -> None:
    with pytest.raises(Refusal) as refused:
        parse_rupiah("seratus")
    assert refused.value.values == {"text": "seratus", "example": "1.200.000"}
    assert str(refused.value) == (
        "Jumlah “seratus” belum bisa dibaca. Tulis dengan angka, misalnya 1.200.000."
    )
