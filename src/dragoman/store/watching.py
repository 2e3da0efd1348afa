"""What watching keeps in the store: the state of each source, the items seen, who was told of which event."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import pyarrow as pa

from dragoman.records import Document, Record
from dragoman.store.connections import Connections
from dragoman.store.journal import journal_row, put_rows, waiting_row
from dragoman.store.moments import aware_moment, plain_moment

_MOMENTS = ("due_at", "polled_at", "new_at")


class Watched(Record, frozen=True):
    """The state of a source. Moments are aware UTC. `begun` counts polls that began since the last one that came to an end."""

    name: str
    address: str
    etag: str | None = None
    modified: str | None = None
    due_at: datetime | None = None
    polled_at: datetime | None = None
    new_at: datetime | None = None
    failures: int = 0
    errors: int = 0
    error: str | None = None
    begun: int = 0


class Sighting(Record, frozen=True):
    """An item that a source brought."""

    key: str
    document_id: str
    source: str
    mark: str
    text_digest: str | None = None
    rights: str | None = None


class Task(Record, frozen=True):
    """A page that is to be fetched, and what is known of it."""

    url: str
    source: str
    title: str | None = None
    published: str | None = None
    author: str | None = None
    language: str | None = None


class Post(Record, frozen=True):
    """A change of an event that subscribers of a query are told of. `number` runs from 1 over all queries."""

    number: int
    query: str
    event_id: str
    kind: str
    made_at: datetime
    json: str
    webhook: str | None = None
    tries: int = 0


class Watching:
    """Reads and writes what watching remembers. Get one from `Store.watching`."""

    def __init__(self, connections: Connections, lock: threading.Lock) -> None:
        self._connections, self._lock = connections, lock
        self._connection = connections.cursor()

    def sources(self) -> dict[str, Watched]:
        """The state of every source that was ever watched."""
        names = Watched.__struct_fields__
        rows = self._connections.rows(f"SELECT {', '.join(names)} FROM watched ORDER BY name")
        return {row[0]: _watched(dict(zip(names, row, strict=True))) for row in rows}

    def sightings(self, keys: Sequence[str]) -> dict[str, Sighting]:
        """Of these items, those that were seen."""
        names = Sighting.__struct_fields__
        rows = self._connections.rows(f"SELECT {', '.join(names)} FROM sightings WHERE key = ANY(?)", [list(keys)])
        return {row[0]: Sighting(**dict(zip(names, row, strict=True))) for row in rows}

    def set_rights(self, rights: Mapping[str, str | None]) -> None:
        """Let the rights of sources, by name, hold for all that they brought, whenever that was."""
        sql = "UPDATE sightings SET rights = ? WHERE source = ? AND rights IS DISTINCT FROM ?"
        with self._lock, self._connections.transaction(self._connection):
            for source, told in rights.items():
                self._connection.execute(sql, [told, source, told])

    def texts(self, source: str, digests: Sequence[str]) -> dict[str, str]:
        """Of these digests of texts, those that a source brought before, with the document that has the text."""
        sql = "SELECT text_digest, min(document_id) FROM sightings WHERE source = ? AND text_digest = ANY(?) GROUP BY 1"
        return dict(self._connections.rows(sql, [source, list(digests)]))

    def keep(
        self,
        state: Watched | None,
        *,
        sightings: Iterable[Sighting] = (),
        documents: Iterable[tuple[str, Document]] = (),
        tasks: Iterable[tuple[str, Task]] = (),
    ) -> None:
        """Keep what a poll or a fetch brought, in one transaction: a kill loses nothing that the next poll would not bring.

        Args:
            state: The new state of the source, where it has one.
            sightings: What was seen.
            documents: The sources' names and what waits to be read from now on.
            tasks: Ids of documents and what waits to be fetched for them.

        Raises:
            StoreError: The store cannot be written.
        """
        rows = [waiting_row(document, source=source) for source, document in documents]
        rows += [
            journal_row(id_, "waiting", origin=task.url, source=task.source, task=msgspec.json.encode(task).decode())
            for id_, task in tasks
        ]
        seen = list(sightings)
        with self._lock, self._connections.transaction(self._connection, is_told=self._alter_rights(seen)):
            if rows:
                put_rows(self._connection, rows)
            if seen:
                self._put_sightings(seen)
            if state is not None:
                self._put_state(state)

    def waiting_since(self) -> dict[str, datetime]:
        """For each source that has documents waiting, since when the oldest does."""
        sql = "SELECT source, min(changed_at) FROM journal WHERE state = 'waiting' AND source IS NOT NULL GROUP BY 1"
        return {source: since.replace(tzinfo=UTC) for source, since in self._connections.rows(sql)}

    def to_fetch(self) -> int:
        """How many pages wait to be fetched."""
        return int(
            self._connections.rows("SELECT count(*) FROM journal WHERE state = 'waiting' AND document IS NULL")[0][0]
        )

    def put_off(self, id_: str, until: datetime, error: str, message: str) -> None:
        """Let what waits to be fetched wait longer, and say why."""
        sql = "UPDATE journal SET not_before = ?, error = ?, message = ? WHERE id = ? AND state = 'waiting'"
        self._run(sql, [plain_moment(until), error, message, id_])

    # ------------------------------------------------------------------------------------------- who was told of what

    def told(self, query: str, event_ids: Sequence[str]) -> dict[str, str]:
        """Of these events, those that a query's subscribers were told of, with the digest of what they were told."""
        sql = "SELECT event_id, digest FROM told_events WHERE query = ? AND event_id = ANY(?)"
        return dict(self._connections.rows(sql, [query, list(event_ids)]))

    def is_new_query(self, query: str) -> bool:
        """Whether nobody was ever told of what this query finds."""
        return not self._connections.rows("SELECT 1 FROM told_events WHERE query = ? LIMIT 1", [query])

    def start_query(self, query: str, known: Sequence[tuple[str, str]]) -> None:
        """Take events, with their digests, as known to the subscribers of a query."""
        with self._lock, self._connections.transaction(self._connection, is_told=False):
            for event_id, digest in [("", ""), *known]:  # the first row says that the query has started
                self._connection.execute("INSERT INTO told_events VALUES (?, ?, ?)", [query, event_id, digest])

    def events_of(self, document_ids: Sequence[str]) -> list[str]:
        """The linked events that documents have part in."""
        sql = """SELECT DISTINCT l.event_id FROM linked_members l JOIN event_mentions m ON m.id = l.mention_id
            WHERE m.document_id = ANY(?) ORDER BY 1"""
        return [id_ for (id_,) in self._connections.rows(sql, [list(document_ids)])]

    def tell(self, query: str, changes: Sequence[tuple[str, str, str, str]], webhook: str | None) -> None:
        """Put changes into the outbox: (event id, kind, digest, JSON) each, in one transaction."""
        if not changes:
            return
        moment = plain_moment(datetime.now(UTC))
        with self._lock, self._connections.transaction(self._connection, is_told=False):
            first = self._connection.execute("SELECT coalesce(max(number), 0) + 1 FROM outbox").fetchall()[0][0]
            for number, (event_id, kind, digest, json) in enumerate(changes, int(first)):
                self._connection.execute(
                    "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL)",
                    [number, query, event_id, kind, moment, json, webhook],
                )
                self._connection.execute("DELETE FROM told_events WHERE query = ? AND event_id = ?", [query, event_id])
                self._connection.execute("INSERT INTO told_events VALUES (?, ?, ?)", [query, event_id, digest])

    def posts(self, query: str, *, after: int = 0, latest: int | None = None) -> list[Post]:
        """The changes of a query behind a number, in order; or the latest of them."""
        names = Post.__struct_fields__
        order = "DESC" if latest is not None else "ASC"
        sql = f"SELECT {', '.join(names)} FROM outbox WHERE query = ? AND number > ? ORDER BY number {order} LIMIT ?"
        found = [
            _post(dict(zip(names, row, strict=True))) for row in self._connections.rows(sql, [query, after, latest])
        ]
        return found if latest is None else found[::-1]

    def unsent(self, limit: int, at: datetime) -> list[Post]:
        """What is still to be posted and may be now, in order."""
        names = Post.__struct_fields__
        sql = (
            f"SELECT {', '.join(names)} FROM outbox WHERE webhook IS NOT NULL AND (not_before IS NULL OR not_before <= ?)"
            " ORDER BY number LIMIT ?"
        )
        return [
            _post(dict(zip(names, row, strict=True))) for row in self._connections.rows(sql, [plain_moment(at), limit])
        ]

    def sent(self, number: int) -> None:
        """A change was posted."""
        self._run("UPDATE outbox SET webhook = NULL, error = NULL WHERE number = ?", [number])

    def not_sent(self, number: int, error: str, until: datetime | None) -> None:
        """A change could not be posted; with no `until` it is given up."""
        sql = "UPDATE outbox SET tries = tries + 1, error = ?, not_before = ?"
        given_up = ", webhook = NULL" if until is None else ""
        self._run(f"{sql}{given_up} WHERE number = ?", [error, plain_moment(until) if until else None, number])

    # ------------------------------------------------------------------------------------------------------------ rows

    def _alter_rights(self, sightings: Sequence[Sighting]) -> bool:
        """Whether what may be shown of an article may be another after these sightings."""
        told = {one.key: one.rights for one in sightings}
        sql = "SELECT key, rights FROM sightings WHERE key = ANY(?)"
        before = dict(self._connections.rows(sql, [list(told)])) if told else {}
        return any(before.get(key) != rights for key, rights in told.items())

    def _put_sightings(self, sightings: Iterable[Sighting]) -> None:
        moment = plain_moment(datetime.now(UTC))
        latest = {sighting.key: sighting for sighting in sightings}
        rows = [{**msgspec.structs.asdict(sighting), "seen_at": moment} for sighting in latest.values()]
        schema = pa.schema(
            [*((name, pa.string()) for name in Sighting.__struct_fields__), ("seen_at", pa.timestamp("us"))]
        )
        self._connection.register("incoming", pa.Table.from_pylist(rows, schema=schema))
        kept = ("key", "seen_at")
        changes = ", ".join(f"{name} = excluded.{name}" for name in Sighting.__struct_fields__ if name not in kept)
        self._connection.execute(
            f"INSERT INTO sightings BY NAME SELECT * FROM incoming ON CONFLICT (key) DO UPDATE SET {changes}"
        )
        self._connection.unregister("incoming")

    def _put_state(self, state: Watched) -> None:
        names = Watched.__struct_fields__
        fields = msgspec.structs.asdict(state)
        values = [plain_moment(fields[name]) if name in _MOMENTS and fields[name] else fields[name] for name in names]
        marks = ", ".join("?" for _ in names)
        changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != "name")
        self._connection.execute(
            f"INSERT INTO watched ({', '.join(names)}) VALUES ({marks}) ON CONFLICT (name) DO UPDATE SET {changes}",
            values,
        )

    def _run(self, sql: str, parameters: Sequence[Any]) -> None:
        with self._lock, self._connections.transaction(self._connection, is_told=False):
            self._connection.execute(sql, list(parameters))


def _watched(fields: dict[str, Any]) -> Watched:
    moments = {name: aware_moment(fields[name]) for name in _MOMENTS if fields[name]}
    return Watched(**fields | moments)


def _post(fields: dict[str, Any]) -> Post:
    return Post(**fields | {"made_at": aware_moment(fields["made_at"])})
