"""Coded triples of a sentence. The record's `scheme` says whether events and actors are written in PLOVER or in CAMEO.

Only English is read: a sentence whose `lang` says otherwise has no triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.coding import triples_of
from dragoman.evaluation.inputs import document_of, fields_of, id_of, read


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `triples`, each once, in text order. What the text denies is left out."""
    for record in records:
        fields = fields_of(record)
        english = fields.get("lang") in (None, "en")
        cameo = str(fields.get("scheme") or "plover").startswith("cameo")
        mentions = read(document_of(record, "sentence", "text", published="date")).mentions if english else ()
        found = (
            triple for mention in mentions if mention.status != "denied" for triple in triples_of(mention, cameo=cameo)
        )
        yield {"id": id_of(record), "triples": [list(triple) for triple in dict.fromkeys(found)]}
