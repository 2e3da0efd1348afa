"""Whether given events happened: a number from -3 (certainly not) over 0 (unknown) to 3 (certainly), as the author sees it.

Corpora ask two questions under this one name. Most ask how certain an act is, those to come included ("will sign" is near 3).
"It Happened" (ids `udsih2-…`) asks whether the act has taken place ("will sign" is near -2). The first is answered by
`factuality`, the second by `occurrence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from dragoman.evaluation.inputs import document_of, fields_of, id_of, parse
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import Lexicon, load_lexicon
from dragoman.extraction.status import factuality, occurrence, view
from dragoman.records import Token

_ASKS_IF_HAPPENED = "udsih2"
# "It Happened" reads a negated clause in two ways: the act did not happen, or things are as the clause says. Its answers
# fall on both sides about equally, so the expected one is near 0. From 0 to 0.3 its development part hardly tells a difference
# (Pearson 0.65 to 0.66); at 1, the number as it is, it drops to 0.635.
_NEGATED = 0.2
_ASSERTED = 3.0


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `events`, each the given one with its `factuality`."""
    for record in records:
        events = fields_of(record).get("events")
        wanted = [e for e in events if _is_span(e)] if isinstance(events, list) else []
        happened = str(id_of(record)).startswith(_ASKS_IF_HAPPENED)
        yield {"id": id_of(record), "events": _judged(record, wanted, happened=happened)}


def _is_span(event: Any) -> bool:
    return isinstance(event, dict) and isinstance(event.get("start"), int) and isinstance(event.get("end"), int)


def _judged(record: dict[str, Any], events: Sequence[dict[str, Any]], *, happened: bool) -> list[dict[str, Any]]:
    parsed = parse(document_of(record))
    clauses = [Clauses(tree, _lexicon()) for tree in parsed.trees]
    found = []
    for event in events:
        value = _ASSERTED
        for clause in clauses:
            index = _head(clause.tree.tokens, event["start"], event["end"])
            if index is not None:
                value = _happened(clause, index) if happened else factuality(clause, index)
                break
        given: dict[str, Any] = {name: event[name] for name in ("start", "end", "text") if name in event}
        given["factuality"] = round(value, 4)
        found.append(given)
    return found


def _happened(clauses: Clauses, index: int) -> float:
    light = view(clauses, index)
    value = occurrence(clauses, index)
    return value * _NEGATED if light.author < 0 and not light.kinds else value


def _head(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """The syntactic head of the tokens that a span touches, `None` where it touches none of the sentence."""
    inside = [i for i, token in enumerate(tokens) if token.start < end and start < token.end]
    return next(
        (i for i in inside if tokens[i].head not in inside or tokens[i].head == i), inside[0] if inside else None
    )


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return load_lexicon()
