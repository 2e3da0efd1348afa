"""A reader of places over freshly parsed text, built once for the folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Document
from dragoman.resolution.places import PlaceMention, PlaceResolver
from dragoman.syntax import Tree
from dragoman.text import SentenceParser

Read = Callable[..., tuple[PlaceMention, ...]]


@pytest.fixture(scope="session")
def read_places() -> Read:
    parser, resolver = SentenceParser(), PlaceResolver()

    def read(text: str, *, publisher: str | None = None) -> tuple[PlaceMention, ...]:
        document = Document(id="t", text=text, publisher=publisher)
        (sentences,) = parser([document])
        return resolver.document(document, sentences, [Tree(s) for s in sentences])

    return read
