"""Spans: who acts upon whom in the main event (default), or every entity of the language pipeline (ids `re3d-...`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, id_of, main_mention, parse, read
from dragoman.records import EventMention, Participant, Reading, Sentence

_ENTITIES = {
    "PERSON": "Person", "ORG": "Organisation", "GPE": "Location", "LOC": "Location", "FAC": "Location",
    "NORP": "Nationality", "DATE": "Temporal", "TIME": "Temporal", "MONEY": "Money", "CARDINAL": "Quantity",
    "QUANTITY": "Quantity", "PERCENT": "Quantity", "PRODUCT": "MilitaryPlatform", "LAW": "DocumentReference",
}  # fmt: skip
"""OntoNotes labels as re3d names them; labels that it does not know are left out."""


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `spans` with `start`, `end`, `text`, `label`, each once, in text order."""
    for record in records:
        document = document_of(record, "text", "sentence")
        if str(id_of(record)).startswith("re3d"):
            found = _entities(parse(document).sentences)
        else:
            found = _parties(read(document))
        rows = sorted(set(found))
        yield {
            "id": id_of(record),
            "spans": [{"start": s, "end": e, "text": document.text[s:e], "label": label} for s, e, label in rows],
        }


def _parties(reading: Reading) -> Iterator[tuple[int, int, str]]:
    mention = main_mention(reading)
    if mention is None:
        return
    for participants, label in _sides(mention):
        for participant in participants:
            if participant.text:
                yield participant.span.start, participant.span.end, label


def _sides(mention: EventMention) -> Iterator[tuple[tuple[Participant, ...], str]]:
    """Actors are sources, recipients targets. Of a symmetric act with actors alone the first is the source."""
    actors = tuple(dict.fromkeys(mention.actors))
    if mention.symmetric and not mention.recipients:
        spans = {participant.span for participant in actors}
        if len(spans) == 1:
            yield actors, "reciprocal"
            return
        yield actors[:1], "source"
        yield actors[1:], "target"
        return
    yield actors, "source"
    yield tuple(p for p in mention.recipients if p.via != "territory"), "target"


def _entities(sentences: Iterable[Sentence]) -> Iterator[tuple[int, int, str]]:
    for sentence in sentences:
        start = end = 0
        label = ""
        for token in sentence.tokens:
            if label and (token.entity_start or token.entity != label):
                yield from _entity(start, end, label)
                label = ""
            if token.entity and not label:
                start, label = token.start, token.entity
            if token.entity:
                end = token.end
        if label:
            yield from _entity(start, end, label)


def _entity(start: int, end: int, label: str) -> Iterator[tuple[int, int, str]]:
    if label in _ENTITIES:
        yield start, end, _ENTITIES[label]
