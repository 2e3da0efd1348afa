"""The tables of linking: what is to be linked, what was linked before, and the writing of both. Get one from `Store.links`.

Linking reads the whole store and writes its results in one transaction: after an error or a kill the store is as it was.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import msgspec
import pyarrow as pa

from dragoman.errors import StoreError
from dragoman.records import EventMention, Record
from dragoman.store.connections import Connections, insert_arrow, take_arrow
from dragoman.store.flows import SORTED, made_sql
from dragoman.store.lots import Lots
from dragoman.store.moments import aware_moment, plain_moment

Row = dict[str, Any]
# Fewer flows, a row group of DuckDB's, are read at once whatever their order.
_LEAST_SORTED: Final = 120_000
_AT_ONCE: Final = 5_000

# Of a document: what a changed text, publisher or version of the code changes.
_DIGEST: Final = "d.digest || '|' || d.versions_key || '|' || coalesce(d.published::VARCHAR, '') || '|' || d.revision"
_READ_MENTION: Final = msgspec.json.Decoder(EventMention)
# All that is made again when linking itself changes. Events, their ids and their trail stay.
_MADE: Final = ("linked_documents", "copy_keys", "copy_pairs", "linked_mentions", "link_keys", "links")


class LinkRun(Record, frozen=True):
    """A run of linking. `judgement` is the number of the last judgement that it heeded.

    `sorted_flows` are the rows of the table `flows` at the last time that it was sorted.
    """

    number: int
    version: str
    judgement: int
    sorted_flows: int = 0


class StoredJudgement(Record, frozen=True):
    """A person's word on two event mentions, as it is kept."""

    number: int
    left_id: str
    right_id: str
    verdict: str
    judge: str | None
    reason: str | None
    judged_at: datetime


class Links:
    """Reads and writes the tables of linking; all writing stands within `transaction`."""

    def __init__(self, connections: Connections, lock: threading.Lock) -> None:
        self._connections, self._lock = connections, lock
        self.connection = connections.cursor()
        self._schemas: dict[str, pa.Schema] = {}

    @contextmanager
    def transaction(self, *, at_most_mb: int | None = None) -> Iterator[None]:
        """Commit at the end, or roll back on any error; meanwhile DuckDB holds no more memory than is said.

        The limit is one for the whole store. It is set when the turn has come, not while another thread, whose limit would
        be taken for the usual one, is still at work.
        """
        with self._lock, self._at_most(at_most_mb), self._connections.transaction(self.connection):
            yield

    @contextmanager
    def _at_most(self, megabytes: int | None) -> Iterator[None]:
        """Let DuckDB hold so much of a store on disk; a store in memory has nowhere to put the rest, and is not bound."""
        if megabytes is None or self._connections.path == ":memory:":
            yield
            return
        self.run(f"SET memory_limit = '{megabytes}MB'")
        try:
            yield
        finally:
            # Not to what it was told to be before: that is rounded down, and each run would leave less.
            self.run("RESET memory_limit")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a question."""
        found: list[tuple[Any, ...]] = []
        with self._connections.explained():
            answer = self.connection.execute(sql, list(parameters))
            # Some at a time: while a million rows become objects of Python at once, no other thread gets on.
            while some := answer.fetchmany(_AT_ONCE):
                found += some
        return found

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement."""
        with self._connections.explained():
            self.connection.execute(sql, list(parameters))

    def make_ids(self, table: str, ids: Sequence[str], column: str = "id") -> None:
        """Make a temporary table of ids, each once."""
        incoming = pa.table({column: pa.array(sorted(set(ids)), type=pa.string())})
        self.take(table, incoming)

    def take(self, table: str, incoming: pa.Table) -> None:
        """Make a temporary table of an Arrow table."""
        with self._connections.explained():
            take_arrow(self.connection, table, incoming)

    def arrow(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The rows of a question as an Arrow table, for what is too much for Python's objects."""
        with self._connections.explained():
            return self.connection.execute(sql, list(parameters)).to_arrow_table()

    def append(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows with exactly the columns of a table of the store."""
        if not rows:
            return
        with self._connections.explained():
            if table not in self._schemas:
                self._schemas[table] = self.connection.execute(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
            schema = self._schemas[table]
            # Column by column: half the time that Arrow's own way from rows takes.
            columns = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
            self.append_table(table, pa.Table.from_arrays(columns, schema=schema))

    def append_table(self, table: str, rows: pa.Table) -> None:
        """Add the rows of an Arrow table with exactly the columns of a table of the store."""
        with self._connections.explained():
            insert_arrow(self.connection, table, rows)

    def delete(self, table: str, column: str, ids: str) -> None:
        """Delete the rows whose column is an `id` of the table `ids`."""
        self.run(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM {ids})")

    def note_events(self, ids: Iterable[str]) -> None:
        """Tell that these events are written or taken away: they are to be published anew."""
        self._connections.unpublished.note(events=ids)

    def write_flows(self, old: str, new: str, sorted_rows: int) -> int:
        """Put the flows of the events of the table `new` in place of those of `old`, both of `id`; the rows that are sorted.

        New rows go to the end, where they are sorted among themselves. When they are more than a quarter of the rest, all are
        sorted anew: that costs what ten intakes do, and comes ever more seldom.

        Args:
            old: Events that went or are written anew.
            new: Events that were written.
            sorted_rows: How many rows were sorted the last time.
        """
        is_first = not self.rows("SELECT 1 FROM flows LIMIT 1")
        self.delete("flows", "event_id", old)
        events = f"(SELECT * FROM linked_events WHERE id IN (SELECT id FROM {new}))"
        self.run(f"INSERT INTO flows BY NAME {made_sql(events)}")
        rows = int(self.rows("SELECT count(*) FROM flows")[0][0])
        if is_first:
            return rows
        if rows <= sorted_rows + max(sorted_rows // 4, _LEAST_SORTED):
            return sorted_rows
        self.run(f"CREATE OR REPLACE TEMP TABLE sorted_flows AS SELECT * FROM flows ORDER BY {SORTED}")
        self.run("DELETE FROM flows")
        self.run("INSERT INTO flows SELECT * FROM sorted_flows")
        self.run("DROP TABLE sorted_flows")
        return rows

    def last_run(self) -> LinkRun | None:
        """The latest run, or `None` before the first."""
        rows = self.rows(
            "SELECT number, version, judgement, coalesce(sorted_flows, 0) FROM link_runs ORDER BY number DESC LIMIT 1"
        )
        return LinkRun(**dict(zip(LinkRun.__struct_fields__, rows[0], strict=True))) if rows else None

    def forget(self) -> None:
        """Forget all that linking made but the events, so that everything is linked anew."""
        for table in _MADE:
            self.run(f"DELETE FROM {table}")

    def is_behind(self, version: str) -> bool:
        """Whether something is to be linked: documents that came, changed or went, judgements, or a new way of linking."""
        last = self.last_run()
        if last is None or last.version != version:
            return bool(self.rows("SELECT 1 FROM documents LIMIT 1"))
        newer = self.rows("SELECT 1 FROM judgements WHERE number > ? LIMIT 1", [last.judgement])
        return bool(newer or self.changed_documents() or self.lost_documents())

    def changed_documents(self) -> list[str]:
        """Documents that were never linked, or not as they stand now."""
        sql = f"""SELECT d.id FROM documents d LEFT JOIN linked_documents l ON l.document_id = d.id
            WHERE l.digest IS DISTINCT FROM ({_DIGEST}) ORDER BY d.id"""
        return [id_ for (id_,) in self.rows(sql)]

    def lost_documents(self) -> list[str]:
        """Documents that were linked and are no longer in the store."""
        sql = "SELECT document_id FROM linked_documents ANTI JOIN documents d ON d.id = document_id ORDER BY 1"
        return [id_ for (id_,) in self.rows(sql)]

    def lots(self, lots: Sequence[Sequence[str]], *, mentions: bool = True) -> Lots:
        """The articles with these ids, lot by lot."""
        return Lots(self, lots, f"({_DIGEST})", mentions=mentions)

    def judgements(self) -> list[StoredJudgement]:
        """All judgements, the first one first."""
        columns = StoredJudgement.__struct_fields__
        rows = self.rows(f"SELECT {', '.join(columns)} FROM judgements ORDER BY number")
        return [_judgement(dict(zip(columns, row, strict=True))) for row in rows]

    def judge(
        self, left_id: str, right_id: str, verdict: str, *, judge: str | None, reason: str | None, at: datetime
    ) -> int:
        """Keep a person's word on two event mentions; return its number.

        Raises:
            StoreError: The store has no such mention, or both are one.
        """
        for id_ in (left_id, right_id):
            if not self.rows("SELECT 1 FROM event_mentions WHERE id = ? LIMIT 1", [id_]):
                raise StoreError(
                    f"there is no event mention {id_!r}",
                    where=self._connections.path,
                    remedy="take the ids from dragoman events --by mention",
                )
        if left_id == right_id:
            raise StoreError("both ids are one", where=self._connections.path, expected="two event mentions")
        number = int(self.rows("SELECT coalesce(max(number), 0) + 1 FROM judgements")[0][0])
        row = {
            "number": number,
            "left_id": left_id,
            "right_id": right_id,
            "verdict": verdict,
            "judge": judge,
            "reason": reason,
        }
        self.append("judgements", [{**row, "judged_at": plain_moment(at)}])
        return number

    def mention(self, json: str) -> EventMention:
        """The event mention that is stored as this JSON.

        Raises:
            StoreError: Another version of Dragoman wrote it.
        """
        try:
            return _READ_MENTION.decode(json)
        except msgspec.ValidationError as err:
            raise StoreError(
                f"a stored event mention does not fit this version of Dragoman ({err})",
                where=self._connections.path,
                remedy="read its document again",
            ) from err


def _judgement(fields: dict[str, Any]) -> StoredJudgement:
    return StoredJudgement(**fields | {"judged_at": aware_moment(fields["judged_at"])})
