"""How often a status is right: the probability that a record's status is what a careful reader would give it.

`data/reliability.tsv` counts, for each status and strength of the view, how many items of one part of the held-out status gold
were judged and how many of them rightly. A count this small is drawn towards the mean of all cells (m-estimate).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import get_args

from dragoman.errors import DataError
from dragoman.records import Status

# From 0 to 3: a view this far from 0 is a plain word ("said", "did not"), one nearer is hedged or told on the way.
STRONG_FROM = 2.0
# Items that the mean of all cells counts for in each. Not swept: with some 15 items a cell a larger or smaller number says little.
_WEIGHT = 8
_COLUMNS = ["status", "strength", "judged", "right"]

Cells = Mapping[tuple[str, str], tuple[int, int]]


def cell_of(status: Status, factuality: float) -> tuple[str, str]:
    """The cell of a judgement: its status, and whether the view is strong."""
    return status, "strong" if abs(factuality) >= STRONG_FROM else "weak"


def probability_of(status: Status, factuality: float, cells: Cells | None = None) -> float:
    """The probability, from 0 to 1, that a status judged with this factuality (-3 to 3) is right."""
    table = load_reliability() if cells is None else cells
    judged, right = (sum(c[i] for c in table.values()) for i in (0, 1))
    mean = right / judged
    own, own_right = table.get(cell_of(status, factuality), (0, 0))
    return round((own_right + _WEIGHT * mean) / (own + _WEIGHT), 3)


@lru_cache(maxsize=1)
def load_reliability() -> Cells:
    """The counts of the package, checked."""
    folder = files("dragoman.extraction.status") / "data"
    return parse_reliability((folder / "reliability.tsv").read_text(encoding="utf-8"))


def parse_reliability(text: str) -> Cells:
    """The counts from a table.

    Raises:
        DataError: A row has other cells, an unknown status or strength, or more right than judged.
    """
    lines = text.splitlines()
    if not lines or lines[0].split("\t") != _COLUMNS:
        raise DataError("the heading is another", where="reliability, line 1", expected="\t".join(_COLUMNS))
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        fits = len(cells) == 4 and cells[0] in get_args(Status) and cells[1] in ("strong", "weak")
        if not fits or not (cells[2].isdecimal() and cells[3].isdecimal()) or int(cells[3]) > int(cells[2]):
            raise DataError(
                f"{line!r}", where=f"reliability, line {number}", expected="status, strong or weak, judged, right"
            )
        found[cells[0], cells[1]] = (int(cells[2]), int(cells[3]))
    if not sum(judged for judged, _ in found.values()):
        raise DataError("nothing was judged", where="reliability", expected="at least one item")
    return MappingProxyType(found)
