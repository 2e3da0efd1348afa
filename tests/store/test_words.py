"""Words as names are searched by."""

from __future__ import annotations

import pytest

from dragoman.store.words import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Recep Tayyip Erdoğan", " Recep Tayyip Erdogan "),
        ("Lech Wałęsa", " Lech Walesa "),
        ("the U.N.-led force", " the U N led force "),
        ("北京", " 北京 "),
        ("…", " "),
        ("", " "),
    ],
)
def test_words_have_no_accents_and_no_signs(text: str, words: str) -> None:
    assert split_words(text) == words
