"""Read the words around a place name: what contains it, which part of it is meant, how far from it, and whether it acts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.records import Document, Sentence
from dragoman.resolution.places.candidates import Option
from dragoman.resolution.places.reader import STRONG
from dragoman.resolution.places.records import Sense
from dragoman.resolution.places.spotted import Spotted
from dragoman.resolution.places.words import ACTING, DIRECTIONS, FEATURES, MIDDLE, OWNED_BY_ACTORS
from dragoman.syntax import Tree

_KM = {"km": 1.0, "kilometre": 1.0, "kilometer": 1.0, "mile": 1.609344, "mi": 1.609344, "metre": 0.001, "meter": 0.001}
_OFFSET = re.compile(
    r"(?P<number>\d[\d,.]*|a few|several|a dozen|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|a hundred|hundreds of)\s*-?\s*(?P<unit>km|kilomet(?:re|er)s?|miles?|mi|met(?:re|er)s?)\.?,?\s*"
    r"(?:\([^)]{1,20}\)\s*)?(?:(?:to|in) the )?(?P<direction>[a-z-]+)?\s*(?:of|from|outside|beyond)\s+(?:the\s+)?"
    r"(?:(?:[a-z]+ ){0,3}(?:of )?)?$",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(?P<direction>[a-z-]+)\s+(?:part\s+)?of\s+(?:the\s+)?(?:(?:[a-z]+ ){0,3}(?:of )?)?$")
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "a hundred": 100,
    "a few": 5, "several": 5, "a dozen": 12, "hundreds of": 300,
}  # fmt: skip
_COMMA = re.compile(r",\s*(?:in\s+)?(?:the\s+)?(?:(?:[a-z-]+\s+){0,3}(?:of|in)\s+(?:the\s+)?)?$|\s*\(\s*$")
_IN = re.compile(
    r"(?:\s+(?:city|town|village|district|area|province|county|neighbou?rhood|camp|region|suburb))?,?\s+in\s+(?:the\s+)?"
    r"(?:[a-z-]+\s+){0,3}(?:of\s+)?$"
)
_OWNER = re.compile(r"(?:['’]s?)?\s+(?:[a-z-]+\s+){0,4}(?:of\s+)?$")


def read_phrases(
    document: Document, sentences: Sequence[Sentence], trees: Sequence[Tree], spotted: Sequence[Spotted]
) -> None:
    """Fill in containers, directions, offsets and senses."""
    for number, name in enumerate(spotted):
        if number + 1 < len(spotted) and spotted[number + 1].sentence == name.sentence:
            _relate(document.text, sentences[name.sentence], number, name, number + 1, spotted[number + 1])
        if name.first < 0:
            continue
        sentence = sentences[name.sentence]
        _read_direction(sentence, name)
        _read_offset(sentence, name)
        if name.sense == "place":
            name.sense = sense_of(trees[name.sentence], name)


def _relate(text: str, sentence: Sentence, number: int, name: Spotted, other_number: int, other: Spotted) -> None:
    """Two neighbouring names: does the text put one inside the other?"""
    between = text[name.span.end : other.span.start]
    if len(between) > 60:
        return
    if other.sense != "adjective" and (_apposed(between) or _IN.match(between)) and not _modifies(sentence, other):
        if name.sense != "adjective" or name.inside is not None:
            name.container = other_number
    elif other.sense != "adjective" and _OWNER.match(between):
        words = between.lower().split()
        if (
            between.startswith(("'", "’"))
            or any(w in FEATURES for w in words)
            or (name.sense == "adjective" and not words)
        ):
            other.owner = number


def _apposed(between: str) -> bool:
    """Whether a comma, perhaps with the kind of place ("…, a town in"), is all that stands between; not "…, a group in"."""
    words = re.findall(r"[a-z-]+", between)
    kind = {*FEATURES, *MIDDLE, *DIRECTIONS, "capital", "part", "side", "outskirts", "heart", "north", "south"}
    return bool(_COMMA.match(between)) and (len(words) < 3 or not kind.isdisjoint(words))


def _modifies(sentence: Sentence, name: Spotted) -> bool:
    """Whether a name stands before a noun of its own ("…, U.S. officials said"), so that it contains nothing before it."""
    if name.last < 0 or name.last + 1 >= len(sentence.tokens):
        return False
    token, after = sentence.tokens[name.last], sentence.tokens[name.last + 1]
    return token.dep in ("compound", "amod", "nmod", "poss") and (
        after.pos in ("NOUN", "ADJ", "PROPN") or after.tag == "POS"
    )


def _read_direction(sentence: Sentence, name: Spotted) -> None:
    before = name.first - 1
    if before < 0:
        return
    word = sentence.tokens[before].text.lower()
    if word in ("-", "–") and before >= 2:
        word = sentence.tokens[before - 2].text.lower() + "-" + sentence.tokens[name.first].text.lower()
    if word in DIRECTIONS or word in MIDDLE:
        name.direction = word
        name.bearing = DIRECTIONS.get(word)
        return
    start = sentence.span.start
    side = _SIDE.search(sentence.text[: name.span.start - start].lower())
    if side is not None and side.group("direction") in DIRECTIONS:
        name.direction, name.bearing = side.group("direction"), DIRECTIONS[side.group("direction")]
        # "north of Kirkuk" is outside it, "the north of Iraq" inside
        words = sentence.text[: name.span.start - start].lower().split()
        at = len(words) - 1 - words[::-1].index(side.group("direction"))
        if not at or words[at - 1] not in ("the", "far", "deep"):
            name.offset_km = 0.0


def _read_offset(sentence: Sentence, name: Spotted) -> None:
    match = _OFFSET.search(sentence.text[: name.span.start - sentence.span.start])
    if match is None:
        return
    number = match.group("number").lower()
    try:
        amount = float(_NUMBERS[number]) if number in _NUMBERS else float(number.replace(",", ""))
    except ValueError:
        return
    unit = match.group("unit").lower().rstrip("s")
    name.offset_km = round(amount * _KM.get(unit, 1.0), 1)
    direction = (match.group("direction") or "").lower()
    if direction in DIRECTIONS:
        name.direction, name.bearing = direction, DIRECTIONS[direction]


def sense_of(tree: Tree, name: Spotted) -> Sense:
    """`actor` where a country, a unit or a capital does what governments do, owns what they own, or is dealt with."""
    if name.feature or not _may_act(name.options):
        return "place"
    head = max(range(name.first, name.last + 1), key=lambda i: -_depth(tree, i))
    token = tree.token(head)
    governor = tree.token(token.head)
    weak = name.options[0].entry.layer != "country"
    if token.dep == "nsubj" and governor.pos in ("VERB", "AUX"):
        return (
            "actor"
            if governor.lemma in ACTING or (not weak and governor.lemma not in ("be", "have", "see"))
            else "place"
        )
    if token.dep == "nsubjpass":
        return (
            "actor" if governor.lemma in ACTING - {"hit", "report", "begin", "start", "lead"} and not weak else "place"
        )
    if token.dep == "poss":
        return "actor" if governor.lemma.lower() in OWNED_BY_ACTORS else "place"
    if token.dep in ("dobj", "dative"):
        return (
            "actor"
            if governor.lemma in ACTING - {"leave", "enter", "reach", "visit", "join", "hit"} and not weak
            else "place"
        )
    if token.dep == "pobj":
        return "actor" if governor.text.lower() in ("with", "against", "by") and not weak else "place"
    if token.dep == "agent":
        return "actor"
    if token.dep == "conj" and governor.dep in ("nsubj", "pobj", "dobj") and governor.text[:1].isupper():
        return sense_of(tree, _at(name, token.head)) if token.head < name.first else "place"
    return "place"


def _at(name: Spotted, token: int) -> Spotted:
    return Spotted(name.span, name.name, name.options, name.sentence, token, token)


def _may_act(options: tuple[Option, ...]) -> bool:
    return (
        bool(options)
        and (options[0].entry.layer in ("country", "admin1") or options[0].entry.capital)
        and options[0].prior >= STRONG
    )


def _depth(tree: Tree, index: int) -> int:
    return sum(1 for _ in tree.ancestors(index))
