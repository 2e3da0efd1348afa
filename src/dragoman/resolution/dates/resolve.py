"""All time expressions of a document, resolved in the order of the text."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

import msgspec

from dragoman.resolution.dates.context import Context, Reading, is_narrative
from dragoman.resolution.dates.periods import span_edtf
from dragoman.resolution.dates.records import Relation, Tense, TimeExpression
from dragoman.resolution.dates.relations import bound, relation_before
from dragoman.resolution.dates.scan import Found, lower, scan

HISTORICAL_DAYS = 366
"""An interval that ends more than this many days before publication is historical."""
_CLOCKS = ("clock", "noon", "military", "oclock", "twilight")
_RANGES = ("year_range", "month_days", "days_month")
_COMMA = re.compile(r",?\s{1,2}(?:the\s)?$")
_OF = re.compile(r"\s(?:of|on)\s(?:the\s)?$")
_RANGE = re.compile(r"\s?(?:-|–|—)\s?$|\s(?:to|until|till|through|and)\s(?:the\s)?$")
_ABOUT = re.compile(r"\b(?:around|about|circa|roughly|approximately|some time in|sometime in)\s(?:the\s)?$")
_FROM = re.compile(r"\b(from|between)\s(?:the\s)?$")


def find_times(
    text: str,
    *,
    published: date | None,
    creation: datetime | None = None,
    tense_of: Callable[[int, int], Tense] | None = None,
    parsed: Callable[[int, int], Tense] | None = None,
    timeml: bool = False,
    ages: bool = False,
) -> tuple[TimeExpression, ...]:
    """The time expressions of a document, with the days they stand for.

    Args:
        text: The whole document.
        published: Its day; without one, relative expressions stay unresolved (NO_PUBLICATION_DATE).
        creation: Its moment, where known: "two hours ago" is counted from it.
        tense_of: Gives the tense of the clause around two offsets, which then decides alone.
        parsed: The same read from a parse, which may err: it stands in for the cheap cues where it tells a tense, and like
            them yields to nearness.
        timeml: Follow TimeML in what is marked: the adjectives "current", "recent" and "future" too, and the two ends
            of "from March to June" apart, unbounded by the prepositions before them.

        ages: Mark "55 years old" and "a 20-year-old" too, as DURATION.

    Returns:
        In text order, not overlapping. Offsets count Unicode code points in `text`, end exclusive.
    """
    if published is None and creation is not None:
        published = creation.date()
    ctx = Context(
        text=text,
        low=lower(text),
        published=published,
        creation=creation,
        timeml=timeml,
        ages=ages,
        narrative=is_narrative(text, published),
        tense_of=tense_of,
        parsed=parsed,
    )
    found = _merge(ctx, list(scan(ctx)))
    if timeml:
        return tuple(_record(ctx, part, None) for item in found for part in _ends(ctx, item))
    return tuple(_with_relations(ctx, found))


def resolve(
    expression: str,
    *,
    published: date | None,
    tense: Tense = "none",
    creation: datetime | None = None,
    anchor: date | None = None,
) -> TimeExpression | None:
    """One expression by itself.

    Args:
        expression: Its text, perhaps with the preposition before it ("since December").
        published: The day of the document.
        tense: The tense of its clause; "none" takes the nearest period, behind publication unless it begins soon.
        creation: The moment of the document.
        anchor: The day that "two days earlier" or "the next day" is counted from.

    Returns:
        The longest expression found, offsets into `expression`; None if there is none.
    """
    lead = f"{anchor.isoformat()} " if anchor else ""
    times = find_times(lead + expression, published=published, creation=creation, tense_of=lambda _s, _e: tense)
    moved = [
        msgspec.structs.replace(time, start=time.start - len(lead), end=time.end - len(lead))
        for time in times
        if time.start >= len(lead)
    ]
    return max(moved, key=lambda time: time.end - time.start, default=None)


# ------------------------------------------------------------------------------------------- neighbours that are one


def _merge(ctx: Context, found: list[Found]) -> list[Found]:
    """Join "Friday, July 4", "10 a.m. Tuesday" and "the night of July 4" into one expression each."""
    merged: list[Found] = []
    for item in found:
        joined = _join(ctx, merged[-1], item) if merged else None
        if joined is None:
            merged.append(item)
        else:
            merged[-1] = joined
    return merged


def _join(ctx: Context, left: Found, right: Found) -> Found | None:
    between = ctx.low[left.end : right.start]
    if len(between) > 9:
        return None
    one, two = left.reading, right.reading
    comma, of = bool(_COMMA.fullmatch(between)), bool(_OF.fullmatch(between))
    if (
        comma
        and left.rule == "weekday"
        and right.rule in ("month_day", "iso_day", "numeric_day")
        and one.timex_type == "DATE"
    ):
        return _joined(left, right, two)
    if (
        comma
        and right.rule == "weekday"
        and left.rule == "month_day"
        and one.granularity == "day"
        and two.timex_type == "DATE"
    ):
        return _joined(left, right, one)
    if "T" in one.value and one.timex_type == "TIME" and two.granularity == "day" and two.timex_type == "DATE":
        if (comma and left.rule in _CLOCKS) or (of and "daypart" in left.rule):
            return _joined(left, right, _clock_on(one, two))
        if not ctx.timeml and between == " on " and left.rule in _CLOCKS:
            return _joined(left, right, _clock_on(one, two))
        if comma and left.rule == "the_daypart":
            return _joined(left, right, _clock_on(one, two))
    return None


def _clock_on(clock: Reading, day: Reading) -> Reading:
    return msgspec.structs.replace(
        day,
        value=f"{day.value}T{clock.value.split('T', 1)[1]}",
        timex_type="TIME",
        granularity="time",
        modifier=clock.modifier or day.modifier,
    )


def _joined(left: Found, right: Found, reading: Reading) -> Found:
    return Found(start=left.start, end=right.end, rule=f"{left.rule}+{right.rule}", reading=reading)


# ---------------------------------------------------------------------------------------------- relations and ranges


def _ends(ctx: Context, item: Found) -> tuple[Found, ...]:
    """The two ends of "2011-2014" or "July 3-5", which TimeML marks apart; other expressions as they are."""
    reading = item.reading
    first, last = reading.first, reading.last
    halves = re.split(r"-|–|—|/|\b(?:to|and|until|through)\b", ctx.low[item.start : item.end], maxsplit=1)
    if item.rule not in _RANGES or len(halves) != 2 or first is None or last is None:
        return (item,)
    one, two = halves[0].rstrip(), halves[1].lstrip()
    figures = 4 if item.rule == "year_range" else 10
    return (
        _end(item, item.start, item.start + len(one), first, figures),
        _end(item, item.end - len(two), item.end, last, figures),
    )


def _end(item: Found, start: int, end: int, day: date, figures: int) -> Found:
    value = day.isoformat()[:figures]
    reading = msgspec.structs.replace(item.reading, value=value, first=day, last=day, edtf=value)
    return Found(start=start, end=end, rule=item.rule, reading=reading)


def _with_relations(ctx: Context, found: list[Found]) -> Iterable[TimeExpression]:
    place = 0
    while place < len(found):
        item = found[place]
        following = found[place + 1] if place + 1 < len(found) else None
        spanned = _range(ctx, item, following) if following else None
        if spanned is not None:
            yield spanned
            place += 2
            continue
        relation = relation_before(ctx.low, item.start)
        yield _record(ctx, item, "between" if relation == "since" and item.rule in _RANGES else relation)
        place += 1


def _range(ctx: Context, left: Found, right: Found) -> TimeExpression | None:
    """From March to June, between Monday and Friday, 2011-2014: one interval."""
    between = ctx.low[left.end : right.start]
    if len(between) > 12 or not _RANGE.fullmatch(between):
        return None
    led = bool(_FROM.search(ctx.low[max(0, left.start - 14) : left.start]))
    dash = between.strip() in ("-", "–", "—")
    one, two = left.reading, right.reading
    if not (led or dash) or {one.timex_type, two.timex_type} != {"DATE"} or one.first is None or two.last is None:
        return None
    first = one.first if one.first <= two.last else _moved_back(one.first, two.last, weekly="weekday" in left.rule)
    if first is None:
        return None
    by_year = one.granularity == two.granularity == "year"
    reading = msgspec.structs.replace(
        one,
        value=f"{one.value}/{two.value}" if by_year else f"{first.isoformat()}/{two.last.isoformat()}",
        first=first,
        last=two.last,
        modifier=None,
        granularity=two.granularity,
        edtf=span_edtf(first, two.last),
    )
    return _record(ctx, _joined(left, right, reading), "between")


def _moved_back(first: date, last: date, *, weekly: bool) -> date | None:
    """The first day of a range whose ends were read apart: "from Friday to Monday", "from November to March"."""
    if weekly:
        return first - timedelta(days=7)
    try:
        moved = first.replace(year=last.year - (first.replace(year=last.year) > last))
    except ValueError:
        return None
    return moved if moved <= last else None


def _record(ctx: Context, item: Found, relation: Relation | None) -> TimeExpression:
    reading = item.reading
    within = relation in ("before", "after") and reading.granularity == "time"  # "before dawn on Tuesday" is Tuesday
    if relation == "before" and reading.modifier == "END":
        relation = "by"  # "before the end of August"
    bounds = bound(reading.first, reading.last, reading.edtf, None if within else relation, ctx.published)
    end = bounds.last or bounds.first
    about = reading.timex_type == "DATE" and reading.first is not None and _ABOUT.search(ctx.low, 0, item.start)
    return TimeExpression(
        start=item.start,
        end=item.end,
        text=ctx.text[item.start : item.end],
        timex_type=reading.timex_type,
        value=reading.value,
        modifier=reading.modifier or ("APPROX" if about else None),
        first=bounds.first,
        last=bounds.last,
        granularity=reading.granularity,
        edtf=bounds.edtf,
        anchor=reading.anchor,
        relation=relation,
        historical=bool(
            end is not None and ctx.published is not None and ctx.published - end > timedelta(days=HISTORICAL_DAYS)
        ),
        rule=item.rule,
        reason=reading.reason,
    )
