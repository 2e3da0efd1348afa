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
    from dragoman.records import Span
    from dragoman.syntax import Tree

_LINKS = frozenset({"in", "on", "to", "with", "by", "for", "during", "through", "via", "from"})
_QUOTING = frozenset({"quote", "cite"})
# "Told reporters": whoever was there. No medium that could be asked vouches for it.
_ANY_REPORTERS = frozenset({"reporter", "journalist", "correspondent"})


def carry(drafts: Sequence[Draft], lexicon: CueLexicon) -> list[Draft]:
    """The drafts with those for media that carry what others say; "citing two diplomats" becomes the diplomats' word."""
    kinds = Kinds(lexicon)
    cited = [c for c in (_cited(d, drafts, kinds) for d in drafts if d.stance == "quotes") if c is not None]
    replaced = {id(quoting) for quoting, _ in cited}
    kept = [d for d in drafts if id(d) not in replaced] + [inner for _, inner in cited]
    return kept + [
        c for c in (_carrier(d, kinds) for d in kept if d.form == "verb" and d.parent is None) if c is not None
    ]


def _carrier(draft: Draft, kinds: Kinds) -> Draft | None:
    medium = next(
        (
            m
            for m in _listeners(draft, kinds)
            if kinds.is_medium(draft.tree, m) and m not in draft.speakers and not _is_anybody(draft.tree, m)
        ),
        None,
    )
    if medium is None:
        return None
    carrier = _copy(draft, [medium], draft.cue)
    carrier.carrier = True
    draft.parent = carrier
    return carrier


def _is_anybody(tree: Tree, index: int) -> bool:
    """Whether reporters are told in the plural and without a name."""
    token = tree.token(index)
    named = any(tree.token(c).pos == "PROPN" for c in tree.children[index])
    return token.tag == "NNS" and token.lemma.lower() in _ANY_REPORTERS and not named


def _copy(draft: Draft, speakers: list[int], cue: list[int]) -> Draft:
    return replace(draft, speakers=speakers, cue=cue, content=list(draft.content), parent=draft.parent, stance="says")


def _listeners(draft: Draft, kinds: Kinds) -> Iterator[int]:
    """Heads of those to whom, or through whom, the speaker speaks."""
    tree = draft.tree
    for cue in draft.cue:
        if tree.token(cue).pos not in ("VERB", "NOUN"):
            continue
        yield from tree.all(cue, "dobj", "dative")
        yield from _through(tree, cue, kinds)
        governor = tree.token(cue).head
        if (
            tree.token(governor).lemma.lower() == "as"
            and tree.token(tree.token(governor).head).lemma.lower() in _QUOTING
        ):
            quoting = tree.token(governor).head
            yield from _through(tree, quoting, kinds)


def _through(tree: Tree, index: int, kinds: Kinds) -> Iterator[int]:
    for link in tree.all(index, "prep", "agent", "dative"):
        if tree.token(link).text.lower() not in _LINKS:
            continue
        for partner in tree.all(link, "pobj"):
            yield partner
            if kinds.is_occasion(tree, partner):
                yield from tree.all(partner, "compound")
                for inner in tree.all(partner, "prep"):
                    yield from tree.all(inner, "pobj")


def _cited(quoting: Draft, drafts: Sequence[Draft], kinds: Kinds) -> tuple[Draft, Draft] | None:
    """Of "the agency reported, citing two diplomats" the draft to replace and one for the diplomats, under the agency."""
    tree, verb = quoting.tree, quoting.cue[-1]
    objects = tree.all(verb, "dobj", "pobj")
    if not objects or not kinds.can_speak(tree, objects[0]) or tree.first(objects[0], "poss") is not None:
        return None
    host = next((d for d in drafts if d is not quoting and d.place == quoting.place and _hosts(d, quoting)), None)
    if host is None:
        return None
    barred = runs(tree, tree.subtree(verb))
    host.content = [rest for span in host.content for rest in _without(span, barred, tree)]
    inner = _copy(host, objects[:1], [verb])
    inner.parent = host
    return (quoting, inner) if inner.content else None


def _hosts(draft: Draft, quoting: Draft) -> bool:
    """Whether the report cites: it has the same speaker, governs the citing verb, or stands right before it."""
    if draft.form not in ("verb", "phrase") or not draft.speakers or draft.stance == "quotes":
        return False
    verb = quoting.cue[-1]
    governs = draft.tree.token(verb).head in draft.cue
    return governs or 0 < verb - draft.cue[-1] <= 2 or draft.speakers == quoting.speakers


def _without(span: Span, barred: Sequence[Span], tree: Tree) -> list[Span]:
    inside = [i for i, t in enumerate(tree.tokens) if span.start <= t.start and t.end <= span.end]
    if not inside:
        return [span]
    left = [i for i in inside if not any(b.start <= tree.token(i).start < b.end for b in barred)]
    return [span] if len(left) == len(inside) else list(runs(tree, left))
