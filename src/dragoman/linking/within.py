"""Link the mentions of one document that report the same act, and let them complete each other.

Two mentions are one event when their types agree, their parties agree on every side that both name, and neither their days nor
their places contradict. A mention that lacks a day or place takes it from the others of its event, marked as such.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from dragoman.records import Actor, Event, EventMention, Interval, Participant, Place, Status

# What a text calls one and the same act; a meeting and indirect talks of the same two are not one.
_KINDS = (
    ("meet", "met", "encounter", "summit"),
    ("talk", "negotiat", "dialog", "discuss", "consult"),
    ("visit", "trip", "travel", "arriv", "tour"),
    ("attack", "assault", "raid", "ambush"),
    ("strike", "struck", "airstrike", "bomb", "shell"),
    ("kill", "shoot", "shot", "murder", "massacr"),
    ("arrest", "detain", "detention"),
    ("protest", "demonstrat", "rally", "march"),
)
_ORDER: tuple[Status, ...] = ("actual", "denied", "planned", "possible")
_SHORT = timedelta(days=31)


def link_document(mentions: Sequence[EventMention]) -> tuple[tuple[EventMention, ...], tuple[Event, ...]]:
    """The mentions, completed by their partners, and the events they make up, in text order."""
    groups: list[list[EventMention]] = []
    for mention in mentions:
        group = next((g for g in groups if _same_event(mention, g)), None)
        if group is None:
            groups.append([mention])
        else:
            group.append(mention)
    completed: dict[str, EventMention] = {}
    events = []
    for group in groups:
        full = [_complete(m, group) for m in group]
        completed.update({m.id: m for m in full})
        events.append(_event(full))
    return tuple(completed[m.id] for m in mentions), tuple(events)


def _same_event(mention: EventMention, group: Sequence[EventMention]) -> bool:
    return all(_compatible(mention, other) for other in group) and any(_alike(mention, other) for other in group)


def _compatible(a: EventMention, b: EventMention) -> bool:
    if _kind(a) != _kind(b):
        return False
    if (
        a.type != b.type
        or (("visit" in a.modes) != ("visit" in b.modes))
        or ("planned" in {a.status, b.status} and a.status != b.status)
    ):
        return False
    return _times_meet(a.time, b.time) and _places_meet(a.place, b.place)


def _kind(mention: EventMention) -> str:
    return trigger_family(mention.trigger_text)


def trigger_family(text: str) -> str:
    """The family of a trigger word; the first letters of an unknown one."""
    word = text.lower()
    for number, stems in enumerate(_KINDS):
        if any(stem in word for stem in stems):
            return str(number)
    return word[:5]


def _alike(a: EventMention, b: EventMention) -> bool:
    """The same parties: on both sides where both are named."""
    left, right = _codes(a.actors), _codes(b.actors)
    other_left, other_right = _codes(a.recipients), _codes(b.recipients)
    if a.symmetric or b.symmetric:
        mine, theirs = left | other_left, right | other_right
        return len(mine) > 1 and mine == theirs and _persons_meet(a, b)
    if not left or left != right:
        return False
    if other_left and other_right:
        return bool(other_left & other_right) and _persons_meet(a, b)
    return False


def _codes(participants: Sequence[Participant]) -> set[str]:
    return {p.actor.code for p in participants if p.actor is not None and p.actor.code is not None}


def _persons_meet(a: EventMention, b: EventMention) -> bool:
    """Named persons of one country must be the same where both mentions name one."""
    mine, theirs = _persons(a), _persons(b)
    return all(not (mine[c] and theirs[c]) or bool(mine[c] & theirs[c]) for c in mine.keys() & theirs.keys())


def _persons(mention: EventMention) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for participant in (*mention.actors, *mention.recipients):
        actor = participant.actor
        if actor is not None and actor.code and actor.id and actor.id.startswith("person:"):
            found.setdefault(actor.code, set()).add(actor.id)
    return found


def _times_meet(a: Interval | None, b: Interval | None) -> bool:
    if a is None or b is None or a.first is None or b.first is None:
        return True
    a_last, b_last = a.last or a.first, b.last or b.first
    return a.first <= b_last and b.first <= a_last


def _places_meet(a: Place | None, b: Place | None) -> bool:
    if a is None or b is None or a.country is None or b.country is None:
        return True
    if a.country != b.country:
        return False
    return a.name == b.name or "country" in (a.precision, b.precision) or "region" in (a.precision, b.precision)


def _complete(mention: EventMention, group: Sequence[EventMention]) -> EventMention:
    reasons = list(mention.reasons)
    time, place = mention.time, mention.place
    if time is None or (time.first is None and time.last is None):
        found = [m.time for m in group if m.time is not None and m.time.first is not None]
        if found:
            time = msgspec.structs.replace(min(found, key=_length), reason="FROM_LINKED_MENTION")
    if place is None:
        places = [m.place for m in group if m.place is not None]
        if places:
            place = min(
                places, key=lambda p: ("exact", "town", "district", "region", "area", "country").index(p.precision)
            )
            reasons = [r for r in reasons if not r.startswith("place:")]
            reasons.append("place: FROM_LINKED_MENTION")
    return msgspec.structs.replace(mention, time=time, place=place, reasons=tuple(reasons))


def _length(interval: Interval) -> timedelta:
    if interval.first is None or interval.last is None:
        return timedelta(days=36500)
    return interval.last - interval.first


def _event(mentions: Sequence[EventMention]) -> Event:
    """The event of linked mentions: each field by the mention that tells most."""
    first = mentions[0]
    best_place = next((m.place for m in mentions if m.place is not None), None)
    times = [m.time for m in mentions if m.time is not None and m.time.first is not None]
    statuses = Counter(m.status for m in mentions)
    key = "|".join(sorted(m.id for m in mentions))
    return Event(
        id="event:" + hashlib.sha256(key.encode()).hexdigest()[:16],
        type=first.type,
        mentions=tuple(m.id for m in mentions),
        documents=tuple(dict.fromkeys(m.document_id for m in mentions)),
        status=max(_ORDER, key=lambda s: (statuses[s], -_ORDER.index(s))),
        modes=tuple(dict.fromkeys(mode for m in mentions for mode in m.modes)),
        actors=_merged([p for m in mentions for p in m.actors]),
        recipients=_merged([p for m in mentions for p in m.recipients]),
        place=best_place,
        time=min(times, key=_length) if times else None,
        reasons=() if len(mentions) == 1 else ("linked: SAME_TYPE_AND_PARTIES",),
    )


def _merged(participants: Sequence[Participant]) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for participant in participants:
        actor = participant.actor
        if actor is not None:
            key = actor.code or actor.name
            if key not in found or (actor.id or "").startswith("person:"):
                found[key] = actor
    return tuple(found.values())
