"""Which mention of a copy is the mention of the article it was copied from.

A sentence that was printed twice is one report. Its mention in the copy stands for that in the original and is not compared
itself, so that neither the number of reprints nor their slips ("Sunday" for "Saturday") move what is linked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dragoman.records import EventMention, Record

# Share of common words at which the sentence of a copy is that of the original, mended here and there.
SAME_SENTENCE: Final = 0.6
_WORD: Final = re.compile(r"\w+")


class InSentence(Record, frozen=True):
    """A mention with the text of its sentence."""

    mention: EventMention
    sentence: str


def stand_ins(original: Sequence[InSentence], copy: Sequence[InSentence]) -> dict[str, str]:
    """Mentions of a copy → those of the original that they repeat, each at most once.

    The types and trigger words must be the same and the sentences share most of their words; the most alike go first, then
    the order of the text.
    """
    choices = []
    for number, later in enumerate(copy):
        for place, earlier in enumerate(original):
            if _key(later.mention) == _key(earlier.mention):
                share = _share(earlier.sentence, later.sentence)
                if share >= SAME_SENTENCE:
                    choices.append((-share, number, place))
    found: dict[str, str] = {}
    used: set[int] = set()
    for _, number, place in sorted(choices):
        id_ = copy[number].mention.id
        if id_ not in found and place not in used:
            found[id_] = original[place].mention.id
            used.add(place)
    return found


def _key(mention: EventMention) -> tuple[str, str]:
    return mention.type, mention.trigger_text.lower()


def _share(one: str, other: str) -> float:
    mine, theirs = ({word.lower() for word in _WORD.findall(text)} for text in (one, other))
    return len(mine & theirs) / max(len(mine | theirs), 1)
