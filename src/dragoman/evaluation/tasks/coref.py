"""The same event in several articles: within a story that we find ourselves, triggers that mean the same.

What a trigger means is told by the table that linking uses (`linking/data/triggers.tsv`), and else by the first letters of
its head word's lemma. Where a record brings `mentions`, their spans are what is clustered (of what is said of them, only
`start`, `end` and `kind` are read); where it brings none, the verbs of the text and the triggers of our reading are.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from dragoman.evaluation.inputs import document_of, fields_of, id_of, parse, read
from dragoman.evaluation.stories import stories_of
from dragoman.linking.rows import sense_of, stem
from dragoman.records import Document, Reading, Sentence, Token

_LIGHT = frozenset({"be", "have", "do", "make", "take", "get", "give", "go", "say", "tell", "will", "can", "may"})
_KIND = "event"


def predict(records: Iterable[dict[str, Any]], done: Container[Any] = ()) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `mentions` with `start`, `end`, `kind` and `cluster`.

    Records whose id is in `done` count for the stories but are not predicted again.
    """
    kept = [(id_of(record), document_of(record), given_spans(record)) for record in records]
    stories = stories_of([document.text for _, document, _ in kept])
    for (name, document, spans), story in zip(kept, stories, strict=True):
        if name in done:
            continue
        found = _given(document, spans) if spans is not None else sorted(set(_triggers(read(document))))
        yield {
            "id": name,
            "mentions": [{"start": s, "end": e, "kind": _KIND, "cluster": f"{story}:{word}"} for s, e, word in found],
        }


def given_spans(record: dict[str, Any]) -> list[tuple[int, int]] | None:
    """The spans of the event mentions that a record brings; `None` where it brings no mentions at all."""
    mentions = fields_of(record).get("mentions")
    if not isinstance(mentions, list) or not any(isinstance(mention, dict) for mention in mentions):
        return None
    found = []
    for mention in mentions:
        if isinstance(mention, dict) and mention.get("kind", _KIND) == _KIND:
            start, end = mention.get("start"), mention.get("end")
            if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
                found.append((start, end))
    return sorted(set(found))


def meaning(token: Token) -> str:
    """What a trigger means: a sense of the table, else the first letters of its lemma."""
    return sense_of(token.text.lower()) or stem(token.lemma.lower())


def _given(document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    sentences = parse(document).sentences if spans else ()
    for start, end in spans:
        head = _head(sentences, start, end)
        yield start, end, meaning(head) if head else stem((document.text[start:end].lower().split() or [""])[-1])


def _head(sentences: Iterable[Sentence], start: int, end: int) -> Token | None:
    """The first token of a span whose governor lies outside it."""
    for sentence in sentences:
        inside = {number for number, t in enumerate(sentence.tokens) if t.start < end and start < t.end}
        for number in sorted(inside):
            token = sentence.tokens[number]
            if token.head not in inside or token.head == number:
                return token
    return None


def _triggers(reading: Reading) -> Iterator[tuple[int, int, str]]:
    spans = {mention.trigger for mention in reading.mentions}
    for sentence in reading.sentences:
        for token in sentence.tokens:
            named = any(span.start <= token.start < span.end for span in spans)
            if named or (token.pos == "VERB" and token.lemma not in _LIGHT):
                yield token.start, token.end, meaning(token)
