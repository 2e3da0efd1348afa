"""Words that publishers keep to themselves, as one who asks may see them.

A publisher with `rights = "no-text"` lets its events be told, not its words. Whoever may only read gets none of them;
whoever may review is shown them, since nobody can judge a record without its evidence. Either way the answer says
`withheld`. Files to take away (CSV, Arrow, GeoJSON, `/export`) hold none, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec

from dragoman.records import Document, EventMention, LinkedEvent, Reading
from dragoman.serving.rights import (
    NO_TEXT,
    document_without_words,
    event_without_words,
    mention_without_words,
    reading_without_words,
)
from dragoman.serving.web.answers import raw
from dragoman.serving.web.desk import Desk
from dragoman.serving.web.wire import ClaimRow, CopyRow, DocumentRow
from dragoman.store import Card


class Words:
    """What may be shown of publishers' words to one who asks.

    Args:
        desk: Rights are those told today, also where the past is asked for.
        may_review: Whether the asker may review, and so is shown all words.
    """

    def __init__(self, desk: Desk, *, may_review: bool) -> None:
        self._desk, self.may_review = desk, may_review

    def withheld(self, documents: Iterable[str | None]) -> frozenset[str]:
        """Those of some documents whose publishers keep their words to themselves."""
        return self._desk.withheld(document for document in documents if document is not None)

    def hidden(self, documents: Iterable[str | None]) -> frozenset[str]:
        """Those of some documents whose words this asker is not shown."""
        return frozenset() if self.may_review else self.withheld(documents)

    def cards(self, texts: Sequence[str]) -> list[msgspec.Raw]:
        """Cards as they may be shown, in their order."""
        if not self._desk.withholds():
            return [raw(text) for text in texts]
        cards = [msgspec.json.decode(text, type=Card) for text in texts]
        kept = self.withheld(card.document_id for card in cards)
        return [
            msgspec.Raw(msgspec.json.encode(self._card(card))) if card.document_id in kept else raw(text)
            for card, text in zip(cards, texts, strict=True)
        ]

    def card(self, text: str) -> msgspec.Raw:
        """One card."""
        return self.cards([text])[0]

    def mention(self, mention: EventMention, hidden: Set[str]) -> EventMention:
        """A mention, without words where its document is hidden."""
        return mention_without_words(mention) if mention.document_id in hidden else mention

    def document(self, document: Document, hidden: Set[str]) -> Document:
        """An article, without words where it is hidden."""
        return document_without_words(document) if document.id in hidden else document

    def reading(self, reading: Reading, hidden: Set[str]) -> Reading:
        """All that was read from an article, without words where it is hidden."""
        return reading_without_words(reading) if reading.document.id in hidden else reading

    def event(self, event: LinkedEvent, hidden: Set[str]) -> LinkedEvent:
        """A linked event, its numbers without the words of hidden documents."""
        return event_without_words(event, dict.fromkeys(hidden, NO_TEXT))

    def rows(self, rows: Iterable[DocumentRow], *, for_file: bool = False) -> list[DocumentRow]:
        """Rows of articles, without the titles that are not shown."""
        listed = list(rows)
        kept = self.withheld(row.id for row in listed)
        hides = for_file or not self.may_review
        return [
            msgspec.structs.replace(row, withheld=True, title=None if hides else row.title) if row.id in kept else row
            for row in listed
        ]

    def _card(self, card: Card) -> Card:
        return msgspec.structs.replace(card, withheld=True, evidence=card.evidence if self.may_review else "")


def shown_copies(rows: Sequence[CopyRow], hidden: Set[str]) -> Iterator[CopyRow]:
    """The versions of a report; what changed is quoted only where both versions may be."""
    for row in rows:
        title = None if row.document_id in hidden else row.title
        changes = () if hidden & {row.document_id, row.parent} else row.changes
        yield msgspec.structs.replace(row, title=title, changes=changes)


def claim_without_words(row: ClaimRow) -> ClaimRow:
    """A claim without the words it stands in; who holds it and what they say of the act stay."""
    return msgspec.structs.replace(row, cue=None, evidence="")
