"""Which event mentions are compared at all: those that share a key, so that the work grows with the reports, not with their square.

A key is made of the type's family, a stretch of time, and either two parties, one party or a place. Times are days for
mentions that are told within a week, months for longer ones and years for what took longer than a year; two mentions
meet on the scale of the wider of the two. `*_sql` return SQL and run nothing.

Keys are 64-bit digests of DuckDB's, since a million mentions have some ten million keys, which as text took most of the memory of
a run. Two of ten million fall together with a probability of 3 in a million; such a pair is compared for nothing.
"""

from __future__ import annotations

from typing import Final

# Intervals of more days than this are compared by months, of more than a year by years.
_NARROW_DAYS: Final = 7
_MONTH_DAYS: Final = 366
# A key that more mentions share is made narrower by the place and the trigger: 500 mentions are 125,000 pairs.
CROWDED: Final = 500


def keys_sql(rows: str) -> str:
    """Rows (`number`, `scale`, `width`, `is_sparse`, `is_alone`, `key`, `narrower`): the keys of every mention of the table `rows`.

    `scale` is that of the key (1 day, 2 month, 3 year), `width` the narrowest scale that suits the mention. `is_sparse`
    marks keys of one party, by which only mentions meet of which one names no second party: those that are `is_alone`.
    `narrower` is added to a key that is crowded.

    Args:
        rows: Table of `rows.SCHEMA` and a `number` for each mention.
    """
    return f"""WITH told AS (
            SELECT *, CASE WHEN day_first IS NULL THEN 3
                WHEN date_diff('day', day_first, day_last) < {_NARROW_DAYS} THEN 1
                WHEN date_diff('day', day_first, day_last) < {_MONTH_DAYS} THEN 2 ELSE 3 END AS width
            FROM {rows}
        ), listed AS (
            SELECT number, width, family, len(parties) < 2 AS is_alone,
                hash(coalesce(place, country, ''), word) AS narrower,
                CASE WHEN width = 1 THEN list_transform(
                    generate_series(day_first::TIMESTAMP, day_last::TIMESTAMP, INTERVAL 1 DAY),
                    lambda t: {{'scale': 1::TINYINT, 'time': t::DATE}}) ELSE [] END
                || CASE WHEN width <= 2 THEN list_transform(
                    generate_series(date_trunc('month', day_first)::TIMESTAMP, day_last::TIMESTAMP, INTERVAL 1 MONTH),
                    lambda t: {{'scale': 2::TINYINT, 'time': t::DATE}}) ELSE [] END
                || CASE WHEN day_first IS NULL THEN [{{'scale': 3::TINYINT, 'time': NULL::DATE}}] ELSE list_transform(
                    generate_series(greatest(date_trunc('year', day_first), date_trunc('year', day_last) - INTERVAL 20 YEAR)
                        ::TIMESTAMP, day_last::TIMESTAMP, INTERVAL 1 YEAR),
                    lambda t: {{'scale': 3::TINYINT, 'time': date_trunc('year', t)::DATE}}) END AS times,
                flatten(list_transform(parties, lambda a: list_transform(list_filter(parties, lambda b: b > a),
                    lambda b: {{'part': hash('pair', a, b), 'is_sparse': false}})))
                || list_transform(parties, lambda a: {{'part': hash('party', a), 'is_sparse': true}})
                || CASE WHEN place IS NULL THEN [] ELSE [{{'part': hash('place', place), 'is_sparse': false}}] END AS parts
            FROM told
        ), timed AS (
            SELECT number, width, family, is_alone, narrower, parts, unnest(times) AS moment FROM listed
        ), wide AS (
            SELECT number, width, family, is_alone, narrower, moment, unnest(parts) AS part FROM timed
        )
        SELECT number, moment.scale AS scale, width::TINYINT AS width, part.is_sparse AS is_sparse, is_alone,
            hash(moment.scale, family, moment.time, part.part) AS key, narrower FROM wide"""


def crowded_sql(keys: str) -> str:
    """The keys that more than `CROWDED` mentions share, as (`key`)."""
    return f"SELECT key FROM {keys} GROUP BY key HAVING count(*) > {CROWDED}"


def pairs_sql(keys: str, crowded: str, new: str | None = None) -> str:
    """Pairs (`one`, `other`, `one` < `other`) of the numbers of mentions that share a key, each once.

    Two mentions meet by a key of the wider one's scale, so one of the two is of that scale; the join starts from those, and
    from those that are alone where the key is sparse: joining all with all under the keys of a year, to throw nearly
    all of it away, grew with the square of the reports.

    Args:
        keys: Table of what `keys_sql` gives.
        crowded: Table of what `crowded_sql` gives.
        new: Table of `number`; only pairs with at least one of them are given. `None` gives all pairs.
    """
    asked = (
        f"SELECT * FROM {keys} WHERE key IN (SELECT key FROM {keys} SEMI JOIN {new} n USING (number))"
        if new
        else f"FROM {keys}"
    )
    is_new = f"AND (l.number IN (FROM {new}) OR r.number IN (FROM {new}))" if new else ""
    return f"""WITH sized AS (
            SELECT k.number, k.scale, k.width, k.is_sparse, k.is_alone,
                CASE WHEN c.key IS NULL THEN k.key ELSE hash(k.key, k.narrower) END AS key
            FROM ({asked}) k LEFT JOIN {crowded} c ON c.key = k.key
        ), first AS (SELECT * FROM sized WHERE CASE WHEN is_sparse THEN is_alone ELSE width = scale END)
        SELECT DISTINCT least(l.number, r.number) AS one, greatest(l.number, r.number) AS other
        FROM first l JOIN sized r ON r.key = l.key AND r.scale = l.scale AND r.is_sparse = l.is_sparse AND l.number <> r.number
        WHERE l.scale = greatest(l.width, r.width) {is_new}"""


def oriented_sql(pairs: str, rows: str) -> str:
    """The pairs as (`left_id`, `right_id`), still numbers, that of the smaller id of a mention on the left."""
    return f"""SELECT CASE WHEN a.mention_id < b.mention_id THEN p.one ELSE p.other END AS left_id,
            CASE WHEN a.mention_id < b.mention_id THEN p.other ELSE p.one END AS right_id
        FROM {pairs} p JOIN {rows} a ON a.number = p.one JOIN {rows} b ON b.number = p.other"""
