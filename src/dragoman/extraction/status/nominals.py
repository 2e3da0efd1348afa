"""Nouns in their clause, and clauses in the place of one: "denied the attack", "talks failed", "there was no attack"."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.complements import under_word
from dragoman.extraction.status.embedding import GOAL, SAME, Governed, signature_of, word_signature
from dragoman.extraction.status.shapes import (
    comes_about,
    has_perfect,
    is_existential,
    is_first_person,
    is_infinitive,
    is_predicate,
    keys,
    modal_text,
    names_day,
    wh_word,
)
from dragoman.extraction.status.signatures import Signature, load_signatures

# Where no word of the tables governs, from -3 to 3, set by hand: a definite noun, a subject and what modifies another noun
# are taken for granted more than a bare object is ("did not condemn the attack", "did not report attacks").
_DEFINITE_OBJECT = Signature(positive=2.8, negative=0.6)
_OBJECT = Signature(positive=2.7, negative=-1)
_SUBJECT = Signature(positive=2.9, negative=1.6)
_MODIFIER = Signature(positive=2.5, negative=1.8)
_CLAUSE_AS_SUBJECT = Signature(positive=1.2, negative=0.6)
_CONTENT_AS_SUBJECT = Signature(positive=2.7, negative=2.7)
_SUPPOSED = Signature(positive=3, negative=-3, kind="open")
_PUT_OFF = Signature(positive=0.3, negative=2, kind="plan")
_PUTTING_OFF = frozenset(
    {"postpone", "delay", "defer", "adjourn", "reschedule", "put_off", "put_back", "push_back", "push", "move", "shift",
     "bring_forward", "slip", "slide", "hold_over"}
)  # fmt: skip
# From -3 to 3: what a verb brings about where it holds, and does not where it does not ("hold", "make", "carry out").
_DONE_FROM = 2
_RAISING = frozenset({"be", "seem", "appear", "happen", "prove", "fail"})
_HYPOTHETICAL = frozenset({"would", "'d"})
_STATEMENTS = frozenset(
    {
        "claim",
        "report",
        "allegation",
        "accusation",
        "charge",
        "assertion",
        "suggestion",
        "rumour",
        "rumor",
        "story",
        "account",
    }
)
_REFUSING = frozenset({"reject", "dismiss", "spurn", "rebuff"})
_NAMING = frozenset(
    {"call", "brand", "label", "term", "describe", "denounce", "dub", "deem", "portray", "characterise", "characterize",
     "decry", "dismiss", "reject", "slam", "condemn"}
)  # fmt: skip
_FICTION = frozenset(
    {"lie", "invention", "fabrication", "fiction", "fantasy", "myth", "hoax", "tale", "nonsense", "rubbish", "slander", "libel",
     "canard", "fake", "disinformation", "falsehood", "untruth", "smear", "false", "untrue", "baseless", "unfounded",
     "groundless", "bogus", "fictitious", "fabricated", "invented", "unsubstantiated"}
)  # fmt: skip
_CALLED_FALSE = Signature(positive=-1.6, negative=1, source=-2.8)
_CAME_TO_NOTHING = Signature(positive=-2.8, negative=1.5)
_FAILING = frozenset(
    {
        "collapse",
        "fail",
        "founder",
        "fizzle",
        "unravel",
        "stall",
        "fall_apart",
        "fall_through",
        "come_to_nothing",
        "come_to_naught",
        "run_aground",
    }
)
_PLANS = frozenset(
    {"arrangement", "bid", "hope", "idea", "initiative", "plan", "proposal", "prospect", "push", "scheme"}
)
_FORESEEN = frozenset(
    {
        "planned",
        "scheduled",
        "proposed",
        "promised",
        "expected",
        "intended",
        "mooted",
        "prospective",
        "would-be",
        "threatened",
    }
)
# What is put before somebody and stands though he says no ("rejected the offer"); an act of another kind does not come about.
_PUT_FORWARD = frozenset(
    {"accusation", "advance", "advice", "allegation", "apology", "appeal", "application", "assertion", "bid", "call", "charge",
     "claim", "complaint", "criticism", "demand", "invitation", "lawsuit", "motion", "objection", "offer", "overture", "petition", "plan",
     "plea", "proposal", "protest", "report", "request", "statement", "suggestion", "suit", "summons", "threat", "ultimatum",
     "warning"}
)  # fmt: skip
_TURNED_DOWN = Signature(positive=2, negative=1.2)
_FOILING = frozenset(
    {"foil", "thwart", "frustrate", "disrupt", "repel", "fend_off", "fight_off", "head_off", "stave_off", "ward_off"}
)
_NOT_AGREED = Signature(positive=-1.7, negative=1, kind="irrealis")
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its", "my", "our", "your"})


def as_modifier(clauses: Clauses, index: int) -> Governed:
    """A word before a noun ("attack helicopters", "the destroyed bridge")."""
    return Governed(parent=clauses.tree.token(index).head, signature=_MODIFIER, reason="MODIFIER")


def as_object(clauses: Clauses, index: int) -> Governed:
    """A direct object, or the subject of a passive."""
    tree = clauses.tree
    head = tree.token(index).head
    if is_predicate(tree, index):
        return under_word(clauses, index)
    if _is_put_off(clauses, head):
        return _noun(clauses, index, _PUT_OFF, "PUT_OFF")
    named = _refused(clauses, index, head)
    if named is not None:
        return named
    found = _denied_statement(clauses, index, head) or word_signature(clauses, head, ("obj",))
    if found is not None:
        signature, word = found
        first_person = is_first_person(tree, head)
        return _noun(clauses, index, signature, f"UNDER:{word}", first_person=first_person)
    definite = any(tree.token(c).text.lower() in _DEFINITE for c in tree.children[index])
    return _noun(clauses, index, _DEFINITE_OBJECT if definite else _OBJECT, "OBJECT")


def _refused(clauses: Clauses, index: int, head: int) -> Governed | None:
    """What a verb of refusing, averting or naming makes of the act, where the kind of act decides.

    "Called the raid an invention" denies it; "rejected the offer" leaves the offer made, "rejected the merger" no merger;
    "foiled an attempt" leaves the attempt.
    """
    tree = clauses.tree
    lemma, act = tree.token(head).lemma.lower(), tree.token(index).lemma.lower()
    if lemma in _NAMING and _is_called_false(clauses, index, head):
        return _noun(clauses, index, _CALLED_FALSE, f"UNDER:{lemma}")
    words = keys(tree, head)
    if act not in _STATEMENTS and {"reject", "turn_down", "spurn", "rebuff", "vote_down"}.intersection(words):
        return _noun(clauses, index, _TURNED_DOWN if act in _PUT_FORWARD else _NOT_AGREED, f"UNDER:{lemma}")
    if act in ("attempt", "bid") and _FOILING.intersection(words):
        return _noun(clauses, index, _DEFINITE_OBJECT, "OBJECT")
    return None


def _is_called_false(clauses: Clauses, index: int, head: int) -> bool:
    """ "A lie" or "false" as what the act or statement is called, with "as" or without."""
    tree = clauses.tree
    links = [p for p in (*tree.all(head, "prep"), *tree.all(index, "prep")) if tree.token(p).text.lower() == "as"]
    words = [
        *tree.all(head, "oprd", "acomp"),
        *(c for c in tree.all(index, "appos", "acl", "amod") if c > index),
        *(c for link in links for c in tree.all(link, "pobj", "amod", "pcomp")),
    ]
    return any({tree.token(w).lemma.lower(), tree.token(w).text.lower()} & _FICTION for w in words)


def _is_put_off(clauses: Clauses, verb: int) -> bool:
    """ "Postponed until May": put off to a time that is told, the act is still to come."""
    return bool(_PUTTING_OFF.intersection(keys(clauses.tree, verb))) and names_day(clauses.tree, verb)


def _denied_statement(clauses: Clauses, index: int, head: int) -> tuple[Signature, str] | None:
    """ "Rejected the claim" denies it; "rejected the offer" does not."""
    tree = clauses.tree
    lemma = tree.token(head).lemma.lower()
    if lemma not in _REFUSING or tree.token(index).lemma.lower() not in _STATEMENTS:
        return None
    signature = load_signatures().find("verbs", ("deny",), ("obj",))
    return None if signature is None else (signature, lemma)


def as_subject(clauses: Clauses, index: int) -> Governed:
    """A subject, noun or clause, of a verb or of what a copula says."""
    tree = clauses.tree
    head = tree.token(index).head
    if tree.token(index).dep != "nsubj" and is_predicate(tree, index):
        return _clause_as_subject(clauses, index)
    if tree.token(head).lemma.lower() in ("slip", "slide", "move", "shift") and names_day(tree, head):
        return _noun(clauses, index, _PUT_OFF, "PUT_OFF")
    raised = _raised(clauses, index, head)
    if raised is not None:
        return raised
    if _FAILING.intersection(keys(tree, head)) and _is_foreseen(clauses, index):
        return _noun(clauses, index, _CAME_TO_NOTHING, f"UNDER:{tree.token(head).lemma.lower()}")
    if comes_about(tree, head):
        return _noun(clauses, index, SAME, f"UNDER:{tree.token(head).lemma.lower()}")
    found = signature_of(clauses, head, ("subj",))
    if found is not None:
        return _noun(clauses, index, found[0], f"UNDER:{found[1]}")
    if is_existential(tree, head):
        return _noun(clauses, index, SAME, "EXISTS")
    if tree.token(head).lemma.lower() == "come" and tree.first(head, "prep", "prt", "xcomp", "advmod") is None:
        return _noun(clauses, index, SAME, "UNDER:come")  # "the attack never came"
    if modal_text(tree, head) in _HYPOTHETICAL and not has_perfect(tree, head) and _is_any(clauses, index):
        return _noun(clauses, index, _SUPPOSED, f"MODAL:{modal_text(tree, head)}")
    return _noun(clauses, index, _SUBJECT, "SUBJECT")


def _is_foreseen(clauses: Clauses, index: int) -> bool:
    """A plan, or an act that is only planned: where it fails there is nothing of it."""
    tree = clauses.tree
    if tree.token(index).lemma.lower() in _PLANS:
        return True
    return any(tree.token(m).text.lower() in _FORESEEN for m in tree.all(index, "amod"))


def _raised(clauses: Clauses, index: int, head: int) -> Governed | None:
    """ "The pullout is to begin in June", "the demand is to be made in a letter": the subject of the infinitive's verb.

    A verb that neither tells of its coming about nor of its doing takes it for granted ("the pullout is to be discussed").
    """
    tree = clauses.tree
    if tree.token(head).lemma.lower() not in _RAISING:
        return None
    for verb in tree.all(head, "xcomp"):
        if not is_infinitive(tree, verb) or verb < index:
            continue
        if comes_about(tree, verb):
            return Governed(parent=verb, signature=SAME, reason=f"UNDER:{tree.token(verb).lemma.lower()}")
        found = word_signature(clauses, verb, ("obj",)) if clauses.is_passive(verb) else None
        if found is not None and found[0].positive >= _DONE_FROM > -_DONE_FROM >= found[0].negative:
            return Governed(parent=verb, signature=found[0], reason=f"UNDER:{found[1]}")
    return None


def _is_any(clauses: Clauses, index: int) -> bool:
    """Whether the noun names no act told before: "a strike would …", "her arrest would …", but not "the strike would …"."""
    tree = clauses.tree
    determiner = tree.first(index, "det")
    if determiner is not None:
        return tree.token(determiner).text.lower() in ("a", "an", "any")
    return tree.first(index, "poss") is not None


def as_attribute(clauses: Clauses, index: int) -> Governed:
    """What a copula says of its subject."""
    return _noun(clauses, index, SAME, "PREDICATE")


def _clause_as_subject(clauses: Clauses, index: int) -> Governed:
    tree = clauses.tree
    head = tree.token(index).head
    if wh_word(tree, index):
        return Governed(parent=head, signature=_CONTENT_AS_SUBJECT, reason="SUBJECT")
    infinitive = is_infinitive(tree, index)
    found = signature_of(clauses, head, ("subj", "to") if infinitive else ("subj",))
    if found is not None:
        return Governed(parent=head, signature=found[0], reason=f"UNDER:{found[1]}")
    return Governed(parent=head, signature=GOAL if infinitive else _CLAUSE_AS_SUBJECT, reason="CLAUSE_AS_SUBJECT")


def _noun(clauses: Clauses, index: int, signature: Signature, reason: str, *, first_person: bool = False) -> Governed:
    tree = clauses.tree
    negated = any(tree.token(c).text.lower() in ("no", "neither") for c in tree.all(index, "det", "neg"))
    return Governed(
        parent=tree.token(index).head, signature=signature, reason=reason, first_person=first_person, skips=negated
    )
