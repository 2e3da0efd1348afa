"""The record of a linked event: the best of every field, how far it spreads, who says what, and where reports disagree.

A copy is no second witness, and a publisher that comes back to its own report none either, so every vote is one of independent
reports: those of different publishers, each group of copies counting for the publisher of its first article, and speaking by
its latest version where that corrects or updates the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

from dragoman.linking.changes import VersionKind
from dragoman.records import (
    Actor,
    Contradiction,
    CountKind,
    EventCount,
    EventMention,
    Interval,
    Link,
    LinkedEvent,
    Participant,
    Place,
    Record,
    SaidCount,
    Status,
    Version,
)

_T = TypeVar("_T", bound=Hashable)
# Of values with equal support the earlier counts: what is said to have happened weighs more than what was planned.
_STATUSES: Final[tuple[Status, ...]] = ("actual", "denied", "planned", "possible")
_PRECISIONS: Final = ("exact", "town", "district", "region", "area", "country")
# An actor that fewer of the independent reports that name anybody name is more likely misread than known to them alone.
_LEAST_SHARE: Final = 1 / 3
_REPLACING: Final = frozenset({"updated", "corrected"})


class Reported(Record, frozen=True):
    """A mention of the event with what is known of its article.

    `head` is the first article of the article's group of copies and `witness` that one's publisher, or itself where none is
    known; `version` is what the article did to its parent, if it has one. `is_toll` marks a mention that only tells what
    the act led to: it has numbers to give and no vote.
    """

    mention: EventMention
    published: date | None
    publisher: str | None
    head: str
    witness: str
    version: VersionKind | None = None
    is_toll: bool = False


def event_record(id_: str, reports: Sequence[Reported], links: Sequence[Link] = ()) -> LinkedEvent:
    """The record of an event.

    Args:
        id_: Its id.
        reports: Its mentions, in the order of publication and text.
        links: What holds them together.
    """
    witnesses = _witnesses(reports)
    types = _voted(witnesses, lambda r: [r.mention.type])
    statuses = _statuses(witnesses)
    place, places = _place(witnesses)
    told = [
        r.mention.time for r in reports if r.mention.time is not None and (r.mention.time.first or r.mention.time.last)
    ]
    days = [day for time in told for day in (time.first, time.last) if day is not None]
    documents = tuple(dict.fromkeys(r.mention.document_id for r in reports))
    printed = [r.published for r in reports if r.published is not None]
    counts = _counts(reports)
    return LinkedEvent(
        id=id_,
        type=types[0],
        status=statuses[0],
        types=tuple(types),
        statuses=tuple(statuses),
        modes=tuple(_voted([r for r in witnesses if r.mention.type == types[0]], lambda r: r.mention.modes)),
        contexts=tuple(_voted(witnesses, lambda r: r.mention.contexts)),
        actors=_parties(witnesses, lambda m: m.actors),
        recipients=_parties(witnesses, lambda m: m.recipients),
        place=place,
        places=places,
        time=_time(witnesses),
        earliest=min(days, default=None),
        latest=max(days, default=None),
        counts=counts,
        contradictions=_contradictions(witnesses, counts, place),
        mentions=tuple(r.mention.id for r in reports),
        documents=documents,
        reports=len(documents),
        independent_reports=len({r.witness for r in reports}),
        publishers=tuple(dict.fromkeys(r.publisher for r in reports if r.publisher)),
        source_kinds=tuple(_voted(witnesses, lambda r: [s.kind for s in r.mention.sources] or ["author"])),
        first_reported=min(printed, default=None),
        last_reported=max(printed, default=None),
        probability=min((link.probability for link in links), default=1.0),
        links=tuple(links),
    )


def _witnesses(reports: Sequence[Reported]) -> list[Reported]:
    """The mentions that vote: of a group of copies those of the first article, or of a version that replaces it."""
    speaking: dict[str, str] = {}
    for report in reports:
        if report.head not in speaking or report.version in _REPLACING:
            speaking[report.head] = report.mention.document_id
    holding = [r for r in reports if speaking[r.head] == r.mention.document_id]
    return [r for r in holding if not r.is_toll] or holding


def _voted(witnesses: Sequence[Reported], values: Callable[[Reported], Iterable[_T]]) -> list[_T]:
    """The values by the number of independent reports that give them, of equal ones the one told first."""
    if len(witnesses) == 1:
        return list(dict.fromkeys(values(witnesses[0])))
    seen: dict[_T, set[str]] = {}
    for report in witnesses:
        for value in values(report):
            seen.setdefault(value, set()).add(report.witness)
    order = {value: place for place, value in enumerate(seen)}
    return sorted(seen, key=lambda value: (-len(seen[value]), order[value]))


def _statuses(witnesses: Sequence[Reported]) -> list[Status]:
    """All statuses that are told, the one that holds first: what was planned and is then told as done is done."""
    heads: dict[Status, set[str]] = {}
    for report in witnesses:
        heads.setdefault(report.mention.status, set()).add(report.witness)
    if "actual" in heads:
        heads.get("planned", set()).clear()
    return sorted(heads, key=lambda status: (-len(heads[status]), _STATUSES.index(status)))


def _parties(witnesses: Sequence[Reported], side: Callable[[EventMention], Sequence[Participant]]) -> tuple[Actor, ...]:
    """Who stands on a side in the reports that name anybody there; of each code the actor told most precisely."""
    named: dict[str, set[str]] = {}
    best: dict[str, Actor] = {}
    for report in witnesses:
        for participant in side(report.mention):
            actor = participant.actor or Actor(name=participant.text)
            key = actor.code or actor.name
            named.setdefault(key, set()).add(report.witness)
            if key not in best or _detail(actor) > _detail(best[key]):
                best[key] = actor
    heads = {head for found in named.values() for head in found}
    order = {key: place for place, key in enumerate(named)}
    kept = [k for k in named if len(named[k]) >= len(heads) * _LEAST_SHARE and (best[k].code or len(named) == 1)]
    return tuple(best[key] for key in sorted(kept, key=lambda key: (-len(named[key]), order[key])))


def _detail(actor: Actor) -> int:
    """How much an actor's identity tells: a named person or body, a force of a state, the state."""
    if actor.id and actor.id.startswith(("person:", "org:")):
        return 3
    if actor.sector and actor.sector not in ("GOV", "UNK"):
        return 2
    return 1 if actor.id else 0


def _place(witnesses: Sequence[Reported]) -> tuple[Place | None, tuple[str, ...]]:
    """The place that most reports give, among the most precise ones, and the names of all."""
    found: dict[str, Place] = {}
    heads: dict[str, set[str]] = {}
    for report in witnesses:
        place = report.mention.place
        if place is not None:
            if place.name not in found or (found[place.name].lat is None and place.lat is not None):
                found[place.name] = place
            heads.setdefault(place.name, set()).add(report.witness)
    order = {name: number for number, name in enumerate(found)}

    def rank(name: str) -> tuple[bool, int, int, int]:
        precision = _PRECISIONS.index(found[name].precision)
        return (precision > 2, -len(heads[name]), precision, order[name])

    names = sorted(found, key=rank)
    return (found[names[0]] if names else None), tuple(names)


def _time(witnesses: Sequence[Reported]) -> Interval | None:
    """The interval that most reports give; of equal ones the narrowest, then the one told first."""
    heads: dict[tuple[date | None, date | None], set[str]] = {}
    best: dict[tuple[date | None, date | None], Interval] = {}
    for report in witnesses:
        time = report.mention.time
        if time is not None and (time.first or time.last):
            heads.setdefault((time.first, time.last), set()).add(report.witness)
            best.setdefault((time.first, time.last), time)
    order = {key: place for place, key in enumerate(best)}

    def rank(key: tuple[date | None, date | None]) -> tuple[int, timedelta, int]:
        width = key[1] - key[0] if key[0] and key[1] else timedelta(days=36500)
        return (-len(heads[key]), width, order[key])

    return best[min(best, key=rank)] if best else None


# ---------------------------------------------------------------------------------------------------------- numbers


def _counts(reports: Sequence[Reported]) -> tuple[EventCount, ...]:
    said: dict[CountKind, list[tuple[str, SaidCount]]] = {}
    witness = {r.mention.id: r.witness for r in reports}
    for report in reports:
        for count in report.mention.counts:
            source = report.mention.sources[-1] if report.mention.sources else None
            row = SaidCount(
                low=count.low,
                high=count.high,
                text=count.text,
                mention_id=report.mention.id,
                document_id=report.mention.document_id,
                published=report.published,
                publisher=report.publisher,
                source=source.text if source else None,
                source_kind=source.kind if source else "author",
            )
            said.setdefault(count.kind, []).append((report.head, row))
    return tuple(_count(kind, _withdrawn(said[kind], reports), witness) for kind in sorted(said))


def _withdrawn(said: Sequence[tuple[str, SaidCount]], reports: Sequence[Reported]) -> list[SaidCount]:
    """Mark numbers of a group of copies that a later version of it replaced with others."""
    replaced: dict[str, str] = {}
    for report in reports:
        if report.version in _REPLACING and any(row.mention_id == report.mention.id for _, row in said):
            replaced[report.head] = report.mention.document_id
    found = []
    for head, row in said:
        latest = replaced.get(head)
        new = {(r.low, r.high) for h, r in said if h == head and r.document_id == latest}
        is_old = latest is not None and row.document_id != latest and (row.low, row.high) not in new
        found.append(_marked(row) if is_old else row)
    return found


def _marked(row: SaidCount) -> SaidCount:
    return SaidCount(**{name: getattr(row, name) for name in row.__struct_fields__} | {"is_withdrawn": True})


def _count(kind: CountKind, said: Sequence[SaidCount], witness: Mapping[str, str]) -> EventCount:
    holding = [row for row in said if not row.is_withdrawn] or list(said)
    points = [(witness[row.mention_id], _point(row), row) for row in holding]
    heads: dict[int, set[str]] = {}
    last: dict[int, tuple[date, int]] = {}
    for place, (head, point, row) in enumerate(points):
        heads.setdefault(point, set()).add(head)
        last[point] = max(last.get(point, (date.min, -1)), (row.published or date.min, place))
    best = max(heads, key=lambda point: (len(heads[point]), last[point]))
    lows = [row.low if row.low is not None else 0 for row in holding]
    tops = [_point(row) for row in holding]
    is_open = any(row.high is None and _point(row) == max(tops) for row in holding)
    high = None if is_open else max(row.high if row.high is not None else _point(row) for row in holding)
    return EventCount(kind=kind, low=min(lows), best=best, high=high, said=tuple(said))


def _point(row: SaidCount) -> int:
    """The number as one number: the middle of a narrow interval, else the end that is given."""
    if row.low is not None and row.high is not None:
        return (row.low + row.high) // 2
    return row.low if row.low is not None else row.high or 0


# ---------------------------------------------------------------------------------------------------- contradictions


def _contradictions(
    witnesses: Sequence[Reported], counts: Sequence[EventCount], place: Place | None
) -> tuple[Contradiction, ...]:
    found = [
        _disagreement("status", [(r.mention.status, r) for r in witnesses if r.mention.status in ("actual", "denied")]),
        _disagreement("day", [(day, r) for r in witnesses if (day := _one_day(r.mention.time))]),
        _disagreement("place", [(p.name, r) for r in witnesses if (p := r.mention.place) and _is_point(p)]),
    ]
    for count in counts:
        found.append(_numbers(count))
    return tuple(contradiction for contradiction in found if contradiction is not None)


def _disagreement(field: str, values: Sequence[tuple[str, Reported]]) -> Contradiction | None:
    if len(values) < 2:
        return None
    heads: dict[str, set[str]] = {}
    mentions: dict[str, list[str]] = {}
    for value, report in values:
        heads.setdefault(value, set()).add(report.witness)
        mentions.setdefault(value, []).append(report.mention.id)
    if len(heads) < 2:
        return None
    order = sorted(heads, key=lambda value: (-len(heads[value]), value))
    return Contradiction(
        field=field, versions=tuple(Version(value=value, mentions=tuple(mentions[value])) for value in order)
    )


def _numbers(count: EventCount) -> Contradiction | None:
    """Numbers that cannot both be right: intervals that do not meet, withdrawn ones aside."""
    holding = [row for row in count.said if not row.is_withdrawn]
    if not any(_exclude(a, b) for i, a in enumerate(holding) for b in holding[i + 1 :]):
        return None
    mentions: dict[str, list[str]] = {}
    for row in holding:
        mentions.setdefault(_bounds(row), []).append(row.mention_id)
    order = Counter({value: len(set(ids)) for value, ids in mentions.items()})
    return Contradiction(
        field=count.kind,
        versions=tuple(
            Version(value=value, mentions=tuple(mentions[value]))
            for value in sorted(mentions, key=lambda value: (-order[value], value))
        ),
    )


def _exclude(a: SaidCount, b: SaidCount) -> bool:
    lows, highs = [row.low or 0 for row in (a, b)], [row.high for row in (a, b)]
    return any(high is not None and high < low for high, low in ((highs[0], lows[1]), (highs[1], lows[0])))


def _bounds(row: SaidCount) -> str:
    if row.low == row.high:
        return str(row.low)
    if row.high is None:
        return f"{row.low} or more"
    return f"up to {row.high}" if row.low is None else f"{row.low} to {row.high}"


def _one_day(time: Interval | None) -> str | None:
    return str(time.first) if time is not None and time.first is not None and time.first == time.last else None


def _is_point(place: Place) -> bool:
    return _PRECISIONS.index(place.precision) <= 2
