"""The embedding of an act, and what the governing word's signature says of it."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.shapes import keys, nominal_predicate, standing
from dragoman.extraction.status.signatures import Signature, Table, load_signatures
from dragoman.records import Record

# What constructions say in more than one place, from -3 to 3, set by hand.
SAME = Signature(positive=3, negative=-3)
PURPOSE = Signature(positive=1.4, negative=-0.5, kind="irrealis")
GOAL = Signature(positive=0.4, negative=-1, kind="irrealis")
INSTEAD = Signature(positive=-2.4, negative=1)
HEARSAY = Signature(positive=1.2, negative=-1, source=1.4)
# The tagger calls many a participle an adjective, and the other way round
_TABLES: dict[str, tuple[Table, ...]] = {
    "VERB": ("verbs", "adjectives"),
    "AUX": ("verbs",),
    "ADJ": ("adjectives", "verbs"),
    "NOUN": ("nouns", "adjectives"),
    "PROPN": ("nouns", "adjectives"),
}
_COPULAS = frozenset({"be", "become", "seem", "appear", "remain", "look", "get", "feel", "prove", "sound"})


class Governed(Record, frozen=True, kw_only=True):
    """An act's embedding: the token whose light it takes, and what its signature makes of that light.

    `skips` tells that the operators of the governor's own clause do not count (the "no" of "no attack" is not to count once
    at the verb and again at the noun), `keeps` that the act stands in the time of its governor, so that what is planned or
    open of the one is so of the other.
    """

    parent: int
    signature: Signature
    reason: str
    first_person: bool = False
    skips: bool = False
    keeps: bool = False


def signature_of(clauses: Clauses, head: int, frames: tuple[str, ...]) -> tuple[Signature, str] | None:
    """What the governing word, or the predicate of a copula, says of a complement of one of the frames."""
    tree = clauses.tree
    governor = tree.token(head)
    if governor.lemma in _COPULAS:
        predicate = nominal_predicate(tree, head)
        if predicate is not None:
            found = word_signature(clauses, predicate, frames)
            if found is not None:
                return found
        phrases = standing(tree, head)
        stands = load_signatures().find("adjectives", phrases, frames)
        if stands is not None:
            return stands, phrases[0]
    if governor.pos == "ADP":
        return None
    return word_signature(clauses, head, frames)


def word_signature(clauses: Clauses, head: int, frames: tuple[str, ...]) -> tuple[Signature, str] | None:
    """What a word says of a complement of one of the frames, with the form under which the tables hold it."""
    tree = clauses.tree
    lexicon = load_signatures()
    words = keys(tree, head)
    pos = tree.token(head).pos
    for table in _TABLES.get(pos, ("adjectives", "nouns", "verbs")):
        signature = lexicon.find(table, words, frames)
        if signature is not None:
            return signature, words[0]
    return None
