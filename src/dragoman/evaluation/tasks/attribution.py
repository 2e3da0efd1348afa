"""Who says so: source, cue and content spans of every attributed statement.

Dragoman's attributions nest: what a quoted speaker says of somebody else's words is one of its own, and a medium that
somebody speaks to is the outer link of a chain. The corpora of this task mark neither ("attributions do not nest"), so that
here the outermost speaker's alone is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dragoman.evaluation.inputs import document_of, id_of, parse
from dragoman.extraction.attribution import Attribution, find_attributions
from dragoman.records import Span


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `attributions`, each with lists of `[start, end]` for its three parts."""
    for record in records:
        _, sentences, trees = parse(document_of(record, published="date"))
        found = find_attributions(sentences, trees) if sentences else ()
        yield {"id": id_of(record), "attributions": [_written(number, one) for number, one in outermost(found)]}


def outermost(found: Sequence[Attribution]) -> Iterator[tuple[int, Attribution]]:
    """Those that stand in nobody else's content, with their numbers.

    Of "told Reuters" the speaker's, not the medium's, though the medium is the outer link.
    """
    for number, one in enumerate(found):
        outer = one.parent
        while outer is not None and found[outer].carrier and found[outer].cue == one.cue:
            outer = found[outer].parent
        if outer is None and not one.carrier:
            yield number, one


def _written(number: int, attribution: Attribution) -> dict[str, Any]:
    return {
        "id": str(number),
        "source": _pairs(attribution.source),
        "cue": _pairs(attribution.cue),
        "content": _pairs(attribution.content),
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
