"""Verbs that the tagger took for nouns or adjectives, and what hung on their objects instead of on them.

A sentence whose verb is lost tells nothing: "students in Chad plan to march", "Bolivia barred negotiators from Laos" and "denied
shelling villages" are read as "a plan", "barred negotiators" and "shelling villages". The words around give the verb away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from dragoman.records import Token

_NOUNS = ("NN", "NNP")
_WITH_GERUND = frozenset(
    {"admit", "avoid", "begin", "cease", "consider", "continue", "deny", "finish", "halt", "keep", "quit", "resume", "risk",
     "start", "stop", "suspend"}
)  # fmt: skip
# Participles before a noun that only describe it ("denied existing plans").
_DESCRIBING = frozenset(
    {"coming", "continuing", "existing", "following", "growing", "increasing", "leading", "living", "lasting", "missing",
     "ongoing", "outstanding", "pending", "remaining", "rising", "ruling", "running", "standing", "surviving", "underlying",
     "visiting", "working"}
)  # fmt: skip
_NAMES = frozenset({"GPE", "ORG", "NORP", "PERSON"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


# Verbs whose past forms the lemmatizer gives the base form of another word ("staged": "stag", "raped": "rap").
_BASES = {
    form: base
    for base in ("axe", "cane", "fine", "hate", "hope", "pine", "rage", "rape", "scare", "shame", "slate", "spare", "stage", "wage")
    for form in (f"{base}d", f"{base[:-1]}ing")
} | {f"{base}{end}": base for base in ("airdrop", "baton", "cordon", "misreport", "relaunch", "text", "unban") for end in ("ed", "ing")}  # fmt: skip


def with_verbs(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with the verbs that are given away by the words around them as verbs."""
    found = list(tokens)
    for index in range(len(found)):
        for mend in _MENDS:
            mend(found, index)
    return found


def _base(tokens: list[Token], index: int) -> None:
    token = tokens[index]
    base = _BASES.get(token.text.lower()) if token.pos == "VERB" else None
    if base is not None:
        _set(tokens, index, lemma=base)


def _back_to(tokens: list[Token], index: int) -> None:
    """ "Handed two islets back to Peru": to Peru is where they were handed."""
    token, back = tokens[index], tokens[tokens[index].head]
    if token.dep == "prep" and token.text.lower() == "to" and back.text.lower() == "back" and back.dep == "advmod":
        _set(tokens, index, head=back.head)


def _no_person(tokens: list[Token], index: int) -> None:
    """ "Missiles were fired": a plural is no person's name, unless of a family."""
    token = tokens[index]
    before = tokens[index - 1].text.lower() if index else ""
    if token.entity == "PERSON" and token.tag == "NNS" and token.entity_start and before != "the":
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is None or not following.entity or following.entity_start:
            _set(tokens, index, entity="", entity_start=False)


def _infinitive(tokens: list[Token], index: int) -> None:
    """ "Is to telephone/NN Peru's president", "students plan/NN to march": a noun with "to" or with a subject and an infinitive."""
    token = tokens[index]
    if token.tag not in _NOUNS or token.dep not in ("ROOT", "xcomp", "ccomp", "conj", "advcl", "relcl"):
        return
    own = list(_children(tokens, index))
    if any(tokens[c].dep in ("det", "amod", "poss", "compound", "nummod", "cop") for c in own):
        return
    if any(tokens[c].dep == "aux" and tokens[c].tag == "TO" and c == index - 1 for c in own):
        _set(tokens, index, pos="VERB", tag="VB", lemma=token.text.lower())
        return
    subjects = [c for c in own if tokens[c].dep == "nsubj" and c < index]
    plural = any(tokens[c].tag in ("NNS", "NNPS") or tokens[c].text.lower() in ("they", "we") for c in subjects)
    if plural and any(tokens[c].dep == "xcomp" and c > index for c in own):
        _set(tokens, index, pos="VERB", tag="VBP", lemma=token.text.lower())


def _main_verb(tokens: list[Token], index: int) -> None:
    """ "Bolivia barred negotiators": a sentence that is one noun phrase, with a participle right behind a name."""
    token = tokens[index]
    if token.dep != "amod" or token.tag not in ("VBN", "VBD") or index == 0:
        return
    name, noun = tokens[index - 1], token.head
    if name.dep not in ("compound", "nmod") or name.head != noun or name.entity not in _NAMES or noun < index:
        return
    above = tokens[noun]
    if above.dep not in ("ROOT", "ccomp") or above.tag not in ("NN", "NNS"):
        return
    if any(tokens[c].dep in _SUBJECTS or tokens[c].dep in ("det", "cop") for c in _children(tokens, noun)):
        return
    root = above.head == noun
    _set(tokens, index, pos="VERB", tag="VBD", dep=above.dep, head=index if root else above.head)
    _set(tokens, noun, dep="dobj", head=index)
    _set(tokens, index - 1, dep="nsubj", head=index)
    for child in _children(tokens, noun):
        if tokens[child].dep in ("punct", "advmod", "npadvmod", "advcl"):
            _set(tokens, child, head=index)


def _gerund(tokens: list[Token], index: int) -> None:
    """ "Denied shelling villages in Peru": the gerund is what is denied, the noun its object."""
    token, noun = tokens[index], tokens[index].head
    if token.dep != "amod" or token.tag != "VBG" or index == 0 or noun < index or token.lemma.lower() in _DESCRIBING:
        return
    if token.text.lower() in _DESCRIBING or tokens[noun].dep != "dobj" or tokens[noun].head != index - 1:
        return
    verb = index - 1
    if tokens[verb].pos != "VERB" or tokens[verb].lemma.lower() not in _WITH_GERUND:
        return
    if any(tokens[c].dep in ("det", "poss") for c in _children(tokens, noun)):
        return
    _set(tokens, index, pos="VERB", dep="xcomp", head=verb)
    _set(tokens, noun, head=index)
    for child in _children(tokens, verb):
        if child > noun and tokens[child].dep == "prep":
            _set(tokens, child, head=index)


def _perfect_gerund(tokens: list[Token], index: int) -> None:
    """ "Denied having barred negotiators": the participle is the verb, "having" its auxiliary."""
    token = tokens[index]
    if token.dep != "amod" or token.tag not in ("VBN", "VBD") or index == 0:
        return
    having, noun = tokens[index - 1], token.head
    if having.text.lower() != "having" or tokens[noun].head != index - 1 or tokens[noun].dep not in ("dobj", "ccomp"):
        return
    _set(tokens, index, pos="VERB", tag="VBN", dep=having.dep, head=having.head if having.head != index - 1 else index)
    _set(tokens, noun, dep="dobj", head=index)
    for child in list(_children(tokens, index - 1)):
        if child > index:
            _set(tokens, child, head=index)
    _set(tokens, index - 1, pos="AUX", dep="aux", head=index)


def _undergone(tokens: list[Token], index: int) -> None:
    """ "Will have its water supply cut by Kenya": a passive whose doer stands behind "by"."""
    token = tokens[index]
    if token.tag != "VBN" or token.dep != "ccomp" or tokens[token.head].lemma.lower() not in ("have", "get"):
        return
    own = list(_children(tokens, index))
    if any(tokens[c].dep in ("aux", "auxpass") for c in own):
        return
    for child in own:
        if tokens[child].dep == "nsubj":
            _set(tokens, child, dep="nsubjpass")
        elif tokens[child].dep == "prep" and tokens[child].text.lower() == "by":
            _set(tokens, child, dep="agent")


def _of_the_act(tokens: list[Token], index: int) -> None:
    """ "The rejection by Kenya of the plan": what is rejected, not whose Kenya is."""
    token = tokens[index]
    name = tokens[token.head]
    if token.text.lower() != "of" or token.dep != "prep" or name.entity not in ("GPE", "PERSON") or name.pos != "PROPN":
        return
    link = tokens[name.head]
    if name.dep == "pobj" and link.text.lower() == "by" and tokens[link.head].pos == "NOUN":
        _set(tokens, index, head=link.head)


def _object_of_time(tokens: list[Token], index: int) -> None:
    """ "Put off until spring an offensive": the object of the verb, not of the season."""
    token = tokens[index]
    time = tokens[token.head]
    if token.dep != "dobj" or time.dep != "pobj" or time.pos not in ("NOUN", "PROPN") or token.head > index:
        return
    verb = tokens[time.head].head
    if tokens[verb].pos == "VERB" and verb < index and not any(t.dep == "dobj" and t.head == verb for t in tokens):
        _set(tokens, index, head=verb)


_MENDS: tuple[Callable[[list[Token], int], None], ...] = (
    _base,
    _no_person,
    _back_to,
    _infinitive,
    _main_verb,
    _gerund,
    _perfect_gerund,
    _undergone,
    _of_the_act,
    _object_of_time,
)


def _children(tokens: Sequence[Token], index: int) -> Iterator[int]:
    return (i for i, t in enumerate(tokens) if t.head == index and i != index)


def _set(tokens: list[Token], index: int, **changes: str | int | bool) -> None:
    tokens[index] = msgspec.structs.replace(tokens[index], **changes)
