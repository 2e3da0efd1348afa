"""Triggers and arguments. Types and roles of WikiEvents (default), those of RAMS (`rams-...`) without triggers given, and
MEANTIME's (`meantime-...`: no types, Arg0 acts, Arg1 is acted upon)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, id_of, read
from dragoman.records import EventMention, Span

_ATTACK = ("Conflict.Attack.Unspecified", "Attacker", "Target")
_TABLE: dict[tuple[str, str | None], tuple[str, str, str]] = {
    ("ASSAULT", "explosives"): ("Conflict.Attack.DetonateExplode", "Attacker", "Target"),
    ("ASSAULT", "suicide-attack"): ("Conflict.Attack.DetonateExplode", "Attacker", "Target"),
    ("ASSAULT", "destroy"): ("ArtifactExistence.DamageDestroyDisableDismantle.Destroy", "Destroyer", "Artifact"),
    ("ASSAULT", None): _ATTACK,
    ("COERCE", "arrest"): ("Justice.ArrestJailDetain.Unspecified", "Jailer", "Detainee"),
    ("CONSULT", None): ("Contact.Contact.Meet", "Participant", "Participant"),
    ("PROTEST", "riot"): ("Conflict.Demonstrate.DemonstrateWithViolence", "Demonstrator", "Target"),
    ("PROTEST", None): ("Conflict.Demonstrate.Unspecified", "Demonstrator", "Target"),
    ("REQUEST", None): ("Contact.RequestCommand.Unspecified", "Communicator", "Recipient"),
    ("THREATEN", None): ("Contact.ThreatenCoerce.Unspecified", "Communicator", "Recipient"),
    ("SANCTION", "convict"): ("Justice.Convict.Unspecified", "JudgeCourt", "Defendant"),
    ("ACCUSE", "investigate"): ("Justice.InvestigateCrime.Unspecified", "Investigator", "Defendant"),
    ("ACCUSE", "allege"): ("Justice.ChargeIndict.Unspecified", "Prosecutor", "Defendant"),
    ("RETREAT", "release"): ("Justice.ReleaseParole.Unspecified", "JudgeCourt", "Defendant"),
    ("RETREAT", "resign"): ("Personnel.EndPosition.Unspecified", "Employee", "PlaceOfEmployment"),
}
"""Type and mode -> event type, role of the actors, role of the recipients. What is not here has no counterpart."""


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `events` with `type`, `trigger`, `arguments`."""
    for record in records:
        name = str(id_of(record))
        document = document_of(record)
        found = []
        for mention in read(document).mentions:
            if name.startswith("meantime"):
                found.append(_event(mention, document.text, None, ("Arg0", "Arg1", "Argm-LOC")))
            elif names := _names(mention):
                roles = (*names[1:], "Place")
                lower = name.startswith("rams")
                found.append(_event(mention, document.text, names[0], tuple(r.lower() if lower else r for r in roles)))
        yield {"id": id_of(record), "events": found}


def _names(mention: EventMention) -> tuple[str, str, str] | None:
    return next((_TABLE[key] for mode in (*mention.modes, None) if (key := (mention.type, mode)) in _TABLE), None)


def _event(mention: EventMention, text: str, kind: str | None, roles: tuple[str, ...]) -> dict[str, Any]:
    actor, recipient, place = roles
    spans = [(actor, p.head) for p in mention.actors] + [(recipient, p.head) for p in mention.recipients]
    if mention.place is not None and mention.place.span is not None:
        spans.append((place, mention.place.span))
    event = {
        "trigger": _span(mention.trigger, text),
        "arguments": [{"role": role, **_span(span, text)} for role, span in dict.fromkeys(spans)],
    }
    return event if kind is None else {"type": kind, **event}


def _span(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
