"""Our events beside another data set's: counts by pair, type or month, and how many each side finds of the other's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.records import Record
from dragoman.serving.plain import one_line
from dragoman.serving.rows import Row
from dragoman.store import CompareQuery, View

COMPARE_COLUMNS: Final[dict[str, type]] = {
    "key": str,
    "ours": int,
    "theirs": int,
    "found_there": int,
    "found_here": int,
}


class Compared(Record, frozen=True):
    """One line: how many events of ours and of theirs, and how many of each the other side has too."""

    key: str
    ours: int
    theirs: int
    found_there: int
    found_here: int


class Comparison(Record, frozen=True):
    """All lines, and what they were asked for."""

    query: CompareQuery
    lines: tuple[Compared, ...]


def comparison(view: View, query: CompareQuery) -> Comparison:
    """What the store tells of both sides."""
    return Comparison(query=query, lines=tuple(Compared(**row) for row in view.compare(query)))


def comparison_rows(found: Comparison) -> Iterator[Row]:
    """One row a line with exactly the columns of `COMPARE_COLUMNS`."""
    for line in found.lines:
        yield {name: getattr(line, name) for name in COMPARE_COLUMNS}


def comparison_table(found: Comparison, *, limit: int | None = None) -> RenderableType:
    """The comparison for the terminal: a line a key, and the sums of all under them."""
    shown = found.lines[:limit]
    width = max((len(line.key) for line in shown), default=0)
    width = max(width, len("in all"))
    head = f"{found.query.by:<{width}}  {'ours':>7}  {found.query.dataset:>7}  found there  found here"
    lines = [Text(head, "bold underline"), *(_line(line, width) for line in shown)]
    if len(shown) < len(found.lines):
        lines.append(Text(f"… {len(found.lines) - len(shown)} more"))
    return Group(*lines, _line(_total(found.lines), width))


def _line(line: Compared, width: int) -> Text:
    there = f"{line.found_there} of {line.ours}"
    here = f"{line.found_here} of {line.theirs}"
    return Text(f"{one_line(line.key):<{width}}  {line.ours:>7,}  {line.theirs:>7,}  {there:>11}  {here:>10}")


def _total(lines: Iterable[Compared]) -> Compared:
    listed = list(lines)
    sums = {name: sum(getattr(line, name) for line in listed) for name in COMPARE_COLUMNS if name != "key"}
    return Compared(key="in all", **sums)
