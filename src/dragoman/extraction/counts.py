"""Numbers of people that a clause gives for its act: killed, injured, arrested, displaced, taking part."""

from __future__ import annotations

import re

from dragoman.extraction.clauses import Clauses
from dragoman.records import Count, CountKind, Span

_KIND_OF_VERB: dict[str, CountKind] = {
    **dict.fromkeys(
        ["kill", "slay", "murder", "massacre", "execute", "assassinate", "shoot_dead", "behead", "slaughter", "die"],
        "killed",
    ),
    **dict.fromkeys(["wound", "injure", "hurt", "maim"], "injured"),
    **dict.fromkeys(["arrest", "detain", "jail", "imprison", "apprehend"], "arrested"),
    **dict.fromkeys(["displace", "flee", "evict", "uproot", "evacuate"], "displaced"),
    **dict.fromkeys(["abduct", "kidnap"], "abducted"),
    **dict.fromkeys(["rally", "march", "protest", "demonstrate", "gather", "attend"], "taking_part"),
}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "thousand": 1000, "million": 1_000_000, "a": 1, "an": 1,
}  # fmt: skip
# What a vague word bounds: at least so many, open above.
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000}
_AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|no fewer than|a minimum of|upwards of|as many as \d+ or more)\b", re.IGNORECASE
)
_AT_MOST = re.compile(r"\b(?:at most|up to|as many as|fewer than|less than|nearly|almost|under)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|around|some|approximately|roughly|an estimated)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d[\d,. ]*\d|\d")
# Numbers that count no people: ages, lengths of time and way, names of things ("a 34-year-old man", "Omar, 19,", "an F-16").
_NO_PEOPLE = re.compile(
    r"\b(?:\d+|[a-z]+)-(?:year|month|week|day|hour|minute|km|mile|metre|meter)s?(?:-[a-z]+)?\b"
    r"|\b(?:\d+|[a-z]+) years? old\b|\baged? \d+|, \d{1,3}(?=,|$)|\b[a-z]+-\d+\b",
    re.IGNORECASE,
)
ABOUT_SHARE = 0.1  # "about 50" is read as 45 to 55: a reading, not a measurement


def find_counts(clauses: Clauses, trigger: int) -> tuple[Count, ...]:
    """The counts in the clause of `trigger`: of its objects, its subjects in the passive, and of joined verbs.

    A protest counts its subjects ("thousands marched").
    """
    tree = clauses.tree
    found: list[Count] = []
    verbs = [
        trigger,
        *(
            i
            for i in tree.subtree(trigger)
            if tree.token(i).pos == "VERB" and tree.token(i).dep in ("conj", "advcl", "xcomp")
        ),
    ]
    for verb in verbs:
        kind = _KIND_OF_VERB.get(tree.token(verb).lemma.lower())
        if kind is None:
            continue
        heads = (
            clauses.doers(verb)
            if kind == "taking_part" or tree.token(verb).lemma in ("die", "flee")
            else clauses.objects(verb)
        )
        for head in heads:
            count = _count(clauses, head, kind)
            if count is not None and count not in found:
                found.append(count)
    return tuple(sorted(found, key=lambda c: (c.span, c.kind)))


def _count(clauses: Clauses, head: int, kind: CountKind) -> Count | None:
    tree = clauses.tree
    span = clauses.phrase(head)
    text = tree.text(span)
    number = _number(text)
    if number is None:
        return None
    value, vague = number
    low: int | None = value
    high: int | None = value
    if vague or _AT_LEAST.search(text):
        high = None
    elif _AT_MOST.search(text):
        low = None
    elif _ABOUT.search(text):
        low, high = round(value * (1 - ABOUT_SHARE)), round(value * (1 + ABOUT_SHARE))
    return Count(kind=kind, low=low, high=high, span=Span(start=span.start, end=span.end), text=text)


def _number(text: str) -> tuple[int, bool] | None:
    """The number a phrase gives and whether it is only a vague lower bound; `None` where it gives none."""
    lowered = _NO_PEOPLE.sub(" ", text.lower())
    for word, value in _VAGUE.items():
        if re.search(rf"\b{word}\b", lowered):
            return value, True
    match = _DIGITS.search(lowered)
    if match:
        value = (
            int(re.sub(r"\D", "", match.group()))
            if "." not in match.group().strip(".")
            else round(float(match.group().replace(",", "").replace(" ", "")))
        )
        rest = lowered[match.end() : match.end() + 10].split()
        return value * (_WORDS[rest[0]] if rest and rest[0] in ("hundred", "thousand", "million") else 1), False
    total, current, seen = 0, 0, False
    for word in re.findall(r"[a-z]+", lowered):
        if word in ("a", "an") or word not in _WORDS:
            if seen:
                break
            continue
        seen = True
        value = _WORDS[word]
        if value >= 100:
            total += max(current, 1) * value
            current = 0
        else:
            current += value
    return (total + current, False) if seen and total + current > 0 else None
