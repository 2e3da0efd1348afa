"""Asking the published tables: lists of events by page, counts, flows, places, actors. Get one from `Store.served`.

A `Snapshot` sees one generation of the tables from its first question to its last, whatever is published meanwhile.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import duckdb
import pyarrow as pa

from dragoman.records import Record
from dragoman.store.cards import close_json
from dragoman.store.connections import Connections
from dragoman.store.flows import FlowQuery, periods_sql, served_dyads_sql, top_ties_sql, with_balances
from dragoman.store.moments import aware_moment
from dragoman.store.query import Sql
from dragoman.store.served_sql import (
    EVENT_ORDERS,
    KINDS,
    MENTION_ORDERS,
    WORDS_SQL,
    ServedQuery,
    after_sql,
    found_sql,
    is_plain,
    mention_conditions,
    numbers_sql,
    titles_sql,
    where,
)
from dragoman.store.words import split_words

Row = dict[str, Any]
# Answers of the short tables that are kept: the same names are asked again and again.
_KEPT: Final = 500


class Page(Record, frozen=True):
    """Rows of a list, and what the next page begins after; `None` on the last one."""

    rows: tuple[Any, ...]
    after: tuple[Any, ...] | None


class Asked(NamedTuple):
    """Some of the events between two: a condition of `e` with its parameters, the order of `e`, and how many at most."""

    condition: str
    order: str
    parameters: Sequence[Any]
    limit: int


class DocumentQuery(Record, frozen=True):
    """Which articles are asked for: with a part of their title, or this id; of a publisher; printed between two days."""

    text: str | None = None
    publisher: str | None = None
    first: date | None = None
    last: date | None = None


class Served:
    """Opens snapshots of the published tables."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._kept: OrderedDict[tuple[Any, ...], list[int]] = OrderedDict()
        self._words: OrderedDict[str, tuple[int, int, list[int]]] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The tables as they stand now."""
        cursor = self._connections.cursor()
        with self._connections.explained():
            cursor.begin()
            try:
                yield Snapshot(cursor, self._lookup, self._words_with)
            finally:
                cursor.rollback()
                cursor.close()

    def _lookup(self, cursor: duckdb.DuckDBPyConnection, generation: int, sql: str, values: Sequence[Any]) -> list[int]:
        key = (generation, sql, *values)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = [number for (number,) in cursor.execute(sql, list(values)).fetchall()]
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _words_with(self, cursor: duckdb.DuckDBPyConnection, piece: str) -> list[int]:
        """The numbers of the words that contain a piece. Words only come to the others, so that only new ones are looked through,
        until some are withdrawn. Numbers that a snapshot does not have yet find nothing there."""
        withdrawn = self._connections.unpublished.withdrawn
        last = int(cursor.execute("SELECT coalesce(max(word), 0) FROM served_words").fetchall()[0][0])
        with self._lock:
            as_of, until, known = self._words.get(piece, (withdrawn, 0, []))
        if as_of != withdrawn:
            until, known = 0, []
        if until < last:
            sql = "SELECT word FROM served_words WHERE word > ? AND contains(text, lower(?))"
            known = known + [number for (number,) in cursor.execute(sql, [until, piece]).fetchall()]
            with self._lock:
                self._words[piece] = withdrawn, last, known
                self._words.move_to_end(piece)
                while len(self._words) > _KEPT:
                    self._words.popitem(last=False)
        return known


class Snapshot:
    """Questions to one generation of the published tables."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, lookup: Any, words: Any) -> None:
        self._cursor = cursor
        self._keep, self._words_with = lookup, words
        self.generation = int(self._value("SELECT coalesce(max(generation), 0) FROM publications"))

    def published_at(self) -> datetime | None:
        """When this generation was published."""
        found = self._value("SELECT max(published_at) FROM publications")
        return aware_moment(found) if found else None

    def events(
        self, query: ServedQuery, *, order: str = "newest", limit: int, after: Sequence[Any] | None = None
    ) -> Page:
        """The cards of the events asked for, as JSON."""
        return self._page(query, order, limit, after, is_counted=False)[0]

    def counted_events(
        self, query: ServedQuery, *, order: str = "newest", limit: int, after: Sequence[Any] | None = None
    ) -> tuple[Page, int]:
        """The cards of the events asked for, as JSON, and how many events there are for the query, whatever the page.

        Finding the events costs most, so they are found once for both.
        """
        return self._page(query, order, limit, after, is_counted=True)

    def _page(
        self, query: ServedQuery, order: str, limit: int, after: Sequence[Any] | None, *, is_counted: bool
    ) -> tuple[Page, int]:
        """A page of events, and how many there are for the query, where that is to be told."""
        columns, direction = EVENT_ORDERS[order]
        sql, parameters = found_sql(query, self._lookup, columns)
        page = ""
        if after is not None:
            condition, values = after_sql(columns, direction, after, "e.")
            page = f" WHERE {condition}"
            parameters = [*parameters, *values]
        listed = ", ".join(f"e.{column}" for column in (*columns, "number"))
        ordered = ", ".join(f"e.{column} {direction}" for column in columns)
        kept = _kept(sql) if is_counted else "NOT MATERIALIZED"
        counted = "(SELECT count(*) FROM found)" if is_counted else "0"
        sql = f"""WITH found AS {kept} ({sql})
            SELECT {counted} AS total, e.*
            FROM (SELECT 1) LEFT JOIN (SELECT {listed} FROM found e{page} ORDER BY {ordered} LIMIT {int(limit) + 1}) e ON true
            ORDER BY {ordered}"""
        rows = self._cursor.execute(sql, parameters).fetchall()
        total, found = int(rows[0][0]), [row[1:] for row in rows if row[-1] is not None]
        cards = self.cards([row[-1] for row in found[:limit]])
        return Page(rows=tuple(cards), after=tuple(found[limit - 1][:-1]) if len(found) > limit else None), total

    def event_numbers(self, query: ServedQuery, *, order: str, limit: int) -> list[int]:
        """The numbers of the first events asked for, in order: for a file, which is written page by page of what is found once."""
        columns, direction = EVENT_ORDERS[order]
        sql, parameters = found_sql(query, self._lookup, columns)
        ordered = ", ".join(f"e.{column} {direction}" for column in columns)
        sql = f"SELECT e.number FROM ({sql}) e ORDER BY {ordered} LIMIT {int(limit)}"
        return [number for (number,) in self._cursor.execute(sql, parameters).fetchall()]

    def count_events(self, query: ServedQuery) -> int:
        """How many events there are for a query."""
        sql, parameters = found_sql(query, self._lookup, ())
        return int(self._value(f"SELECT count(*) FROM ({sql})", parameters))

    def cards(self, numbers: Sequence[int]) -> list[str]:
        """The cards of events by number, as JSON, in the order of the numbers."""
        if not numbers:
            return []
        sql = f"SELECT number, card, review FROM served_events WHERE number IN ({numbers_sql(numbers)})"
        found = {number: close_json(card, review) for number, card, review in self._cursor.execute(sql).fetchall()}
        return [found[number] for number in numbers if number in found]

    def cards_of(self, ids: Sequence[str]) -> list[str]:
        """The cards of events by id, as JSON, in the order of the ids; those that are none are left out."""
        if not ids:
            return []
        marks = ", ".join("?" for _ in ids)
        sql = f"SELECT id, card, review FROM served_events WHERE id IN ({marks})"
        found = {id_: close_json(card, review) for id_, card, review in self._cursor.execute(sql, list(ids)).fetchall()}
        return [found[id_] for id_ in ids if id_ in found]

    def mentions(
        self, query: ServedQuery, *, order: str = "newest", limit: int, after: Sequence[Any] | None = None
    ) -> Page:
        """Rows (`id`, `event_id`, `document_id`) of the mentions asked for."""
        columns, direction = MENTION_ORDERS[order]
        sqls, parameters = self._where_mentions(query)
        if after is not None:
            sql, values = after_sql(columns, direction, after, "m.")
            sqls.append(sql)
            parameters += values
        listed = ", ".join(f"m.{column}" for column in columns)
        ordered = ", ".join(f"m.{column} {direction}" for column in columns)
        sql = (
            f"SELECT m.id, m.document_id, m.event, {listed} FROM served_mentions m{where(sqls)}"
            f" ORDER BY {ordered} LIMIT {int(limit) + 1}"
        )
        found = self._cursor.execute(sql, parameters).fetchall()
        ids = self.event_ids([row[2] for row in found[:limit]])
        rows = tuple({"id": row[0], "event_id": ids.get(row[2]), "document_id": row[1]} for row in found[:limit])
        return Page(rows=rows, after=tuple(found[limit - 1][3:]) if len(found) > limit else None)

    def mention_keys(self, query: ServedQuery, *, order: str, limit: int) -> list[tuple[str, str, int]]:
        """The first mentions asked for, in order: id, article and number of the event."""
        columns, direction = MENTION_ORDERS[order]
        sqls, parameters = self._where_mentions(query)
        ordered = ", ".join(f"m.{column} {direction}" for column in columns)
        sql = f"SELECT m.id, m.document_id, m.event FROM served_mentions m{where(sqls)} ORDER BY {ordered} LIMIT {int(limit)}"
        return self._cursor.execute(sql, parameters).fetchall()

    def count_mentions(self, query: ServedQuery) -> int:
        """How many mentions there are for a query."""
        sqls, parameters = self._where_mentions(query)
        return int(self._value(f"SELECT count(*) FROM served_mentions m{where(sqls)}", parameters))

    def population(self, query: ServedQuery, kind: str) -> list[tuple[str, str, str]]:
        """Rows (`id`, `type`, `source_kind`) of all records that a sample may be drawn from."""
        first = " ".join(f"WHEN m.kinds & {bit} <> 0 THEN '{name}'" for name, bit in _BY_WEIGHT)
        if kind == "mention":
            sqls, parameters = self._where_mentions(query)
            sql = f"SELECT m.id, m.type, CASE {first} END FROM served_mentions m{where(sqls)}"
        else:
            found, parameters = found_sql(query, self._lookup, ())
            best = f"(SELECT CASE {first} END FROM served_mentions m WHERE m.event = e.number ORDER BY m.m LIMIT 1)"
            sql = f"SELECT e.id, e.type, {best} FROM served_events e WHERE e.number IN (SELECT number FROM ({found}))"
        return [
            (id_, type_, kind_ or "author") for id_, type_, kind_ in self._cursor.execute(sql, parameters).fetchall()
        ]

    def mapped(self, query: ServedQuery, *, limit: int) -> tuple[Row, list[str]]:
        """Of the events asked for: how many, how many without coordinates, the box and the days in which the others lie; and
        the features of GeoJSON of the most important ones that have coordinates, as JSON."""
        found, parameters = found_sql(query, self._lookup, ("lat", "lon", "day", "importance", "tie"))
        order = "e.importance DESC, e.tie DESC"
        sql = f"""WITH found AS {_kept(found)} ({found}), top AS (
                SELECT e.number, e.importance, e.tie FROM found e WHERE e.lat IS NOT NULL ORDER BY {order} LIMIT {int(limit)})
            SELECT count(*) AS total, count(*) FILTER (lat IS NULL) AS unplaced, min(lon) AS west,
                min(lat) AS south, max(lon) AS east, max(lat) AS north, min(day) AS first, max(day) AS last,
                (SELECT list(e.number ORDER BY {order}) FROM top e) AS numbers
            FROM found"""
        extent = self._dicts((sql, parameters))[0]
        numbers = extent.pop("numbers") or []
        if not numbers:
            return extent, []
        sql = f"SELECT number, feature FROM served_events WHERE number IN ({numbers_sql(numbers)})"
        features = dict(self._cursor.execute(sql).fetchall())
        return extent, [features[number] for number in numbers]

    def timeline(self, query: ServedQuery, step: str) -> list[Row]:
        """Rows (`period`, `events`, `quad1` to `quad4`, `cooperation`, `conflict`) of the events asked for, by period."""
        found, parameters = found_sql(query, self._lookup, ("day", "quad", "score"))
        quads = ", ".join(f"coalesce(sum(n) FILTER (quad = {quad}), 0)::INTEGER AS quad{quad}" for quad in (1, 2, 3, 4))
        # By day first: a day has few kinds of events, and sums of days are soon made.
        sql = f"""SELECT date_trunc('{_step(step)}', day)::DATE AS period, sum(n)::INTEGER AS events, {quads},
                round(coalesce(sum(score) FILTER (up), 0), 4) AS cooperation,
                round(coalesce(sum(score) FILTER (NOT up), 0), 4) AS conflict
            FROM (SELECT day, quad, score > 0 AS up, count(*) AS n, sum(score) AS score
                FROM ({found}) WHERE day IS NOT NULL GROUP BY ALL) GROUP BY period ORDER BY period"""
        return self._dicts((sql, parameters))

    def between(self, one: str, other: str, asked: Sequence[Asked]) -> list[list[str]]:
        """For each thing asked, the cards of events in which two actors take part and of which its condition of `e` holds."""
        lists = ", ".join(_ranked("own", ask.condition, ask.order, ask.limit) for ask in asked)
        if one == other:
            own, codes = "SELECT *, event AS number FROM served_codes WHERE code = ?", [one]
        else:
            own, codes = "SELECT *, event AS number FROM served_pairs WHERE one = ? AND other = ?", sorted((one, other))
        values = [value for ask in asked for value in ask.parameters]
        found = self._cursor.execute(f"WITH own AS MATERIALIZED ({own}) SELECT {lists}", [*codes, *values]).fetchall()[
            0
        ]
        numbers = [number for some in found for number in some or ()]
        cards = dict(zip(numbers, self.cards(numbers), strict=True))
        return [[cards[number] for number in some or ()] for some in found]

    def ids_of_code(self, code: str, condition: str, parameters: Sequence[Any], *, limit: int) -> list[str]:
        """The ids of events in which an actor takes part and of which a condition of `e` (served_codes) and its order hold."""
        sql = f"""SELECT e.event FROM (SELECT * FROM served_codes WHERE code = ?) e WHERE {condition} LIMIT {int(limit)}"""
        numbers = [number for (number,) in self._cursor.execute(sql, [code, *parameters]).fetchall()]
        ids = self.event_ids(numbers)
        return [ids[number] for number in numbers if number in ids]

    def of_code(self, code: str, condition: str, parameters: Sequence[Any], *, limit: int) -> list[str]:
        """The cards of events in which an actor takes part and of which a condition of `e` (served_codes) and its order hold."""
        sql = f"""SELECT e.number FROM (SELECT *, event AS number FROM served_codes WHERE code = ?) e
            WHERE {condition} LIMIT {int(limit)}"""
        found = self._cursor.execute(sql, [code, *parameters]).fetchall()
        return self.cards([number for (number,) in found])

    def where(self, condition: str, parameters: Sequence[Any], *, limit: int) -> list[str]:
        """The cards of events of which a condition of `e` and its order hold."""
        sql = f"SELECT e.number FROM served_events e WHERE {condition} LIMIT {int(limit)}"
        return self.cards([number for (number,) in self._cursor.execute(sql, list(parameters)).fetchall()])

    def count_where(self, condition: str, parameters: Sequence[Any]) -> int:
        """How many events there are of which a condition of `e` holds."""
        return int(self._value(f"SELECT count(*) FROM served_events e WHERE {condition}", list(parameters)))

    def changes(self, ids: Sequence[str]) -> list[tuple[str, datetime, str]]:
        """Rows (`event_id`, `at`, changes as JSON) of events, the last first."""
        if not ids:
            return []
        marks = ", ".join("?" for _ in ids)
        sql = f"SELECT event_id, changed_at, changes FROM served_changes WHERE event_id IN ({marks}) ORDER BY changed_at DESC"
        return [(id_, aware_moment(at), told) for id_, at, told in self._cursor.execute(sql, list(ids)).fetchall()]

    def flow_periods(self, query: FlowQuery, reported_by: date | None = None) -> list[Row]:
        """As `View.flow_periods`."""
        return with_balances(self._dicts(periods_sql(query, served_dyads_sql(query, reported_by=reported_by))), query)

    def flow_events(self, query: FlowQuery, reported_by: date | None = None) -> list[Row]:
        """Rows (`day`, `event`, `score`) of ordered pairs, by day; `event` is the number of the event."""
        sql, parameters = served_dyads_sql(query, reported_by=reported_by)
        return self._dicts((f"SELECT day, event, score FROM ({sql}) ORDER BY day, event, actor, recipient", parameters))

    def flow_totals(
        self, query: FlowQuery, as_of: date, reported_by: date | None = None, *, limit: int
    ) -> tuple[list[Row], int]:
        """As `View.flow_totals`, the first pairs only; and how many there are."""
        sql, parameters = top_ties_sql(query, as_of, served_dyads_sql(query, reported_by=reported_by), limit)
        rows = self._dicts((sql, parameters))
        return rows, max((row.pop("total") for row in rows), default=0)

    def partners(self, code: str, as_of: date, *, half_life_days: float, limit: int) -> list[Row]:
        """Rows (`code`, `events`, `cooperation`, `conflict`, `balance`) of those with whom an actor has to do, most first."""
        sql = f"""SELECT other AS code, count(*) FILTER (once)::INTEGER AS events,
            round(coalesce(sum(score) FILTER (score > 0), 0), 4) AS cooperation,
            round(coalesce(sum(score) FILTER (score < 0), 0), 4) AS conflict,
            round(sum(score * pow(0.5, date_diff('day', day, ?::DATE) / {float(half_life_days)})), 4) AS balance
            FROM served_ties WHERE code = ? AND day <= ? GROUP BY 1 ORDER BY events DESC, 1 LIMIT {int(limit)}"""
        return self._dicts((sql, [as_of, code, as_of]))

    def actor_types(self, code: str) -> list[Row]:
        """Rows (`type`, `as_actor`, `as_recipient`) of an actor, most first. An event counts once on each side."""
        sql = """SELECT type, sum(acts::INTEGER)::INTEGER AS as_actor, sum(receives::INTEGER)::INTEGER AS as_recipient
            FROM served_sides WHERE code = ? GROUP BY type ORDER BY as_actor + as_recipient DESC, type"""
        return self._dicts((sql, [code]))

    def actor_span(
        self, code: str, day_from: date | None, day_to: date | None, *, most_days: int
    ) -> tuple[date, date] | None:
        """The first and the last day of the events with an actor on either side, at most so many days apart."""
        sql = """WITH own AS (SELECT day FROM served_codes
                WHERE code = ? AND day BETWEEN coalesce(?, DATE '0001-01-01') AND coalesce(?, DATE '9999-12-31'))
            SELECT min(day) FILTER (day >= (SELECT max(day) FROM own) - ?::INTEGER), max(day) FROM own"""
        rows = self._cursor.execute(sql, [code, day_from, day_to, most_days]).fetchall()
        first, last = rows[0]
        return (first, last) if last is not None else None

    def actor_periods(self, code: str, first: date, last: date, step: str, half_life_days: float) -> list[Row]:
        """Rows (`period`, `quad1` to `quad4`, `cooperation`, `conflict`, `faded`) of the events with an actor on either side.

        `faded` is what the events of a period alone make of the decayed balance of its last day, or of `last`.
        """
        quads = ", ".join(f"coalesce(sum(n) FILTER (quad = {quad}), 0)::INTEGER AS quad{quad}" for quad in (1, 2, 3, 4))
        end = f"least((date_trunc('{_step(step)}', day) + INTERVAL 1 {_step(step)})::DATE - 1, ?::DATE)"
        sql = f"""SELECT date_trunc('{_step(step)}', day)::DATE AS period, {quads}, coalesce(sum(score) FILTER (up), 0) AS cooperation,
                coalesce(sum(score) FILTER (NOT up), 0) AS conflict,
                sum(score * pow(0.5, date_diff('day', day, {end}) / {float(half_life_days)})) AS faded
            FROM (SELECT day, quad, score > 0 AS up, count(*) AS n, sum(score) AS score FROM served_codes
                WHERE code = ? AND day BETWEEN ? AND ? GROUP BY ALL) GROUP BY period ORDER BY period"""
        return self._dicts((sql, [last, code, first, last]))

    def actors(self, text: str | None, *, limit: int, offset: int = 0) -> list[Row]:
        """Actors whose name has words that begin so, or with this id or code; those of most events first."""
        condition, parameters = "true", list[Any]()
        if text:
            condition = "(contains(lower(words), lower(?)) OR lower(id) = lower(?) OR lower(code) = lower(?))"
            parameters = [_beginning(text), text, text]
        columns = "id, code, name, sector, country, events, first, last"
        sql = f"""SELECT {columns} FROM served_actors WHERE {condition} ORDER BY events DESC, id
            LIMIT {int(limit)} OFFSET {int(offset)}"""
        return self._dicts((sql, parameters))

    def count_actors(self, text: str | None) -> int:
        """How many actors there are for a text."""
        if not text:
            return int(self._value("SELECT count(*) FROM served_actors"))
        condition = "contains(lower(words), lower(?)) OR lower(id) = lower(?) OR lower(code) = lower(?)"
        values = [_beginning(text), text, text]
        return int(self._value(f"SELECT count(*) FROM served_actors WHERE {condition}", values))

    def actor_rows(self, id_: str) -> list[Row]:
        """All rows of actors with this id or code, those of most events first."""
        columns = "id, code, name, sector, country, events, first, last"
        sql = f"SELECT {columns} FROM served_actors WHERE id = ? OR code = ? ORDER BY id = ? DESC, events DESC, id"
        return self._dicts((sql, [id_, id_, id_]))

    def actor_names(self, codes: Sequence[str]) -> dict[str, str]:
        """The name of each code: that of the country or body itself, else the name with most events."""
        if not codes:
            return {}
        marks = ", ".join("?" for _ in codes)
        sql = f"""SELECT code, arg_max(name, struct_pack(itself := id = code, state := id = code || '-GOV', events := events))
            FROM served_actors WHERE code IN ({marks}) GROUP BY code"""
        return dict(self._cursor.execute(sql, list(codes)).fetchall())

    def names_of(self, code: str, *, limit: int) -> list[str]:
        """The names under which an actor with a code stands, most events first."""
        sql = f"SELECT name FROM served_actors WHERE code = ? GROUP BY name ORDER BY max(events) DESC, name LIMIT {int(limit)}"
        return [name for (name,) in self._cursor.execute(sql, [code]).fetchall()]

    def count_code(self, code: str) -> int:
        """How many events an actor with a code takes part in."""
        return int(self._value("SELECT count(*) FROM served_codes WHERE code = ?", [code]))

    def places(self, text: str, *, limit: int) -> list[Row]:
        """Rows (`name`, `country`, `lat`, `lon`, `events`) of places whose name has words that begin so."""
        named = self._lookup(
            "SELECT place FROM served_places WHERE contains(lower(words), lower(?))", [_beginning(text)]
        )
        if not named:
            return []
        numbers = numbers_sql(named)
        sql = f"""SELECT n.name, n.country, n.lat, n.lon, count(DISTINCT m.event)::INTEGER AS events
            FROM (SELECT * FROM served_places WHERE place IN ({numbers})) n
            JOIN (SELECT place, event FROM served_mentions WHERE place IN ({numbers})) m ON m.place = n.place
            GROUP BY ALL ORDER BY events DESC, name, country, lat, lon LIMIT {int(limit)}"""
        return self._dicts((sql, []))

    def documents(self, query: DocumentQuery, *, limit: int, after: Sequence[Any] | None = None) -> list[Row]:
        """Rows of the articles asked for, the last printed first, then by id; `after` is the day and id of the last of a page before."""
        sqls, parameters = self._document_conditions(query)
        if after is not None:
            sqls.append("(d.published_key < ? OR (d.published_key = ? AND d.id > ?))")
            parameters += [after[0], after[0], after[1]]
        # The page first, then its columns: those of all others are never touched.
        sql = f"SELECT d.number FROM served_documents d{where(sqls)} ORDER BY d.published_key DESC, d.id LIMIT {int(limit)}"
        numbers = [number for (number,) in self._cursor.execute(sql, parameters).fetchall()]
        if not numbers:
            return []
        columns = "number, id, title, publisher, published, url, language, read_at, mentions"
        rows = self._dicts((f"SELECT {columns} FROM served_documents WHERE number IN ({numbers_sql(numbers)})", []))
        found = {row.pop("number"): row for row in rows}
        return [found[number] for number in numbers]

    def count_documents(self, query: DocumentQuery) -> int:
        """How many articles there are for a query."""
        sqls, parameters = self._document_conditions(query)
        return int(self._value(f"SELECT count(*) FROM served_documents d{where(sqls)}", parameters))

    def _document_conditions(self, query: DocumentQuery) -> tuple[list[str], list[Any]]:
        """The conditions of `d` (served_documents)."""
        sqls, parameters = list[str](), list[Any]()
        if query.text:
            titled = [f"d.number IN ({sql})" for sql in titles_sql(query.text, self._lookup)]
            values = list[Any]()
            if not is_plain(query.text):
                titled.append("contains(lower(d.title), lower(?))")
                values.append(query.text)
            condition = " AND ".join(titled)
            named = self._lookup("SELECT number FROM served_documents WHERE id = ?", [query.text])
            sqls.append(f"({condition} OR d.number IN ({numbers_sql(named)}))" if named else condition)
            parameters += values
        for column, sign, value in (
            ("publisher", "=", query.publisher),
            ("published", ">=", query.first),
            ("published", "<=", query.last),
        ):
            if value:
                sqls.append(f"d.{column} {sign} ?")
                parameters.append(value)
        return sqls, parameters

    def to_arrow(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The answer of a question of this room as an Arrow table."""
        return self._cursor.execute(sql, list(parameters)).to_arrow_table()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a question of the room of serving to the other tables of the store, in this snapshot."""
        return self._cursor.execute(sql, list(parameters)).fetchall()

    def dicts(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """The same with the names of the columns."""
        return self._dicts((sql, list(parameters)))

    def _where_mentions(self, query: ServedQuery) -> tuple[list[str], list[Any]]:
        conditions = mention_conditions(query, self._lookup)
        return [c.sql for c in conditions], [value for c in conditions for value in c.parameters]

    def event_ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of events by number."""
        if not numbers:
            return {}
        sql = f"SELECT number, id FROM served_events WHERE number IN ({numbers_sql(numbers)})"
        return dict(self._cursor.execute(sql).fetchall())

    def _lookup(self, sql: str, values: Sequence[Any]) -> list[int]:
        if sql == WORDS_SQL:
            told: list[int] = self._words_with(self._cursor, *values)
            return told
        found: list[int] = self._keep(self._cursor, self.generation, sql, values)
        return found

    def _dicts(self, sql: Sql) -> list[Row]:
        rows = self._cursor.execute(*sql).fetchall()
        names = [column[0] for column in self._cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        row = self._cursor.execute(sql, list(parameters)).fetchone()
        return row[0] if row else None


# Of several kinds of source the one that tells most of who speaks; the author is last, since every text has one.
_BY_WEIGHT: Final = tuple((name, KINDS[name]) for name in ("official", "named", "media", "anonymous", "author"))


def _ranked(table: str, condition: str, order: str, limit: int) -> str:
    """SQL of the numbers of the first rows of a table `e`, in order, as a list."""
    first = f"SELECT * FROM {table} e WHERE {condition} ORDER BY {order} LIMIT {int(limit)}"
    return f"(SELECT list(e.number ORDER BY {order}) FROM ({first}) e)"


def _kept(found: str) -> str:
    """Whether what a question of `found_sql` finds is to be kept between its uses. Where it reads a single table, that is read
    again in a fraction of the time in which a copy of half a million rows is made."""
    return "MATERIALIZED" if "(SELECT" in found else "NOT MATERIALIZED"


def _beginning(text: str) -> str:
    """What stands in `words` where one begins so; a text without words begins none."""
    return split_words(text).rstrip() or chr(31)


def _step(step: str) -> str:
    """A length of period that may stand in SQL."""
    return {"day": "day", "week": "week", "month": "month"}[step]
