"""What stands behind the numbers of a pair or of the system: the reports of an event, who disputes it, who mediates, what stands between two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from dragoman.records import Document, LinkedEvent, Participant, Record, Relation, RelationKind, Span
from dragoman.serving.linked import contradiction_words, linked_line
from dragoman.serving.plain import one_line
from dragoman.serving.table import hung
from dragoman.serving.wording import claims_words
from dragoman.store import Answer, View

# Reports that are shown of one event or relation: of different publishers, the first ones printed.
_SHOWN: Final = 3


class Evidence(Record, frozen=True):
    """Words that tell it, and where they stand."""

    document: str
    publisher: str | None
    published: date | None
    text: str


class Told(Record, frozen=True):
    """An event with the first reports of up to three publishers. `claims` tells who holds what, where sources are cited."""

    event: LinkedEvent
    evidence: tuple[Evidence, ...]
    claims: tuple[str, ...]


class Mediator(Record, frozen=True):
    """Who brought two actors together, and the events in which it did."""

    code: str
    events: tuple[str, ...]


class Standing(Record, frozen=True):
    """A relation that articles state, in the first of its directions that they told, or an actor's part in an agreement.

    `first_stated` and `last_stated` are the first and the last day on which an article stated it: for as long it is known to hold.
    Nothing is said of later days. `object` is the name of the agreement where `kind` is `party_to`.
    """

    kind: RelationKind
    subject: str
    object: str
    first_stated: date | None
    last_stated: date | None
    evidence: tuple[Evidence, ...]


def told_events(view: View, ids: Iterable[str]) -> Iterator[Told]:
    """The events of some ids, each once and in the order of the ids, with their reports."""
    for id_ in dict.fromkeys(ids):
        event = view.linked_event(id_)
        if event is not None:
            answers = view.reports_of(event)
            yield Told(event=event, evidence=_first_reports(answers), claims=_claims(answers))


def mediators(view: View, one: str, other: str, first: date | None, last: date | None) -> tuple[Mediator, ...]:
    """Who mediated between two actors, those with most events first."""
    found: dict[str, list[str]] = {}
    for code, id_ in view.mediated(one, other, first, last):
        found.setdefault(code, []).append(id_)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Mediator(code=code, events=tuple(ids)) for code, ids in ordered)


def standing(view: View, as_of: date | None, actors: Collection[str] = ()) -> tuple[Standing, ...]:
    """What articles state to stand between actors, up to a day: relations of two, and parts in agreements.

    Args:
        view: The store.
        as_of: Articles printed later do not count; neither do those without a day. `None` counts all.
        actors: Only between these codes; empty is all.
    """
    grouped: dict[tuple[RelationKind, str, str], list[Relation]] = {}
    # Of a pair only its own are read.
    asked = [view.relations(party=code) for code in sorted(actors)] if actors else [view.relations()]
    for relation in {relation.id: relation for rows in asked for relation in rows}.values():
        subject, other = _code(relation.subject), _object(relation)
        if subject is None or other is None or (actors and subject not in actors):
            continue
        if actors and relation.kind != "party_to" and other not in actors:
            continue
        grouped.setdefault((relation.kind, subject, other), []).append(relation)
    documents = view.documents_of({r.document_id for rows in grouped.values() for r in rows})
    found = (_standing(key, rows, documents, as_of) for key, rows in sorted(grouped.items()))
    return tuple(one for one in found if one is not None)


def between(rows: Iterable[Standing], one: str, other: str) -> tuple[Standing, ...]:
    """Of what stands in the system that of two actors: their relations, and the agreements to which both are party."""
    listed = list(rows)
    parties = {code: {r.object for r in listed if r.kind == "party_to" and r.subject == code} for code in (one, other)}
    shared = parties[one] & parties[other]
    return tuple(
        r
        for r in listed
        if (
            {r.subject, r.object} == {one, other}
            if r.kind != "party_to"
            else r.object in shared and r.subject in (one, other)
        )
    )


def told_lines(told: Told, *, indent: int = 2) -> Iterator[RenderableType]:
    """An event for the terminal: its line, what is in dispute, and a line for each report."""
    yield hung(linked_line(told.event), indent, hang=indent + 2)
    for contradiction in told.event.contradictions:
        yield hung(Text(f"reports disagree: {contradiction_words(contradiction)}", "yellow"), indent + 2)
    for claim in told.claims:
        yield hung(Text(one_line(claim), "yellow"), indent + 2)
    for evidence in told.evidence:
        yield evidence_line(evidence, indent=indent + 2)


def evidence_line(evidence: Evidence, *, indent: int) -> RenderableType:
    """`“words”: publisher, day · document`."""
    by = ", ".join(str(part) for part in (evidence.publisher, evidence.published) if part) or "publisher not known"
    words = f"“{one_line(evidence.text)}”: " if evidence.text else ""
    return hung(Text(f"{words}{one_line(by)} · {evidence.document}", "dim italic"), indent)


def standing_line(row: Standing) -> Text:
    """`ALB ↔ SRB · neighbour · stated 2024-05-21 to 2024-06-01`."""
    mark = "→" if row.kind in ("party_to", "arms_supplier") else "↔"
    days = f"{row.first_stated} to {row.last_stated}" if row.first_stated != row.last_stated else str(row.first_stated)
    stated = f"stated {days}" if row.first_stated else "stated, day not known"
    return Text(f"{row.subject} {mark} {one_line(row.object)} · {row.kind.replace('_', ' ')} · {stated}")


def _standing(
    key: tuple[RelationKind, str, str], rows: list[Relation], documents: Mapping[str, Document], as_of: date | None
) -> Standing | None:
    printed = [(documents[r.document_id], r) for r in rows if r.document_id in documents]
    if as_of is not None:
        printed = [(d, r) for d, r in printed if d.published is not None and d.published <= as_of]
    printed.sort(key=lambda pair: (pair[0].published or date.max, pair[0].id, pair[1].id))
    if not printed:
        return None
    days = [d.published for d, _ in printed if d.published is not None]
    return Standing(
        kind=key[0],
        subject=key[1],
        object=key[2],
        first_stated=min(days, default=None),
        last_stated=max(days, default=None),
        evidence=_by_publisher((document, relation.evidence) for document, relation in printed),
    )


def _first_reports(answers: Iterable[Answer]) -> tuple[Evidence, ...]:
    ordered = sorted(answers, key=lambda a: (a.document.published or date.max, a.mention.id))
    return _by_publisher((answer.document, answer.mention.evidence) for answer in ordered)


def _by_publisher(told: Iterable[tuple[Document, tuple[Span, ...]]]) -> tuple[Evidence, ...]:
    """The first words of each publisher, in the order in which they come."""
    found: dict[str, Evidence] = {}
    for document, spans in told:
        name = document.publisher or document.id
        if name not in found and len(found) < _SHOWN:
            # Empty where the publisher withholds its words.
            text = " … ".join(filter(None, (document.text[span.start : span.end] for span in spans)))
            found[name] = Evidence(
                document=document.id, publisher=document.publisher, published=document.published, text=text
            )
    return tuple(found.values())


def _claims(answers: Iterable[Answer]) -> tuple[str, ...]:
    ordered = sorted(answers, key=lambda a: (a.document.published or date.max, a.mention.id))
    return tuple(dict.fromkeys(words for answer in ordered if (words := claims_words(answer.mention.claims))))


def _code(party: Participant) -> str | None:
    return party.actor.code if party.actor is not None else None


def _object(relation: Relation) -> str | None:
    """The code of the other party or, of a part in an agreement, its name."""
    if relation.kind == "party_to":
        return relation.object.actor.name if relation.object.actor is not None else relation.object.text
    return _code(relation.object)
