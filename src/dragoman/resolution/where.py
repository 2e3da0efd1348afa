"""The place of each act: where it was done, not where somebody spoke, not where the report was filed.

A place belongs to an act when it hangs on its predicate by a preposition of place, or on what the act was done to; the place
visited or struck is the place of the visit or strike.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import EventMention, Place, Span
from dragoman.syntax import Tree

_WHERE = frozenset(
    [
        "in",
        "at",
        "near",
        "on",
        "outside",
        "inside",
        "around",
        "across",
        "within",
        "throughout",
        "along",
        "off",
        "over",
        "into",
        "beside",
        "through",
        "onto",
        "towards",
        "toward",
        "to",
        "from",
        "above",
        "under",
        "amid",
    ]
)
_PLACE_NOUNS = frozenset(
    [
        "region",
        "province",
        "city",
        "town",
        "area",
        "airport",
        "camp",
        "district",
        "village",
        "base",
        "port",
        "border",
        "coast",
        "valley",
        "strip",
        "square",
        "prison",
        "park",
        "market",
        "street",
        "hospital",
        "university",
        "island",
        "river",
        "desert",
        "mountain",
        "mountains",
        "capital",
        "suburb",
        "neighbourhood",
        "neighborhood",
        "governorate",
        "state",
        "county",
        "stadium",
        "peninsula",
        "oblast",
        "department",
        "basin",
        "plain",
        "highlands",
        "outskirts",
        "zone",
        "crossing",
        "frontier",
        "mosque",
        "cathedral",
        "campus",
        "harbour",
        "harbor",
        "station",
        "hotel",
        "palace",
        "bridge",
        "road",
        "highway",
        "mine",
        "plant",
        "field",
        "oilfield",
        "refinery",
        "dam",
        "forest",
        "jungle",
        "gulf",
        "sea",
        "strait",
        "lake",
        "delta",
        "corridor",
        "quarter",
        "slum",
        "township",
        "municipality",
        "canton",
        "prefecture",
        "territory",
        "enclave",
    ]
)
_PART_OF_NAME = frozenset({"compound", "nmod"})
_AIMED = frozenset({"to", "into", "onto", "towards", "toward", "through", "over", "from"})
_GOING = frozenset({"visit", "withdraw", "troops", "weapons", "release", "deport", "expel"})
_MATERIAL_TYPES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "AID", "PROTEST"})
_DONE_IN_PLACE = frozenset({"PROTEST", "ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "CONSULT", "RETREAT", "AID"})
_TARGET_TYPES = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})


def place_of(
    mention: EventMention,
    words: Sequence[int],
    tree: Tree,
    places: Sequence[tuple[Span, Place]],
    others: frozenset[int],
) -> tuple[Place | None, str]:
    """The place of a mention with the reason, or `None` with the reason why not.

    Args:
        mention: The mention, with its participants.
        words: Its trigger tokens.
        tree: The tree of its sentence.
        places: The place mentions of the sentence with what they resolve to.
        others: Trigger tokens of the other mentions of the sentence.
    """
    ranked = []
    for span, place in places:
        index = tree.head_of(span)
        if index is None:
            continue
        rank, reason = _rank(mention, words, tree, index, span, others)
        if not rank and mention.type in _MATERIAL_TYPES and _inside_object(tree, index, words[0], others):
            rank, reason = 1, "INSIDE_OBJECT"
        if rank:
            ranked.append((-rank, abs(index - words[-1]), span.start, place, reason))
    if not ranked:
        return None, "NO_PLACE_IN_CLAUSE"
    best = min(ranked, key=lambda r: r[:3])
    finer = _inside(best[3], [r[3] for r in ranked if r[0] <= -4])
    return finer, best[4]


def _inside(place: Place, others: Sequence[Place]) -> Place:
    """A town rather than the country it lies in, when both hang on the act ("in Kano in northern Nigeria")."""
    if place.precision in ("country", "region"):
        for other in others:
            if other.country == place.country and other.precision in ("exact", "town", "district"):
                return other
    return place


def _inside_object(tree: Tree, index: int, trigger: int, others: frozenset[int]) -> bool:
    """Whether a place stands anywhere in what the act was done to, behind no other act."""
    current = index
    for ancestor in tree.ancestors(index):
        if ancestor in others:
            return False
        if ancestor == trigger:
            return tree.token(current).dep in ("dobj", "nsubjpass")
        current = ancestor
    return False


def _rank(
    mention: EventMention, words: Sequence[int], tree: Tree, index: int, span: Span, others: frozenset[int]
) -> tuple[int, str]:
    trigger = frozenset(words)
    token = tree.token(index)
    if _behind_a_day(tree, index):
        return 0, ""
    upon = any(p.span.start <= span.start and span.end <= p.span.end for p in mention.recipients)
    if upon and ("visit" in mention.modes or mention.type in _TARGET_TYPES):
        return 7, "UPON_THE_PLACE"
    if token.dep in ("compound", "nmod") and token.head in trigger:
        return 6, "NAMED_WITH_TRIGGER"
    if token.dep == "compound" and _frames(tree, token.head, trigger):
        return 4, "FRAMED_BY_VISIT"
    if token.dep == "dobj" and token.head in trigger and ("visit" in mention.modes or mention.type in _TARGET_TYPES):
        return 7, "UPON_THE_PLACE"
    current = index
    preposition = ""
    for _ in range(8):
        token = tree.token(current)
        if token.head == current:
            return 0, ""
        governor = tree.token(token.head)
        if (
            token.dep in _PART_OF_NAME
            and not preposition
            and governor.pos in ("NOUN", "PROPN")
            and token.head not in trigger
        ):
            if governor.lemma.lower() not in _PLACE_NOUNS or governor.dep in ("nsubj", "poss"):
                return 0, ""
            current = token.head  # "the Odesa region", "a Moscow park"
            continue
        if governor.pos == "ADP" or governor.dep == "prep":
            preposition = preposition or governor.text.lower()
        if token.head in trigger:
            return _direct(mention, preposition, token.dep)
        if governor.pos in ("VERB", "AUX") and governor.dep != "pobj":
            return _through_verb(mention, words, tree, token.head, preposition, others)
        if (
            (governor.pos in ("NOUN", "PROPN") or governor.dep == "pobj")
            and governor.pos != "ADP"
            and governor.entity not in ("GPE", "LOC", "FAC")
        ):
            if token.head in others:
                return 0, ""
            return _through_noun(mention, tree, token.head, preposition, trigger)
        current = token.head
    return 0, ""


def _behind_a_day(tree: Tree, index: int) -> bool:
    """Whether the parse gives a name the preposition of the day before it ("On Friday Somalia freed …")."""
    token = tree.token(index)
    if token.dep != "pobj" or token.head != 0:
        return False
    return any(tree.token(child).entity in ("DATE", "TIME") for child in tree.all(index, "compound", "nmod"))


def _frames(tree: Tree, noun: int, trigger: frozenset[int]) -> bool:
    """ "During his Baku visit, X held talks": the talks were in Baku."""
    token = tree.token(noun)
    if token.dep != "pobj" or tree.token(token.head).text.lower() not in ("during", "on"):
        return False
    return tree.token(token.head).head in trigger


def _direct(mention: EventMention, preposition: str, dep: str) -> tuple[int, str]:
    if preposition == "with" or (preposition == "of" and not mention.modes):
        return 0, ""
    if preposition in _AIMED and mention.type in (
        "CONSULT",
        "MOBILIZE",
        "RETREAT",
        "ASSAULT",
        "COERCE",
        "AID",
        "SANCTION",
    ):
        return 7, "GOVERNED_BY_TRIGGER"
    if preposition in _WHERE - _AIMED or (preposition == "on" and mention.type == "ASSAULT"):
        return 9, "GOVERNED_BY_TRIGGER"
    if dep == "conj":
        return 3, "GOVERNED_BY_TRIGGER"
    return 0, ""


def _through_verb(
    mention: EventMention, words: Sequence[int], tree: Tree, verb: int, preposition: str, others: frozenset[int]
) -> tuple[int, str]:
    if preposition not in _WHERE or preposition in ("to", "from", "by"):
        return 0, ""
    main = words[0]
    if (
        tree.token(main).dep == "conj"
        and tree.token(main).head == verb
        and tree.first(main, "nsubj", "nsubjpass") is None
    ):
        return 3, "JOINED_CLAUSE"
    if verb in others:
        return 0, ""
    if tree.clause(main) == verb or verb in tuple(tree.ancestors(main))[:3]:
        path = [main, *tree.ancestors(main)]
        below = tree.token(path[path.index(verb) - 1]) if verb in path and path.index(verb) > 0 else None
        if below is not None and below.dep in ("ccomp", "advcl", "relcl", "parataxis"):
            return (2, "OUTER_CLAUSE") if below.dep == "advcl" else (0, "")
        return 6, "SAME_CLAUSE"
    return 0, ""


def _through_noun(
    mention: EventMention, tree: Tree, noun: int, preposition: str, trigger: frozenset[int]
) -> tuple[int, str]:
    """A place that hangs on what the act was done to ("shelled a hospital in Aleppo"), or on who did it, less surely."""
    if preposition not in _WHERE - {"to", "from", "by"} and preposition != "of":
        return 0, ""
    token = tree.token(noun)
    governor = token.head
    if token.dep == "pobj":
        governor = tree.token(governor).head
    while tree.token(governor).dep == "prep" or tree.token(governor).pos == "ADP":
        governor = tree.token(governor).head
    if governor not in trigger:
        return 0, ""
    if token.dep in ("dobj", "nsubjpass"):
        return (5, "ON_THE_OBJECT") if preposition != "of" or mention.type in _TARGET_TYPES else (0, "")
    if token.dep == "pobj":
        return 4, "ON_THE_OBJECT"
    if token.dep == "nsubj" and mention.type in _DONE_IN_PLACE and preposition != "of":
        return 2, "ON_THE_DOER"
    return 0, ""
