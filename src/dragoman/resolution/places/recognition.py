"""Find the place names of a document: entities, names of the gazetteer that the entity recogniser missed, demonyms, datelines."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Document, Sentence
from dragoman.resolution.places.datelines import read_datelines
from dragoman.resolution.places.gazetteer import Gazetteer
from dragoman.resolution.places.reader import SentenceReader
from dragoman.resolution.places.signs import entity_segments, read_signs
from dragoman.resolution.places.spotted import Spotted


def recognise(document: Document, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> list[Spotted]:
    """All place names in text order; containers and senses are not yet filled in."""
    segments = [entity_segments(sentence.tokens) for sentence in sentences]
    datelines = list(read_datelines(document, sentences, gazetteer))
    signs = read_signs(sentences, segments, datelines, gazetteer)
    found = list(datelines)
    for number, sentence in enumerate(sentences):
        found.extend(SentenceReader(sentence, number, segments[number], signs, gazetteer).read())
    found.sort(key=lambda s: (s.span.start, -s.span.end))
    return found
