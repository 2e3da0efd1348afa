"""What an act is embedded under: the governing word of a clause or noun, and the signature it gives its complement."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.signatures import Signature, load_signatures
from dragoman.extraction.status.shapes import (
    above_preposition,
    has_perfect,
    is_existential,
    is_first_person,
    is_infinitive,
    is_mandative,
    is_past,
    is_predicate,
    keys,
    mark_of,
    nominal_predicate,
    wh_word,
)
from dragoman.records import Record

# Where no word of the tables governs: what the construction alone says. Set by hand on the thirds of the FactBank scale.
_SAME = Signature(positive=3, negative=-3)
_UNKNOWN_THAT = Signature(positive=2, negative=0.7)
_UNKNOWN_TO = Signature(positive=0.9, negative=-0.7)
_UNKNOWN_BARE = Signature(positive=2, negative=-2)
_UNKNOWN_ING = Signature(positive=2.2, negative=-0.5)
_OBJECT = Signature(positive=2.7, negative=0.6)
_SUBJECT = Signature(positive=2.8, negative=1.6)
_RELATIVE = Signature(positive=2.7, negative=1.8)
_PURPOSE = Signature(positive=0.9, negative=-0.5, kind="irrealis")
_IS_TO = Signature(positive=1.8, negative=-1.8, kind="plan")
_WAS_TO_HAVE = Signature(positive=-2.2, negative=1)
_GOAL = Signature(positive=0.4, negative=-1, kind="irrealis")
_TOO = Signature(positive=-2.4, negative=1.5)
_ENOUGH = Signature(positive=2, negative=-2.4)
_YET = Signature(positive=-2.5, negative=2.5)
_GOING = Signature(positive=1.9, negative=-1.8, kind="plan")
_FAR_FROM = Signature(positive=-2.5, negative=1)
_INSTEAD = Signature(positive=-2.4, negative=1)
_PARTICIPLE = Signature(positive=2.6, negative=0.6)
_ADVERBIAL = Signature(positive=2.2, negative=1.6)
_COUNTERFACTUAL = Signature(positive=-2.2, negative=1.5)
_MODIFIER = Signature(positive=2.5, negative=1.8)
_CONTENT_QUESTION = Signature(positive=2, negative=1.6)
_OF = Signature(positive=2.7, negative=-0.4)
_WITH = Signature(positive=2.6, negative=1)
_TEMPORAL = frozenset({"when", "whenever", "after", "before", "once", "until", "till", "while", "as"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its", "my", "our", "your"})


class Governed(Record):
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


def govern(clauses: Clauses, index: int) -> Governed | None:
    """The embedding of the word `index`, or `None` where it stands on its own."""
    token = clauses.tree.token(index)
    if token.head == index:
        return None
    rule = _RULES.get(token.dep)
    return rule(clauses, index) if rule is not None else _same(clauses, index)


def _same(clauses: Clauses, index: int) -> Governed:
    return Governed(parent=clauses.tree.token(index).head, signature=_SAME, reason="ASSERTED")


# ---------------------------------------------------------------------- coordination


def _conjunct(clauses: Clauses, index: int) -> Governed:
    tree = clauses.tree
    partner = tree.token(index).head
    if any(tree.token(c).text.lower() == "than" for c in tree.all(partner, "cc") if c < index):
        return Governed(parent=partner, signature=_INSTEAD, reason="NEGATION:rather_than")
    alone = _stands_alone(clauses, index) or any(
        tree.token(c).text.lower() == "but" for c in tree.all(partner, "cc") if c < index
    )
    return Governed(parent=partner, signature=_SAME, reason="ASSERTED", skips=alone)


def _stands_alone(clauses: Clauses, verb: int) -> bool:
    """Whether a coordinated verb has a subject or auxiliary of its own, so that its partner's do not reach it."""
    tree = clauses.tree
    if not is_predicate(tree, verb):
        return False
    if tree.first(verb, "aux", "auxpass", "nsubj", "nsubjpass", "expl", "csubj") is not None:
        return True
    return tree.token(verb).tag in ("VBD", "VBZ", "VBP")


# ---------------------------------------------------------------------- clauses under words


def _clause(clauses: Clauses, index: int) -> Governed:
    """A clause or infinitive as the complement of a verb, adjective or noun."""
    tree = clauses.tree
    head = tree.token(index).head
    frames = _clause_frames(clauses, index)
    special = _special_infinitive(clauses, index, head) if "to" in frames else None
    if special is not None:
        return special
    phrase = _phrasal(clauses, head) if "to" in frames else None
    if phrase is not None:
        return phrase
    found = _signature(clauses, head, frames)
    if found is None:
        return _unknown_clause(clauses, index, head, frames)
    signature, word = found
    if frames[0] == "that" and wh_word(tree, index) and signature.positive < _CONTENT_QUESTION.positive:
        signature = _CONTENT_QUESTION
    return Governed(parent=head, signature=signature, reason=f"UNDER:{word}", first_person=is_first_person(tree, head))


def _clause_frames(clauses: Clauses, index: int) -> tuple[str, ...]:
    tree = clauses.tree
    tag = tree.token(index).tag
    if is_infinitive(tree, index):
        return ("to",)
    if mark_of(tree, index) in ("if", "whether"):
        return ("whether",)
    if tree.token(index).dep == "ccomp" and is_mandative(tree, index):
        return ("mandative", "bare", "to", "that")
    if tag == "VB" and tree.first(index, "aux") is None:
        return ("bare", "to", "ing")
    if tag in ("VBG", "VBN") and tree.first(index, "aux", "auxpass") is None:
        return ("ing", "bare", "to")
    return ("that", "ing")


def _unknown_clause(clauses: Clauses, index: int, head: int, frames: tuple[str, ...]) -> Governed:
    tree = clauses.tree
    frame = frames[0]
    if frame == "to":
        signature = _GOAL if tree.token(head).lemma == "be" else _UNKNOWN_TO
        if tree.token(head).lemma != "be" and tree.token(head).pos in ("NOUN", "PROPN"):
            signature = _PURPOSE
        return Governed(parent=head, signature=signature, reason=f"INFINITIVE:{tree.token(head).lemma.lower()}")
    by_frame = {"ing": _UNKNOWN_ING, "whether": Signature(positive=0.3, negative=0.3), "bare": _UNKNOWN_BARE}
    signature = by_frame.get(frame, _UNKNOWN_THAT)
    if frame == "that" and (wh_word(tree, index) or tree.token(head).lemma == "be"):
        signature = _SAME if tree.token(head).lemma == "be" else _CONTENT_QUESTION
    return Governed(parent=head, signature=signature, reason=f"CLAUSE:{tree.token(head).lemma.lower()}")


def _special_infinitive(clauses: Clauses, index: int, head: int) -> Governed | None:
    """ "Are to meet", "have yet to meet", "going to meet", "too weak to flee", "strong enough to flee"."""
    tree = clauses.tree
    governor = tree.token(head)
    adverbs = {tree.token(c).text.lower() for c in tree.children[head] if tree.token(c).dep in ("advmod", "neg")}
    predicate = nominal_predicate(tree, head)
    if predicate is not None:
        adverbs |= {tree.token(c).text.lower() for c in tree.children[predicate] if tree.token(c).dep == "advmod"}
    signature: Signature | None = None
    if "yet" in adverbs and governor.lemma in ("have", "be") and "not" not in adverbs and "n't" not in adverbs:
        signature = _YET
    elif "too" in adverbs and (predicate is not None or governor.pos in ("ADJ", "ADV")):
        signature = _TOO
    elif "enough" in adverbs and (predicate is not None or governor.pos in ("ADJ", "ADV")):
        signature = _ENOUGH
    elif governor.lemma == "go" and governor.tag == "VBG":
        signature = _GOING
    elif governor.lemma == "be" and predicate is None and not _names_goal(clauses, head):
        signature = _WAS_TO_HAVE if has_perfect(tree, index) else _IS_TO
    if signature is None:
        return None
    return Governed(parent=head, signature=signature, reason=f"UNDER:{governor.lemma.lower()}")


def _phrasal(clauses: Clauses, noun: int) -> Governed | None:
    """ "Took the time to rescue", "missed the chance to rescue": verb and noun are one implicative."""
    tree = clauses.tree
    token = tree.token(noun)
    if token.dep not in ("dobj", "nsubjpass"):
        return None
    word = f"{tree.token(token.head).lemma.lower()}_{token.lemma.lower()}"
    found = load_signatures().find("verbs", (word,), ("to",))
    return None if found is None else Governed(parent=token.head, signature=found, reason=f"UNDER:{word}")


def _names_goal(clauses: Clauses, copula: int) -> bool:
    """Whether the subject names an aim ("the goal is to win"), so that the infinitive is its content."""
    tree = clauses.tree
    nouns = load_signatures().words("nouns")
    return any(tree.token(c).lemma.lower() in nouns for c in tree.all(copula, "nsubj"))


def _signature(clauses: Clauses, head: int, frames: tuple[str, ...]) -> tuple[Signature, str] | None:
    """What the governing word, or the predicate of a copula, says of a complement of one of the frames."""
    tree = clauses.tree
    governor = tree.token(head)
    if governor.lemma in ("be", "become", "seem", "appear", "remain", "look", "get", "feel", "prove", "sound"):
        predicate = nominal_predicate(tree, head)
        if predicate is not None:
            found = _word_signature(clauses, predicate, frames)
            if found is not None:
                return found
    if governor.pos == "ADP":
        return None
    return _word_signature(clauses, head, frames)


def _word_signature(clauses: Clauses, head: int, frames: tuple[str, ...]) -> tuple[Signature, str] | None:
    tree = clauses.tree
    lexicon = load_signatures()
    words = keys(tree, head)
    pos = tree.token(head).pos
    tables = {"VERB": ("verbs", "adjectives"), "AUX": ("verbs",), "ADJ": ("adjectives", "verbs")}
    for table in tables.get(
        pos, ("nouns", "adjectives") if pos in ("NOUN", "PROPN") else ("adjectives", "nouns", "verbs")
    ):
        signature = lexicon.find(table, words, frames)  # type: ignore[arg-type]
        if signature is not None:
            return signature, words[0]
    return None


def _noun_clause(clauses: Clauses, index: int) -> Governed:
    """What hangs on a noun: its content ("plans to attack", "the claim that"), or a participle telling more of it."""
    tree = clauses.tree
    token = tree.token(index)
    if is_infinitive(tree, index):
        return _clause(clauses, index)
    if token.dep == "relcl" or (
        token.tag in ("VBN", "VBG") and tree.first(index, "mark", "nsubj", "nsubjpass") is None
    ):
        return _presupposed(clauses, index)
    return _clause(clauses, index)


def _presupposed(clauses: Clauses, index: int) -> Governed:
    """A relative clause, apposition or participle: told by the way, whatever the main clause does."""
    head = clauses.tree.token(index).head
    return Governed(parent=head, signature=_RELATIVE, reason="TOLD_BY_THE_WAY", keeps=not is_past(clauses.tree, index))


def _modifier(clauses: Clauses, index: int) -> Governed:
    return Governed(parent=clauses.tree.token(index).head, signature=_MODIFIER, reason="MODIFIER")


# ---------------------------------------------------------------------- adverbial clauses


def _adverbial(clauses: Clauses, index: int) -> Governed:
    tree = clauses.tree
    head = tree.token(index).head
    mark = mark_of(tree, index)
    if is_infinitive(tree, index) and mark in (None, "for", "in", "so"):
        return _infinitive_adverbial(clauses, index, head)
    if mark is None:
        participle = tree.token(index).tag in ("VBG", "VBN")
        found = _signature(clauses, head, _clause_frames(clauses, index)) if index > head and not participle else None
        if found is not None:
            return Governed(parent=head, signature=found[0], reason=f"UNDER:{found[1]}")
        signature = _PARTICIPLE if participle else _ADVERBIAL
        return Governed(parent=head, signature=signature, reason="ADVERBIAL", keeps=not is_past(tree, index))
    temporal = mark in _TEMPORAL and not is_past(tree, index)
    return Governed(
        parent=head,
        signature=_marked(clauses, index, head, mark),
        reason=f"CONDITION:{mark}",
        skips=not temporal,
        keeps=temporal,
    )


def _infinitive_adverbial(clauses: Clauses, index: int, head: int) -> Governed:
    """A purpose, unless the governor's word takes an infinitive ("decided to leave", parsed as an adverbial)."""
    tree = clauses.tree
    special = _special_infinitive(clauses, index, head)
    if special is not None:
        return special
    if any(tree.token(c).text.lower() == "only" for c in tree.all(index, "advmod")):
        return Governed(parent=head, signature=_SAME, reason="ONLY_TO")
    noun = next((c for c in tree.all(head, "dobj", "nsubjpass", "attr") if head <= c == index - 2), None)
    inner = _word_signature(clauses, noun, ("to",)) if noun is not None else None
    if noun is not None and inner is not None:
        return Governed(parent=noun, signature=inner[0], reason=f"UNDER:{inner[1]}")
    found = _signature(clauses, head, ("to",)) if index > head else None
    if found is not None and tree.first(head, "xcomp", "ccomp") is None:
        return Governed(
            parent=head, signature=found[0], reason=f"UNDER:{found[1]}", first_person=is_first_person(tree, head)
        )
    return Governed(parent=head, signature=_PURPOSE, reason="PURPOSE")


def _marked(clauses: Clauses, index: int, head: int, mark: str) -> Signature:
    tree = clauses.tree
    if mark == "as" and tree.token(head).text.lower() == "long":
        mark = "if"
    if (
        mark in ("if", "unless")
        and has_perfect(tree, index)
        and any(tree.token(a).text.lower() in ("would", "could", "might", "'d") for a in tree.all(head, "aux"))
    ):
        return _COUNTERFACTUAL
    if mark in ("as", "than") and any(tree.token(c).text.lower() in ("if", "though") for c in tree.children[index]):
        return Signature(positive=-0.6, negative=-0.6)
    found = load_signatures().find("operators", (mark,), ("mark",))
    return found or _ADVERBIAL


# ---------------------------------------------------------------------- nouns in their clause


def _object(clauses: Clauses, index: int) -> Governed:
    tree = clauses.tree
    head = tree.token(index).head
    negated = _has_no(clauses, index)
    if is_predicate(tree, index):
        return _clause(clauses, index)
    found = _word_signature(clauses, head, ("obj",))
    if found is not None:
        return Governed(parent=head, signature=found[0], reason=f"UNDER:{found[1]}", skips=negated,
                        first_person=is_first_person(tree, head))  # fmt: skip
    signature = _OBJECT
    if not any(tree.token(c).text.lower() in _DEFINITE for c in tree.children[index]):
        signature = Signature(positive=2.6, negative=-1)
    return Governed(parent=head, signature=signature, reason="OBJECT", skips=negated)


def _subject(clauses: Clauses, index: int) -> Governed:
    tree = clauses.tree
    head = tree.token(index).head
    negated = _has_no(clauses, index)
    clausal = is_predicate(tree, index) and tree.token(index).dep == "csubj"
    found = _signature(clauses, head, ("subj",) if not is_infinitive(tree, index) else ("subj", "to"))
    if clausal and wh_word(tree, index):
        return Governed(parent=head, signature=Signature(positive=2.7, negative=2.7), reason="SUBJECT")
    if found is not None:
        return Governed(parent=head, signature=found[0], reason=f"UNDER:{found[1]}", skips=negated)
    if clausal:
        signature = _GOAL if is_infinitive(tree, index) else Signature(positive=1.2, negative=0.6)
        return Governed(parent=head, signature=signature, reason="CLAUSE_AS_SUBJECT")
    if is_existential(tree, head):
        return Governed(parent=head, signature=_SAME, reason="EXISTS", skips=negated)
    return Governed(parent=head, signature=_SUBJECT, reason="SUBJECT", skips=negated)


def _attribute(clauses: Clauses, index: int) -> Governed:
    return Governed(
        parent=clauses.tree.token(index).head, signature=_SAME, reason="PREDICATE", skips=_has_no(clauses, index)
    )


def _has_no(clauses: Clauses, index: int) -> bool:
    tree = clauses.tree
    return any(tree.token(c).text.lower() in ("no", "neither") for c in tree.all(index, "det", "neg"))


def _prepositional(clauses: Clauses, index: int) -> Governed:
    """A noun or gerund behind a preposition: what the preposition's governor says of it, else the preposition itself."""
    tree = clauses.tree
    preposition, governor = above_preposition(tree, index)
    if governor is None:
        return Governed(parent=tree.token(index).head, signature=_SAME, reason="ASSERTED")
    word = tree.token(preposition).text.lower()
    if word == "from" and tree.token(governor).text.lower() == "far":
        return Governed(parent=governor, signature=_FAR_FROM, reason="NEGATION:far_from")
    gerund = is_predicate(tree, index)
    frames = (
        (f"p:{word}", "ing")
        if gerund and word not in ("after", "before", "without", "by", "despite")
        else (f"p:{word}",)
    )
    found = _signature(clauses, governor, frames)
    if found is None and tree.token(governor).dep == "advmod":  # "stopped short of"
        found = _signature(clauses, tree.token(governor).head, frames)
        governor = governor if found is None else tree.token(governor).head
    if found is not None:
        return Governed(parent=governor, signature=found[0], reason=f"UNDER:{found[1]}",
                        first_person=is_first_person(tree, governor))  # fmt: skip
    own = load_signatures().find("operators", (word,), ("prep",))
    if own is not None:
        return Governed(
            parent=governor, signature=own, reason=f"PREPOSITION:{word}", skips=own.positive < 0, keeps=gerund
        )
    if gerund and word in ("of", "rather"):
        outer = tree.token(preposition)
        if any(tree.token(c).text.lower() in ("instead", "rather") for c in (outer.head, *tree.children[preposition])):
            return Governed(parent=governor, signature=_INSTEAD, reason="NEGATION:instead")
    return Governed(
        parent=governor, signature=_OF if word == "of" else _WITH, reason=f"PREPOSITION:{word}", keeps=gerund
    )


_RULES: dict[str, Callable[[Clauses, int], Governed]] = {
    "conj": _conjunct,
    "ccomp": _clause,
    "xcomp": _clause,
    "acl": _noun_clause,
    "relcl": _noun_clause,
    "appos": _presupposed,
    "amod": _modifier,
    "compound": _modifier,
    "nmod": _modifier,
    "poss": _modifier,
    "advcl": _adverbial,
    "dobj": _object,
    "nsubjpass": _object,
    "oprd": _clause,
    "nsubj": _subject,
    "csubj": _subject,
    "csubjpass": _subject,
    "attr": _attribute,
    "acomp": _attribute,
    "pobj": _prepositional,
    "pcomp": _prepositional,
}
