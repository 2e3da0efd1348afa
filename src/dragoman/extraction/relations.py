"""Standing relations that a sentence states: foe, ally, neighbour, arms supplier.

Israel has been a significant supplier of arms to Azerbaijan      X be CUE of/to Y
Turkey, a key ally of both governments                            X, CUE of Y
Iran's arch foe, Israel; its neighbour Chad                       Y's CUE X
the two long-standing foes                                        CUE of a pair
Azerbaijan neighbours Iran; Chad shares a border with Sudan       a verb
neighbouring Benin; its northern neighbour; the neighbours        beside whom the text has just named
Tehran still ships missiles to the Houthis; Algeria arms the Polisario    what is done all the time
"""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.records import Participant, Record, RelationKind, Sentence, Span

_KIND_OF_NOUN: dict[str, RelationKind] = {
    **dict.fromkeys(
        [
            "foe",
            "enemy",
            "adversary",
            "arch-foe",
            "archfoe",
            "nemesis",
            "rival",
            "archrival",
            "arch-rival",
            "arch-enemy",
            "archenemy",
        ],
        "foe",
    ),
    **dict.fromkeys(["ally", "patron", "backer"], "ally"),
    **dict.fromkeys(["neighbour", "neighbor"], "neighbour"),
}
_SUPPLIERS = frozenset({"supplier", "provider", "seller", "exporter", "source"})
_ARMS = frozenset(
    {
        "arm",
        "arms",
        "weapon",
        "weapons",
        "weaponry",
        "munition",
        "drone",
        "missile",
        "ammunition",
        "hardware",
        "equipment",
    }
)
# Verbs of supplying, which in the present tense tell of a custom; what happened once is an act.
_SUPPLYING = frozenset({"sell", "supply", "ship", "export", "provide", "furnish", "send", "deliver"})
_BORDERS = frozenset({"border", "frontier"})
_STATES = frozenset({"country", "kingdom", "republic", "emirate", "sultanate", "state", "nation"})
_BORDERING = frozenset({"neighbor", "neighbour", "border", "abut", "adjoin"})
_PAIR = frozenset({"two", "both"})


class StatedRelation(Record, frozen=True):
    """A relation between two noun phrases, unresolved. An empty `subject` and `object` pair: the last two countries named; an
    empty subject alone: the country last named before."""

    kind: RelationKind
    subject: Participant | None
    object: Participant | None
    cue: Span
    rule: str


def find_relations(sentence: Sentence, clauses: Clauses) -> tuple[StatedRelation, ...]:
    """The relations that the sentence states, in the order of their cues."""
    found: list[StatedRelation] = []
    for index, token in enumerate(sentence.tokens):
        lemma = token.lemma.lower()
        if token.pos in ("NOUN", "PROPN", "ADJ") and lemma in _KIND_OF_NOUN:
            found.extend(_by_noun(clauses, index, _KIND_OF_NOUN[lemma]))
        elif lemma in _SUPPLIERS and _speaks_of_arms(clauses, index):
            found.extend(_by_noun(clauses, index, "arms_supplier"))
        if lemma in _BORDERING:
            found.extend(_by_border(clauses, index))
        if token.text.lower() in ("neighbouring", "neighboring") and token.dep in ("amod", "compound"):
            found.extend(_neighbouring(clauses, index))
        if lemma == "arm" or lemma in _SUPPLYING:
            found.extend(_by_custom(clauses, index))
        if lemma == "share" and _is_of_borders(clauses, index):
            found.extend(
                _pairs(
                    clauses,
                    "neighbour",
                    _sharers(clauses, index),
                    _with_partners(clauses, index),
                    index,
                    "shares_border",
                )
            )
    return tuple(dict.fromkeys(found))


def _is_of_borders(clauses: Clauses, verb: int) -> bool:
    """ "shares a border with", and "the border that it shares with"."""
    tree = clauses.tree
    shared = [*clauses.objects(verb), *tree.all(verb, "compound", "nmod")]
    if tree.token(verb).dep == "relcl":
        shared.append(tree.token(verb).head)
    return any(tree.token(i).lemma.lower() in _BORDERS for i in shared)


def _sharers(clauses: Clauses, verb: int) -> list[int]:
    """Who shares; the parser takes "that Chad shares" for shares of a kind."""
    beside = clauses.tree.all(verb, "compound", "nmod")
    named = [i for i in beside if _is_somebody(clauses, i) and clauses.tree.token(i).lemma.lower() not in _BORDERS]
    return named or [i for i in clauses.doers(verb) if clauses.tree.token(i).lemma.lower() not in _BORDERS]


def _neighbouring(clauses: Clauses, cue: int) -> list[StatedRelation]:
    """ "neighbouring Benin": of whom the text has just told."""
    named = clauses.tree.token(cue).head
    if clauses.tree.token(named).pos not in ("PROPN", "NOUN"):
        return []
    other = _participant(clauses, named, bare=False)
    return [
        StatedRelation(kind="neighbour", subject=None, object=other, cue=clauses.tree.word(cue), rule="neighbouring")
    ]


def _by_custom(clauses: Clauses, verb: int) -> list[StatedRelation]:
    """ "sells the kingdom drones", "arms the rebels": the present tense tells what is done all the time."""
    tree = clauses.tree
    token = tree.token(verb)
    if token.pos != "VERB" or token.tag not in ("VBZ", "VBP") or tree.first(verb, "neg", "aux") is not None:
        return []
    objects = clauses.objects(verb)
    if token.lemma.lower() == "arm":
        return _pairs(clauses, "arms_supplier", clauses.doers(verb), objects, verb, "arms")
    if any(_is_of_arms(clauses, i) for i in objects):
        buyers = clauses.indirect(verb) or clauses.partners(verb, "to")
        if not buyers:  # the parser takes "sells Chad drones" for drones of a kind
            beside = [c for o in objects for c in tree.all(o, "compound")]
            buyers = [i for i in beside if _is_somebody(clauses, i) and not _is_of_arms(clauses, i)]
    elif any(_is_of_arms(clauses, i) for i in clauses.partners(verb, "with")):
        buyers = objects
    else:
        return []
    return _pairs(clauses, "arms_supplier", clauses.doers(verb), buyers, verb, "supplies")


def _is_of_arms(clauses: Clauses, index: int) -> bool:
    tree = clauses.tree
    return any(tree.token(i).lemma.lower() in _ARMS for i in (index, *tree.all(index, "compound")))


def _with_partners(clauses: Clauses, verb: int) -> list[int]:
    return clauses.partners(verb, "with") or [p for o in clauses.objects(verb) for p in clauses.partners(o, "with")]


def _speaks_of_arms(clauses: Clauses, index: int) -> bool:
    tree = clauses.tree
    near = [*tree.all(index, "compound", "amod"), *clauses.partners(index, "of")]
    return any(tree.token(i).lemma.lower() in _ARMS for i in near)


def _by_noun(clauses: Clauses, cue: int, kind: RelationKind) -> list[StatedRelation]:
    tree = clauses.tree
    token = tree.token(cue)
    if _is_negated(clauses, cue) or any(
        tree.token(c).text.lower() in ("former", "erstwhile", "one-time", "ex") for c in tree.children[cue]
    ):
        return []
    others = _others(clauses, cue, kind)
    subjects: list[int] = []
    if token.dep in ("attr", "acomp") and tree.token(token.head).lemma in ("be", "become", "remain"):
        subjects = clauses.doers(token.head)
    elif token.dep in ("appos",):
        subjects = [token.head]
    elif token.dep == "pobj" and tree.token(token.head).text.lower() == "as":
        verb = tree.token(token.head).head
        subjects = clauses.objects(verb) or clauses.doers(verb)
    elif token.dep == "conj":
        subjects = _conjunct_subjects(clauses, cue)
    subjects = subjects or _aside(clauses, cue)
    appositions = tree.all(cue, "appos")
    if appositions and not subjects:
        subjects = appositions
    if not subjects and token.dep in ("compound", "nmod") and tree.token(token.head).entity in ("GPE", "ORG", "PERSON"):
        subjects = [token.head]
        others = others or _owners(clauses, token.head)
    if kind == "neighbour" and not subjects and others and token.tag == "NN":
        subjects = [cue]  # "its northern neighbour" is itself somebody
    if not others and not subjects and _is_pair(clauses, cue):
        return [StatedRelation(kind=kind, subject=None, object=None, cue=clauses.tree.word(cue), rule="pair")]
    if not others and not subjects and kind == "neighbour" and _are_known(clauses, cue):
        return [StatedRelation(kind=kind, subject=None, object=None, cue=clauses.tree.word(cue), rule="neighbours")]
    if subjects and not others and token.tag in ("NNS", "NNPS"):
        spread = clauses.spread(subjects)
        if len(spread) == 2:
            return _pairs(clauses, kind, spread[:1], spread[1:], cue, "they_are")
        if len(spread) == 1 and _is_pair(clauses, spread[0]):
            return [StatedRelation(kind=kind, subject=None, object=None, cue=clauses.tree.word(cue), rule="pair")]
    return _pairs(clauses, kind, subjects, others, cue, "noun")


def _others(clauses: Clauses, cue: int, kind: RelationKind) -> list[int]:
    found = clauses.partners(cue, "to", "for") if kind == "arms_supplier" else clauses.partners(cue, "of", "to", "with")
    if kind == "arms_supplier":
        arms = clauses.partners(cue, "of")
        found = found or [p for a in arms for p in clauses.partners(a, "to", "for")]
    return [i for i in found if clauses.is_actor_like(i) or clauses.tree.token(i).lemma in _PAIR] or _owners(
        clauses, cue
    )


def _owners(clauses: Clauses, index: int) -> list[int]:
    return clauses.spread(clauses.tree.all(index, "poss"))


def _aside(clauses: Clauses, cue: int) -> list[int]:
    """ "Moscow, for years its main provider of weapons, …": the parser hangs the aside on the verb."""
    tree = clauses.tree
    for ancestor in tree.ancestors(cue):
        token = tree.token(ancestor)
        if token.pos == "ADP" and token.text.lower() == "for" and tree.token(token.head).pos == "VERB":
            subjects = tree.all(token.head, "nsubj", "nsubjpass")
            between = [tree.token(i).text for s in subjects for i in range(s + 1, ancestor)]
            return subjects if between[-1:] == [","] and len(between) <= 2 else []
        if token.dep not in ("pobj", "conj"):
            return []
    return []


def _conjunct_subjects(clauses: Clauses, cue: int) -> list[int]:
    clauses.tree.token(cue)
    for ancestor in clauses.tree.ancestors(cue):
        above = clauses.tree.token(ancestor)
        if above.dep == "attr" and clauses.tree.token(above.head).lemma in ("be", "remain"):
            return clauses.doers(above.head)
        if above.dep == "appos":
            return [above.head]
        if above.dep != "conj" and above.head != ancestor and above.pos not in ("NOUN", "PROPN"):
            break
    return []


def _by_border(clauses: Clauses, index: int) -> list[StatedRelation]:
    tree = clauses.tree
    token = tree.token(index)
    if token.pos == "VERB":
        return _pairs(clauses, "neighbour", clauses.doers(index), clauses.objects(index), index, "borders")
    # The parser takes "Azerbaijan neighbours Iran" for one long name.
    if token.tag in ("NNS", "NNPS", "VBZ") and 0 < index < len(tree) - 1:
        before, after = tree.token(index - 1), tree.token(index + 1)
        if before.entity == "GPE" and after.entity == "GPE":
            return _pairs(clauses, "neighbour", [index - 1], [index + 1], index, "borders", bare=True)
    return []


def _pairs(
    clauses: Clauses,
    kind: RelationKind,
    subjects: list[int],
    others: list[int],
    cue: int,
    rule: str,
    *,
    bare: bool = False,
) -> list[StatedRelation]:
    found = []
    for subject in clauses.spread(subjects) if not bare else subjects:
        for other in others:
            if subject == other or not _is_somebody(clauses, subject):
                continue
            found.append(
                StatedRelation(
                    kind=kind,
                    subject=_participant(clauses, subject, bare=bare),
                    object=_participant(clauses, other, bare=bare),
                    cue=clauses.tree.word(cue),
                    rule=rule,
                )
            )
    return found


def _participant(clauses: Clauses, index: int, *, bare: bool) -> Participant:
    own = clauses.tree.word(index)
    span = own if bare else clauses.phrase(index)
    return Participant(
        span=span, head=clauses.tree.word(clauses.core(index)), text=clauses.tree.text(span), via="relation"
    )


def _is_pair(clauses: Clauses, cue: int) -> bool:
    return any(clauses.tree.token(c).text.lower() in _PAIR for c in clauses.tree.children[cue])


def _are_known(clauses: Clauses, cue: int) -> bool:
    """ "the neighbours": those just named."""
    tree = clauses.tree
    return tree.token(cue).tag == "NNS" and any(tree.token(c).text.lower() == "the" for c in tree.children[cue])


def _is_somebody(clauses: Clauses, index: int) -> bool:
    return clauses.is_actor_like(index) or clauses.tree.token(index).lemma.lower() in _STATES


def _is_negated(clauses: Clauses, cue: int) -> bool:
    tree = clauses.tree
    if any(tree.token(c).text.lower() in ("no", "not") for c in tree.children[cue]):
        return True
    head = tree.token(cue).head
    return tree.token(head).pos in ("AUX", "VERB") and tree.first(head, "neg") is not None
