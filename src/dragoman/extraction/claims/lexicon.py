"""The words by which a text answers what it told before."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = frozenset(
    {
        "deny", "deny_particle", "confirm", "statement", "part", "pointer", "attend", "present", "absent",
        "false", "false_noun", "true", "gathering",
    }
)  # fmt: skip


@lru_cache(maxsize=1)
def load_words() -> Mapping[str, frozenset[str]]:
    """Kind → lemmas, checked.

    Raises:
        DataError: A row has the wrong cells, an unknown kind, or a kind is missing.
    """
    return parse_words((files("dragoman.extraction.claims") / "data" / "words.tsv").read_text(encoding="utf-8"))


def parse_words(text: str) -> Mapping[str, frozenset[str]]:
    """The table from its text (columns: `data/README.md`)."""
    found: dict[str, frozenset[str]] = {}
    for number, line in enumerate(text.splitlines()[1:], start=2):
        where = f"claims/data/words.tsv, line {number}"
        cells = line.split("\t")
        if len(cells) != 2 or cells[0] not in KINDS or cells[0] in found:
            raise DataError(f"{line!r}", where=where, expected=f"a kind, each once, and its words: {sorted(KINDS)}")
        found[cells[0]] = frozenset(cells[1].split("|"))
    if missing := KINDS - found.keys():
        raise DataError(f"no row for {min(missing)!r}", where="claims/data/words.tsv", expected="every kind once")
    return MappingProxyType(found)
