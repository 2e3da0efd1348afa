"""From drafts to records: spans, kinds, notes, nesting."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from dragoman.extraction.attribution.lexicon import load_cues
from dragoman.extraction.attribution.records import Attribution, Quote
from dragoman.extraction.attribution.sources import Kinds, describe, is_personal, note_of, phrase_tokens
from dragoman.extraction.attribution.spans import covers, length, runs
from dragoman.records import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.extraction.attribution.drafts import Draft
    from dragoman.records import Sentence, SourceKind
    from dragoman.syntax import Tree

_STANDING_FOR = frozenset({"he", "she", "they", "it"})
DIRECT_SHARE = 0.9  # of the content's characters inside quotation marks; a dropped "that" or comma stays outside


def settle(sentences: Sequence[Sentence], trees: Sequence[Tree], drafts: Sequence[Draft]) -> tuple[Attribution, ...]:
    """The records of a document's drafts, in text order of their cues, carriers before what they carry."""
    ordered = sorted(_without_doubles(drafts), key=_order)
    position = {id(d): i for i, d in enumerate(ordered)}
    kinds, touching = Kinds(load_cues(), _people(sentences), _bodies(sentences)), _touching(sentences, ordered)
    found: list[Attribution] = []
    for draft in ordered:
        found.append(_record(sentences, trees, draft, kinds, found, _parent(draft, touching, position)))
    return tuple(found)


def _people(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The last words of the persons' names of two words or more that the document holds."""
    found = set()
    for sentence in sentences:
        tokens = sentence.tokens
        for index, token in enumerate(tokens[1:], start=1):
            closes = index + 1 == len(tokens) or tokens[index + 1].entity != "PERSON" or tokens[index + 1].entity_start
            if token.entity == "PERSON" and not token.entity_start and closes and tokens[index - 1].entity == "PERSON":
                found.add(token.text)
    return frozenset(found)


def _bodies(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The single words that the document holds as names of countries, peoples or organisations."""
    return frozenset(
        t.text for s in sentences for t in s.tokens if t.entity in ("GPE", "NORP", "ORG") and t.entity_start
    )


def _order(draft: Draft) -> tuple[int, bool, int]:
    spans = draft.cue_spans
    start = spans[0].start if spans else draft.tree.token(draft.speakers[0]).start
    return start, not draft.carrier, -length(draft.content)


def _without_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    """Without a second draft of the same cue and speaker, and without those that have neither."""
    seen = set()
    kept = []
    for draft in drafts:
        key = (draft.place, tuple(draft.cue), tuple(draft.speakers), draft.carrier)
        if key not in seen and (draft.cue_spans or draft.speakers):
            seen.add(key)
            kept.append(draft)
    return kept


def _touching(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    """The drafts by the places of the sentences that their contents touch."""
    starts = [s.span.start for s in sentences]
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        places: set[int] = set()
        for span in draft.content:
            places.update(range(max(0, bisect_right(starts, span.start) - 1), bisect_right(starts, span.end - 1)))
        for place in sorted(places):
            found.setdefault(place, []).append(draft)
    return found


def _parent(draft: Draft, touching: Mapping[int, Sequence[Draft]], position: Mapping[int, int]) -> int | None:
    """The index of the draft that carries this one: a given one, else the narrowest whose content holds its cue."""
    if draft.parent is not None and id(draft.parent) in position:
        return position[id(draft.parent)]
    if not draft.cue_spans:
        return None
    cue, own = draft.cue_spans[0], length(draft.content)
    around = [(length(o.content), position[id(o)]) for o in touching.get(draft.place, ()) if covers(o.content, cue)]
    wider = [a for a in around if a[0] > own]
    return min(wider)[1] if wider else None


def _record(
    sentences: Sequence[Sentence],
    trees: Sequence[Tree],
    draft: Draft,
    kinds: Kinds,
    before: Sequence[Attribution],
    parent: int | None,
) -> Attribution:
    tree = draft.tree
    head = draft.speakers[0] if draft.speakers else None
    spoken = [draft.pronoun] if draft.pronoun is not None else draft.speakers
    kind = _kind(trees, draft, kinds, before)
    return Attribution(
        source=draft.source or (runs(tree, phrase_tokens(tree, spoken, without=draft.cue)) if spoken else ()),
        cue=draft.cue_spans,
        content=tuple(draft.content),
        source_head=Span(start=tree.token(head).start, end=tree.token(head).end) if head is not None else None,
        kind=kind,
        source_text=describe(tree, draft.speakers) if head is not None else None,
        note=note_of(tree, head) if head is not None and kind == "anonymous" else None,
        stance=draft.stance,
        parent=parent,
        sentence=sentences[draft.place].index,
        quote=_quote(draft),
        vouched=draft.vouched and (bool(draft.speakers) or draft.unnamed),
        carrier=draft.carrier,
    )


def _kind(trees: Sequence[Tree], draft: Draft, kinds: Kinds, before: Sequence[Attribution]) -> SourceKind:
    """The kind of the first speaker; that of a pronoun is the kind of what it may stand for.

    That is the subject of its sentence or of the one before, else the last source that fits; a "he" of whom nothing was told
    is nobody named.
    """
    if not draft.speakers:
        return "anonymous"
    kind = kinds(draft.tree, draft.speakers[0])
    if kind is not None:
        return kind
    word = draft.tree.token(draft.speakers[0]).text
    wanted: tuple[SourceKind, ...] = ("named", "anonymous") if is_personal(word) else ("official", "anonymous", "media")
    subject = _antecedent(trees, draft, kinds, word)
    if subject is not None:
        return subject
    last = next((a.kind for a in reversed(before) if a.kind in wanted and a.source), None)
    return last or ("anonymous" if is_personal(word) and not kinds.has_people else wanted[0])


def _antecedent(trees: Sequence[Tree], draft: Draft, kinds: Kinds, word: str) -> SourceKind | None:
    """The kind of the first subject, in the sentence of the pronoun before it or in the one before, that it may stand for."""
    if word.lower() not in _STANDING_FOR:
        return None
    for place in (draft.place, draft.place - 1):
        if place < 0:
            break
        tree = trees[place]
        end = draft.speakers[0] if place == draft.place else len(tree)
        for index in range(end):
            token = tree.token(index)
            if token.dep not in ("nsubj", "nsubjpass") or token.pos not in ("NOUN", "PROPN"):
                continue
            kind = kinds(tree, index)
            if kind is not None and _may_stand_for(word.lower(), tree, index, kind, kinds):
                return kind
    return None


def _may_stand_for(word: str, tree: Tree, index: int, kind: SourceKind, kinds: Kinds) -> bool:
    plural = tree.token(index).tag in ("NNS", "NNPS")
    if word == "they":
        return plural and kinds.can_speak(tree, index)
    if word == "it":
        return not plural and kind in ("official", "media")
    return not plural and (
        kind == "named" or kinds.is_office(tree, index) or (kind == "anonymous" and kinds.can_speak(tree, index))
    )


def _quote(draft: Draft) -> Quote:
    if not draft.quoted:
        return "indirect"
    return "direct" if draft.quoted_share >= DIRECT_SHARE else "mixed"
