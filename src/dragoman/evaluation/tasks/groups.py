"""Whole articles into stories."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import id_of, text_of
from dragoman.evaluation.stories import stories_of


def predict(records: Iterable[dict[str, Any]], done: Container[Any] = ()) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `group`, the name of its story. An article without words stands alone.

    Records whose id is in `done` count for the stories but are not predicted again.
    """
    kept = [(id_of(record), text_of(record)) for record in records]
    for (name, _), story in zip(kept, stories_of([text for _, text in kept]), strict=True):
        if name not in done:
            yield {"id": name, "group": f"story-{story}"}
