"""One label per text: quad class of its main event (ids `cameo-...`, and the default) or an ACLED-like one (`case21-...`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.coding import case_label, strict_type
from dragoman.evaluation.inputs import document_of, id_of, main_mention, read
from dragoman.ontology import quad_of

NEITHER = 0


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `label`: 0 (no event) to 4, or the name of a label."""
    for record in records:
        reading = read(document_of(record, "text", "sentence"))
        mention = main_mention(reading)
        if str(id_of(record)).startswith("case21"):
            yield {"id": id_of(record), "label": case_label(reading, mention)}
        else:
            yield {"id": id_of(record), "label": quad_of(strict_type(mention)) if mention else NEITHER}
