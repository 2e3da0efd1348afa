"""The same event in several articles, the baseline: within a story that we find ourselves, triggers with one lemma.

Mentions are found, not given: the verbs of the text and the triggers of our reading.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, id_of, read
from dragoman.evaluation.stories import stories_of
from dragoman.records import Reading

_LIGHT = frozenset({"be", "have", "do", "make", "take", "get", "give", "go", "say", "tell", "will", "can", "may"})


def predict(records: Iterable[dict[str, Any]], done: Container[Any] = ()) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `mentions` with `start`, `end`, `kind` and `cluster`.

    Records whose id is in `done` count for the stories but are not predicted again.
    """
    documents = [(id_of(record), document_of(record)) for record in records]
    stories = stories_of([document.text for _, document in documents])
    for (name, document), story in zip(documents, stories, strict=True):
        if name in done:
            continue
        found = sorted(set(_triggers(read(document))))
        yield {
            "id": name,
            "mentions": [
                {"start": s, "end": e, "kind": "event", "cluster": f"{story}:{lemma}"} for s, e, lemma in found
            ],
        }


def _triggers(reading: Reading) -> Iterator[tuple[int, int, str]]:
    spans = {mention.trigger for mention in reading.mentions}
    for sentence in reading.sentences:
        for token in sentence.tokens:
            named = any(span.start <= token.start < span.end for span in spans)
            if named or (token.pos == "VERB" and token.lemma not in _LIGHT):
                yield token.start, token.end, token.lemma.lower()
