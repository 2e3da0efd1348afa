"""One pass over the text: where a rule matches, and how it reads the match."""

import re
from collections.abc import Iterator

import msgspec

from dragoman.resolution.dates.context import Context, Reading, Rule
from dragoman.resolution.dates.rules import RULES
from dragoman.resolution.dates.rules.holidays import HOLIDAY_NAMES
from dragoman.resolution.dates.vocabulary import expand, unnamed

_MASTER = re.compile("|".join(f"(?P<{rule.id}>{unnamed(rule.pattern)})" for rule in RULES))
"""All rules side by side; it is tried only at the word starts that `_starts` gives, as most words begin no time."""
_CORE_WORDS = (
    "dawn|daybreak|sunrise|dusk|sunset|nightfall|today|yesterday|tomorrow|tonight|overnight|noon|midnight|half|now|nowadays|current|currently|recent|recently|lately|future"
    "|past|present|present-day|moment|date|term|while|times?|ago|someday|olden|fiscal|fy|ad|nineteen|twenty|thousand"
    "|thirties|forties|fifties|sixties|seventies|eighties|nineties|hourly|daily|nightly|weekly|biweekly|fortnightly"
    "|monthly|bimonthly|quarterly|yearly|annual|annually|everyday|o['’]clock|period"
)
_CORE = re.compile(
    expand(
        r"(?<![\w$£€])(?:\d|['’‘`]\d\d|[qh][1-4]|a\.d\.|(?:{MONTH}|{WEEKDAY}s?|{SEASON}|(?:{UNIT}|{DAYPART})s?"
        rf"|{_CORE_WORDS}|{HOLIDAY_NAMES})(?![a-z]))"
    )
)
"""What every expression holds at least one of."""
_LEAD_TEXT = (
    "all the small wee hours a an of in on to or and this that these those last next past coming current previous"
    " following preceding same"
    " very upcoming former recent ensuing subsequent prior latest final early earlier late later mid middle beginning"
    " start end close part days latter opening closing turn about around nearly almost roughly approximately over just"
    " well more most less fewer than at least up no not as long many much under some circa c ca every each other single"
    " couple few several dozen dozens hundred hundreds thousand thousands scores half another additional extra further"
    " full whole entire fiscal financial calendar school academic corresponding comparable year month year's near"
    " foreseeable distant immediate only right good great quite countless numerous multi consecutive straight business"
    " working trading crucial short medium little once twice thrice times per one two three four five six seven eight"
    " nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty"
    " sixty seventy eighty ninety first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
_LEAD_WORDS = frozenset(_LEAD_TEXT.split())
"""What may stand between the start of an expression and its first core word."""
_WORD = re.compile(r"[^\s,-]+")
LEAD_REACH = 60
"""How many characters before a core word an expression may begin."""
_INDEX = {rule.id: number for number, rule in enumerate(RULES)}


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A match that its rule accepted."""

    start: int
    end: int
    rule: str
    reading: Reading


def lower(text: str) -> str:
    """The text in lower case with every offset kept (a few letters, such as "İ", grow when lowered)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)


def scan(ctx: Context) -> Iterator[Found]:
    """The accepted matches of a document in text order, not overlapping; what each fixes is told to the next."""
    place, low = 0, ctx.low
    for core in _CORE.finditer(low):
        if core.start() < place or (core.group() in ("may", "march") and not ctx.capital(core.start())):
            continue
        for start in _starts(low, place, core.start()):
            match = _MASTER.match(low, start)
            found = None if match is None or match.end() <= core.start() else _read(ctx, match)
            if found is not None:
                ctx.remember(found.reading, found.end, found.rule)
                yield found
                place = found.end
                break
        else:
            place = core.start()


def _starts(low: str, place: int, core: int) -> list[int]:
    """The offsets, from left to right, where an expression around a core word may begin."""
    starts = [core]
    for word in reversed(list(_WORD.finditer(low, max(place, core - LEAD_REACH), core))):
        if word.group().rstrip(".") not in _LEAD_WORDS:
            break
        starts.append(word.start())
    return starts[::-1]


def _read(ctx: Context, match: re.Match[str]) -> Found | None:
    """The reading of the first rule, from the one that matched on, that accepts what stands at this place."""
    start = match.start()
    for rule in _candidates(match):
        m = rule.regex.match(ctx.low, start)
        if m is None or m.end() == start:
            continue
        reading = rule.build(m, ctx)
        if reading is not None:
            return Found(start=start, end=reading.cut or m.end(), rule=rule.id, reading=reading)
    return None


def _candidates(match: re.Match[str]) -> tuple[Rule, ...]:
    return RULES[_INDEX[match.lastgroup or RULES[0].id] :]
