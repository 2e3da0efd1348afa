"""The table of words by which a text answers what it told before."""

from __future__ import annotations

import pytest

from dragoman.errors import DataError
from dragoman.extraction.claims.lexicon import KINDS, load_words, parse_words


def test_every_kind_has_words() -> None:
    words = load_words()
    assert set(words) == KINDS
    assert all(words.values())
    assert not words["deny"] & words["confirm"]
    assert not words["present"] & words["absent"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind\twords\nnonsense\ta|b", "line 2"),
        ("kind\twords\ndeny", "line 2"),
        ("kind\twords\ndeny\ta\ndeny\tb", "line 3"),
        ("kind\twords\ndeny\ta", "no row for 'absent'"),
    ],
)
def test_a_broken_table_is_named(text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        parse_words(text)
