"""The conditions of a question to the published tables. They find what `query.event_conditions` finds, from other tables.

Names are looked up first in the short tables of parties, sources, places and words; the numbers found there then ask the
long ones. So a name of many words costs a scan of some ten thousand names, not of a million mentions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, Literal

from dragoman.records import Record, SourceKind
from dragoman.store.query import Condition, EventQuery, Sql, any_of, escape_like, party_condition, terms
from dragoman.store.words import split_words

# A question for numbers: SQL with its parameters to the numbers that it gives.
Lookup = Callable[[str, Sequence[Any]], list[int]]
ServedOrder = Literal["newest", "oldest", "published", "changed", "importance", "score"]
KINDS: Final[dict[SourceKind, int]] = {"author": 1, "named": 2, "official": 4, "anonymous": 8, "media": 16}
# The words that contain a piece of one, in lower case.
WORDS_SQL: Final = "SELECT word FROM served_words WHERE contains(text, lower(?))"
_PLAIN: Final = re.compile(r"[^\W_]+")
# The columns by which lists are in order; all of one list go one way, so that a page can begin where the last one ended.
# `tie`, sixty bits of a digest of the id, parts what is equal in all else: numbers would tell in which order things came.
EVENT_ORDERS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "newest": (("newest", "reported_key", "tie"), "DESC"),
    "oldest": (("oldest", "tie"), "ASC"),
    "published": (("reported_key", "tie"), "DESC"),
    "changed": (("changed_at", "tie"), "DESC"),
    "importance": (("importance", "tie"), "DESC"),
    "score": (("independent_reports", "reports", "tie"), "DESC"),
}
MENTION_ORDERS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "newest": (("newest", "tie"), "DESC"),
    "oldest": (("oldest", "tie"), "ASC"),
    "published": (("published_key", "tie"), "DESC"),
}


class Posting(Condition, frozen=True, kw_only=True):
    """A condition of mentions that a table of postings holds ready; `events` gives the numbers of the events by itself."""

    events: str


class ServedQuery(Record, frozen=True):
    """Which events or mentions are asked for: an `EventQuery` without its order and page, and what only readers ask.

    Attributes:
        base: The filters of the command line.
        source: Who holds a claim on the act, named as in `EventQuery.denied_by`.
        verdict: Events with this last review; `none` is those without.
        reported_by: Only what was reported by the end of this day.
        since: Only events first seen by this store after this moment, as text in ISO 8601 without a zone.
        box: West, south, east, north in degrees; a box over the date line has its west east of its east.
    """

    base: EventQuery = EventQuery()
    source: str | None = None
    verdict: str | None = None
    reported_by: date | None = None
    since: str | None = None
    box: tuple[float, float, float, float] | None = None


def mention_conditions(query: ServedQuery, lookup: Lookup) -> list[Condition]:
    """What must hold of `m` (served_mentions)."""
    base = query.base
    return [
        *_party_conditions(base, lookup),
        *_place_conditions(base, lookup),
        *_kind_conditions(base),
        *_source_conditions(query, lookup),
        *_day_conditions(query),
        *_text_conditions(base, lookup),
    ]


def event_conditions(query: ServedQuery, prefix: str = "e.") -> Iterator[Condition]:
    """What must hold of an event itself, by its columns: those of `e` (served_events), or of a mention's `m.e_…`."""
    if query.verdict is not None:
        number = "m.event" if prefix == "m.e_" else f"{prefix}number"
        yield Condition(
            sql=f"{number} IN (SELECT v.number FROM served_events v WHERE v.verdict = ?)", parameters=(query.verdict,)
        )
    if query.reported_by is not None:
        yield Condition(sql=f"{prefix}reported <= ?", parameters=(query.reported_by,))
    if query.since is not None:
        yield Condition(sql=f"{prefix}first_seen > ?::TIMESTAMP", parameters=(query.since,))
    if query.box is not None:
        west, south, east, north = query.box
        yield Condition(sql=f"{prefix}lat BETWEEN ? AND ?", parameters=(south, north))
        lon = f"{prefix}lon"
        within = f"{lon} BETWEEN ? AND ?" if west <= east else f"({lon} >= ? OR {lon} <= ?)"
        yield Condition(sql=within, parameters=(west, east))


def found_sql(query: ServedQuery, lookup: Lookup, columns: Sequence[str]) -> Sql:
    """The events asked for, each once: its `number` and some columns of `served_events` that stand beside its mentions too.

    An event is found by a single report of which all filters of reports hold. What is put in order or summed stands beside every report, so
    that nothing is joined; only events of several reports have to be told from each other.
    """
    inner = mention_conditions(query, lookup)
    if not inner or (len(inner) == 1 and isinstance(inner[0], Posting)):
        told = list(event_conditions(query))
        sqls = [condition.sql for condition in told] + [
            f"e.number IN ({one.events})" for one in inner if isinstance(one, Posting)
        ]
        listed = ", ".join(("e.number", *(f"e.{column}" for column in columns)))
        return f"SELECT {listed} FROM served_events e{where(sqls)}", [v for one in told for v in one.parameters]
    told = [*inner, *event_conditions(query, "m.e_")]
    sqls, parameters = [one.sql for one in told], [value for one in told for value in one.parameters]
    listed = ", ".join(("m.event AS number", *(f"m.e_{column} AS {column}" for column in columns)))
    once = ", ".join(("m.event", *(f"any_value(m.e_{column})" for column in columns)))
    sql = f"""SELECT {listed} FROM served_mentions m{where(["m.alone", *sqls])} UNION ALL
        SELECT {once} FROM served_mentions m{where(["NOT m.alone", *sqls])} GROUP BY m.event"""
    return sql, [*parameters, *parameters]


def where(sqls: Sequence[str]) -> str:
    """The clause of some conditions."""
    return f" WHERE {' AND '.join(sqls)}" if sqls else ""


def after_sql(columns: Sequence[str], direction: str, after: Sequence[Any], prefix: str) -> Sql:
    """What comes after a row with these values. Written out, since DuckDB skips no rows for a comparison of tuples."""
    sign = "<" if direction == "DESC" else ">"
    choices, parameters = [], list[Any]()
    for index in range(len(columns)):
        equal = [f"{prefix}{column} = ?" for column in columns[:index]]
        choices.append(" AND ".join([*equal, f"{prefix}{columns[index]} {sign} ?"]))
        parameters += [*after[:index], after[index]]
    first = f"{prefix}{columns[0]} {sign}= ?"
    return f"({first} AND ({' OR '.join(f'({choice})' for choice in choices)}))", [after[0], *parameters]


def numbers_sql(numbers: Iterable[int]) -> str:
    """Numbers of the store as a list of SQL. They are our own, never a reader's text."""
    return ", ".join(str(int(number)) for number in numbers) or "NULL"


def _party_conditions(query: EventQuery, lookup: Lookup) -> Iterator[Condition]:
    for value, role in ((query.actor, " AND x.is_actor"), (query.recipient, " AND NOT x.is_actor"), (query.either, "")):
        if value is not None:
            condition = party_condition(value, "p.", id_column="actor_id")
            found = lookup(f"SELECT p.party FROM served_parties p WHERE {condition.sql}", condition.parameters)
            yield _in_postings("served_party_mentions", "party", found, role)
    if query.country is not None:
        found = lookup("SELECT p.party FROM served_parties p WHERE p.country = upper(?)", (query.country,))
        yield _in_postings("served_party_mentions", "party", found)


def _place_conditions(query: EventQuery, lookup: Lookup) -> Iterator[Condition]:
    if query.place is not None and query.place.isdecimal():
        found = lookup("SELECT place FROM served_places WHERE geonames_id = TRY_CAST(? AS BIGINT)", (query.place,))
        yield Condition(sql=f"m.place IN ({numbers_sql(found)})")
    elif query.place is not None:
        sql = "SELECT place FROM served_places WHERE contains(lower(words), lower(?))"
        yield Condition(sql=f"m.place IN ({numbers_sql(lookup(sql, (split_words(query.place),)))})")
    if query.place_country is not None:
        found = lookup("SELECT place FROM served_places WHERE country = upper(?)", (query.place_country,))
        yield Condition(sql=f"m.place IN ({numbers_sql(found)})")


def _kind_conditions(query: EventQuery) -> Iterator[Condition]:
    for column, values in (("m.type", query.type), ("m.status", query.status)):
        if values:
            yield Condition(sql=f"{column} IN ({', '.join('?' for _ in values)})", parameters=values)
    if query.mode:
        yield Condition(sql="list_has_any(m.modes, ?)", parameters=(list(query.mode),))
    if query.source_kind:
        yield Condition(sql=f"(m.kinds & {sum(KINDS[kind] for kind in set(query.source_kind))}) <> 0")
    if query.disputed is not None:
        yield Condition(sql="m.disputed" if query.disputed else "NOT m.disputed")
    if query.document is not None:
        yield Condition(sql="m.document_id = ?", parameters=(query.document,))
    if query.event is not None:
        sql = (
            "(m.event IN (SELECT number FROM served_events WHERE id = ?)"
            " OR m.id IN (SELECT x.mention_id FROM event_members x WHERE x.event_id = ?))"
        )
        yield Condition(sql=sql, parameters=(query.event, query.event))
    if query.min_probability is not None:
        yield Condition(sql="m.probability >= ?", parameters=(query.min_probability,))


def _source_conditions(query: ServedQuery, lookup: Lookup) -> Iterator[Condition]:
    for value, role in ((query.base.denied_by, " AND x.denies"), (query.source, "")):
        if value is None:
            continue
        words = split_words(value)
        choices = [Condition(sql=f"lower(p.{c}) = lower(?)", parameters=(value,)) for c in ("source_id", "source_code")]
        if words.strip():
            choices.append(Condition(sql="contains(lower(p.source_words), lower(?))", parameters=(words,)))
        condition = any_of(choices)
        found = lookup(f"SELECT p.source FROM served_sources p WHERE {condition.sql}", condition.parameters)
        yield _in_postings("served_source_mentions", "source", found, role)


def _day_conditions(query: ServedQuery) -> Iterator[Condition]:
    base = query.base
    if base.day_from is not None:
        sql = "(m.date_last >= ? OR (m.date_last IS NULL AND m.date_first IS NOT NULL))"
        yield Condition(sql=sql, parameters=(base.day_from,))
    if base.day_to is not None:
        sql = "(m.date_first <= ? OR (m.date_first IS NULL AND m.date_last IS NOT NULL))"
        yield Condition(sql=sql, parameters=(base.day_to,))
    for sign, bound in ((">=", base.published_from), ("<=", base.published_to)):
        if bound is not None:
            yield Condition(sql=f"m.published {sign} ?", parameters=(bound,))
    if query.reported_by is not None:
        yield Condition(sql="m.published <= ?", parameters=(query.reported_by,))


def _text_conditions(query: EventQuery, lookup: Lookup) -> Iterator[Condition]:
    for term in terms(query.text or ""):
        pattern = f"%{escape_like(term)}%"
        if query.text_in == "article":
            sql = "SELECT d.id FROM documents d WHERE concat_ws(' ', d.title, d.text) ILIKE ? ESCAPE '\\'"
            yield Condition(sql=f"m.document_id IN ({sql})", parameters=(pattern,))
            continue
        pieces = _PLAIN.findall(term.lower())
        for piece in pieces:
            found = lookup(WORDS_SQL, (piece,))
            yield _in_postings("served_word_mentions", "word", found)
        if pieces != [term.lower()]:
            sql = "SELECT v.id FROM event_mentions v WHERE v.evidence_text ILIKE ? ESCAPE '\\'"
            yield Condition(sql=f"m.id IN ({sql})", parameters=(pattern,))


def titles_sql(text: str, lookup: Lookup) -> list[str]:
    """For every word of a text, SQL of the numbers of the articles in whose title a word contains it."""
    found = []
    for piece in _PLAIN.findall(text.lower()):
        words = lookup(WORDS_SQL, (piece,))
        found.append(f"SELECT t.document FROM served_title_words t WHERE t.word IN ({numbers_sql(words)})")
    return found


def is_plain(text: str) -> bool:
    """Whether a text is a word without other signs, so that what contains it is one word."""
    return _PLAIN.fullmatch(text.lower()) is not None


def _in_postings(table: str, column: str, numbers: Sequence[int], more: str = "") -> Posting:
    rows = f"FROM {table} x WHERE x.{column} IN ({numbers_sql(numbers)}){more}"
    return Posting(sql=f"m.m IN (SELECT x.m {rows})", events=f"SELECT x.event {rows}")
