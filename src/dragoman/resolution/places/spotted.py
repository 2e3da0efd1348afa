"""A place name on its way through the room: found by `recognition`, described by `phrases`, decided by `ranking`."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records import Span
from dragoman.resolution.places.candidates import Option
from dragoman.resolution.places.records import Sense


@dataclass(slots=True)
class Spotted:
    """One name in the text. `first` and `last` are its tokens in the sentence (inclusive), -1 in a dateline.

    `name` is what is looked up, `site` marks a building, road or camp that the gazetteer does not know and whose `options`
    are those of the place that its name begins with. `container` and `owner` are positions in the document's list: the
    place after the comma, and the one that owns it ("Syria's Idlib").
    """

    span: Span
    name: str
    options: tuple[Option, ...]
    sentence: int
    first: int = -1
    last: int = -1
    sense: Sense = "place"
    feature: str | None = None
    direction: str | None = None
    inside: Span | None = None
    dateline: bool = False
    site: bool = False
    container: int | None = None
    owner: int | None = None
    offset_km: float | None = None
    bearing: float | None = None
