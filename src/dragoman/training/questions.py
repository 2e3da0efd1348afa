"""Samples that are the very questions Dragoman asks of its reader.

Sentences of the training text are parsed, the rules and the gate before the reader propose what they would propose in an article,
and each proposal, marked as it would be there, is labelled by what the sentence was written to report. So the reader also
learns from words that look like an act to the gate and are none, and from marks that follow the parser's mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.detection import Detector, Proposal
from dragoman.extraction.judging import question
from dragoman.extraction.lexicon import load_lexicon
from dragoman.records import Document, Span
from dragoman.syntax import Tree
from dragoman.training.compose import Act, Composed
from dragoman.training.samples import NONE, Sample

if TYPE_CHECKING:
    from dragoman.models.reader import Marked

_TOGETHER = 30  # sentences parsed as the paragraphs of one document, which is faster and changes nothing


class Asker:
    """Puts the questions of sentences."""

    def __init__(self) -> None:
        from dragoman.text import SentenceParser

        self._parser, self._lexicon = SentenceParser(), load_lexicon()

    def __call__(self, composed: Sequence[Composed]) -> list[Sample]:
        """The samples of sentences whose every act is marked, in their order."""
        return [
            _sample(question(clauses.tree.sentence, clauses, proposal), act, told.source)
            for clauses, proposal, act, told in self.proposals(composed)
        ]

    def proposals(self, composed: Sequence[Composed]) -> Iterator[tuple[Clauses, Proposal, Act | None, Composed]]:
        """Every proposal of the rules and of the gate's candidates, the act its word tells, and the sentence."""
        for start in range(0, len(composed), _TOGETHER):
            yield from self._propose(composed[start : start + _TOGETHER])

    def _propose(self, part: Sequence[Composed]) -> Iterator[tuple[Clauses, Proposal, Act | None, Composed]]:
        starts, text = [], ""
        for one in part:
            starts.append(len(text))
            text += one.text + "\n\n"
        (sentences,) = self._parser([Document(id="text", text=text)])
        for sentence in sentences:
            number = max(n for n, start in enumerate(starts) if start <= sentence.span.start)
            clauses = Clauses(Tree(sentence), self._lexicon)
            detector = Detector(clauses, self._lexicon)
            detector.run()
            for proposal in (*detector.proposals, *detector.candidates(), *detector.noun_candidates()):
                token = clauses.tree.word(proposal.trigger)
                offset = starts[number]
                act = _act(part[number], proposal, Span(start=token.start - offset, end=token.end - offset))
                yield clauses, proposal, act, part[number]


def _act(composed: Composed, proposal: Proposal, trigger: Span) -> Act | None:
    """The act that the trigger's word tells; of several the one of the type that the rules propose."""
    told = [
        act
        for act in composed.acts
        for start, end in composed.spans.get(act.trigger or "", ())
        if start < trigger.end and trigger.start < end
    ]
    return next((a for a in told if a.type == proposal.type), told[0] if told else None)


def _sample(marked: Marked, act: Act | None, origin: str) -> Sample:
    def pair(span: Span | None) -> tuple[int, int] | None:
        return None if span is None else (span.start, span.end)

    return Sample(
        text=marked.text,
        trigger=pair(marked.trigger),
        source=pair(marked.source),
        target=pair(marked.target),
        type=act.type if act else NONE,
        status=act.status if act else None,
        modes=tuple(f"{act.type}/{m}" for m in act.modes) if act else (),
        origin=origin,
        shape="asked",
    )
