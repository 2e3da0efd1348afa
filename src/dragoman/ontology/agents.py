"""Role words: what a noun phrase says of the sector of whoever it names ("soldiers" MIL, "lawmakers" LEG).

`data/agents.tsv` is written by hand: phrase, PLOVER sector, number, whether it names persons, notes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.errors import DataError

_CELLS = 6


class RoleWord(NamedTuple):
    """A role word or phrase with the sector of whoever bears it."""

    sector: str
    plural: bool
    person: bool
    ambiguous: bool
    instrument: bool


@lru_cache(maxsize=1)
def load_role_words() -> dict[tuple[str, ...], RoleWord]:
    """Folded words of a phrase → its role.

    Raises:
        DataError: A row has the wrong number of cells.
    """
    text = (files("dragoman.ontology") / "data" / "agents.tsv").read_text(encoding="utf-8")
    found = {}
    for number, line in enumerate(text.splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != _CELLS:
            raise DataError(f"{len(cells)} cells", where=f"agents.tsv, line {number}", expected=f"{_CELLS} cells")
        phrase, sector, count, person, _, note = cells
        found[_fold(phrase)] = RoleWord(
            sector, count != "sg", person == "yes", "ambiguous" in note, "instrument" in note
        )
    return found


def _fold(phrase: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", phrase.casefold().replace("-", " "))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(
        w.replace("'", "").replace("’", "").replace(".", "") for w in re.findall(r"[^\W_]+(?:['’.][^\W_]+)*\.?", plain)
    )
