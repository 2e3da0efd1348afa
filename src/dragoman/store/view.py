"""Asking a store: records, Arrow tables and pandas frames. A view never writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from dragoman.errors import ConfigError, StoreError
from dragoman.records import (
    Copy,
    Document,
    Event,
    EventMention,
    Issue,
    LeftOut,
    LinkedEvent,
    Reading,
    Record,
    Relation,
    RelationKind,
    Sentence,
    SentenceChange,
    Span,
    Versions,
)
from dragoman.store.arrow import arrow_sql
from dragoman.store.connections import Connections
from dragoman.store.flows import (
    FlowQuery,
    disputed_sql,
    dyads_sql,
    last_day_sql,
    mediated_sql,
    periods_sql,
    planned_sql,
    system_sql,
    with_balances,
)
from dragoman.store.foreign import CompareQuery, Dataset, ForeignEvent, compare_sql, foreign_sql
from dragoman.store.linked import copies_sql, count_linked_sql, linked_events_sql, resolve_sql
from dragoman.store.moments import aware_moment
from dragoman.store.query import (
    EventQuery,
    Sql,
    count_sql,
    dropped_sql,
    events_sql,
    mentions_sql,
    relations_sql,
    unresolved_sql,
)

if TYPE_CHECKING:
    import pyarrow as pa

_T = TypeVar("_T", bound=Record)
_EVERYTHING: Final = EventQuery()
# Mentions fetched at once while streaming: their articles are in memory together. 500 articles of 5,000 characters are
# some megabytes; larger batches were no faster.
_BATCH: Final = 500
_DOCUMENT_FIELDS: Final = Document.__struct_fields__
_DOCUMENT_COLUMNS: Final = ", ".join(_DOCUMENT_FIELDS)


class Answer(Record, frozen=True):
    """An event mention with its article and the id of its event: of the linked one, else of that of its article."""

    mention: EventMention
    document: Document
    event_id: str | None = None


class Unresolved(Record, frozen=True):
    """A party or source that no table knew, as texts write it. `example` is the evidence of its first mention by id.

    `reason` is that of the actor, or `SOURCE` for who is cited; `documents` are ids.
    """

    text: str
    reason: str
    mentions: int
    documents: tuple[str, ...]
    example: str


class View:
    """Read-only questions to a store. Get one from `Store.view`.

    Every question sees one state of the store, with whole batches only. Threads may share a view.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def has(self, document_id: str, digest: str, versions: str) -> bool:
        """Whether the document was read with this content by these versions.

        Args:
            document_id: Id of the document.
            digest: As `content_digest` gives it.
            versions: As `versions_key` gives it.
        """
        sql = "SELECT 1 FROM documents WHERE id = ? AND digest = ? AND versions_key = ?"
        return bool(self._rows((sql, [document_id, digest, versions])))

    def documents(
        self,
        *,
        language: str | None = None,
        containing: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Document]:
        """The articles, by id.

        Args:
            language: Only those in the language of this ISO 639 code, or with a passage in it.
            containing: Only those with these words, whatever their case, in text or title; in any language.
            limit: At most so many.
            offset: After so many.
        """
        sql = (
            f"SELECT {_DOCUMENT_COLUMNS} FROM documents d WHERE ($1 IS NULL OR language = $1 OR EXISTS"
            " (SELECT 1 FROM sentences s WHERE s.document_id = d.id AND s.language = $1))"
            " AND ($2 IS NULL OR contains(lower(text), lower($2)) OR contains(lower(coalesce(title, '')), lower($2)))"
            " ORDER BY id LIMIT $3 OFFSET $4"
        )
        return [_document(row) for row in self._rows((sql, [language, containing, limit, offset]))]

    def documents_of_other_versions(self, key: str | None, *, after: str = "", limit: int) -> list[Document]:
        """The articles behind an id that other versions than those of the key read (all for `None`), by id."""
        sql = f"SELECT {_DOCUMENT_COLUMNS} FROM documents WHERE id > ? AND versions_key IS DISTINCT FROM ? ORDER BY id LIMIT ?"
        return [_document(row) for row in self._rows((sql, [after, key, limit]))]

    def rights(self, documents: Iterable[str] | None = None) -> dict[str, str]:
        """The documents of whose publishers' rights something is told, and what: `all`, `no-text`.

        Args:
            documents: Of these only; of all without it.
        """
        ids = None if documents is None else sorted(set(documents))
        sql = (
            "SELECT document_id, max(rights) FROM sightings WHERE rights IS NOT NULL"
            " AND ($1 IS NULL OR document_id IN (SELECT unnest($1::VARCHAR[]))) GROUP BY 1"
        )
        return dict(self._rows((sql, [ids])))

    def withholds(self) -> bool:
        """Whether any document is one whose publisher keeps its words to itself."""
        return bool(self._rows(("SELECT 1 FROM sightings WHERE rights = 'no-text' LIMIT 1", [])))

    def document(self, id_: str) -> Document | None:
        """The article with this id, or `None`."""
        return self.documents_of([id_]).get(id_)

    def documents_of(self, ids: Iterable[str]) -> dict[str, Document]:
        """The articles with these ids, by id; those that the store does not have are left out."""
        return self._documents(list(ids))

    def reading(self, document_id: str) -> Reading | None:
        """All that was read from a document, or `None`. Sentences come without tokens, which are not kept."""
        sql = f"SELECT {_DOCUMENT_COLUMNS}, versions_key, read_at FROM documents WHERE id = ?"
        rows = self._rows((sql, [document_id]))
        if not rows:
            return None
        *fields, key, read_at = rows[0]
        return Reading(
            document=_document(tuple(fields)),
            sentences=tuple(self.sentences(document_id)),
            mentions=tuple(self._of_document("event_mentions", document_id, EventMention)),
            events=tuple(self._of_document("events", document_id, Event)),
            relations=tuple(self._of_document("relations", document_id, Relation)),
            left_out=tuple(self.left_out(document_id)),
            issues=tuple(self.issues(document_id)),
            versions=self._versions(key),
            read_at=aware_moment(read_at) if read_at else None,
        )

    def sentences(self, document_id: str) -> list[Sentence]:
        """The sentences of a document in order, without tokens."""
        sql = (
            "SELECT document_id, position, span_start, span_end, text, kind, block, language FROM sentences"
            " WHERE document_id = ? ORDER BY position"
        )
        return [
            Sentence(
                document_id=id_,
                index=index,
                span=Span(start=start, end=end),
                text=text,
                tokens=(),
                kind=kind,
                block=block,
                language=language,
            )
            for id_, index, start, end, text, kind, block, language in self._rows((sql, [document_id]))
        ]

    def mentions(self, query: EventQuery = _EVERYTHING) -> list[EventMention]:
        """The event mentions asked for, in the order asked for."""
        return [
            _decode(row[0], EventMention, self._connections.path)
            for row in self._rows(mentions_sql(self._asked(query), "m.json"))
        ]

    def mention(self, id_: str) -> EventMention | None:
        """The event mention with this id, or `None`."""
        rows = self._rows(("SELECT json FROM event_mentions WHERE id = ? ORDER BY document_id LIMIT 1", [id_]))
        return _decode(rows[0][0], EventMention, self._connections.path) if rows else None

    def count(self, query: EventQuery = _EVERYTHING) -> int:
        """How many event mentions there are for a query, whatever its limit and offset."""
        return int(self._rows(count_sql(self._asked(query)))[0][0])

    def answers(self, query: EventQuery = _EVERYTHING) -> Iterator[Answer]:
        """The event mentions asked for, each with its article and event, some hundreds in memory at a time.

        The mentions are those of the moment of the first one; an article is as it stands when its turn comes.
        """
        cursor = self._connections.cursor()
        with self._connections.explained():
            cursor.execute(*mentions_sql(self._asked(query), "m.json, m.document_id, m.id"))
        while True:
            with self._connections.explained():
                rows = cursor.fetchmany(_BATCH)
            if not rows:
                return
            documents = self._documents([row[1] for row in rows])
            events = self._event_ids([row[2] for row in rows])
            for json, document_id, id_ in rows:
                if document_id in documents:
                    mention = _decode(json, EventMention, self._connections.path)
                    yield Answer(mention=mention, document=documents[document_id], event_id=events.get(id_))

    def events(self, query: EventQuery = _EVERYTHING) -> list[Event]:
        """The events that have at least one mention of those asked for. Limit and offset count events."""
        return [_decode(row[0], Event, self._connections.path) for row in self._rows(events_sql(query))]

    def event(self, id_: str) -> Event | None:
        """The event with this id, or `None`."""
        rows = self._rows(("SELECT json FROM events WHERE id = ? ORDER BY document_id LIMIT 1", [id_]))
        return _decode(rows[0][0], Event, self._connections.path) if rows else None

    def is_linked(self) -> bool:
        """Whether the documents were ever linked with each other."""
        return bool(self._rows(("SELECT 1 FROM link_runs LIMIT 1", [])))

    def linked_events(self, query: EventQuery = _EVERYTHING) -> list[LinkedEvent]:
        """The linked events that have at least one mention of those asked for. Limit and offset count events."""
        return self._linked(self._rows(linked_events_sql(self._asked(query))))

    def each_linked(self, query: EventQuery = _EVERYTHING) -> Iterator[tuple[LinkedEvent, list[Answer]]]:
        """The linked events asked for, as `linked_events`, each with all its mentions, some hundreds in memory at a time."""
        cursor = self._connections.cursor()
        with self._connections.explained():
            cursor.execute(*linked_events_sql(self._asked(query)))
        episodes = self._episodes()
        while True:
            with self._connections.explained():
                rows = cursor.fetchmany(_BATCH)
            if not rows:
                return
            events = self._linked(rows, episodes)
            reports = self._reports([mention for event in events for mention in event.mentions])
            for event in events:
                found = [reports[mention] for mention in event.mentions if mention in reports]
                yield event, [msgspec.structs.replace(answer, event_id=event.id) for answer in found]

    def count_linked(self, query: EventQuery = _EVERYTHING) -> int:
        """How many linked events there are for a query, whatever its limit and offset."""
        return int(self._rows(count_linked_sql(self._asked(query)))[0][0])

    def linked_event(self, id_: str) -> LinkedEvent | None:
        """The linked event with this id, or the one that an id of the past leads to; `None` where there is none."""
        live = self.resolve_event(id_)
        rows = self._rows(("SELECT json, part_of FROM linked_events WHERE id = ?", [live[0]])) if live else []
        return next(iter(self._linked(rows)), None)

    def resolve_event(self, id_: str) -> list[str]:
        """The live ids of linked events that an id leads to: itself, what it was merged into, or nothing."""
        return [live for (live,) in self._rows((resolve_sql(), [id_]))]

    def copies(self) -> list[Copy]:
        """Every linked document among the versions of its report, groups together, the first article first."""
        found = []
        for *fields, changes in self._rows((copies_sql(), [])):
            told = msgspec.json.decode(changes, type=tuple[SentenceChange, ...]) if changes else ()
            found.append(Copy(**dict(zip(Copy.__struct_fields__, [*fields, told], strict=True))))
        return found

    def flow_periods(self, query: FlowQuery) -> list[dict[str, Any]]:
        """The flows of ordered pairs by period; for the columns see `flows.periods_sql` and `flows.with_balances`."""
        return with_balances(self._dicts(periods_sql(query)), query)

    def flow_events(self, query: FlowQuery) -> list[dict[str, Any]]:
        """The single events of the flows, one row per ordered pair; for the columns see `flows.dyads_sql`."""
        sql, parameters = dyads_sql(query)
        return self._dicts((f"{sql} ORDER BY day, event_id, actor, recipient", parameters))

    def flow_totals(self, query: FlowQuery, as_of: date) -> list[dict[str, Any]]:
        """The flows of every ordered pair as of a day; for the columns see `flows.system_sql`."""
        return self._dicts(system_sql(query, as_of))

    def foreign_events(self, dataset: Dataset | None = None) -> Iterator[ForeignEvent]:
        """The events of another data set, or of all, by day."""
        cursor = self._connections.cursor()
        with self._connections.explained():
            cursor.execute(*foreign_sql(dataset))
        while True:
            with self._connections.explained():
                rows = cursor.fetchmany(_BATCH)
            if not rows:
                return
            for row in rows:
                yield ForeignEvent(**dict(zip(ForeignEvent.__struct_fields__, row, strict=True)))

    def compare(self, query: CompareQuery) -> list[dict[str, Any]]:
        """Our linked events beside another data set's; for the columns see `foreign.compare_sql`."""
        return self._dicts(compare_sql(query))

    def planned(self, one: str, other: str, after: date) -> list[LinkedEvent]:
        """What is planned between two actors for a day or later, the next one first."""
        ids = [id_ for (id_,) in self._rows(planned_sql(one, other, after))]
        return [event for id_ in ids if (event := self.linked_event(id_)) is not None]

    def disputed(self, one: str, other: str, first: date | None, last: date | None, limit: int) -> list[str]:
        """Ids of events between two actors whose reports contradict each other or which a source denies, the latest first."""
        return [id_ for (id_,) in self._rows(disputed_sql(one, other, first, last, limit))]

    def mediated(self, one: str, other: str, first: date | None, last: date | None) -> list[tuple[str, str]]:
        """Codes of third parties that held a meeting of two actors, each with the id of the event, by day."""
        return [(code, id_) for code, id_ in self._rows(mediated_sql(one, other, first, last))]

    def reports_of(self, event: LinkedEvent) -> list[Answer]:
        """The event mentions of a linked event with their articles, in the order of its `mentions`."""
        reports = self._reports(list(event.mentions))
        return [reports[id_] for id_ in event.mentions if id_ in reports]

    def last_day(self) -> date | None:
        """The last day of publication; `None` where no document has one."""
        found: date | None = self._rows(last_day_sql())[0][0]
        return found

    def _dicts(self, sql: Sql) -> list[dict[str, Any]]:
        return self._connections.dicts(*sql)

    def past_tables(self, day: date, tables: Mapping[str, str]) -> Iterator[tuple[str, pa.Table]]:
        """The rows that stem from documents printed on a day or before, of every table with the column of its document.

        To them come the members of linked events, which tell their ids, and the judgements made by the end of that day.
        """
        cursor = self._connections.cursor()
        printed = "SELECT id FROM documents WHERE published <= ?"
        questions = [(name, f"SELECT * FROM {name} WHERE {column} IN ({printed})") for name, column in tables.items()]
        known = f"SELECT id FROM event_mentions WHERE document_id IN ({printed})"
        questions.append(("linked_members", f"SELECT * FROM linked_members WHERE mention_id IN ({known})"))
        questions.append(("judgements", "SELECT * FROM judgements WHERE judged_at < ?::DATE + 1"))
        for name, sql in questions:
            with self._connections.explained():
                yield name, cursor.execute(sql, [day]).to_arrow_table()

    def _reports(self, mention_ids: list[str]) -> dict[str, Answer]:
        """Event mentions by id, each with its article."""
        sql = "SELECT json, document_id, id FROM event_mentions WHERE id = ANY(?) ORDER BY document_id DESC"
        rows = self._rows((sql, [mention_ids]))
        documents = self._documents([row[1] for row in rows])
        return {
            id_: Answer(mention=_decode(json, EventMention, self._connections.path), document=documents[document_id])
            for json, document_id, id_ in rows
            if document_id in documents
        }

    def _episodes(self) -> dict[str, list[str]]:
        """The episodes of longer events by the id of the whole, by day."""
        episodes: dict[str, list[str]] = {}
        sql = "SELECT part_of, id FROM linked_events WHERE part_of IS NOT NULL ORDER BY date_first, id"
        for whole, id_ in self._rows((sql, [])):
            episodes.setdefault(whole, []).append(id_)
        return episodes

    def _linked(
        self, rows: Iterable[tuple[Any, ...]], episodes: dict[str, list[str]] | None = None
    ) -> list[LinkedEvent]:
        """Linked events from their JSON and what they are part of, with their episodes."""
        episodes = self._episodes() if episodes is None else episodes
        found = []
        for json, part_of in rows:
            event = _decode(json, LinkedEvent, self._connections.path)
            inside = tuple(episodes.get(event.id, ()))
            found.append(msgspec.structs.replace(event, part_of=part_of, episodes=inside))
        return found

    def _asked(self, query: EventQuery) -> EventQuery:
        """The query, with the live id in place of one that a linked event had before."""
        if query.event is None:
            return query
        live = self.resolve_event(query.event)
        return msgspec.structs.replace(query, event=live[0]) if live else query

    def relations(
        self,
        *,
        kind: RelationKind | None = None,
        party: str | None = None,
        document: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Relation]:
        """The relations that texts state, by document and place in it.

        Args:
            kind: Of this kind.
            party: With this party as subject or object, named as in `EventQuery.actor`.
            document: Of this document.
            limit: Most to return; `None` is all.
            offset: Relations to leave out first.
        """
        sql = relations_sql(kind, party, document, limit, offset)
        return [_decode(row[0], Relation, self._connections.path) for row in self._rows(sql)]

    def unresolved(self) -> list[Unresolved]:
        """Who acts, is acted upon or is cited without a code, or with one guessed, most frequent first."""
        return [
            Unresolved(text, reason, mentions, tuple(documents), example)
            for text, reason, mentions, documents, example in self._rows(unresolved_sql())
        ]

    def dropped(self, reason: str) -> list[tuple[str, str, int]]:
        """What was left out for a reason: document id, its sentence, and the offset of the trigger in that."""
        return [(document, text, offset) for document, text, offset in self._rows(dropped_sql(reason))]

    def issues(self, document_id: str | None = None) -> list[Issue]:
        """What went wrong with one document or, without an id, with all and with files that gave no document."""
        columns = ", ".join(Issue.__struct_fields__)
        where, parameters = (" WHERE owner_id = ?", [document_id]) if document_id is not None else ("", [])
        sql = f"SELECT {columns} FROM issues{where} ORDER BY owner_id NULLS FIRST, position, origin, stage, message"
        return [Issue(**dict(zip(Issue.__struct_fields__, row, strict=True))) for row in self._rows((sql, parameters))]

    def left_out(self, document_id: str) -> list[LeftOut]:
        """What was weighed in a document and not taken as an event."""
        sql = (
            "SELECT sentence, trigger_start, trigger_end, type, reason, score FROM left_out"
            " WHERE document_id = ? ORDER BY position"
        )
        return [
            LeftOut(
                document_id=document_id,
                sentence=sentence,
                trigger=Span(start=start, end=end),
                type=type_,
                reason=reason,
                score=score,
            )
            for sentence, start, end, type_, reason, score in self._rows((sql, [document_id]))
        ]

    def totals(self) -> dict[str, int]:
        """How many documents, event mentions, events, relations and issues there are."""
        tables = ("documents", "event_mentions", "events", "relations", "issues")
        counted = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
        return dict(zip(tables, self._rows((f"SELECT {counted}", []))[0], strict=True))

    def to_arrow(self, query: EventQuery = _EVERYTHING) -> pa.Table:
        """The event mentions asked for as an Arrow table, one row each; for the columns see `arrow_sql`."""
        cursor = self._connections.cursor()
        with self._connections.explained():
            return cursor.execute(*arrow_sql(self._asked(query))).to_arrow_table()

    def to_pandas(self, query: EventQuery = _EVERYTHING) -> Any:
        """The table of `to_arrow` as a pandas `DataFrame`.

        Raises:
            ConfigError: pandas is not installed.
        """
        try:
            import pandas  # noqa: F401  (an extra; pyarrow needs it for this and says so less clearly)
        except ImportError as err:
            raise ConfigError(
                "pandas is not installed", remedy='install it with: pip install "dragoman[pandas]"'
            ) from err
        return self.to_arrow(query).to_pandas()

    def _documents(self, ids: list[str]) -> dict[str, Document]:
        wanted, found = list(dict.fromkeys(ids)), dict[str, Document]()
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            # Named one by one they are looked up in the index; asked for as a list, two hundred of them read all texts.
            sql = f"SELECT {_DOCUMENT_COLUMNS} FROM documents WHERE id IN ({', '.join('?' for _ in some)})"
            found |= {row[0]: _document(row) for row in self._rows((sql, some))}
        return found

    def _event_ids(self, mention_ids: list[str]) -> dict[str, str]:
        within = "SELECT mention_id, min(event_id) FROM event_members WHERE mention_id = ANY(?) GROUP BY mention_id"
        linked = "SELECT mention_id, event_id FROM linked_members WHERE mention_id = ANY(?)"
        return dict(self._rows((within, [mention_ids]))) | dict(self._rows((linked, [mention_ids])))

    def _of_document(self, table: str, document_id: str, kind: type[_T]) -> list[_T]:
        sql = f"SELECT json FROM {table} WHERE document_id = ? ORDER BY position"
        return [_decode(row[0], kind, self._connections.path) for row in self._rows((sql, [document_id]))]

    def versions(self) -> dict[str, Versions | None]:
        """What read each document, by its id; `None` where the reading did not tell."""
        keys = dict(self._rows(("SELECT id, versions_key FROM documents ORDER BY id", [])))
        known = {key: self._versions(key) for key in sorted(set(keys.values()))}
        return {id_: known[key] for id_, key in keys.items()}

    def _versions(self, key: str) -> Versions | None:
        columns = Versions.__struct_fields__
        rows = self._rows((f"SELECT {', '.join(columns)} FROM versions WHERE key = ?", [key]))
        return msgspec.convert(dict(zip(columns, rows[0], strict=True)), Versions) if rows else None

    def _rows(self, sql: Sql) -> list[tuple[Any, ...]]:
        return self._connections.rows(*sql)


def _document(row: tuple[Any, ...]) -> Document:
    fields = dict(zip(_DOCUMENT_FIELDS, row, strict=True))
    for name in ("published_at", "modified_at"):
        if fields[name] is not None:
            fields[name] = aware_moment(fields[name])
    return Document(**fields)


def _decode(json: str, kind: type[_T], path: str) -> _T:
    """A record from its JSON, read as strictly as any."""
    try:
        return msgspec.json.decode(json, type=kind)
    except msgspec.ValidationError as err:
        raise StoreError(
            f"a stored {kind.__name__} does not fit this version of Dragoman ({err})",
            where=path,
            remedy="read its document again",
        ) from err
