"""Words as names are searched by: without accents and punctuation, so that "Erdoğan" and "Erdogan" are one."""

from __future__ import annotations

import re
import unicodedata

_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
# Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans(
    {"\u0131": "i", "\u0142": "l", "\u0141": "L", "\u00f8": "o", "\u00d8": "O", "\u0111": "d", "\u0110": "D"}
)


def split_words(text: str) -> str:
    """The words of a text in order, letter case kept, each between single blanks; `" "` where there is none.

    A name occurs in the text when its own words, with their blanks, are a substring of the text's.
    """
    words = _ASCII_WORD.findall(text) if text.isascii() else _plain_words(text)
    return f" {' '.join(words)} " if words else " "


def _plain_words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return "".join(kept).split()
