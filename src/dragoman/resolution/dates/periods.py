"""Calendar periods: a day, week, month, quarter, season, half, year, decade or century and its days.

Weeks are ISO 8601 weeks (Monday to Sunday). Seasons are the meteorological seasons of the northern hemisphere, and a
winter belongs to the year it begins in. Seasons, quarters and halves carry the ISO 8601-2 (EDTF level 2) codes 21-24,
33-36 and 40-41.
"""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, timedelta

import msgspec

from dragoman.resolution.dates.records import Granularity

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The first month of each season, by its TIMEX3 code."""
_SEASON_EDTF = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_SEASON_OF_MONTH = ("WI", "WI", "SP", "SP", "SP", "SU", "SU", "SU", "FA", "FA", "FA", "WI")


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A closed interval of days that the calendar has a name for."""

    value: str
    granularity: Granularity
    first: date
    last: date
    edtf: str | None


def day(d: date) -> Period:
    """One day."""
    return Period(value=d.isoformat(), granularity="day", first=d, last=d, edtf=d.isoformat())


def week(d: date) -> Period:
    """The ISO week that holds a day."""
    first = d - timedelta(days=d.weekday())
    last = first + timedelta(days=6)
    year_, number, _ = d.isocalendar()
    return Period(
        value=f"{year_:04d}-W{number:02d}", granularity="week", first=first, last=last, edtf=span_edtf(first, last)
    )


def weekend(d: date) -> Period:
    """The Saturday and Sunday of the ISO week that holds a day."""
    of = week(d)
    first = of.first + timedelta(days=5)
    return Period(
        value=f"{of.value}-WE", granularity="weekend", first=first, last=of.last, edtf=span_edtf(first, of.last)
    )


def month(year_: int, month_: int) -> Period:
    """A month of a year."""
    value = f"{year_:04d}-{month_:02d}"
    return Period(
        value=value,
        granularity="month",
        first=date(year_, month_, 1),
        last=last_day_of_month(year_, month_),
        edtf=value,
    )


def quarter(year_: int, number: int) -> Period:
    """A calendar quarter, 1 to 4; fiscal quarters are taken as calendar quarters, as TIMEX3 does."""
    return Period(
        value=f"{year_:04d}-Q{number}",
        granularity="quarter",
        first=date(year_, 3 * number - 2, 1),
        last=last_day_of_month(year_, 3 * number),
        edtf=f"{year_:04d}-{32 + number}",
    )


def half(year_: int, number: int) -> Period:
    """A half year, 1 or 2."""
    return Period(
        value=f"{year_:04d}-H{number}",
        granularity="half",
        first=date(year_, 6 * number - 5, 1),
        last=last_day_of_month(year_, 6 * number),
        edtf=f"{year_:04d}-{39 + number}",
    )


def season(year_: int, code: str) -> Period:
    """A season by its TIMEX3 code (SP, SU, FA, WI); winter runs from December of `year_` to February."""
    first_month = SEASONS[code]
    ends_in = year_ + (code == "WI")
    return Period(
        value=f"{year_:04d}-{code}",
        granularity="season",
        first=date(year_, first_month, 1),
        last=last_day_of_month(ends_in, (first_month + 1) % 12 + 1),
        edtf=f"{year_:04d}-{_SEASON_EDTF[code]}",
    )


def year(year_: int) -> Period:
    """A calendar year."""
    value = f"{year_:04d}"
    return Period(value=value, granularity="year", first=date(year_, 1, 1), last=date(year_, 12, 31), edtf=value)


def decade(year_: int) -> Period:
    """The ten years that begin at a year divisible by ten and hold `year_`."""
    first_year = year_ - year_ % 10
    value = f"{first_year // 10:03d}"
    return Period(
        value=value,
        granularity="decade",
        first=date(max(first_year, 1), 1, 1),
        last=date(first_year + 9, 12, 31),
        edtf=f"{value}X",
    )


def century(number: int) -> Period:
    """A century counted from 1; the 19th is 1801 to 1900 and has the TIMEX3 value 18."""
    value = f"{number - 1:02d}"
    return Period(
        value=value,
        granularity="century",
        first=date(100 * (number - 1) + 1, 1, 1),
        last=date(100 * number, 12, 31),
        edtf=f"{value}XX",
    )


def _quarter_of(d: date) -> Period:
    return quarter(d.year, (d.month + 2) // 3)


def _half_of(d: date) -> Period:
    return half(d.year, 1 + (d.month > 6))


def season_of(d: date) -> Period:
    """The season that holds a day."""
    return season(d.year - (d.month < 3), _SEASON_OF_MONTH[d.month - 1])


_PERIOD_OF: dict[str, Callable[[date], Period]] = {
    "day": day,
    "week": week,
    "weekend": weekend,
    "month": lambda d: month(d.year, d.month),
    "quarter": _quarter_of,
    "season": season_of,
    "half": _half_of,
    "year": lambda d: year(d.year),
    "decade": lambda d: decade(d.year),
    "century": lambda d: century((d.year + 99) // 100),
}
_STEP_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_STEP_DAYS = {"day": 1, "week": 7, "weekend": 7}


def period_of(d: date, unit: str) -> Period:
    """The period of a unit (a `Granularity` other than time) that holds a day."""
    return _PERIOD_OF[unit](d)


def add(d: date, unit: str, count: int) -> date | None:
    """The day `count` units after `d`, before it if negative; the 31st becomes the last day of a shorter month.

    Returns:
        None where the calendar of `datetime.date` (years 1 to 9999) does not reach.
    """
    try:
        if unit in _STEP_DAYS:
            return d + timedelta(days=count * _STEP_DAYS[unit])
        months = d.year * 12 + d.month - 1 + count * _STEP_MONTHS[unit]
        year_, month_ = divmod(months, 12)
        if not MINYEAR <= year_ <= MAXYEAR:
            return None
        return date(year_, month_ + 1, min(d.day, last_day_of_month(year_, month_ + 1).day))
    except OverflowError:
        return None


def shift(d: date, unit: str, count: int) -> Period | None:
    """The period of a unit that lies `count` units from the one that holds `d`."""
    moved = add(d, unit, count)
    return None if moved is None else period_of(moved, unit)


def last_day_of_month(year_: int, month_: int) -> date:
    """The last day of a month, leap years counted."""
    if month_ == 12:
        return date(year_, 12, 31)
    return date(year_, month_ + 1, 1) - timedelta(days=1)


def real_day(year_: int, month_: int, day_: int) -> date | None:
    """The day, or None where the calendar has none such (29 February of a common year)."""
    try:
        return date(year_, month_, day_)
    except ValueError:
        return None


def thirds(first: date, last: date, modifier: str) -> tuple[date, date]:
    """The part of an interval that START, MID or END names: the first, second or last third of its days.

    A month is cut after its 10th and 20th day, so "late last month" is the 21st to the end; a year after April and
    August; a decade after its fourth and seventh year.
    """
    years = last.year - first.year + 1
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and years in (1, 10):
        return _thirds_of_years(first.year, years, modifier)
    if first.day == 1 and last == last_day_of_month(first.year, first.month):
        cuts = (9, 19)
    else:
        days = (last - first).days + 1
        cuts = (max(days // 3 - 1, 0), max(2 * days // 3 - 1, 0))
    one, two = (first + timedelta(days=cut) for cut in cuts)
    if modifier == "START":
        return first, one
    if modifier == "MID":
        return min(one + timedelta(days=1), last), max(two, one)
    return min(two + timedelta(days=1), last), last


def _thirds_of_years(first: int, years: int, modifier: str) -> tuple[date, date]:
    """A year by its months (January-April, May-August, September-December), a decade by its years (0-3, 4-6, 7-9)."""
    if years == 1:
        begin, end = {"START": (1, 4), "MID": (5, 8), "END": (9, 12)}[modifier]
        return date(first, begin, 1), last_day_of_month(first, end)
    begin, end = {"START": (0, 3), "MID": (4, 6), "END": (7, 9)}[modifier]
    return date(first + begin, 1, 1), date(first + end, 12, 31)


def span_edtf(first: date | None, last: date | None) -> str | None:
    """An EDTF interval, open (`..`) at a side that is None; None where both are."""
    if first is None and last is None:
        return None
    if first == last and first is not None:
        return first.isoformat()
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


def easter(year_: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous computus (Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year_ % 19, divmod(year_, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month_, day_ = divmod(h + m - 7 * n + 114, 31)
    return date(year_, month_, day_ + 1)
