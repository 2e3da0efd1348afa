"""Find every statement that an article hands to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.adjectives import AdjectiveCues
from dragoman.extraction.attribution.carriers import carry
from dragoman.extraction.attribution.lexicon import load_cues
from dragoman.extraction.attribution.nouns import NounCues
from dragoman.extraction.attribution.phrases import PhraseCues, label_cue
from dragoman.extraction.attribution.quotes import find_quotations
from dragoman.extraction.attribution.settling import settle
from dragoman.extraction.attribution.speech import Speech
from dragoman.extraction.attribution.verbs import VerbCues
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.extraction.attribution.drafts import Draft
    from dragoman.extraction.attribution.records import Attribution
    from dragoman.records import Sentence
    from dragoman.syntax import Tree


def find_attributions(sentences: Sequence[Sentence], trees: Sequence[Tree]) -> tuple[Attribution, ...]:
    """The attributions of one document.

    Args:
        sentences: All sentences of the document, in text order.
        trees: The tree of each sentence.

    Returns:
        The attributions in text order of their cues; one that merely carries another ("told Reuters") stands before it.
        Spans count Unicode code points of the document's text. `parent` counts in this tuple.
    """
    drafts: list[Draft] = []
    for place, (sentence, tree) in enumerate(zip(sentences, trees, strict=True)):
        drafts.extend(_drafts(sentence, tree, place))
    _extend_labels(sentences, drafts)
    speech = Speech(sentences, trees, drafts)
    speech.assign(find_quotations(sentences))
    drafts = [d for d in (*drafts, *speech.added) if not d.open]
    return settle(sentences, trees, carry(drafts, load_cues()))


def _extend_labels(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> None:
    """What a label opens runs to the end of its paragraph or to the next label."""
    labels = {d.place: d for d in drafts if d.form == "label"}
    for place, draft in labels.items():
        if draft.speakers[0] > draft.cue[0]:
            continue
        end = place
        while end + 1 < len(sentences) and sentences[end + 1].block == sentences[place].block and end + 1 not in labels:
            end += 1
        if end > place:
            draft.content = [Span(start=draft.content[0].start, end=sentences[end].span.end)]


def _drafts(sentence: Sentence, tree: Tree, place: int) -> list[Draft]:
    lexicon, clauses = load_cues(), Clauses(tree, load_lexicon())
    nouns = NounCues(lexicon, clauses, place)()
    nouns += AdjectiveCues(lexicon, clauses, place)()
    taken = {w for n in nouns for w in n.cue}
    drafts = [d for d in VerbCues(lexicon, clauses, place)() if not taken.intersection(d.cue)] + nouns
    drafts += PhraseCues(lexicon, clauses, place)()
    label = label_cue(tree, place, title=sentence.kind == "title" or place == 0)
    return [label, *drafts] if label is not None else drafts
