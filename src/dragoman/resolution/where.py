"""The place of each act: where it was done, not where somebody spoke, not where the report was filed.

A place belongs to an act when it hangs on its predicate by a preposition of place, or on what the act was done to; the place
visited or struck is the place of the visit or strike.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import EventMention, Place, Span
from dragoman.syntax import Tree

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
_AT = frozenset(
    [
        "in", "at", "near", "on", "outside", "inside", "around", "across", "within", "throughout", "along", "off", "beside", "above",
        "under",
    ]
)  # fmt: skip
_BESIDE = _AT | {"front", "behind"}
"""Prepositions of the place itself, without those of the way to it or from it."""
_WHERE = _AT | _AIMED | {"amid"}
_BUILDINGS = frozenset(
    [
        "house",
        "home",
        "office",
        "headquarters",
        "building",
        "church",
        "school",
        "restaurant",
        "shop",
        "bank",
        "court",
        "studio",
        "room",
        "apartment",
        "flat",
        "warehouse",
        "factory",
        "compound",
        "barracks",
        "checkpoint",
        "post",
        "embassy",
        "consulate",
        "courtyard",
        "yard",
        "garden",
        "cafe",
        "bar",
        "club",
    ]
)
_PARTS = frozenset(
    [
        "front",
        "side",
        "middle",
        "heart",
        "centre",
        "center",
        "outskirts",
        "suburb",
        "vicinity",
        "north",
        "south",
        "east",
        "west",
    ]
)
_HAPPENINGS = frozenset(
    [
        "raid",
        "attack",
        "ambush",
        "clash",
        "operation",
        "battle",
        "protest",
        "march",
        "rally",
        "strike",
        "siege",
        "crackdown",
        "meeting",
        "summit",
        "ceremony",
        "incident",
        "explosion",
        "blast",
        "bombing",
        "shooting",
        "fighting",
        "riot",
    ]
)
_LOCAL_BODIES = frozenset(
    [
        "court",
        "tribunal",
        "police",
        "prosecutor",
        "magistrate",
        "judge",
        "jury",
        "crowd",
        "mob",
        "resident",
        "protester",
        "student",
        "shopkeeper",
        "trader",
        "worker",
        "driver",
        "docker",
    ]
)
_BEARINGS = frozenset({"north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "outside"})
_EYES = frozenset({"reporter", "correspondent", "witness", "eyewitness", "journalist", "photographer"})
_ENTERING = frozenset(
    [
        "enter",
        "storm",
        "raid",
        "attack",
        "seize",
        "capture",
        "occupy",
        "reach",
        "invade",
        "visit",
        "overrun",
        "besiege",
        "take",
    ]
)
_BECAUSE = frozenset(
    {"over", "after", "before", "for", "since", "following", "despite", "about", "because", "amid", "as"}
)
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
        if place.precision == "country" and _only_dealt_with(mention, span):
            continue
        rank, reason = _rank(mention, words, tree, index, span, others)
        if not rank and mention.type in _DONE_IN_PLACE:
            rank, reason = _farther(mention, tree, index, words[0], others)
        if rank:
            ranked.append((-rank, abs(index - words[-1]), span.start, place, reason))
    if not ranked:
        return None, "NO_PLACE_IN_CLAUSE"
    best = min(ranked, key=lambda r: r[:3])
    sure = [r[3] for r in ranked if r[0] <= -4]
    finer = _inside(best[3], sure)
    return finer, best[4]


def _inside(place: Place, others: Sequence[Place]) -> Place:
    """A town rather than the country it lies in, when both hang on the act ("in Kano in northern Nigeria").

    And a place of some country rather than a river or sea of many ("Danube ports in the Odesa region").
    """
    if place.country is None:
        return next((other for other in others if other.country is not None), place)
    if place.precision in ("country", "region"):
        for other in others:
            if other.country == place.country and other.precision in ("exact", "town", "district"):
                return other
    return place


def _only_dealt_with(mention: EventMention, span: Span) -> bool:
    """Whether a country is whom an act of words or paper is aimed at ("imposed sanctions on Belarus"), not where it was done."""
    if mention.type in _MATERIAL_TYPES or "visit" in mention.modes:
        return False
    return any(p.span.start <= span.start and span.end <= p.span.end for p in mention.recipients)


def _farther(mention: EventMention, tree: Tree, index: int, trigger: int, others: frozenset[int]) -> tuple[int, str]:
    """The roads by which a place reaches an act that it does not hang on itself; 0 where there is none."""
    if _beside(tree, index, trigger):
        return 3, "GOVERNED_BY_TRIGGER"
    if mention.type in _MATERIAL_TYPES and _inside_object(tree, index, trigger, others):
        return 2, "INSIDE_OBJECT"
    if _inside_infinitive(tree, index, trigger, others):
        return 1, "INSIDE_OBJECT"
    if _of_a_local_doer(tree, index, trigger):
        return 1, "ON_THE_DOER"
    if _at_the_head(tree, index, trigger, others):
        return 2, "FRONTED"
    if _of_the_verb_before(tree, index, trigger) or _of_the_noun_before(tree, index, trigger):
        return 1, "JOINED_CLAUSE"
    if _of_an_eyewitness(tree, index, trigger):
        return 1, "OUTER_CLAUSE"
    return 0, ""


def _beside(tree: Tree, index: int, trigger: int) -> bool:
    """Whether a place is that from which the act's own is told ("killed five men 30 km north of Kirkuk")."""
    own = tree.token(index).head
    if tree.token(own).dep != "prep" or tree.token(own).text.lower() not in ("of", "from"):
        return False
    bearing = tree.token(own).head
    word = tree.token(bearing).text.lower().replace("-", "")
    return word in _BEARINGS and tree.token(bearing).head == trigger


def _inside_infinitive(tree: Tree, index: int, trigger: int, others: frozenset[int]) -> bool:
    """Whether a place is where what was let, ordered or sent happens ("permitted 70 lorries to enter Darfur")."""
    verb = next((a for a in tree.ancestors(index) if tree.token(a).pos in ("VERB", "AUX")), None)
    if verb is None or verb in others or tree.token(verb).dep != "xcomp" or tree.token(verb).head != trigger:
        return False
    top = next(a for a in (index, *tree.ancestors(index)) if tree.token(a).head == verb)
    if tree.token(top).dep == "dobj":
        return top == index and tree.token(verb).lemma in _ENTERING
    return tree.token(top).dep == "prep" and tree.token(top).text.lower() in _BESIDE and tree.token(index).head == top


def _of_the_noun_before(tree: Tree, index: int, trigger: int) -> bool:
    """Whether the act stands beside one that names its place ("the siege of El Fasher and the shelling of its hospital")."""
    token = tree.token(trigger)
    if token.dep != "conj" or token.pos != "NOUN" or tree.token(token.head).pos != "NOUN":
        return False
    own = tree.token(tree.token(index).head)
    return own.dep == "prep" and own.head == token.head and own.text.lower() in _BESIDE | {"of"}


def _of_an_eyewitness(tree: Tree, index: int, trigger: int) -> bool:
    """Whether somebody who saw it tells of it from there ("our reporter in Chittagong says police shot at workers")."""
    token = tree.token(trigger)
    if token.dep != "ccomp":
        return False
    teller = tree.first(token.head, "nsubj")
    own = tree.token(tree.token(index).head)
    return (
        teller is not None
        and tree.token(teller).lemma.lower() in _EYES
        and own.dep == "prep"
        and own.head == teller
        and own.text.lower() in _BESIDE
    )


def _inside_object(tree: Tree, index: int, trigger: int, others: frozenset[int]) -> bool:
    """Whether a place stands anywhere in what the act was done to, or in where it was done, behind no other act.

    "Shelled camps of the rebels in Ituri", "beat him in front of his party's office in Batumi".
    """
    current = index
    described = tree.token(trigger).head if tree.token(trigger).dep == "amod" else None
    for ancestor in tree.ancestors(index):
        if ancestor in others and not _in_the_course_of(tree, ancestor, trigger):
            return False
        if ancestor == described:
            return True  # the parse makes of "bombed camps in Ituri" camps that are bombed
        if ancestor == trigger:
            token = tree.token(current)
            if token.dep in ("dobj", "nsubjpass"):
                return True
            if token.dep != "prep" or token.text.lower() not in _BESIDE | {"during"}:
                return False
            return _of_place(tree, current, index, others)
        if tree.token(ancestor).pos in ("VERB", "AUX") and not _describes(tree, ancestor):
            return False
        current = ancestor
    return False


def _describes(tree: Tree, verb: int) -> bool:
    """Whether a clause tells where its noun is; other clauses tell of a place of their own.

    "Migrants held in a warehouse in Reynosa", "the zone that divides the armies in the Golan Heights".
    """
    token = tree.token(verb)
    above = tree.token(token.head).lemma.lower()
    return token.dep == "acl" or (token.dep == "relcl" and above in _PLACE_NOUNS)


def _in_the_course_of(tree: Tree, noun: int, trigger: int) -> bool:
    """Whether another act is the one in whose course this was done ("killed seven men in a raid on a farm in Sinai")."""
    token = tree.token(noun)
    above = tree.token(token.head)
    return (
        token.pos == "NOUN" and token.dep == "pobj" and above.text.lower() in ("in", "during") and above.head == trigger
    )


def _of_place(tree: Tree, preposition: int, index: int, others: frozenset[int]) -> bool:
    """Whether a preposition of place has a place's noun behind it, and the name its own preposition of place."""
    own = tree.token(tree.token(index).head)
    noun = tree.first(preposition, "pobj")
    if noun is None or own.text.lower() not in _BESIDE | {"of"}:
        return False
    named = tree.token(noun).lemma.lower()
    return (
        named in _PLACE_NOUNS | _BUILDINGS | _PARTS | _HAPPENINGS
        or noun in others
        or tree.token(preposition).text.lower() not in ("in", "at", "on")
    )


def _of_a_local_doer(tree: Tree, index: int, trigger: int) -> bool:
    """Whether a town names who acts there: "a Moscow court", "police in the city of Srinagar"; not "Moscow troops"."""
    subject = next((a for a in (index, *tree.ancestors(index)) if tree.token(a).head == trigger), None)
    if subject is None or subject == index or tree.token(subject).dep not in ("nsubj", "nsubjpass"):
        return False
    token = tree.token(index)
    if token.dep in _PART_OF_NAME and token.head == subject:
        return tree.token(subject).lemma.lower() in _LOCAL_BODIES
    chain = [tree.token(a) for a in tree.ancestors(index) if subject < a < index]
    prepositions = [t for t in chain if t.dep == "prep"]
    nouns = [t for t in chain if t.dep == "pobj"]
    return (
        bool(prepositions)
        and prepositions[-1].text.lower() in _BESIDE
        and all(p.text.lower() in _BESIDE | {"of"} for p in prepositions)
        and all(n.lemma.lower() in _PLACE_NOUNS for n in nouns)
    )


def _at_the_head(tree: Tree, index: int, trigger: int, others: frozenset[int]) -> bool:
    """Whether a place stands at the head of the sentence, over all the clauses that "and" joins ("In Kano, X … and Y …")."""
    top = trigger
    while tree.token(top).dep == "conj" or (tree.token(top).dep == "ccomp" and tree.token(top).head in others):
        top = tree.token(top).head  # "crowds burned a bank and police shot" may be parsed as what the crowds burned
    chain = [index, *tree.ancestors(index)]
    if top not in chain or tree.token(top).pos not in ("VERB", "AUX"):
        return False
    way = chain[: chain.index(top)]
    first = min(tree.subtree(way[-1]))
    subject = tree.first(top, "nsubj", "nsubjpass")
    if first != 0 or subject is None or index > subject or any(tree.token(a).pos in ("VERB", "AUX") for a in way):
        return False
    return tree.token(0).text.lower() in _BESIDE and way[-1] != subject


def _of_the_verb_before(tree: Tree, index: int, trigger: int) -> bool:
    """Whether the act goes on where the verb joined before it put it ("burst into a bank in Caracas and shot two guards")."""
    token = tree.token(trigger)
    if token.dep != "conj" or tree.first(trigger, "nsubj", "nsubjpass") is not None:
        return False
    before = token.head
    while index > trigger or before not in tuple(tree.ancestors(index)):
        if tree.token(before).dep != "conj" or tree.token(before).head == before or index > trigger:
            return False
        before = tree.token(before).head
    chain = [index, *tree.ancestors(index)]
    way = [tree.token(a) for a in chain[: chain.index(before)]]
    if any(t.pos in ("VERB", "AUX") for t in way) or way[-1].dep in ("nsubj", "nsubjpass"):
        return False
    if way[-1].dep == "dobj":
        return tree.token(before).lemma in _ENTERING or way[0].dep == "pobj"
    return way[-1].dep == "prep" and way[-1].text.lower() in _BESIDE | {"into", "through", "onto"}


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
            out_of = governor.text.lower() == "of" and tree.token(governor.head).text.lower() == "out"
            preposition = preposition or ("from" if out_of else governor.text.lower())
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
        "PROTEST",
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
        if tree.token(governor).text.lower() in _BECAUSE:
            return 0, ""  # "imposed sanctions over the crackdown in Minsk"
        governor = tree.token(governor).head
    while tree.token(governor).dep == "prep" or tree.token(governor).pos == "ADP":
        governor = tree.token(governor).head
    if governor not in trigger:
        return 0, ""
    if token.dep in ("dobj", "nsubjpass"):
        there = preposition != "of" or mention.type in _TARGET_TYPES or token.lemma.lower() in _PLACE_NOUNS
        return (5, "ON_THE_OBJECT") if there else (0, "")
    if token.dep == "pobj":
        return 4, "ON_THE_OBJECT"
    if token.dep == "nsubj" and mention.type in _DONE_IN_PLACE and preposition != "of":
        return 2, "ON_THE_DOER"
    return 0, ""
