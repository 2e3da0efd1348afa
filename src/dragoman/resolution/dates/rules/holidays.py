"""Holidays, read from `data/holidays.tsv`."""

import csv
import re
from datetime import date, timedelta
from functools import cache
from importlib import resources

import msgspec

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.calendars import islamic_days, jewish_day, orthodox_easter
from dragoman.resolution.dates.choose import Choice, choose_year, year_of
from dragoman.resolution.dates.context import Context, Reading, Rule, of_period, rule, unresolved


class Holiday(msgspec.Struct, frozen=True, kw_only=True):
    """A named day or feast: `kind` names its calendar, `rule` says when, in that calendar's terms."""

    name: str
    kind: str
    rule: str
    note: str

    @property
    def length(self) -> int:
        """How many days it lasts."""
        parts = self.rule.split()
        return int(parts[2]) if self.kind in ("islamic", "jewish") and len(parts) == 3 else 1

    def days(self, year: int) -> list[date]:
        """Its first days in a year: one, none where it cannot be told, two where a short year brings it back."""
        if self.kind == "islamic":
            month, number = (int(part) for part in self.rule.split()[:2])
            return list(islamic_days(year, month, number))
        day = self.day(year)
        return [] if day is None else [day]

    def day(self, year: int) -> date | None:
        """The day in a year, the last where there are two; None where it cannot be told."""
        if self.kind == "islamic":
            return next(reversed(self.days(year)), None)
        if self.kind == "jewish":
            month, number = (int(part) for part in self.rule.split()[:2])
            return jewish_day(year, month, number)
        if self.kind == "orthodox":
            return orthodox_easter(year) + timedelta(days=int(self.rule))
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
    if re.match(r" (?:War|Rising|Uprising|Agreement|Accords?|Massacre|Offensive)\b", ctx.text[m.end() : m.end() + 12]):
        return None
    if holiday.kind == "islamic" or holiday.length > 1:
        return _feast(m, ctx, holiday)
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


def _feast(m: re.Match[str], ctx: Context, holiday: Holiday) -> Reading | None:
    """A feast of a moving calendar: of the year named, else the nearest that has begun, or that is to come."""
    told = ctx.text_year(m)
    choice = year_of(ctx, m["year"], m) if m["year"] else None if told is None else Choice(told, "text", "TEXT_YEAR")
    if choice is not None:
        first = holiday.day(choice.year)
        anchor, reason = choice.anchor, choice.reason
    elif ctx.published is not None and not m["year"]:
        year, ahead = ctx.published.year, m["dir"] == "next" or ctx.tense(m) == "future"
        days = [day for y in (year - 1, year, year + 1) for day in holiday.days(y)]
        end = timedelta(days=holiday.length - 1)
        first = (
            next((day for day in days if day + end >= ctx.published), None)
            if ahead
            else next((day for day in reversed(days) if day <= ctx.published), None)
        )
        anchor, reason = "published", "TENSE_FUTURE" if ahead else "NEAREST_PAST"
    else:
        first = None
    if first is None:
        return unresolved("XXXX-XX-XX")
    last = first + timedelta(days=holiday.length - 1)
    return Reading(
        value=first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}",
        reason=reason,
        modifier="APPROX" if holiday.kind == "islamic" else None,
        first=first,
        last=last,
        granularity="day",
        edtf=periods.span_edtf(first, last),
        anchor=anchor,
    )


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
