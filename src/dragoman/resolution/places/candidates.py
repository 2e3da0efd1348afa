"""How likely a name means each of its bearers before the text is asked: size, layer, main or other name.

The numbers were set by hand on the scale of `ranking`, where 0.1 is worth about one power of ten in people.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from dragoman.resolution.places.gazetteer import Entry, Gazetteer, Named

MOST = 24  # of a name's bearers that are weighed, most likely first
_COUNTRY, _AREA, _ADMIN1, _COUNTY = 1.0, 0.8, 0.72, 0.5
_OTHER_NAME = 0.22
_CAPITAL = 0.2
_SEAT = 0.12  # a big city that gives its state or province its name is what the bare name means
_BIG = 300_000


class Option(NamedTuple):
    """One bearer of a name, with its likelihood before the text is asked (`prior`, 0 to about 1)."""

    entry: Entry
    prior: float


def options(gazetteer: Gazetteer, name: str) -> tuple[Option, ...]:
    """The likeliest bearers of `name`, best first; at most `MOST`."""
    return weigh(gazetteer.find(name))


def weigh(found: tuple[Named, ...]) -> tuple[Option, ...]:
    """The bearers with their priors, best first."""
    states = {named.entry.country for named in found if named.entry.layer == "admin1"}
    weighed = [Option(named.entry, _prior(named, states)) for named in found]
    weighed.sort(key=lambda o: (-o.prior, o.entry.id))
    return tuple(weighed[:MOST])


def _prior(named: Named, states: set[str | None]) -> float:
    entry = named.entry
    if entry.layer == "country":
        return _COUNTRY
    if entry.layer == "area":
        return _AREA
    if entry.layer == "admin1":
        return _ADMIN1 + (0.01 * math.log10(entry.population + 10))
    if entry.layer == "county":
        return _COUNTY
    prior = 0.1 * math.log10(entry.population + 100)
    if entry.capital:
        prior += _CAPITAL
    if not named.main and not entry.capital:
        prior -= _OTHER_NAME
    elif entry.population >= _BIG and entry.country in states:
        prior += _SEAT
    return prior
