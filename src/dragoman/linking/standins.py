"""Which mentions are not compared themselves, since they stand for another: those of copies, and tolls.

A sentence that was printed twice is one report. Its mention in the copy stands for that in the original and is not compared
itself, so that neither the number of reprints nor their slips ("Sunday" for "Saturday") move what is linked. "At least 54
people were killed when …": the killing without a doer is what the act beside it led to, and belongs to it with its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dragoman.linking.rows import sense_of
from dragoman.records import EventMention, Record

# Share of common words at which the sentence of a copy is that of the original, mended here and there.
SAME_SENTENCE: Final = 0.6
_TOLLS: Final = frozenset({"kill", "hurt"})
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


def tolls(article: Sequence[InSentence]) -> dict[str, str]:
    """Killings and woundings without a doer → the act of force that led to them.

    That is the act of the same sentence or, where the toll tells neither day nor place of its own, the last one of the
    sentence before. Their days and the countries of those hurt must not contradict.
    """
    acts = [one.mention for one in article if one.mention.type == "ASSAULT"]
    found: dict[str, str] = {}
    for toll in acts:
        if toll.actors or sense_of(toll.trigger_text.lower()) not in _TOLLS:
            continue
        causes = [act for act in acts if act is not toll and act.actors and _may_lead_to(act, toll)]
        if causes:
            found[toll.id] = max(causes, key=lambda act: (act.sentence, act.trigger)).id
    return found


def _may_lead_to(act: EventMention, toll: EventMention) -> bool:
    bare = toll.place is None and (toll.time is None or toll.time.first is None)
    if act.sentence != toll.sentence and not (bare and act.sentence == toll.sentence - 1):
        return False
    hurt, struck = _countries(toll), _countries(act)
    if hurt and struck and not hurt & struck:
        return False
    mine, its = act.time, toll.time
    if mine is None or its is None or mine.first is None or its.first is None:
        return True
    return mine.first <= (its.last or its.first) and its.first <= (mine.last or mine.first)


def _countries(mention: EventMention) -> set[str]:
    return {p.actor.code for p in mention.recipients if p.actor is not None and p.actor.code}


def _key(mention: EventMention) -> tuple[str, str]:
    return mention.type, mention.trigger_text.lower()


def _share(one: str, other: str) -> float:
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / max(len(mine | theirs), 1)


@lru_cache(maxsize=10_000)  # the original's sentences are asked again for each of its copies
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))
