"""Bringing the tables that readers ask up to date with what linking found, in one transaction. Get one from `Store.publisher`.

Readers see either the old tables or the new ones, whole: a publication is a snapshot with a number, its generation.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec
import pyarrow as pa

from dragoman.records import LinkedEvent, Record
from dragoman.store.cards import Card, CardFacts, Change, changes_between, close_json, feature, make_card, open_json
from dragoman.store.connections import Connections, insert_arrow, take_arrow
from dragoman.store.moments import aware_moment, plain_moment
from dragoman.store.publishing_sql import (
    ACTORS_SQL,
    CARDS_SQL,
    CLEAR_SQL,
    COMPARE_SQL,
    DUE_SQL,
    FACES_SQL,
    INDEXES_SQL,
    LAY_SQL,
    LIVE_VIEWS_SQL,
    MOVED_SQL,
    NO_LIVE_TABLES_SQL,
    NO_LIVE_VIEWS_SQL,
    STAGE_SQL,
    UNUSED_SQL,
)

Row = dict[str, Any]

# Cards made at once: some 50 MB with their events.
_BATCH: Final = 10_000
# Rows asked for by their ids at once. DuckDB looks up to two thousand in an index; beyond that it reads the whole table.
_IDS: Final = 500
_NO_DAY: Final = date(1, 1, 1)
_NEVER: Final = date(9999, 12, 31)
_READ_CARD: Final = msgspec.json.Decoder(Card)
_READ_EVENT: Final = msgspec.json.Decoder(LinkedEvent)


class Publication(Record, frozen=True):
    """What a publication did: its number, and how many events are new, changed and gone since the one before."""

    generation: int
    new: int
    changed: int
    gone: int


class Publisher:
    """Lays out what is asked most."""

    def __init__(self, connections: Connections, lock: threading.Lock) -> None:
        self._connections, self._lock = connections, lock
        self._cursor = connections.cursor()

    def prepare(self) -> None:
        """Make the indexes by which a record is found by its id, where they are missing."""
        with self._lock, self._connections.explained():
            for sql in INDEXES_SQL:
                self._cursor.execute(sql)

    def publish(self, *, at: datetime | None = None) -> Publication | None:
        """Lay out anew what changed since the last time.

        Args:
            at: The moment that is noted for what is new or changed; now, where it is not given.

        Returns:
            What was done, or `None` where nothing was to be done.

        Raises:
            StoreError: The disk is full or the store damaged. Readers then see what they saw before.
        """
        moment = plain_moment(at or datetime.now(UTC))
        changed = self._connections.unpublished
        with self._lock, self._connections.explained():
            is_few = changed.is_known
            if is_few and not changed.events and not changed.documents:
                return None
            try:
                is_due = self._find_due(changed.events, changed.documents) if is_few else self._compare()
                found = None
                if is_due:
                    with self._connections.transaction(self._cursor):
                        found = self._publish(moment)
                changed.forget(is_known=True)
                return found
            finally:
                self._run(*(NO_LIVE_TABLES_SQL if is_few else NO_LIVE_VIEWS_SQL))

    def _compare(self) -> bool:
        """Find what is to be done by comparing everything; whether there is anything."""
        self._run(*COMPARE_SQL, *LIVE_VIEWS_SQL)
        return self._is_due()

    def _find_due(self, events: Collection[str], documents: Collection[str]) -> bool:
        """Find what is to be done of some events and articles; whether there is anything."""
        for table, ids in (("due_events", events), ("due_documents", documents)):
            rows = pa.table({"id": pa.array(sorted(ids), type=pa.string())})
            take_arrow(self._cursor, table, rows)
        self._run(*MOVED_SQL)
        due = self._ids("SELECT id FROM due_events ORDER BY id")
        self._take_rows("shown", "served_events", "id", due)
        self._take_rows("live_events", "linked_events", "id", due)
        self._take_rows("shown_documents", "served_documents", "id", sorted(documents))
        self._take_rows("live_documents", "documents", "id", sorted(documents))
        self._run(*DUE_SQL)
        self._take_rows("live_members", "linked_members", "event_id", self._ids("SELECT id FROM todo ORDER BY id"))
        mentions = self._ids("SELECT DISTINCT mention_id FROM live_members ORDER BY 1")
        self._take_rows("live_mentions", "event_mentions", "id", mentions)
        return self._is_due()

    def _is_due(self) -> bool:
        tables = ("gone_numbers", "todo", "gone_documents", "todo_documents")
        return any(self._count(f"SELECT count(*) FROM {table}") for table in tables)

    def _take_rows(self, made: str, table: str, column: str, ids: Sequence[str]) -> None:
        """Make a temporary table of the rows of a table with these ids."""
        self._run(f"CREATE OR REPLACE TEMP TABLE {made} AS SELECT * FROM {table} LIMIT 0")
        for start in range(0, len(ids), _IDS):
            some = list(ids[start : start + _IDS])
            marks = ", ".join("?" for _ in some)
            self._cursor.execute(f"INSERT INTO {made} SELECT * FROM {table} WHERE {column} IN ({marks})", some)

    def _ids(self, sql: str) -> list[str]:
        return [str(id_) for (id_,) in self._cursor.execute(sql).fetchall()]

    def withdraw(self) -> None:
        """Show no longer what was taken out of the store, where anything was published at all.

        Words and names that nothing uses any more go too, and so does what changes of the past say of events that are gone.

        Raises:
            StoreError: The disk is full or the store damaged.
        """
        with self._connections.explained():
            if not self._count("SELECT count(*) FROM publications"):
                return
        self._connections.unpublished.forget(is_known=False)
        self.publish()
        with self._lock, self._connections.transaction(self._cursor):
            self._run(*UNUSED_SQL)
        self._connections.unpublished.withdrawn += 1

    def _publish(self, at: datetime) -> Publication:
        generation = self._count("SELECT coalesce(max(generation), 0) + 1 FROM publications")
        new = self._count("SELECT count(*) FROM todo WHERE was IS NULL")
        changed = self._count("SELECT count(*) FROM todo WHERE was IS NOT NULL")
        gone = self._count("SELECT count(*) FROM gone_numbers") - changed
        self._run(
            FACES_SQL,
            STAGE_SQL,
            *CLEAR_SQL,
        )
        for cards, changes in self._batches(at):
            self._take("served_events", cards)
            self._take("served_changes", changes)
        self._run("DROP TABLE card_rows")
        self._run(*LAY_SQL, *ACTORS_SQL)
        self._mark_reviews()
        self._cursor.execute("INSERT INTO publications VALUES (?, ?, ?, ?, ?)", [generation, at, new, changed, gone])
        return Publication(generation=generation, new=new, changed=changed, gone=gone)

    def _mark_reviews(self) -> None:
        """Put the last review of each event beside it again."""
        sql = """SELECT subject, arg_max(struct_pack(verdict := verdict, judge := judge, judged_at := judged_at), number)
            FROM reviews WHERE kind = 'event' AND subject IN (SELECT id FROM todo) GROUP BY subject"""
        for subject, last in self._cursor.execute(sql).fetchall():
            mark = {**last, "judged_at": aware_moment(last["judged_at"])}
            values = [last["verdict"], msgspec.json.encode(mark).decode(), subject]
            self._cursor.execute("UPDATE served_events SET verdict = ?, review = ? WHERE id = ?", values)

    def _batches(self, at: datetime) -> Iterator[tuple[list[Row], list[Row]]]:
        """The rows of cards and of changes, some thousand events at a time."""
        first = self._count("SELECT coalesce(min(new_number), 0) FROM todo")
        last = self._count("SELECT coalesce(max(new_number), -1) FROM todo")
        for start in range(first, last + 1, _BATCH):
            rows = self._cursor.execute(CARDS_SQL, [start, start + _BATCH - 1]).fetchall()
            made = [_event_row(row, at) for row in rows]
            yield [row for row, _ in made], [change for _, change in made if change]

    def _take(self, table: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        schema = self._cursor.execute(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
        insert_arrow(self._cursor, table, pa.Table.from_pylist(list(rows), schema=schema))

    def _run(self, *statements: str) -> None:
        for sql in statements:
            self._cursor.execute(sql)

    def _count(self, sql: str) -> int:
        row = self._cursor.execute(sql).fetchone()
        return int(row[0]) if row else 0


def _event_row(row: tuple[Any, ...], at: datetime) -> tuple[Row, Row | None]:
    """A row of `served_events`, and one of `served_changes` where the event was shown otherwise before."""
    id_, digest, number, first_seen, changed_at, old, json, *rest = row
    event = _READ_EVENT.decode(json)
    facts = _facts(rest)
    card = make_card(event, facts, first_seen=aware_moment(first_seen or at), changed_at=aware_moment(changed_at or at))
    changes = changes_between(_READ_CARD.decode(close_json(old, "null")), card) if old else []
    if changes:
        card = msgspec.structs.replace(card, changed_at=aware_moment(at))
    return {**_columns(card, event), "digest": digest, "number": number}, _change_row(id_, at, changes)


def _facts(rest: list[Any]) -> CardFacts:
    part_of, quad, score, probability, mention_id, document_id, evidence, denied_by, disputed = rest
    return CardFacts(
        part_of=part_of,
        quad=quad,
        score=score,
        probability=probability,
        mention_id=mention_id,
        document_id=document_id,
        evidence=" ".join((evidence or "").split()),
        denied_by=tuple(denied_by or ()),
        disputed=bool(disputed),
    )


def _columns(card: Card, event: LinkedEvent) -> Row:
    first, last = (event.time.first, event.time.last) if event.time else (None, None)
    found = feature(card)
    return {
        "id": card.id,
        "tie": int(hashlib.md5(card.id.encode(), usedforsecurity=False).hexdigest()[:15], 16),
        "type": card.type,
        "status": card.status,
        "quad": card.quad,
        "score": card.score,
        "newest": last or first or _NO_DAY,
        "oldest": first or last or _NEVER,
        "day": first or last or card.first_reported,
        "reported": card.first_reported,
        "last_reported": card.last_reported,
        "reported_key": card.first_reported or _NO_DAY,
        "lat": card.place.lat if card.place else None,
        "lon": card.place.lon if card.place else None,
        "probability": card.probability,
        "importance": card.importance,
        "reports": card.reports,
        "independent_reports": card.independent_reports,
        "disputed": card.disputed,
        "first_seen": plain_moment(card.first_seen),
        "changed_at": plain_moment(card.changed_at),
        "verdict": "none",
        "review": "null",
        "feature": msgspec.json.encode(found).decode() if found else None,
        "card": open_json(card),
    }


def _change_row(id_: str, at: datetime, changes: list[Change]) -> Row | None:
    if not changes:
        return None
    return {"event_id": id_, "changed_at": at, "changes": msgspec.json.encode(changes).decode()}
