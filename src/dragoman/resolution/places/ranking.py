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
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dragoman.records import Candidate, Document
from dragoman.resolution.places.candidates import Option, options
from dragoman.resolution.places.distances import distance_km
from dragoman.resolution.places.gazetteer import Entry, Gazetteer
from dragoman.resolution.places.names import fold_name
from dragoman.resolution.places.spotted import Spotted
from dragoman.resolution.places.words import NATURE_WORDS, TOWN_WORDS, UNIT_WORDS

ROUNDS = 3
SHARPNESS = 10.0  # of the softmax: a lead of 0.1 is a weight of e to 1
CONTAINED = 1.2
NOT_CONTAINED = 0.0
OWNED = 0.6
COUNTRY = 0.35
UNIT = 0.25
NEAR = 0.25
NEAR_KM = 150.0
FEATURE = 0.5
HOME = 0.3
HOME_KM = 150.0
AMBIGUOUS_LEAD = 0.05


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


class Home(NamedTuple):
    """Where the publisher is at home, by its name: a country, a point, or neither."""

    country: str | None
    point: tuple[float, float] | None


def choose(document: Document, spotted: Sequence[Spotted], gazetteer: Gazetteer) -> list[Choice]:
    """One choice for every name, in the order of `spotted`."""
    groups, group_of = _groups(spotted)
    home = find_home(document, gazetteer)
    links = _links(spotted, group_of)
    for group in groups:
        group.scores = [o.prior for o in group.options]
    for _ in range(ROUNDS):
        for group in groups:
            group.shares = _softmax(group.scores)
        context = _context(groups)
        anchors = [(g, g.best) for g in groups if max(g.shares) > 0.5]
        fresh = [
            [_score(o, group, spotted, context, anchors, links, groups, home) for o in group.options] for group in groups
        ]
        for group, scores in zip(groups, fresh, strict=True):
            group.scores = scores
    for group in groups:
        group.shares = _softmax(group.scores)
    return [_choice(groups[g]) if g >= 0 else Choice(None, 0.0, "UNKNOWN: not in the gazetteer") for g in group_of]


def _groups(spotted: Sequence[Spotted]) -> tuple[list[_Group], list[int]]:
    groups: dict[tuple[str, ...], _Group] = {}
    places: list[int] = []
    order: list[_Group] = []
    for number, name in enumerate(spotted):
        if not name.options:
            places.append(-1)
            continue
        key = (fold_name(name.options[0].entry.name if name.sense == "adjective" and not name.inside else name.name), *(o.entry.id for o in name.options[:3]))
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Group(name.options)
            order.append(group)
        group.members.append(number)
        places.append(next(i for i, g in enumerate(order) if g is group))
    for group in order:
        group.weight = 1.0 + 0.25 * min(8, len(group.members) - 1) + any(spotted[m].dateline for m in group.members)
    return order, places


def _links(spotted: Sequence[Spotted], group_of: list[int]) -> dict[int, list[tuple[int, float]]]:
    """For each group the groups that contain it by the text's own words, with the weight of the statement."""
    links: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, name in enumerate(spotted):
        for other, weight in ((name.container, CONTAINED), (name.owner, OWNED)):
            if other is not None and group_of[number] >= 0 and group_of[other] >= 0 and group_of[other] != group_of[number]:
                links[group_of[number]].append((group_of[other], weight))
    return links


class _Context(NamedTuple):
    countries: Counter[str]
    units: Counter[str]


def _context(groups: list[_Group]) -> _Context:
    countries: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for group in groups:
        for option, share in zip(group.options, group.shares, strict=True):
            for country in option.entry.countries:
                countries[country] += group.weight * share / len(option.entry.countries)
            if option.entry.unit:
                units[option.entry.unit] += group.weight * share
    return _Context(countries, units)


def _score(
    option: Option, group: _Group, spotted: Sequence[Spotted], context: _Context, anchors: list[tuple[_Group, Entry]],
    links: dict[int, list[tuple[int, float]]], groups: list[_Group], home: Home,
) -> float:  # fmt: skip
    entry = option.entry
    score = option.prior
    score += COUNTRY * _share_of_country(entry, group, context)
    score += UNIT * _share_of_unit(entry, group, context)
    if entry.layer in ("city", "county", "admin1"):
        score += NEAR * _nearness(entry, [e for g, e in anchors if g is not group and e.layer in ("city", "county", "admin1")])
    score += HOME * _at_home(entry, home)
    score += FEATURE * max((_fits(entry, spotted[m].feature) for m in group.members), key=abs, default=0.0)
    return score + _containment(entry, links.get(_position(groups, group), []), groups)


def _position(groups: list[_Group], group: _Group) -> int:
    return next(i for i, g in enumerate(groups) if g is group)


def _share_of_country(entry: Entry, group: _Group, context: _Context) -> float:
    """The part of the other names' weight that lies in the country of a bearer, 0 to 1."""
    total = sum(context.countries.values()) - group.weight
    if total <= 0:
        return 0.0
    own = sum(group.weight * s for o, s in zip(group.options, group.shares, strict=True) if entry.country in o.entry.countries)
    return max(0.0, context.countries[entry.country or ""] - own) / (total + 1.0)


def _share_of_unit(entry: Entry, group: _Group, context: _Context) -> float:
    """The same for its province or state."""
    total = sum(context.countries.values()) - group.weight
    if total <= 0 or not entry.unit:
        return 0.0
    own = sum(group.weight * s for o, s in zip(group.options, group.shares, strict=True) if o.entry.unit == entry.unit)
    return min(1.0, max(0.0, context.units[entry.unit] - own) / (total + 1.0) * 2)


def _nearness(entry: Entry, others: list[Entry]) -> float:
    """How near the nearest other place of the document lies: 1 at no distance, 0.37 at `NEAR_KM`."""
    if entry.point is None:
        return 0.0
    nearest = min((distance_km(entry.point, o.point) for o in others if o.point is not None), default=None)
    return 0.0 if nearest is None else math.exp(-nearest / NEAR_KM)


def _at_home(entry: Entry, home: Home) -> float:
    """How near a bearer lies to where the publisher is at home."""
    score = 0.0
    if home.country is not None and entry.country == home.country:
        score += 0.4
    if home.point is not None and entry.point is not None and entry.layer in ("city", "county", "admin1"):
        score += math.exp(-distance_km(entry.point, home.point) / HOME_KM)
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
    return outer.layer in ("city", "county") and outer.population > inner.population and distance_km(outer.point, inner.point) < 40


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


_DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)*?([\w-]+)\.((?:co|com|org|net|gov|ac)\.)?([a-z]{2,})(?:[/:].*)?$")
_PAPER = re.compile(
    r"(?:the)?(?P<place>[a-z]+?)(?:daily|evening|sunday|morning|star|times|news|newspapers?|post|herald|tribune|trib|journal|"
    r"gazette|chronicle|press|sun|today|online|telegraph|telegram|mail|mirror|standard|observer|guardian|express|echo|"
    r"record|register|republic|republican|democrat|leader|examiner|enterprise|dispatch|sentinel|courier|independent|review|"
    r"world|globe|bee|ledger|live|now|argus|citizen|advertiser|advocate|free|inquirer|union|local|city|sky|eagle|banner)+$"
)


def find_home(document: Document, gazetteer: Gazetteer) -> Home:
    """Where the name or address of the publisher says it is at home ("chicagotribune.com", "Leeds Gazette", ".co.ke")."""
    address = (document.publisher or document.url or "").lower().strip()
    match = _DOMAIN.match(address)
    country = None
    name = address.replace(" ", "")
    if match:
        name, last = match.group(1).replace("-", ""), match.group(3)
        found = gazetteer.country("GB" if last == "uk" else last.upper()) if len(last) == 2 and last not in ("tv", "co", "io", "me", "fm") else None
        country = found.id if found else None
    paper = _PAPER.match(name)
    if paper is None or len(paper.group("place")) < 4:
        return Home(country, None)
    weighed = [o for o in options(gazetteer, paper.group("place")) if o.entry.layer in ("city", "admin1") and o.prior > 0.4]
    if country is not None:
        weighed = [o for o in weighed if o.entry.country == country]
    return Home(country or (weighed[0].entry.country if weighed else None), weighed[0].entry.point if weighed else None)
