"""Parsed documents for the tests of attribution."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.extraction.attribution import Attribution, find_attributions
from dragoman.records import Document, Sentence
from dragoman.syntax import Tree
from dragoman.text.sentences import SentenceParser

Found = tuple[tuple[Sentence, ...], tuple[Attribution, ...]]


@pytest.fixture(scope="session")
def read() -> Callable[[str], Found]:
    """The sentences and attributions of a text."""
    parser = SentenceParser()

    def find(text: str) -> Found:
        sentences = parser([Document(id="test", text=text)])[0]
        return sentences, find_attributions(sentences, [Tree(s) for s in sentences])

    return find
