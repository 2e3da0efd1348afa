"""What stands in an act's own clause: hedges, questions, conditions, negation, modals and "almost", outermost first."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.shapes import (
    has_perfect,
    is_infinitive,
    is_predicate,
    mark_of,
    modal_of,
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
_NOTHING = Signature(positive=-1.2, negative=1.2)
_NEGATION_LABELS = frozenset({"neg", "advmod", "preconj", "cc", "det"})
_FEARING = frozenset(
    {"warn", "fear", "worry", "think", "believe", "hope", "caution", "argue", "suspect", "doubt", "predict", "guess"}
)
_TO_COME_WORDS = frozenset({"next", "tomorrow", "tonight", "coming"})
_OCCASIONS = frozenset(
    {"mean", "means", "point", "time", "stage", "way", "circumstance", "account", "case", "moment", "instance"}
)
_HYPOTHETICAL = frozenset({"if", "unless", "provided", "providing", "assuming", "supposing"})


class Operator(Record, frozen=True, kw_only=True):
    """One operator on an act's own clause and the word that brought it."""

    signature: Signature
    reason: str


def operators(clauses: Clauses, index: int) -> Iterator[Operator]:
    """The operators on the clause or noun phrase that `index` heads, outermost first."""
    tree, lexicon = clauses.tree, load_signatures()
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
    return any(_names_day_to_come(tree, c) for c in tree.all(index, "npadvmod", "advmod", "prep") if c > index)


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
    for child in tree.children[index]:
        token = tree.token(child)
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
    if any(_names_day_to_come(tree, c) for c in tree.all(index, "npadvmod", "prep") if c > index):
        yield Operator(signature=_TO_COME, reason="TO_COME")


# ---------------------------------------------------------------------- adverbs


def _adverbs(tree: Tree, lexicon: SignatureLexicon, index: int, frame: str) -> Iterator[Operator]:
    for child in tree.children[index]:
        token = tree.token(child)
        word = token.text.lower()
        if frame == "wide" and token.dep == "prep" and word == "according":
            yield Operator(signature=_ACCORDING, reason="ACCORDING_TO")
        elif token.dep in ("advmod", "npadvmod", "intj"):
            found = lexicon.find("operators", (word,), (frame,))
            if found is not None and not (word == "only" and tree.token(index).pos not in ("VERB", "AUX")):
                yield Operator(signature=found, reason=f"HEARSAY:{word}")


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
        yield Operator(signature=_HEADLINE_FUTURE, reason="IS_TO")
    elif (main or fronted) and _commands(tree, index):
        yield Operator(signature=_IMPERATIVE, reason="IMPERATIVE")
    if token.dep in ("ROOT", "ccomp", "parataxis", "conj") and _is_consequence(tree, index):
        yield Operator(signature=_CONSEQUENCE, reason="CONDITION:then")


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
    return False


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
    yield Operator(signature=found, reason=f"MODAL:{word}")


def _is_feared(tree: Tree, index: int) -> bool:
    """Whether the future is one that somebody warns of or believes in, not one that he announces."""
    return tree.token(tree.token(index).head).lemma.lower() in _FEARING


def _is_reported(tree: Tree, index: int) -> bool:
    """The future of a past report ("said he would resign"), unless a condition hangs on it."""
    token = tree.token(index)
    return token.dep == "ccomp" and not is_infinitive(tree, index) and not _is_consequence(tree, index)
