"""Who says so: source, cue and content spans of every attributed statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, id_of, parse
from dragoman.extraction.attribution import Attribution, find_attributions
from dragoman.records import Span


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `attributions`, each with lists of `[start, end]` for its three parts."""
    for record in records:
        _, sentences, trees = parse(document_of(record, published="date"))
        found = find_attributions(sentences, trees) if sentences else ()
        yield {"id": id_of(record), "attributions": [_written(number, one) for number, one in enumerate(found)]}


def _written(number: int, attribution: Attribution) -> dict[str, Any]:
    return {
        "id": str(number),
        "source": _pairs(attribution.source),
        "cue": _pairs(attribution.cue),
        "content": _pairs(attribution.content),
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
