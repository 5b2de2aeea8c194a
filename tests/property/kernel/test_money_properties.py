"""Laws that hold for any figure, not only for the examples."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from jawara.kernel.dates import long_date, parse_date, short_date
from jawara.kernel.errors import Refusal
from jawara.kernel.format import decimal_comma, million_rupiah, rupiah
from jawara.kernel.money import LARGEST, Money, parse_rupiah
from jawara.kernel.periods import Month, Period, add_months
from jawara.kernel.progress import State, progress_of
from jawara.kernel.reconcile import Reconciliation
from jawara.kernel.rounding import RoundingMode, divide, round_fraction, round_to_multiple
from jawara.kernel.shares import percentages, split

amounts = st.integers(min_value=0, max_value=LARGEST)
signed = st.integers(min_value=-LARGEST, max_value=LARGEST)
modes = st.sampled_from(RoundingMode)
days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
sane_days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(amounts)
def test_what_is_shown_is_read_back(amount: int) -> None:
    assert parse_rupiah(rupiah(amount)) == amount
    assert parse_rupiah(rupiah(amount) + ",-") == amount
    assert parse_rupiah(str(amount)) == amount


@given(signed)
def test_a_minus_is_read_back(amount: int) -> None:
    assert parse_rupiah(rupiah(amount), allow_negative=True) == amount


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=99))
def test_hundredths_of_a_million_are_exact(whole: int, hundredths: int) -> None:
    expected = whole * 10**6 + hundredths * 10**4
    assert parse_rupiah(f"{whole},{hundredths:02d} juta") == expected
    assert parse_rupiah(f"{million_rupiah(expected)} juta") == expected


@given(st.text(alphabet="0123456789.,- Rpjtribu−", max_size=40))
def test_reading_never_guesses(text: str) -> None:
    """Either a refusal or an amount whose digits are those typed, filled up with zeros."""
    try:
        amount = parse_rupiah(text)
    except Refusal:
        return
    digits = "".join(char for char in text if char.isdigit()).strip("0")
    assert str(amount).strip("0") == digits


@given(signed, signed, signed)
def test_money_behaves_like_whole_numbers(a: int, b: int, c: int) -> None:
    assert Money(a) + Money(b) == Money(b) + Money(a)
    assert (Money(a) + Money(b)) + Money(c) == Money(a) + (Money(b) + Money(c))
    assert Money(a) - Money(b) == Money(a) + -Money(b)
    assert (Money(a) < Money(b)) == (a < b)
    assert (Money(a) >= Money(b)) == (a >= b)


@given(signed, signed.filter(bool), modes)
def test_rounding_is_at_most_one_away(numerator: int, denominator: int, mode: str) -> None:
    exact = Fraction(numerator, denominator)
    rounded = divide(numerator, denominator, mode)
    assert abs(rounded - exact) < 1
    if mode.startswith("HALF"):
        assert abs(rounded - exact) <= Fraction(1, 2)
    if exact.denominator == 1:
        assert rounded == exact


@given(signed, st.integers(min_value=1, max_value=10**12), st.integers(min_value=0, max_value=6))
def test_half_up_agrees_with_decimal(numerator: int, denominator: int, digits: int) -> None:
    scale = 10**digits
    ours = round_fraction(numerator, denominator, digits)
    exact = Fraction(numerator * scale, denominator)
    floor = exact.numerator // exact.denominator
    tenth = Decimal(0)
    if exact - floor > Fraction(1, 2) or (exact - floor == Fraction(1, 2) and exact > 0):
        tenth = Decimal(1)
    assert ours.as_tuple().exponent == -digits
    assert Fraction(ours) * scale == floor + int(tenth)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_round_fraction_against_quantize(value: Decimal) -> None:
    numerator, denominator = value.as_integer_ratio()
    expected = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert round_fraction(numerator, denominator, 2) == expected


@given(signed, st.integers(min_value=1, max_value=10**9), modes)
def test_multiples_are_multiples(amount: int, multiple: int, mode: str) -> None:
    rounded = round_to_multiple(amount, multiple, mode)
    assert rounded % multiple == 0
    assert abs(rounded - amount) < multiple
    assert round_to_multiple(rounded, multiple, mode) == rounded


weights = st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=40)


@given(signed, weights)
def test_a_split_adds_up_and_is_fair(total: int, parts: list[int]) -> None:
    assume(sum(parts) > 0)
    shares = split(total, parts)
    assert sum(shares) == total
    for share, weight in zip(shares, parts, strict=True):
        assert abs(share - Fraction(total * weight, sum(parts))) < 1
        assert weight or share == 0
    for earlier in range(len(parts)):
        for later in range(earlier + 1, len(parts)):
            if parts[earlier] == parts[later]:
                assert 0 <= abs(shares[earlier]) - abs(shares[later]) <= 1


@given(st.lists(amounts, max_size=12), st.integers(min_value=1, max_value=LARGEST), modes)
def test_percentages_say_whether_they_add_up(parts: list[int], total: int, mode: str) -> None:
    found = percentages(parts, total, 1, mode)
    assert found.add_up == (sum(map(Fraction, found.values)) == 100)
    assert len(found.values) == len(parts)


@given(days, st.integers(min_value=-1200, max_value=1200))
def test_months_there_and_back(day: date, months: int) -> None:
    assume(12 <= day.year * 12 + day.month - 1 + months < 120_000)
    later = add_months(day, months)
    assert Month.of(later) == Month.of(day).plus(months)
    assert later.day <= day.day
    if day.day <= 28:
        assert add_months(later, -months) == day


@given(sane_days)
def test_dates_are_read_back(day: date) -> None:
    for language in ("id", "en"):
        assert parse_date(long_date(day, language)) == day
        assert parse_date(short_date(day, language)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == day


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, second = draw(sane_days), draw(st.none() | sane_days)
    assume(second != first)
    if second is None:
        return Period(first)
    return Period(min(first, second), max(first, second))


@given(periods(), periods(), sane_days)
def test_an_intersection_holds_exactly_the_days_of_both(a: Period, b: Period, day: date) -> None:
    both = a.intersection(b)
    assert both == b.intersection(a)
    inside = both is not None and both.contains(day)
    assert inside == (a.contains(day) and b.contains(day))
    assert a.overlaps(b) == (both is not None)


@given(st.lists(st.sampled_from(State), max_size=40))
def test_progress_accounts_for_every_item(states: list[State]) -> None:
    progress = progress_of((str(n), f"Ward {n}", state) for n, state in enumerate(states))
    assert (progress.numerator or 0) + len(progress.missing) == progress.denominator == len(states)
    assert len(progress.not_done) == states.count(State.NOT_DONE)
    assert len(progress.not_entered) == states.count(State.NOT_ENTERED)
    nothing_said = all(state is State.NOT_ENTERED for state in states)
    assert (progress.numerator is None) == nothing_said


@given(signed, st.dictionaries(st.text(max_size=5), signed, max_size=6), signed)
def test_a_reconciliation_hides_nothing(stated: int, parts: dict[str, int], explained: int) -> None:
    found = Reconciliation(stated, parts, explained)
    assert found.difference + sum(parts.values()) + explained == stated
    assert found.holds == (found.difference == 0)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15
    )
)
def test_a_shown_decimal_keeps_its_digits(value: Decimal) -> None:
    shown = decimal_comma(value)
    plain = shown.replace(".", "").replace(",", ".").replace("\u2212", "-")
    assert Decimal(plain) == value
