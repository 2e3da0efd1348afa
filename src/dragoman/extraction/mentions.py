"""From what the rules propose, token by token, to event mentions with spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dragoman.extraction.certainty import Opinion, opinion_of
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.counts import find_counts
from dragoman.extraction.detection import Detector, Proposal, Rejected
from dragoman.extraction.gate import gate_features
from dragoman.extraction.judging import Judging, decide, question
from dragoman.extraction.lexicon import load_lexicon
from dragoman.extraction.parties import LEARNT, possible_parties, weighed
from dragoman.extraction.relations import StatedRelation, find_relations
from dragoman.models.gate import load_gate
from dragoman.models.parties import load_parties
from dragoman.models.reader import Marked, load_reader
from dragoman.records import EventMention, LeftOut, Participant, Record, Sentence, Span
from dragoman.syntax import Tree


class Extracted(Record, frozen=True):
    """What one sentence reports, before anybody is resolved.

    `reserves` holds who else may be the recipient of each mention, nearest first, where those found cannot be told; `words`
    the trigger tokens of each mention; `opinions` what the reader thinks of those it proposed itself; `questions` what it can be
    asked about each, once it is known who takes part (`Extraction.opinion`). The last two are `None` without a reader.
    """

    mentions: tuple[EventMention, ...] = ()
    words: tuple[tuple[int, ...], ...] = ()
    opinions: tuple[Opinion | None, ...] = ()
    reserves: tuple[tuple[Participant, ...], ...] = ()
    questions: tuple[Marked | None, ...] = ()
    relations: tuple[StatedRelation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


# Why a candidate of a sentence cannot become a record, by those who act in it and those acted upon; `None` where it can.
Objects = Callable[[Sentence, Sequence[Participant], Sequence[Participant]], str | None]


class Extraction:
    """Find event mentions and stated relations in parsed sentences, by rules over the parse."""

    def __init__(self, *, reader: bool = True) -> None:
        self._lexicon = load_lexicon()
        self._judging = Judging(load_reader()) if reader else None
        self._gate, self._parties = load_gate(), load_parties()

    def __call__(self, batch: Sequence[tuple[Sentence, Tree]], *, objects: Objects | None = None) -> list[Extracted]:
        """One `Extracted` per sentence, in the order of `batch`. Mentions come in the order of their triggers.

        Args:
            batch: Sentences with their trees.
            objects: Asked before the reader is, which costs a hundred times as much.
        """
        return [self._extract(sentence, tree, objects) for sentence, tree in batch]

    def opinion(self, asked: Marked | None, type_: str) -> Opinion | None:
        """What the reader thinks of a proposal of `type_`; `None` where there is no reader.

        Apart from `__call__`, since half of what the rules propose falls away once its parties are resolved, and a question costs
        as much as parsing a sentence.
        """
        if self._judging is None or asked is None:
            return None
        return opinion_of(self._judging.score([asked])[0], type_)

    def _extract(self, sentence: Sentence, tree: Tree, objects: Objects | None) -> Extracted:
        clauses = Clauses(tree, self._lexicon)
        detector = Detector(clauses, self._lexicon)
        detector.run()
        judged = self._judged(sentence, clauses, detector, objects)
        phrases = possible_parties(clauses) if judged else []
        proposals = [weighed(clauses, proposal, phrases, self._parties) for proposal, _ in judged]
        asking = self._judging is not None
        return Extracted(
            mentions=tuple(_mention(sentence, clauses, p) for p in proposals),
            words=tuple(p.words for p in proposals),
            opinions=tuple(opinion for _, opinion in judged),
            reserves=tuple(_reserves(clauses, p) for p in proposals),
            questions=tuple(question(sentence, clauses, p) if asking else None for p in proposals),
            relations=find_relations(sentence, clauses),
            left_out=tuple(
                LeftOut(
                    document_id=sentence.document_id,
                    sentence=sentence.index,
                    trigger=tree.word(r.trigger),
                    type=r.type,
                    reason=r.reason,
                )
                for r in detector.rejected
            ),
        )

    def _judged(
        self, sentence: Sentence, clauses: Clauses, detector: Detector, objects: Objects | None
    ) -> list[tuple[Proposal, Opinion | None]]:
        """The proposals of the rules, and of verbs that the tables do not know those that the reader takes for an act."""
        judged: list[tuple[Proposal, Opinion | None]] = [(proposal, None) for proposal in detector.proposals]
        if self._judging is None:
            return judged
        asked = []
        for candidate in detector.candidates():
            reason = None if self._gate.passes(gate_features(clauses, candidate)) else "GATE"
            if reason is None and objects is not None:
                count = len(candidate.actors)
                reason = objects(
                    sentence,
                    participants(clauses, candidate.actors, candidate.via[:count]),
                    participants(clauses, candidate.recipients, candidate.via[count:]),
                )
            if reason is None:
                asked.append(candidate)
            else:
                detector.rejected.append(Rejected(trigger=candidate.trigger, type=None, reason=reason))
        for proposal, scores in zip(asked, self._judging(sentence, clauses, asked), strict=True):
            decided, reason = decide(proposal, scores)
            if decided is None:
                detector.rejected.append(Rejected(trigger=proposal.trigger, type=None, reason=reason))
            else:
                judged.append((detector.settled(decided), opinion_of(scores, decided.type)))
        detector.rejected.sort(key=lambda r: r.trigger)
        return sorted(judged, key=lambda pair: (pair[0].trigger, pair[0].type))


def _mention(sentence: Sentence, clauses: Clauses, proposal: Proposal) -> EventMention:
    tree = clauses.tree
    first = tree.token(min(proposal.words))
    last = tree.token(max(proposal.words))
    trigger = tree.token(proposal.trigger)
    span = Span(start=first.start, end=last.end) if last.end - first.start <= 60 else tree.word(proposal.trigger)
    count = len(proposal.actors)
    return EventMention(
        id=f"{sentence.document_id}#{trigger.start}-{proposal.type}",
        document_id=sentence.document_id,
        sentence=sentence.index,
        type=proposal.type,
        modes=proposal.modes,
        trigger=span,
        trigger_text=tree.text(span),
        evidence=(sentence.span,),
        status=proposal.judgement.status,
        actors=participants(clauses, proposal.actors, proposal.via[:count]),
        recipients=participants(clauses, proposal.recipients, proposal.via[count:]),
        counts=find_counts(clauses, proposal.trigger),
        content=proposal.content,
        symmetric=proposal.symmetric,
        factuality=round(proposal.judgement.author, 2),
        score=proposal.score,
        rule=proposal.rule,
        reasons=(f"status: {proposal.judgement.reason}",),
    )


def _reserves(clauses: Clauses, proposal: Proposal) -> tuple[Participant, ...]:
    """Who else may be acted upon: first the names under the predicate, then whom the weights hold for likely."""
    rest = [i for i in proposal.likely if i not in proposal.reserve]
    roads = (*("reserve" for _ in proposal.reserve), *(LEARNT for _ in rest))
    return participants(clauses, (*proposal.reserve, *rest), roads)


def participants(clauses: Clauses, indices: Sequence[int], roads: Sequence[str]) -> tuple[Participant, ...]:
    """The participants headed by the tokens `indices`; `roads` tells how each was reached."""
    found = []
    for number, index in enumerate(indices):
        span = clauses.phrase(index)
        found.append(
            Participant(
                span=span,
                head=clauses.tree.word(clauses.core(index)),
                text=clauses.tree.text(span),
                via=roads[number] if number < len(roads) else "",
            )
        )
    return tuple(found)
