"""How much two event mentions speak for being one event: features with named levels, each weighing so many bits.

The manner is that of Fellegi and Sunter ("A theory for record linkage", 1969) as Splink runs it: every feature of a pair is put
on a level, every level has a weight in bits (the binary logarithm of how much oftener it is met in pairs that are one event
than in pairs that are not), and the sum, with a weight for being compared at all, gives the odds. So each probability can
be told as the list of its reasons. Levels that start with `not_` are conflicts: such a pair is never in one event, however
much else agrees.

A feature is a function that returns SQL over two rows `l` and `r` of `rows.SCHEMA`; its docstring says what it compares and
is shown in the documentation. Weights are data: `data/weights.tsv`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Final

from dragoman.errors import DataError
from dragoman.records import Record

EARTH_RADIUS_KM: Final = 6371.0088
# Between the edges of two towns: half an hour by road, within which reports name one or the other.
NEAR_KM: Final = 25.0
# Beyond the edges of both places by so much, a bodily act in the one is no act in the other.
APART_KM: Final = 40.0
# Intervals of more days are stretches in which an act of a day may be an episode.
LONG_DAYS: Final = 10


class Weight(Record, frozen=True):
    """A row of `weights.tsv`: what a level of a feature weighs, in bits, and what it means."""

    feature: str
    level: str
    bits: float
    meaning: str


class Feature(Record, frozen=True):
    """A feature: its name, what it compares, and the SQL that gives its level."""

    name: str
    meaning: str
    sql: str


def kind_sql() -> str:
    """The event types, and the modes where both tell one.

    Deeds (assault, coercion, mobilising, protest, sanctions) are compared too, and are of one event in spite of their types
    where the triggers mean the same.
    """
    return """CASE WHEN l.type <> r.type THEN
            CASE WHEN l.word = r.word OR (l.sense = r.sense AND l.sense <> '') THEN 'type_only'
                WHEN l.family = 'force' AND r.family = 'force' THEN 'far_type' ELSE 'other_type' END
        WHEN ('visit' IN l.modes) <> ('visit' IN r.modes) THEN 'not_a_visit'
        WHEN len(l.modes) = 0 OR len(r.modes) = 0 THEN 'same_type'
        WHEN list_has_any(l.modes, r.modes) THEN 'same_mode'
        ELSE 'other_mode' END"""


def word_sql() -> str:
    """The trigger words: the same stem, the same meaning by `triggers.tsv`, or neither."""
    return """CASE WHEN l.word = r.word THEN 'same_word'
        WHEN l.sense = '' OR r.sense = '' THEN 'unknown'
        WHEN l.sense = r.sense THEN 'same_sense'
        ELSE 'other_sense' END"""


def parties_sql() -> str:
    """Who acts and upon whom, by code. Of a meeting of equals the sides do not count; of other acts, exchanged sides are two acts."""
    both = "l.is_symmetric OR r.is_symmetric"
    return f"""CASE WHEN len(l.parties) = 0 OR len(r.parties) = 0 THEN 'unknown'
        WHEN {both} THEN CASE
            WHEN l.parties = r.parties THEN CASE WHEN len(l.parties) > 1 THEN 'same' ELSE 'same_one' END
            WHEN list_has_all(l.parties, r.parties) OR list_has_all(r.parties, l.parties) THEN 'part'
            WHEN list_has_any(l.parties, r.parties) THEN 'some' ELSE 'not_the_parties' END
        WHEN len(l.actors) > 0 AND len(l.recipients) > 0 AND l.actors = r.recipients AND l.recipients = r.actors
            AND l.actors <> l.recipients THEN 'not_the_sides'
        WHEN len(l.actors) > 0 AND len(r.actors) > 0 AND NOT list_has_any(l.actors, r.actors) THEN
            CASE WHEN list_has_any(l.parties, r.parties) THEN 'other_actor' ELSE 'not_the_parties' END
        WHEN l.actors = r.actors AND l.recipients = r.recipients AND len(l.actors) > 0 AND len(l.recipients) > 0
            THEN CASE WHEN len(l.parties) > 1 THEN 'same' ELSE 'same_one' END
        WHEN len(l.recipients) > 0 AND len(r.recipients) > 0 AND NOT list_has_any(l.recipients, r.recipients) THEN 'other_recipient'
        WHEN list_has_any(l.actors, r.actors) AND list_has_any(l.recipients, r.recipients) THEN 'some'
        WHEN list_has_any(l.parties, r.parties) THEN
            CASE WHEN len(l.parties) = 1 AND len(r.parties) = 1 THEN 'part_one' ELSE 'part' END
        ELSE 'unknown' END"""


def identities_sql() -> str:
    """Who below the state, on the same side of the act: named persons and bodies, or only the same force (police, army)."""
    named = "list_filter({0}, lambda x: starts_with(x, 'person:') OR starts_with(x, 'org:'))"
    sides = [(named.format(f"l.{side}"), named.format(f"r.{side}"), side) for side in ("actor_ids", "recipient_ids")]
    same = " OR ".join(f"list_has_any({mine}, {theirs})" for mine, theirs, _ in sides)
    apart = " OR ".join(
        f"(len({mine}) > 0 AND len({theirs}) > 0 AND l.actors = r.actors AND NOT list_has_any(l.{side}, r.{side}))"
        for mine, theirs, side in sides
    )
    force = " OR ".join(f"list_has_any(l.{side}, r.{side})" for _, _, side in sides)
    return (
        f"""CASE WHEN {same} THEN 'same' WHEN {apart} THEN 'other' WHEN {force} THEN 'same_force' ELSE 'unknown' END"""
    )


def day_sql() -> str:
    """The days: the same day, the same few days, days that the one includes, a day inside a long stretch, or days apart.

    Days that the text does not tell are those before publication: they may speak for an event, little, and against it when
    far apart, but they exclude nothing within a month.
    """
    told = "l.day_is_told AND r.day_is_told"
    width = "greatest(date_diff('day', l.day_first, l.day_last), date_diff('day', r.day_first, r.day_last))"
    narrow = "least(date_diff('day', l.day_first, l.day_last), date_diff('day', r.day_first, r.day_last))"
    gap = "greatest(date_diff('day', l.day_last, r.day_first), date_diff('day', r.day_last, l.day_first))"
    return f"""CASE WHEN l.day_first IS NULL OR r.day_first IS NULL THEN 'unknown'
        WHEN {told} AND {gap} > 0 THEN 'not_the_day'
        WHEN {gap} > 31 THEN 'not_the_month'
        WHEN {gap} > 3 THEN 'apart'
        WHEN {gap} > 0 THEN 'near'
        WHEN NOT ({told}) THEN CASE WHEN l.day_is_told OR r.day_is_told THEN 'possible' ELSE 'both_untold' END
        WHEN {width} = 0 THEN 'same_day'
        WHEN {width} <= 3 THEN 'same_days'
        WHEN {width} <= {LONG_DAYS} THEN 'same_week'
        WHEN {narrow} <= 3 THEN 'inside_long'
        ELSE 'same_long' END"""


def place_sql() -> str:
    """The places: one name or point, neighbours, one inside the other's country, or apart.

    Bodily acts in places whose edges are far from each other, or in two countries, are two acts. Of a statement the place
    is often that of what it speaks about, so there it only weighs.
    """
    distance = (
        f"{2 * EARTH_RADIUS_KM} * asin(least(1, sqrt(pow(sin(radians(r.lat - l.lat) / 2), 2)"
        " + cos(radians(l.lat)) * cos(radians(r.lat)) * pow(sin(radians(r.lon - l.lon) / 2), 2))))"
    )
    edges = f"({distance} - coalesce(l.radius_km, 0) - coalesce(r.radius_km, 0))"
    wide = "('country', 'region', 'area')"
    bodily = "l.is_bodily AND r.is_bodily"
    return f"""CASE WHEN l.place IS NULL OR r.place IS NULL THEN 'unknown'
        WHEN l.place = r.place THEN CASE WHEN l.precision IN {wide} THEN 'same_area' ELSE 'same' END
        WHEN l.country <> r.country THEN CASE
            WHEN l.precision NOT IN {wide} AND r.precision NOT IN {wide} AND {edges} <= {NEAR_KM} THEN 'near'
            WHEN {bodily} THEN 'not_the_country' ELSE 'apart' END
        WHEN l.precision IN {wide} OR r.precision IN {wide} THEN 'inside'
        WHEN l.lat IS NULL OR r.lat IS NULL THEN 'other_name'
        WHEN {edges} <= 0 THEN 'same'
        WHEN {edges} <= {NEAR_KM} THEN 'near'
        WHEN {edges} <= {APART_KM} OR NOT ({bodily}) THEN 'apart'
        ELSE 'not_the_place' END"""


def counts_sql() -> str:
    """The numbers of people: the same number of the same kind, or numbers that differ, which reports of one act often do."""
    return """CASE WHEN NOT list_has_any(l.count_kinds, r.count_kinds) THEN 'unknown'
        WHEN list_has_any(l.counts, r.counts) THEN 'same' ELSE 'other' END"""


def names_sql() -> str:
    """Capitalised words in the two sentences beside the parties: places that no gazetteer has, ships, firms, agreements."""
    return """CASE WHEN len(l.names) = 0 OR len(r.names) = 0 THEN 'unknown'
        WHEN len(list_intersect(l.names, r.names)) > 1 THEN 'several'
        WHEN list_has_any(l.names, r.names) THEN 'one' ELSE 'none' END"""


def terms_sql() -> str:
    """The other words of the two sentences: what share of the shorter one's, and at least how many, stand in the other too."""
    common = "len(list_intersect(l.terms, r.terms))"
    share = f"{common} / least(len(l.terms), len(r.terms))"
    return f"""CASE WHEN len(l.terms) = 0 OR len(r.terms) = 0 THEN 'unknown'
        WHEN {share} >= 0.6 AND {common} > 2 THEN 'most' WHEN {share} >= 0.3 THEN 'some' WHEN {share} > 0 THEN 'few' ELSE 'none' END"""


def status_sql() -> str:
    """Whether it happened. What was planned and what then happened are one event where the days agree; a denial is of the same act."""
    return """CASE WHEN l.status = r.status THEN 'same'
        WHEN l.status = 'planned' OR r.status = 'planned' THEN
            CASE WHEN l.day_is_told AND r.day_is_told THEN 'planned_and_done' ELSE 'not_yet' END
        ELSE 'other' END"""


def article_sql() -> str:
    """One article tells its acts apart: its own linking made the two one, or left them two."""
    return """CASE WHEN l.document_id <> r.document_id THEN 'two_articles'
        WHEN l.within = r.within AND l.within <> '' THEN 'one_event'
        WHEN l.day_is_told AND r.day_is_told AND l.word <> r.word THEN 'two_events' ELSE 'perhaps_two' END"""


_FEATURES: Final[dict[str, Callable[[], str]]] = {
    "kind": kind_sql,
    "word": word_sql,
    "parties": parties_sql,
    "identities": identities_sql,
    "day": day_sql,
    "place": place_sql,
    "counts": counts_sql,
    "names": names_sql,
    "terms": terms_sql,
    "status": status_sql,
    "article": article_sql,
}
CONFLICT: Final = "not_"


def features() -> tuple[Feature, ...]:
    """All features, in the order in which they are told."""
    return tuple(
        Feature(name=name, meaning=" ".join((make.__doc__ or "").split()), sql=make())
        for name, make in _FEATURES.items()
    )


@cache
def read_weights() -> tuple[Weight, ...]:
    """The rows of `data/weights.tsv`.

    Raises:
        DataError: A row breaks the form, names no feature, or a level stands twice.
    """
    name = "weights.tsv"
    text = (resources.files("dragoman.linking") / "data" / name).read_text(encoding="utf-8")
    found: list[Weight] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        where, parts = f"{name}:{number}", line.split("\t")
        if len(parts) != 4:
            raise DataError(f"{len(parts)} columns", where=where, expected="feature, level, bits, meaning")
        if parts[0] not in {*_FEATURES, "compared"}:
            raise DataError(f"{parts[0]!r} is no feature", where=where, expected=", ".join(_FEATURES))
        try:
            bits = float(parts[2])
        except ValueError as err:
            raise DataError(f"{parts[2]!r} is no number of bits", where=where) from err
        if any((w.feature, w.level) == (parts[0], parts[1]) for w in found):
            raise DataError(f"{parts[0]} {parts[1]} stands twice", where=where)
        found.append(Weight(feature=parts[0], level=parts[1], bits=bits, meaning=parts[3]))
    return tuple(found)


def compare_sql(pairs: str, rows: str, by: str = "mention_id") -> str:
    """Rows (`left_id`, `right_id`, `bits`, `is_conflict`, and a column of its level for every feature).

    Args:
        pairs: Table or subquery of `left_id`, `right_id`.
        rows: Table of `rows.SCHEMA`.
        by: Its column that the ids are of: each of its values once.
    """
    levels = ", ".join(f"({feature.sql}) AS {feature.name}" for feature in features())
    weights = " + ".join(_bits_sql(name) for name in _FEATURES)
    conflict = " OR ".join(f"starts_with({name}, '{CONFLICT}')" for name in _FEATURES)
    names = ", ".join(_FEATURES)
    return f"""WITH levels AS (
            SELECT p.left_id, p.right_id, {levels}
            FROM {pairs} p JOIN {rows} l ON l.{by} = p.left_id JOIN {rows} r ON r.{by} = p.right_id
        )
        SELECT left_id, right_id, round({_start()} + {weights}, 3) AS bits, ({conflict}) AS is_conflict, {names}
        FROM levels"""


def _bits_sql(feature: str) -> str:
    levels = [w for w in read_weights() if w.feature == feature and w.bits]
    cases = " ".join(f"WHEN '{w.level}' THEN {w.bits}" for w in levels)
    return f"CASE {feature} {cases} ELSE 0.0 END" if cases else "0.0"


def _start() -> float:
    return next(w.bits for w in read_weights() if w.feature == "compared")


def probability(bits: float) -> float:
    """The probability that odds of `bits` stand for."""
    return float(1 / (1 + 2 ** -max(min(bits, 60.0), -60.0)))


@cache
def _bits() -> dict[tuple[str, str], float]:
    return {(w.feature, w.level): w.bits for w in read_weights()}


def explain(levels: dict[str, str]) -> tuple[tuple[str, str, float], ...]:
    """The reasons of a pair: feature, level and bits, the heaviest first; what weighs nothing is left out."""
    bits = _bits()
    rows = [(name, level, bits.get((name, level), 0.0)) for name, level in levels.items()]
    conflicts = [row for row in rows if row[1].startswith(CONFLICT)]
    told = [row for row in rows if row[2] and not row[1].startswith(CONFLICT)]
    return (*conflicts, *sorted(told, key=lambda row: (-abs(row[2]), row[0])))
