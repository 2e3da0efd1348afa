"""Clauses and infinitives as complements: "said that", "failed to", "plans to", "are to meet", "too weak to flee"."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.embedding import GOAL, HEARSAY, PURPOSE, SAME, Governed, signature_of
from dragoman.extraction.status.shapes import (
    above_preposition,
    comes_about,
    has_perfect,
    is_first_person,
    is_hearsay,
    is_infinitive,
    is_mandative,
    is_past,
    is_predicate,
    keys,
    mark_of,
    modal_text,
    nominal_predicate,
    wh_word,
)
from dragoman.extraction.status.signatures import Signature, load_signatures

# Where no word of the tables governs, the construction alone speaks. From -3 to 3, set by hand.
_UNKNOWN_THAT = Signature(positive=2, negative=0.7)
_UNKNOWN_TO = Signature(positive=0.9, negative=-0.7)
_UNKNOWN_BARE = Signature(positive=2, negative=-2)
_UNKNOWN_ING = Signature(positive=2.2, negative=-0.5)
_RELATIVE = Signature(positive=2.7, negative=1.8)
_OF_ANY = Signature(positive=0.4, negative=0.2, kind="open")
_IS_TO = Signature(positive=2, negative=-1.8, kind="plan")
_WAS_TO_HAVE = Signature(positive=-2.2, negative=1)
_TOO = Signature(positive=-2.4, negative=1.5)
_ENOUGH = Signature(positive=2, negative=-2.4)
_YET = Signature(positive=-2.5, negative=2.5)
_GOING = Signature(positive=2.1, negative=-1.8, kind="plan")
_WOULD_LIKE_TO = Signature(positive=0.4, negative=-1, kind="irrealis")
_WAS_MEANT = Signature(positive=1.6, negative=-1.4, kind="irrealis")
_SAID_BY = Signature(positive=2.5, negative=0.4, source=2.8)
_FORECAST = Signature(positive=1.5, negative=-1.2, source=1.6, kind="open")
_IT_TOOK = Signature(positive=2.4, negative=-2)
_SAID_FALSELY = Signature(positive=-2.6, negative=0.6)
_SAID_RIGHTLY = Signature(positive=2.6, negative=0.6)
_INTERRUPTED = Signature(positive=-2, negative=-1.5, kind="irrealis")
_LEFT_OPEN = Signature(positive=0, negative=0, source=0, kind="open")
_HEADLINE_PLAN = Signature(positive=1.6, negative=-1.2, source=1.8, kind="plan")
_WHETHER = Signature(positive=0.3, negative=0.3)
_CONTENT_QUESTION = Signature(positive=2, negative=1.6)
_MEANT = frozenset({"mean", "design", "intend"})
_FALSELY = frozenset({"falsely", "wrongly", "mistakenly", "erroneously", "untruthfully"})
_RIGHTLY = frozenset({"rightly", "correctly", "truthfully"})
# Nouns whose content an infinitive names even in the passive ("the goal is to be elected").
_AIMS = frozenset(
    {"aim", "ambition", "aspiration", "desire", "dream", "goal", "hope", "idea", "intent", "intention", "mission",
     "objective", "plan", "point", "purpose", "strategy", "target", "task", "wish"}
)  # fmt: skip
_FORESEEN = frozenset({"expect", "schedule", "suppose", "plan", "slate", "set", "mean", "intend", "bill"})
_FORECASTING = frozenset({"expect", "anticipate", "project", "forecast", "predict", "foresee"})
_SAYING = frozenset({"say", "report", "claim", "state"})
_IMPERSONAL = frozenset({"say", "report", "claim", "allege", "suggest"})
_WOULD_LIKE = frozenset({"like", "love", "prefer", "hate", "care", "wish", "want"})


def under_word(clauses: Clauses, index: int) -> Governed:
    """A clause or infinitive as the complement of a verb, adjective or noun."""
    tree = clauses.tree
    head = tree.token(index).head
    frames = clause_frames(clauses, index)
    special = special_infinitive(clauses, index, head) if "to" in frames else None
    if special is not None:
        return special
    phrase = _phrasal(clauses, head) if "to" in frames else None
    if phrase is not None:
        return phrase
    manner = {tree.token(c).text.lower() for c in tree.all(head, "advmod")}
    if frames[0] in ("that", "to") and manner & (_FALSELY | _RIGHTLY):
        signature = _SAID_FALSELY if manner & _FALSELY else _SAID_RIGHTLY
        return Governed(
            parent=head, signature=signature, reason=f"UNDER:{min(manner & (_FALSELY | _RIGHTLY))}", skips=True
        )
    if _is_left_open(clauses, head):
        return Governed(parent=head, signature=_LEFT_OPEN, reason="UNDER:neither_confirm_nor_deny", skips=True)
    if frames == ("to",) and _is_fronted_headline(clauses, index, head):
        return Governed(parent=head, signature=_HEADLINE_PLAN, reason="IS_TO")
    if frames[0] in ("to", "ing") and _was_interrupted(clauses, index, head):
        return Governed(parent=head, signature=_INTERRUPTED, reason="INTERRUPTED")
    found = signature_of(clauses, head, frames)
    if found is None:
        return _unknown_clause(clauses, index, head, frames)
    signature, word = found
    if frames[0] == "that" and wh_word(tree, index) and signature.positive < _CONTENT_QUESTION.positive:
        signature = _CONTENT_QUESTION
    signature = _told_by_whom(clauses, index, head, signature)
    return Governed(parent=head, signature=signature, reason=f"UNDER:{word}", first_person=is_first_person(tree, head))


def _told_by_whom(clauses: Clauses, index: int, head: int, signature: Signature) -> Signature:
    """The signature of a saying or expecting word, by whether somebody answers for it.

    "Rumours said" is hearsay though it has a subject, "is said by herders to have" is none though it is a passive, and what
    others expect somebody to do is a forecast, no plan.
    """
    tree = clauses.tree
    lemma = tree.token(head).lemma.lower()
    passive = clauses.is_passive(head)
    if signature.source is not None and any(is_hearsay(tree, s) for s in tree.all(head, "nsubj")):
        return HEARSAY
    if lemma in _SAYING and passive and tree.first(head, "agent") is not None:
        return _SAID_BY
    if (
        lemma in _IMPERSONAL
        and passive
        and any(tree.token(s).text.lower() == "it" for s in tree.all(head, "nsubjpass", "expl"))
    ):
        return HEARSAY
    if lemma in _FORECASTING and not passive and is_infinitive(tree, index) and tree.first(index, "nsubj", "nsubjpass"):
        return _FORECAST
    return signature


def _was_interrupted(clauses: Clauses, index: int, head: int) -> bool:
    """ "Were preparing to attack when they were caught", "was about to leave when …": it did not come to that."""
    tree = clauses.tree
    if tree.token(head).lemma.lower() not in ("prepare", "about", "ready", "plan", "wait", "queue"):
        return False
    verb = head if is_predicate(tree, head) else tree.token(head).head
    if not is_past(tree, verb):
        return False
    clausal = [c for v in (verb, index, head) for c in tree.all(v, "advcl") if c > index]
    return any(mark_of(tree, c) == "when" and is_past(tree, c) for c in clausal)


def _is_left_open(clauses: Clauses, verb: int) -> bool:
    """ "Would neither confirm nor deny that", "declined to confirm or deny that"."""
    tree = clauses.tree
    token = tree.token(verb)
    return token.lemma.lower() == "deny" and token.dep == "conj" and tree.token(token.head).lemma.lower() == "confirm"


def _is_fronted_headline(clauses: Clauses, index: int, head: int) -> bool:
    """ "Iran to fire more missiles, general says": an infinitive with a subject of its own before the verb."""
    tree = clauses.tree
    return index < head and tree.token(index).dep == "ccomp" and tree.first(index, "nsubj", "nsubjpass") is not None


def clause_frames(clauses: Clauses, index: int) -> tuple[str, ...]:
    """The frames of the tables that the form of a clause fits, the closest first."""
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
    governor = clauses.tree.token(head)
    lemma = governor.lemma.lower()
    if frames[0] == "to":
        signature = PURPOSE if governor.pos in ("NOUN", "PROPN") else GOAL if lemma == "be" else _UNKNOWN_TO
        return Governed(parent=head, signature=signature, reason=f"INFINITIVE:{lemma}")
    signature = {"ing": _UNKNOWN_ING, "whether": _WHETHER, "bare": _UNKNOWN_BARE}.get(frames[0], _UNKNOWN_THAT)
    if frames[0] == "that" and lemma == "be":
        signature = SAME
    elif frames[0] == "that" and wh_word(clauses.tree, index):
        signature = _CONTENT_QUESTION
    return Governed(parent=head, signature=signature, reason=f"CLAUSE:{lemma}")


def special_infinitive(clauses: Clauses, index: int, head: int) -> Governed | None:
    """ "Are to meet", "have yet to meet", "going to meet", "too weak to flee", "strong enough to flee"."""
    governor = clauses.tree.token(head)
    signature = _by_degree(clauses, head)
    if signature is None:
        signature = _by_verb(clauses, index, head)
    if signature is None:
        return None
    return Governed(parent=head, signature=signature, reason=f"UNDER:{governor.lemma.lower()}")


def _by_degree(clauses: Clauses, head: int) -> Signature | None:
    """ "Yet to", "too … to", "… enough to"."""
    tree = clauses.tree
    governor = tree.token(head)
    adverbs = {tree.token(c).text.lower() for c in tree.children[head] if tree.token(c).dep in ("advmod", "neg")}
    predicate = nominal_predicate(tree, head)
    if predicate is not None:
        adverbs |= {tree.token(c).text.lower() for c in tree.children[predicate] if tree.token(c).dep == "advmod"}
    if "yet" in adverbs and governor.lemma in ("have", "be") and "not" not in adverbs and "n't" not in adverbs:
        return _YET
    manner = {tree.token(d).text.lower() for c in tree.all(head, "advmod") for d in tree.all(c, "advmod")}
    if manner & {"too", "enough"}:  # "came too late to save them"
        return _TOO if "too" in manner else _ENOUGH
    if predicate is None and governor.pos not in ("ADJ", "ADV"):
        return None
    return _TOO if "too" in adverbs else _ENOUGH if "enough" in adverbs else None


def _by_verb(clauses: Clauses, index: int, head: int) -> Signature | None:
    """ "Would like to", "going to", "are to", "was to have"."""
    tree = clauses.tree
    governor = tree.token(head)
    if governor.lemma in _WOULD_LIKE and modal_text(tree, head) in ("would", "'d"):
        return _WOULD_LIKE_TO
    if governor.lemma.lower() in _MEANT and clauses.is_passive(head) and not _came_otherwise(clauses, index, head):
        return _WAS_MEANT
    if governor.lemma == "go" and governor.tag == "VBG":
        return _WAS_TO_HAVE if _came_otherwise(clauses, index, head) else _GOING
    if governor.lemma == "remain" and clauses.is_passive(index):
        return _YET  # "remains to be paid"
    if (
        governor.lemma == "take"
        and is_past(tree, head)
        and any(tree.token(s).text.lower() == "it" for s in tree.all(head, "nsubj", "expl"))
    ):
        return _IT_TOOK
    if governor.lemma == "be" and nominal_predicate(tree, head) is None and not _names_goal(clauses, index, head):
        if has_perfect(tree, index) or _came_otherwise(clauses, index, head):
            return _WAS_TO_HAVE
        return _IS_TO
    if governor.lemma.lower() in _FORESEEN and clauses.is_passive(head) and _came_otherwise(clauses, index, head):
        return _WAS_TO_HAVE
    return None


def _came_otherwise(clauses: Clauses, index: int, head: int) -> bool:
    """ "Was to visit Rome but stayed at home": what was foreseen in the past and goes on with "but" did not come."""
    tree = clauses.tree
    if not is_past(tree, head):
        return False
    if _did_instead(clauses, index):
        return True
    return any(
        tree.token(c).text.lower() == "but" and any(is_past(tree, v) for v in tree.all(verb, "conj") if v > c)
        for verb in (head, index)
        for c in tree.children[verb]
        if tree.token(c).dep == "cc"
    ) or any(tree.token(c).text.lower() == "but" for c in tree.all(index, "cc"))


def _did_instead(clauses: Clauses, index: int) -> bool:
    """ "Was going to announce a cut; instead he praised …"."""
    tree = clauses.tree
    return any(
        tree.token(i).text.lower() == "instead"
        and tree.token(i).dep == "advmod"
        and is_past(tree, tree.token(i).head)
        and not tree.all(i, "prep")
        for i in range(index + 1, len(tree))
    )


def _phrasal(clauses: Clauses, noun: int) -> Governed | None:
    """ "Took the time to rescue", "missed the chance to rescue": verb and noun are one implicative."""
    tree = clauses.tree
    token = tree.token(noun)
    if token.dep in ("dobj", "nsubjpass", "acomp", "oprd", "ccomp", "advmod", "nsubj"):
        verb, words = token.head, [f"{k}_{token.lemma.lower()}" for k in keys(tree, token.head)]
    elif token.dep == "pobj":
        preposition, governor = above_preposition(tree, noun)
        if governor is None or tree.token(governor).pos != "VERB":
            return None
        link = tree.token(preposition).text.lower()
        adverbs = [tree.token(c).text.lower() for c in tree.all(governor, "advmod", "prt") if c == preposition - 1]
        lemma = tree.token(governor).lemma.lower()
        verb, words = governor, ["_".join((lemma, *adverbs, link, token.lemma.lower()))]
    else:
        return None
    found = load_signatures().find("verbs", words, ("to",))
    if found is None:
        return None
    # The "nothing" of "did nothing to stop" is told by the phrase already
    emptied = words[0] in ("do_nothing", "do_little")
    return Governed(parent=verb, signature=found, reason=f"UNDER:{words[0]}", skips=emptied)


def _names_goal(clauses: Clauses, index: int, copula: int) -> bool:
    """Whether the subject names an aim ("the goal is to win"), so that the infinitive is its content.

    What is done to a demand or an apology ("the request is to be turned down") is no content of it, and neither is its coming
    about ("the appeal is to begin in June").
    """
    tree = clauses.tree
    nouns = _AIMS if clauses.is_passive(index) or comes_about(tree, index) else load_signatures().words("nouns")
    return any(tree.token(c).lemma.lower() in nouns for c in tree.all(copula, "nsubj"))


def on_noun(clauses: Clauses, index: int) -> Governed:
    """What hangs on a noun: its content ("plans to attack", "the claim that"), or a participle telling more of it."""
    tree = clauses.tree
    token = tree.token(index)
    if is_infinitive(tree, index):
        return under_word(clauses, index)
    if token.dep == "relcl" and _is_content(clauses, index):
        return under_word(clauses, index)
    if token.dep == "relcl" or (
        token.tag in ("VBN", "VBG", "VBD") and tree.first(index, "mark", "nsubj", "nsubjpass", "aux") is None
    ):
        return told_by_the_way(clauses, index)
    return under_word(clauses, index)


def _is_content(clauses: Clauses, index: int) -> bool:
    """A clause parsed as a relative one that lacks nothing: "the finding that it polluted the lagoon"."""
    tree = clauses.tree
    marked = any(tree.token(m).text.lower() == "that" for m in tree.all(index, "mark"))
    return marked and signature_of(clauses, tree.token(index).head, ("that",)) is not None


def told_by_the_way(clauses: Clauses, index: int) -> Governed:
    """A relative clause, apposition or participle: told by the way, whatever the main clause does."""
    tree = clauses.tree
    head = tree.token(index).head
    any_of = any(tree.token(d).text.lower() in ("any", "whatever", "whichever") for d in tree.all(head, "det"))
    if any_of and modal_text(tree, tree.token(head).head):
        return Governed(parent=head, signature=_OF_ANY, reason="CONDITION:any")
    if tree.token(index).dep == "acl" and any(
        tree.token(a).text.lower() == "being" for a in tree.all(index, "auxpass")
    ):
        return Governed(parent=head, signature=SAME, reason="ASSERTED")  # "without a ransom being paid"
    return Governed(parent=head, signature=_RELATIVE, reason="TOLD_BY_THE_WAY")
