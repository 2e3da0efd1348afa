"""The SQL behind what a view tells of linked events, copies and ids that events once had."""

from __future__ import annotations

from typing import Final

from dragoman.store.query import EventQuery, Order, Sql, mentions_sql

_ORDERS: Final[dict[Order, str]] = {
    "oldest": "coalesce(e.date_first, e.date_last) ASC NULLS LAST, e.published_first NULLS LAST, e.id",
    "newest": "coalesce(e.date_last, e.date_first) DESC NULLS LAST, e.published_first DESC NULLS LAST, e.id",
    "published": "e.published_first DESC NULLS LAST, e.id",
    "score": "e.independent_reports DESC, e.reports DESC, e.published_first NULLS LAST, e.id",
    "text": "e.published_first NULLS LAST, coalesce(e.date_first, e.date_last) NULLS LAST, e.id",
}


def linked_events_sql(query: EventQuery) -> Sql:
    """Linked events (`json`, `part_of`) with at least one mention of those asked for; limit and offset count events.

    The order is that of first publication, or by day; `score` puts the best reported first.
    """
    found, parameters = mentions_sql(_whole(query), "m.id")
    sql = (
        "SELECT e.json, e.part_of FROM linked_events e WHERE e.id IN"
        f" (SELECT x.event_id FROM linked_members x SEMI JOIN ({found}) f ON f.id = x.mention_id)"
        f" ORDER BY {_ORDERS[query.order]}"
    )
    if query.limit is not None:
        sql, parameters = f"{sql} LIMIT ?", [*parameters, query.limit]
    if query.offset:
        sql, parameters = f"{sql} OFFSET ?", [*parameters, query.offset]
    return sql, parameters


def count_linked_sql(query: EventQuery) -> Sql:
    """How many linked events there are for a query, whatever its limit and offset."""
    found, parameters = mentions_sql(_whole(query), "m.id")
    sql = f"SELECT count(DISTINCT x.event_id) FROM linked_members x SEMI JOIN ({found}) f ON f.id = x.mention_id"
    return sql, parameters


def resolve_sql() -> str:
    """The live ids that an id leads to, its own first where it is live: the latest step of the trail counts at each id."""
    return """WITH RECURSIVE latest AS (
            SELECT t.* FROM event_trail t JOIN (SELECT event_id, max(run) AS run FROM event_trail GROUP BY event_id) n
                ON n.event_id = t.event_id AND n.run = t.run
        ), walk(id, steps) AS (
            SELECT ?::VARCHAR, 0
            UNION
            SELECT latest.into_id, walk.steps + 1 FROM walk JOIN latest ON latest.event_id = walk.id
            WHERE latest.into_id IS NOT NULL AND walk.steps < 1000 AND walk.id NOT IN (SELECT id FROM linked_events)
        )
        SELECT walk.id FROM walk JOIN linked_events e ON e.id = walk.id GROUP BY walk.id ORDER BY min(walk.steps), walk.id"""


def copies_sql() -> str:
    """Every document with its place among the versions of a report, groups together, the first article first."""
    return """SELECT l.document_id, l.head, l.parent, l.jaccard, l.containment, l.kind, l.changes
        FROM linked_documents l JOIN documents d ON d.id = l.document_id
        ORDER BY l.head, l.parent IS NOT NULL, d.published NULLS LAST, l.document_id"""


def _whole(query: EventQuery) -> EventQuery:
    """The query without its page: limit and offset are for events."""
    fields = {name: getattr(query, name) for name in query.__struct_fields__}
    return EventQuery(**fields | {"limit": None, "offset": 0, "order": "text"})
