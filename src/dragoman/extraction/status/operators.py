"""What stands in an act's own clause: hedges, questions, conditions, negation, modals and "almost", outermost first."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.shapes import (
    has_perfect,
    is_hearsay,
    is_infinitive,
    is_past,
    is_predicate,
    mark_of,
    modal_of,
    names_day,
    wh_word,
)
from dragoman.extraction.status.signatures import Signature, SignatureLexicon, load_signatures
from dragoman.records import Record
from dragoman.syntax import Tree

_ACCORDING = Signature(positive=2.5, negative=-2.5, source=3)
_QUESTION = Signature(positive=0.3, negative=-0.3)
_WH_QUESTION = Signature(positive=1.9, negative=-1.9)
_IMPERATIVE = Signature(positive=0.3, negative=-0.9, kind="irrealis")
_HEADLINE_FUTURE = Signature(positive=1.8, negative=-1.8, kind="plan")
_CONSEQUENCE = Signature(positive=1.6, negative=-1.6, kind="open")
_REPORTED_FUTURE = Signature(positive=1.8, negative=-1.9, kind="plan")
_WARNED_FUTURE = Signature(positive=1.8, negative=-1.9, kind="open")
_TO_COME = Signature(positive=2.6, negative=-2.6, kind="plan")
_CAME_TO_NOTHING = Signature(positive=-2.4, negative=-2.4)
_NOT = Signature(positive=-3, negative=3)
# "Showed no sign", "freed no prisoners": the act is emptied of its object, more or less of it is left
_NOTHING = Signature(positive=-1.5, negative=1.2)
_NEGATION_LABELS = frozenset({"neg", "advmod", "preconj", "cc", "det"})
_FEARING = frozenset(
    {"warn", "fear", "worry", "think", "believe", "hope", "caution", "argue", "suspect", "doubt", "predict", "guess"}
)
_TO_COME_WORDS = frozenset({"next", "tomorrow", "tonight", "coming"})
_OCCASIONS = frozenset(
    {"mean", "means", "point", "time", "stage", "way", "circumstance", "account", "case", "moment", "instance"}
)
_HYPOTHETICAL = frozenset({"if", "unless", "provided", "providing", "assuming", "supposing"})
_TERMS = frozenset({"condition", "proviso", "understanding"})
# What timetables and laws say in the plain present of things to come; other verbs tell habits or headlines so.
_BY_TIMETABLE = frozenset(
    {"arrive", "begin", "close", "come", "convene", "depart", "end", "enter", "expire", "fly", "go", "host", "leave", "meet",
     "open", "reopen", "resume", "return", "sail", "sit", "start", "take", "travel", "visit", "vote"}
)  # fmt: skip
_ALL_BUT = Signature(positive=-1.4, negative=1)
_LATER = Signature(positive=2.5, negative=-2.5)
_LATER_WORDS = frozenset({"later", "eventually", "ultimately", "subsequently"})
_HEARSAY = Signature(positive=1.2, negative=-1.2)
# Nouns of disposition and outward signs: "little inclination to", "scant evidence of" is as good as none.
_SHOWN = frozenset(
    {"appetite", "attempt", "desire", "effort", "enthusiasm", "evidence", "hope", "inclination", "indication", "intention",
     "interest", "prospect", "readiness", "sign", "stomach", "willingness", "wish"}
)  # fmt: skip
_SCANT = frozenset({"little", "scant", "few", "zero", "scarce", "precious"})
# What has a name of its own though it fails: a failed coup is a coup, a failed sale is none.
_UNDERTAKINGS = frozenset(
    {"assault", "attempt", "bid", "campaign", "coup", "counteroffensive", "effort", "insurrection", "mission", "mutiny",
     "negotiation", "offensive", "operation", "putsch", "raid", "rebellion", "revolt", "revolution", "rising", "siege",
     "talk", "uprising"}
)  # fmt: skip
_FAILED = frozenset({"failed", "abortive", "unsuccessful", "botched", "attempted", "foiled"})


class Operator(Record, frozen=True, kw_only=True):
    """One operator on an act's own clause and the word that brought it."""

    signature: Signature
    reason: str


def operators(clauses: Clauses, index: int) -> Iterator[Operator]:
    """The operators on the clause or noun phrase that `index` heads, outermost first."""
    tree, lexicon = clauses.tree, load_signatures()
    if is_behind_all_but(tree, index):
        yield Operator(signature=_ALL_BUT, reason="NEGATION:all_but")
    if not is_predicate(tree, index):
        yield from _on_noun(tree, lexicon, index)
        return
    yield from _adverbs(tree, lexicon, index, "wide")
    yield from _illocution(tree, index)
    yield from _negation(tree, lexicon, index)
    yield from _modal(clauses, lexicon, index)
    yield from _adverbs(tree, lexicon, index, "narrow")
    if _is_to_come(tree, index):
        yield Operator(signature=_TO_COME, reason="TO_COME")
    if _came_to_nothing(tree, index):
        yield Operator(signature=_CAME_TO_NOTHING, reason="NEGATION:never_did")


# ---------------------------------------------------------------------- futures told otherwise


def _is_to_come(tree: Tree, index: int) -> bool:
    """A present tense with a day to come ("is visiting Rome next week")."""
    token = tree.token(index)
    helpers = tree.all(index, "aux", "auxpass")
    finite = token.tag in ("VBZ", "VBP") or (
        token.tag in ("VBG", "VBN")
        and any(tree.token(a).tag in ("VBZ", "VBP") and tree.token(a).lemma == "be" for a in helpers)
    )
    if not finite or any(tree.token(a).lemma.lower() == "have" for a in helpers):
        return False
    if (
        token.tag in ("VBZ", "VBP")
        and token.lemma.lower() in _BY_TIMETABLE
        and not helpers
        and _names_date(tree, index)
    ):
        return True
    return any(_names_day_to_come(tree, c) for c in tree.all(index, "npadvmod", "advmod", "prep") if c > index)


def _names_date(tree: Tree, index: int) -> bool:
    """A weekday, month or date behind the verb ("takes effect on Monday"), with no "every" or "each" before it."""
    return names_day(tree, index, ("on", "from", "in", "at")) and not any(
        tree.token(t).text.lower() in ("every", "each", "most", "all") for t in tree.subtree(index) if t > index
    )


def _names_day_to_come(tree: Tree, index: int) -> bool:
    words = [tree.token(t).text.lower() for t in tree.subtree(index)]
    return len(words) <= 4 and bool(_TO_COME_WORDS.intersection(words))


def _came_to_nothing(tree: Tree, index: int) -> bool:
    """ "He promised he would open the archive; he never did": a future of the past that is denied by a bare auxiliary."""
    modal = modal_of(tree, index)
    if modal is None or tree.token(modal).text.lower() not in ("would", "'d"):
        return False
    for later in range(index + 2, len(tree)):
        token = tree.token(later)
        if (
            token.lemma.lower() not in ("do", "have")
            or token.dep in ("aux", "auxpass")
            or token.pos not in ("VERB", "AUX")
        ):
            continue
        bare = all(c < later for c in tree.all(later, "dobj", "xcomp", "ccomp", "attr", "acomp"))
        if bare and tree.first(later, "neg") is not None and tree.first(later, "nsubj") is not None:
            return True
    return False


# ---------------------------------------------------------------------- nouns


def _on_noun(tree: Tree, lexicon: SignatureLexicon, index: int) -> Iterator[Operator]:
    lemma = tree.token(index).lemma.lower()
    for child in tree.children[index]:
        token = tree.token(child)
        if lemma in _UNDERTAKINGS and token.text.lower() in _FAILED:
            continue
        if lemma in _SHOWN and token.text.lower() in _SCANT and not _is_a(tree, index):
            yield Operator(signature=Signature(positive=-3, negative=-3), reason=f"NEGATION:{token.text.lower()}")
            continue
        if token.dep not in ("amod", "det", "neg", "acl", "advmod", "predet"):
            continue
        if token.dep == "acl" and token.tag != "VBN":
            continue
        if token.dep in ("neg", "det") and token.text.lower() in ("no", "neither", "not"):
            yield Operator(signature=Signature(positive=-3, negative=-3), reason=f"NEGATION:{token.text.lower()}")
            continue
        found = lexicon.find("adjectives", (token.text.lower(), token.lemma.lower()), ("mod",))
        if found is not None:
            yield Operator(signature=found, reason=f"MODIFIER:{token.text.lower()}")
    yield from _adverbs(tree, lexicon, index, "narrow")
    later = (c for c in tree.all(index, "npadvmod", "prep") if c > index)
    if any(_names_day_to_come(tree, c) for c in (*later, *tree.all(index, "poss"))):
        yield Operator(signature=_TO_COME, reason="TO_COME")


def _is_a(tree: Tree, index: int) -> bool:
    """Whether an indefinite article stands before the noun: "a little interest" is some, "little interest" none."""
    return any(tree.token(d).text.lower() in ("a", "an") for d in tree.all(index, "det"))


def is_behind_all_but(tree: Tree, index: int) -> bool:
    """ "All but accused him": it came close."""
    return index >= 2 and tree.token(index - 1).text.lower() == "but" and tree.token(index - 2).text.lower() == "all"


# ---------------------------------------------------------------------- adverbs


def _adverbs(tree: Tree, lexicon: SignatureLexicon, index: int, frame: str) -> Iterator[Operator]:
    for child in tree.children[index]:
        token = tree.token(child)
        word = token.text.lower()
        if frame == "wide" and token.dep == "prep" and word == "according":
            told = _HEARSAY if _is_to_hearsay(tree, child) else _ACCORDING
            yield Operator(signature=told, reason="ACCORDING_TO")
        elif frame == "wide" and token.dep == "prep" and word == "by" and _is_by_accounts(tree, child):
            yield Operator(signature=_HEARSAY, reason="HEARSAY:by_accounts")
        elif token.dep in ("advmod", "npadvmod", "intj"):
            found = lexicon.find("operators", (word,), (frame,))
            if found is not None and not (word == "only" and tree.token(index).pos not in ("VERB", "AUX")):
                yield Operator(signature=found, reason=f"HEARSAY:{word}")


def _is_to_hearsay(tree: Tree, according: int) -> bool:
    """ "According to rumours", "to unconfirmed reports"."""
    links = (according, *tree.all(according, "prep"))
    return any(is_hearsay(tree, noun) for link in links for noun in tree.all(link, "pobj"))


def _is_by_accounts(tree: Tree, by: int) -> bool:
    """ "By some accounts": nobody's account in particular; "by his own account" is his."""
    return any(
        tree.token(noun).lemma.lower() == "account"
        and any(tree.token(d).text.lower() in ("all", "some", "most", "many", "several") for d in tree.children[noun])
        for noun in tree.all(by, "pobj")
    )


# ---------------------------------------------------------------------- questions, commands, conditions


def _illocution(tree: Tree, index: int) -> Iterator[Operator]:
    token = tree.token(index)
    main = token.dep in ("ROOT", "parataxis") or token.head == index
    fronted = (
        token.dep in ("ccomp", "advcl")
        and index < token.head
        and token.tag == "VB"
        and index == min(tree.subtree(index))
    )
    if main and _asks(tree, index):
        yield Operator(signature=_WH_QUESTION if wh_word(tree, index) else _QUESTION, reason="QUESTION")
    elif main and is_infinitive(tree, index):
        found = _content_before(tree, index)
        yield found or Operator(signature=_HEADLINE_FUTURE, reason="IS_TO")
    elif (main or fronted) and _commands(tree, index):
        yield Operator(signature=_IMPERATIVE, reason="IMPERATIVE")
    if token.dep in ("ROOT", "ccomp", "parataxis", "conj") and _is_consequence(tree, index):
        yield Operator(signature=_CONSEQUENCE, reason="CONDITION:then")


def _content_before(tree: Tree, index: int) -> Operator | None:
    """ "Appeals to spare the town went unheard", where the parser took the infinitive for the main verb of "appeals"."""
    subject = tree.first(index, "nsubj", "nsubjpass")
    if subject is None or not any(is_past(tree, v) for v in tree.all(index, "conj")):
        return None
    lemma = tree.token(subject).lemma.lower()
    found = load_signatures().find("nouns", (lemma,), ("to",))
    return None if found is None else Operator(signature=found, reason=f"UNDER:{lemma}")


def _asks(tree: Tree, index: int) -> bool:
    return any(tree.token(c).text == "?" for c in tree.all(index, "punct")) or tree.token(len(tree) - 1).text == "?"


def _commands(tree: Tree, index: int) -> bool:
    token = tree.token(index)
    if token.tag != "VB" and token.text != "Let":
        return False
    if tree.first(index, "nsubj", "nsubjpass", "expl", "csubj") is not None:
        return False
    return not any(tree.token(a).text.lower() not in ("do", "not", "n't") for a in tree.all(index, "aux", "auxpass"))


def _is_consequence(tree: Tree, index: int) -> bool:
    for clause in tree.all(index, "advcl"):
        if mark_of(tree, clause) in _HYPOTHETICAL and not any(
            tree.token(c).text.lower() == "even" for c in tree.children[clause]
        ):
            return tree.token(index).tag not in ("VBD",)
    if modal_of(tree, index) is None:
        return False
    return any(
        tree.token(noun).lemma.lower() in _TERMS and tree.first(noun, "acl", "relcl", "ccomp") is not None
        for on in tree.all(index, "prep")
        if tree.token(on).text.lower() == "on"
        for noun in tree.all(on, "pobj")
    )


# ---------------------------------------------------------------------- negation


def _negation(tree: Tree, lexicon: SignatureLexicon, index: int) -> Iterator[Operator]:
    for child in tree.children[index]:
        word = _negating(tree, lexicon, child)
        if word is not None:
            whole = tree.token(child).dep not in ("dobj", "attr")
            yield Operator(signature=_NOT if whole else _NOTHING, reason=f"NEGATION:{word}")
            return


def _negating(tree: Tree, lexicon: SignatureLexicon, child: int) -> str | None:
    """The word by which a dependant negates its verb ("not", "never", "no one", "no soldiers", "no longer")."""
    token = tree.token(child)
    word = token.text.lower()
    if token.dep in _NEGATION_LABELS:
        if lexicon.find("operators", (word,), ("negation",)) is not None and not _only_follows(tree, child):
            return word if word != "neither" or token.dep != "cc" else None
        if word not in ("longer", "ever", "once"):
            return None
        inner = (tree.token(c).text.lower() for c in tree.children[child] if tree.token(c).dep in ("advmod", "neg"))
        return next((w for w in inner if w in ("no", "hardly", "never", "not")), None)
    if token.dep in ("nsubj", "nsubjpass", "dobj", "attr", "expl"):
        return _quantifier(tree, lexicon, child)
    if token.dep == "prep" and child < token.head:
        return _fronted(tree, child)
    return None


def _fronted(tree: Tree, preposition: int) -> str | None:
    """ "By no means have they …", "at no point did it …"."""
    noun = tree.first(preposition, "pobj")
    if noun is None or tree.token(noun).lemma.lower() not in _OCCASIONS:
        return None
    no = any(tree.token(d).text.lower() == "no" for d in tree.all(noun, "det"))
    return f"no_{tree.token(noun).lemma.lower()}" if no else None


def _only_follows(tree: Tree, index: int) -> bool:
    return index + 1 < len(tree) and tree.token(index + 1).text.lower() in ("only", "just", "merely", "simply")


def _quantifier(tree: Tree, lexicon: SignatureLexicon, index: int) -> str | None:
    token = tree.token(index)
    word = token.text.lower()
    if token.dep != "attr" and lexicon.find("operators", (word,), ("quantifier",)) is not None:
        return word
    opening = tree.token(min(tree.subtree(index))).text.lower()
    if opening in ("hardly", "scarcely") and tree.first(index, "det") is not None:
        return opening
    if word == "one" or token.pos in ("NOUN", "PROPN", "PRON", "NUM"):
        if any(c < index and tree.token(c).text.lower() in ("fewer", "less", "more") for c in tree.subtree(index)):
            return None  # "no fewer than nine towns"
        for child in tree.children[index]:
            inner = tree.token(child).text.lower()
            if tree.token(child).dep in ("det", "neg", "preconj", "cc") and inner in ("no", "neither", "not"):
                if inner == "not" and _only_follows(tree, child):
                    return None
                return inner
    return None


# ---------------------------------------------------------------------- modals


def _modal(clauses: Clauses, lexicon: SignatureLexicon, index: int) -> Iterator[Operator]:
    tree = clauses.tree
    modal = modal_of(tree, index)
    if modal is None:
        return
    word = tree.token(modal).text.lower()
    frames = ("modal_have", "modal") if has_perfect(tree, index) else ("modal",)
    found = lexicon.find("operators", (word,), frames)
    if found is None:
        return
    if word in ("would", "'d") and frames[0] == "modal" and _is_reported(tree, index):
        found = _WARNED_FUTURE if _is_feared(tree, index) else _REPORTED_FUTURE
    if word in ("would", "'d") and frames[0] == "modal" and _came_later(tree, index):
        found = _LATER
    yield Operator(signature=found, reason=f"MODAL:{word}")


def _came_later(tree: Tree, index: int) -> bool:
    """The historian's future ("there, two years later, they would execute him"), which nobody announces or hopes for."""
    token = tree.token(index)
    if token.dep not in ("ROOT", "conj", "relcl", "advcl", "parataxis") and not (
        token.dep == "ccomp" and tree.token(token.head).lemma.lower() == "be"
    ):
        return False
    if _is_consequence(tree, index) or (token.dep == "advcl" and mark_of(tree, index) in _HYPOTHETICAL):
        return False
    return any(tree.token(a).text.lower() in _LATER_WORDS for a in tree.all(index, "advmod"))


def _is_feared(tree: Tree, index: int) -> bool:
    """Whether the future is one that somebody warns of or believes in, not one that he announces."""
    return tree.token(tree.token(index).head).lemma.lower() in _FEARING


def _is_reported(tree: Tree, index: int) -> bool:
    """The future of a past report ("said he would resign"), unless a condition hangs on it."""
    token = tree.token(index)
    return token.dep == "ccomp" and not is_infinitive(tree, index) and not _is_consequence(tree, index)
