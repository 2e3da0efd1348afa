"""What people say of records: reviews, samples for an audit, and saved queries. Rows are added, never changed or removed.

A saved query is an exception in part: that it was looked through or put away is noted in its row.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args

import msgspec

from dragoman.errors import ConfigError, StoreError
from dragoman.records import EventMention, LinkedEvent, Record, Relation
from dragoman.store.connections import Connections
from dragoman.store.links import Links, StoredJudgement
from dragoman.store.moments import aware_moment, plain_moment

Verdict = Literal["accept", "correct", "reject", "unsure"]
SubjectKind = Literal["event", "mention", "relation"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
# What can be said to be right instead. Actors and recipients are codes, days ISO 8601.
FIELDS: Final = ("type", "modes", "status", "actors", "recipients", "place", "place_country", "first", "last")


class Review(Record, frozen=True):
    """A person's word on a record. `fields` holds what is right instead; `record` is the record as it was judged."""

    number: int
    subject: str
    kind: SubjectKind
    document_id: str | None
    verdict: Verdict
    fields: dict[str, Any]
    record: dict[str, Any]
    judge: str | None
    reason: str | None
    audit: int | None
    judged_at: datetime


class Audit(Record, frozen=True):
    """A random sample of records: the seed with which it was drawn, from what, and from how many."""

    number: int
    name: str
    seed: int
    kind: Literal["mention", "event"]
    query: str
    population: int
    made_by: str | None
    made_at: datetime


class AuditItem(Record, frozen=True):
    """A record of a sample."""

    position: int
    subject: str
    type: str
    source_kind: str


class SavedQuery(Record, frozen=True):
    """A question to ask again: its name, and the filters as in the address of the list of events."""

    number: int
    name: str
    query: str
    made_by: str | None
    made_at: datetime
    seen_at: datetime | None


class Reviews:
    """Reads and adds what people said. Get one from `Store.reviews`."""

    def __init__(self, connections: Connections, lock: threading.Lock) -> None:
        self._connections, self._lock = connections, lock

    def add(
        self,
        subject: str,
        verdict: Verdict,
        *,
        fields: dict[str, Any] | None = None,
        judge: str | None = None,
        reason: str | None = None,
        audit: int | None = None,
        at: datetime,
    ) -> Review:
        """Keep a person's word on a record.

        Args:
            subject: Id of a linked event, an event mention or a relation.
            verdict: Accept it as it is, correct it, reject it, or say that nobody can tell.
            fields: What is right instead, with `correct` only; see `FIELDS`.
            judge: Who says so.
            reason: Why.
            audit: Number of the sample for which it is judged.
            at: When.

        Raises:
            StoreError: There is no such record.
            ConfigError: Fields without `correct` or the other way round, or a field that is none.
        """
        _check_fields(verdict, fields or {})
        with self._lock:
            kind, document_id, record = self._subject(subject)
            review = Review(
                number=self._next("reviews"),
                subject=subject,
                kind=kind,
                document_id=document_id,
                verdict=verdict,
                fields=fields or {},
                record=record,
                judge=judge,
                reason=reason,
                audit=audit,
                judged_at=at.astimezone(UTC),
            )
            self._write_review(review)
        return review

    def find(self, **wanted: Any) -> list[Review]:
        """The reviews with these values (`subject`, `judge`, `verdict`, `audit`, `kind`), the last first."""
        given = {name: value for name, value in wanted.items() if value is not None}
        if unknown := set(given) - {"subject", "judge", "verdict", "audit", "kind"}:
            raise ConfigError(f"{min(unknown)!r} is nothing that reviews are asked by")
        where = f" WHERE {' AND '.join(f'{name} = ?' for name in given)}" if given else ""
        columns = ", ".join(Review.__struct_fields__)
        rows = self._connections.rows(
            f"SELECT {columns} FROM reviews{where} ORDER BY number DESC", list(given.values())
        )
        return [_review(row) for row in rows]

    def of_event(self, event_id: str, mentions: Sequence[str]) -> list[Review]:
        """The reviews of an event and of its mentions, the last first."""
        columns = ", ".join(Review.__struct_fields__)
        sql = f"SELECT {columns} FROM reviews WHERE subject = ANY(?) ORDER BY number DESC"
        return [_review(row) for row in self._connections.rows(sql, [[event_id, *mentions]])]

    def judgements(self) -> list[StoredJudgement]:
        """All words on what is the same and what is not, the last first."""
        columns = StoredJudgement.__struct_fields__
        rows = self._connections.rows(f"SELECT {', '.join(columns)} FROM judgements ORDER BY number DESC", [])
        return [StoredJudgement(**_moments(dict(zip(columns, row, strict=True)))) for row in rows]

    def judge(
        self, left: str, right: str, *, same: bool, judge: str | None, reason: str | None, at: datetime
    ) -> StoredJudgement:
        """Say that two event mentions are one happening or not. Linking heeds it the next time.

        Raises:
            StoreError: The store has no such mention, or both are one.
        """
        links = Links(self._connections, self._lock)
        verdict = "same" if same else "not_same"
        with links.transaction():
            number = links.judge(left, right, verdict, judge=judge, reason=reason, at=at)
        return StoredJudgement(
            number=number,
            left_id=left,
            right_id=right,
            verdict=verdict,
            judge=judge,
            reason=reason,
            judged_at=at.astimezone(UTC),
        )

    def draw(
        self,
        population: Iterable[AuditItem],
        *,
        size: int,
        seed: int,
        kind: Literal["mention", "event"],
        name: str,
        query: str,
        made_by: str | None,
        at: datetime,
    ) -> Audit:
        """Draw a sample without replacement and keep it. The same population, seed and size give the same sample."""
        ordered = sorted(population, key=lambda item: item.subject)
        if not ordered:
            raise ConfigError("there is nothing to draw from", remedy="ask with fewer filters")
        # Python's generator gives the same numbers on every machine and version since 3.2 for `random`.
        drawn = _draw(ordered, min(size, len(ordered)), seed)
        with self._lock, self._connections.transaction(cursor := self._connections.cursor()):
            number = self._next("audits")
            values = [number, name, seed, kind, query, len(ordered), made_by, plain_moment(at)]
            cursor.execute("INSERT INTO audits VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
            for position, item in enumerate(drawn):
                row = [number, position, item.subject, item.type, item.source_kind]
                cursor.execute("INSERT INTO audit_items VALUES (?, ?, ?, ?, ?)", row)
        return self.audits(number)[0]

    def audits(self, number: int | None = None) -> list[Audit]:
        """All samples or one, the last first."""
        columns = Audit.__struct_fields__
        where, values = ("", []) if number is None else (" WHERE number = ?", [number])
        rows = self._connections.rows(f"SELECT {', '.join(columns)} FROM audits{where} ORDER BY number DESC", values)
        return [Audit(**_moments(dict(zip(columns, row, strict=True)))) for row in rows]

    def audit_items(self, number: int) -> list[AuditItem]:
        """The records of a sample in the order of drawing."""
        columns = AuditItem.__struct_fields__
        sql = f"SELECT {', '.join(columns)} FROM audit_items WHERE audit = ? ORDER BY position"
        return [AuditItem(**dict(zip(columns, row, strict=True))) for row in self._connections.rows(sql, [number])]

    def queries(self) -> list[SavedQuery]:
        """The saved queries that were not put away, by name."""
        columns = SavedQuery.__struct_fields__
        sql = f"SELECT {', '.join(columns)} FROM saved_queries WHERE removed_at IS NULL ORDER BY name, number"
        return [SavedQuery(**_moments(dict(zip(columns, row, strict=True)))) for row in self._connections.rows(sql, [])]

    def save_query(self, name: str, query: str, *, made_by: str | None, at: datetime) -> SavedQuery:
        """Keep a question under a name."""
        with self._lock:
            number = self._next("saved_queries")
            sql = "INSERT INTO saved_queries VALUES (?, ?, ?, ?, ?, NULL, NULL)"
            self._write(sql, [number, name, query, made_by, plain_moment(at)])
        return next(query for query in self.queries() if query.number == number)

    def note_query(self, number: int, *, at: datetime, is_removed: bool = False) -> bool:
        """Note that the answer of a query was looked through, or put the query away; whether there is such a query."""
        if not any(query.number == number for query in self.queries()):
            return False
        column = "removed_at" if is_removed else "seen_at"
        with self._lock:
            self._write(f"UPDATE saved_queries SET {column} = ? WHERE number = ?", [plain_moment(at), number])
        return True

    def _write_review(self, review: Review) -> None:
        fields = {**msgspec.structs.asdict(review), "judged_at": plain_moment(review.judged_at)}
        for name in ("fields", "record"):
            fields[name] = msgspec.json.encode(fields[name]).decode()
        marks = ", ".join("?" for _ in fields)
        mark = {"verdict": review.verdict, "judge": review.judge, "judged_at": review.judged_at}
        with self._connections.transaction(cursor := self._connections.cursor()):
            cursor.execute(f"INSERT INTO reviews ({', '.join(fields)}) VALUES ({marks})", list(fields.values()))
            if review.kind == "event":
                sql = "UPDATE served_events SET verdict = ?, review = ? WHERE id = ?"
                cursor.execute(sql, [review.verdict, msgspec.json.encode(mark).decode(), review.subject])

    def _subject(self, id_: str) -> tuple[SubjectKind, str | None, dict[str, Any]]:
        """The kind, document and JSON of a record."""
        for kind, table, record in _SUBJECTS:
            document = "NULL" if kind == "event" else "document_id"
            rows = self._connections.rows(f"SELECT {document}, json FROM {table} WHERE id = ? LIMIT 1", [id_])
            if rows:
                return kind, rows[0][0], msgspec.to_builtins(msgspec.json.decode(rows[0][1], type=record))
        raise StoreError(
            f"there is no record {id_!r}",
            where=self._connections.path,
            expected="the id of a linked event, an event mention or a relation",
            remedy="take it from dragoman events",
        )

    def _next(self, table: str) -> int:
        return int(self._connections.rows(f"SELECT coalesce(max(number), 0) + 1 FROM {table}", [])[0][0])

    def _write(self, sql: str, parameters: Sequence[Any]) -> None:
        cursor = self._connections.cursor()
        with self._connections.transaction(cursor):
            cursor.execute(sql, list(parameters))


_SUBJECTS: Final[tuple[tuple[SubjectKind, str, type[Record]], ...]] = (
    ("event", "linked_events", LinkedEvent),
    ("mention", "event_mentions", EventMention),
    ("relation", "relations", Relation),
)


def _check_fields(verdict: Verdict, fields: dict[str, Any]) -> None:
    if verdict not in VERDICTS:
        raise ConfigError(f"verdict {verdict!r}", expected=f"one of {', '.join(VERDICTS)}")
    if (verdict == "correct") != bool(fields):
        expected = "at least one field that is right instead" if verdict == "correct" else "no fields"
        raise ConfigError(f"verdict {verdict} with {len(fields)} fields", expected=expected)
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise ConfigError(f"{unknown[0]!r} is no field to correct", expected=f"of {', '.join(FIELDS)}")


def _draw(ordered: list[AuditItem], size: int, seed: int) -> list[AuditItem]:
    """The items with the smallest random numbers: of a larger sample with the same seed, a smaller one is the beginning."""
    generator = random.Random(seed)
    keyed = [(generator.random(), position) for position in range(len(ordered))]
    return [ordered[position] for _, position in sorted(keyed)[:size]]


def _review(row: tuple[Any, ...]) -> Review:
    fields = _moments(dict(zip(Review.__struct_fields__, row, strict=True)))
    return Review(**fields | {name: msgspec.json.decode(fields[name]) for name in ("fields", "record")})


def _moments(fields: dict[str, Any]) -> dict[str, Any]:
    """The row with its moments as UTC."""
    return {name: aware_moment(value) if isinstance(value, datetime) else value for name, value in fields.items()}
