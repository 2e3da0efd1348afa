"""Which id an event has, when its mentions come, go, join and part.

An event keeps the id it had as long as it keeps most of its mentions. Where two events become one, the id with most mentions
stays and the other leads to it; where one becomes two, the larger part keeps the id and the trail tells where the rest
went. Ids are never given to another happening: a new one is made of the first mention of the event.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from dragoman.records import Record

TrailKind = Literal["merged", "split", "gone"]


class TrailStep(Record, frozen=True):
    """What became of an id: `merged` into another, `split` off to another, or `gone` with its articles."""

    event_id: str
    into_id: str | None
    kind: TrailKind


def new_id(first_mention: str) -> str:
    """The id of an event that never had one, from its first mention."""
    return "linked:" + hashlib.sha256(first_mention.encode()).hexdigest()[:16]


def assign_ids(
    events: Sequence[Sequence[str]], before: Mapping[str, str], taken: frozenset[str] = frozenset()
) -> tuple[list[str], tuple[TrailStep, ...]]:
    """The id of every event, in the order of `events`, and what became of the ids that some had before.

    Args:
        events: The mentions of each event, its first mention first.
        before: Mention → id of the event it was in; of all events that lost or gained anything.
        taken: Ids of live events that are not among those.
    """
    shares: list[tuple[int, str, int]] = []
    for number, mentions in enumerate(events):
        counted = Counter(before[mention] for mention in mentions if mention in before)
        shares += [(-count, id_, number) for id_, count in counted.items()]
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, id_, number in sorted(shares):
        if number not in ids and id_ not in used:
            ids[number] = id_
            used.add(id_)
    used |= taken | set(before.values())
    for number, mentions in enumerate(events):
        if number not in ids:
            ids[number] = _unused(mentions[0], used)
            used.add(ids[number])
    return [ids[number] for number in range(len(events))], _trail(shares, ids, before)


def _unused(first_mention: str, taken: set[str]) -> str:
    """A new id; with a further number where a part of an event that kept its id begins with the same mention."""
    id_, number = new_id(first_mention), 1
    while id_ in taken:
        number += 1
        id_ = new_id(f"{first_mention}|{number}")
    return id_


def _trail(
    shares: Sequence[tuple[int, str, int]], ids: Mapping[int, str], before: Mapping[str, str]
) -> tuple[TrailStep, ...]:
    live = set(ids.values())
    found: dict[tuple[str, str], TrailStep] = {}
    for _, id_, number in sorted(shares):
        if ids[number] != id_:
            kind: TrailKind = "split" if id_ in live else "merged"
            found[id_, ids[number]] = TrailStep(event_id=id_, into_id=ids[number], kind=kind)
    known = {id_ for _, id_, _ in shares}
    gone = [TrailStep(event_id=id_, into_id=None, kind="gone") for id_ in sorted(set(before.values()) - known)]
    return (*(found[key] for key in sorted(found)), *gone)
