"""Write rows into an overlay: a line is added or taken the place of, the rest of the file stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import InputError
from dragoman.files import write_whole
from dragoman.resolution.actors.checking import Complaint, check_row, check_rows, known_to
from dragoman.resolution.actors.rows import LISTS, SOURCE, TABLES, Overlay, Row, our_rows, read_overlay


class Change(NamedTuple):
    """A row as it will stand. `replaces` is the row that it takes the place of, ours or the overlay's.

    `kept` are other rows of ours on the same body, for other times: they must stand in the overlay too, since its rows take
    the place of all of ours with the key.
    """

    row: Row
    replaces: Row | None
    kept: tuple[Row, ...]
    notes: tuple[Complaint, ...]


def open_overlay(folder: str | Path) -> Overlay:
    """The overlay of a folder; of one that does not exist yet, an empty one."""
    found = read_overlay(folder) if Path(folder).is_dir() else None
    return found or Overlay(str(folder), (), "")


class Editor:
    """Plans changes to an overlay. Holds all tables, so that many changes cost little more than one.

    Args:
        overlay: Where rows shall stand.
        told_beside: Whether to look at each row beside all others too, for notes; slow.
    """

    def __init__(self, overlay: Overlay, *, told_beside: bool = True) -> None:
        self._overlay, self._beside = overlay, told_beside
        self._known = known_to(overlay)
        self._ours: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        self._mine: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in (row for table in TABLES for row in our_rows(table)):
            self._ours[(row.table, *row.key)].append(row)
        for row in overlay.rows:
            self._mine[(row.table, *row.key)].append(row)

    def plan(self, table: str, cells: Mapping[str, str], *, told_by: str) -> Change:
        """The row that some cells make, put together with what stands under its key already.

        Lists are added to, other cells taken over; what is not given stays.

        Args:
            table: File name of the table.
            cells: Column → value; only what is given.
            told_by: What to name in messages: the command, or file and line.

        Raises:
            InputError: The row cannot be used.
        """
        row = Row(table, told_by, 0, {**dict.fromkeys((*TABLES[table].columns, SOURCE), ""), **cells}, mine=True)
        before = self._under(row)
        if before is not None:
            row = row._replace(cells=_joined(before.cells, row.cells))
        return self.check(row, before)

    def check(self, row: Row, before: Row | None) -> Change:
        """The change that a whole row makes; `row.file` is what to name in messages.

        Raises:
            InputError: The row cannot be used.
        """
        row = row._replace(mine=True)
        for complaint in (complaints := self._complaints(row)):
            if complaint.grave:
                raise InputError(
                    complaint.what,
                    where=row.file,
                    expected=complaint.expected,
                    remedy=complaint.remedy or "nothing was written",
                )
        return Change(row, before, self._kept(row, before), tuple(complaints))

    def _complaints(self, row: Row) -> list[Complaint]:
        if not self._beside:
            return check_row(row, self._known)
        others = [r for r in self._overlay.rows if not (r.table == row.table and r.unique == row.unique)]
        return check_rows([row], self._overlay._replace(rows=(*others, row)))

    def _under(self, row: Row) -> Row | None:
        """The row that is meant: the overlay's, else ours, by key and time; without a time, the only one with the key."""
        for rows in (self._mine, self._ours):
            with_key = rows.get((row.table, *row.key), [])
            same = [r for r in with_key if r.unique == row.unique]
            if not same and not row.cells.get("from") and len(with_key) == 1:
                same = with_key
            if same:
                return same[0]
        return None

    def _kept(self, row: Row, before: Row | None) -> tuple[Row, ...]:
        key = (row.table, *row.key)
        if self._mine.get(key):
            return ()
        return tuple(r._replace(mine=True) for r in self._ours.get(key, ()) if r.unique != (before or row).unique)


def write(overlay: Overlay, rows: Iterable[Row]) -> list[str]:
    """Put rows into the overlay's files, each into the line of the row with its key or behind the last.

    Returns:
        File and line of each, in their order.

    Raises:
        InputError: A file cannot be written.
    """
    folder = Path(overlay.folder)
    given = list(rows)
    places: dict[int, str] = {}
    for table in dict.fromkeys(row.table for row in given):
        own = [(number, row) for number, row in enumerate(given) if row.table == table]
        places.update(_write_table(folder / table, overlay.table(table), own))
    return [places[number] for number in range(len(given))]


def line_of(table: str, cells: Mapping[str, str], columns: Sequence[str] | None = None) -> str:
    """The cells as a line of a table, without its end."""
    return "\t".join(_plain(cells.get(column, "")) for column in columns or (*TABLES[table].columns, SOURCE)).rstrip(
        "\t"
    )


def _joined(before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    cells = {column: before.get(column, "") for column in given}
    for column, value in given.items():
        if not value:
            continue
        if column in LISTS:
            known = [part for part in cells[column].split("|") if part]
            cells[column] = "|".join(dict.fromkeys((*known, *value.split("|"))))
        else:
            cells[column] = value
    return cells


def _write_table(file: Path, known: Sequence[Row], rows: Sequence[tuple[int, Row]]) -> dict[int, str]:
    table = file.name
    lines = _lines(file)
    header = lines[0].split("\t") if lines else [*TABLES[table].columns, SOURCE]
    needed = [c for c in (*TABLES[table].columns, SOURCE) if c not in header and any(r.cells.get(c) for _, r in rows)]
    header += needed
    lines[:1] = ["\t".join(header)]
    at = {row.unique: row.line for row in known}
    places = {}
    for number, row in rows:
        line = line_of(table, row.cells, header)
        place = at.get(row.unique)
        if place is None:
            lines.append(line)
            place = at[row.unique] = len(lines)
        else:
            lines[place - 1] = line
        places[number] = f"{file}, line {place}"
    _replace(file, "\n".join(lines) + "\n")
    return places


def _lines(file: Path) -> list[str]:
    """The lines of a table; blank ones at its end are given up, so that a row may follow."""
    if not file.is_file():
        return []
    lines = [line.rstrip("\r") for line in file.read_bytes().decode("utf-8-sig").split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _replace(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text.encode())
    except OSError as err:
        raise InputError(
            f"the table cannot be written: {err.strerror or err}", where=str(file), remedy="correct --kb"
        ) from err


def _plain(value: str) -> str:
    """A cell without what parts cells and lines."""
    return " ".join(value.split())
