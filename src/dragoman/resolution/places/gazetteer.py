"""All places Dragoman knows by name: countries, first-order units, counties of the USA, own areas, populated places.

Five layers answer one question, `Gazetteer.find(name)`: which places bear this name? Which of them a text means is for
`ranking`. Countries come from the table of actors, ours and the user's, their points from `data/centroids.tsv`, provinces and states from
`data/admin1.tsv`, seas, regions, borders and camps from `data/places.tsv`, everything else from GeoNames (`index`).
"""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from dragoman.errors import DataError
from dragoman.records import Precision
from dragoman.resolution.actors.rows import Overlay, Row, rows_of
from dragoman.resolution.places.distances import EARTH_RADIUS_KM, distance_km, middle, moved, nearest_km
from dragoman.resolution.places.index import PACKAGE, City, CityIndex, load_index
from dragoman.resolution.places.names import fold_name
from dragoman.resolution.places.records import PlaceMention

__all__ = [
    "EARTH_RADIUS_KM",
    "Entry",
    "Gazetteer",
    "country_of_place",
    "distance_km",
    "load_gazetteer",
    "middle",
    "moved",
    "nearest_km",
]

Layer = Literal["country", "admin1", "county", "area", "city"]

_DATA = "dragoman.resolution.places"
_UNPOPULATED_KM = 2.0
_COUNTY_KM = 30.0
_WIDE_KM = 200.0  # an area up to this radius is a region, beyond it only an area


class Entry(NamedTuple):
    """One place that the gazetteer knows. `unit` is the GeoNames code of the first-order unit it is or lies in (`SY.11`)."""

    id: str
    name: str
    layer: Layer
    type: str
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float
    population: int = 0
    unit: str | None = None
    admin1: str | None = None
    countries: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    geonames_id: int | None = None
    capital: bool = False
    fame: int = 0

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or `None` for a place without a point."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @property
    def precision(self) -> Precision:
        """How small the place is, in the words of `records.Place`."""
        if self.layer == "city":
            return "town"
        if self.layer == "county":
            return "district"
        if self.layer in ("country", "admin1"):
            return "country" if self.layer == "country" else "region"
        return "area" if self.radius_km > _WIDE_KM else "region" if self.radius_km > 25 else "district"


class Named(NamedTuple):
    """A place that bears the name asked for, and whether it is its main name."""

    entry: Entry
    main: bool


class Gazetteer:
    """Every layer behind one lookup. Built once per process; `find` remembers its answers.

    States that only an overlay has bring their capital and cities with them, and their names mean nothing else.
    """

    def __init__(self, index: CityIndex, overlay: Overlay | None = None) -> None:
        self._index, self._overlay = index, overlay
        self._invented: set[str] = set()
        self._names: dict[str, dict[str, Named]] = defaultdict(dict)
        self._adjectives: dict[str, dict[str, Entry]] = defaultdict(dict)
        self._abbreviations: dict[str, dict[str, Named]] = defaultdict(dict)
        self._capitals: set[tuple[str, str]] = set()
        self._alpha3: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.unit_names: dict[str, str] = {}
        self._units: dict[str, Entry] = {}
        self._add_countries()
        self._add_admin1()
        self._add_counties()
        self._add_areas()
        self._add_own_cities()
        self._found: dict[str, tuple[Named, ...]] = {}
        self._add_peoples()

    def find(self, name: str) -> tuple[Named, ...]:
        """The places called `name`, in no order of likelihood: own layers first, then populated places by size."""
        key = fold_name(name)
        found = self._found.get(key)
        if found is None:
            own = self._names.get(key, {})
            if key in self._invented:
                found = tuple(named for named in own.values() if named.entry.country in self._invented)
            else:
                found = (*own.values(), *self._cities(key))
            self._found[key] = found
            if len(self._found) > 100_000:
                self._found.clear()
        return found

    def adjective(self, word: str) -> tuple[Entry, ...]:
        """The places whose people or things are called `word` ("Syrian", "Texan", "Scots"); empty if it is no such word."""
        return tuple(self._adjectives.get(fold_name(word), {}).values())

    def abbreviation(self, text: str) -> tuple[Named, ...]:
        """The units that `text` abbreviates after a comma ("Ky.", "NSW", "TX"), matched with its case."""
        return tuple(self._abbreviations.get(text.rstrip("."), {}).values())

    def country(self, code: str) -> Entry | None:
        """The country with an alpha-3 or alpha-2 code."""
        entry = self.entries.get(self._alpha3.get(code, code))
        return entry if entry is not None and entry.layer == "country" else None

    def unit(self, code: str) -> Entry | None:
        """The first-order unit with a GeoNames code (`SY.11`), where the tables have it."""
        return self._units.get(code)

    def _cities(self, key: str) -> Iterator[Named]:
        seen: set[str] = set()
        for city, main in self._index.find(key) if len(key) > 1 else ():
            country = self._alpha3.get(city.country, city.country)
            capital = country not in seen and (country, key) in self._capitals
            seen.add(country)
            yield Named(self._city(city, country, capital=capital), main)

    def _city(self, city: City, country: str, *, capital: bool) -> Entry:
        unit = f"{city.country}.{city.admin1}"
        return Entry(
            f"geonames:{city.geonames_id}", city.name, "city", "town", country, city.lat, city.lon,
            _town_radius(city.population), city.population, unit, self.unit_names.get(unit), (country,), (),
            city.geonames_id, capital, city.fame,
        )  # fmt: skip

    def _add(self, entry: Entry, names: list[str], abbreviations: list[str], adjectives: list[str]) -> None:
        self.entries[entry.id] = entry
        for number, name in enumerate(dict.fromkeys(filter(None, names))):
            self._names[fold_name(name)].setdefault(entry.id, Named(entry, number == 0 or entry.layer != "city"))
        for name in filter(None, abbreviations):
            self._abbreviations[name.rstrip(".")].setdefault(entry.id, Named(entry, False))
        for name in filter(None, adjectives):
            self._adjectives[fold_name(name)].setdefault(entry.id, entry)

    def _add_countries(self) -> None:
        points = {row["code"]: row for row in _rows(_DATA, "centroids.tsv")}
        facts = {c["iso3"]: c for c in _package_json("countries.json").values()}
        for row in rows_of("countries.tsv", self._overlay):
            cells = row.cells
            if cells["kind"] == "historic":
                continue
            code, point, fact = cells["code"], points.get(cells["code"]), facts.get(cells["code"], {})
            names = [cells["name"], *row.values("names")]
            country = cells["parent"] if cells["kind"] == "de_facto" and cells["parent"] else code
            entry = Entry(
                code, cells["name"], "country", "country", country,
                float(point["lat"]) if point else None, float(point["lon"]) if point else None,
                float(point["radius_km"]) if point else _circle_km(fact.get("areakm2", 0)),
                int(fact.get("population", 0)), None, None, (country,), (country,) if country != code else (),
                fact.get("geonameid"),
            )  # fmt: skip
            taken = {fold_name(n) for n in names}
            adjectives = [a for a in (*row.values("adjectives"), *row.values("people")) if fold_name(a) not in taken]
            self._add(entry, names, [], adjectives)
            if cells.get("iso2"):
                self._alpha3[cells["iso2"]] = code
            self._capitals |= {(code, fold_name(c)) for c in _capital_names(row)}
            if row.mine and not point:
                self._invented |= {code, *(fold_name(n) for n in (*names, *_capital_names(row), *row.values("cities")))}

    def _add_own_cities(self) -> None:
        """The capital and the cities of states that GeoNames does not know, without a point."""
        for row in self._overlay.table("countries.tsv") if self._overlay else ():
            code = row.cells["code"]
            if code not in self._invented:
                continue
            capital = _capital_names(row)
            for names in ([capital] if capital else []) + [[city] for city in row.values("cities")]:
                key = f"own:{code}.{fold_name(names[0]).replace(' ', '-')}"
                entry = Entry(
                    key, names[0], "city", "town", self.entries[code].country, None, None, _town_radius(0),
                    countries=(code,), capital=names is capital,
                )  # fmt: skip
                self._add(entry, names, [], [])

    def _add_admin1(self) -> None:
        people = self._index.people()
        for row in _rows(_DATA, "admin1.tsv"):
            unit = row["unit"] or None
            entry = Entry(
                f"{row['country']}.{fold_name(row['name']).replace(' ', '-')}", row["name"], "admin1", row["type"],
                row["country"], float(row["lat"]), float(row["lon"]), float(row["radius_km"]), people.get(unit or "", 0), unit,
                row["name"], (row["country"],), (), int(row["geonames_id"]) if row["geonames_id"] else None,
            )  # fmt: skip
            if unit:
                self.unit_names[unit] = row["name"]
                self._units[unit] = entry
            aliases = [row["name"], *row["aliases"].split("|")]
            self._add(entry, aliases, row["abbreviations"].split("|"), row["adjectives"].split("|"))
            self._replace_country_name(entry, aliases)

    def _replace_country_name(self, entry: Entry, names: list[str]) -> None:
        """England and Scotland are units here, not other names of the United Kingdom."""
        for name in names:
            bearers = self._names[fold_name(name)]
            whole = bearers.get(entry.country or "")
            if whole is not None and fold_name(whole.entry.name) != fold_name(name):
                del bearers[whole.entry.id]

    def _add_counties(self) -> None:
        points = {row["fips"]: row for row in _rows(_DATA, "counties.tsv")}
        for row in _package_json("us_counties.json"):
            state, point = self._units.get(f"US.{row['state']}"), points.get(row["fips"])
            if state is None:
                continue
            known = point is not None and point["lat"]
            entry = Entry(
                f"county:{row['fips']}", row["name"], "county", "county", "USA",
                float(point["lat"]) if point and known else state.lat, float(point["lon"]) if point and known else state.lon,
                _COUNTY_KM if known else state.radius_km, 50_000, state.unit, state.name, ("USA",), (),
                int(point["geonames_id"]) if point else None,
            )  # fmt: skip
            names = [row["name"]]
            if row["name"].endswith(" County"):
                names += [row["name"][:-6] + "Co.", row["name"][:-6] + "Counties"]
            self._add(entry, names, [], [])

    def _add_areas(self) -> None:
        points = {row["code"]: row for row in _rows(_DATA, "centroids.tsv")}
        for row in (*_rows(_DATA, "places.tsv"), *_rows(_DATA, "sites.tsv")):
            point = points.get(row["id"], row)
            if not point["lat"]:
                continue
            entry = Entry(
                row["id"], row["name"], "area", row["type"], row["country"] or None, float(point["lat"]), float(point["lon"]),
                float(row["radius_km"] or _UNPOPULATED_KM), 0, None, None, _split(row["countries"]), _split(row["claimants"]),
            )  # fmt: skip
            names = [row["name"], *_split(row["aliases"])]
            unit = self._same_unit(entry)
            if unit is not None:
                self._claim(unit, entry.claimants)
                entry = self.entries[unit.id]
            self._add(entry, names, [], [])

    def _claim(self, unit: Entry, claimants: tuple[str, ...]) -> None:
        """Write down who claims a unit, under all its names."""
        claimed = self.entries[unit.id] = unit._replace(claimants=claimants)
        if unit.unit:
            self._units[unit.unit] = claimed
        for bearers in self._names.values():
            if unit.id in bearers:
                bearers[unit.id] = Named(claimed, bearers[unit.id].main)
        for adjectives in self._adjectives.values():
            if unit.id in adjectives:
                adjectives[unit.id] = claimed

    def _same_unit(self, area: Entry) -> Entry | None:
        """The province that a row of the areas tells of once more, for instance to name who claims it."""
        for named in self._names.get(fold_name(area.name), {}).values():
            unit = named.entry
            near = unit.point and area.point and distance_km(unit.point, area.point) < unit.radius_km + area.radius_km
            if unit.layer == "admin1" and near:
                return unit
        return None

    def _add_peoples(self) -> None:
        """Words for people and things of places that are no country: "European", "Kurds", "Londoner"."""
        for row in _rows(_DATA, "peoples.tsv"):
            found = self.find(row["place"])
            if not found:
                raise DataError(f"{row['place']!r} is in no table", where="peoples.tsv")
            best = max(found, key=lambda named: (named.entry.layer == "area", named.entry.population)).entry
            for word in row["words"].split("|"):
                self._adjectives[fold_name(word)].setdefault(best.id, best)


def country_of_place(mention: PlaceMention) -> str | None:
    """The alpha-3 code of the state that the place of a mention is counted to, or `None` for seas, continents, the unknown."""
    return mention.place.country


def load_gazetteer(overlay: Overlay | None = None) -> Gazetteer:
    """The gazetteer: of the package alone once per process, with the states of an overlay anew.

    Raises:
        DataError: A table breaks its rules or the gazetteer package is missing.
    """
    if overlay is None or not overlay.table("countries.tsv"):
        return _packaged()
    return Gazetteer(load_index(), overlay)


@lru_cache(maxsize=1)
def _packaged() -> Gazetteer:
    return Gazetteer(load_index())


def _capital_names(row: Row) -> list[str]:
    return list(dict.fromkeys(filter(None, (row.cells.get("capital", ""), *row.values("capital_names")))))


def _rows(package: str, name: str) -> Iterator[dict[str, str]]:
    source = files(package) / "data" / name
    if not source.is_file():
        return
    with source.open(encoding="utf-8") as handle:
        reader = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise DataError("the row has not as many fields as the header", where=f"{name}, line {number}")
            yield row


def _package_json(name: str) -> Any:
    return json.loads((files(PACKAGE) / "data" / name).read_text(encoding="utf-8"))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _circle_km(area_km2: float) -> float:
    """The radius of the circle of the same area."""
    return round(max(_UNPOPULATED_KM, math.sqrt(area_km2 / math.pi)), 1)


def _town_radius(population: int) -> float:
    """A built-up radius in km at 3,000 people a square km, from 1 to 30."""
    return round(min(30.0, max(1.0, math.sqrt(population / 3000 / math.pi))), 1)
