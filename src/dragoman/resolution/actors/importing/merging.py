"""Compare imported entries with what the tables have, and say of each what becomes of it.

Ours and the user's rows are believed where they disagree with a file; a file adds whom they lack, ends what they have open, and
gives further names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

from dragoman.errors import InputError
from dragoman.records import Record
from dragoman.resolution.actors.checking import SINGLE
from dragoman.resolution.actors.editing import Change, Editor
from dragoman.resolution.actors.importing.entries import Entry, Refused
from dragoman.resolution.actors.names import fold
from dragoman.resolution.actors.rows import LISTS, SOURCE, TABLES, Overlay, Row, first_day, rows_of

What = Literal["added", "ended", "amended", "known", "differs", "refused"]
# Cells in which a file is compared with what a table says of the same body.
_SAME: Final = ("code", "sector", "country", "kind")


class Outcome(Record, frozen=True, kw_only=True):
    """What became of one entry. `row` is the row of the tables that it met, as file and line."""

    what: What
    name: str
    where: str
    why: str = ""
    row: str = ""


class Report(NamedTuple):
    """All outcomes in the order of the file, and the rows to write."""

    outcomes: tuple[Outcome, ...]
    changes: tuple[Change, ...]


def merge(entries: Iterable[Entry | Refused], overlay: Overlay, *, end_predecessors: bool = False) -> Report:
    """What importing these entries into an overlay would do.

    Args:
        entries: In the order of the file.
        overlay: The user's tables.
        end_predecessors: Where an imported holder begins, end the open term of whoever holds an office of one.
    """
    work = _Merging(overlay, end_predecessors=end_predecessors)
    for entry in entries:
        if isinstance(entry, Refused):
            work.outcomes.append(Outcome(what="refused", name=entry.name, where=entry.where, why=entry.why))
        else:
            work.take(entry)
    return Report(tuple(work.outcomes), tuple(work.changes.values()))


class _Merging:
    """The rows as they stand while entries come in."""

    def __init__(self, overlay: Overlay, *, end_predecessors: bool) -> None:
        self._editor, self._ends = Editor(overlay, told_beside=False), end_predecessors
        self.outcomes: list[Outcome] = []
        self.changes: dict[tuple[object, ...], Change] = {}
        self._terms: dict[tuple[str, str], list[Row]] = defaultdict(list)  # of offices of one holder at a time
        self._persons: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        self._bodies: dict[tuple[str, object], Row] = {}
        for row in rows_of("roles.tsv", overlay):
            self._know_term(row)
        for table in TABLES:
            for row in rows_of(table, overlay) if table != "roles.tsv" else ():
                self._know_body(row)

    def take(self, entry: Entry) -> None:
        """Compare one entry, and plan what it changes."""
        columns = (*TABLES[entry.table].columns, SOURCE)
        row = Row(entry.table, entry.where, 0, {c: entry.cells.get(c, "") for c in columns}, mine=True)
        try:
            if entry.table == "roles.tsv":
                self._role(row, [r for key in _persons_of(row) for r in self._persons.get(key, ())])
            else:
                self._body(row, next((self._bodies[k] for k in _names_of(row) if k in self._bodies), None))
        except InputError as err:
            self._tell("refused", row, err.what + (f" (expected {err.expected})" if err.expected else ""))

    def _role(self, row: Row, same: list[Row]) -> None:
        met = next((r for r in same if _terms_meet(r, row)), None)
        if met is None:
            self._add(row)
            return
        ours, theirs = met.cells.get("to", ""), row.cells["to"]
        why = _differs("from", met.cells.get("from", ""), row.cells["from"])
        if not why and ours and theirs:
            why = _differs("to", ours, theirs)
        if why:
            self._tell("differs", row, f"{why}: ours stays", met)
        elif theirs and not ours:
            cells = met.cells | {"to": theirs, "checked_on": row.cells["checked_on"], SOURCE: row.cells[SOURCE]}
            self._write("ended", row, met._replace(cells=_with_names(cells, row)), met, f"ends {theirs}")
        else:
            self._names(row, met)

    def _body(self, row: Row, met: Row | None) -> None:
        if met is None:
            self._add(row)
            return
        cells = [c for c in _SAME if row.cells.get(c) and met.cells.get(c) and row.cells[c] != met.cells[c]]
        if cells:
            told = ", ".join(f"{c} {met.cells[c]} and not {row.cells[c]}" for c in cells)
            self._tell("differs", row, f"{told}: ours stays", met)
        elif row.cells.get("to") and not met.cells.get("to"):
            end = {"to": row.cells["to"], "checked_on": row.cells.get("checked_on", ""), SOURCE: row.cells[SOURCE]}
            self._write("ended", row, met._replace(cells=_with_names(met.cells | end, row)), met, f"ends {end['to']}")
        else:
            self._names(row, met)

    def _names(self, row: Row, met: Row) -> None:
        """The term is known; what is new can only be names."""
        cells = _with_names(met.cells, row)
        new = [n for c in LISTS for n in cells.get(c, "").split("|") if n and n not in met.cells.get(c, "").split("|")]
        if not new:
            self._tell("known", row, "", met)
            return
        cells = {SOURCE: row.cells[SOURCE]} | cells
        self._write("amended", row, met._replace(cells=cells), met, f"also {', '.join(new)}")

    def _add(self, row: Row) -> None:
        change = self._editor.plan(row.table, row.cells, told_by=row.file)
        self._keep(change)
        single = row.table == "roles.tsv" and row.cells["office"] in SINGLE and row.cells["country"] != ""
        post = self._terms[_post(row)] if single else []
        others = [r for r in post if not _is_same_person(r, row) and _is_open_at(r, row)]
        for other in others if self._ends and not row.cells.get("acting") else ():
            ended = other._replace(
                cells=other.cells | {"to": row.cells["from"], "checked_on": "", SOURCE: row.cells[SOURCE]}
            )
            self._write(
                "ended", row._replace(cells=row.cells | {"person": other.label}), ended, other, f"{row.label} follows"
            )
            others = []
        both = (
            f"{', '.join(r.label for r in others)} has no end: dragoman kb end, or --end-predecessors" if others else ""
        )
        self._tell("added", row, both)
        if row.table == "roles.tsv":
            self._know_term(change.row)
        else:
            self._know_body(change.row)

    def _write(self, what: What, row: Row, new: Row, met: Row, why: str) -> None:
        change = self._editor.check(new._replace(file=row.file, mine=True), met)
        self._keep(change)
        self._tell(what, row, why, met)
        now = change.row._replace(file=met.file, line=met.line)
        if met.table == "roles.tsv":
            self._forget_term(met)
            self._know_term(now)
        else:
            self._know_body(now)

    def _know_term(self, row: Row) -> None:
        for key in _persons_of(row):
            self._persons[key].append(row)
        if row.cells.get("office") in SINGLE:
            self._terms[_post(row)].append(row)

    def _forget_term(self, row: Row) -> None:
        held = [self._persons[key] for key in _persons_of(row)]
        for rows in (*held, self._terms.get(_post(row), [])):
            rows[:] = [other for other in rows if other is not row]

    def _know_body(self, row: Row) -> None:
        for key in _names_of(row):
            self._bodies[key] = row

    def _keep(self, change: Change) -> None:
        self.changes[(change.row.table, *change.row.unique)] = change

    def _tell(self, what: What, row: Row, why: str, met: Row | None = None) -> None:
        where = met.where if met is not None and met.line else ""
        self.outcomes.append(Outcome(what=what, name=row.label, where=row.file, why=why, row=where))


def _post(row: Row) -> tuple[str, str]:
    """The office that a term is of."""
    return row.cells.get("office", ""), row.cells.get("country", "") or row.cells.get("org", "")


def _names_of(row: Row) -> list[tuple[str, object]]:
    """What a body is known by: id, name, and further names of several words; abbreviations are of too many."""
    names = [fold(row.label), *(fold(name) for name in row.values("aliases") if len(fold(name)) > 1)]
    return [(row.table, row.cells.get("id", "")), *((row.table, name) for name in names if name)]


def _persons_of(row: Row) -> list[tuple[object, ...]]:
    """What a person in an office is known by: the name, and further names of several words."""
    names = [fold(row.label), *(fold(name) for name in row.values("aliases") if len(fold(name)) > 1)]
    return [(*_post(row), name) for name in dict.fromkeys(names) if name]


def _is_same_person(one: Row, other: Row) -> bool:
    return bool(set(_persons_of(one)) & set(_persons_of(other)))


def _terms_meet(one: Row, other: Row) -> bool:
    """Whether two terms of a person share a day, or may."""
    starts, ends = [], []
    for row in (one, other):
        starts.append(first_day(row.cells.get("from")) or date.min)
        ends.append(first_day(row.cells.get("to")) or date.max)
    return max(starts) < min(ends) or _agree(one.cells.get("from", ""), other.cells.get("from", ""))


def _differs(what: str, ours: str, theirs: str) -> str:
    return "" if _agree(ours, theirs) else f"{what} {ours or 'now'} and not {theirs}"


def _agree(one: str, other: str) -> bool:
    """Whether two dates say the same, one perhaps less exactly: 2024 and 2024-05; what is not told contradicts nothing."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def _is_open_at(row: Row, newer: Row) -> bool:
    start, begin = first_day(row.cells.get("from")), first_day(newer.cells.get("from"))
    return (
        not row.cells.get("to")
        and begin is not None
        and (start is None or start < begin)
        and not row.cells.get("acting")
    )


def _with_names(cells: dict[str, str], row: Row) -> dict[str, str]:
    """The cells with the further names of a row, and its own name where it is another."""
    column = TABLES[row.table].label
    known = [cells.get(column, ""), *(n for c in LISTS for n in cells.get(c, "").split("|"))]
    folded = {fold(name) for name in known}
    fresh = [
        name for name in (row.label, *row.values("aliases"), *row.values("abbreviations")) if fold(name) not in folded
    ]
    joined = [*cells.get("aliases", "").split("|"), *fresh]
    return cells | {"aliases": "|".join(dict.fromkeys(filter(None, joined)))}
