"""Numbers as news writes them: "3", "two and a half", "1 1/2", "nineteen ninety-six", "the twelfth"."""

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_VALUES = {word: number for number, word in enumerate(_ONES)} | {w: 10 * n for n, w in enumerate(_TENS, start=2)}
_ORDINAL_VALUES = {word: number for number, word in enumerate(_ORDINALS, start=1)} | {
    "thirtieth": 30,
    "twenty-first": 21,
    "twenty-second": 22,
    "twenty-third": 23,
    "twenty-fourth": 24,
    "twenty-fifth": 25,
    "twenty-sixth": 26,
    "twenty-seventh": 27,
    "twenty-eighth": 28,
    "twenty-ninth": 29,
    "thirty-first": 31,
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

_ONE = "|".join(sorted(_ONES[1:], key=len, reverse=True))
_TEN = "|".join(_TENS)
WORD_NUMBER = rf"(?:(?:{_TEN})(?:(?:-| )(?:one|two|three|four|five|six|seven|eight|nine))?|{_ONE})(?![a-z])"
"""A number from one to ninety-nine in words."""
ORDINAL_WORD = "(?:" + "|".join(sorted(_ORDINAL_VALUES, key=len, reverse=True)) + ")(?![a-z])"
YEAR_WORDS = (
    rf"(?:nineteen (?:hundred|(?:{_TEN})(?:(?:-| )(?:one|two|three|four|five|six|seven|eight|nine))?"
    rf"|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen))"
    rf"|two thousand(?: and)?(?: (?:{WORD_NUMBER}))?|twenty (?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    rf"|seventeen|eighteen|nineteen|twenty(?:-| )(?:one|two|three|four|five|six|seven|eight|nine)))(?![a-z])"
)
"""A year read aloud, as broadcast transcripts write it."""

_COUNT_WORDS: dict[str, float] = {"a": 1, "an": 1, "another": 1, "half": 0.5, "couple": 2, "dozen": 12, "single": 1}
_VAGUE = re.compile(r"few|several|many|some|dozens|hundreds|thousands|scores|numerous|multiple|countless")
_FRACTION = re.compile(r"(?:(\d+)[ -])?(\d)/(\d)$")


def parse_count(text: str) -> float | None:
    """The number a quantity names; None where it is vague ("several") or not a number.

    Args:
        text: Lower case, such as "3", "1,000", "2.5", "1 1/2", "two and a half", "a couple of", "a hundred".
    """
    text = text.strip()
    if fraction := _FRACTION.match(text):
        whole, top, bottom = fraction.groups()
        return int(whole or 0) + int(top) / int(bottom) if int(bottom) else None
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if _VAGUE.search(text):
        return None
    return _sum_words(re.findall(r"[a-z]+", text))


def _sum_words(words: list[str]) -> float | None:
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0.0
        elif word in ("couple", "dozen"):
            current = _COUNT_WORDS[word]
        elif word in _VALUES:
            current += _VALUES[word]
        elif word in _COUNT_WORDS:
            current += 0.5 if word == "half" else (0 if seen else _COUNT_WORDS[word])
        else:
            continue
        seen = True
    if words[:2] in (["half", "a"], ["half", "an"]):
        return 0.5
    if "hundred" in words and words[0] in ("a", "an"):
        return total + current - (1 if current % 100 == 1 else 0)
    return total + current if seen else None


def parse_ordinal(text: str) -> int | None:
    """The number of an ordinal: "3rd", "third", "twenty-first"."""
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group())
    return _ORDINAL_VALUES.get(text.replace(" ", "-"))


def parse_year_words(text: str) -> int | None:
    """The year of a year read aloud: "nineteen ninety-six" is 1996, "two thousand and five" is 2005."""
    words = re.findall(r"[a-z]+", text)
    if words[0] == "two":
        return 2000 + sum(_VALUES.get(word, 0) for word in words[2:])
    base = 1900 if words[0] == "nineteen" else 2000
    return base + sum(_VALUES.get(word, 0) for word in words[1:])
