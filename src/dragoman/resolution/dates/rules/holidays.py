"""Holidays, read from `data/holidays.tsv`."""

import csv
import re
from datetime import date, timedelta
from functools import cache
from importlib import resources

import msgspec

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.choose import Choice, choose_year, year_of
from dragoman.resolution.dates.context import Context, Reading, Rule, of_period, rule, unresolved


class Holiday(msgspec.Struct, frozen=True, kw_only=True):
    """A named day: `kind` is fixed, weekday, easter, lunar or vague; `rule` says when, in that kind's terms."""

    name: str
    kind: str
    rule: str
    note: str

    def day(self, year: int) -> date | None:
        """The day in a year; None where it cannot be told."""
        if self.kind == "fixed":
            month, number = (int(part) for part in self.rule.split("-"))
            return date(year, month, number)
        if self.kind == "easter":
            return periods.easter(year) + timedelta(days=int(self.rule))
        if self.kind == "weekday":
            month, weekday, which = (int(part) for part in self.rule.split())
            return _nth_weekday(year, month, weekday, which)
        return None


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = periods.last_day_of_month(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


@cache
def read_holidays() -> dict[str, Holiday]:
    """The holidays of the data file by name in lower case with straight apostrophes."""
    path = resources.files("dragoman.resolution.dates") / "data" / "holidays.tsv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    holidays = (Holiday(name=r["name"], kind=r["kind"], rule=r["rule"] or "", note=r["note"] or "") for r in rows)
    return {holiday.name: holiday for holiday in holidays}


def _holiday(m: re.Match[str], ctx: Context) -> Reading | None:
    holiday = read_holidays()[re.sub(r"\s+", " ", m["name"].replace("’", "'"))]
    if not ctx.capital(m.start("name")):
        return None
    if holiday.name in ("new year", "eid", "passover") and not re.search(
        r"\b(?:the|at|for|on|before|after|during|since|by|of|in|last|this)\s$", ctx.before(m, 8)
    ):
        return None
    if holiday.kind in ("vague", "lunar"):
        return unresolved("XXXX-XX-XX", "COUNTRY_DEPENDENT" if holiday.kind == "vague" else "MOVABLE_FEAST")
    choice = _year_choice(m, ctx, holiday)
    if choice is None:
        return unresolved(f"XXXX-{holiday.rule}" if holiday.kind == "fixed" else "XXXX-XX-XX")
    day = holiday.day(choice.year)
    if day is None:
        return None
    period = periods.week(day) if m["unit"] == "week" else periods.weekend(day) if m["unit"] else periods.day(day)
    if m["unit"] == "weekend" and day.weekday() == 0:
        period = periods.weekend(day - timedelta(days=1))
    return of_period(period, anchor=choice.anchor, reason=choice.reason)


def _year_choice(m: re.Match[str], ctx: Context, holiday: Holiday) -> Choice | None:
    if m["year"]:
        return year_of(ctx, m["year"], m)
    if m["dir"] and ctx.published is not None:
        year = ctx.published.year
        this = holiday.day(year)
        if this is not None and m["dir"] == "last" and this >= ctx.published:
            year -= 1
        if this is not None and m["dir"] == "next" and this <= ctx.published:
            year += 1
        return Choice(year, "published", "RELATIVE")
    probe = holiday.day((ctx.published or date(2025, 1, 1)).year)
    return None if probe is None else choose_year(ctx, m, probe.month, probe.day)


HOLIDAY_NAMES = "|".join(
    re.escape(name).replace("\\ ", " ").replace("'", "['’]") for name in sorted(read_holidays(), key=len, reverse=True)
)
RULES: tuple[Rule, ...] = (
    rule(
        "holiday",
        rf"(?:(?P<dir>last|this|next) )?(?P<name>{HOLIDAY_NAMES})(?: (?P<unit>week|weekend)(?![a-z]))?"
        r"(?:,? (?:of |in )?(?P<year>{YEARLIKE}))?(?![a-z-])",
        _holiday,
    ),
)
