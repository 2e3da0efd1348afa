"""Small questions to the parse that the rules of status share: infinitives, marks, negations, predicates of copulas."""

from __future__ import annotations

from dragoman.syntax import Tree

_EXISTENTIAL = frozenset({"there", "here"})
_FIRST = frozenset({"i", "we"})
_COMING_ABOUT = frozenset(
    {
        "begin",
        "start",
        "commence",
        "resume",
        "occur",
        "happen",
        "proceed",
        "follow",
        "materialise",
        "materialize",
        "eventuate",
    }
)
_WH = frozenset({"WRB", "WP", "WDT", "WP$"})
_RUMOURS = frozenset({"rumour", "rumor", "gossip", "whisper", "speculation", "hearsay", "legend"})
_REPORTS = frozenset({"report", "account", "claim", "story", "allegation"})
_UNCONFIRMED = frozenset(
    {"unconfirmed", "unverified", "conflicting", "contradictory", "unsubstantiated", "uncorroborated"}
)
_DAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
     "may", "june", "july", "august", "september", "october", "november", "december", "spring", "summer", "autumn", "winter",
     "day", "week", "fortnight", "month", "quarter", "year", "half", "weekend", "tomorrow", "date", "end", "hour"}
)  # fmt: skip


def is_predicate(tree: Tree, index: int) -> bool:
    """Whether the word is a verb or auxiliary."""
    return tree.token(index).pos in ("VERB", "AUX")


def is_infinitive(tree: Tree, index: int) -> bool:
    """Whether the verb has "to"."""
    return any(tree.token(a).tag == "TO" or tree.token(a).text.lower() == "to" for a in tree.all(index, "aux"))


def comes_about(tree: Tree, index: int) -> bool:
    """Whether the verb tells that its subject comes about ("to begin", "to take place", "to go ahead")."""
    lemma = tree.token(index).lemma.lower()
    if lemma in _COMING_ABOUT:
        return tree.first(index, "dobj") is None
    if lemma == "take":
        return any(tree.token(o).lemma.lower() in ("place", "effect") for o in tree.all(index, "dobj"))
    return lemma == "go" and any(tree.token(a).text.lower() in ("ahead", "forward") for a in tree.all(index, "advmod"))


def has_perfect(tree: Tree, index: int) -> bool:
    """Whether an auxiliary "have" stands with the verb."""
    return any(
        tree.token(a).lemma.lower() in ("have", "'ve", "ve", "'d") and tree.token(a).tag != "MD"
        for a in tree.all(index, "aux")
    )


def is_past(tree: Tree, index: int) -> bool:
    """Whether a verb stands in a past tense or a perfect of its own."""
    if tree.token(index).tag == "VBD":
        return True
    return any(
        tree.token(a).tag == "VBD" or tree.token(a).lemma.lower() == "have" for a in tree.all(index, "aux", "auxpass")
    )


def modal_of(tree: Tree, index: int) -> int | None:
    """The modal auxiliary of a verb, or `None`."""
    return next((a for a in tree.all(index, "aux", "auxpass") if tree.token(a).tag == "MD"), None)


def modal_text(tree: Tree, index: int) -> str:
    """The modal auxiliary of a verb in small letters, empty where it has none."""
    modal = modal_of(tree, index)
    return "" if modal is None else tree.token(modal).text.lower()


def mark_of(tree: Tree, index: int) -> str | None:
    """The conjunction that opens a clause, inverted "should" and "had" read as "if"; `None` where there is none."""
    for child in tree.children[index]:
        token = tree.token(child)
        if token.dep == "mark" and token.text.lower() not in ("that", "to"):
            return token.text.lower()
    for child in tree.children[index]:
        token = tree.token(child)
        if token.dep == "advmod" and token.tag == "WRB" and child < index:
            return token.text.lower()
    return "if" if is_inverted(tree, index) else None


def is_inverted(tree: Tree, index: int) -> bool:
    """Whether the clause is a condition by its order alone ("had they come", "should he resign", "were it to fall")."""
    subject = tree.first(index, "nsubj", "nsubjpass")
    return subject is not None and any(
        child < subject and tree.token(child).text.lower() in ("should", "had", "were")
        for child in tree.all(index, "aux")
    )


def wh_word(tree: Tree, index: int) -> bool:
    """Whether the clause asks for a part of itself ("who fired"), so that the rest of it is taken for granted."""
    for child in tree.children[index]:
        token = tree.token(child)
        if child < index and token.tag in _WH and token.text.lower() not in ("whether", "that"):
            return True
    return False


def is_mandative(tree: Tree, index: int) -> bool:
    """Whether a finite clause stands in the subjunctive or with "should" ("demanded that they leave")."""
    token = tree.token(index)
    if tree.first(index, "nsubj", "nsubjpass") is None:
        return False
    if any(tree.token(a).text.lower() == "should" for a in tree.all(index, "aux")):
        return True
    auxiliaries = tree.all(index, "aux", "auxpass")
    if not auxiliaries:
        return token.tag == "VB"
    return all(tree.token(a).text.lower() == "be" for a in auxiliaries)


def is_hearsay(tree: Tree, noun: int) -> bool:
    """Whether the noun names talk that nobody answers for: rumours, unconfirmed reports."""
    lemma = tree.token(noun).lemma.lower()
    if tree.first(noun, "poss") is not None:
        return False
    if lemma in _RUMOURS:
        return True
    return lemma in _REPORTS and any(tree.token(c).text.lower() in _UNCONFIRMED for c in tree.children[noun])


_PUT_OFF_TO = ("until", "till", "to", "for", "by", "into")


def names_day(tree: Tree, verb: int, links: tuple[str, ...] = _PUT_OFF_TO) -> bool:
    """Whether the verb is followed by a day or time, behind one of the prepositions or none ("until May", "by a week")."""
    for child in tree.all(verb, "prep", "npadvmod"):
        if child < verb:
            continue
        word = tree.token(child).text.lower()
        if tree.token(child).dep == "prep":
            if word not in links:
                continue
            nouns = tree.all(child, "pobj")
        else:
            nouns = [child]
        if any(_is_day(tree, noun) for noun in nouns):
            return True
    return False


def _is_day(tree: Tree, noun: int) -> bool:
    token = tree.token(noun)
    return token.lemma.lower() in _DAYS or (token.text.isdigit() and len(token.text) == len("2025"))


def nominal_predicate(tree: Tree, copula: int) -> int | None:
    """The adjective or noun that a copula joins to its subject, or `None`."""
    return tree.first(copula, "acomp", "attr", "oprd")


def is_existential(tree: Tree, verb: int) -> bool:
    """Whether the verb says that something is there."""
    return any(tree.token(c).text.lower() in _EXISTENTIAL for c in tree.all(verb, "expl"))


def is_first_person(tree: Tree, verb: int) -> bool:
    """Whether "I" or "we" is the subject: then the author is the source."""
    return any(tree.token(c).text.lower() in _FIRST for c in tree.all(verb, "nsubj"))


def standing(tree: Tree, copula: int) -> list[str]:
    """The prepositional phrases by which a copula says how its subject stands: `on_course`, `out_of_question`."""
    found = []
    for child in tree.all(copula, "prep"):
        words, link = [tree.token(child).text.lower()], child
        inner = tree.first(link, "prep")
        if inner is not None:
            words.append(tree.token(inner).text.lower())
            link = inner
        noun = tree.first(link, "pobj")
        if noun is not None:
            found.append("_".join((*words, tree.token(noun).lemma.lower())))
    return found


def keys(tree: Tree, index: int) -> list[str]:
    """The forms under which the tables may hold a word: with its particle, by lemma, as it stands."""
    token = tree.token(index)
    lemma = token.lemma.lower()
    found = [
        f"{lemma}_{tree.token(c).text.lower()}"
        for c in tree.children[index]
        if c > index and tree.token(c).dep in ("prt", "advmod", "prep") and c - index <= 4
    ]
    for child in tree.children[index]:
        dep = tree.token(child).dep
        if child > index and dep == "prep":  # "put on hold", "came to nothing"
            found.extend(
                f"{lemma}_{tree.token(child).text.lower()}_{tree.token(n).lemma.lower()}"
                for n in tree.all(child, "pobj")
            )
        elif dep in ("acomp", "oprd"):  # "proved fruitless"
            found.append(f"{lemma}_{tree.token(child).lemma.lower()}")
    return [*found, lemma, token.text.lower()]


def above_preposition(tree: Tree, index: int) -> tuple[int, int | None]:
    """The outermost of the prepositions over a word and what they hang on; `None` where they hang on nothing."""
    preposition = tree.token(index).head
    for _ in range(4):
        token = tree.token(preposition)
        if token.head == preposition:
            return preposition, None
        if tree.token(token.head).pos not in ("ADP", "SCONJ") or tree.token(token.head).dep not in ("prep", "pcomp"):
            return preposition, token.head
        preposition = token.head
    return preposition, None
