"""Choosing the year, week or quarter that a bare "May", "Friday" or "third quarter" means.

News looks back: without a sign of the future the nearest period that has begun by the publication day is meant, the
current one included ("in May" published in May; "on Saturday" published on a Saturday).
"""

import re
from datetime import date, timedelta

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.context import Context
from dragoman.resolution.dates.numerals import parse_year_words
from dragoman.resolution.dates.periods import Period
from dragoman.resolution.dates.records import Anchor, Tense


class Choice:
    """A year that was chosen, and why."""

    __slots__ = ("anchor", "reason", "year")

    def __init__(self, year: int, anchor: Anchor, reason: str) -> None:
        self.year, self.anchor, self.reason = year, anchor, reason


def choose_year(
    ctx: Context, m: re.Match[str], month: int, day: int | None = None, *, last_month: int | None = None
) -> Choice | None:
    """The year of a month or of a day of a month that the text names without one.

    Args:
        ctx: The document so far.
        m: The match.
        month: 1 to 12.
        day: Day of the month, None where the whole month is meant.
        last_month: The last month of a longer period (a quarter, a season) that begins with `month`.

    Returns:
        None without a publication day and without an earlier year in the text.
    """
    beside = year_beside(ctx, m)
    if beside is not None:
        return Choice(beside, "text", "TEXT_ANCHOR")
    told = ctx.text_year(m)
    if told is not None:
        if ctx.last is not None and ctx.last.first.year in (told, told + 1):
            told = ctx.last.first.year
        return Choice(told, "text", "TEXT_YEAR")
    joined = _joined_month(ctx, m, month) if day is None else None
    if joined is not None:
        return Choice(joined, "text", "TEXT_ANCHOR")
    if ctx.published is None:
        year = ctx.year if ctx.day_year is None else ctx.day_year
        return None if year is None else Choice(year, "text", "TEXT_YEAR")
    hinted = ctx.tense_of is not None
    return _nearest_year(ctx.published, ctx.tense(m), month, day, last_month or month, hinted=hinted)


_BESIDE = re.compile(r",?\s(?:(?:on|in)\s(?:the\s)?)?")


def year_beside(ctx: Context, m: re.Match[str]) -> int | None:
    """The year of "two years ago, on 24 February" and "last year, in May"."""
    if ctx.last is None or ctx.last.granularity != "year" or not _BESIDE.fullmatch(ctx.low, ctx.last_end, m.start()):
        return None
    return ctx.last.first.year


_JOINT = re.compile(r",?\s(?:and|or|to|until|till|through)\s(?:(?:in|early|late|mid)[ -])*")


def _joined_month(ctx: Context, m: re.Match[str], month: int) -> int | None:
    """The year of the second of two months: "in May and June" are one spring, "in December and January" two years."""
    if ctx.last is None or ctx.last.granularity != "month" or not _JOINT.fullmatch(ctx.low, ctx.last_end, m.start()):
        return None
    if not 1 <= (month - ctx.last.first.month) % 12 <= 6:
        return None
    return ctx.last.first.year + (month < ctx.last.first.month)


def leap_year(year: int, tense: Tense) -> int:
    """The leap year that a 29 February without a year means: the year itself, else the nearest on the side of the tense."""
    step = 1 if tense == "future" else -1
    while periods.real_day(year, 2, 29) is None and year > 4:
        year += step
    return year


FUTURE_DAYS = 95
"""How many days ahead a named day may lie though the clause around it seems to look back."""
NEAR_DAYS = 50
"""How many days ahead a period may lie where nothing tells the tense."""
REPORTED_DAYS = 92
"""A quarter or half that ended less long ago than this is the one whose figures are still to come."""
LONG_AGO_DAYS = 240
"""A month that began less long ago than this is taken as past if the clause looks back."""


def _nearest_year(
    published: date, tense: Tense, month: int, day: int | None, last_month: int, *, hinted: bool
) -> Choice:
    """The year that puts the period nearest to publication on the side the tense asks for.

    A guessed tense binds a day of a month only when the day is far off: reporters leave the year out of dates close by,
    and the nearest cue is often the verb of saying.
    """
    first = periods.real_day(published.year, month, day or 1) or date(published.year, month, 28)
    last = first if day else periods.last_day_of_month(published.year, last_month)
    begun = published.year if first <= published else published.year - 1
    to_come = published.year if last >= published else published.year + 1
    ahead = (first.replace(day=1, year=to_come) - published).days
    behind = (published - last.replace(day=1, year=begun)).days
    if hinted or begun == to_come:
        return Choice(to_come if tense == "future" else begun, "published", _REASONS[tense])
    soon = ahead <= FUTURE_DAYS and (day is not None or behind >= LONG_AGO_DAYS)
    if tense == "past" and not soon:
        return Choice(begun, "published", "NEAREST_PAST")
    just_over = last_month != month and 0 <= behind <= REPORTED_DAYS
    if tense == "future" and ahead < 270 and not just_over:
        return Choice(to_come, "published", "TENSE_FUTURE")
    return Choice(to_come if ahead < min(behind, NEAR_DAYS) else begun, "published", "NEAREST")


_REASONS = {"past": "NEAREST_PAST", "none": "NEAREST_PAST", "future": "TENSE_FUTURE"}


def choose_weekday(published: date, weekday: int, tense: Tense, *, hinted: bool = True) -> tuple[Period, str]:
    """The day a bare weekday means: the nearest not after publication, under future tense the nearest not before.

    A story that looks ahead on a Friday to "Friday" means its own day, as agencies write it. Where the tense is only
    guessed, yesterday's name means yesterday, and tomorrow's name tomorrow unless the clause looks back.
    """
    back = (published.weekday() - weekday) % 7
    if not hinted and ((tense == "future" and back == 1) or (tense == "none" and back == 6)):
        tense = "past" if back == 1 else "future"
    if tense == "future" and back:
        return periods.day(published + timedelta(days=7 - back)), "TENSE_FUTURE"
    reason = "PUBLICATION_WEEKDAY" if back == 0 else "NEAREST_PAST_WEEKDAY"
    return periods.day(published - timedelta(days=back)), reason


def year_of(ctx: Context, words: str, m: re.Match[str]) -> Choice | None:
    """The year that "1998", "'98", "nineteen ninety-eight", "last year" or "that year" names."""
    if words.isdigit():
        return Choice(int(words), "absolute", "EXPLICIT")
    if words[0] in "'’‘`":
        return Choice(full_year(int(words[1:]), ctx.published), "absolute", "EXPLICIT")
    if not words.endswith("year"):
        year = parse_year_words(words)
        return None if year is None else Choice(year, "absolute", "EXPLICIT")
    offset = {"last": -1, "this": 0, "next": 1}.get(words.split()[0])
    if offset is not None:
        return Choice(ctx.published.year + offset, "published", "RELATIVE") if ctx.published else None
    told = ctx.last.first.year if ctx.last else (ctx.published.year if ctx.published else None)
    if told is None:
        return None
    shift = {"following": 1, "next": 1, "previous": -1}.get(words.split()[-2], 0)
    return Choice(told + shift, "text", "TEXT_ANCHOR")


def full_year(two_digits: int, published: date | None) -> int:
    """The year of two digits: the latest not more than ten years after publication (or after 2025)."""
    limit = (published.year if published else 2025) + 10
    year = limit - limit % 100 + two_digits
    return year if year <= limit else year - 100
