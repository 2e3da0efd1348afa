"""Incident templates of an article: one per kind of attack, with perpetrators, targets and victims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, id_of, read
from dragoman.records import EventMention, Participant, Reading

_TYPES = {
    "explosives": "bombing", "suicide-attack": "bombing", "aerial": "bombing", "abduct": "kidnapping", "primitive": "arson",
}  # fmt: skip
_BODIES = frozenset({"group", "org", "metonym", "country", "capital"})
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their|this|these|those)\s+", re.IGNORECASE)
_FIRE = ("arson", "burn", "fire", "torch")


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `templates`; each entity is the list of its mentions, each once."""
    for record in records:
        yield {"id": id_of(record), "templates": _templates(read(document_of(record)))}


def _templates(reading: Reading) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for mention in reading.mentions:
        if mention.type != "ASSAULT" or mention.status == "denied":
            continue
        kind = _kind(mention, reading.document.text)
        template = found.setdefault(
            kind, {"type": kind, "PerpInd": [], "PerpOrg": [], "Target": [], "Victim": [], "Weapon": []}
        )
        for participant in mention.actors:
            _add(template, "PerpOrg" if _is_organised(participant) else "PerpInd", participant)
        for participant in mention.recipients:
            if participant.via != "territory":
                _add(template, "Target" if _is_thing(participant) else "Victim", participant)
    return list(found.values())


def _kind(mention: EventMention, text: str) -> str:
    word = text[mention.trigger.start : mention.trigger.end].lower()
    kind = next((_TYPES[mode] for mode in mention.modes if mode in _TYPES), "attack")
    return "attack" if kind == "arson" and not word.startswith(_FIRE) else kind


def _is_organised(participant: Participant) -> bool:
    """A perpetrator that is a named body; "guerrillas" and "gunmen" are individuals."""
    return participant.actor is not None and participant.actor.kind in _BODIES


def _is_thing(participant: Participant) -> bool:
    """A recipient that is nobody: resolution found neither a country nor a sector nor a person."""
    actor = participant.actor
    return actor is None or (actor.code is None and actor.sector is None and actor.kind != "person")


def _add(template: dict[str, Any], slot: str, participant: Participant) -> None:
    name = _ARTICLE.sub("", participant.text)
    if name and [name] not in template[slot]:
        template[slot].append([name])
