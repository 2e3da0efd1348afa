"""Rights of publishers: what may not leave the store is left out of what is written for others, and counted.

A publisher whose rights are `no-text` lets events be told, not its words: text, title, evidence and trigger are left out.
Names of parties and places, days, numbers and places in the text (spans) are facts and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from dragoman.records import Claim, EventMention
from dragoman.store import Answer

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
    document = msgspec.structs.replace(answer.document, text="", title=None)
    return Answer(mention=_mention(answer.mention), document=document, event_id=answer.event_id)


def _mention(mention: EventMention) -> EventMention:
    return msgspec.structs.replace(
        mention,
        trigger_text="",
        counts=tuple(msgspec.structs.replace(count, text="") for count in mention.counts),
        sources=tuple(msgspec.structs.replace(source, note=None) for source in mention.sources),
        claims=tuple(map(_claim, mention.claims)),
    )


def _claim(claim: Claim) -> Claim:
    return msgspec.structs.replace(
        claim, sources=tuple(msgspec.structs.replace(source, note=None) for source in claim.sources)
    )
