"""Clauses of a sentence, for asking the status of one of its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.records import Document
from dragoman.syntax import Tree
from dragoman.text import SentenceParser

Find = Callable[[str, str], tuple[Clauses, int]]


@pytest.fixture(scope="session")
def find() -> Find:
    """A function from a text and one of its words to the clauses of its sentence and the word's index."""
    parser, lexicon = SentenceParser(), load_lexicon()

    def ask(text: str, word: str) -> tuple[Clauses, int]:
        for sentence in parser([Document(id="status", text=text)])[0]:
            for index, token in enumerate(sentence.tokens):
                if token.text == word:
                    return Clauses(Tree(sentence), lexicon), index
        raise AssertionError(f"{word!r} is no token of {text!r}")

    return ask
