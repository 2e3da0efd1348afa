"""The places of a document: recognise, read the phrases, rank, and write down what was found with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dragoman.records import Document, Place, Precision, Sentence
from dragoman.resolution.actors.rows import Overlay
from dragoman.resolution.places.distances import moved
from dragoman.resolution.places.gazetteer import Entry, Gazetteer, load_gazetteer
from dragoman.resolution.places.phrases import read_phrases
from dragoman.resolution.places.ranking import Choice, choose
from dragoman.resolution.places.recognition import recognise
from dragoman.resolution.places.records import PlaceMention
from dragoman.resolution.places.spotted import Spotted
from dragoman.resolution.places.words import BEARINGS
from dragoman.syntax import Tree

_PART = 0.5  # "southern X" lies half a radius from the middle of X and is as wide as that
_SITE_KM = 5.0
_SIDE_KM = 10.0  # "north of Kirkuk", without a number


class PlaceResolver:
    """Find and place every place name of a document. Holds only the gazetteer, which processes share."""

    def __init__(self, overlay: Overlay | None = None) -> None:
        self.gazetteer: Gazetteer = load_gazetteer(overlay)

    def document(
        self, document: Document, sentences: Sequence[Sentence], trees: Sequence[Tree]
    ) -> tuple[PlaceMention, ...]:
        """All place mentions of a document, in text order.

        Args:
            document: The article, for its text and its publisher.
            sentences: Its parsed sentences, in text order.
            trees: Their trees, in the same order.

        Returns:
            Mentions whose spans do not overlap. Coordinates are `None`, with the reason, where the gazetteer has no such
            place; the score is the share of the weight that the place has among its namesakes, not a probability.
        """
        spotted = recognise(document, sentences, self.gazetteer)
        read_phrases(document, sentences, trees, spotted)
        choices = choose(document, spotted, self.gazetteer)
        return tuple(
            _mention(document, name, choice, spotted, _around(spotted, choices, number), _country_told(name, choices))
            for number, (name, choice) in enumerate(zip(spotted, choices, strict=True))
        )


def _around(spotted: Sequence[Spotted], choices: Sequence[Choice], number: int) -> Entry | None:
    """The town or unit that an unknown place most likely lies in: the nearest before it in the text, else after it."""
    order = [*range(number - 1, -1, -1), *range(number + 1, len(spotted))]
    container = spotted[number].container
    for other in ([container] if container is not None else []) + order:
        entry = choices[other].entry
        if (
            entry is not None
            and entry.layer in ("city", "county", "admin1")
            and not spotted[other].site
            and entry.point is not None
        ):
            return entry
    return None


def _country_told(name: Spotted, choices: Sequence[Choice]) -> str | None:
    """The country that the text's own words put a place in ("the Malian village of Moura", "Dogon in central Mali")."""
    for other in (name.container, name.owner):
        entry = choices[other].entry if other is not None else None
        if entry is not None and entry.country is not None:
            return entry.country
    return None


def _mention(
    document: Document,
    name: Spotted,
    choice: Choice,
    spotted: Sequence[Spotted],
    around: Entry | None,
    country: str | None,
) -> PlaceMention:
    bearing = name.bearing
    place, named = _place(name, choice, around)
    if choice.entry is None and place.country is None and country is not None:
        place = named = msgspec.structs.replace(place, country=country)
    return PlaceMention(
        span=name.span,
        sentence=name.sentence,
        text=document.text[name.span.start : name.span.end],
        sense=name.sense,
        place=place,
        named=named,
        feature=name.feature,
        direction=BEARINGS[bearing] if bearing is not None else name.direction,
        offset_km=name.offset_km,
        container=spotted[name.container].span if name.container is not None else None,
        inside=name.inside,
        dateline=name.dateline,
    )


def _place(name: Spotted, choice: Choice, around: Entry | None) -> tuple[Place, Place]:
    """Where the phrase points, and the place by its name alone."""
    entry, reason = choice.entry, choice.reason
    if entry is None:
        located = name.site or name.container is not None
        place = _unknown(name, around) if located else Place(name=name.name, span=name.span, reason=reason)
        return place, place
    point, radius, precision = entry.point, entry.radius_km, entry.precision
    if name.site:
        precision, radius, reason = "town", max(radius, _SITE_KM), f"{name.name} is placed in {entry.name}; {reason}"
    named = Place(
        name=name.name if name.site else entry.name,
        country=entry.country,
        admin1=entry.admin1,
        lat=point[0] if point is not None else None,
        lon=point[1] if point is not None else None,
        geonames_id=None if name.site else entry.geonames_id,
        precision=precision,
        radius_km=round(radius, 1),
        claimants=entry.claimants,
        span=name.span,
        score=choice.score,
        reason=reason,
        candidates=choice.candidates,
    )
    if point is None or name.sense == "adjective" or name.site or (name.bearing is None and name.offset_km is None):
        return named, named
    point, radius, precision = _shifted(name, entry, point, radius, precision)
    return msgspec.structs.replace(
        named, lat=round(point[0], 5), lon=round(point[1], 5), precision=precision, radius_km=round(radius, 1)
    ), named


def _shifted(
    name: Spotted, entry: Entry, point: tuple[float, float], radius: float, precision: Precision
) -> tuple[tuple[float, float], float, Precision]:
    """The point, radius and precision of "southern X", "30 km north of X", "north of X"."""
    if name.offset_km is not None:
        by = name.offset_km or radius + _SIDE_KM
        if name.bearing is None:
            return point, radius + by, precision
        return moved(point, name.bearing, by), max(_SITE_KM, radius, by / 4), precision
    if name.bearing is None or entry.layer not in ("country", "admin1", "area"):
        return point, radius, precision
    part: Precision = "region" if entry.layer == "country" else precision
    return moved(point, name.bearing, radius * _PART), radius * (1 - _PART) * 1.2, part


def _unknown(name: Spotted, around: Entry | None) -> Place:
    """A building or road that the gazetteer does not know, put where the text last was."""
    if around is None or around.point is None:
        return Place(name=name.name, span=name.span, reason="UNKNOWN: not in the gazetteer")
    return Place(
        name=name.name,
        country=around.country,
        admin1=around.admin1,
        lat=around.lat,
        lon=around.lon,
        precision="region" if around.layer == "admin1" else "district" if around.layer == "county" else "town",
        radius_km=max(around.radius_km, _SITE_KM),
        span=name.span,
        score=0.2,
        reason=f"NEARBY: not in the gazetteer; placed at {around.name}, the nearest place named before it",
    )
