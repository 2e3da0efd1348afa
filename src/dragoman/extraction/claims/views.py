"""The views of one act within the sentence that reports it: that of each source it is handed to, and the article's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dragoman.extraction.attribution.chain import AUTHOR, chain_to
from dragoman.extraction.attribution.lexicon import load_cues
from dragoman.extraction.attribution.sources import Kinds, describe
from dragoman.extraction.attribution.spans import covers, length
from dragoman.extraction.claims.lexicon import load_words
from dragoman.extraction.claims.records import View
from dragoman.extraction.status import Judgement, judge, judge_by
from dragoman.records import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.extraction.attribution import Attribution
    from dragoman.extraction.clauses import Clauses
    from dragoman.records import Status

# From -3 to 3. "The minister admitted having paid" (3) and "falsely claimed to have paid" (-2.5) are the article's word as
# well as the minister's; "confirmed that", at 2.5, still is the minister's alone.
_VOUCHED_BY_AUTHOR = 2.75
_CONTRADICTED_BY_AUTHOR = -2.3
_AGAINST = frozenset({"denies", "rejects", "doubts"})
# A source of a source holds a view of the act itself only where it takes a stand ("denied reports that").
_STAND = 1.0


def views_of(
    clauses: Clauses,
    index: int,
    attributions: Sequence[Attribution],
    sentence: int,
    trigger: Span,
    told: tuple[Source, ...],
    status: Status,
) -> tuple[View, ...]:
    """Who holds what of the act at token `index`: its own sources first, then those they answer, then the article.

    Args:
        clauses: Of the sentence.
        index: The token that reports the act.
        attributions: Those of the document.
        sentence: Index of the sentence.
        trigger: The words that report the act.
        told: The chain that the mention goes by; its last member's view comes first.
        status: The mention's, which is that view's.

    Returns:
        At least one view. The chain of each names outermost sources first.
    """
    judgement = judge(clauses, index)
    holding = [a for a in attributions if covers(a.content, trigger) and not a.carrier]
    holding.sort(key=lambda a: (length(a.content), a.cue))
    found = list(_told(clauses, index, holding, sentence, told, status, judgement))
    for number, attribution in enumerate(holding):
        view = _of(clauses, index, attribution, attributions, sentence, inner=number == 0)
        if view is not None and not any(_same(view, other) for other in found):
            found.append(view)
    denied = _denied_statement(clauses, index, found)
    if denied is not None:
        found.append(denied)
    if not found or (_governs(clauses, index, told[-1]) and _takes_a_stand(judgement, found)):
        own = View(
            sources=(AUTHOR,),
            status=_own_status(judgement) if found else status,
            factuality=round(judgement.author, 2),
            reason=judgement.reason,
        )
        found.append(own)
    return tuple(found)


def _told(
    clauses: Clauses,
    index: int,
    holding: Sequence[Attribution],
    sentence: int,
    told: tuple[Source, ...],
    status: Status,
    judgement: Judgement,
) -> Iterator[View]:
    """The view of the last of the mention's own sources, which is the mention's status.

    Of "Moscow denied claims by Kyiv that" the status is Moscow's, the last source Kyiv: then both have a view.
    """
    if told[-1].kind == "author":
        return
    last = _of_last(clauses, index, holding, sentence, told)
    if last is not None and status == "denied" and last.status != "denied" and len(told) > 1:
        outer = _of_last(clauses, index, holding, sentence, told[:-1]) or judgement
        yield msgspec.structs.replace(_view(told[:-1], outer), status=status)
        yield _view(told[-1:], last)
        return
    yield msgspec.structs.replace(_view(told, last or judgement), status=status)


def _denied_statement(clauses: Clauses, index: int, found: Sequence[View]) -> View | None:
    """Of "the army denied reports that", where nobody else is named, the view of the reports."""
    if len(found) != 1 or found[0].factuality >= 0 or found[0].sources[-1].cue is None:
        return None
    tree = clauses.tree
    cue = found[0].sources[-1].cue
    nouns = [i for i in tree.ancestors(index) if tree.token(i).pos == "NOUN" and tree.token(i).start >= cue.start]
    noun = next((i for i in nouns if tree.token(i).lemma.lower() in load_words()["statement"]), None)
    if noun is None:
        return None
    span = tree.word(noun)
    holders = [*tree.all(noun, "poss"), *clauses.partners(noun, "by", "from")]
    kind = Kinds(load_cues())(tree, holders[0]) if holders else "anonymous"
    if kind is None:
        return None  # "denied his own claim"
    text = describe(tree, holders[:1]) if holders else tree.token(noun).text
    source = Source(kind=kind, text=text, span=clauses.tree.phrase(holders[0]) if holders else span, cue=span)
    judgement = judge_by(clauses, index, frozenset({noun}))
    return _view((source,), judgement) if judgement.source > 0 else None


def _takes_a_stand(judgement: Judgement, found: Sequence[View]) -> bool:
    """Whether the article, beside those whose word it gives, takes the act for granted or contradicts them."""
    if judgement.author <= _CONTRADICTED_BY_AUTHOR:
        return any(v.factuality > 0 for v in found)
    if judgement.author < _VOUCHED_BY_AUTHOR:
        return False
    return judgement.mood not in ("irrealis", "possible") or any(v.factuality < 0 for v in found)


def _governs(clauses: Clauses, index: int, source: Source) -> bool:
    """Whether the act stands under the words of its source, so that the article's view of it shows."""
    cue = clauses.tree.at(source.cue.start) if source.cue is not None else None
    return cue is not None and cue in clauses.tree.ancestors(index)


def _of_last(
    clauses: Clauses, index: int, holding: Sequence[Attribution], sentence: int, told: tuple[Source, ...]
) -> Judgement | None:
    """The view of the last source of the chain; `None` where its cue stands in another sentence."""
    for attribution in holding:
        if attribution.cue and attribution.cue[0] == told[-1].cue and attribution.sentence == sentence:
            return judge_by(clauses, index, _cue_words(clauses, attribution))
    return None


def _of(
    clauses: Clauses,
    index: int,
    attribution: Attribution,
    attributions: Sequence[Attribution],
    sentence: int,
    *,
    inner: bool,
) -> View | None:
    if attribution.sentence != sentence or not attribution.cue:
        return None
    judgement = judge_by(clauses, index, _cue_words(clauses, attribution))
    against = attribution.stance in _AGAINST and judgement.source <= -_STAND / 2
    if not (attribution.vouched or against or _is_answered(attribution, attributions)):
        return None
    if not inner and not (against and judgement.source <= -_STAND):
        return None  # "said that X had claimed": the act is X's word, not that of who tells of it
    return _view(chain_to(attributions, attribution), judgement)


def _is_answered(attribution: Attribution, attributions: Sequence[Attribution]) -> bool:
    """Whether this is the word of nobody named that somebody denies ("denied reports that")."""
    parent = attributions[attribution.parent] if attribution.parent is not None else None
    return not attribution.source and parent is not None and parent.stance in _AGAINST


def _view(sources: tuple[Source, ...], judgement: Judgement) -> View:
    return View(
        sources=sources, status=judgement.status, factuality=round(judgement.source, 2), reason=judgement.reason
    )


def _own_status(judgement: Judgement) -> Status:
    return "denied" if judgement.author < 0 else "actual" if judgement.mood != "planned" else "planned"


def _same(view: View, other: View) -> bool:
    mine, theirs = view.sources[-1], other.sources[-1]
    return mine.span == theirs.span and mine.text == theirs.text


def _cue_words(clauses: Clauses, attribution: Attribution) -> frozenset[int]:
    return frozenset(
        i
        for i, t in enumerate(clauses.tree.tokens)
        if any(s.start <= t.start and t.end <= s.end for s in attribution.cue)
    )
