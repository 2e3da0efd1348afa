"""Care of a store: its content in one canonical form, a copy of it while it is in use, and taking a document out for good."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa

from dragoman.errors import StoreError
from dragoman.store.columns import DERIVED
from dragoman.store.connections import Connections, insert_arrow
from dragoman.store.journal import text_digest
from dragoman.store.moments import plain_moment

if TYPE_CHECKING:
    from dragoman.store.database import Store

# Columns that tell when something was done, not what: two runs over the same input differ in nothing else.
_MOMENTS: Final = frozenset({"read_at", "linked_at", "changed_at", "judged_at", "seen_at", "made_at", "removed_at", "polled_at",
                             "due_at", "new_at", "not_before"})  # fmt: skip
_ROWS: Final = 20_000
_WRITERS_S: Final = 30.0  # how long a store that closes waits for those who still write to it
_PAUSE_S: Final = 0.05
_READ_SQL: Final = """INSERT INTO journal (id, state, digest, versions_key, tries, origin, changed_at)
    SELECT id, 'read', digest, versions_key, 0, origin, coalesce(read_at, TIMESTAMP '1970-01-01') FROM documents"""
# What quotes a document outside its own rows: what was told to others of its events, and what people said of its records.
# An event lists its articles as they stood then, so that events of which it is no longer part are found too. That
# somebody judged stays, without what was judged.
_NAMES_IT: Final = "list_contains(json_extract({0}, '$.documents')::VARCHAR[], $id)"
_ITS_MENTIONS: Final = "(SELECT id FROM event_mentions WHERE document_id = $id)"
_QUOTING_SQL: Final = (
    f"UPDATE outbox SET json = '{{}}' WHERE {_NAMES_IT.format('json')}",
    f"""UPDATE reviews SET record = '{{}}', fields = '{{}}', reason = NULL
        WHERE document_id = $id OR kind = 'event' AND {_NAMES_IT.format("record")}""",
    f"UPDATE judgements SET reason = NULL WHERE left_id IN {_ITS_MENTIONS} OR right_id IN {_ITS_MENTIONS}",
)


def tables_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of a store, by name."""
    sql = "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1"
    return [str(name) for (name,) in connection.execute(sql).fetchall()]


def canonical_lines(connections: Connections) -> Iterator[str]:
    """Every row of every table as a line, `table` and its JSON, in an order that only the content decides.

    Moments of the intake are left out. Two stores that hold the same give the same lines.
    """
    cursor = connections.cursor()
    with connections.explained():
        for table in tables_of(cursor):
            names = [str(row[0]) for row in cursor.execute(f"DESCRIBE {table}").fetchall()]
            columns = ", ".join(f'"{name}"' for name in names if name not in _MOMENTS)
            rows = cursor.execute(
                f"SELECT to_json(t)::VARCHAR AS line FROM (SELECT {columns} FROM {table}) t ORDER BY line"
            )
            while batch := rows.fetchmany(_ROWS):
                for (line,) in batch:
                    yield f"{table}\t{line}\n"


def read_all_rows(connections: Connections) -> int:
    """Read every row of every table; how many there are. Blocks carry checksums, so that damage shows.

    Raises:
        StoreError: Something cannot be read.
    """
    cursor, rows = connections.cursor(), 0
    with connections.explained():
        for table in tables_of(cursor):
            number, _ = cursor.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {table} t").fetchall()[0]
            rows += int(number)
    return rows


def back_up(store: Store, connections: Connections, target: str | Path) -> int:
    """Copy a store, as it is at this moment, into a new file; others may write to it meanwhile.

    Args:
        store: The store, open.
        connections: Its connections.
        target: The file to make; one that exists is replaced when the copy is whole.

    Returns:
        The number of documents in the copy.

    Raises:
        StoreError: The copy cannot be written.
    """
    path = Path(target)
    part = path.with_name(f".{path.name}.part")
    _remove(part)
    cursor = connections.cursor()
    try:
        with type(store).open(part) as copy, connections.explained():
            cursor.begin()  # one moment of the store, however long the copying takes
            try:
                number = _copy_tables(cursor, copy)
                if store.is_folder:  # it has no journal: what it holds was read
                    copy._connections.cursor().execute(_READ_SQL)
            finally:
                cursor.rollback()
        with part.open("rb") as file:
            os.fsync(file.fileno())
        # A log that a killed process left beside the file of before would be worked into the copy.
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        os.replace(part, path)
    except OSError as err:
        raise StoreError(
            f"the copy cannot be written: {err.strerror or err}",
            where=str(path),
            remedy="choose another place or free space",
        ) from err
    finally:
        _remove(part)
    return number


def _copy_tables(cursor: duckdb.DuckDBPyConnection, copy: Store) -> int:
    target = copy._connections.cursor()
    documents = 0
    with copy._connections.transaction(target):
        for table in tables_of(cursor):
            target.execute(f"DELETE FROM {table}")
            rows = 0
            reader = cursor.execute(f"SELECT * FROM {table}").to_arrow_reader(_ROWS)
            for batch in reader:
                insert_arrow(target, table, pa.Table.from_batches([batch]))
                rows += batch.num_rows
            kept = target.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
            if kept != rows:
                raise StoreError(f"{rows:,} rows of {table} became {kept:,}", where=copy.path, remedy="report this")
            documents = rows if table == "documents" else documents
    return documents


def _remove(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}.wal")):
        name.unlink(missing_ok=True)


def _mark(path: str | Path) -> Path:
    return Path(f"{path}.scrub")


def mark_for_scrubbing(path: str) -> None:
    """Say beside a store that its file is to be written anew, because something was taken out of it.

    Raises:
        StoreError: Nothing can be written there.
    """
    try:
        _mark(path).touch()
    except OSError as err:
        raise StoreError(
            f"nothing can be written beside the store: {err.strerror or err}", where=path, remedy="free space"
        ) from err


def is_scrubbing_due(path: str | Path) -> bool:
    """Whether a file is to be written anew."""
    return _mark(path).exists()


def scrub_if_due(store: Store, connections: Connections) -> None:
    """Put a copy, which holds no deleted rows, in the place of a store's file, where that is due; its last act before it closes.

    DuckDB neither overwrites what is deleted nor frees a page while other rows of it live, and VACUUM changes nothing in
    that (1.5). The copy takes the file's place while this process still holds the old one, so that nobody can open that in
    between and write to what is about to vanish.

    Raises:
        StoreError: The copy cannot be written. The store is as it was, and the copy stays due.
    """
    mark = _mark(store.path)
    if not mark.exists():
        return
    path = Path(store.path)
    fresh = path.with_name(f".{path.name}.scrubbed")
    try:
        log = path.with_name(f"{path.name}.wal")
        _copy_at_rest(store, connections, fresh, log)
        os.replace(fresh, path)
        log.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
    except (OSError, StoreError) as err:
        told = err.what if isinstance(err, StoreError) else err.strerror or str(err)
        raise StoreError(
            f"a document was taken out, but its text may still be in the file, which cannot be written anew: {told}",
            where=store.path,
            remedy="free as much space as the store takes; it is done when the store is next opened and closed",
        ) from err
    finally:
        _remove(fresh)


def _copy_at_rest(store: Store, connections: Connections, fresh: Path, log: Path) -> None:
    """Copy a store in which nothing is written between the copy and the end of every connection, so that nothing is lost.

    Once the log is worked into the file nobody has an open transaction that wrote, and what is committed later stands in
    the log: a log that is still empty when the last cursor is closed says that the copy has everything.
    """
    until = time.monotonic() + _WRITERS_S
    while True:
        last_try = time.monotonic() > until
        if not _has_settled(connections, last_try=last_try):
            time.sleep(_PAUSE_S)
            continue
        back_up(store, connections, fresh)
        if not _holds(log):
            connections.end_cursors()
            if not _holds(log):
                return
            raise StoreError("somebody wrote to the store while it closed", where=store.path)
        if last_try:
            raise StoreError("somebody goes on writing to the store while it closes", where=store.path)


def _holds(log: Path) -> bool:
    return log.exists() and log.stat().st_size > 0


def _has_settled(connections: Connections, *, last_try: bool) -> bool:
    """Work the log into the file; false while somebody still writes."""
    with connections.explained():
        try:
            connections.cursor().execute("CHECKPOINT")
        except duckdb.TransactionException:
            if last_try:
                raise
            return False
    return True


def blank_quotes(cursor: duckdb.DuckDBPyConnection, document_id: str) -> None:
    """Blank what quotes a document outside its own rows. Within a transaction, and while its event mentions are there."""
    for sql in _QUOTING_SQL:
        cursor.execute(sql, {"id": document_id})


def take_out(
    connections: Connections, cursor: duckdb.DuckDBPyConnection, document_id: str, *, reason: str, judge: str | None
) -> bool:
    """Delete a document with all that was read from it and lay a stone; whether it was there. Within a transaction."""
    rows = cursor.execute("SELECT text FROM documents WHERE id = ?", [document_id]).fetchall()
    waiting = cursor.execute("SELECT document FROM journal WHERE id = ?", [document_id]).fetchall()
    if not rows and not waiting:
        return False
    connections.unpublished.forget(is_known=False)  # what is shown of it is looked for everywhere
    blank_quotes(cursor, document_id)
    for table, column in DERIVED.items():
        cursor.execute(f"DELETE FROM {table} WHERE {column} = ?", [document_id])
    cursor.execute("DELETE FROM issues WHERE document_id = ?", [document_id])
    cursor.execute("DELETE FROM documents WHERE id = ?", [document_id])
    cursor.execute("DELETE FROM journal WHERE id = ?", [document_id])
    digest = text_digest(str(rows[0][0])) if rows else ""
    moment = plain_moment(datetime.now(UTC))
    cursor.execute(
        "INSERT INTO stones VALUES (?, ?, ?, ?, ?) ON CONFLICT (document_id) DO UPDATE SET reason = excluded.reason",
        [document_id, digest, reason, judge, moment],
    )
    return True
