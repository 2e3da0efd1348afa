"""Opening a store: one DuckDB file, brought up to this code's schema by numbered SQL files.

DuckDB lets one process write a file, or any number of processes read it. What goes wrong at the door (locked, damaged,
too new, not a store, no room) is told here once, as a `StoreError` with its remedy.
"""

from __future__ import annotations

import threading
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import duckdb

from dragoman.errors import StoreError
from dragoman.store.connections import Connections, explain_error
from dragoman.store.links import Links
from dragoman.store.view import View
from dragoman.store.writer import Writer

# Nothing is fetched from the network, no file but the store is opened, and no variable of the program is a table.
_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "python_enable_replacements": False,
    # How much the log may grow before it is worked into the file. At DuckDB's 16 MB, batches of 500 documents spent
    # much of their time in that: 20,000 event mentions took 9.1 s, with 128 MB 5.6 s.
    "checkpoint_threshold": "128MB",
}


def read_migrations() -> list[tuple[int, str, str]]:
    """The schema's SQL files as (number, name, SQL), by number.

    Raises:
        StoreError: Two files have one number.
    """
    folder = resources.files("dragoman.store") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    numbers = [int(name[:4]) for name in names]
    if len(set(numbers)) < len(numbers):
        raise StoreError(f"migrations are numbered {numbers}", expected="a number of its own for each")
    texts = [(folder / name).read_text(encoding="utf-8") for name in names]
    return list(zip(numbers, names, texts, strict=True))


SCHEMA_VERSION: Final = max(number for number, _, _ in read_migrations())


class Store:
    """One store, open. Use it as a context manager, or call `close`."""

    def __init__(self, connections: Connections, *, read_only: bool) -> None:
        self.path = connections.path
        self.read_only = read_only
        self._connections = connections
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Self:
        """Open the store at `path`, making it where it does not exist and bringing an older one up to date.

        Args:
            path: The file. Its folder must exist.
            read_only: Change nothing; the store must exist and have this code's schema.

        Raises:
            StoreError: The store is locked, damaged, newer than the code, no store at all, or cannot be written.
        """
        where = str(path)
        _check_path(Path(path), read_only=read_only)
        try:
            connection = duckdb.connect(where, read_only=read_only, config=_CONFIG)
        except duckdb.Error as err:
            raise explain_error(err, where) from err
        try:
            _migrate(connection, where, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return cls(Connections(connection, where), read_only=read_only)

    @classmethod
    def in_memory(cls) -> Self:
        """An empty store that lives as long as it is open, for questions that need one of their own."""
        connection = duckdb.connect(":memory:", config=_CONFIG)
        _migrate(connection, ":memory:", read_only=False)
        return cls(Connections(connection, ":memory:"), read_only=False)

    def writer(self) -> Writer:
        """The bulk writer. All writers of a store take turns.

        Raises:
            StoreError: The store was opened for reading only.
        """
        if self.read_only:
            raise StoreError("the store is open for reading only", where=self.path, remedy="open it for writing")
        return Writer(self._connections, self._lock)

    def links(self) -> Links:
        """The tables of linking, for writing.

        Raises:
            StoreError: The store was opened for reading only.
        """
        if self.read_only:
            raise StoreError("the store is open for reading only", where=self.path, remedy="open it for writing")
        return Links(self._connections, self._lock)

    def view(self) -> View:
        """What can be asked. A view sees every batch that was written before the question, whole."""
        return View(self._connections)

    def close(self) -> None:
        """Close the file, and with it every view and writer. Closing twice does no harm."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check_path(path: Path, *, read_only: bool) -> None:
    """Refuse what DuckDB would report in words of its own or, an empty file, not at all helpfully."""
    if str(path).startswith(":"):
        raise StoreError("a store is a file", where=str(path), remedy="give the path of a file")
    if not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent}", where=str(path), remedy="make the folder first")
    if read_only and not path.exists():
        raise StoreError("there is no such file", where=str(path), remedy="write a store first, or correct the path")
    if path.is_file() and path.stat().st_size == 0:
        raise StoreError("the file is empty, not a store", where=str(path), remedy="remove it and run again")


def _schema_version(connection: duckdb.DuckDBPyConnection, path: str) -> int:
    """The number of the last migration that the file has seen; 0 for a new file.

    Raises:
        StoreError: The file holds tables, but not those of a store.
    """
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        return 0
    if not {"schema_version", "documents", "event_mentions"} <= tables:
        raise StoreError(
            "this is a DuckDB file, but not a store of Dragoman",
            where=path,
            remedy="give the path of a store, or of a file that does not exist yet",
        )
    row = connection.execute("SELECT max(version) FROM schema_version").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def _migrate(connection: duckdb.DuckDBPyConnection, path: str, *, read_only: bool) -> None:
    """Bring the schema up to date, all in one transaction."""
    try:
        found = _schema_version(connection, path)
        _refuse_unfit(found, path, read_only=read_only)
        if found == SCHEMA_VERSION:
            return
        connection.begin()
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, name VARCHAR NOT NULL)"
        )
        for number, name, sql in read_migrations():
            if number <= found:
                continue
            connection.execute(sql)
            connection.execute("INSERT INTO schema_version VALUES (?, ?)", [number, name])
        connection.commit()
    except duckdb.Error as err:
        raise explain_error(err, path) from err


def _refuse_unfit(found: int, path: str, *, read_only: bool) -> None:
    if found > SCHEMA_VERSION:
        raise StoreError(
            f"the store has schema {found}, newer than this version of Dragoman",
            where=path,
            expected=f"schema {SCHEMA_VERSION} or older",
            remedy="update Dragoman",
        )
    if read_only and found < SCHEMA_VERSION:
        raise StoreError(
            f"the store has schema {found}, older than this version of Dragoman",
            where=path,
            expected=f"schema {SCHEMA_VERSION}",
            remedy="open it once for writing, which brings it up to date",
        )
