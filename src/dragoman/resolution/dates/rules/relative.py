"""Days and periods told from publication ("yesterday", "late last month") or from the text ("two days earlier")."""

import re
from datetime import date, timedelta

import msgspec

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.choose import choose_weekday
from dragoman.resolution.dates.context import Context, Reading, Rule, of_period, rule, unresolved
from dragoman.resolution.dates.numerals import parse_count
from dragoman.resolution.dates.periods import Period
from dragoman.resolution.dates.vocabulary import DAYPARTS, approximation, phase_modifier, unit_name, weekday_number

_BLANK = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "season": "XXXX-XX",
    "half": "XXXX-HX",
    "year": "XXXX",
    "decade": "XXX",
    "century": "XX",
}


def at_daypart(reading: Reading | None, part: str | None) -> Reading | None:
    """The reading narrowed to a part of its day ("morning", "late afternoon", "night"), as a TIME."""
    if reading is None or not part:
        return reading
    code = next(code for word, code in DAYPARTS.items() if word in part)
    return Reading(
        value=f"{reading.value}T{code}",
        reason=reading.reason,
        timex_type="TIME",
        modifier=phase_modifier(part) or reading.modifier,
        first=reading.first,
        last=reading.last,
        granularity="time" if reading.first else None,
        edtf=reading.edtf,
        anchor=reading.anchor,
    )


# --------------------------------------------------------------------------------------------------------- weekdays


def _weekday(m: re.Match[str], ctx: Context) -> Reading | None:
    number = weekday_number(m["day"])
    if not _means_weekday(m, ctx):
        return None
    reading = _weekday_day(m, ctx, number)
    if reading is None:
        return None
    if m["plural"] is not None:
        part = f"T{next(code for word, code in DAYPARTS.items() if word in m['part'])}" if m["part"] else ""
        return Reading(value=f"XXXX-WXX-{number + 1}{part}", reason="REPEATED", timex_type="SET")
    return at_daypart(reading, m["part"])


def _means_weekday(m: re.Match[str], ctx: Context) -> bool:
    """Whether the word is a day and not part of a name ("Bloody Sunday", "the Sunday Times", "Black Friday")."""
    before, after = ctx.text[max(0, m.start() - 12) : m.start()], ctx.text[m.end() : m.end() + 12]
    if re.search(r"(?:Black|Bloody|Good|Holy|Ash|Palm|Super|Easter|Cyber|Ruby|Man) $", before):
        return False
    return not re.match(r" (?:Times|Mirror|Telegraph|Mail|Express|Herald|Post|Mass|Group|Bloody|Night Live)\b", after)


def _weekday_day(m: re.Match[str], ctx: Context, number: int) -> Reading | None:
    words = (m["dir"] or "").split()
    telling = bool(words) and words[-1] in ("previous", "following", "same", "preceding", "that")
    origin = (ctx.text_day() if telling else None) or ctx.published
    if origin is None:
        return unresolved(f"XXXX-WXX-{number + 1}")
    back = (origin.weekday() - number) % 7 or 7
    if not words:
        tense = "past" if re.match(r"['’]s\b", ctx.after(m, 3)) else ctx.tense(m)
        bounded = ctx.tense_of is not None or re.search(r"\b(?:until|till|by)\s$", ctx.before(m, 8)) is not None
        day, reason = choose_weekday(origin, number, tense, hinted=bounded)
    elif words[-1] in ("last", "past", "previous", "preceding"):
        day, reason = periods.day(origin - timedelta(days=back)), "LAST_WEEKDAY"
    elif words[-1] in ("next", "coming", "following"):
        day, reason = periods.day(origin + timedelta(days=(number - origin.weekday()) % 7 or 7)), "NEXT_WEEKDAY"
    elif words[-1] == "this":
        day, reason = periods.day(origin + timedelta(days=number - origin.weekday())), "THIS_WEEKDAY"
    else:
        day, reason = choose_weekday(origin, number, "past")
    anchored = telling and ctx.last is not None
    return of_period(
        day, anchor="text" if anchored else "published", reason="TEXT_ANCHOR" if anchored else reason, phase=m["phase"]
    )


# ------------------------------------------------------------------------------------------------- days and dayparts


def _deictic_day(m: re.Match[str], ctx: Context) -> Reading | None:
    words = m["day"]
    offset = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(words.split()[-1], 0)
    if words.startswith("the day"):
        offset *= 2
    part = m["part"]
    if ctx.published is None:
        return at_daypart(unresolved(_BLANK["day"]), part)
    if words == "today" and re.match(r"['’]s\b", ctx.after(m, 3)) and not part:
        return Reading(
            value="PRESENT_REF" if not ctx.timeml else ctx.published.isoformat(),
            reason="PUBLICATION_DAY",
            first=ctx.published,
            last=ctx.published,
            granularity="day",
            edtf=ctx.published.isoformat(),
            anchor="published",
        )
    day = periods.shift(ctx.published, "day", offset)
    return at_daypart(of_period(day, anchor="published", reason="PUBLICATION_DAY", phase=m["phase"]), part)


def _daypart(m: re.Match[str], ctx: Context) -> Reading | None:
    """This morning, last night, tonight, overnight: of the publication day; "that night" of the text's day."""
    words = m[0].split()
    part = m["part"] or "night"
    lead = m["dir"] or words[-1]
    telling = lead.split()[-1] in ("that", "same", "following", "next", "previous", "day")
    if telling and ctx.last is not None and ctx.last.granularity == "day":
        origin: date | None = ctx.last.first
    else:
        origin, telling = ctx.published, False
    if origin is None:
        return at_daypart(unresolved(_BLANK["day"]), part)
    offset = {"last": -1, "next": 1, "following": 1, "previous": -1, "overnight": -1}.get(lead.split()[-1], 0)
    reading = of_period(
        periods.shift(origin, "day", offset),
        anchor="text" if telling else "published",
        reason="TEXT_ANCHOR" if telling else "PUBLICATION_DAY",
    )
    reading = at_daypart(reading, part)
    if reading is None or not phase_modifier(m["phase"]):
        return reading
    return msgspec.structs.replace(reading, modifier=phase_modifier(m["phase"]))


def _daypart_bare(m: re.Match[str], ctx: Context) -> Reading | None:
    """The morning, at night: of the text's last day, else of the publication day."""
    if re.match(
        r"\s+(?:of(?! (?:the )?(?:\d|[a-z]+day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))|before"
        r"|after|news|paper|show|papers|shift|star|meal|edition|edt)\b",
        ctx.after(m, 12),
    ) or not (
        re.search(r"\b(?:in|during|by|through|throughout|until|into|that|on|of|all|late|early)\s$", ctx.before(m, 12))
        or m["phase"]
        or ctx.after(m, 4).startswith(" of ")
    ):
        return None
    origin = (ctx.last.first if ctx.last and ctx.last.granularity == "day" else None) or ctx.published
    if origin is None:
        return at_daypart(unresolved(_BLANK["day"]), m["part"])
    reading = of_period(
        periods.day(origin), anchor="text" if ctx.last else "published", reason="TEXT_ANCHOR", phase=m["phase"]
    )
    return at_daypart(reading, m["part"])


# -------------------------------------------------------------------------------------- this, last and next periods


def _directed(m: re.Match[str], ctx: Context) -> Reading | None:
    """Last week, this year, the coming month: from publication; the following week, that year: from the text."""
    unit = unit_name(m["unit"])
    words = m["dir"].split()
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "preceding": -1,
        "prior": -1,
        "next": 1,
        "coming": 1,
        "following": 1,
        "upcoming": 1,
        "ensuing": 1,
        "subsequent": 1,
        "after": 1,
        "before": -1,
    }.get(words[-1], 0)
    if words[0] == "this" and words[-1] == "past":
        step = -1 if unit == "weekend" or ctx.published is None else 0
    if words[0] == "this" and words[-1] == "coming":
        step = 0 if unit == "weekend" else 1
    telling = words[-1] in ("previous", "preceding", "following", "ensuing", "subsequent", "that", "same", "prior") or (
        words[0] == "the" and words[-1] == "next" and unit in ("day", "month", "year", "week", "weekend")
    )
    if unit in ("decade", "century") and words[-1] == "past":
        return _past_length(ctx, unit)
    if unit == "day" and not telling:
        return _this_day(m, ctx)
    reading = _from_origin(m, ctx, unit, step, telling=telling)
    if words == ["the", "past"] and reading is not None and ctx.published is not None and unit != "weekend":
        return _up_to_publication(reading, ctx.published, unit)
    return reading


def _up_to_publication(reading: Reading, published: date, unit: str) -> Reading:
    """The past week: the seven days before publication, though its TIMEX3 value is the week before."""
    first = periods.add(published, unit, -1)
    return msgspec.structs.replace(
        reading, first=first, last=published, edtf=periods.span_edtf(first, published), reason="UP_TO_PUBLICATION"
    )


def _past_length(ctx: Context, unit: str) -> Reading:
    """The past decade: the ten years up to publication, not the last calendar decade."""
    first = periods.add(ctx.published, unit, -1) if ctx.published else None
    return Reading(
        value="P10Y" if unit == "decade" else "P100Y",
        reason="RELATIVE" if first else "LENGTH",
        timex_type="DURATION",
        first=first,
        last=ctx.published if first else None,
        edtf=periods.span_edtf(first, ctx.published) if first else None,
        anchor="published" if first else None,
    )


def _this_day(m: re.Match[str], ctx: Context) -> Reading | None:
    if m["dir"] not in ("this", "next") or ctx.published is None:
        return None
    if m["dir"] == "next":
        return _from_origin(m, ctx, "day", 1, telling=True)
    return of_period(periods.day(ctx.published), anchor="published", reason="PUBLICATION_DAY", phase=m["phase"])


def _before_last(m: re.Match[str], ctx: Context) -> Reading | None:
    """The week before last, the month after next."""
    unit = unit_name(m["unit"])
    if ctx.published is None:
        return unresolved(_BLANK[unit])
    period = periods.shift(ctx.published, unit, -2 if m["dir"] == "before last" else 2)
    return of_period(period, anchor="published", reason="RELATIVE")


def _from_origin(m: re.Match[str], ctx: Context, unit: str, step: int, *, telling: bool) -> Reading | None:
    anchored = telling and ctx.last is not None
    origin = ctx.last.first if telling and ctx.last else ctx.published
    if origin is None:
        return unresolved(_BLANK[unit])
    if unit == "season":
        period: Period | None = periods.season_of(periods.add(origin, "month", 3 * step) or origin)
    else:
        period = periods.shift(origin, unit, step)
    if unit == "weekend" and step == -1 and not telling and origin.weekday() == 6:
        period = periods.weekend(origin - timedelta(days=7))
    return of_period(
        period,
        anchor="text" if anchored else "published",
        reason="TEXT_ANCHOR" if anchored else "RELATIVE",
        phase=m["phase"],
        published=ctx.published,
    )


def _the_unit(m: re.Match[str], ctx: Context) -> Reading | None:
    """The end of the year, the weekend, the quarter, the latest period."""
    unit = unit_name(m["unit"])
    if re.match(r"['’]s\s+(?:end|close)", ctx.after(m, 7)):
        return None
    if not m["phase"] and not _lone_unit(m, ctx, unit):
        return None
    if unit == "quarter" and ctx.quarter is not None:
        return of_period(ctx.quarter, anchor="text", reason="TEXT_ANCHOR", phase=m["phase"])
    if unit == "day":
        return None
    if unit == "quarter" and ctx.published is not None and not m["phase"]:
        last_quarter = periods.shift(ctx.published, "quarter", -1)
        return of_period(last_quarter, anchor="published", reason="LAST_REPORTED_QUARTER", phase=m["phase"])
    telling = unit != "weekend" and ctx.text_year(m) is not None
    if unit == "weekend" and ctx.published is not None:
        ahead = ctx.tense(m) == "future" or ctx.published.weekday() >= 5
        step = 0 if ahead else -1
        return _from_origin(m, ctx, unit, step, telling=False)
    return _from_origin(m, ctx, unit, 0, telling=telling)


def _lone_unit(m: re.Match[str], ctx: Context, unit: str) -> bool:
    before, after = ctx.before(m, 16), ctx.after(m, 14)
    if re.match(r"[-\w]|\s+(?:of|ago|before|after|when|that|earlier|later)\b", after):
        return False
    if unit == "weekend":
        return not after.startswith("s")
    if unit in ("year", "quarter", "week", "month"):
        return bool(re.search(r"\b(?:for|in|of|during|through|throughout|over|this|by|from)\s$", before)) or unit in (
            "quarter",
        )
    return False


def _year_end(m: re.Match[str], ctx: Context) -> Reading | None:
    if ctx.published is None:
        return unresolved("XXXX-12-31")
    choice = int(m["year"]) if m["year"] else ctx.published.year
    period = periods.year(choice) if "year" in m[0] else periods.month(choice, ctx.published.month)
    return of_period(period, anchor="absolute" if m["year"] else "published", reason="RELATIVE", phase="end of")


def _period_word(m: re.Match[str], ctx: Context) -> Reading | None:
    """The year-ago quarter, the latest period, the same period last year: the text's quarter or the year before."""
    words = m[0]
    back = -1 if re.search(r"year-ago|year-earlier|year earlier|prior-year|last year|a year", words) else 0
    if ctx.quarter is not None:
        year, number = ctx.quarter.first.year + back, (ctx.quarter.first.month + 2) // 3
        return of_period(periods.quarter(year, number), anchor="text", reason="TEXT_ANCHOR")
    if ctx.published is None:
        return unresolved("XXXX-QX")
    period = periods.shift(ctx.published, "quarter", -1 + 4 * back)
    if not re.search(r"quarter|period", words):
        period = periods.shift(ctx.published, "year", back)
    return of_period(period, anchor="published", reason="LAST_REPORTED_QUARTER")


def _year_period(m: re.Match[str], ctx: Context) -> Reading | None:
    """The 1989 period, the 2024 quarter: the quarter the text speaks of, in another year; else that year."""
    year = int(m["year"])
    if ctx.quarter is None:
        return of_period(periods.year(year), anchor="absolute", reason="EXPLICIT")
    number = (ctx.quarter.first.month + 2) // 3
    return of_period(periods.quarter(year, number), anchor="text", reason="TEXT_ANCHOR")


# ------------------------------------------------------------------------------------------------ ago, earlier, later


def _ago(m: re.Match[str], ctx: Context) -> Reading | None:
    """Two days ago (from publication), a week later, three months earlier (from the text's last date)."""
    unit = unit_name(m["unit"])
    direction = m["dir"]
    sign = -1 if re.match(r"ago|earlier|before|previously|prior|back", direction) else 1
    from_publication = direction in ("ago", "from now", "hence", "from today", "back")
    if direction in ("before", "after", "prior") and not _closes(ctx.after(m, 3)):
        return None
    modifier = approximation(m["approx"]) or ("APPROX" if re.search(r"^about | or (?:so|two|more)", m[0]) else None)
    count = parse_count(m["count"]) if m["count"] else None
    if count is None or unit == "millennium":
        return Reading(value="PAST_REF" if sign < 0 else "FUTURE_REF", reason="VAGUE", modifier=modifier, anchor=None)
    quarter = ctx.near_quarter(m) if unit == "year" and count == 1 and sign < 0 else None
    if quarter is not None:
        year, number = quarter.first.year - 1, (quarter.first.month + 2) // 3
        return of_period(periods.quarter(year, number), anchor="text", reason="TEXT_ANCHOR")
    if m["on"] and unit == "week" and ctx.published is not None:
        return _weeks_ago_on(m["on"], ctx.published, int(count))
    anchored = not from_publication and ctx.last is not None
    if sign > 0 and not anchored and not from_publication:
        return unresolved(_BLANK.get(unit, _BLANK["day"]), "NO_TEXT_ANCHOR")
    origin = ctx.last.first if ctx.last and anchored else ctx.published
    if unit in ("hour", "minute", "second"):
        return _hours_ago(ctx, unit, sign * count, modifier, origin)
    if origin is None:
        return unresolved(_BLANK[unit])
    return _moved(origin, unit, sign * count, modifier, anchored=anchored)


def _weeks_ago_on(words: str, published: date, weeks: int) -> Reading | None:
    """A week ago today, two weeks ago Monday: that day, so many weeks before the nearest one behind publication."""
    back = 0 if words == "today" else (published.weekday() - weekday_number(words)) % 7
    day = periods.add(published, "day", -back - 7 * weeks)
    return None if day is None else of_period(periods.day(day), anchor="published", reason="RELATIVE")


def _closes(after: str) -> bool:
    return bool(re.match(r"\s*(?:[.,;:)\"”—]|$)", after))


def _hours_ago(ctx: Context, unit: str, count: float, modifier: str | None, origin: date | None) -> Reading | None:
    if ctx.creation is None or origin != ctx.published:
        return Reading(
            value=origin.isoformat() if origin else "XXXX-XX-XXTXX",
            reason="HOURS_WITHOUT_CLOCK",
            timex_type="TIME",
            modifier=modifier or "APPROX",
            first=origin,
            last=origin,
            granularity="time" if origin else None,
            edtf=origin.isoformat() if origin else None,
            anchor="published" if origin else None,
        )
    moment = ctx.creation + timedelta(**{f"{unit}s": count})
    return Reading(
        value=f"{moment.date().isoformat()}T{moment:%H:%M}",
        reason="RELATIVE",
        timex_type="TIME",
        modifier=modifier,
        first=moment.date(),
        last=moment.date(),
        granularity="time",
        edtf=moment.date().isoformat(),
        anchor="published",
    )


def _moved(origin: date, unit: str, count: float, modifier: str | None, *, anchored: bool) -> Reading | None:
    whole = int(count)
    if unit == "decade":
        unit, whole = "year", int(10 * count)
    elif unit == "century":
        unit, whole = "year", int(100 * count)
    elif unit == "year" and count != whole:
        unit, whole = "month", int(12 * count)
    if whole == 0:
        return None
    reading = of_period(
        periods.shift(origin, unit, whole),
        anchor="text" if anchored else "published",
        reason="TEXT_ANCHOR" if anchored else "RELATIVE",
    )
    if reading is None or modifier is None:
        return reading
    return msgspec.structs.replace(reading, modifier=modifier)


# ---------------------------------------------------------------------------------------------------- the day before


def _the_day(m: re.Match[str], ctx: Context) -> Reading | None:
    """That day, the same day, the day before, the day after, the following day."""
    words = m[0]
    if re.search(r"(?:before|after)$", words) and not _closes(ctx.after(m, 3)):
        return None
    step = -1 if re.search(r"before|previous|preceding|earlier", words) else 0
    step = 1 if re.search(r"after|following|next|later", words) else step
    anchored = ctx.last is not None and ctx.last.granularity == "day"
    origin = ctx.last.first if ctx.last and anchored else None
    if origin is None:
        if ctx.published is None:
            return unresolved(_BLANK["day"])
        if step >= 0:
            return Reading(
                value=_BLANK["day"] if not ctx.timeml else ctx.published.isoformat(), reason="NO_TEXT_ANCHOR"
            )
        origin = ctx.published
    return of_period(
        periods.shift(origin, "day", step),
        anchor="text" if anchored else "published",
        reason="TEXT_ANCHOR" if anchored else "RELATIVE",
    )


_PERIOD_UNIT = (
    r"(?P<unit>week|weekend|month|quarter|year|decade|century|season|day)(?![a-z]|-[a-z]"
    r"|['’]s[- ](?:end|quarter|first|second|third|fourth))"
)
RULES: tuple[Rule, ...] = (
    rule(
        "deictic_day",
        r"{PHASE}(?P<day>the day (?:before yesterday|after tomorrow)|today|yesterday"
        r"|tomorrow)(?:(?:['’]s)? (?P<part>{DAYPART}))?(?![a-z])",
        _deictic_day,
    ),
    rule(
        "daypart",
        r"{PHASE}(?P<dir>this|last|that same|that|the (?:same|following|next|previous)|the (?:following|next"
        r"|previous) day|the next) (?P<part>{DAYPART})(?![a-z-])"
        r"|(?:late |early |later |earlier )?(?:tonight|overnight)(?![a-z-])",
        _daypart,
    ),
    rule(
        "weekday",
        r"{PHASE}(?:(?P<dir>last|next|this past|this coming|this|the (?:previous|following|preceding|same"
        r"|coming|past)|that same|that|previous|past|coming) )?"
        r"(?P<day>{WEEKDAY})(?P<plural>s(?= |[.,;])"
        r"|(?= {DAYPART}s))?(?:(?:['’]s)? (?P<part>{DAYPART})s?(?![a-z-]))?(?![a-z])",
        _weekday,
    ),
    rule(
        "period_word",
        r"(?:(?:the )?(?:comparable )?(?:year-ago|year-earlier|prior-year|year earlier) (?:quarter|period)"
        r"|(?:year-ago|year-earlier)|(?:the )(?:same|corresponding|comparable|like|similar|latest|most recent"
        r"|same year-ago|current) (?:quarter|period)(?: (?:of |in )?(?:last year|a year (?:ago|earlier)"
        r"|the previous year|the prior year))?|(?:last|this|next) year['’]s (?:quarter|period))(?![a-z-])",
        _period_word,
    ),
    rule("year_period", r"the (?P<year>{YEAR}) (?:quarter|period)(?![a-z-])", _year_period),
    rule(
        "the_day",
        r"(?:(?:the )?(?:very )?(?:same|next|following|previous|preceding) day|that (?:same |very )?day"
        r"|the day (?:before|after|earlier))(?![a-z-]|['’]s)",
        _the_day,
    ),
    rule(
        "ago",
        r"(?:about )?{APPROX}(?:(?P<count>{QUANTITY}) )?(?:more |full |short |long |whole "
        r"|calendar )?(?P<unit>{UNIT})s?(?: or (?:so|two|more))?(?: and a half)? "
        r"(?P<dir>ago|earlier|later|before|after|afterwards?|from now|from today|hence|previously|prior"
        r"|back)(?![a-z-])(?! than)(?:(?<=ago) (?:on )?(?P<on>today|{WEEKDAY})(?![a-z]))?",
        _ago,
    ),
    rule(
        "before_last",
        r"the (?P<unit>week|weekend|month|year) (?P<dir>before last|after next)(?![a-z-])",
        _before_last,
    ),
    rule(
        "directed",
        r"{PHASE}(?P<dir>last|this past|this coming|this|next|the (?:past|coming|current|previous|following"
        r"|preceding|prior|next|same|upcoming|ensuing|subsequent|last)|that same|that|current|"
        r"(?<=\bin\s)coming|previous|following)"
        r"(?: (?:fiscal|financial|calendar|school|academic))? " + _PERIOD_UNIT,
        _directed,
    ),
    rule(
        "year_end",
        r"(?:around |about )?(?:the )?(?:year|month)(?:['’]s)?(?:-| )end(?: (?P<year>{YEAR}))?(?![a-z])",
        _year_end,
    ),
    rule(
        "the_unit",
        r"{PHASE}the (?:(?:full|whole|entire|fiscal|financial|calendar|latest|latest fiscal|full fiscal"
        r"|current|school) )?" + _PERIOD_UNIT,
        _the_unit,
    ),
    rule("the_daypart", r"{PHASE}the (?P<part>{DAYPART})(?![a-z-])", _daypart_bare),
)
