"""Place names with coordinates: also those that act ("Paris said") and peoples, which corpora mark as places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, fields_of, id_of, parse, places
from dragoman.resolution.places.records import PlaceMention


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `toponyms`; `lat` and `lon` are null where the place was named but not found."""
    for record in records:
        day = "published" if "published" in fields_of(record) else "date"
        document, sentences, trees = parse(document_of(record, published=day))
        found = places().document(document, sentences, trees) if sentences else ()
        yield {"id": id_of(record), "toponyms": [_toponym(mention) for mention in found]}


def _toponym(mention: PlaceMention) -> dict[str, Any]:
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "lat": mention.named.lat,
        "lon": mention.named.lon,
        "geonames_id": mention.named.geonames_id,
    }
