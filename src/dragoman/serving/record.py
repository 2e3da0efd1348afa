"""One record with all that is known of it: fields, reasons, and its evidence marked in the article around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from dragoman.records import (
    Actor,
    Candidate,
    Claim,
    Document,
    Event,
    EventMention,
    Participant,
    Place,
    Relation,
    Source,
    Span,
)
from dragoman.serving.marking import Mark, in_colour, marked_text, mention_marks, signed_text
from dragoman.serving.plain import one_line
from dragoman.serving.table import answers_table, hung
from dragoman.serving.wording import (
    NO_ACTOR,
    actor_words,
    claim_words,
    count_words,
    source_words,
    type_words,
    when_words,
    where_words,
)
from dragoman.store import Answer

# Characters of the article shown before and after the evidence: some four sentences, a screenful with the fields.
_AROUND = 500
_NAME_WIDTH = 14

Field = tuple[str, str]


def render_record(
    record: EventMention | Relation, document: Document, *, event_id: str | None = None
) -> RenderableType:
    """A record for `dragoman show`.

    Args:
        record: An event mention or a stated relation.
        document: Its article.
        event_id: Id of the event that a mention was linked to.
    """
    if isinstance(record, EventMention):
        fields, marks = mention_fields(record, event_id), mention_marks(record)
        title = f"Event mention {record.id}"
    else:
        fields, title = relation_fields(record), f"Relation {record.id}"
        marks = [Mark(span, "bold cyan") for span in (record.subject.span, record.object.span)]
    return Group(
        Text(one_line(title), "bold underline"),
        *_field_lines([*fields, *document_fields(document)]),
        Text(),
        Surroundings(document, record.evidence, marks),
    )


def render_event(event: Event, answers: Sequence[Answer]) -> RenderableType:
    """An event for `dragoman show`: what it is and every mention of it.

    Args:
        event: The event.
        answers: Its mentions with their articles, in the order to show them.
    """
    return Group(
        Text(one_line(f"Event {event.id}"), "bold underline"),
        *_field_lines(event_fields(event)),
        Text(),
        answers_table(answers),
    )


def mention_fields(mention: EventMention, event_id: str | None = None) -> list[Field]:
    """Every field of an event mention in words, empty ones too where a reader would look for them."""
    return [
        ("event", event_id or "not linked"),
        ("type", type_words(mention)),
        ("contexts", ", ".join(mention.contexts) or "none"),
        ("status", mention.status),
        *(_party_fields("actor", mention.actors) or [("actor", NO_ACTOR)]),
        *(_party_fields("recipient", mention.recipients) or [("recipient", "none")]),
        *([("two-sided", "yes: all did the same to each other")] if mention.symmetric else []),
        *_time_fields(mention),
        *_place_fields(mention.place),
        *_source_fields(mention.sources),
        *_claim_fields(mention.claims),
        *(("count", f"{count_words(count)}, from “{count.text}”") for count in mention.counts),
        ("score", f"{mention.score:.2f} (raw)"),
        ("probability", "not calibrated" if mention.probability is None else f"{mention.probability:.2f}"),
        ("factuality", "not scored" if mention.factuality is None else f"{mention.factuality:+.1f}"),
        ("rule", mention.rule or "not told"),
        *(("reason", reason) for reason in mention.reasons),
    ]


def relation_fields(relation: Relation) -> list[Field]:
    """Every field of a relation in words."""
    return [
        ("kind", relation.kind.replace("_", " ")),
        *_party_fields("subject", (relation.subject,)),
        *_party_fields("object", (relation.object,)),
        *_source_fields(relation.sources),
        ("rule", relation.rule or "not told"),
    ]


def event_fields(event: Event) -> list[Field]:
    """Every field of an event in words but its mentions, which follow it."""
    return [
        ("type", "/".join((event.type, *event.modes))),
        ("status", event.status),
        *(_actor_fields("actor", event.actors) or [("actor", NO_ACTOR)]),
        *_actor_fields("recipient", event.recipients),
        ("when", when_words(event.time)),
        *_place_fields(event.place),
        ("documents", str(len(event.documents))),
        *(("reason", reason) for reason in event.reasons),
    ]


def document_fields(document: Document) -> list[Field]:
    """What is known of the article; what is not is said."""
    return [
        ("document", document.id),
        ("title", document.title or "none"),
        ("publisher", document.publisher or "not known"),
        ("published", str(document.published or "day not known")),
        *([("url", document.url)] if document.url else []),
        *([("origin", document.origin)] if document.origin else []),
    ]


class Surroundings:
    """The article around the evidence, with the evidence marked: underlined in colour, else between `>>` and `<<`."""

    def __init__(self, document: Document, evidence: Sequence[Span], marks: Sequence[Mark]) -> None:
        self._text, self._evidence, self._marks = document.text, evidence, marks

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self._evidence:
            yield Text("No evidence is told.", "italic")
            return
        start, end = _window(self._text, self._evidence)
        if in_colour(console):
            evidence = [Mark(span, "underline") for span in self._evidence]
            inside = [Mark(span, f"underline {style}") for span, style in self._marks if _inside(span, self._evidence)]
            shown = marked_text(self._text, start, end, [*inside, *evidence], base="", lines=True)
        else:
            shown = signed_text(self._text, start, end, self._evidence)
        yield Text("… " if start else "") + shown + Text(" …" if end < len(self._text) else "")


def _window(text: str, evidence: Sequence[Span]) -> tuple[int, int]:
    """The stretch to show, from the start of a word to the end of one."""
    start = max(min(span.start for span in evidence) - _AROUND, 0)
    end = min(max(span.end for span in evidence) + _AROUND, len(text))
    while start and start < len(text) and not text[start - 1].isspace() and start < evidence[0].start:
        start += 1
    last = max(span.end for span in evidence)
    while end < len(text) and end > last and not text[end].isspace():
        end -= 1
    return start, end


def _inside(span: Span, evidence: Iterable[Span]) -> bool:
    return any(stretch.start <= span.start and span.end <= stretch.end for stretch in evidence)


def _field_lines(fields: Iterable[Field]) -> Iterator[RenderableType]:
    for name, value in fields:
        line = Text(f"{name:<{_NAME_WIDTH}}", "dim") + Text(one_line(value).strip())
        yield hung(line, hang=_NAME_WIDTH)


def _party_fields(name: str, parties: Iterable[Participant]) -> list[Field]:
    fields: list[Field] = []
    for party in parties:
        via = f", by {party.via}" if party.via else ""
        fields.append((name, f"“{party.text}”{via}"))
        fields += _actor_fields("", [party.actor]) if party.actor else [("", "not resolved")]
    return fields


def _actor_fields(name: str, actors: Iterable[Actor]) -> list[Field]:
    fields: list[Field] = []
    for actor in actors:
        known = [f"id {actor.id}" if actor.id else "no id", f"country {actor.country}" if actor.country else ""]
        known += [f"score {actor.score:.2f}", actor.reason]
        fields.append((name, f"{actor_words(actor)}: {', '.join(part for part in known if part)}"))
        fields += [("", f"weighed: {_candidates(actor.candidates)}")] if actor.candidates else []
    return fields


def _candidates(candidates: Iterable[Candidate]) -> str:
    return "; ".join(f"{one.name} [{one.id}] {one.score:.2f}" for one in candidates)


def _time_fields(mention: EventMention) -> list[Field]:
    time = mention.time
    if time is None:
        return [("when", when_words(None))]
    details = [f"to the {time.granularity}" if time.granularity else "", f"EDTF {time.edtf}" if time.edtf else ""]
    details += [f"counted from {time.anchor}" if time.anchor not in (None, "absolute") else "", time.reason]
    told = ", ".join(part for part in details if part)
    return [("when", f"{when_words(time)}: {told}" if told else when_words(time))]


def _place_fields(place: Place | None) -> list[Field]:
    if place is None:
        return [("where", where_words(None))]
    details = [place.admin1 or "", f"precision {place.precision}"]
    if place.lat is not None and place.lon is not None:
        details.append(f"{place.lat:.4f}, {place.lon:.4f}")
    details.append(f"within {place.radius_km:g} km" if place.radius_km is not None else "")
    details.append(f"GeoNames {place.geonames_id}" if place.geonames_id is not None else "")
    details.append(f"claimed by {', '.join(place.claimants)}" if place.claimants else "")
    details += [f"score {place.score:.2f}", place.reason]
    fields = [("where", f"{where_words(place)}: {', '.join(part for part in details if part)}")]
    return fields + ([("", f"weighed: {_candidates(place.candidates)}")] if place.candidates else [])


def _source_fields(sources: tuple[Source, ...]) -> list[Field]:
    if not sources:
        return [("source", source_words(()))]
    return [
        ("source", f"{source_words((source,))}: {source.kind}{f', {source.note}' if source.note else ''}")
        for source in sources
    ]


def _claim_fields(claims: tuple[Claim, ...]) -> list[Field]:
    fields: list[Field] = []
    for claim in claims:
        details = [claim.status, f"{claim.factuality:+.1f} ({claim.certainty})"]
        details += [f"probability {claim.probability:.2f}"] if claim.probability is not None else []
        details += [f"against {claim.denies}"] if claim.denies else []
        fields.append(("claim", f"{claim_words(claim)}: {', '.join(details)}, {claim.reason}"))
    return fields
