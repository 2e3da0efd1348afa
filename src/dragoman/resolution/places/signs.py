"""What the whole document says of a name: how often it is a place there, and whether it is somebody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from dragoman.records import Sentence, Token
from dragoman.resolution.places.candidates import options
from dragoman.resolution.places.gazetteer import Gazetteer
from dragoman.resolution.places.names import fold_name
from dragoman.resolution.places.spotted import Spotted
from dragoman.resolution.places.words import TITLES

LABELS = frozenset({"GPE", "LOC", "FAC"})  # the recogniser's labels for places


class Segment(NamedTuple):
    """An entity of the recogniser: its tokens, end exclusive."""

    first: int
    end: int
    label: str


class Signs(NamedTuple):
    """What the whole document says of names: how often each is labelled a place, and which words are names of persons."""

    places: Counter[str]
    persons: Counter[str]


def entity_segments(tokens: Sequence[Token]) -> list[Segment]:
    found: list[Segment] = []
    for number, token in enumerate(tokens):
        if not token.entity:
            continue
        last = found[-1] if found else None
        if last is not None and not token.entity_start and last.end == number and last.label == token.entity:
            found[-1] = Segment(last.first, number + 1, last.label)
        else:
            found.append(Segment(number, number + 1, token.entity))
    return found


def read_signs(
    sentences: Sequence[Sentence], segments: list[list[Segment]], datelines: list[Spotted], gazetteer: Gazetteer
) -> Signs:
    places: Counter[str] = Counter(fold_name(d.name) for d in datelines)
    persons: Counter[str] = Counter()
    for sentence, own in zip(sentences, segments, strict=True):
        tokens = sentence.tokens
        for first, end, label in own:
            words = [t for t in tokens[first:end] if t.text not in ("'s", "’s", "the", "The")]
            if label in LABELS and words:
                places[fold_name(text_of(sentence, tokens.index(words[0]), tokens.index(words[-1]) + 1))] += 1
            elif label == "PERSON" and (len(words) > 1 or (first and _is_title(tokens[first - 1]))):
                persons.update(fold_name(t.text) for t in words[-2:])
        for number in range(len(tokens) - 2):
            if tokens[number + 1].text == "," and tokens[number].text[:1].isupper():
                after = tokens[number + 2].text
                if gazetteer.abbreviation(after) or any(
                    o.entry.layer in ("country", "admin1") for o in options(gazetteer, after)
                ):
                    places[fold_name(tokens[number].text)] += 1
            if tokens[number + 1].tag in ("NNP", "NNPS") and tokens[number].text in ("in", "near", "from"):
                places[fold_name(tokens[number + 1].text)] += 1
    return Signs(places, persons)


def _is_title(token: Token) -> bool:
    return token.text.rstrip(".").lower() in TITLES


def text_of(sentence: Sentence, first: int, end: int) -> str:
    start = sentence.span.start
    return sentence.text[sentence.tokens[first].start - start : sentence.tokens[end - 1].end - start]
