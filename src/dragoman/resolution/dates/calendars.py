"""Feasts of other calendars: the Islamic, the Jewish and the Julian year laid on the Gregorian one.

The Islamic year is the tabular one (30-year cycle, civil epoch 16 July 622 of the Julian calendar); the sighting of the moon
may move a day by one, so its days are approximate. The Jewish year is exact. Both after Dershowitz and Reingold,
*Calendrical Calculations*; days are counted as `date.toordinal` counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

_ISLAMIC_EPOCH = 227_015
"""The ordinal of 1 Muharram of the year 1."""
_JEWISH_EPOCH = -1_373_427
"""The ordinal of the day before the mean new moon from which the Jewish years are counted."""
_NISAN, _TISHREI = 1, 7


def islamic_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a day of the tabular Islamic calendar."""
    before = 354 * (year - 1) + (3 + 11 * year) // 30
    months = 29 * (month - 1) + month // 2
    return date.fromordinal(_ISLAMIC_EPOCH + before + months + day - 1)


def islamic_days(gregorian_year: int, month: int, day: int) -> Iterator[date]:
    """The one or two days of a Gregorian year that fall on a day of the Islamic year, or none; in order."""
    around = (gregorian_year - 622) * 33 // 32
    for year in range(max(around - 1, 1), around + 4):
        found = islamic_day(year, month, day)
        if found.year == gregorian_year:
            yield found


def jewish_day(gregorian_year: int, month: int, day: int) -> date:
    """The day of a Gregorian year that falls on a day of the Jewish year; months count from Nisan (1) to Adar (12).

    Tishrei to Kislev belong to the Jewish year that begins in `gregorian_year`. In a leap year Adar is the second Adar.
    """
    if month >= _TISHREI and month <= 9:
        days = _jewish_new_year(gregorian_year + 3761)
        months = _lengths(gregorian_year + 3761)[: month - _TISHREI]
        return date.fromordinal(days + sum(months) + day - 1)
    # Nisan follows Adar, the last month before the spring: count back from the next new year, half a year off
    following = _jewish_new_year(gregorian_year + 3761)
    first_of_nisan = following - 177  # Nisan to Elul: 30 29 30 29 30 29
    if month == 12:
        return date.fromordinal(first_of_nisan - 29 + day - 1)
    return date.fromordinal(first_of_nisan + sum((30, 29, 30, 29, 30, 29)[: month - _NISAN]) + day - 1)


def _lengths(year: int) -> tuple[int, ...]:
    """The lengths of Tishrei, Heshvan and Kislev."""
    days = _jewish_new_year(year + 1) - _jewish_new_year(year)
    return 30, 30 if days % 10 == 5 else 29, 29 if days % 10 == 3 else 30


def _jewish_new_year(year: int) -> int:
    """The ordinal of 1 Tishrei."""
    return _JEWISH_EPOCH + _elapsed(year) + _delay(year)


def _elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    day = 29 * months + parts // 25_920
    return day + 1 if (3 * (day + 1)) % 7 < 3 else day


def _delay(year: int) -> int:
    last, this, following = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    if following - this == 356:
        return 2
    return 1 if this - last == 382 else 0


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the churches that keep the Julian calendar (Meeus), for the years 1900 to 2099."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)
