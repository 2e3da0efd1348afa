"""Which places a text names, and where they are."""

from __future__ import annotations

from dragoman.resolution.places.gazetteer import country_of_place
from dragoman.resolution.places.records import PlaceMention, Sense
from dragoman.resolution.places.resolver import PlaceResolver

__all__ = ["PlaceMention", "PlaceResolver", "Sense", "country_of_place"]
