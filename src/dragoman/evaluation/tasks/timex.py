"""Time expressions with their TIMEX3 values, marked as TimeML marks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import MAX_CHARACTERS, day_of, document_of, fields_of, id_of, moment_of, parse, text_of
from dragoman.resolution.dates import TimeExpression, find_times
from dragoman.resolution.tenses import DocumentTenses


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `timexes`. The record's `dct` (else `published`) is the day of the document."""
    for record in records:
        fields = fields_of(record)
        written = fields.get("dct") or fields.get("published")
        text = text_of(record)
        _, _, trees = parse(document_of(record))
        found = find_times(
            text if len(text) <= MAX_CHARACTERS else "",
            published=day_of(written),
            creation=moment_of(written),
            parsed=DocumentTenses(trees),
            timeml=True,
        )
        yield {"id": id_of(record), "timexes": [_timex(expression) for expression in found]}


def _timex(expression: TimeExpression) -> dict[str, Any]:
    return {
        "start": expression.start,
        "end": expression.end,
        "text": expression.text,
        "type": expression.timex_type,
        "value": expression.value,
        "mod": expression.modifier,
    }
