"""Which event mentions are compared at all: those that share a key, so that the work grows with the reports, not with their square.

A key is made of the type's family, a stretch of time, and either two parties, one party or a place. Times are days for
mentions that are told within a week, months for longer ones and years for what took longer than a year; two mentions
meet on the scale of the wider of the two. `*_sql` return SQL and run nothing.
"""

from __future__ import annotations

from typing import Final

# Intervals of more days than this are compared by months, of more than a year by years.
_NARROW_DAYS: Final = 7
_MONTH_DAYS: Final = 366
# A key that more mentions share is made narrower by the place and the trigger: 500 mentions are 125,000 pairs.
CROWDED: Final = 500


def keys_sql(rows: str) -> str:
    """Rows (`mention_id`, `scale`, `width`, `is_sparse`, `key`, `narrower`): the keys of every mention of the table `rows`.

    `scale` is that of the key (1 day, 2 month, 3 year), `width` the narrowest scale that suits the mention. `is_sparse`
    marks keys of one party, by which only mentions meet of which one names no second party. `narrower` is added to a key
    that is crowded.
    """
    return f"""WITH told AS (
            SELECT *, CASE WHEN day_first IS NULL THEN 3
                WHEN date_diff('day', day_first, day_last) < {_NARROW_DAYS} THEN 1
                WHEN date_diff('day', day_first, day_last) < {_MONTH_DAYS} THEN 2 ELSE 3 END AS width
            FROM {rows}
        ), times AS (
            SELECT mention_id, 1 AS scale, strftime(unnest(generate_series(day_first::TIMESTAMP, day_last::TIMESTAMP,
                INTERVAL 1 DAY)), '%Y%m%d') AS time FROM told WHERE width = 1
            UNION ALL
            SELECT mention_id, 2, strftime(unnest(generate_series(date_trunc('month', day_first), day_last::TIMESTAMP,
                INTERVAL 1 MONTH)), '%Y%m') FROM told WHERE width <= 2
            UNION ALL
            SELECT mention_id, 3, strftime(unnest(generate_series(greatest(date_trunc('year', day_first),
                date_trunc('year', day_last) - INTERVAL 20 YEAR), day_last::TIMESTAMP, INTERVAL 1 YEAR)), '%Y')
            FROM told WHERE day_first IS NOT NULL
            UNION ALL
            SELECT mention_id, 3, 'untold' FROM told WHERE day_first IS NULL
        ), parts AS (
            SELECT a.mention_id, 'pair:' || a.party || '/' || b.party AS part, false AS is_sparse
            FROM (SELECT mention_id, unnest(parties) AS party FROM told) a
            JOIN (SELECT mention_id, unnest(parties) AS party FROM told) b
                ON b.mention_id = a.mention_id AND a.party < b.party
            UNION ALL
            SELECT mention_id, 'party:' || unnest(parties), true FROM told
            UNION ALL
            SELECT mention_id, 'place:' || place, false FROM told WHERE place IS NOT NULL
        ), wide AS (
            SELECT told.mention_id, times.scale, told.width, parts.is_sparse,
                concat_ws('|', told.family, times.time, parts.part) AS key,
                concat_ws('|', coalesce(told.place, told.country, ''), told.word) AS narrower
            FROM told JOIN times USING (mention_id) JOIN parts USING (mention_id)
        )
        SELECT mention_id, scale, width, is_sparse, key, narrower FROM wide"""


def crowded_sql(keys: str) -> str:
    """The keys that more than `CROWDED` mentions share, as (`key`)."""
    return f"SELECT key FROM {keys} GROUP BY key HAVING count(*) > {CROWDED}"


def pairs_sql(keys: str, rows: str, new: str | None = None) -> str:
    """Pairs (`left_id`, `right_id`, `left_id` < `right_id`) of mentions that share a key, each once.

    Args:
        keys: Table of what `keys_sql` gives.
        rows: Table of the mentions.
        new: Table of `mention_id`; only pairs with at least one of them are given. `None` gives all pairs.
    """
    first = f"SELECT * FROM sized SEMI JOIN {new} n USING (mention_id)" if new else "SELECT * FROM sized"
    return f"""WITH crowded AS ({crowded_sql(keys)}), sized AS (
            SELECT k.mention_id, k.scale, k.width, k.is_sparse, len(m.parties) AS parties,
                CASE WHEN c.key IS NULL THEN k.key ELSE k.key || '|' || k.narrower END AS key
            FROM {keys} k JOIN {rows} m USING (mention_id) LEFT JOIN crowded c ON c.key = k.key
        ), asking AS ({first})
        SELECT DISTINCT least(l.mention_id, r.mention_id) AS left_id, greatest(l.mention_id, r.mention_id) AS right_id
        FROM asking l JOIN sized r ON r.key = l.key AND r.scale = l.scale AND l.mention_id <> r.mention_id
        WHERE l.scale = greatest(l.width, r.width) AND (NOT l.is_sparse OR l.parties < 2 OR r.parties < 2)"""
