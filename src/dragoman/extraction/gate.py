"""What the cheap gate sees of a candidate: names of features, each there or not."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.detection import Proposal


def gate_features(clauses: Clauses, proposal: Proposal) -> list[str]:
    """The features of a candidate.

    The word itself, alone and with its object; its object's head; its tense, voice and place in the sentence; whether somebody acts,
    and what kind of name the first who acts and the first acted upon bear.
    """
    tree = clauses.tree
    token = tree.token(proposal.trigger)
    lemma = token.lemma.lower()
    kind = "noun" if token.pos == "NOUN" else "verb"
    found = [f"{kind}={lemma}", f"tag={token.tag}", f"dep={token.dep}"]
    objects = clauses.objects(proposal.trigger) if kind == "verb" else []
    if objects:
        head = tree.token(clauses.core(objects[0])).lemma.lower()
        found.extend((f"object={head}", f"{lemma}+{head}"))
    elif kind == "verb":
        found.append("no object")
    if kind == "verb" and clauses.is_passive(proposal.trigger):
        found.append("passive")
    for side, indices in (("doer", proposal.actors), ("other", proposal.recipients)):
        if indices:
            one = tree.token(clauses.core(indices[0]))
            found.extend(
                (f"{side} is {one.entity or one.pos}", f"{side}={one.lemma.lower()}" if not one.entity else side)
            )
        else:
            found.append(f"no {side}")
    return found
