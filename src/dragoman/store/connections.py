"""The connections to one store's file: a cursor for each question, all closed together; errors with a remedy."""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import pyarrow as pa

from dragoman.errors import StoreError, StoreInUseError

_IN_USE: Final = "Could not set lock|being used by another process"
# What DuckDB says -> (what we say, the remedy). The first match counts. Wordings are those of DuckDB 1.5.
_TROUBLES: Final[tuple[tuple[str, str, str], ...]] = (
    ("[Cc]onnection( has)?( already)? (been )?closed", "the store is closed", "open it again"),
    (
        "different configuration",
        "the store is already open in this process, in the other mode (reading or writing)",
        "close it there first, or use that store's view()",
    ),
    (
        "newer version of DuckDB|different DuckDB version|storage version",
        "the file was written by another version of DuckDB",
        "update duckdb, or read the documents again into a new store",
    ),
    (
        "not a valid DuckDB database file",
        "this is not a DuckDB file",
        "give the path of a store, or of a file that does not exist yet",
    ),
    ("Is a directory", "this is a folder", "give the path of a file in it"),
    (
        "Permission denied|Read-only file system",
        "the store cannot be written here: permission denied",
        "choose another folder, or open the store for reading only",
    ),
    (
        "No space left|File too large|Disk quota|failed to write|Could not write",
        "the disk is full, or the file may not grow",
        "free some space and run again: whole documents written so far are safe",
    ),
    ("database does not exist|No such file", "there is no such file", "write a store first, or correct the path"),
    (
        "checksum|[Cc]orrupt|Failure while replaying WAL|Serialization Error",
        "the store is damaged",
        "restore it from a copy, or read the documents again into a new store",
    ),
)
_PID = re.compile(r"\(PID (\d+)\)")


def explain_error(error: Exception, path: str) -> StoreError:
    """What an error of DuckDB means for the user of the store at `path`."""
    told = " ".join(str(error).split())
    pid = _PID.search(told)
    if re.search(_IN_USE, told):
        return StoreInUseError(
            f"the store is in use by another process{f' (PID {pid[1]})' if pid else ''}",
            where=path,
            remedy="wait until it has finished, or stop it; many may read a store at once only while none writes",
        )
    for pattern, what, remedy in _TROUBLES:
        if re.search(pattern, told):
            return StoreError(what, where=path, remedy=remedy)
    return StoreError(told, where=path)


# What is wrong with the file or the machine, whatever is written; everything else may be the fault of what is written.
_FAULTS: Final = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.ConnectionException,
)


def is_store_fault(error: StoreError) -> bool:
    """Whether an error is the store's own (a full disk, a damaged file) and not that of one reading."""
    return isinstance(error.__cause__, _FAULTS)


class Unpublished:
    """What changed since the published tables were last brought up to date, as those tell who write it.

    In a process that has not published yet anything may have changed. Who writes notes it while nobody publishes: writing and
    publishing take turns.
    """

    # More than this is found sooner by comparing everything.
    _MOST: Final = 20_000

    def __init__(self) -> None:
        self.is_known = False
        self.withdrawn = 0  # how often rows were deleted that nothing refers to any more
        self.events: set[str] = set()
        self.documents: set[str] = set()

    def note(self, *, events: Iterable[str] = (), documents: Iterable[str] = ()) -> None:
        """Tell of linked events and articles that were written or went."""
        if not self.is_known:
            return
        self.events.update(events)
        self.documents.update(documents)
        if len(self.events) + len(self.documents) > self._MOST:
            self.forget(is_known=False)

    def forget(self, *, is_known: bool) -> None:
        """Begin anew, after all was published (`is_known`), or after something was written of which nobody can tell what."""
        self.is_known = is_known
        self.events, self.documents = set(), set()


class Connections:
    """Hands out cursors. DuckDB keeps a file locked while any cursor lives, so they are remembered and closed.

    `search_path` tells where each looks for tables, where they stand in more than one catalog.
    """

    def __init__(self, root: duckdb.DuckDBPyConnection, path: str, search_path: str | None = None) -> None:
        self.path = path
        self._root = root
        self._search_path = search_path
        self._cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._is_ended = False
        self.commits = 0
        self.unpublished = Unpublished()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own, with its own transaction.

        Raises:
            StoreError: The store is closed.
        """
        with self.explained(), self._lock:
            if self._is_ended:
                raise duckdb.ConnectionException("connection closed")
            cursor = self._root.cursor()
            if self._search_path:
                cursor.execute(f"SET search_path = '{self._search_path}'")
            self._cursors.add(cursor)
        return cursor

    def end_cursors(self) -> None:
        """Close every cursor, hand out no more, and hold the file still: nobody else opens it and nobody writes to it."""
        with self._lock:
            self._is_ended = True
            for cursor in list(self._cursors):
                cursor.close()

    def close(self) -> None:
        """Close every cursor and the file."""
        self.end_cursors()
        self._root.close()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Tell errors of DuckDB and Arrow as errors of the store."""
        try:
            yield
        except (duckdb.Error, pa.ArrowException, OverflowError) as err:
            raise explain_error(err, self.path) from err

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a question, on a connection of its own.

        Raises:
            StoreError: The store is closed or damaged.
        """
        cursor = self.cursor()
        with self.explained():
            return cursor.execute(sql, list(parameters)).fetchall()

    def dicts(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The same with the names of the columns."""
        cursor = self.cursor()
        with self.explained():
            rows = cursor.execute(sql, list(parameters)).fetchall()
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows]

    @contextmanager
    def transaction(self, cursor: duckdb.DuckDBPyConnection, *, is_told: bool = True) -> Iterator[None]:
        """Commit at the end, or roll back on any error, a key press too, and tell it as an error of the store.

        Args:
            cursor: Whose transaction it is.
            is_told: Count it among the commits. Without, what is written is nothing that anybody is answered with: of the
                journal and of what watching remembers.
        """
        with self.explained():
            cursor.begin()
            try:
                yield
                cursor.commit()
                self.commits += is_told
            except BaseException:
                _roll_back(cursor)
                raise


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:
        # DuckDB has rolled back by itself, or has closed the file for good: the error on its way tells why.
        return


# A table registered under a name is held until the transaction ends, even when its name is taken back: a million mentions linked in
# one transaction held gigabytes. A relation has no name, and is let go at once.
def insert_arrow(cursor: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Add the rows of an Arrow table to a table, column by column of the same name; those that are missing become NULL."""
    names = [str(column[0]) for column in cursor.execute(f"SELECT * FROM {table} LIMIT 0").description or ()]
    there = set(rows.column_names)
    listed = ", ".join(f'"{name}"' if name in there else f'NULL AS "{name}"' for name in names)
    cursor.from_arrow(rows).project(listed).insert_into(table)


def take_arrow(cursor: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Make a temporary table of an Arrow table."""
    incoming = cursor.from_arrow(rows)
    columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(incoming.columns, incoming.types, strict=True))
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
    incoming.insert_into(f"temp.{table}")
