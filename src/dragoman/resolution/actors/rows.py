"""The tables as rows: ours and those of an overlay, each row with its file and line.

An overlay is a folder of the user's own with tables named and laid out like ours (`data/README.md` tells the columns). Columns
may come in any order and those not needed may be missing; one column more is allowed, `source`, for where a fact comes from.
A row of the overlay takes the place of ours with the same key (`Table.key`), and a name that only the overlay gives hides the
same name in ours.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from dragoman.errors import ConfigError, DataError
from dragoman.ontology import load_ontology
from dragoman.resolution.actors.names import fold, fold_word

_ISO_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
# Bodies of states and of citizens stand in no sector of their own; the tables may say so in the place of one.
NO_SECTOR: Final = frozenset({"IGO", "NGO"})
SOURCE: Final = "source"
LISTS: Final = frozenset({"names", "adjectives", "people", "capital_names", "cities", "aliases", "abbreviations"})


class Table(NamedTuple):
    """What a table needs. `key` are the columns that make a row the same row; `unique` tells rows of one file apart."""

    name: str
    key: tuple[str, ...]
    unique: tuple[str, ...]
    required: tuple[str, ...]
    label: str  # the column with the name that people know the row by

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of our table, in order."""
        return _our_header(self.name)


TABLES: Final = {
    t.name: t
    for t in (
        Table("countries.tsv", ("code",), ("code",), ("code", "name", "kind"), "name"),
        Table("metonyms.tsv", ("name",), ("name", "country", "sector", "from"), ("name", "country"), "name"),
        Table("organisations.tsv", ("id",), ("id", "from"), ("id", "name"), "name"),
        Table("armed_groups.tsv", ("id",), ("id", "from"), ("id", "name", "sector"), "name"),
        Table("media.tsv", ("id",), ("id",), ("id", "name"), "name"),
        Table(
            "roles.tsv",
            ("person", "office", "country", "org", "from"),
            ("person", "office", "country", "org", "from"),
            ("person", "office"),
            "person",
        ),
        Table("titles.tsv", ("title",), ("title",), ("title", "sector", "office"), "title"),
    )
}


class Row(NamedTuple):
    """One row. `file` is the name of our table, or the path of the overlay's; `mine` says that it is the overlay's."""

    table: str
    file: str
    line: int
    cells: dict[str, str]
    mine: bool = False

    @property
    def where(self) -> str:
        """File and line, as messages tell them."""
        return f"{self.file}, line {self.line}"

    @property
    def label(self) -> str:
        """The name that people know it by."""
        return self.cells.get(TABLES[self.table].label, "")

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows the same row."""
        return tuple(_key_part(self.cells, column) for column in TABLES[self.table].key)

    @property
    def unique(self) -> tuple[str, ...]:
        """What no second row of the same file may share."""
        return tuple(_key_part(self.cells, column) for column in TABLES[self.table].unique)

    def values(self, column: str) -> list[str]:
        """The values of a cell that may hold several."""
        return [part.strip() for part in self.cells.get(column, "").split("|") if part.strip()]


class Overlay(NamedTuple):
    """The user's tables. `digest` names their content; rows are in the order of file and line."""

    folder: str
    rows: tuple[Row, ...]
    digest: str

    def table(self, name: str) -> list[Row]:
        """The rows of one table."""
        return [row for row in self.rows if row.table == name]


def identity(row: Row) -> str:
    """The id of whom a row tells of: of a person by the name, of a state by its code."""
    if row.table == "roles.tsv":
        return person_id(row.cells["person"])
    if row.table == "countries.tsv":
        return row.cells["code"]
    if row.table == "metonyms.tsv":
        return f"{row.cells.get('country', '')}-{row.cells.get('sector', '')}"
    return row.cells.get("id", "")


def person_id(name: str) -> str:
    """`person:tom-barrack`: the folded words of the name."""
    return "person:" + "-".join(fold_word(word) for word in name.replace("-", " ").split())


def our_rows(table: str) -> tuple[Row, ...]:
    """The rows of a table of the package.

    Raises:
        DataError: A row has too many cells.
    """
    text = (files("dragoman.resolution.actors") / "data" / table).read_text(encoding="utf-8")
    return tuple(_parse(text, table, table, _our_header(table), mine=False))


def rows_of(table: str, overlay: Overlay | None = None) -> list[Row]:
    """The rows that hold: ours, save those that the overlay replaces, then the overlay's."""
    own = overlay.table(table) if overlay else []
    replaced = {row.key for row in own}
    return [*(row for row in our_rows(table) if not replaced or row.key not in replaced), *own]


def read_overlay(folder: str | Path | None) -> Overlay | None:
    """The tables of a folder, `None` for none.

    What rows say is checked by `checking`; here only that they can be read.

    Raises:
        ConfigError: The folder is missing.
        DataError: A file of it is no such table.
    """
    if folder is None:
        return None
    place = Path(folder)
    if not place.is_dir():
        raise ConfigError(
            "there is no such folder",
            where=str(folder),
            expected="a folder with tables such as roles.tsv",
            remedy="correct --kb, $DRAGOMAN_KB or folder under [knowledge]; dragoman kb add makes one",
        )
    _refuse_other_endings(place)
    rows: list[Row] = []
    digest = hashlib.sha256()
    for file in sorted(place.glob("*.tsv"), key=lambda p: p.name):
        if file.name not in TABLES:
            close = difflib.get_close_matches(file.name, TABLES, n=1)
            raise DataError(
                "this is no table of an overlay",
                where=str(file),
                expected=", ".join(TABLES),
                remedy=f"did you mean {close[0]}?" if close else "give it another ending if it is something else",
            )
        content = _read(file)
        digest.update(file.name.encode() + b"\0" + content.encode())
        rows += read_rows(content, file.name, str(file))
    return Overlay(str(folder), tuple(rows), digest.hexdigest())


def _refuse_other_endings(folder: Path) -> None:
    """A table saved as `roles.csv` or `Roles.TSV` would be passed over in silence."""
    for file in sorted(folder.iterdir(), key=lambda p: p.name):
        meant = f"{file.stem.lower()}.tsv"
        if meant in TABLES and file.name != meant and file.suffix.lower() in (".tsv", ".csv", ".txt", ".tab"):
            raise DataError(
                "a table under another name would not be read",
                where=str(file),
                expected=meant,
                remedy=f"save it as {meant}, its cells parted by tabs",
            )


def read_rows(text: str, table: str, file: str) -> list[Row]:
    """The rows of an overlay's file.

    Raises:
        DataError: Its header or a row does not fit the table.
    """
    header = text.split("\n", 1)[0].rstrip("\r").split("\t")
    allowed = (*TABLES[table].columns, SOURCE)
    for column in header:
        if column not in allowed:
            close = difflib.get_close_matches(column, allowed, n=1)
            raise DataError(
                f"{column!r} is no column" if column else "a column has no name",
                where=f"{file}, line 1",
                expected=", ".join(allowed),
                remedy=f"did you mean {close[0]}?" if close else "the first line names the columns, parted by tabs",
            )
    missing = [column for column in TABLES[table].required if column not in header]
    twice = [column for column in header if header.count(column) > 1]
    if missing or twice:
        raise DataError(
            f"the column {missing[0]} is missing" if missing else f"the column {twice[0]} stands twice",
            where=f"{file}, line 1",
            expected=f"at least {', '.join(TABLES[table].required)}, each once",
            remedy="the first line names the columns, parted by tabs",
        )
    return list(_parse(text, table, file, tuple(header), mine=True))


def first_day(text: str | None) -> date | None:
    """The first day of an ISO date of any precision; `None` for an empty one.

    Raises:
        ValueError: It is no date.
    """
    if not text:
        return None
    match = _ISO_DATE.match(text)
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))


def check_cells(row: Row) -> None:
    """What every table holds to: sectors are PLOVER's and dates are dates.

    Raises:
        DataError: One is not.
    """
    sector = row.cells.get("sector")
    sectors = _sectors()
    if sector and sector not in sectors and sector not in NO_SECTOR:
        close = sorted(s for s in sectors if sector.upper().startswith(s)) or difflib.get_close_matches(
            sector.upper(), sorted(sectors), n=1
        )
        raise DataError(
            f"{sector!r} is not a PLOVER sector",
            where=row.where,
            expected=" ".join(sorted(sectors)),
            remedy=f"did you mean {close[0]}?" if close else "see dragoman ontology show",
        )
    for column in ("from", "to", "checked_on"):
        if not _is_date(row.cells.get(column)):
            raise DataError(
                f"{row.cells[column]!r} is not a date",
                where=f"{row.where}, {column}",
                expected="2024, 2024-05 or 2024-05-31",
            )


@lru_cache(maxsize=4096)
def _is_date(text: str | None) -> bool:
    try:
        first_day(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def _sectors() -> frozenset[str]:
    return frozenset(load_ontology().sectors)


@lru_cache(maxsize=16)
def _our_header(table: str) -> tuple[str, ...]:
    with (files("dragoman.resolution.actors") / "data" / table).open(encoding="utf-8") as handle:
        return tuple(handle.readline().rstrip("\r\n").split("\t"))


def our_digest() -> str:
    """The sha256 over the names and contents of our tables."""
    digest = hashlib.sha256()
    folder = files("dragoman.resolution.actors") / "data"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".tsv"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _parse(text: str, table: str, file: str, header: tuple[str, ...], *, mine: bool) -> Iterator[Row]:
    blank = dict.fromkeys(header, "")
    for number, line in enumerate(text.split("\n")[1:], 2):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) > len(header):
            raise DataError(
                f"{len(cells)} cells",
                where=f"{file}, line {number}",
                expected=f"{len(header)} cells, as the first line names them",
                remedy="a tab too many parts the cells",
            )
        stripped = [cell.strip() for cell in cells] if mine else cells
        yield Row(table, file, number, blank | dict(zip(header, stripped, strict=False)), mine)


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as err:
        raise DataError(f"the table cannot be read: {err.strerror or err}", where=str(file)) from err
    except UnicodeDecodeError as err:
        raise DataError(f"this is not UTF-8 (byte {err.start})", where=str(file), remedy="save it as UTF-8") from err


def _key_part(cells: dict[str, str], column: str) -> str:
    value = cells.get(column, "")
    if column in ("name", "person", "title"):
        return " ".join(fold(value)) or value
    return value
