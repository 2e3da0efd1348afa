"""Dragoman as a component of a spaCy pipeline: `nlp.add_pipe("dragoman")` gives `doc._.dragoman`, the typed reading.

The component reads `doc.text` with Dragoman's own pipeline, so that its records are those of `dragoman.read`, whatever else
the user's pipeline holds. The day of publication, where it is known, is `doc._.published`, set before the component runs:

    doc = nlp.make_doc(text)
    doc._.published = date(2025, 7, 12)
    for mention in nlp(doc)._.dragoman.mentions: ...

The reading is kept as JSON in `doc.user_data`, so that it travels with a `DocBin` that stores user data.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span

from dragoman import api
from dragoman.errors import ConfigError
from dragoman.records import EventMention, Reading

_READING: Final = "dragoman"
_PUBLISHED: Final = "dragoman_published"


class DragomanComponent:
    """Reads each document as an article."""

    def __init__(self, *, kb: str | None = None) -> None:
        self._kb = kb
        _register()

    def __call__(self, doc: Doc) -> Doc:
        """Read the document's text and keep what was read with it.

        Raises:
            ConfigError: There is no folder `kb`.
            InputError: The text is longer than a million code points.
        """
        published = doc.user_data.get(_PUBLISHED)
        reading = api.read(doc.text, published=date.fromisoformat(published) if published else None, kb=self._kb)
        # Tokens of our parse are left out: the user's own pipeline parses, and they would be most of the record.
        sentences = tuple(msgspec.structs.replace(sentence, tokens=()) for sentence in reading.sentences)
        kept = msgspec.structs.replace(reading, sentences=sentences)
        doc.user_data[_READING] = msgspec.json.encode(kept).decode()
        return doc


@Language.factory("dragoman", default_config={"kb": None}, assigns=["doc._.dragoman", "doc._.dragoman_spans"])  # type: ignore[untyped-decorator]  # spaCy is untyped
def create_component(nlp: Language, name: str, kb: str | None) -> DragomanComponent:
    """The component for `nlp.add_pipe`. `kb` is a folder with tables of actors of your own."""
    del nlp, name
    return DragomanComponent(kb=kb)


def mention_spans(doc: Doc) -> list[tuple[EventMention, Span]]:
    """Each event mention with the tokens of its trigger in the user's own tokenisation, widened to whole tokens."""
    reading = _reading(doc)
    found = []
    for mention in reading.mentions if reading else ():
        span = doc.char_span(mention.trigger.start, mention.trigger.end, label=mention.type, alignment_mode="expand")
        if span is not None:
            found.append((mention, span))
    return found


def _register() -> None:
    for name, settings in (
        ("dragoman", {"getter": _reading}),
        ("dragoman_spans", {"getter": mention_spans}),
        ("published", {"getter": _get_published, "setter": _set_published}),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, **settings)


def _reading(doc: Doc) -> Reading | None:
    """What was read; `None` where the component has not run."""
    told = doc.user_data.get(_READING)
    return msgspec.json.decode(told, type=Reading) if told is not None else None


def _get_published(doc: Doc) -> date | None:
    told = doc.user_data.get(_PUBLISHED)
    return date.fromisoformat(told) if told else None


def _set_published(doc: Doc, value: Any) -> None:
    if not isinstance(value, date):
        raise ConfigError(f"doc._.published is {value!r}", expected="a datetime.date")
    doc.user_data[_PUBLISHED] = value.isoformat()
