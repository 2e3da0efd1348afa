"""Linked events for people and for tables: what is known of a happening, by how many independent reports, and who disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.records import Actor, Contradiction, EventCount, Link, LinkedEvent, SaidCount
from dragoman.serving.plain import one_line
from dragoman.serving.rows import Row, join_cell
from dragoman.serving.table import answers_table, hung
from dragoman.serving.wording import NO_ACTOR, actor_words, when_words, where_words
from dragoman.store import Answer

_SEPARATOR: Final = " · "
_STATUS_STYLES: Final = {"actual": "", "planned": "cyan", "possible": "yellow", "denied": "red"}
_NAME_WIDTH: Final = 14

# The columns of a row of a linked event: names and order are stable, new ones come at the end.
LINKED_COLUMNS: Final[dict[str, type]] = {
    "event_id": str,
    "type": str,
    "modes": str,
    "contexts": str,
    "status": str,
    "actors": str,
    "actor_codes": str,
    "actor_ids": str,
    "recipients": str,
    "recipient_codes": str,
    "recipient_ids": str,
    "date_first": date,
    "date_last": date,
    "earliest": date,
    "latest": date,
    "place": str,
    "place_country": str,
    "lat": float,
    "lon": float,
    "precision": str,
    "counts": str,
    "contradictions": str,
    "reports": int,
    "independent_reports": int,
    "publishers": str,
    "source_kinds": str,
    "first_reported": date,
    "last_reported": date,
    "probability": float,
    "part_of": str,
    "mention_ids": str,
    "document_ids": str,
}


def linked_table(events: Iterable[LinkedEvent], *, total: int | None = None) -> RenderableType:
    """Linked events in their order, a block each.

    Args:
        events: The events.
        total: How many there are in all, where a limit cut the answer.
    """
    listed = list(events)
    parts: list[RenderableType] = [_block(event) for event in listed]
    shown = _number(len(listed), "event")
    of_all = f"{shown} of {total:,}" if total is not None and total > len(listed) else shown
    documents = {document for event in listed for document in event.documents}
    told = f"{of_all} in {_number(len(documents), 'document')}." if listed else "No event found."
    parts.append(Text(told, "bold"))
    return Group(*parts)


def linked_line(event: LinkedEvent) -> Text:
    """`when · who → whom · TYPE/mode · where · status · by how many reports · numbers`."""
    cells = [
        Text(when_words(event.time)),
        Text(_who(event), "bold" if event.actors else "italic"),
        Text("/".join((event.type, *event.modes)), "bold green"),
        Text(where_words(event.place)),
        Text(event.status, _STATUS_STYLES[event.status]),
        Text(reports_words(event)),
    ]
    cells += [Text(", ".join(count_range_words(count) for count in event.counts))] if event.counts else []
    return Text(_SEPARATOR, "dim").join(cells)


def reports_words(event: LinkedEvent) -> str:
    """`3 independent reports (5 articles)`; the articles only where some are copies."""
    told = _number(event.independent_reports, "independent report")
    return f"{told} ({_number(event.reports, 'article')})" if event.reports > event.independent_reports else told


def count_range_words(count: EventCount) -> str:
    """`4 killed`, `3 to 7 killed, best 4`, `40 or more killed`."""
    kind = count.kind.replace("_", " ")
    if count.low == count.high:
        return f"{count.best} {kind}"
    if count.high is None:
        return (
            f"{count.low} or more {kind}"
            if count.low == count.best
            else f"{count.low} or more {kind}, best {count.best}"
        )
    return f"{count.low} to {count.high} {kind}, best {count.best}"


def contradiction_words(contradiction: Contradiction) -> str:
    """`killed: 5 or 7`."""
    return f"{contradiction.field.replace('_', ' ')}: {' or '.join(v.value for v in contradiction.versions)}"


def render_linked(event: LinkedEvent, answers: Sequence[Answer], *, asked: str | None = None) -> RenderableType:
    """A linked event for `dragoman show`: every field, why its reports belong together, and each of them.

    Args:
        event: The event.
        answers: Its mentions with their articles, in the order to show them.
        asked: The id that was asked for, where the event has another one now.
    """
    fields = linked_fields(event)
    if asked is not None and asked != event.id:
        fields.insert(0, ("asked for", f"{asked}, which is {event.id} now"))
    lines = (
        hung(Text(f"{name:<{_NAME_WIDTH}}", "dim") + Text(one_line(value)), hang=_NAME_WIDTH) for name, value in fields
    )
    return Group(Text(one_line(f"Event {event.id}"), "bold underline"), *lines, Text(), answers_table(answers))


def linked_fields(event: LinkedEvent) -> list[tuple[str, str]]:
    """Every field of a linked event in words but its mentions, which follow it."""
    others = [kind for kind in event.types if kind != event.type]
    statuses = [status for status in event.statuses if status != event.status]
    places = [place for place in event.places if event.place is None or place != event.place.name]
    spread = event.earliest != event.latest or (event.time is not None and event.time.first != event.earliest)
    return [
        ("type", "/".join((event.type, *event.modes)) + (f"; also read as {', '.join(others)}" if others else "")),
        ("status", event.status + (f"; also told as {', '.join(statuses)}" if statuses else "")),
        *(("actor", actor_words(actor)) for actor in event.actors),
        *([] if event.actors else [("actor", NO_ACTOR)]),
        *(("recipient", actor_words(actor)) for actor in event.recipients),
        ("when", when_words(event.time)),
        *([("", f"all that is told: {event.earliest} to {event.latest}")] if spread and event.earliest else []),
        ("where", where_words(event.place) + (f"; also {', '.join(places)}" if places else "")),
        *(field for count in event.counts for field in _count_fields(count)),
        *(("disagree", contradiction_words(contradiction)) for contradiction in event.contradictions),
        ("reports", reports_words(event)),
        ("publishers", ", ".join(event.publishers) or "not known"),
        ("sources", ", ".join(event.source_kinds)),
        ("reported", f"{event.first_reported} to {event.last_reported}" if event.first_reported else "day not known"),
        *([("part of", event.part_of)] if event.part_of else []),
        *(("episode", episode) for episode in event.episodes),
        ("probability", f"{event.probability:.2f} that all of this is one event"),
        *(("link", _link_words(link)) for link in event.links),
    ]


def linked_rows(events: Iterable[LinkedEvent]) -> Iterator[Row]:
    """One row an event with exactly the columns of `LINKED_COLUMNS`, in their order."""
    for event in events:
        place, time = event.place, event.time
        yield {
            "event_id": event.id,
            "type": event.type,
            "modes": join_cell(event.modes),
            "contexts": join_cell(event.contexts),
            "status": event.status,
            **_actor_cells("actor", event.actors),
            **_actor_cells("recipient", event.recipients),
            "date_first": time.first if time else None,
            "date_last": time.last if time else None,
            "earliest": event.earliest,
            "latest": event.latest,
            "place": place.name if place else None,
            "place_country": place.country if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "precision": place.precision if place else None,
            "counts": join_cell(count_range_words(count) for count in event.counts),
            "contradictions": join_cell(contradiction_words(one) for one in event.contradictions),
            "reports": event.reports,
            "independent_reports": event.independent_reports,
            "publishers": join_cell(event.publishers),
            "source_kinds": join_cell(event.source_kinds),
            "first_reported": event.first_reported,
            "last_reported": event.last_reported,
            "probability": event.probability,
            "part_of": event.part_of,
            "mention_ids": join_cell(event.mentions),
            "document_ids": join_cell(event.documents),
        }


def _actor_cells(role: str, actors: Sequence[Actor]) -> Row:
    return {
        f"{role}s": join_cell(actor.name for actor in actors),
        f"{role}_codes": join_cell(actor.code or "" for actor in actors),
        f"{role}_ids": join_cell(actor.id or "" for actor in actors),
    }


def _who(event: LinkedEvent) -> str:
    who = ", ".join(actor_words(actor) for actor in event.actors) or NO_ACTOR
    return f"{who} → {', '.join(map(actor_words, event.recipients))}" if event.recipients else who


def _block(event: LinkedEvent) -> RenderableType:
    parts: list[RenderableType] = [hung(linked_line(event), hang=4)]
    parts += [hung(Text(f"reports disagree: {contradiction_words(one)}", "yellow"), 2) for one in event.contradictions]
    parts += [hung(Text(f"part of {event.part_of}", "dim"), 2)] if event.part_of else []
    by = ", ".join(one_line(name) for name in event.publishers) or "publisher not known"
    parts.append(hung(Text(f"{by}{_SEPARATOR}{event.id}", "dim italic"), 2))
    return Group(*parts, Text())


def _count_fields(count: EventCount) -> Iterator[tuple[str, str]]:
    yield "count", count_range_words(count)
    for said in count.said:
        yield "", _said_words(said)


def _said_words(said: SaidCount) -> str:
    """`“seven people”: Meridian Wire, 2024-11-15, citing Ukrainian police`."""
    by = [said.publisher or said.document_id, str(said.published) if said.published else ""]
    by += [f"citing {one_line(said.source)}"] if said.source else []
    by += ["withdrawn later"] if said.is_withdrawn else []
    return f"“{one_line(said.text)}”: {', '.join(part for part in by if part)}"


def _link_words(link: Link) -> str:
    """`a#1-CONSULT with b#7-CONSULT, 0.97: same day +3.5, same two sides +3`."""
    reasons = ", ".join(f"{r.feature} {r.level.replace('_', ' ')} {r.bits:+g}" for r in link.reasons)
    return f"{link.mention_id} with {link.to_id}, {link.probability:.2f}: {reasons}"


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
