"""Fold names so that the spellings of the press meet: case, accents, apostrophes, articles, doubled letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*\.?")
_ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "ash", "at", "an", "ar", "az", "the"})
_RUNS = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """One word without case, accents, dots and apostrophes."""
    plain = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return (
        plain.replace("ø", "o").replace("ı", "i").replace("ł", "l").replace("'", "").replace("’", "").replace(".", "")
    )


def fold(name: str) -> tuple[str, ...]:
    """The words of a name, folded; without "the" and the Arabic article, unless nothing else is left."""
    words = [fold_word(w) for w in _WORD.findall(name.replace("-", " "))]
    words = [w for w in words if w]
    kept = [w for w in words if w not in _ARTICLES]
    return tuple(kept or words)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A coarse key under which transliterations of one name meet: Hussein/Husayn, Muhammad/Mohammed, Gaddafi/Qadhafi."""
    text = fold_word(word)
    for old, new in (
        ("dh", "d"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("ou", "u"), ("oo", "u"),
        ("ee", "i"), ("ei", "ai"), ("ey", "ai"), ("ay", "ai"), ("aj", "ai"), ("ij", "i"), ("iy", "i"), ("y", "i"), ("q", "k"), ("g", "k"),
        ("w", "v"), ("e", "a"), ("o", "u"), ("z", "s"), ("j", "i"), ("c", "k"),
    ):  # fmt: skip
        text = text.replace(old, new)
    return _RUNS.sub(r"\1", text).rstrip("ah") or text


def is_abbreviation(name: str) -> bool:
    """Whether a name is to be matched with its case: short and in capitals (US, IDF, M23, U.N.)."""
    letters = name.replace(".", "").replace("-", "")
    return (
        1 < len(letters) <= 7
        and letters.isalnum()
        and letters[0].isupper()
        and letters == letters.upper()
        and " " not in name
    )
