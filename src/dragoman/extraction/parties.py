"""Who in a sentence may take part in an act, and what a learned weighing of the roads to them sees.

The rules of `dragoman.extraction.detection` take parties by roads that a row names ("the object", "whom a `from` leads to"). What stands on
other roads ("troops moved into the town, which rebels had held") is weighed by `dragoman.models.parties`: for each noun
phrase that can act, how likely it is the actor, the recipient or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.detection import Proposal

if TYPE_CHECKING:
    from dragoman.models.parties import PartyWeights

LEARNT: Final = "learnt"  # the road to a party that the weights chose
FILLS_ACTOR: Final = 0.5  # the least probability of a party where the rules name none
FILLS_RECIPIENT: Final = 0.75
CHANGES: Final = 0.6  # and where they name another, whose own is at most
UNLIKELY: Final = 0.3
_TRUSTED: Final = frozenset({"nsubj", "agent", "obj", "obj@", "iobj"})  # roads on which the rules hardly err
SYMMETRIC_TYPES: Final = frozenset({"CONSULT", "COOPERATE"})
_LONGEST = 7  # steps of a road; what stands farther is "far"
_NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "FAC", "LOC"})


def possible_parties(clauses: Clauses) -> list[int]:
    """The heads of a sentence's noun phrases that can act or be acted upon, in text order."""
    tree = clauses.tree
    cores = {core for i in range(len(tree)) if (core := clauses.core(i)) != i}
    return [
        i
        for i, token in enumerate(tree.tokens)
        if token.pos in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ")
        and i not in cores
        and token.dep not in ("compound", "nummod", "det", "quantmod", "npadvmod")
        and not (i + 1 < len(tree) and tree.token(i + 1).text in ("-", "–"))  # "the UN-patrolled zone"
        and (token.pos != "ADJ" or token.entity in ("NORP", "GPE"))
        and _may_act(clauses, i)
    ]


def _may_act(clauses: Clauses, index: int) -> bool:
    token = clauses.tree.token(index)
    if token.dep == "poss" and token.pos == "PRON":
        return True
    return token.lemma.lower() == "it" or clauses.is_actor_like(index)


def party_features(clauses: Clauses, proposal: Proposal, index: int) -> list[str]:
    """The features of a noun phrase beside an act: the road between them in the parse, whole and with the act's type, voice and
    word; what kind of word it is; where it stands; and what the rules hold of it."""
    tree = clauses.tree
    trigger, token = tree.token(proposal.trigger), tree.token(index)
    road = _road(clauses, proposal.trigger, index)
    plain = _plain(road)
    kind, lemma = proposal.type, trigger.lemma.lower()
    voice = "passive" if trigger.pos == "VERB" and clauses.is_passive(proposal.trigger) else trigger.pos
    core = tree.token(clauses.core(index))
    what = core.entity if core.entity in _NAMES else core.pos
    side = "before" if index < proposal.trigger else "after"
    held = _held(clauses, proposal, index)
    lack = f"{'a' if proposal.actors else '-'}{'r' if proposal.recipients else '-'}"
    return [
        f"road={road}",
        f"plain={plain}",
        f"plain={plain} {voice}",
        f"plain={plain} {kind}",
        f"plain={plain} {lemma}",
        f"plain={plain} lack={lack}",
        f"last={plain.rsplit(' ', 1)[-1]} {kind}",
        f"first={plain.split(' ', 1)[0]} {kind}",
        f"type={kind}",
        f"what={what}",
        f"what={what} {kind}",
        f"word={core.lemma.lower()}",
        f"held={held}",
        f"held={held} {kind}",
        f"held={held} lack={lack}",
        f"{side} {voice}",
        f"{side} near={min(abs(index - proposal.trigger) // 4, 6)}",
        f"dep={token.dep}",
    ]


def _held(clauses: Clauses, proposal: Proposal, index: int) -> str:
    """What the rules hold of the phrase: the road they took to it, or that it lies in what they took."""
    count = len(proposal.actors)
    roads = (*proposal.via, *("" for _ in range(count + len(proposal.recipients) - len(proposal.via))))
    for number, party in enumerate((*proposal.actors, *proposal.recipients)):
        side = "actor" if number < count else "recipient"
        if party == index or clauses.core(party) == index:
            return f"{side} {roads[number]}"
    for number, party in enumerate((*proposal.actors, *proposal.recipients)):
        if index in clauses.tree.subtree(party):
            return f"in {'actor' if number < count else 'recipient'}"
    return "reserve" if index in proposal.reserve else "no"


def _road(clauses: Clauses, start: int, end: int) -> str:
    """The labels up from one token and down to another: "^relcl _nsubj", prepositions by their word."""
    tree = clauses.tree
    up = [start, *tree.ancestors(start)]
    down = [end, *tree.ancestors(end)]
    meeting = next(i for i in down if i in up)
    ups = [f"^{tree.token(i).dep}" for i in up[: up.index(meeting)]]
    downs = [f"_{_label(clauses, i)}" for i in reversed(down[: down.index(meeting)])]
    steps = [*ups, *downs]
    return " ".join(steps) if len(steps) <= _LONGEST else "far"


def _label(clauses: Clauses, index: int) -> str:
    token = clauses.tree.token(index)
    return f"{token.dep}:{token.text.lower()}" if token.dep in ("prep", "agent") else token.dep


def _plain(road: str) -> str:
    """A road without coordination and apposition, which change nothing in who does what, and without the objects of prepositions."""
    steps = [s for s in road.split() if s not in ("_conj", "^conj", "_appos", "_pobj", "_flat")]
    return " ".join(steps) or "same"


def weighed(clauses: Clauses, proposal: Proposal, phrases: Sequence[int], weights: PartyWeights) -> Proposal:
    """A proposal with likelier parties than those of the rules, where these are none or unlikely ones.

    A recipient where the rules have none comes last in reserve: once resolved, it may turn out to be the actor again. `phrases`
    are the possible parties of the sentence, of which the act's own words are none.
    """
    if proposal.symmetric:
        return proposal
    others = [i for i in phrases if i not in proposal.words]
    odds = {i: weights.score(party_features(clauses, proposal, i)) for i in others}
    count = len(proposal.actors)
    acting = {i: actor for i, (actor, _) in odds.items()}
    roads = proposal.via[:count], proposal.via[count:]
    actors = _likelier(clauses, proposal.actors, roads[0], acting, FILLS_ACTOR)
    mutual = proposal.type in SYMMETRIC_TYPES
    theirs = {i for a in actors or proposal.actors for i in (*clauses.tree.subtree(a), clauses.core(a))}
    suffering = {i: other + (actor if mutual else 0.0) for i, (actor, other) in odds.items() if i not in theirs}
    recipients = _likelier(clauses, proposal.recipients, roads[1], suffering, FILLS_RECIPIENT)
    if actors:
        proposal = msgspec.structs.replace(
            proposal, actors=actors, via=(*(LEARNT for _ in actors), *proposal.via[count:])
        )
    if recipients and proposal.recipients:
        via = (*proposal.via[: len(proposal.actors)], *(LEARNT for _ in recipients))
        return msgspec.structs.replace(proposal, recipients=recipients, via=via)
    return msgspec.structs.replace(proposal, likely=recipients) if recipients else proposal


def _likelier(
    clauses: Clauses, held: tuple[int, ...], roads: Sequence[str], odds: dict[int, float], fills: float
) -> tuple[int, ...]:
    """Whom the odds name in place of those that the rules hold; nobody where the rules may be right."""
    if not odds or _TRUSTED.intersection(roads):
        return ()
    best = max(odds, key=lambda i: (odds[i], -i))
    if odds[best] < (CHANGES if held else fills):
        return ()
    if held:
        tree = clauses.tree
        known = {j for h in held for j in (h, clauses.core(h))}
        own = max((p for i, p in odds.items() if i in known), default=1.0)
        if own > UNLIKELY or best in known or any(best in tree.subtree(h) or h in tree.subtree(best) for h in held):
            return ()
    return tuple(clauses.spread([best]))
