"""Give quotations to speakers: those of the same sentence, of the sentence beside it, or the last one who spoke."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from dragoman.extraction.attribution.drafts import Draft
from dragoman.extraction.attribution.quotes import Quotation
from dragoman.extraction.attribution.spans import length, runs, shared
from dragoman.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.records import Sentence
    from dragoman.syntax import Tree

FURTHEST = 3  # sentences between a quotation without a cue and the last speaker's words
LATEST_CUE = 6  # tokens before the cue of a sentence that goes on behind a quotation
SHORTEST = 4  # words; a shorter quotation that no cue governs is a phrase put in marks, not speech
_WORD = r"[^\W\d_a-z][\w.'’-]*"
_NAME = re.compile(rf"{_WORD}(?: (?:{_WORD}|de|la|al|bin|van|von|el|da|dos)){{0,5}}(?:, [\w ,'’-]{{1,60}})?")
_SIGNATURE = re.compile(rf"\s*([―—–-]{{1,2}})\s*({_NAME.pattern})(?=\s*(?:$|[“”\"]))")


class Speech:
    """Assign the quotations of a document to its drafts; drafts of their own are made for signatures."""

    def __init__(self, sentences: Sequence[Sentence], trees: Sequence[Tree], drafts: list[Draft]) -> None:
        self._sentences, self._trees = sentences, trees
        self._starts = [s.span.start for s in sentences]
        self._by_place: dict[int, list[Draft]] = {}
        for draft in drafts:
            self._by_place.setdefault(draft.place, []).append(draft)
        self._last: Draft | None = None
        self._last_place = -FURTHEST - 1
        self._inside: set[int] = set()
        self.added: list[Draft] = []

    def assign(self, quotations: Sequence[Quotation]) -> None:
        """Hand each quotation, in text order, to the draft that governs it, if any."""
        self._inside = {
            id(d) for q in quotations for p in range(q.first, q.last + 1) for d in self._at(p) if _within(d, q)
        }
        for quotation in (part for whole in quotations for part in self._parts(whole)):
            draft = self._governing(quotation) or self._beside(quotation) or self._signed(quotation)
            if draft is None and self._stands_alone(quotation):
                draft = self._continued(quotation)
            if draft is not None:
                self._give(draft, quotation)

    def _at(self, place: int) -> list[Draft]:
        return self._by_place.get(place, [])

    def _parts(self, quotation: Quotation) -> list[Quotation]:
        """The quotation, cut where a paragraph of it names a speaker of its own, as transcripts do."""
        starts = [i for i, s in enumerate(quotation.spans) if i and self._has_label(s)]
        if not starts:
            return [quotation]
        bounds = [0, *starts, len(quotation.spans)]
        return [self._part(quotation, a, b) for a, b in pairwise(bounds)]

    def _has_label(self, span: Span) -> bool:
        place = bisect_right(self._starts, span.start) - 1
        return any(d.form == "label" for d in self._at(max(0, place)))

    def _part(self, quotation: Quotation, first: int, last: int) -> Quotation:
        spans = quotation.spans[first:last]
        places = [max(0, bisect_right(self._starts, s.start) - 1) for s in (spans[0], spans[-1])]
        end = max(places[0], bisect_right(self._starts, spans[-1].end - 1) - 1)
        return Quotation(spans=spans, first=places[0], last=end, words=quotation.words)

    def _give(self, draft: Draft, quotation: Quotation) -> None:
        inside = [s for s in draft.content if shared((s,), quotation.spans)]
        rest = [s for s in draft.content if not shared((s,), quotation.spans)]
        merged = [_hull(q, inside) for q in quotation.spans]
        draft.content = sorted([*rest, *merged])
        draft.quoted += quotation.words
        draft.quoted_characters += length(quotation.spans)
        if quotation.words >= SHORTEST:
            self._last, self._last_place = draft, max(quotation.last, draft.place)

    def _governing(self, quotation: Quotation) -> Draft | None:
        """The draft of the same sentence whose content takes most of the quotation."""
        found: list[tuple[int, int, int, Draft]] = []
        for place in range(quotation.first, quotation.last + 1):
            for draft in self._at(place):
                overlap = shared(draft.content, quotation.spans)
                if overlap and id(draft) not in self._inside:
                    found.append((overlap, length(draft.content), -len(found), draft))
        return max(found, key=lambda f: f[:3])[3] if found else None

    def _beside(self, quotation: Quotation) -> Draft | None:
        """The cue nearest to the quotation in its first or last sentence, or in a neighbour that leads in or out."""
        found = []
        for place in range(quotation.first - 1, quotation.last + 2):
            for draft in self._at(place):
                if draft.form == "verb" and self._may_claim(draft, quotation, place):
                    found.append((self._distance(draft, quotation), draft.cue[0], draft))
        return min(found, key=lambda f: f[:2])[2] if found else None

    def _may_claim(self, draft: Draft, quotation: Quotation, place: int) -> bool:
        if id(draft) in self._inside or not (draft.open or draft.quoted) or "quote" not in draft.frames:
            return False
        if self._distance(draft, quotation) > 90:
            return False
        if place < quotation.first:
            return draft.open and self._sentences[place].text.rstrip().endswith(":")
        if place > quotation.last:
            return draft.open and draft.cue[0] <= LATEST_CUE and self._leads_out(quotation, place)
        return True

    def _leads_out(self, quotation: Quotation, place: int) -> bool:
        """Whether the sentence goes on right behind the quotation ("Where are they?" the mother asked)."""
        before, here = self._sentences[place - 1], self._sentences[place]
        return before.block == here.block and 0 <= here.span.start - quotation.end <= 2

    def _distance(self, draft: Draft, quotation: Quotation) -> int:
        gaps = []
        for index in (*draft.cue, *draft.speakers):
            token = draft.tree.token(index)
            gaps.append(max(quotation.start - token.end, token.start - quotation.end, 0))
        return min(gaps)

    def _signed(self, quotation: Quotation) -> Draft | None:
        """A draft for the name behind a dash under a quotation."""
        if quotation.words < SHORTEST:
            return None
        sentence = self._sentences[quotation.last]
        found = _SIGNATURE.match(sentence.text, max(0, quotation.end - sentence.span.start))
        if found is not None:
            start = sentence.span.start
            mark = Span(start=start + found.start(1), end=start + found.end(1))
            return self._signature(quotation.last, (mark,), start + found.start(2), start + found.end(2))
        if quotation.last + 1 < len(self._sentences) and quotation.end >= sentence.span.end - 1:
            after = self._sentences[quotation.last + 1]
            if after.kind == "bullet" and _NAME.fullmatch(after.text.strip()):
                return self._signature(quotation.last + 1, (), after.span.start, after.span.end)
        return None

    def _signature(self, place: int, marks: tuple[Span, ...], start: int, end: int) -> Draft | None:
        tree = self._trees[place]
        name = [i for i, t in enumerate(tree.tokens) if start <= t.start and t.end <= end and t.pos != "PUNCT"]
        if not name:
            return None
        head = next((i for i in name if tree.token(i).head not in name or tree.token(i).head == i), name[-1])
        source = runs(tree, name)
        draft = Draft(place, tree, [], [head], "says", form="label", marks=marks, source=source)
        self.added.append(draft)
        return draft

    def _stands_alone(self, quotation: Quotation) -> bool:
        """Whether the quotation fills its sentences."""
        if quotation.words < SHORTEST:
            return False
        first, last = self._sentences[quotation.first], self._sentences[quotation.last]
        return quotation.start - first.span.start <= 2 and last.span.end - quotation.end <= 2

    def _continued(self, quotation: Quotation) -> Draft | None:
        return self._last if quotation.first - self._last_place <= FURTHEST else None


def _within(draft: Draft, quotation: Quotation) -> bool:
    if not draft.cue:
        return False
    token = draft.tree.token(draft.cue[0])
    return any(s.start <= token.start < s.end for s in quotation.spans)


def _hull(span: Span, others: Sequence[Span]) -> Span:
    touching = [o for o in others if shared((o,), (span,))]
    return Span(start=min([span.start, *(o.start for o in touching)]), end=max([span.end, *(o.end for o in touching)]))
