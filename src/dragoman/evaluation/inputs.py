"""From a benchmark's input record to what the pipeline reads. Broken records become empty documents, never errors."""

from __future__ import annotations

import logging
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from dragoman.pipeline import Reader
from dragoman.records import Document, EventMention, Reading, Sentence
from dragoman.resolution.places import PlaceResolver
from dragoman.syntax import Tree
from dragoman.text import SentenceParser

MAX_CHARACTERS = 1_000_000
"""Longer texts are not parsed: no benchmark has one, and the parse would not fit into memory."""
_log = logging.getLogger("dragoman.evaluation")
failures: list[str] = []
"""The ids of records that could not be read, in order; `scores` says how many there were, so that a fault is not a score."""


class Parsed(NamedTuple):
    """A document with its sentences and their trees."""

    document: Document
    sentences: tuple[Sentence, ...]
    trees: list[Tree]


def fields_of(record: dict[str, Any]) -> dict[str, Any]:
    """The input fields: those under `input` where a gold line has them there, else the record's own."""
    inner = record.get("input")
    return inner if isinstance(inner, dict) else record


def id_of(record: dict[str, Any]) -> Any:
    """The id exactly as it came; that of a gold line stands outside."""
    return record["id"] if "id" in record else fields_of(record).get("id")


def text_of(record: dict[str, Any], *names: str) -> str:
    """The text under the first of `names` (`text` if none are given) that holds a string; else empty."""
    fields = fields_of(record)
    return next((fields[name] for name in names or ("text",) if isinstance(fields.get(name), str)), "")


def day_of(value: Any) -> date | None:
    """The day of an ISO 8601 date or date-time, `None` where it is not one."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def moment_of(value: Any) -> datetime | None:
    """The moment of an ISO 8601 date-time, `None` where it is only a day or neither."""
    if not isinstance(value, str) or len(value.strip()) <= len("2025-07-12"):
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None


def document_of(record: dict[str, Any], *texts: str, published: str = "published") -> Document:
    """The document of a record. `texts` names the fields that may hold the text, `published` the one with its day."""
    fields = fields_of(record)

    def string(name: str) -> str | None:
        return fields[name] if isinstance(fields.get(name), str) else None

    return Document(
        id=str(id_of(record)),
        text=text_of(record, *texts),
        published=day_of(fields.get(published)),
        publisher=string("publisher"),
        title=string("title"),
    )


def read(document: Document) -> Reading:
    """What the pipeline reads; an empty reading, and a line in the log, where it refuses or fails."""
    try:
        return _reader().read(document)
    except Exception as err:  # a benchmark run goes on past a bad record, as the runner does past a bad document
        _failed(document, f"{type(err).__name__}: {err}")
        return Reading(document=document)


def parse(document: Document) -> Parsed:
    """The sentences and trees of a document, without reading events; none where the text is too long or cannot be parsed."""
    if len(document.text) > MAX_CHARACTERS:
        _failed(document, f"{len(document.text):,} characters")
        return Parsed(document, (), [])
    try:
        sentences = _parser()([document])[0]
    except Exception as err:
        _failed(document, f"{type(err).__name__}: {err}")
        return Parsed(document, (), [])
    return Parsed(document, sentences, [Tree(sentence) for sentence in sentences])


def _failed(document: Document, why: str) -> None:
    failures.append(document.id)
    _log.warning("%s: %s", document.id, why)


def main_mention(reading: Reading) -> EventMention | None:
    """The event that a sentence is mainly about: the one nearest the root of its tree, then the first in the text."""
    return min(reading.mentions, key=lambda mention: (_depth(reading, mention), mention.trigger), default=None)


def _depth(reading: Reading, mention: EventMention) -> tuple[int, int]:
    sentence = reading.sentences[mention.sentence]
    tree = Tree(sentence)
    inside = [
        i for i, t in enumerate(sentence.tokens) if t.start < mention.trigger.end and mention.trigger.start < t.end
    ]
    return mention.sentence, min((sum(1 for _ in tree.ancestors(i)) for i in inside), default=len(tree))


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader()


@lru_cache(maxsize=1)
def _parser() -> SentenceParser:
    return SentenceParser()


@lru_cache(maxsize=1)
def places() -> PlaceResolver:
    """The resolver of places, made once per process."""
    return PlaceResolver()
