"""Media that carry another's words ("told Reuters", "was quoted by state television") and sources that are cited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.extraction.attribution.sources import Kinds
from dragoman.extraction.attribution.spans import runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.extraction.attribution.drafts import Draft
    from dragoman.extraction.attribution.lexicon import CueLexicon
    from dragoman.syntax import Tree

_OCCASIONS = frozenset(
    "interview conversation statement comment remark briefing article essay column piece show program programme broadcast "
    "appearance address message".split()
)
_LINKS = frozenset({"in", "on", "to", "with", "by", "for", "during", "through", "via", "from"})
_QUOTING = frozenset({"quote", "cite"})


def carriers(drafts: Sequence[Draft], lexicon: CueLexicon) -> list[Draft]:
    """Drafts for the media that carry what others say, and for those whom a report cites."""
    kinds = Kinds(lexicon)
    found = []
    for draft in drafts:
        if draft.form != "verb" or draft.parent is not None:
            continue
        medium = next((m for m in _listeners(draft) if kinds.is_medium(draft.tree, m) and m not in draft.speakers), None)
        if medium is not None:
            carrier = _copy(draft, [medium], draft.cue)
            carrier.carrier = True
            draft.parent = carrier
            found.append(carrier)
        found.extend(_cited(draft, kinds))
    return found


def _copy(draft: Draft, speakers: list[int], cue: list[int]) -> Draft:
    return replace(draft, speakers=speakers, cue=cue, content=list(draft.content), parent=draft.parent, stance="says")


def _listeners(draft: Draft) -> Iterator[int]:
    """Heads of those to whom, or through whom, the speaker speaks."""
    tree = draft.tree
    for cue in draft.cue:
        if tree.token(cue).pos not in ("VERB", "NOUN"):
            continue
        yield from tree.all(cue, "dobj", "dative")
        yield from _through(tree, cue)
        governor = tree.token(cue).head
        if tree.token(governor).lemma.lower() == "as" and tree.token(tree.token(governor).head).lemma.lower() in _QUOTING:
            quoting = tree.token(governor).head
            yield from _through(tree, quoting)


def _through(tree: Tree, index: int) -> Iterator[int]:
    for link in tree.all(index, "prep", "agent", "dative"):
        if tree.token(link).text.lower() not in _LINKS:
            continue
        for partner in tree.all(link, "pobj"):
            yield partner
            if tree.token(partner).lemma.lower() in _OCCASIONS:
                yield from tree.all(partner, "compound")
                for inner in tree.all(partner, "prep"):
                    yield from tree.all(inner, "pobj")


def _cited(draft: Draft, kinds: Kinds) -> list[Draft]:
    """Of "the agency reported, citing two diplomats" the diplomats, under the agency."""
    tree = draft.tree
    found = []
    for cue in draft.cue:
        for clause in tree.all(cue, "advcl", "acl", "prep", "xcomp"):
            if tree.token(clause).lemma.lower() not in _QUOTING or tree.token(clause).tag != "VBG":
                continue
            objects = tree.all(clause, "dobj", "pobj")
            if objects and kinds.can_speak(tree, objects[0]):
                inner = _copy(draft, objects[:1], [clause])
                inner.parent = draft
                barred = runs(tree, tree.subtree(clause))
                inner.content = [c for c in inner.content if not any(b.start <= c.start and c.end <= b.end for b in barred)]
                if inner.content:
                    found.append(inner)
    return found
