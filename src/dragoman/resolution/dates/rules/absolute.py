"""Days, months, seasons, quarters, years, decades and centuries that the text names, with or without a year."""

import re
from datetime import date, timedelta

from dragoman.resolution.dates import periods
from dragoman.resolution.dates.choose import choose_year, full_year, leap_year, year_beside, year_of
from dragoman.resolution.dates.context import NO_PUBLICATION_DATE, Context, Reading, of_period, rule, unresolved
from dragoman.resolution.dates.numerals import parse_ordinal, parse_year_words
from dragoman.resolution.dates.records import Anchor
from dragoman.resolution.dates.vocabulary import SEASON_CODES, month_number, phase_modifier

_MONTH_CUE = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|from|to|through|during|between|and|or|for|before|after|on|mid|around"
    r"|beginning|as)"
    r"|[,(–/-])\s*$"
)
_STRONG_MONTH_CUE = re.compile(r"\b(?:in|since|during|until|till|through|throughout|between)\s+$")
"""What seldom stands before a person's name, so that "in April Smith resigned" tells a month."""
_MONTH_FOLLOWS = re.compile(
    r",?\s+(?:and|or|to|through)\s+(?:early\s|mid-?\s?|late\s)?(?:{MONTHS})\b".format(
        MONTHS="January|February|March|April|May|June|July|August|September|October|November|December"
    )
)
_ORDINAL_CUE = re.compile(r"\b(?:on|by|until|till|since)\s$")
_NAME_LIKE = {"april", "june", "may", "august", "march", "mar", "jan", "dec", "apr", "jun", "jul", "sep", "nov", "oct"}


# ------------------------------------------------------------------------------------------------- days in figures


def _iso(m: re.Match[str], ctx: Context) -> Reading | None:
    day = periods.real_day(int(m["y"]), int(m["m"]), int(m["d"]))
    if day is None:
        return None
    reading = of_period(periods.day(day), anchor="absolute", reason="EXPLICIT")
    return reading if reading is None or not m["clock"] else _with_clock(reading, m["clock"])


def _with_clock(reading: Reading, clock: str) -> Reading:
    return Reading(
        value=f"{reading.value}T{clock}",
        reason=reading.reason,
        timex_type="TIME",
        first=reading.first,
        last=reading.last,
        granularity="time",
        edtf=reading.edtf,
        anchor=reading.anchor,
    )


def _iso_month(m: re.Match[str], ctx: Context) -> Reading | None:
    if int(m["m"]) == (int(m["y"]) + 1) % 100:
        return None  # "the 2004-05 season"
    return of_period(periods.month(int(m["y"]), int(m["m"])), anchor="absolute", reason="EXPLICIT")


def _numeric(m: re.Match[str], ctx: Context) -> Reading | None:
    """12/07/2025: the order that gives a real day; of two, the one nearest behind publication, else day first."""
    one, two, rest = (int(part) for part in re.split(r"[/.-]", m[0]))
    year = rest if rest > 99 else full_year(rest, ctx.published)
    day_first, month_first = periods.real_day(year, two, one), periods.real_day(year, one, two)
    options = [day for day in (day_first, month_first) if day is not None]
    if not options:
        return None
    if len(set(options)) == 1:
        return of_period(periods.day(options[0]), anchor="absolute", reason="EXPLICIT")
    past = [day for day in options if ctx.published is not None and day <= ctx.published]
    chosen = max(past) if past else options[0]
    return of_period(periods.day(chosen), anchor="absolute", reason="AMBIGUOUS_ORDER")


# --------------------------------------------------------------------------------------------------- days of a month


def _month_day(m: re.Match[str], ctx: Context) -> Reading | None:
    month = month_number(m["month"])
    number = parse_ordinal(m["day"])
    if number is None or not 1 <= number <= 31 or _is_lower_month(m, ctx):
        return None
    return _named_day(m, ctx, month, number)


def _is_lower_month(m: re.Match[str], ctx: Context) -> bool:
    """Whether the month's word stands in lower case and could be another word ("may 10 people", "march 3 miles")."""
    return m["month"].rstrip(".") in ("may", "march", "mar", "sep", "dec") and not ctx.capital(m.start("month"))


def _named_day(m: re.Match[str], ctx: Context, month: int, number: int) -> Reading | None:
    words = m["year"]
    choice = year_of(ctx, words, m) if words else choose_year(ctx, m, month, number)
    if choice is None:
        return unresolved(f"XXXX-{month:02d}-{number:02d}")
    year = choice.year if words or (month, number) != (2, 29) else leap_year(choice.year, ctx.tense(m))
    day = periods.real_day(year, month, number)
    if day is None:
        return None
    return of_period(periods.day(day), anchor=choice.anchor, reason=choice.reason, phase=m["phase"])


def _bare_ordinal(m: re.Match[str], ctx: Context) -> Reading | None:
    """On the 20th: of the month that the text last named, else of the nearest month behind publication, or before it."""
    number = parse_ordinal(m["day"])
    if number is None or not 1 <= number <= 31 or not _ORDINAL_CUE.search(ctx.before(m, 8)):
        return None
    if not re.match(r"\s*(?:[.,;:)]|$)|\s(?:and|but|to|when|after|before|at|in)\b", ctx.after(m, 8)):
        return None
    told = ctx.last if ctx.last is not None and ctx.last.granularity in ("day", "month") else None
    origin = told.first if told else ctx.published
    if origin is None:
        return unresolved(f"XXXX-XX-{number:02d}")
    step = 0
    if told is None and ctx.tense(m) == "future":
        step = 1 if number < origin.day else 0
    elif told is None and number > origin.day:
        step = -1
    month = periods.shift(origin, "month", step)
    day = month and periods.real_day(month.first.year, month.first.month, number)
    if not day:
        return None
    anchor: Anchor = "text" if told else "published"
    return of_period(periods.day(day), anchor=anchor, reason="TEXT_ANCHOR" if told else "NEAREST_PAST")


def _day_range(m: re.Match[str], ctx: Context) -> Reading | None:
    """3-5 July 2025 and July 3-5: one interval."""
    month = month_number(m["month"])
    if _is_lower_month(m, ctx):
        return None
    begin, end = parse_ordinal(m["day"]), parse_ordinal(m["until"])
    if begin is None or end is None or end <= begin:
        return None
    choice = year_of(ctx, m["year"], m) if m["year"] else choose_year(ctx, m, month, begin)
    if choice is None:
        return unresolved(f"XXXX-{month:02d}-{begin:02d}/XXXX-{month:02d}-{end:02d}")
    first, last = periods.real_day(choice.year, month, begin), periods.real_day(choice.year, month, end)
    if first is None or last is None:
        return None
    return Reading(
        value=f"{first.isoformat()}/{last.isoformat()}",
        reason=choice.reason,
        first=first,
        last=last,
        granularity="day",
        edtf=periods.span_edtf(first, last),
        anchor=choice.anchor,
    )


# ----------------------------------------------------------------------------------------------------------- months


def _month_year(m: re.Match[str], ctx: Context) -> Reading | None:
    month = month_number(m["month"])
    if _is_lower_month(m, ctx):
        return None
    choice = year_of(ctx, m["year"], m)
    if choice is None:
        return unresolved(f"XXXX-{month:02d}")
    return of_period(
        periods.month(choice.year, month),
        anchor=choice.anchor,
        reason=choice.reason,
        phase=m["phase"],
        published=ctx.published,
    )


def _month_directed(m: re.Match[str], ctx: Context) -> Reading | None:
    """Last November, next May, this September: counted from publication; "the previous April" from the text."""
    month, words = month_number(m["month"]), m["dir"].split()
    if _is_lower_month(m, ctx):
        return None
    telling = words[-1] in ("previous", "following", "same", "that", "preceding")
    origin = (ctx.text_day() if telling else None) or ctx.published
    if origin is None:
        return unresolved(f"XXXX-{month:02d}")
    year = origin.year
    beside = year_beside(ctx, m) if words[-1] == "this" else None
    if beside is not None:  # "forty years ago this December"
        return of_period(periods.month(beside, month), anchor="text", reason="TEXT_ANCHOR", phase=m["phase"])
    if words[-1] in ("last", "past", "previous", "preceding"):
        year -= month >= origin.month
    elif words[-1] in ("next", "coming", "following"):
        year += month <= origin.month
    return of_period(
        periods.month(year, month),
        anchor="text" if telling and ctx.last else "published",
        reason="TEXT_ANCHOR" if telling and ctx.last else "RELATIVE",
        phase=m["phase"],
        published=ctx.published,
    )


def _month_bare(m: re.Match[str], ctx: Context) -> Reading | None:
    word = m["month"]
    month = month_number(word)
    if not ctx.capital(m.start("month")) and (word in _NAME_LIKE or len(word) < 5):
        return None
    if not m["phase"] and not _means_month(m, ctx):
        return None
    choice = choose_year(ctx, m, month)
    if choice is None:
        return unresolved(f"XXXX-{month:02d}")
    return of_period(
        periods.month(choice.year, month),
        anchor=choice.anchor,
        reason=choice.reason,
        phase=m["phase"],
        published=ctx.published,
    )


def _means_month(m: re.Match[str], ctx: Context) -> bool:
    """Whether a capitalised month's word is the month and not a person, a march or a modal verb."""
    word, before, after = m["month"].rstrip("."), ctx.before(m), ctx.text[m.end() : m.end() + 20]
    if word not in _NAME_LIKE and "." not in m["month"]:
        return not re.match(r"['’]?\d", after)
    if not _MONTH_CUE.search(before):
        return (
            word in ("april", "june", "august")
            and bool(re.match(r"['’]s\b|\s+[a-z]|[.,;)]", after))
            and not re.search(r"[A-Z][a-z]+\s$", ctx.text[max(0, m.start() - 20) : m.start()])
        )
    if word not in _NAME_LIKE or _MONTH_FOLLOWS.match(after) or _STRONG_MONTH_CUE.search(before):
        return True
    return not re.match(r"\s+(?:[A-Z][a-z]+|said|says|told|and\s+[A-Z])", after)


def _part_of_month(m: re.Match[str], ctx: Context) -> Reading | None:
    """The last week of August, the first days of May: the month with a modifier, and seven days of it."""
    month, which = month_number(m["month"]), m["which"]
    choice = year_of(ctx, m["year"], m) if m["year"] else choose_year(ctx, m, month)
    if choice is None:
        return unresolved(f"XXXX-{month:02d}")
    period = periods.month(choice.year, month)
    if m["day"] and which in ("first", "last", "final"):
        return of_period(
            periods.day(period.first if which == "first" else period.last), anchor=choice.anchor, reason=choice.reason
        )
    number = {"last": 5, "final": 5, "closing": 5, "opening": 1}.get(which) or parse_ordinal(which) or 1
    first = period.last - timedelta(days=6) if number == 5 else period.first + timedelta(days=7 * (number - 1))
    last = min(first + timedelta(days=6), period.last)
    return Reading(
        value=period.value,
        reason=choice.reason,
        modifier="END" if number >= 4 else "START" if number == 1 else "MID",
        first=first,
        last=last,
        granularity="week",
        edtf=periods.span_edtf(first, last),
        anchor=choice.anchor,
    )


# ------------------------------------------------------------------------------------------------------------ years

_YEAR_VETO_BEFORE = re.compile(
    r"(?:[$£€¥#+*@]|\b\w*\d[.,:/]|\b(?:resolution|article|route|flight|no\.|number|room|section|boeing|airbus"
    r"|highway|channel"
    r"|page|pages|chapter|unit|series|model|bill|act|code|form|top|lot|some|about \d+|s&p|nikkei|russell|stoxx|asx"
    r"|only|than|nearly|almost|exactly|least|level|points?|ppm|windows|office|class|suite|building|apartment"
    r"|rule|case|item|order|phone|figure|fig\.|paragraph|euros?|dollars?|pounds?|rs\.?|usd|us\$)\s*)$"
)
_YEAR_VETO_AFTER = re.compile(
    r"\s*(?:%|percent|per ?cent|million|billion|trillion|points?\b|dollars?\b|euros?\b|pounds?\b|miles?\b"
    r"|km\b|kilomet"
    r"|met(?:er|re)s?\b|feet\b|foot\b|tons?\b|tonnes?\b|barrels?\b|people\b|troops\b|soldiers\b|men\b|women\b"
    r"|workers\b"
    r"|shares?\b|jobs\b|employees\b|students\b|homes\b|houses\b|units\b|deaths\b|hours\b|hrs?\b|days\b|years?\b|gmt\b"
    r"|utc\b|local time|miners\b|residents\b|protesters\b|demonstrators\b|refugees\b|others\b|dead\b|killed\b"
    r"|wounded\b|injured\b|members\b|pages\b|aircraft\b|planes\b|tanks\b|missiles\b|street\b|avenue\b|road\b"
    r"|st\.|ave\b"
    r"|kg\b|mph\b|mhz\b|acres\b|hectares\b|prisoners\b|civilians\b|children\b|families\b|fighters\b|rebels\b"
    r"|casualties\b"
    r"|volunteers\b|passengers\b|patients\b|cases\b|guests\b|delegates\b|police\b|officers\b|dollar-)"
)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|of|from|to|by|until|till|before|after|during|early|late|mid|the|year|between|and"
    r"|through|for|or"
    r"|around|circa|as|until|spring|summer|fall|autumn|winter|election|season|fiscal|calendar|elections)"
    r"|[(,–/-]|['’]s)\s*-?$"
)


def _year(m: re.Match[str], ctx: Context) -> Reading | None:
    year = int(m["year"])
    if not m["phase"] and not m["lead"] and not _means_year(m, ctx, year):
        return None
    return of_period(
        periods.year(year), anchor="absolute", reason="EXPLICIT", phase=m["phase"], published=ctx.published
    )


def _means_year(m: re.Match[str], ctx: Context, year: int) -> bool:
    """Whether four bare figures are a year: not vetoed by a neighbour, and led by a cue where they seldom are."""
    before, after = ctx.before(m, 24), ctx.after(m, 30)
    if _YEAR_VETO_BEFORE.search(before) or (_YEAR_VETO_AFTER.match(after) and not _opens_sentence(m, ctx)):
        return False
    if re.match(r"[-–][a-z]", after) or (
        re.search(r"[a-z]-$", before) and not re.search(r"(?:mid|pre|post|late|early)-$", before)
    ):
        return False
    cued = bool(_YEAR_CUE.search(before))
    if not 1900 <= year <= 2035:
        return cued and 1000 <= year <= 2050 and not re.match(r"\s+[a-z]+s\b(?<!was)(?<!is)(?<!his)(?<!has)", after)
    if year % 50 == 0 and re.match(r"\s+[a-z-]+s\b", after):
        return bool(re.search(r"\b(?:in|since|the|by|of|['’]s)\s$", before)) and year >= 2000
    return True


def _opens_sentence(m: re.Match[str], ctx: Context) -> bool:
    """Whether "In 1979 students …" begins a sentence, so that the figures are no count of students."""
    return ctx.text[max(0, m.start() - 3) : m.start()] == "In "


def _year_range(m: re.Match[str], ctx: Context) -> Reading | None:
    begin, tail = int(m["year"]), m["until"]
    end = int(tail) if len(tail) == 4 else begin - begin % 100 + int(tail)
    if not 1000 <= begin < end <= 2060 or _YEAR_VETO_BEFORE.search(ctx.before(m, 24)):
        return None
    first, last = date(begin, 1, 1), date(end, 12, 31)
    return Reading(
        value=f"{begin}/{end}",
        reason="EXPLICIT",
        first=first,
        last=last,
        granularity="year",
        edtf=f"{begin}/{end}",
        anchor="absolute",
    )


def _short_year(m: re.Match[str], ctx: Context) -> Reading | None:
    year = full_year(int(m["year"][1:]), ctx.published)
    if not m["phase"] and not re.search(
        r"\b(?:in|since|of|from|to|by|until|before|after|during|and|the|summer|fall|spring|winter|class of"
        r"|early|late)\s$",
        ctx.before(m, 14),
    ):
        return None
    return of_period(periods.year(year), anchor="absolute", reason="EXPLICIT", phase=m["phase"])


def _year_words(m: re.Match[str], ctx: Context) -> Reading | None:
    year = parse_year_words(m["words"])
    if year is None or (m["words"] == "two thousand" and not m["lead"] and not re.search(r"\bin\s$", ctx.before(m, 8))):
        return None
    if not m["lead"] and re.match(r"\s+(?:[a-z]+s\b|hundred|thousand|dollar|percent|people|men|million)", ctx.after(m)):
        return None
    return of_period(periods.year(year), anchor="absolute", reason="EXPLICIT", phase=m["phase"])


def _fiscal_year(m: re.Match[str], ctx: Context) -> Reading | None:
    words = m["year"]
    year = int(words) if len(words) == 4 else full_year(int(words[-2:]), ctx.published)
    return of_period(periods.year(year), anchor="absolute", reason="FISCAL_AS_CALENDAR", phase=m["phase"])


def _ancient(m: re.Match[str], ctx: Context) -> Reading | None:
    """A year of an era: BC has no `datetime.date`, so its days stay open; EDTF counts 1 BC as year 0."""
    number = int(m["bc"] or m["ad"] or m["adx"])
    if m["bc"]:
        modifier = phase_modifier(m["phase"]) or ("APPROX" if m["approx"] else None)
        return Reading(
            value=f"BC{number:04d}",
            reason="EXPLICIT",
            modifier=modifier,
            granularity="year",
            edtf=f"-{number - 1:04d}" if number > 1 else "0000",
            anchor="absolute",
        )
    if not 1 <= number <= 2100:
        return None
    return of_period(periods.year(number), anchor="absolute", reason="EXPLICIT", phase=m["phase"])


# ------------------------------------------------------------------------------------------- decades and centuries

_DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}


def _decade(m: re.Match[str], ctx: Context) -> Reading | None:
    if m["full"]:
        year = int(m["full"])
        if year % 100 == 0 and year < 2000:
            return of_period(periods.century(year // 100 + 1), anchor="absolute", reason="EXPLICIT", phase=m["phase"])
    else:
        if m["word"] and (
            re.search(r"\b(?:his|her|their|my|your|in)\s+(?:early|late|mid)?[ -]*$", ctx.before(m, 20))
            or not (ctx.before(m, 5).endswith("the ") or "the" in m[0].split())
        ):
            return None
        two = int(m["short"]) if m["short"] else _DECADES[m["word"]]
        limit = (ctx.published or date(2025, 1, 1)).year
        year = next(y for y in (2000 + two, 1900 + two) if y <= limit or y < 2000)
    return of_period(periods.decade(year), anchor="absolute", reason="EXPLICIT", phase=m["phase"])


def _century(m: re.Match[str], ctx: Context) -> Reading | None:
    number = parse_ordinal(m["number"])
    if number is None or not 1 <= number <= 30:
        return None
    if m["bc"]:
        return Reading(
            value=f"BC{number - 1:02d}",
            reason="EXPLICIT",
            granularity="century",
            anchor="absolute",
            modifier=phase_modifier(m["phase"]),
        )
    return of_period(periods.century(number), anchor="absolute", reason="EXPLICIT", phase=m["phase"])


# ------------------------------------------------------------------------------------ seasons, quarters and halves


def _season_code(word: str) -> str:
    return SEASON_CODES[word.removesuffix("time")]


def _season_year(m: re.Match[str], ctx: Context) -> Reading | None:
    choice = year_of(ctx, m["year"], m)
    code = _season_code(m["season"])
    if choice is None:
        return unresolved(f"XXXX-{code}")
    return of_period(periods.season(choice.year, code), anchor=choice.anchor, reason=choice.reason, phase=m["phase"])


def _season_directed(m: re.Match[str], ctx: Context) -> Reading | None:
    code, words = _season_code(m["season"]), m["dir"].split()
    telling = words[-1] in ("previous", "following", "same", "that", "next") and words[0] in ("the", "that")
    origin = (ctx.text_day() if telling else None) or ctx.published
    if origin is None:
        return unresolved(f"XXXX-{code}")
    if words[-1] in ("last", "past", "previous"):
        candidates = [periods.season(origin.year - back, code) for back in (0, 1, 2)]
        period = next(p for p in candidates if p.last < origin)
    elif words[-1] in ("next", "coming", "following"):
        candidates = [periods.season(origin.year + on, code) for on in (-1, 0, 1)]
        period = next(p for p in candidates if p.first > origin)
    else:
        period = min(
            (periods.season(origin.year + on, code) for on in (-1, 0, 1)),
            key=lambda p: (not p.first <= origin <= p.last, p.first.year != origin.year),
        )
    return of_period(
        period, anchor="text" if telling and ctx.last else "published", reason="RELATIVE", phase=m["phase"]
    )


def _season_bare(m: re.Match[str], ctx: Context) -> Reading | None:
    if m["season"] == "fall" and re.match(
        r"\s+(?:of|in|to|from|by|back|into|below|on|short|for|apart)\b", ctx.after(m)
    ):
        return None
    if ctx.capital(m.start("season")) and (
        m["season"] == "spring" or re.match(r" [A-Z]", ctx.text[m.end("season") : m.end("season") + 2])
    ):
        return None  # the Winter War, the Prague Spring
    if not (m["phase"] or m[0].startswith("the ")) and not re.search(
        r"\b(?:in|during|by|since|until|through|this|before|after)\s$", ctx.before(m, 8)
    ):
        return None
    if not m["phase"] and re.match(r"\s+(?:olympic|games|palace|camp|school|of (?!\d)|offensive)", ctx.after(m)):
        return None
    code = _season_code(m["season"])
    choice = choose_year(ctx, m, periods.SEASONS[code])
    if choice is None:
        return unresolved(f"XXXX-{code}")
    return of_period(periods.season(choice.year, code), anchor=choice.anchor, reason=choice.reason, phase=m["phase"])


_AGO_YEAR = re.compile(r"year-(?:ago|earlier)|prior-year|previous year")


def _quarter(m: re.Match[str], ctx: Context) -> Reading | None:
    """A numbered quarter or half; without a year the nearest that has begun, a year less for "year-ago"."""
    word = m["number"] or m["number2"] or "1"
    number = {"last": 2, "latter": 2, "final": 4}.get(word) or parse_ordinal(word) or 0
    is_half = "half" in m[0]
    if not 1 <= number <= (2 if is_half else 4):
        return None
    if is_half and not (
        m["year"]
        or m["lead"]
        or re.search(r"\b(?:year|earnings|profit|results|net|revenue|sales|income)\b", ctx.after(m, 60))
    ):
        return None
    months = 6 if is_half else 3
    words = m["lead"] or m["year"]
    begin = months * (number - 1) + 1
    if words:
        choice = year_of(ctx, re.sub(r"['’]s$", "", words), m)
    else:
        choice = choose_year(ctx, m, begin, last_month=begin + months - 1)
    code = f"{'H' if is_half else 'Q'}{number}"
    if choice is None:
        return unresolved(f"XXXX-{code}")
    year = choice.year - (not words and bool(_AGO_YEAR.search(m[0])))
    period = periods.half(year, number) if is_half else periods.quarter(year, number)
    return of_period(period, anchor=choice.anchor, reason=choice.reason, phase=m["phase"])


def _quarter_code(m: re.Match[str], ctx: Context) -> Reading | None:
    number = int(m["a"] or m["b"] or m["c"])
    kind = "H" if m["c"] else "Q"
    if m["year"]:
        words = m["year"]
        year = int(words) if len(words) == 4 else full_year(int(words[-2:]), ctx.published)
        anchor, reason = "absolute", "EXPLICIT"
    else:
        months = 6 if kind == "H" else 3
        choice = choose_year(ctx, m, months * (number - 1) + 1, last_month=months * number)
        if choice is None:
            return unresolved(f"XXXX-{kind}{number}", NO_PUBLICATION_DATE)
        year, anchor, reason = choice.year, choice.anchor, choice.reason
    if kind == "H" and number > 2:
        return None
    period = periods.half(year, number) if kind == "H" else periods.quarter(year, number)
    return of_period(period, anchor="absolute" if anchor == "absolute" else "published", reason=reason)


RULES = (
    rule(
        "iso_day",
        r"(?P<y>(?:1\d|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?:[t ](?P<clock>[0-2]\d:[0-5]\d)(?::\d\d)?(?:\.\d+)?"
        r"(?:z|[+-]\d\d:?\d\d)?)?(?![\w-])",
        _iso,
    ),
    rule("iso_month", r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?![\w-])", _iso_month),
    rule(
        "numeric_day",
        r"(?:[0-3]?\d/[0-3]?\d/(?:(?:19|20)\d\d|\d\d)|[0-3]?\d\.[01]?\d\.(?:19|20)\d\d|[0-3]?\d-[01]?\d-(?:19"
        r"|20)\d\d)(?![\w/.-]\w|\w)",
        _numeric,
    ),
    rule(
        "month_days",
        r"(?P<month>{MONTH}) (?P<day>{DAYNUM})(?: ?(?:-|–|—) ?| (?:to|through"
        r"|until) )(?P<until>{DAYNUM})(?:,? (?P<year>{YEAR}))?",
        _day_range,
    ),
    rule(
        "days_month",
        r"(?P<day>{DAYNUM})(?: ?(?:-|–|—) ?| (?:to|and|until"
        r"|through) )(?P<until>{DAYNUM}) (?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        _day_range,
    ),
    rule(
        "month_day",
        r"{PHASE}(?P<month>{MONTH}),? (?:the )?(?P<day>{DAYNUM}|{DAYORD})(?!,? (?:million|billion|percent))"
        r"(?:,? (?:of |in )?(?P<year>{YEARLIKE}))?",
        _month_day,
    ),
    rule(
        "day_month",
        r"{PHASE}(?:the )?(?P<day>{DAYNUM}|{DAYORD})(?: of|-)? ?(?P<month>{MONTH})(?:,? (?:of |in )?"
        r"(?P<year>{YEARLIKE}))?",
        _month_day,
    ),
    rule(
        "bare_ordinal", r"the (?P<day>\d{1,2}(?:st|nd|rd|th))(?: of (?:this|that|the) month)?(?![a-z-])", _bare_ordinal
    ),
    rule(
        "part_of_month",
        r"(?:the )?(?P<which>first|second|third|fourth|last|final|opening|closing) (?:few )?(?:(?P<day>day)|days|weeks?|weekend) of"
        r" (?P<month>{MONTH})(?:,? (?:of |in )?(?P<year>{YEARLIKE}))?",
        _part_of_month,
    ),
    rule(
        "month_year",
        r"{PHASE}(?:the month of )?(?P<month>{MONTH})(?:,? (?:of |in )?|-|/)(?P<year>{YEARLIKE})",
        _month_year,
    ),
    rule(
        "month_directed",
        r"{PHASE}(?P<dir>last|next|this past|this coming|this|the (?:past|previous|following|coming"
        r"|preceding|same)|that"
        r"|past|coming) (?P<month>{MONTH})(?! \d\d?(?:st|nd|rd|th)?\b)",
        _month_directed,
    ),
    rule("month", r"{PHASE}(?:the month of )?(?P<month>{MONTH})(?! \d\d? (?:million|billion))", _month_bare),
    rule(
        "year_range",
        r"(?P<year>(?:1\d|20)\d\d)(?:-|–|—|/)(?P<until>(?:1\d|20)\d\d|\d\d)(?![\w%-]|[.,]\d)",
        _year_range,
    ),
    rule(
        "era_year",
        r"{PHASE}{APPROX}(?:the year )?(?:(?P<bc>\d{1,4}) ?b\.?c\.?(?:e\.?)?(?![a-z])|(?:a\.d\.|ad) ?"
        r"(?P<ad>\d{1,4})(?![\d,])"
        r"|(?P<adx>\d{1,4}) (?:a\.d\.|ad|ce)(?![a-z]))",
        _ancient,
    ),
    rule(
        "fiscal_year",
        r"{PHASE}(?:the )?(?:fiscal|financial|fy)(?: year)?(?: |-)?(?:ending |ended )?(?P<year>(?:19"
        r"|20)\d\d|['’]\d\d)(?!\d)",
        _fiscal_year,
    ),
    rule(
        "quarter",
        r"{PHASE}(?:(?:the )?(?:(?P<lead>(?:last|this|next) year['’]s|{YEAR}(?:['’]s)?) )?(?:same "
        r"|corresponding |comparable )?"
        r"(?:fiscal(?: |-)|(?:year-ago|year-earlier|prior-year) )?(?P<number>first|second|third|fourth|1st|2nd|3rd|4th"
        r"|final) (?:fiscal )?quarters?|(?:the )?(?P<number2>first|second|last|latter|final) half)(?![a-z-])"
        r"(?:,? (?:of |in )?(?:the )?(?:fiscal (?:year )?)?(?P<year>{YEARLIKE}))?",
        _quarter,
    ),
    rule(
        "quarter_hyphen",
        r"{PHASE}(?:(?P<lead>{YEAR}(?:['’]s)?) )?(?:fiscal(?: |-))?(?:(?P<number>first|second|third|fourth"
        r"|1st|2nd|3rd|4th"
        r"|final)-quarter|(?P<number2>first|second)-half)(?![a-z-])(?:,? (?:of )?(?P<year>{YEAR}))?",
        _quarter,
    ),
    rule(
        "quarter_code",
        r"(?:q(?P<a>[1-4])|(?P<b>[1-4])q|h(?P<c>[12]))(?:(?: |-|/)?(?:of )?(?:fy)?(?P<year>(?:19|20)\d\d"
        r"|['’]?\d\d)(?!\w))?(?![\w])",
        _quarter_code,
    ),
    rule("season_year", r"{PHASE}(?:the )?(?P<season>{SEASON}),? (?:of |in )?(?P<year>{YEARLIKE})", _season_year),
    rule(
        "season_directed",
        r"{PHASE}(?P<dir>last|next|this past|this coming|this|the (?:past|previous|following|coming|same"
        r"|next)|that same"
        r"|that|past) (?P<season>{SEASON})(?!['’]?[a-z])",
        _season_directed,
    ),
    rule(
        "season",
        r"{PHASE}(?:the )?(?P<season>{SEASON})(?![a-z]|-)",
        _season_bare,
    ),
    rule(
        "decade",
        r"{PHASE}(?:the )?(?:(?P<full>(?:1\d|20)\d0)['’]?s|['’‘`](?P<short>\d0)['’]?s|(?P<word>twenties"
        r"|thirties|forties|fifties|sixties|seventies|eighties|nineties))(?![a-z])",
        _decade,
    ),
    rule(
        "century",
        r"{PHASE}(?:the )?(?P<number>{ORDINAL})(?: |-)century(?P<bc> b\.?c\.?(?:e\.?)?)?(?![a-z])",
        _century,
    ),
    rule(
        "year",
        r"{PHASE}(?P<lead>(?:the )?(?:calendar )?year )?(?P<year>{YEAR})(?: (?:or later|and beyond|or earlier))?",
        _year,
    ),
    rule("year_words", r"{PHASE}(?P<lead>(?:the )?year )?(?P<words>{YEARWORDS})", _year_words),
    rule("short_year", r"{PHASE}(?P<year>{SHORTYEAR})", _short_year),
)
