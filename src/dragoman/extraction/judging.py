"""Let the trained reader speak beside the rules: it weighs what they propose and offers predicates they do not know.

One small function (`decide`) takes both opinions and names its reason. The reader is asked only about the marked words, so its
cost grows with the number of questions, not with the length of the article: the gate in `Detector.candidates` asks about verbs
that have an actor for a subject and something political beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.detection import Proposal
from dragoman.models.reader import NONE, Marked, Scores
from dragoman.records import Sentence, Span

if TYPE_CHECKING:
    from dragoman.models.reader import Reader

OFFER = 0.5  # the least probability of a type at which the reader's own proposal is weighed further


def decide(proposal: Proposal, scores: Scores) -> tuple[Proposal | None, str]:
    """What becomes of a candidate once the reader has scored it, and why. How sure it is, is told later, by its features."""
    best, probability = max(scores.types.items(), key=lambda item: (item[1], item[0]))
    if best == NONE or probability < OFFER:
        return None, f"READER:{best}:{probability:.2f}"
    modes = tuple(sorted(m.partition("/")[2] for m, p in scores.modes.items() if m.startswith(f"{best}/") and p >= 0.5))
    return msgspec.structs.replace(proposal, type=best, modes=modes, score=probability), f"READER:{probability:.2f}"


class Judging:
    """Ask the reader about proposals of one sentence at a time."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, sentence: Sentence, clauses: Clauses, proposals: Sequence[Proposal]) -> list[Scores]:
        """Scores for each proposal, in order."""
        return self.score([question(sentence, clauses, p) for p in proposals])

    def score(self, asked: Sequence[Marked]) -> list[Scores]:
        """Scores for each question, in order."""
        return self._reader.score(asked)


def question(sentence: Sentence, clauses: Clauses, proposal: Proposal) -> Marked:
    """What the reader is asked about a proposal: its words, the first who acts and the first acted upon, marked."""
    offset = sentence.span.start
    tokens = clauses.tree.tokens
    first, last = tokens[min(proposal.words)], tokens[max(proposal.words)]
    return Marked(
        text=sentence.text.replace("\n", " "),
        trigger=Span(start=first.start - offset, end=last.end - offset),
        source=_phrase(clauses, proposal.actors, offset),
        target=_phrase(clauses, proposal.recipients, offset),
    )


def _phrase(clauses: Clauses, indices: Sequence[int], offset: int) -> Span | None:
    if not indices:
        return None
    span = clauses.tree.phrase(indices[0])
    return Span(start=span.start - offset, end=span.end - offset)
