"""Lengths of time ("three days", "a 10-year term", "the past three years") and repeated times ("every Friday")."""

import math
import re
from datetime import date

import msgspec

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.context import Context, Reading, Rule, of_period, rule
from dragoman.resolution.dates.numerals import parse_count
from dragoman.resolution.dates.records import TimexType
from dragoman.resolution.dates.vocabulary import (
    DAYPARTS,
    SEASON_CODES,
    UNIT_CODES,
    approximation,
    month_number,
    unit_name,
    weekday_number,
)


def duration_value(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a length; X for a vague count, halves in the next smaller unit, decades in years."""
    code = UNIT_CODES[unit]
    time, letter = ("T", code[1:]) if code.startswith("T") and len(code) == 2 else ("", code)
    if count is None:
        return f"P{time}X{letter}" if unit not in ("decade", "century") else ("PXY" if unit == "decade" else "PXC")
    if unit in ("decade", "century", "millennium"):
        count, letter = count * {"decade": 10, "century": 100, "millennium": 1000}[unit], "Y"
    whole, part = int(count), count - int(count)
    if part == 0:
        return f"P{time}{whole}{letter}"
    smaller = {"year": ("M", 12), "hour": ("M", 60), "minute": ("S", 60)}.get(unit)
    if smaller is None or round(part * smaller[1], 6) % 1:
        return f"P{time}{count:g}{letter}"
    head = f"{whole}{letter}" if whole else ""
    return f"P{time}{head}{round(part * smaller[1])}{smaller[0]}"


def _length(count: float | None, unit: str, modifier: str | None, timex_type: TimexType = "DURATION") -> Reading:
    return Reading(
        value=duration_value(count, unit),
        reason="VAGUE" if count is None else "LENGTH",
        timex_type=timex_type,
        modifier=modifier,
    )


def _count(words: str) -> float | None:
    """The count of a quantity; None where it spans a range ("10 to 14")."""
    if re.search(r"\d ?(?:to|or|-|–) ?-?\d|[a-z] (?:to|or) [a-z]", words):
        return None
    return parse_count(words)


def _duration(m: re.Match[str], ctx: Context) -> Reading | None:
    unit, words = unit_name(m["unit"]), m["count"]
    plural = m["unit_s"] == "s" or m["unit"] == "centurie"
    count = _count(words)
    if not _plausible(m, ctx, unit, words, count, plural=plural):
        return None
    if m["half"] and count is not None:
        count += 0.5
    modifier = approximation(m["approx"]) or ("APPROX" if m["so"] or "couple" in words or _about(m, ctx) else None)
    ahead = _ahead(m, ctx, unit, count)
    if ahead is not None:
        return ahead
    if unit in ("week", "day", "month", "year", "hour", "quarter") and words in ("a", "an") and _is_rate(m, ctx):
        return _length(1, unit, modifier, "SET")
    return _length(count, unit, modifier)


def _ahead(m: re.Match[str], ctx: Context, unit: str, count: float | None) -> Reading | None:
    """ "In three weeks" where the clause looks ahead, or at least not back, is a day to come; TimeML marks a length."""
    if ctx.timeml or ctx.published is None or count is None or count % 1 or unit not in _CALENDAR_UNITS:
        return None
    before, after = ctx.before(m, 40), ctx.after(m, 8)
    if not re.search(r"\bin (?:about )?$", before) or _MEASURED.search(before) or re.match(r"\s(?:of|in)\b", after):
        return None
    if ctx.tense(m) == "past":
        return None
    period = periods.shift(ctx.published, unit, int(count))
    reading = of_period(period, anchor="published", reason="RELATIVE")
    modifier = approximation(m["approx"])
    return reading if reading is None or modifier is None else msgspec.structs.replace(reading, modifier=modifier)


def _about(m: re.Match[str], ctx: Context) -> bool:
    """Whether "about" stands before the length; TimeML leaves it out of the span."""
    return ctx.before(m, 6).endswith("about ")


def _plausible(m: re.Match[str], ctx: Context, unit: str, words: str, count: float | None, *, plural: bool) -> bool:
    one = words in ("a", "an", "one", "1", "half an", "half a", "another")
    if (one and plural) or (
        not one
        and not plural
        and count is not None
        and count > 1
        and not m["half"]
        and not re.match(r"\s+[a-z]", ctx.after(m, 3))
    ):
        return False
    if unit in ("second", "quarter") and words in ("a", "an", "another", "half a", "half an"):
        return False
    if unit == "quarter" and re.match(r"\s+of\b", ctx.after(m, 4)):
        return False
    if m["unit"] in ("sec", "min", "hr", "yr") and not words[0].isdigit():
        return False
    return ctx.ages or not re.match(r"[- ](?:old|of age)\b", ctx.after(m, 8))


_CALENDAR_UNITS = ("day", "week", "month", "year")
_MEASURED = re.compile(
    r"\b(?:first|second|third|last|only|once|twice|times?|most|least|[a-z]+est|people|more|fewer)\b[\w ]*$"
)
"""Before "in three weeks": a count or a superlative, so that the weeks are a length."""
_RATE_BEFORE = re.compile(
    r"(?:[$£€%\d]|\b(?:once|twice|times|million|billion|percent|dollars?|trillion|barrels?|tons?|tonnes"
    r"|units)\b)[\w ,.]{0,12}$"
)


def _is_rate(m: re.Match[str], ctx: Context) -> bool:
    if re.match(r"\s+(?:after|before|later|earlier|ago)\b", ctx.after(m, 9)):
        return False
    return bool(_RATE_BEFORE.search(ctx.before(m, 24)))


def _bare_plural(m: re.Match[str], ctx: Context) -> Reading | None:
    """For years, within days, weeks or months: a vague length."""
    unit = unit_name(m["unit"])
    if re.search(r"[-\d]\s?$|\b(?:these|those|his|her|their|the|its|my|our)\s$", ctx.before(m, 8)):
        return None
    return _length(None, unit, None)


def _hyphened(m: re.Match[str], ctx: Context) -> Reading | None:
    """A three-day visit, 10-year bonds, a decades-long war."""
    unit = unit_name(m["unit"])
    words = (m["count"] or "").replace("-", " ").strip()
    if re.match(r"[- ]olds?\b", ctx.after(m, 6)) and not ctx.ages:
        return None
    if unit in ("second", "night", "quarter") and not words:
        return None
    if words in ("first", "second", "third"):
        return None
    return _length(_count(words) if words else None, unit, None)


def _day_long(m: re.Match[str], ctx: Context) -> Reading | None:
    plural = m["unit"].endswith("s")
    return _length(None if plural else 1, unit_name(m["unit"]), None)


def _aged(m: re.Match[str], ctx: Context) -> Reading | None:
    """55 years old, a 20-year-old: a length only where ages are asked for."""
    if not ctx.ages:
        return None
    return _length(_count(m["count"].replace("-", " ")), unit_name(m["unit"]), approximation(m["approx"]))


# ------------------------------------------------------------------------------------------ the past and next n units


def _past_units(m: re.Match[str], ctx: Context) -> Reading | None:
    """The past three years, the next few days: a length that touches the publication day."""
    unit, count = unit_name(m["unit"]), _count(m["count"]) if m["count"] else None
    direction = m["dir"].split()[-1]
    modifier = approximation(m["approx"]) or ("APPROX" if m["so"] or "couple" in (m["count"] or "") else None)
    if not m["count"] and unit == "second":
        return None
    bounds = _bounds(ctx.published, unit, count, direction)
    return Reading(
        value=duration_value(count, unit),
        reason="VAGUE" if count is None else ("RELATIVE" if bounds else "LENGTH"),
        timex_type="DURATION",
        modifier=modifier,
        first=bounds[0] if bounds else None,
        last=bounds[1] if bounds else None,
        edtf=periods.span_edtf(*bounds) if bounds else None,
        anchor="published" if bounds else None,
    )


def _bounds(published: date | None, unit: str, count: float | None, direction: str) -> tuple[date, date] | None:
    if unit == "hour" and count is not None:
        unit, count = "day", math.ceil(count / 24)
    if (
        published is None
        or count is None
        or unit not in ("day", "week", "month", "quarter", "year", "decade", "century")
    ):
        return None
    if direction in ("past", "last", "previous", "preceding"):
        first = periods.add(published, unit, -max(int(count), 1))
        return None if first is None else (first, published)
    if direction in ("next", "coming"):
        last = periods.add(published, unit, max(int(count), 1))
        return None if last is None else (published, last)
    return None


def _recent(m: re.Match[str], ctx: Context) -> Reading | None:
    """Recent weeks, the coming months, the years ahead."""
    ahead = bool(re.search(r"coming|ahead|future|upcoming", m[0]))
    unit = unit_name(m["unit"] or m["unit2"])
    if ahead and m["unit"]:
        return Reading(value="FUTURE_REF", reason="VAGUE")
    if unit == "year" and not ahead:
        return Reading(value="PAST_REF", reason="VAGUE")
    return Reading(value=duration_value(None, unit), reason="VAGUE", timex_type="DURATION")


# ------------------------------------------------------------------------------------------------------------- sets

_ADVERBS = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "bimonthly": "P2M",
    "quarterly": "P3M",
    "yearly": "P1Y",
    "annually": "P1Y",
    "annual": "P1Y",
    "everyday": "P1D",
}


def _set_adverb(m: re.Match[str], ctx: Context) -> Reading | None:
    word = m["word"]
    if word in ("annual", "quarterly", "yearly", "biweekly", "everyday") and ctx.timeml:
        return None
    if ctx.capital(m.start()) and re.search(r"[a-z]\s$", ctx.text[max(0, m.start() - 2) : m.start()]):
        return None  # "the People's Daily": a newspaper
    return Reading(value=_ADVERBS[word], reason="REPEATED", timex_type="SET")


def _every(m: re.Match[str], ctx: Context) -> Reading | None:
    if m["weekday"]:
        part = f"T{next(c for w, c in DAYPARTS.items() if w in m['part'])}" if m["part"] else ""
        return _repeated(f"XXXX-WXX-{weekday_number(m['weekday']) + 1}{part}")
    if m["month"]:
        return _repeated(f"XXXX-{month_number(m['month']):02d}")
    if m["season"]:
        return _repeated(f"XXXX-{SEASON_CODES[m['season'].removesuffix('time')]}")
    if m["daypart"]:
        return _repeated(f"XXXX-XX-XXT{next(c for w, c in DAYPARTS.items() if w in m['daypart'])}")
    count = 2.0 if m["other"] else (parse_count(m["count"]) if m["count"] else 1.0)
    unit = unit_name(m["unit"])
    if unit == "second" and not m["count"]:
        return None
    return _repeated(duration_value(count, unit))


def _repeated(value: str) -> Reading:
    return Reading(value=value, reason="REPEATED", timex_type="SET")


def _times_a(m: re.Match[str], ctx: Context) -> Reading | None:
    """Twice a year, per day: how often; in TimeML's spans only the unit counts after a bare number of times."""
    return _repeated(duration_value(1, unit_name(m["unit"])))


_UNITS = r"(?P<unit>{UNIT})s?\.?(?![a-z])"
RULES: tuple[Rule, ...] = (
    rule(
        "aged",
        r"{APPROX}(?P<count>{QUANTITY})(?:-| )(?P<unit>year|month|week|day)s?(?:-| )olds?(?![a-z])",
        _aged,
    ),
    rule(
        "past_units",
        r"(?:(?P<approx>at least|about|nearly|almost|roughly) )?(?:each of )?(?:the )?(?P<dir>last|past|next"
        r"|coming|previous|preceding|following|first|final|latest)"
        r" (?:roughly |nearly |almost |about |more than |at least )?(?P<count>{QUANTITY}) (?:full |more "
        r"|consecutive |straight |fiscal |calendar |business |trading )?"
        r"(?P<unit>{UNIT})s(?P<so> or so)?(?![a-z])",
        lambda m, ctx: None if m["count"] in ("a", "an", "one") else _past_units(m, ctx),
    ),
    rule(
        "recent",
        r"(?:(?:the )?(?:(?:more |most )?recent|coming|future|past|upcoming) (?P<unit>second|minute|hour|day"
        r"|week|month|quarter|year|decade|centurie)s"
        r"(?: (?:and|or) (?:weeks|months|years))?|the (?P<unit2>day|week|month|year|decade)s (?:ahead"
        r"|to come))(?![a-z])",
        _recent,
    ),
    rule(
        "every",
        r"(?:every|each)(?: single)? (?:(?P<weekday>{WEEKDAY})(?: (?P<part>{DAYPART}))?|(?P<month>{MONTH})"
        r"|(?P<season>{SEASON})|(?P<daypart>{DAYPART})"
        r"|(?P<other>other |second )?(?:(?P<count>{NUMBER}|few|couple of) )?(?P<unit>{UNIT})s?)(?![a-z-])",
        _every,
    ),
    rule(
        "per_unit",
        r"(?:(?:once|twice|thrice|{NUMBER} times|several times) (?:a|an|each|every|per)|per)"
        r" (?P<unit>second|minute|hour|day|week|month|quarter|year)(?![a-z])",
        _times_a,
    ),
    rule(
        "on_and_on",
        r"(?P<unit>hour|day|night|week|month|year|decade) after (?P<again>hour|day|night|week|month|year|decade)(?![a-z])",
        lambda m, ctx: _repeated(duration_value(1, unit_name(m["unit"]))) if m["unit"] == m["again"] else None,
    ),
    rule(
        "set_adverb",
        r"(?P<word>hourly|daily|nightly|weekly|biweekly|fortnightly|monthly|bimonthly|quarterly|yearly|annually"
        r"|annual|everyday)(?![a-z-])",
        _set_adverb,
    ),
    rule(
        "duration",
        r"{APPROX}(?:(?:the|these|those)(?: additional| extra| further| full| whole| entire| first)? "
        r"|an? (?:additional|extra|further|full|whole|entire) )?(?P<count>{QUANTITY})"
        r" (?:more |additional |extra |full |whole |entire |consecutive |straight |long |successive |solid "
        r"|single |business |working |trading |calendar |short |or more |or so )?"
        r"(?P<unit>{UNIT})(?P<unit_s>s)?(?:['’](?= |s ))?(?P<half> and a half)?(?P<so> or so| or two)?(?![a-z-])",
        _duration,
    ),
    rule(
        "all_unit",
        r"all (?P<unit>day|night|week|weekend|month|year|century)(?:(?:-| )long)?(?![a-z-]|['’]s)",
        lambda m, ctx: None if ctx.timeml else _length(1, unit_name(m["unit"]), None),
    ),
    rule(
        "digits_unit",
        r"(?P<count>\d+(?:\.\d+)?)(?P<unit>hr|min|sec|yr)s?(?![a-z])",
        lambda m, ctx: _length(parse_count(m["count"]), unit_name(m["unit"]), None),
    ),
    rule(
        "hyphened",
        r"(?P<count>{NUMBER}(?:-?(?:to|or|and)-?(?:a-half|{NUMBER}))?|several|multi|half|few"
        r"|many)- ?(?P<unit>second|minute|hour|day|week|weekend|month|quarter|year|decade"
        r"|century)(?:-long)?(?![a-z]|-olds?(?![a-z]))",
        _hyphened,
    ),
    rule(
        "day_long",
        r"(?P<unit>days?|weeks?|months?|years?|decades?|hours?|century|centuries)(?:-| )long(?![a-z])",
        _day_long,
    ),
    rule(
        "some_time",
        r"(?P<lead>some time|a (?:short |long |little )?while|a short time|a long time)(?![a-z-])(?! ago)",
        lambda m, ctx: Reading(value="PXX" if "while" in m[0] else "PXM", reason="VAGUE", timex_type="DURATION"),
    ),
    rule(
        "bare_plural",
        r"(?P<unit>hour|day|week|month|year|decade|centurie|quarter)s(?: (?:or|and) (?:hours|days|weeks|months"
        r"|years|decades))?(?![a-z'’-])",
        _bare_plural,
    ),
)
