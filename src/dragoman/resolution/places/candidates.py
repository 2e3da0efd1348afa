"""How likely a name means each of its bearers before the text is asked: size, layer, main or other name.

The numbers were set by hand on the scale of `ranking`, where 0.1 is worth about one power of ten in people.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from dragoman.resolution.places.gazetteer import Entry, Gazetteer, Named
from dragoman.resolution.places.names import fold_name

MOST = 24  # of a name's bearers that are weighed, most likely first
_COUNTRY, _AREA, _ADMIN1, _COUNTY = 1.0, 0.8, 0.74, 0.5
_PEOPLE = 0.08  # for each power of ten
_FAME = 0.03  # for each doubling of the number of names in the world's languages
_OTHER_NAME = 0.2
_SHORT_NAME = 0.06  # "Newcastle" for Newcastle upon Tyne
_CAPITAL = 0.2
_SEAT = 0.12  # a big city that gives its state or province its name is what the bare name means
_BIG = 100_000


class Option(NamedTuple):
    """One bearer of a name, with its likelihood before the text is asked (`prior`, 0 to about 1)."""

    entry: Entry
    prior: float


def options(gazetteer: Gazetteer, name: str) -> tuple[Option, ...]:
    """The likeliest bearers of `name`, best first; at most `MOST`."""
    return weigh(gazetteer.find(name), fold_name(name))


def weigh(found: tuple[Named, ...], key: str = "") -> tuple[Option, ...]:
    """The bearers of a folded name with their priors, best first."""
    states = {named.entry.country for named in found if named.entry.layer == "admin1"}
    weighed = [Option(named.entry, _prior(named, states, key)) for named in found]
    weighed.sort(key=lambda o: (-o.prior, o.entry.id))
    return tuple(weighed[:MOST])


def _prior(named: Named, states: set[str | None], key: str) -> float:
    entry = named.entry
    if entry.layer == "country":
        return _COUNTRY
    if entry.layer == "area":
        return _AREA
    if entry.layer == "admin1":
        return _ADMIN1 + (0.01 * math.log10(entry.population + 10))
    if entry.layer == "county":
        return _COUNTY
    prior = _PEOPLE * math.log10(entry.population + 100) + _FAME * math.log2(1 + entry.fame)
    if entry.capital:
        return prior + _CAPITAL
    if not named.main:
        return prior - (_SHORT_NAME if fold_name(entry.name).startswith(key + " ") else _OTHER_NAME)
    return prior + (_SEAT if entry.population >= _BIG and entry.country in states else 0.0)
