"""What a rule knows when it reads a match, and the reading it gives back."""

import re
from collections.abc import Callable
from datetime import MAXYEAR, date, datetime, timedelta

import msgspec

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.periods import Period
from dragoman.resolution.dates.records import Anchor, Granularity, Tense, TimexType
from dragoman.resolution.dates.tense import guess_tense
from dragoman.resolution.dates.vocabulary import expand, phase_modifier

NO_PUBLICATION_DATE = "NO_PUBLICATION_DATE"
QUARTER_REACH = 400
"""How many characters a quarter makes "a year earlier" mean the same quarter of the year before (100-800 tried on one corpus)."""
TEXT_YEAR_REACH = 200
"""How many characters an explicit past year rules the bare months and days after it (swept 200-1200 on two corpora)."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's reading of a match: the fields of a `TimeExpression` that do not depend on what stands before it."""

    value: str
    reason: str
    timex_type: TimexType = "DATE"
    modifier: str | None = None
    first: date | None = None
    last: date | None = None
    granularity: Granularity | None = None
    edtf: str | None = None
    anchor: Anchor | None = None
    cut: int | None = None
    """Where the expression ends, if before the end of the match."""


class Context(msgspec.Struct, kw_only=True):
    """The document being read and what earlier expressions in it have fixed."""

    text: str
    low: str
    published: date | None
    creation: datetime | None = None
    timeml: bool = False
    ages: bool = False
    narrative: bool = False
    tense_of: Callable[[int, int], Tense] | None = None
    parsed: Callable[[int, int], Tense] | None = None
    last: Period | None = None
    last_end: int = -1
    quarter: Period | None = None
    quarter_end: int = -1
    year: int | None = None
    year_end: int = -1
    told_month: bool = False
    day_year: int | None = None
    """The year of the last day named in full; of a document without a date it tells more than a year in passing."""

    def tense(self, m: re.Match[str]) -> Tense:
        """The tense around a match: the caller's, else the parse's where it tells one, else a guess."""
        if self.tense_of is not None:
            return self.tense_of(m.start(), m.end())
        told = self.parsed(m.start(), m.end()) if self.parsed is not None else "none"
        return told if told != "none" else guess_tense(self.low, m.start(), m.end())

    def before(self, m: re.Match[str], count: int = 40) -> str:
        """Up to `count` lower-case characters before a match."""
        return self.low[max(0, m.start() - count) : m.start()]

    def after(self, m: re.Match[str], count: int = 40) -> str:
        """Up to `count` lower-case characters after a match."""
        return self.low[m.end() : m.end() + count]

    def capital(self, offset: int) -> bool:
        """Whether the document has a capital letter there."""
        return self.text[offset : offset + 1].isupper()

    def remember(self, reading: Reading, end: int, rule_id: str) -> None:
        """Let later expressions anchor to a resolved one."""
        if reading.first is None or reading.last is None or reading.granularity is None:
            return
        if reading.timex_type not in ("DATE", "TIME") or reading.granularity in ("decade", "century"):
            return
        granularity: Granularity = "day" if reading.granularity == "time" else reading.granularity
        period = periods.period_of(reading.first, granularity)
        self.last, self.last_end = period, end
        if rule_id.startswith("quarter") and (self.published is None or period.last <= self.published):
            self.quarter = period
        if granularity == "quarter":
            self.quarter_end = end
        if reading.reason in ("EXPLICIT", "TEXT_YEAR") or reading.anchor == "absolute":
            self.year, self.year_end = period.first.year, end
            if granularity == "day" and reading.anchor == "absolute":
                self.day_year = period.first.year
            self.told_month = granularity in ("day", "month", "season")

    def text_year(self, m: re.Match[str]) -> int | None:
        """The past year the text is telling of, where an explicit one was named shortly before."""
        if self.year is None or not (self.narrative or self.told_month):
            return None
        if not self.narrative and m.start() - self.year_end > TEXT_YEAR_REACH:
            return None
        if self.published is not None and self.year >= self.published.year:
            return None
        return self.year

    def near_quarter(self, m: re.Match[str]) -> Period | None:
        """The last quarter that the text named, where it stands shortly before a match."""
        return self.quarter if m.start() - self.quarter_end <= QUARTER_REACH else None

    def text_day(self) -> date | None:
        """The first day of the last resolved expression."""
        return self.last.first if self.last else None


Build = Callable[[re.Match[str], Context], Reading | None]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the grammar: `pattern` is matched against lower-case text; `build` may refuse a match."""

    id: str
    pattern: str
    build: Build
    regex: re.Pattern[str]


_DEICTIC = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:last|this"
    r"|next) (?:week|month|year))\b"
)
_FOUR_FIGURES = re.compile(r"\b(?:1\d|20)\d\d\b(?![,.]\d)")


def is_narrative(text: str, published: date | None) -> bool:
    """Whether a document tells of years long past rather than of its own days.

    Then an explicit year rules the bare months and days after it however far they are. Eight years earlier than the one
    before publication, and three for every word such as "Monday" or "last week", make a narrative.
    """
    limit = published.year - 1 if published else MAXYEAR
    past = sum(int(figures.group()) < limit for figures in _FOUR_FIGURES.finditer(text))
    return past >= 8 and past > 3 * len(_DEICTIC.findall(text))


def rule(rule_id: str, pattern: str, build: Build) -> Rule:
    """A rule with its fragments put in."""
    expanded = expand(pattern)
    return Rule(id=rule_id, pattern=expanded, build=build, regex=re.compile(expanded))


def unresolved(value: str, reason: str = NO_PUBLICATION_DATE, timex_type: TimexType = "DATE") -> Reading:
    """A reading without days."""
    return Reading(value=value, reason=reason, timex_type=timex_type)


def of_period(
    period: Period | None,
    *,
    anchor: Anchor,
    reason: str,
    phase: str | None = None,
    published: date | None = None,
    timex_type: TimexType = "DATE",
) -> Reading | None:
    """The reading of a calendar period, narrowed by "early", "late", "earlier" and their like."""
    if period is None:
        return None
    modifier = phase_modifier(phase)
    first, last, edtf = period.first, period.last, period.edtf
    if modifier and period.granularity not in ("day",):
        if phase and phase.startswith("earlier") and published and first < published:
            last = min(published, last)
        elif phase and phase.startswith("later") and published and first <= published < last:
            first = published + timedelta(days=1)
        else:
            first, last = periods.thirds(first, last, modifier)
        edtf = periods.span_edtf(first, last)
    return Reading(
        value=period.value,
        reason=reason,
        timex_type=timex_type,
        modifier=modifier,
        first=first,
        last=last,
        granularity=period.granularity,
        edtf=edtf,
        anchor=anchor,
    )
