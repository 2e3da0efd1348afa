"""What speaks for a record and against it, as numbers, for the probability that it is right.

"Right" means: the sentence reports an act of this type by these words. Who takes part, when and where are not weighed here;
they carry scores and reasons of their own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dragoman.records import EventMention, Record

if TYPE_CHECKING:
    from dragoman.models.reader import Scores

NONE = "NONE"
CONTENT = "content"
_FLOOR = 0.002  # the reader's probabilities are cut here: beyond it differences say nothing


class Opinion(Record, frozen=True):
    """What the reader thinks of a proposal: the probabilities of its type, of no event, and of a mere content (what is only
    demanded, threatened or aimed at); and its own best type."""

    type: float
    none: float
    content: float
    best: str


def opinion_of(scores: Scores, type_: str) -> Opinion:
    """The reader's opinion of a proposal of `type_`."""
    best = max(scores.types.items(), key=lambda item: (item[1], item[0]))[0]
    return Opinion(
        type=scores.types.get(type_, 0.0), none=scores.types.get(NONE, 0.0), content=scores.statuses.get(CONTENT, 0.0), best=best,
    )  # fmt: skip


def _logit(probability: float) -> float:
    clipped = min(max(probability, _FLOOR), 1 - _FLOOR)
    return math.log(clipped / (1 - clipped))


def features(mention: EventMention, opinion: Opinion) -> dict[str, float]:
    """The features of a resolved mention, by name.

    `own`: the reader proposed it, no rule did; `alone`: and only one party is named. `weak`: its row in the tables is marked as
    weak; rows of adjectives ("was premature") score low but say much. `reader_type`, `reader_none`: logits of the reader's
    probabilities for what rules proposed, but of adjectives, which it never saw as an act; `own_type` for its own proposals.
    `agrees`: the reader's best type is the rule's. `content`: logit of the reader's probability that the act is only demanded,
    threatened or aimed at. `known_actor`, `known_recipient`: somebody was resolved on that side. Verbs, nouns and phrases are
    not told apart: acts told by nouns are too few in what the weights were fitted on.
    """
    own = mention.rule.startswith("reader")
    asked = not own and not mention.rule.startswith("adjective:")
    weak = mention.score < 0.7 and not mention.rule.startswith("adjective:")
    return {
        "own": float(own),
        "alone": float(mention.rule == "reader:alone"),
        "weak": float(weak and not own),
        "reader_type": _logit(opinion.type) if asked else 0.0,
        "reader_none": _logit(opinion.none) if asked else 0.0,
        "own_type": _logit(opinion.type) if own else 0.0,
        "content": _logit(opinion.content),
        "agrees": float(opinion.best == mention.type and not own),
        "known_actor": float(any(p.actor is not None and p.actor.code is not None for p in mention.actors)),
        "known_recipient": float(
            any(p.actor is not None and p.actor.code is not None and p.via != "implied" for p in mention.recipients)
        ),
    }
