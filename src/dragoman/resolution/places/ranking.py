"""Decide which bearer of each name is meant, all names of a document together.

Every bearer has a score: its likelihood before the text is asked (`candidates`), plus what the text says. The features are
functions of a bearer and its surroundings; their weights were set by hand, in steps of 0.05, on news of several kinds, and
hold together: `CONTAINED` must outweigh every difference of priors, `COUNTRY` about three powers of ten in people.

1. Each distinct name spreads a weight of one over its bearers (softmax of the scores).
2. Countries and first-order units gather the weight of all other names that lie in them: the context of the document.
3. Scores are taken again with that context and with the distance to the likeliest bearers of the other names.
Steps 1 to 3 are repeated `ROUNDS` times. One name means one place in one document, unless the text itself puts it elsewhere.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dragoman.records import Candidate, Document
from dragoman.resolution.places.candidates import Option
from dragoman.resolution.places.distances import distance_km
from dragoman.resolution.places.gazetteer import Entry, Gazetteer
from dragoman.resolution.places.home import Home, find_home
from dragoman.resolution.places.names import fold_name
from dragoman.resolution.places.spotted import Spotted
from dragoman.resolution.places.words import NATURE_WORDS, TOWN_WORDS, UNIT_WORDS

ROUNDS = 3
SHARPNESS = 10.0  # of the softmax: a lead of 0.1 is a weight of e to 1
CONTAINED = 1.2
OWNED = 0.6
COUNTRY = 0.35
UNIT = 0.25
NEAR = 0.25
NEAR_KM = 150.0
NEAR_COUNTRY = 0.2  # swept 0.1 to 0.4 on two corpora
NEAR_COUNTRY_KM = 300.0
FEATURE = 0.5
HOME = 0.4
HOME_KM = 150.0
SMALL_TOWN = (
    100_000  # people; a smaller one is not meant where the text names another country ("the Malian village of X")
)
AMBIGUOUS_LEAD = 0.05
UNKNOWN = "UNKNOWN: not in the gazetteer"
ELSEWHERE = "UNKNOWN: the gazetteer has none of this name where the text puts it"
_LOCAL = frozenset({"city", "county", "admin1"})


class Choice(NamedTuple):
    """The bearer chosen for one name, its share of the weight, why, and the runners-up. `entry` is `None` for the unknown."""

    entry: Entry | None
    score: float
    reason: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Group:
    """All mentions of one name that must mean the same place."""

    options: tuple[Option, ...]
    members: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    weight: float = 1.0

    @property
    def best(self) -> Entry:
        return self.options[max(range(len(self.scores)), key=self.scores.__getitem__)].entry


def choose(document: Document, spotted: Sequence[Spotted], gazetteer: Gazetteer) -> list[Choice]:
    """One choice for every name, in the order of `spotted`."""
    home = find_home(document, gazetteer)
    groups, group_of, at_home = _groups(spotted, home)
    links = _links(spotted, group_of)
    for group in groups:
        group.scores = [o.prior for o in group.options]
    for _ in range(ROUNDS):
        for group in groups:
            group.shares = _softmax(group.scores)
        context = _context(groups)
        anchors = [(g, g.best) for g in groups if max(g.shares) > 0.5]
        fresh = [
            [_score(o, group, spotted, context, anchors, links, groups, home, at_home) for o in group.options]
            for group in groups
        ]
        for group, scores in zip(groups, fresh, strict=True):
            group.scores = scores
    for group in groups:
        group.shares = _softmax(group.scores)
    lost = _lost(groups, links)
    return [
        Choice(None, 0.0, UNKNOWN) if g < 0 else Choice(None, 0.0, ELSEWHERE) if g in lost else _choice(groups[g])
        for g in group_of
    ]


def _lost(groups: list[_Group], links: dict[int, list[tuple[int, float]]]) -> set[int]:
    """The towns that the text puts in a state, province or country where the gazetteer has none of that name."""
    found = set()
    for number, group in enumerate(groups):
        outer = [groups[o].best for o, weight in links.get(number, ()) if weight == CONTAINED]
        inside = any(contains(o, option.entry) for o in outer for option in group.options)
        if outer and not inside and all(o.layer == "admin1" and o.unit for o in outer) and group.best.layer == "city":
            found.add(number)
        owners = [groups[o].best for o, weight in links.get(number, ()) if weight == OWNED]
        told = bool(owners) and all(o.layer == "country" for o in owners)
        there = any(contains(o, option.entry) for o in owners for option in group.options)
        if told and not there and group.best.layer == "city" and group.best.population < SMALL_TOWN:
            found.add(number)
    return found


def _groups(spotted: Sequence[Spotted], home: Home) -> tuple[list[_Group], list[int], _Group | None]:
    """The distinct names, which of them each mention bears (-1: unknown), and the name of the publisher's town."""
    groups: dict[tuple[str, ...], int] = {}
    places: list[int] = []
    order: list[_Group] = []

    def group_for(name: str, weighed: tuple[Option, ...]) -> int:
        key = (fold_name(name), *(o.entry.id for o in weighed[:3]))
        if key not in groups:
            groups[key] = len(order)
            order.append(_Group(weighed))
        return groups[key]

    for number, name in enumerate(spotted):
        if not name.options:
            places.append(-1)
            continue
        people = name.sense == "adjective" and name.inside is None
        places.append(group_for(name.options[0].entry.name if people else name.name, name.options))
        order[places[-1]].members.append(number)
    at_home = order[group_for(home.name, home.options)] if home.options else None
    for group in order:
        mentions = len(group.members) + (group is at_home)
        group.weight = 1.0 + 0.25 * min(8, mentions - 1) + any(spotted[m].dateline for m in group.members)
    return order, places, at_home


def _links(spotted: Sequence[Spotted], group_of: list[int]) -> dict[int, list[tuple[int, float]]]:
    """For each group the groups that contain it by the text's own words, with the weight of the statement."""
    links: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, name in enumerate(spotted):
        for other, weight in ((name.container, CONTAINED), (name.owner, OWNED)):
            if (
                other is not None
                and group_of[number] >= 0
                and group_of[other] >= 0
                and group_of[other] != group_of[number]
            ):
                links[group_of[number]].append((group_of[other], weight))
    return links


class _Context(NamedTuple):
    countries: dict[str, float]
    units: dict[str, float]


def _context(groups: list[_Group]) -> _Context:
    countries: dict[str, float] = defaultdict(float)
    units: dict[str, float] = defaultdict(float)
    for group in groups:
        for option, share in zip(group.options, group.shares, strict=True):
            for country in option.entry.countries:
                countries[country] += group.weight * share / len(option.entry.countries)
            if option.entry.unit:
                units[option.entry.unit] += group.weight * share
    return _Context(countries, units)


def _score(
    option: Option, group: _Group, spotted: Sequence[Spotted], context: _Context, anchors: list[tuple[_Group, Entry]],
    links: dict[int, list[tuple[int, float]]], groups: list[_Group], home: Home, at_home: _Group | None,
) -> float:  # fmt: skip
    entry = option.entry
    score = option.prior
    score += COUNTRY * _share_of_country(entry, group, context)
    score += UNIT * _share_of_unit(entry, group, context)
    if entry.layer in _LOCAL:
        score += NEAR * _nearness(entry, [e for g, e in anchors if g is not group and e.layer in _LOCAL])
        score += NEAR_COUNTRY * _by_a_country(entry, group, groups)
    score += HOME * _at_home(entry, group, home, at_home)
    score += FEATURE * max((_fits(entry, spotted[m].feature) for m in group.members), key=abs, default=0.0)
    return score + _containment(entry, links.get(_position(groups, group), []), groups)


def _position(groups: list[_Group], group: _Group) -> int:
    return next(i for i, g in enumerate(groups) if g is group)


def _share_of_country(entry: Entry, group: _Group, context: _Context) -> float:
    """The part of the other names' weight that lies in the country of a bearer, 0 to 1."""
    total = sum(context.countries.values()) - group.weight
    if total <= 0:
        return 0.0
    own = sum(
        group.weight * s for o, s in zip(group.options, group.shares, strict=True) if entry.country in o.entry.countries
    )
    return max(0.0, context.countries.get(entry.country or "", 0.0) - own) / (total + 1.0)


def _share_of_unit(entry: Entry, group: _Group, context: _Context) -> float:
    """The same for its province or state."""
    total = sum(context.countries.values()) - group.weight
    if total <= 0 or not entry.unit:
        return 0.0
    own = sum(group.weight * s for o, s in zip(group.options, group.shares, strict=True) if o.entry.unit == entry.unit)
    return min(1.0, max(0.0, context.units.get(entry.unit, 0.0) - own) / (total + 1.0) * 2)


def _nearness(entry: Entry, others: list[Entry]) -> float:
    """How near the nearest other place of the document lies: 1 at no distance, 0.37 at `NEAR_KM`."""
    if entry.point is None:
        return 0.0
    nearest = min((distance_km(entry.point, o.point) for o in others if o.point is not None), default=None)
    return 0.0 if nearest is None else math.exp(-nearest / NEAR_KM)


def _by_a_country(entry: Entry, group: _Group, groups: list[_Group]) -> float:
    """How near a country that the text names lies: 1 within it, less beyond its circle ("Uganda put troops at Beni")."""
    best = 0.0
    if entry.point is None:
        return best
    for other in groups:
        for option, share in zip(other.options, other.shares, strict=True):
            named = option.entry
            if other is group or named.layer != "country" or named.point is None or share < 0.1:
                continue
            beyond = 0.0 if named.id == entry.country else distance_km(entry.point, named.point) - named.radius_km
            best = max(best, share * math.exp(-max(0.0, beyond) / NEAR_COUNTRY_KM))
    return best


def _at_home(entry: Entry, group: _Group, home: Home, at_home: _Group | None) -> float:
    """How near a bearer lies to where the publisher is at home."""
    score = 0.6 if home.country is not None and entry.country == home.country else 0.0
    if at_home is None or at_home is group or entry.point is None or entry.layer not in _LOCAL:
        return score
    for option, share in zip(at_home.options, at_home.shares, strict=True):
        if option.entry.point is not None and share > 0.02:
            score += share * math.exp(-distance_km(entry.point, option.entry.point) / HOME_KM)
    return min(1.0, score)


def _fits(entry: Entry, feature: str | None) -> float:
    """1 where the word beside the name ("province", "town") is what the bearer is, -1 where it is something else."""
    if feature is None:
        return 0.0
    if feature in TOWN_WORDS:
        return 1.0 if entry.layer == "city" else -1.0
    if feature in UNIT_WORDS:
        if entry.layer == "area":
            return 1.0
        if feature in ("county", "parish"):
            return 1.0 if entry.layer == "county" else 0.5 if entry.type == "county" else -0.3
        return 1.0 if entry.layer == "admin1" else -0.5
    if feature in NATURE_WORDS:
        return 0.5 if entry.layer == "area" else -0.2
    return 0.0


def _containment(entry: Entry, links: list[tuple[int, float]], groups: list[_Group]) -> float:
    """What the text's own words about containers are worth for a bearer."""
    best = 0.0
    for other, weight in links:
        group = groups[other]
        for option, share in zip(group.options, group.shares, strict=True):
            if contains(option.entry, entry):
                best = max(best, weight * (0.3 + 0.7 * share))
    return best


def contains(outer: Entry, inner: Entry) -> bool:
    """Whether one place lies in another: by country, by first-order unit, by the circle of an area, or next to a town."""
    if outer.id == inner.id:
        return False
    if outer.layer == "country":
        return outer.id in (inner.country, *inner.countries, *inner.claimants) and inner.layer != "country"
    if outer.layer == "admin1" and outer.unit is not None:
        return inner.unit == outer.unit and inner.layer in ("city", "county")
    if outer.point is None or inner.point is None or inner.layer not in ("city", "county", "area"):
        return False
    if outer.layer in ("area", "admin1"):
        return distance_km(outer.point, inner.point) <= outer.radius_km * 1.2
    return (
        outer.layer in ("city", "county")
        and outer.population > inner.population
        and distance_km(outer.point, inner.point) < 40
    )


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    weights = [math.exp(SHARPNESS * (s - top)) for s in scores]
    total = sum(weights)
    return [w / total for w in weights]


def _choice(group: _Group) -> Choice:
    order = sorted(range(len(group.options)), key=lambda i: (-group.scores[i], group.options[i].entry.id))
    best = group.options[order[0]]
    lead = group.scores[order[0]] - group.scores[order[1]] if len(order) > 1 else 1.0
    gained = group.scores[order[0]] - best.prior
    entry = best.entry
    parts = [f"prior {best.prior:.2f} ({entry.layer}{f', {entry.population:,} people' if entry.population else ''})"]
    if len(order) > 1:
        parts.append(f"context {gained:+.2f}, {lead:.2f} ahead of {_label(group.options[order[1]].entry)}")
    reason = ("AMBIGUOUS: " if lead < AMBIGUOUS_LEAD else "") + "; ".join(parts)
    weighed = tuple(
        Candidate(id=group.options[i].entry.id, name=_label(group.options[i].entry), score=round(group.shares[i], 3))
        for i in order[:5]
    )
    return Choice(entry, round(group.shares[order[0]], 3), reason, weighed if len(order) > 1 else ())


def _label(entry: Entry) -> str:
    return ", ".join(filter(None, (entry.name, entry.admin1 if entry.layer == "city" else None, entry.country)))
