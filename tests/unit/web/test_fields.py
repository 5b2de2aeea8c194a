"""Dates, rupiah and territories as people type them."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from jawara.kernel.errors import Refusal
from jawara.territories.queries import by_code, with_parents
from jawara.web.forms.fields import LooseDateField, RupiahField, TerritoryField, full_name
from jawara.web.staff import KeyedForm, apply_refusal, refusal_text
from tests.support.people import Country, make_country

TODAY = date(2026, 3, 2)


def said(field: forms.Field, text: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        field.clean(text)
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    "text", ["30-11-2004", "30/11/2004", "2004-11-30", "30 Nov 2004", " 30 november 2004 "]
)
def test_one_date_in_many_ways(text: str) -> None:
    field = LooseDateField()
    assert field.clean(text) == date(2004, 11, 30)
    assert field.prepare_value(text) == "30 November 2004"


def test_a_date_that_is_none() -> None:
    field = LooseDateField(required=False)
    assert field.clean("") is None
    assert field.prepare_value("") == ""
    assert field.prepare_value("31-2-2004") == "31-2-2004"  # as typed, to be mended
    assert "31-2-2004" in said(field, "31-2-2004")
    with translation.override("en"):
        assert field.prepare_value(date(2004, 12, 31)) == "31 December 2004"


@pytest.mark.parametrize("text", ["1,2 jt", "Rp 1.200.000", "1200000", "Rp. 1.200.000,-"])
def test_one_amount_in_many_ways(text: str) -> None:
    field = RupiahField()
    assert field.clean(text) == 1_200_000
    assert field.prepare_value(text) == "Rp\xa01.200.000"


def test_an_amount_that_is_none() -> None:
    field = RupiahField(required=False)
    assert field.clean("") is None
    assert field.prepare_value(None) == ""
    assert field.prepare_value(0) == "Rp\xa00"
    assert field.prepare_value("banyak") == "banyak"
    assert said(field, "banyak")


@pytest.fixture
def country(db: None) -> Country:
    return make_country()


@pytest.mark.parametrize(
    "text", ["Margasana", "margasana", "36.04.08.2001", "Margasana (36.04.08.2001)"]
)
def test_one_place_in_many_ways(country: Country, text: str) -> None:
    found: Any = TerritoryField().clean(text)
    assert found.unit_id == country.ward.pk
    assert TerritoryField().prepare_value(found) == "Margasana (36.04.08.2001)"


def test_places_that_are_not_there_or_are_several(country: Country) -> None:
    field = TerritoryField(required=False)
    assert field.clean("") is None
    assert "bernama “Entah”" in said(field, "Entah")
    assert "36.99" in said(field, "36.99")
    several = said(field, "Kabupaten")
    assert "Kabupaten Serang, Banten (36.04)" in several
    assert "Kabupaten Bogor, Jawa Barat (32.01)" in several


def test_a_place_with_where_it_lies(country: Country) -> None:
    [ward] = with_parents([by_code("36.04.08.2001", TODAY)], TODAY)
    assert full_name(ward) == ("Margasana, Kramatwatu, Kabupaten Serang, Banten (36.04.08.2001)")


class TooMuch(Refusal):
    code = "too_much"
    message = "%(amount_rupiah)s lebih dari %(limit)s pada %(on)s: %(names)s"


class Sample(KeyedForm):
    amount = forms.CharField()


def test_a_refusal_is_shown_in_the_readers_language() -> None:
    refusal = TooMuch(
        field="amount",
        amount_rupiah=1_500_000,
        limit=3,
        on=date(2004, 12, 31),
        names=["A", date(2004, 1, 2)],
    )
    expected = "Rp\xa01.500.000 lebih dari 3 pada 31 Desember 2004: A, 2 Januari 2004"
    assert refusal_text(refusal) == expected
    with translation.override("en"):
        assert refusal_text(refusal).startswith("Rp\xa01,500,000 lebih dari 3 pada 31 December")
    form = Sample({"amount": "x", "key": "018f0000-0000-7000-8000-000000000000"})
    apply_refusal(form, refusal)
    assert form.errors == {"amount": [expected]}
    apply_refusal(form, TooMuch(field="elsewhere", **refusal.values))
    assert form.non_field_errors() == [expected]


def test_a_form_keeps_its_key_and_says_when_it_lost_it() -> None:
    first, second = Sample(), Sample()
    assert first["key"].value() != second["key"].value()
    key = str(first["key"].value())
    sent = Sample({"key": key, "amount": ""})
    assert not sent.is_valid()
    assert sent["key"].value() == key
    assert sent.errors == {"amount": ["Bagian ini belum diisi."]}
    lost = Sample({"key": "x", "amount": "1"})
    assert lost.errors == {"__all__": ["Halaman ini sudah usang. Muat ulang, lalu isi lagi."]}
