"""The tense around a time, read from the parse."""

from __future__ import annotations

import pytest

from dragoman.records import Document
from dragoman.resolution.tenses import DocumentTenses
from dragoman.syntax import Tree
from dragoman.text import SentenceParser


@pytest.fixture(scope="module")
def parser() -> SentenceParser:
    return SentenceParser()


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The council met on Friday.", "past"),
        ("The council will meet on Friday.", "future"),
        ("The council has met on Friday.", "past"),
        ("The council agreed to meet on Friday.", "future"),
        ("The council managed to meet on Friday.", "past"),
        ("A vote scheduled for Friday was put off.", "future"),
        ("On Friday the council planned a vote.", "past"),
        ("The council would have met on Friday.", "past"),
        ("The council meets on Friday.", "none"),
        ("On Friday.", "none"),
    ],
)
def test_verb_tells_the_tense(parser: SentenceParser, text: str, tense: str) -> None:
    tenses = DocumentTenses([Tree(sentence) for sentence in parser([Document(id="d", text=text)])[0]])
    start = text.index("Friday")
    assert tenses(start, start + len("Friday")) == tense


def test_document_without_sentences_tells_none() -> None:
    assert DocumentTenses([])(0, 5) == "none"
