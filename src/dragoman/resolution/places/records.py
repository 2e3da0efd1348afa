"""What the resolution of places hands on: one record per mention."""

from __future__ import annotations

from typing import Literal

from dragoman.records import Place, Record, Span

Sense = Literal["place", "actor", "adjective"]


class PlaceMention(Record, frozen=True):
    """A place that the text names, and which one it is.

    `sense` is `place` for somewhere things are or happen, `actor` for a state, government or people acting by that name, and
    `adjective` for demonyms ("Syrian", "Syrians") and for a place inside the name of something else ("Ankara" in "Ankara
    University", whose span is then `inside`). `sentence` is the index of the sentence, for a dateline that of the sentence
    after it. `feature` is the word that says what kind of place it is (`town`, `province`, `river`, `border`), `direction`
    a part of it (`south`), `offset_km` a distance from it, `container` the span of the place that the text puts it in.
    `place` is where the phrase points ("30 km north of Kirkuk"), `named` the place by its name alone.
    """

    span: Span
    sentence: int
    text: str
    sense: Sense
    place: Place
    named: Place
    feature: str | None = None
    direction: str | None = None
    offset_km: float | None = None
    container: Span | None = None
    inside: Span | None = None
    dateline: bool = False
