"""Opening a store: one DuckDB file, brought up to this code's schema by numbered SQL files.

DuckDB lets one process write a file, or any number of processes read it. What goes wrong at the door (locked, damaged,
too new, not a store, no room) is told here once, as a `StoreError` with its remedy.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import duckdb
import msgspec

from dragoman.errors import StoreError
from dragoman.store.care import (
    back_up,
    blank_quotes,
    canonical_lines,
    is_scrubbing_due,
    mark_for_scrubbing,
    read_all_rows,
    scrub_if_due,
    take_out,
)
from dragoman.store.connections import Connections, explain_error
from dragoman.store.journal import Journal
from dragoman.store.links import Links
from dragoman.store.moments import plain_moment
from dragoman.store.partitions import LINKS, Partitions, is_made, is_partitioned, table_schemas
from dragoman.store.publishing import Publisher
from dragoman.store.reviews import Reviews
from dragoman.store.served import Served
from dragoman.store.stones import FolderStones
from dragoman.store.view import View
from dragoman.store.watching import Watching
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
    # What was freed goes back to the system, or a watch of days grows: 30 MB less of 350 after 5,000 documents.
    "allocator_background_threads": True,
    "allocator_flush_threshold": "8MB",
}

# What is written and not yet in the file may take so much memory before `settle` works it in: some 3,000 short documents.
SETTLE_MB: Final = 32.0
_HELD_SQL: Final = "SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT FROM duckdb_memory() WHERE tag IN ('IN_MEMORY_TABLE', 'TRANSACTION')"

# A folder's files are opened by DuckDB itself; access to all others ends before the first question.
_FOLDER_CONFIG: Final = {name: value for name, value in _CONFIG.items() if name != "enable_external_access"}


def read_migrations() -> list[tuple[int, str, str]]:
    """The schema's SQL files as (number, name, SQL), by number.

    Raises:
        StoreError: Two files have one number, or the first is missing. A number may be left out: it was never used.
    """
    folder = resources.files("dragoman.store") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    numbers = [int(name[:4]) for name in names]
    if len(set(numbers)) < len(numbers) or 1 not in numbers:
        raise StoreError(f"migrations are numbered {numbers}", expected="0001 and so on, each number once")
    texts = [(folder / name).read_text(encoding="utf-8") for name in names]
    return list(zip(numbers, names, texts, strict=True))


SCHEMA_VERSION: Final = read_migrations()[-1][0]


class Store:
    """One store, open. Use it as a context manager, or call `close`."""

    def __init__(self, connections: Connections, *, read_only: bool, is_folder: bool = False) -> None:
        self.path = connections.path
        self.read_only = read_only
        self.is_folder = is_folder
        self._connections = connections
        self._lock = threading.Lock()
        self._is_closed = False

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False) -> Self:
        """Open the store at `path`, making it where it does not exist and bringing an older one up to date.

        Args:
            path: The file. Its folder must exist. Or a folder of partitions: see `partitions`.
            read_only: Change nothing; the store must exist and have this code's schema.

        Raises:
            StoreError: The store is locked, damaged, newer than the code, no store at all, or cannot be written.
        """
        where = str(path)
        if is_partitioned(path):
            return cls(_open_folder(Path(path), read_only=read_only), read_only=read_only, is_folder=True)
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
            StoreError: The store was opened for reading only, or is a folder, which grows by parts.
        """
        if self.read_only:
            raise StoreError("the store is open for reading only", where=self.path, remedy="open it for writing")
        if self.is_folder:
            raise StoreError(
                "the store is a folder, which is written in parts", where=self.path, remedy="use Partitions"
            )
        return Writer(self._connections, self._lock)

    def links(self) -> Links:
        """The tables of linking, for writing.

        Raises:
            StoreError: The store was opened for reading only.
        """
        if self.read_only:
            raise StoreError("the store is open for reading only", where=self.path, remedy="open it for writing")
        return Links(self._connections, self._lock)

    def journal(self) -> Journal:
        """Where every document stands: waiting, read or refused."""
        return Journal(self._connections, self._lock)

    def watching(self) -> Watching:
        """What watching remembers of its sources."""
        return Watching(self._connections, self._lock)

    def canonical(self) -> Iterator[str]:
        """All that the store holds, moments of intake apart, as lines that are the same for the same content."""
        return canonical_lines(self._connections)

    def back_up(self, target: str | Path) -> int:
        """Copy the store as it is at this moment into a file, while others go on writing; the number of documents.

        Raises:
            StoreError: The copy cannot be written.
        """
        return back_up(self, self._connections, target)

    def read_everything(self) -> int:
        """Read every row of every table, which finds damage that no question would; how many rows there are.

        Raises:
            StoreError: Something cannot be read.
        """
        return read_all_rows(self._connections)

    def remove(self, document_id: str, *, reason: str, judge: str | None = None) -> bool:
        """Take a document out for good with all that was read from it, and leave a stone; whether it was there.

        The linked events still count it until the store is linked again. Deleted rows stay in the file of a database until
        their pages are used for others, so the file is written anew, without them, when the store is closed; after a kill,
        when it is next closed. A file beside it (`STORE.scrub`) says that this is due. In a folder the Parquet files that hold
        the document are written anew at once, and the file of linking when the store is closed.

        Raises:
            StoreError: The store cannot be written.
        """
        if self.read_only:
            raise StoreError("the store is open for reading only", where=self.path, remedy="open it for writing")
        if self.is_folder:
            return self._remove_from_folder(document_id, reason, judge)
        cursor = self._connections.cursor()
        if self._is_file:
            mark_for_scrubbing(self.path)
        with self._lock, self._connections.transaction(cursor):
            return take_out(self._connections, cursor, document_id, reason=reason, judge=judge)

    def _remove_from_folder(self, document_id: str, reason: str, judge: str | None) -> bool:
        at = datetime.now(UTC)
        partitions = Partitions(self.path, table_schemas())
        if partitions.text(document_id) is None:
            return False
        mark_for_scrubbing(str(Path(self.path) / LINKS))
        cursor = self._connections.cursor()
        with self._lock, self._connections.transaction(cursor):  # before its rows go, by which its mentions are known
            blank_quotes(cursor, document_id)
        partitions.take_out(document_id, reason=reason, judge=judge, at=at)
        with self._connections.explained():
            _empty_views(cursor, partitions.empty_tables())
        self.journal().lay_stones(stone for stone in partitions.stones.all() if stone.document_id == document_id)
        return True

    def settle(self, *, at_least_mb: float = SETTLE_MB) -> bool:
        """Work what was written into the file, where so much of it is still held in memory; whether that was done.

        DuckDB does so by itself only when its log has grown, and what it then still holds was 115 MB after 5,000 short
        documents, read and linked in batches, against 21 MB after this. Readers and writers at work are not disturbed.

        Raises:
            StoreError: The file cannot be written.
        """
        if self.read_only or not self._is_file:
            return False
        cursor = self._connections.cursor()
        with self._lock, self._connections.explained():
            held = cursor.execute(_HELD_SQL).fetchall()[0][0]
            if held < at_least_mb * 1_000_000:
                return False
            try:
                cursor.execute("CHECKPOINT")
            except (
                duckdb.TransactionException
            ):  # DuckDB puts it off for the sake of someone who writes; the next call does it
                return False
        return True

    def view(self) -> View:
        """What can be asked. A view sees every batch that was written before the question, whole."""
        return View(self._connections)

    def publisher(self) -> Publisher:
        """What keeps the tables for readers up to date.

        Raises:
            StoreError: The store was opened for reading only.
        """
        if self.read_only:
            raise StoreError("the store is open for reading only", where=self.path, remedy="open it for writing")
        return Publisher(self._connections, self._lock)

    def reviews(self) -> Reviews:
        """What people said of records, and their samples and saved queries; writing needs a store open for writing."""
        return Reviews(self._connections, self._lock)

    def served(self) -> Served:
        """The published tables, for asking."""
        return Served(self._connections)

    @property
    def commits(self) -> int:
        """How often something was written through this object after which an answer may be another; polls of a watch are none."""
        return self._connections.commits

    @property
    def _is_file(self) -> bool:
        return not self.is_folder and not self.path.startswith(":")

    def close(self) -> None:
        """Close the file, and with it every view and writer. Closing twice does no harm.

        Raises:
            StoreError: A document was taken out and the file cannot be written anew, so that its text is still in it.
        """
        try:
            if self._is_file and not self.read_only and not self._is_closed:
                with self._lock:
                    scrub_if_due(self, self._connections)
        finally:
            is_folder = self.is_folder and not self.read_only and not self._is_closed
            self._is_closed = True
            self._connections.close()
        if is_folder and is_scrubbing_due(links := Path(self.path) / LINKS):
            with type(self).open(links):  # which writes it anew when it closes
                pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # what is due then is done when the store is next closed
            self._is_closed = True
        self.close()


def _open_folder(folder: Path, *, read_only: bool) -> Connections:
    """A folder of partitions: its files as views, and beside them the tables of linking, from a file in the folder.

    Names are looked up among the views first, so that the tables of a store that a folder has as files are theirs.
    """
    if not folder.is_dir():
        raise StoreError("there is no such folder", where=str(folder), remedy="read into it first, or correct the path")
    if not is_made(folder):
        raise StoreError(
            "this is a folder, but not a store of Dragoman",
            where=str(folder),
            remedy="give the path of a file in it, or of a folder that dragoman read made",
        )
    file = folder / LINKS
    if not read_only:
        connection, tables = _connect_file(file), "links"
        try:
            _keep_stones(connection, folder)
        except BaseException:
            connection.close()
            raise
    elif file.exists():
        _connect_file(file, read_only=True).close()
        connection, tables = duckdb.connect(":memory:", config=_FOLDER_CONFIG), "links"
        connection.execute(f"ATTACH '{str(file.resolve()).replace(chr(39), chr(39) * 2)}' AS links (READ_ONLY)")
    else:
        connection, tables = duckdb.connect(":memory:", config=_FOLDER_CONFIG), "memory"
        _migrate(connection, str(folder), read_only=False)
    try:
        _make_views(connection, Partitions(folder, table_schemas()), tables)
    except duckdb.Error as err:
        connection.close()
        raise explain_error(err, str(folder)) from err
    return Connections(connection, str(folder), f"partitions.main,{tables}.main")


def _keep_stones(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Have the stones of a folder in the table too, from which a copy gets them: the file of linking may be a new one."""
    for stone in FolderStones(folder).all():
        row = [stone.document_id, stone.text_digest, stone.reason, stone.judge, plain_moment(stone.removed_at)]
        connection.execute("INSERT OR IGNORE INTO stones VALUES (?, ?, ?, ?, ?)", row)


def _connect_file(file: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """The tables of linking, with this code's schema."""
    try:
        connection = duckdb.connect(str(file), read_only=read_only, config=_FOLDER_CONFIG)
    except duckdb.Error as err:
        raise explain_error(err, str(file)) from err
    try:
        _migrate(connection, str(file), read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_views(connection: duckdb.DuckDBPyConnection, partitions: Partitions, tables: str) -> None:
    folder = str(partitions.folder.resolve()).replace("'", "''")
    connection.execute("ATTACH ':memory:' AS partitions")
    connection.execute(f"SET allowed_directories = ['{folder}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("USE partitions")
    for sql in partitions.views_sql(tables):
        connection.execute(sql)
    connection.execute(f"CREATE TABLE versions AS FROM {tables}.main.versions LIMIT 0")
    for key, made_by in sorted(partitions.versions().items()):
        row = {"key": key, **msgspec.structs.asdict(made_by)}
        marks = ", ".join(f"${name}" for name in row)
        connection.execute(f"INSERT INTO versions ({', '.join(row)}) VALUES ({marks})", row)


def _empty_views(cursor: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> None:
    """Make empty tables of the views whose last file is gone."""
    sql = "SELECT view_name FROM duckdb_views() WHERE database_name = 'partitions' AND view_name = ANY(?)"
    for (table,) in cursor.execute(sql, [list(tables)]).fetchall():
        cursor.execute(f"DROP VIEW partitions.main.{table}")
        cursor.execute(f"CREATE TABLE partitions.main.{table} AS FROM links.main.{table} LIMIT 0")


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
        applied = _applied(connection) if found else set()
        pending = [migration for migration in read_migrations() if migration[0] not in applied]
        _refuse_unfit(found, path, is_behind=bool(pending) and read_only)
        if not pending:
            return
        connection.begin()
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, name VARCHAR NOT NULL)"
        )
        for number, name, sql in pending:
            connection.execute(sql)
            connection.execute("INSERT INTO schema_version VALUES (?, ?)", [number, name])
        connection.commit()
    except duckdb.Error as err:
        raise explain_error(err, path) from err


def _applied(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The numbers of the migrations that the file has seen. One that came late may be missing among them."""
    return {int(number) for (number,) in connection.execute("SELECT version FROM schema_version").fetchall()}


def _refuse_unfit(found: int, path: str, *, is_behind: bool) -> None:
    if found > SCHEMA_VERSION:
        raise StoreError(
            f"the store has schema {found}, newer than this version of Dragoman",
            where=path,
            expected=f"schema {SCHEMA_VERSION} or older",
            remedy="update Dragoman",
        )
    if is_behind:
        raise StoreError(
            f"the store has schema {found}, older than this version of Dragoman",
            where=path,
            expected=f"schema {SCHEMA_VERSION}",
            remedy="open it once for writing, which brings it up to date",
        )
