"""Event mentions as one flat table: the SQL behind `View.to_arrow`. The names are those of `serving.rows`."""

from __future__ import annotations

from typing import Final

from dragoman.store.query import EventQuery, Sql, mentions_sql, order_sql

_COLUMNS: Final = "m.*, d.published, d.publisher, d.title, d.url"


def _gathered(table: str, name: str, columns: str) -> str:
    """A subquery named `name`: lists of a child table's columns in their order, one row per chosen mention."""
    return (
        f"{name} AS (SELECT c.document_id, c.mention_id, {columns} FROM {table} c SEMI JOIN chosen"
        " ON chosen.document_id = c.document_id AND chosen.id = c.mention_id GROUP BY c.document_id, c.mention_id)"
    )


def _listed(value: str, role: str | None = None) -> str:
    only = f" FILTER (c.role = '{role}')" if role else ""
    return f"list({value} ORDER BY c.position){only}"


_PARTIES: Final = ", ".join(
    f"{_listed(value, role)} AS {role}_{name}"
    for role in ("actor", "recipient")
    for name, value in (
        ("texts", "c.text"),
        ("names", "coalesce(c.name, c.text)"),
        ("ids", "c.actor_id"),
        ("codes", "c.code"),
        ("countries", "c.country"),
        ("sectors", "c.sector"),
    )
)
_ROLE_COLUMNS: Final = ", ".join(
    f"coalesce(parties.{role}_{name}, []) AS {alias}"
    for role in ("actor", "recipient")
    for name, alias in (
        ("names", f"{role}s"),
        ("texts", f"{role}_texts"),
        ("ids", f"{role}_ids"),
        ("codes", f"{role}_codes"),
        ("countries", f"{role}_countries"),
        ("sectors", f"{role}_sectors"),
    )
)


def arrow_sql(query: EventQuery) -> Sql:
    """One row per event mention, in the order asked for.

    Several values of one column are a list, in text order; lists of actors (`actors`, `actor_codes`, ...) run in step,
    with nulls where a code is not known. `event_id` is that of the linked event, before linking that of its
    article's own event, and null for a mention of neither. `lat` and `lon` are
    WGS 84 degrees.
    """
    chosen, parameters = mentions_sql(query, f"{_COLUMNS}, row_number() OVER (ORDER BY {order_sql(query)}) AS rank")
    parts = [
        f"chosen AS ({chosen})",
        _gathered("participants", "parties", _PARTIES),
        _gathered("sources", "told", f"{_listed('c.kind')} AS kinds, {_listed('coalesce(c.name, c.text)')} AS names"),
        _gathered(
            "counts", "numbers", _listed("{kind: c.kind, low: c.low, high: c.high, text: c.text}") + " AS numbers"
        ),
        _gathered(
            "claims", "held", _listed("concat_ws(' ', c.stance, coalesce(c.source, c.source_kind))") + " AS claims"
        ),
        "members AS (SELECT w.mention_id, coalesce(min(l.event_id), min(w.event_id)) AS event_id FROM event_members w"
        " LEFT JOIN linked_members l ON l.mention_id = w.mention_id GROUP BY w.mention_id)",
    ]
    sql = f"""WITH {", ".join(parts)}
        SELECT members.event_id, m.id AS mention_id, m.document_id, m.published, m.publisher, m.title, m.url,
            m.type, m.modes, m.contexts, m.status, {_ROLE_COLUMNS},
            m.date_first, m.date_last, m.granularity, m.edtf, m.historical,
            places.name AS place, places.country AS place_country, places.lat, places.lon,
            places.precision, places.radius_km, places.geonames_id,
            coalesce(told.kinds, []) AS source_kinds, coalesce(told.names, []) AS sources,
            coalesce(numbers.numbers, []) AS counts,
            m.trigger_text AS trigger, m.evidence_text, m.evidence_start, m.evidence_end,
            m.score, m.probability, m.factuality, m.rule, m.reasons,
            coalesce(held.claims, []) AS claims
        FROM chosen m
        LEFT JOIN parties ON parties.document_id = m.document_id AND parties.mention_id = m.id
        LEFT JOIN places ON places.document_id = m.document_id AND places.mention_id = m.id
        LEFT JOIN told ON told.document_id = m.document_id AND told.mention_id = m.id
        LEFT JOIN numbers ON numbers.document_id = m.document_id AND numbers.mention_id = m.id
        LEFT JOIN held ON held.document_id = m.document_id AND held.mention_id = m.id
        LEFT JOIN members ON members.mention_id = m.id
        ORDER BY m.rank"""
    return sql, parameters
