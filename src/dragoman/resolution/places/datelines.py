"""The places in what stands before sentences and belongs to none: "BEIRUT, Lebanon (AP) —"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.records import Document, Sentence, Span
from dragoman.resolution.places.candidates import options, weigh
from dragoman.resolution.places.gazetteer import Gazetteer
from dragoman.resolution.places.spotted import Spotted

_DATELINE_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_FAINT = 0.3  # prior of a town of about 1,000 people


def read_datelines(document: Document, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> Iterator[Spotted]:
    """The places in what stands before sentences and belongs to none: "BEIRUT, Lebanon (AP) —"."""
    done = 0
    for number, sentence in enumerate(sentences):
        gap = document.text[done : sentence.span.start]
        if gap.strip():
            yield from _dateline_names(gap, done, number, gazetteer)
        done = sentence.span.end


def _dateline_names(gap: str, offset: int, sentence: int, gazetteer: Gazetteer) -> Iterator[Spotted]:
    gap = gap.partition("(")[0]
    words = list(_DATELINE_WORD.finditer(gap))
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 5), at, -1):
            text = gap[words[at].start() : words[end - 1].end()]
            found = () if "," in text else options(gazetteer, text)
            if at and end == at + 1:
                found = weigh(gazetteer.abbreviation(text)) or weigh(gazetteer.abbreviation(text.capitalize())) or found
            if found and found[0].prior >= _FAINT:
                span = Span(start=offset + words[at].start(), end=offset + words[end - 1].end())
                yield Spotted(span, text, found, sentence, dateline=True)
                at = end - 1
                break
        at += 1
