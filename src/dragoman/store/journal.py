"""The journal: every document is in exactly one of waiting, read or refused, and the store always says in which.

A row changes in the transaction that writes what it tells of. So a kill at any instant leaves a document either waiting,
with its text kept here, or finished; it is never lost and never there twice.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal

import duckdb
import msgspec
import pyarrow as pa

from dragoman.errors import StoreError
from dragoman.records import Document, Issue, Record
from dragoman.store.connections import Connections
from dragoman.store.digest import content_digest, encode_record
from dragoman.store.moments import aware_moment, plain_moment

State = Literal["waiting", "read", "refused"]
# In front of an origin it makes the id of what was refused before it was a document. No document may have such an id.
_NO_DOCUMENT: Final = "@"
_COLUMNS: Final = (
    "id", "state", "digest", "versions_key", "tries", "origin", "source", "error", "message", "document", "task",
    "not_before", "changed_at",
)  # fmt: skip
_SCHEMA: Final = pa.schema(
    [(name, pa.timestamp("us") if name in ("not_before", "changed_at") else pa.string()) for name in _COLUMNS]
).set(4, pa.field("tries", pa.int32()))


class Standing(Record, frozen=True):
    """Where a document stands. `error` and `message` tell why it was refused, or why it still waits."""

    state: State
    digest: str = ""
    versions_key: str = ""
    tries: int = 0
    error: str | None = None
    message: str | None = None


class Waiting(Record, frozen=True):
    """A document that waits to be read, or (`task`) to be fetched first. `since` is when it came."""

    id: str
    document: Document | None
    task: str | None
    source: str | None
    origin: str | None
    tries: int
    since: datetime


class Refusal(Record, frozen=True):
    """A document that was refused, or something of which no document came.

    Where none came (`is_document` is false) the id that stood on it may be another's: a second text under the id of one
    that is read leaves that one read. Such a refusal is kept by its place.
    """

    issue: Issue
    digest: str = ""
    versions_key: str = ""
    is_document: bool = True

    @property
    def id(self) -> str:
        """Its id in the journal."""
        place = f"{_NO_DOCUMENT}{self.issue.origin or ''}"
        if not self.is_document and self.issue.origin:
            return place
        return self.issue.document_id or place


class Stone(Record, frozen=True):
    """What tells that a document was taken out for good. The digest is that of its text; empty where it was never fetched."""

    document_id: str
    reason: str
    judge: str | None
    removed_at: datetime
    text_digest: str = ""


class Journal:
    """Asks and writes the journal. Get one from `Store.journal`."""

    def __init__(self, connections: Connections, lock: threading.Lock) -> None:
        self._connections, self._lock = connections, lock
        self._connection = connections.cursor()

    def standings(self, ids: Sequence[str]) -> dict[str, Standing]:
        """Where the documents with these ids stand; those that the store never saw are not in the answer."""
        names = Standing.__struct_fields__
        rows = self._connections.rows(f"SELECT id, {', '.join(names)} FROM journal WHERE id = ANY(?)", [list(ids)])
        return {id_: Standing(**dict(zip(names, fields, strict=True))) for id_, *fields in rows}

    def counts(self) -> dict[State, int]:
        """How many wait, were read and were refused."""
        found = dict(self._connections.rows("SELECT state, count(*) FROM journal GROUP BY state"))
        return {state: found.get(state, 0) for state in ("waiting", "read", "refused")}

    def counts_by_source(self) -> dict[str, dict[State, int]]:
        """The same for each watched source."""
        found: dict[str, dict[State, int]] = {}
        sql = "SELECT source, state, count(*) FROM journal WHERE source IS NOT NULL GROUP BY ALL ORDER BY ALL"
        for source, state, number in self._connections.rows(sql):
            found.setdefault(source, {"waiting": 0, "read": 0, "refused": 0})[state] = number
        return found

    def take(self, documents: Iterable[Document], *, source: str | None = None, begun: bool = False) -> None:
        """Keep documents as waiting, in one transaction.

        Args:
            documents: What came; of two with one id the later counts.
            source: The watched source that brought them.
            begun: Their reading begins now.

        Raises:
            StoreError: The store cannot be written, or a text is not sound.
        """
        rows = [waiting_row(document, source=source, tries=int(begun)) for document in documents]
        if rows:
            with self._lock, self._connections.transaction(self._connection, is_told=False):
                put_rows(self._connection, rows)

    def begin(self, ids: Sequence[str]) -> None:
        """Tell that the reading of waiting documents begins."""
        self._change("tries = tries + 1", ids)

    def release(self, ids: Sequence[str]) -> None:
        """Tell that a reading that was begun was given up in good order: the documents wait as if it had not begun."""
        self._change("tries = greatest(tries - 1, 0)", ids)

    def waiting(
        self,
        limit: int,
        *,
        fetched: bool = True,
        at: datetime | None = None,
        sources: Sequence[str] | None = None,
        busy_hosts: Sequence[str] = (),
    ) -> list[Waiting]:
        """What waits, the longest first.

        Args:
            limit: Most to give.
            fetched: What is to be read; otherwise what is to be fetched.
            at: Leave out what shall not be fetched before a later moment.
            sources: Only what one of these watched sources brought.
            busy_hosts: Leave out what lies at one of these hosts.
        """
        kind = "document IS NOT NULL" if fetched else "document IS NULL"
        sql = (
            f"SELECT id, document, task, source, origin, tries, changed_at FROM journal WHERE state = 'waiting' AND {kind}"
            " AND (not_before IS NULL OR not_before <= ?) AND (? IS NULL OR source = ANY(?))"
            " AND NOT coalesce(lower(regexp_extract(origin, '^[^:]+://([^/?#]*)', 1)) = ANY(?), false)"
            " ORDER BY changed_at, id LIMIT ?"
        )
        moment = plain_moment(at or datetime.now(UTC))
        names = None if sources is None else list(sources)
        return [
            self._waiting(row) for row in self._connections.rows(sql, [moment, names, names, list(busy_hosts), limit])
        ]

    def refused(self, *, limit: int | None = None) -> list[Issue]:
        """What was refused and why, by id."""
        sql = "SELECT id, error, message, origin FROM journal WHERE state = 'refused' ORDER BY id LIMIT ?"
        return [
            Issue(
                document_id=None if id_.startswith(_NO_DOCUMENT) else id_,
                stage="journal",
                error=error or "",
                message=message or "",
                origin=origin,
            )
            for id_, error, message, origin in self._connections.rows(sql, [limit])
        ]

    def stones(self, documents: Sequence[Document]) -> dict[str, Stone]:
        """Of these documents, those that were taken out for good, under this id or another."""
        digests = {text_digest(document.text): document.id for document in documents}
        sql = (
            "SELECT document_id, reason, judge, removed_at, text_digest FROM stones"
            " WHERE document_id = ANY(?) OR text_digest = ANY(?)"
        )
        asked = {document.id for document in documents}
        found: dict[str, Stone] = {}
        for id_, reason, judge, at, digest in self._connections.rows(sql, [sorted(asked), sorted(digests)]):
            stone = Stone(document_id=id_, reason=reason, judge=judge, removed_at=aware_moment(at), text_digest=digest)
            found |= {name: stone for name in (id_, digests.get(digest)) if name in asked}
        return found

    def all_stones(self) -> list[Stone]:
        """Every stone, by document."""
        names = Stone.__struct_fields__
        rows = self._connections.rows(f"SELECT {', '.join(names)} FROM stones ORDER BY document_id")
        found = (dict(zip(names, row, strict=True)) for row in rows)
        return [Stone(**fields | {"removed_at": aware_moment(fields["removed_at"])}) for fields in found]

    def covered_by(self, stones: Sequence[Stone]) -> dict[str, Stone]:
        """The documents of this store that stones, of another one perhaps, tell of: by their id, or by their text if read."""
        by_id = {stone.document_id: stone for stone in stones}
        by_text = {stone.text_digest: stone for stone in stones if stone.text_digest}
        known = self._connections.rows(
            "SELECT id, '' FROM journal WHERE id = ANY(?) UNION ALL"
            " SELECT id, sha256(text) FROM documents WHERE id = ANY(?) OR sha256(text) = ANY(?) ORDER BY 1, 2",
            [list(by_id), list(by_id), list(by_text)],
        )
        return {id_: by_id.get(id_) or by_text[digest] for id_, digest in known}

    def lay_stones(self, stones: Iterable[Stone]) -> None:
        """Keep stones, as they are, over those of the same documents."""
        with self._lock, self._connections.transaction(self._connection, is_told=False):
            for stone in stones:
                moment = plain_moment(stone.removed_at)
                self._connection.execute(
                    "INSERT OR REPLACE INTO stones (document_id, text_digest, reason, judge, removed_at) VALUES (?, ?, ?, ?, ?)",
                    [stone.document_id, stone.text_digest, stone.reason, stone.judge, moment],
                )

    def contradictions(self) -> list[str]:
        """Documents of which journal and store do not say the same; there are none unless the store is damaged."""
        sql = """SELECT coalesce(j.id, d.id) FROM (SELECT * FROM journal WHERE state = 'read') j
            FULL JOIN documents d ON d.id = j.id
            WHERE (j.id IS NULL AND NOT EXISTS (SELECT 1 FROM journal o WHERE o.id = d.id)) OR d.id IS NULL
                OR (j.id IS NOT NULL AND j.digest <> d.digest)
            ORDER BY 1"""
        return [id_ for (id_,) in self._connections.rows(sql)]

    def _change(self, change: str, ids: Sequence[str]) -> None:
        if ids:
            with self._lock, self._connections.transaction(self._connection, is_told=False):
                sql = f"UPDATE journal SET {change} WHERE state = 'waiting' AND id = ANY(?)"
                self._connection.execute(sql, [list(ids)])

    def _waiting(self, row: tuple[Any, ...]) -> Waiting:
        id_, json, task, source, origin, tries, since = row
        try:
            document = msgspec.json.decode(json, type=Document) if json else None
        except msgspec.ValidationError as err:
            raise StoreError(
                f"the waiting document {id_!r} does not fit this version of Dragoman ({err})",
                where=self._connections.path,
                remedy="read it with the version that took it in",
            ) from err
        return Waiting(
            id=id_, document=document, task=task, source=source, origin=origin, tries=tries,
            since=aware_moment(since),
        )  # fmt: skip


def text_digest(text: str) -> str:
    """The sha256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def waiting_row(document: Document, *, source: str | None = None, tries: int = 0) -> dict[str, Any]:
    """The journal's row of a document that waits to be read.

    Raises:
        StoreError: A text holds half of a surrogate pair.
    """
    json = encode_record(document, where=f"document {document.id!r}").decode()
    return journal_row(
        document.id, "waiting", digest=content_digest(document), tries=tries, origin=document.origin, source=source,
        document=json,
    )  # fmt: skip


def journal_row(id_: str, state: State, **told: Any) -> dict[str, Any]:
    """A row of the journal; what is not told is empty."""
    empty = dict.fromkeys(_COLUMNS) | {"digest": "", "versions_key": "", "tries": 0}
    return {**empty, "id": id_, "state": state, "changed_at": plain_moment(datetime.now(UTC)), **told}


def read_row(document: Document, digest: str, key: str) -> dict[str, Any]:
    """The journal's row of a document that is read."""
    return journal_row(document.id, "read", digest=digest, versions_key=key, origin=document.origin)


def refused_row(refusal: Refusal) -> dict[str, Any]:
    """The journal's row of what is refused."""
    issue = refusal.issue
    return journal_row(
        refusal.id, "refused", digest=refusal.digest, versions_key=refusal.versions_key, origin=issue.origin,
        error=issue.error, message=issue.message,
    )  # fmt: skip


def put_rows(connection: duckdb.DuckDBPyConnection, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows of the journal, within a transaction of the caller.

    Tries are added up while the content stays the same; the source that brought a document is kept.
    """
    latest = {row["id"]: row for row in rows}
    origins = [f"{_NO_DOCUMENT}{row['origin']}" for row in latest.values() if not row["id"].startswith(_NO_DOCUMENT)]
    connection.execute("DELETE FROM journal WHERE id = ANY(?)", [origins])
    incoming = pa.Table.from_pylist(list(latest.values()), schema=_SCHEMA)
    connection.register("incoming", incoming)
    connection.execute(put_sql())
    connection.unregister("incoming")


def put_sql() -> str:
    """Write the rows of the Arrow table `incoming` over those with the same id."""
    kept = ("id", "tries", "source", "changed_at")
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in kept)
    same = "journal.digest = excluded.digest AND journal.state = 'waiting' AND excluded.state = 'waiting'"
    return f"""INSERT INTO journal BY NAME SELECT * FROM incoming ON CONFLICT (id) DO UPDATE SET {changes},
        tries = excluded.tries + CASE WHEN {same} THEN journal.tries ELSE 0 END,
        changed_at = CASE WHEN {same} THEN journal.changed_at ELSE excluded.changed_at END,
        source = coalesce(excluded.source, journal.source)"""
