"""The words of the grammar: regex fragments over lower-case text, and what their words stand for.

A pattern names a fragment as `{MONTH}`; a plain space in a pattern stands for one gap between words that may run over
a line end but not over an empty line.
"""

import re

from dragoman.resolution.dates.numerals import ORDINAL_WORD, WORD_NUMBER, YEAR_WORDS

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
"""Monday is 0, as in `date.weekday`."""
SEASON_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAYPARTS = {
    "morning": "MO",
    "dawn": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "night": "NI",
    "midday": "MI",
}
MODIFIERS = {
    "early": "START",
    "earlier": "START",
    "beginning": "START",
    "start": "START",
    "opening": "START",
    "first": "START",
    "mid": "MID",
    "middle": "MID",
    "late": "END",
    "later": "END",
    "end": "END",
    "close": "END",
    "latter": "END",
    "closing": "END",
    "final": "END",
    "last": "END",
    "turn": "START",
    "small": "START",
}
UNITS = {
    "second": "second",
    "sec": "second",
    "minute": "minute",
    "min": "minute",
    "hour": "hour",
    "hr": "hour",
    "day": "day",
    "night": "day",
    "week": "week",
    "fortnight": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "season": "season",
    "year": "year",
    "yr": "year",
    "decade": "decade",
    "century": "century",
    "centurie": "century",
    "millennium": "millennium",
}
UNIT_CODES = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "season": "S",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "millennium": "ML",
}
"""The TIMEX3 letter of a unit, T before those that follow the T of a duration."""
APPROXIMATIONS = {
    "APPROX": "about around nearly almost roughly approximately some circa close",
    "MORE_THAN": "over more well",
    "LESS_THAN": "less fewer under",
    "EQUAL_OR_MORE": "least",
    "EQUAL_OR_LESS": "most up within long many much",
}

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?)(?![a-z])"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAYPART = r"(?:early |late |mid-?)?(?:morning|afternoon|evening|night|midday)"
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?(?:(?: |-)\d/\d)?|\d/\d|{WORD_NUMBER}(?:[ -](?:hundred|thousand))?)"
_VAGUE = (
    r"a couple(?: of)?|couple of|a good many|a great many|quite a few|a few|few|several|many|(?:a )?dozens? of"
    r"|hundreds of|thousands of|scores of|a dozen|a hundred|a thousand|countless|numerous"
)
_QUANTITY = (
    rf"(?:{_NUMBER}(?: (?:and|1) (?:a )?half)?(?:,? ?(?:to|or|-|–)(?: |-)?{_NUMBER})?|{_VAGUE}|half an?|an?|another)"
)
_UNIT = (
    r"(?:second|sec|minute|min|hour|hr|day|week|weekend|fortnight|month|quarter|year|yr|decade|century|centurie"
    r"|millennium|night)"
)
FRAGMENTS = {
    "MONTH": _MONTH,
    "WEEKDAY": _WEEKDAY,
    "WEEKDAYISH": rf"(?:{_WEEKDAY}|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)\.?)(?![a-z])",
    "DAYPART": _DAYPART,
    "SEASON": r"(?:spring|summer|autumn|fall|winter)(?:time)?",
    "DAYNUM": r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|:\d|[.,]\d\d\d?\b)",
    "DAYORD": rf"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)\b|{ORDINAL_WORD}",
    "ORDINAL": rf"(?:\d{{1,2}}(?:st|nd|rd|th)\b|{ORDINAL_WORD})",
    "YEAR": r"(?:1\d|20)\d\d(?![\w%]|[.,]\d)",
    "SHORTYEAR": r"['’‘`]\d\d(?![\w'’])",
    "YEARWORDS": YEAR_WORDS,
    "YEARLIKE": (
        rf"(?:(?:1\d|20)\d\d(?![\w%]|[.,]\d)|['’‘`]\d\d(?!\w)|(?:last|this|next|that|the same|the following"
        rf"|the previous|the next|that same|the) year(?!['’-]|[a-z])|{YEAR_WORDS})"
    ),
    "NUMBER": _NUMBER,
    "QUANTITY": _QUANTITY,
    "UNIT": _UNIT,
    "APPROX": (
        r"(?:(?P<approx>around|nearly|almost|roughly|approximately|well over|over(?! (?:the|several|many"
        r"|few|a few|the)\b)|(?:much )?more than"
        r"|less than|fewer than|at least|at most|up to|no more than|no less than|not more than|as long as|as many as"
        r"|as much as|under|close to|some|circa|ca?\.) )?"
    ),
    "PHASE": (
        r"(?:(?P<phase>(?:the )?(?:very )?(?:beginning|start|end|middle|close|early part|first part|latter part"
        r"|late part|last days|first days|early days|closing days|final days|latter half|turn|(?:early|late|small) hours) of|early on|early in"
        r"|late in|late on|earlier in|later in|earlier on|later on|earlier|later|(?:the )?(?:early|late|mid)"
        r"|middle of)(?:-| )"
        r"(?:the )?)?"
    ),
    "ZONE": (
        r"(?:gmt|utc|bst|cet|cest|est|edt|cst|cdt|mst|mdt|pst|pdt|et|ist|jst|msk|eastern(?: (?:standard|daylight))?"
        r"(?: time)?|pacific time|central time|local time|local|(?:tokyo|london|paris|beijing|moscow) time"
        r")(?![a-z])"
    ),
}
GAP = r"(?:[ \t\xa0]+\n?[ \t\xa0]*|\n[ \t\xa0]*)"

_NAMED = re.compile(r"\(\?P<\w+>")
_FRAGMENT = re.compile(r"\{([A-Z]+)\}")


def expand(pattern: str) -> str:
    """A pattern with its fragments put in and its spaces turned to gaps; character classes keep their spaces."""
    while _FRAGMENT.search(pattern):
        pattern = _FRAGMENT.sub(lambda m: FRAGMENTS[m.group(1)], pattern)
    parts = re.split(r"(\[[^\]]*\])", pattern)
    return "".join(part if part.startswith("[") else part.replace(" ", GAP) for part in parts)


def unnamed(pattern: str) -> str:
    """The pattern with its named groups made plain, so that it can stand beside others in one regex."""
    return _NAMED.sub("(?:", pattern)


def month_number(word: str) -> int:
    """1 to 12 for a month's name or abbreviation in lower case."""
    return MONTHS[word.rstrip(".")]


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 for a weekday's name or abbreviation in lower case."""
    return WEEKDAYS[word.rstrip(".")]


def unit_name(word: str) -> str:
    """The unit of a word in singular or plural."""
    word = word.rstrip(".")
    return UNITS[word] if word in UNITS else UNITS[word.removesuffix("s")]


def approximation(words: str | None) -> str | None:
    """The TIMEX3 modifier of "about", "at least", "up to" and their like."""
    if not words:
        return None
    if re.match(r"no(?:t)? more|at most", words):
        return "EQUAL_OR_LESS"
    if re.match(r"no less|at least", words):
        return "EQUAL_OR_MORE"
    for modifier, cues in APPROXIMATIONS.items():
        if set(cues.split()) & set(words.split()):
            return modifier
    return "APPROX"


def phase_modifier(words: str | None) -> str | None:
    """START, MID or END for "early", "the middle of", "late in" and their like."""
    if not words:
        return None
    for word in re.findall(r"[a-z]+", words):
        if word in MODIFIERS:
            return MODIFIERS[word]
    return None
