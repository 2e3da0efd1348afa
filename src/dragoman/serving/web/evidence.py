"""Records taken apart for the desk: stretches of the article with their role, and claims side by side by source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dragoman.records import Claim, Document, EventMention, LeftOut, Relation, Sentence, Source, Span
from dragoman.serving.web.wire import ClaimRow, DocumentHead, Mark, Role
from dragoman.serving.wording import actor_words, count_words, party_words, when_words, where_words

# Characters around the evidence that are shown where the sentences are not at hand.
_AROUND: Final = 160


def head_of(document: Document) -> DocumentHead:
    """The document without its text."""
    return DocumentHead(**{name: getattr(document, name) for name in DocumentHead.__struct_fields__})


def mention_marks(mention: EventMention) -> list[Mark]:
    """Every stretch that a mention rests on. Of a claim, its cue and the one who holds it."""
    marks = list(_field_marks(mention))
    for claim in mention.claims:
        marks += _claim_marks(claim)
    return _ordered(marks)


def relation_marks(relation: Relation) -> list[Mark]:
    """Every stretch that a relation rests on."""
    sides: tuple[tuple[Role, Span, str], ...] = (
        ("subject", relation.subject.span, party_words(relation.subject)),
        ("object", relation.object.span, party_words(relation.object)),
    )
    marks = [_mark(span, role, relation.id, "relation", label) for role, span, label in sides]
    marks += [_mark(span, "evidence", relation.id, "relation", relation.kind) for span in relation.evidence]
    if relation.cue:
        marks.append(_mark(relation.cue, "cue", relation.id, "relation", relation.kind))
    return _ordered(marks)


def left_out_marks(left_out: Iterable[LeftOut]) -> list[Mark]:
    """What was weighed and not taken; the record is the reason."""
    return [_mark(one.trigger, "left_out", one.reason, "left_out", one.type or "") for one in left_out]


def claim_row(claim: Claim, document: Document) -> ClaimRow:
    """A claim for showing beside the others."""
    holder = claim.sources[-1]
    return ClaimRow(
        claim_id=claim.id,
        mention_id=claim.mention,
        document_id=document.id,
        publisher=document.publisher,
        published=document.published,
        source=_source_name(holder) or (document.publisher if holder.kind == "author" else None),
        kind=holder.kind,
        actor=holder.actor,
        chain=tuple(_source_name(source) or source.kind for source in claim.sources),
        stance=claim.stance,
        status=claim.status,
        factuality=claim.factuality,
        certainty=claim.certainty,
        probability=claim.probability,
        target=claim.target,
        party=claim.party.text if claim.party else None,
        cue=document.text[claim.cue.start : claim.cue.end] if claim.cue else None,
        evidence=" … ".join(document.text[span.start : span.end] for span in claim.evidence),
        spans=claim.evidence,
        denies=claim.denies,
        reason=claim.reason,
    )


def window(document: Document, sentences: Sequence[Sentence], spans: Sequence[Span]) -> tuple[str, int]:
    """The text to show around stretches, and where it begins: the sentences they lie in with those before and after."""
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    inside = [n for n, sentence in enumerate(sentences) if sentence.span.start < last and first < sentence.span.end]
    if inside:
        start = sentences[max(inside[0] - 1, 0)].span.start
        end = sentences[min(inside[-1] + 1, len(sentences) - 1)].span.end
        return document.text[min(start, first) : max(end, last)], min(start, first)
    start, end = max(first - _AROUND, 0), min(last + _AROUND, len(document.text))
    return document.text[start:end], start


def _field_marks(mention: EventMention) -> Iterator[Mark]:
    def mark(span: Span, role: Role, label: str) -> Mark:
        return _mark(span, role, mention.id, "mention", label)

    yield from (mark(span, "evidence", mention.type) for span in mention.evidence)
    yield mark(mention.trigger, "trigger", "/".join((mention.type, *mention.modes)))
    yield from (mark(party.span, "actor", party_words(party)) for party in mention.actors)
    yield from (mark(party.span, "recipient", party_words(party)) for party in mention.recipients)
    if mention.place and mention.place.span:
        yield mark(mention.place.span, "place", where_words(mention.place))
    if mention.time and mention.time.span:
        yield mark(mention.time.span, "time", when_words(mention.time))
    yield from (mark(count.span, "count", count_words(count)) for count in mention.counts)
    for source in mention.sources:
        if source.span:
            yield mark(source.span, "source", _source_name(source) or source.kind)
        if source.cue:
            yield mark(source.cue, "cue", source.kind)


def _claim_marks(claim: Claim) -> Iterator[Mark]:
    for source in claim.sources:
        if source.span:
            yield _mark(source.span, "source", claim.id, "claim", _source_name(source) or source.kind)
    if claim.cue:
        yield _mark(claim.cue, "cue", claim.id, "claim", claim.stance)


def _mark(span: Span, role: Role, record: str, kind: str, label: str) -> Mark:
    return Mark(start=span.start, end=span.end, role=role, record=record, kind=kind, label=label)  # type: ignore[arg-type]


def _ordered(marks: Iterable[Mark]) -> list[Mark]:
    """The marks by place, the longer first, each once."""
    return sorted(dict.fromkeys(marks), key=lambda mark: (mark.start, -mark.end, mark.role))


def _source_name(source: Source) -> str | None:
    if source.actor and (source.actor.code or source.actor.id):
        return actor_words(source.actor)
    return source.text
