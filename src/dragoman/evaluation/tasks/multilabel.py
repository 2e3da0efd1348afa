"""What police did, per sentence and per article: KILL, ARREST, FAIL (to act), FORCE, ANY_ACTION.

The spans of `sentences` are the units to be labelled and so are input; their labels are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, fields_of, id_of, read
from dragoman.records import EventMention

LABELS = ("ANY_ACTION", "ARREST", "FAIL", "FORCE", "KILL")
_KILLING = frozenset({"targeted"})
_FORCE = frozenset({("COERCE", "restrict"), ("COERCE", "curfew")})


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `labels` of the article, `sentences` with `start`, `end`, `labels`."""
    for record in records:
        marked = [(m.trigger.start, _labels(m)) for m in read(document_of(record)).mentions]
        sentences = []
        for span in _units(record):
            labels = {label for start, found in marked if span["start"] <= start < span["end"] for label in found}
            sentences.append({**span, "labels": sorted(labels)})
        yield {"id": id_of(record), "labels": sorted({x for _, found in marked for x in found}), "sentences": sentences}


def _units(record: dict[str, Any]) -> Iterator[dict[str, int]]:
    given = fields_of(record).get("sentences")
    for unit in given if isinstance(given, list) else ():
        if isinstance(unit, dict) and isinstance(unit.get("start"), int) and isinstance(unit.get("end"), int):
            yield {"start": unit["start"], "end": unit["end"]}


def _labels(mention: EventMention) -> set[str]:
    """The labels of one mention: none unless police act in it. A denied act of theirs is a failure to act."""
    if not any(p.actor is not None and p.actor.sector == "COP" for p in mention.actors):
        return set()
    if mention.status != "actual":
        return {"FAIL"} if mention.status == "denied" else set()
    labels = {"ANY_ACTION"}
    if mention.type == "ASSAULT" or any((mention.type, mode) in _FORCE for mode in mention.modes):
        labels.add("FORCE")
    if mention.type == "ASSAULT" and (_KILLING & set(mention.modes) or any(c.kind == "killed" for c in mention.counts)):
        labels.add("KILL")
    if mention.type == "COERCE" and "arrest" in mention.modes:
        labels.add("ARREST")
    return labels
