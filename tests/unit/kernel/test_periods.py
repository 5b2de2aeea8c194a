"""Half-open periods and months."""

from datetime import date

import pytest

from jawara.kernel.periods import EmptyPeriod, Month, Period, add_months, month_end

TERM = Period(date(2001, 1, 1), date(2004, 1, 1))
OPEN = Period(date(2003, 6, 1))


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    assert TERM.contains(date(2001, 1, 1))
    assert TERM.contains(date(2003, 12, 31))
    assert not TERM.contains(date(2004, 1, 1))
    assert not TERM.contains(date(2000, 12, 31))
    assert OPEN.contains(date(9999, 12, 31))
    assert TERM.last_on == date(2003, 12, 31)
    assert OPEN.last_on is None


def test_terms_that_follow_each_other_do_not_overlap() -> None:
    following = Period(date(2004, 1, 1), date(2007, 1, 1))
    assert not TERM.overlaps(following)
    assert TERM.overlaps(OPEN)
    assert TERM.intersection(OPEN) == Period(date(2003, 6, 1), date(2004, 1, 1))
    assert TERM.intersection(following) is None
    assert OPEN.intersection(Period(date(2005, 1, 1))) == Period(date(2005, 1, 1))


def test_covering() -> None:
    assert TERM.covers(Period(date(2002, 1, 1), date(2003, 1, 1)))
    assert TERM.covers(TERM)
    assert not TERM.covers(OPEN)


@pytest.mark.parametrize("until", [date(2004, 1, 1), date(2003, 1, 1)])
def test_a_period_holds_at_least_a_day(until: date) -> None:
    with pytest.raises(EmptyPeriod) as refused:
        Period(date(2004, 1, 1), until)
    assert "2004-01-01 sampai" in str(refused.value)


def test_months_are_clamped() -> None:
    assert month_end(date(2004, 2, 10)) == date(2004, 2, 29)
    assert add_months(date(2004, 1, 31), 1) == date(2004, 2, 29)
    assert add_months(date(2004, 1, 31), 2) == date(2004, 3, 31)
    assert add_months(date(2004, 3, 31), -1) == date(2004, 2, 29)
    assert add_months(date(2004, 11, 30), 2) == date(2005, 1, 30)
    assert add_months(date(2004, 12, 1), -12) == date(2003, 12, 1)


def test_month() -> None:
    month = Month.of(date(2004, 11, 30))
    assert month == Month(2004, 11)
    assert str(month) == "2004-11"
    assert (month.first_on, month.last_on) == (date(2004, 11, 1), date(2004, 11, 30))
    assert month.plus(2) == Month(2005, 1)
    assert month.plus(-11) == Month(2003, 12)
    assert month.period() == Period(date(2004, 11, 1), date(2004, 12, 1))
    assert Month(2004, 11) < Month(2005, 1)
    with pytest.raises(ValueError, match="month"):
        Month(2004, 13)
