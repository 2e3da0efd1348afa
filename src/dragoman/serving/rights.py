"""Rights of publishers: what may not leave the store is left out of what is written for others, and counted.

A publisher whose rights are `no-text` lets events be told, not its words: text, title, evidence and trigger are left out.
Names of parties and places, days, numbers and places in the text (spans) are facts and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from dragoman.records import Claim, Document, EventCount, EventMention, LinkedEvent, Reading
from dragoman.store import Answer, EventQuery, View

NO_TEXT: Final = "no-text"


class Withheld:
    """How many event mentions were written without their words, and of how many documents."""

    def __init__(self) -> None:
        self.mentions = 0
        self._documents: set[str] = set()

    @property
    def documents(self) -> int:
        """How many documents they are of."""
        return len(self._documents)

    def count(self, document_id: str) -> None:
        """One more."""
        self.mentions += 1
        self._documents.add(document_id)


def withheld_words(mentions: int, documents: int) -> str:
    """What was withheld, for people."""
    return (
        f"{mentions:,} event mention{'' if mentions == 1 else 's'} of {documents:,} document"
        f"{'' if documents == 1 else 's'} without text and evidence, as their publishers ask"
    )


class RightfulView:
    """A view for programs of others: it answers as the view it is made of, without the words that are withheld.

    Only what holds words is named here; all else is asked of the view itself.
    """

    def __init__(self, view: View, withheld: Withheld) -> None:
        self._view, self._withheld, self._rights = view, withheld, view.rights()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)

    def answers(self, query: EventQuery) -> Iterator[Answer]:
        """As `View.answers`."""
        return respect_rights(self._view.answers(query), self._rights, self._withheld)

    def mentions(self, query: EventQuery) -> list[EventMention]:
        """As `View.mentions`."""
        return [self._mention(mention) for mention in self._view.mentions(query)]

    def mention(self, id_: str) -> EventMention | None:
        """As `View.mention`."""
        found = self._view.mention(id_)
        return self._mention(found) if found else None

    def linked_events(self, query: EventQuery) -> list[LinkedEvent]:
        """As `View.linked_events`."""
        return [event_without_words(event, self._rights) for event in self._view.linked_events(query)]

    def linked_event(self, id_: str) -> LinkedEvent | None:
        """As `View.linked_event`."""
        found = self._view.linked_event(id_)
        return event_without_words(found, self._rights) if found else None

    def document(self, id_: str) -> Document | None:
        """As `View.document`."""
        found = self._view.document(id_)
        return document_without_words(found) if found and self._keeps(id_) else found

    def documents_of(self, ids: Iterable[str]) -> dict[str, Document]:
        """As `View.documents_of`."""
        found = self._view.documents_of(ids)
        return {id_: document_without_words(one) if self._keeps(id_) else one for id_, one in found.items()}

    def reports_of(self, event: LinkedEvent) -> list[Answer]:
        """As `View.reports_of`."""
        return list(respect_rights(self._view.reports_of(event), self._rights, self._withheld))

    def planned(self, one: str, other: str, after: date) -> list[LinkedEvent]:
        """As `View.planned`."""
        return [event_without_words(event, self._rights) for event in self._view.planned(one, other, after)]

    def reading(self, id_: str) -> Reading | None:
        """As `View.reading`."""
        found = self._view.reading(id_)
        return reading_without_words(found) if found and self._keeps(id_) else found

    def _mention(self, mention: EventMention) -> EventMention:
        if not self._keeps(mention.document_id):
            return mention
        self._withheld.count(mention.document_id)
        return mention_without_words(mention)

    def _keeps(self, document_id: str) -> bool:
        return self._rights.get(document_id) == NO_TEXT


def withheld_of(rights: Mapping[str, str]) -> frozenset[str]:
    """The documents whose words are withheld."""
    return frozenset(document for document, right in rights.items() if right == NO_TEXT)


def respect_rights(answers: Iterable[Answer], rights: Mapping[str, str], withheld: Withheld) -> Iterator[Answer]:
    """The answers as they may be given to others.

    Args:
        answers: What the store answers.
        rights: The rights of documents, as `View.rights` tells them.
        withheld: Counts what was left out.
    """
    for answer in answers:
        if rights.get(answer.document.id) == NO_TEXT:
            withheld.count(answer.document.id)
            yield without_words(answer)
        else:
            yield answer


def without_words(answer: Answer) -> Answer:
    """An answer without the publisher's words."""
    return Answer(
        mention=mention_without_words(answer.mention),
        document=document_without_words(answer.document),
        event_id=answer.event_id,
    )


def document_without_words(document: Document) -> Document:
    """An article without text and title."""
    return msgspec.structs.replace(document, text="", title=None)


def mention_without_words(mention: EventMention) -> EventMention:
    """A mention without the publisher's words: what it reports, of whom and by which rule stays."""
    return msgspec.structs.replace(
        mention,
        trigger_text="",
        counts=tuple(msgspec.structs.replace(count, text="") for count in mention.counts),
        sources=tuple(msgspec.structs.replace(source, note=None) for source in mention.sources),
        claims=tuple(map(_claim, mention.claims)),
    )


def event_without_words(event: LinkedEvent, rights: Mapping[str, str]) -> LinkedEvent:
    """A linked event whose numbers are told without the words of those documents that withhold theirs."""
    if not any(rights.get(document) == NO_TEXT for document in event.documents):
        return event
    return msgspec.structs.replace(event, counts=tuple(_count(count, rights) for count in event.counts))


def reading_without_words(reading: Reading) -> Reading:
    """A reading without the publisher's words; sentences keep their spans."""
    return msgspec.structs.replace(
        reading,
        document=document_without_words(reading.document),
        sentences=tuple(msgspec.structs.replace(one, text="", tokens=()) for one in reading.sentences),
        mentions=tuple(map(mention_without_words, reading.mentions)),
    )


def _count(count: EventCount, rights: Mapping[str, str]) -> EventCount:
    said = (
        msgspec.structs.replace(one, text="") if rights.get(one.document_id) == NO_TEXT else one for one in count.said
    )
    return msgspec.structs.replace(count, said=tuple(said))


def _claim(claim: Claim) -> Claim:
    return msgspec.structs.replace(
        claim, sources=tuple(msgspec.structs.replace(source, note=None) for source in claim.sources)
    )
