"""Who the source is: the span of its phrase, its name, its kind, and what is told of one who is not named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.spans import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.extraction.attribution.lexicon import CueLexicon
    from dragoman.records import SourceKind, Span
    from dragoman.syntax import Tree

PRONOUNS = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "who",
        "which",
        "that",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "my",
        "our",
    }
)
_PERSONAL = frozenset({"he", "she", "him", "her", "i", "his", "my"})
_SPOKEN_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople"})
_PLACES = frozenset({"GPE", "NORP", "LOC"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_NEWS = frozenset(
    {"agency", "site", "website", "service", "portal", "organisation", "organization", "programme", "program"}
)
_SPEAKING = ("media", "media_name", "anonymous", "official", "official_name", "paper", "role")
_OUTER = frozenset({"relcl", "appos", "acl", "advcl", "parataxis", "cc", "conj", "punct", "ccomp", "case"})


def phrase_tokens(tree: Tree, heads: Sequence[int], without: Iterable[int] = ()) -> set[int]:
    """The tokens of the noun phrases, appositions and relative clauses included, but not what `without` governs."""
    barred = set(without) | {c for h in heads for c in tree.all(h, "case")}
    found: set[int] = set()
    stack = list(heads)
    while stack:
        current = stack.pop()
        if current in barred or current in found:
            continue
        found.add(current)
        stack.extend(tree.children[current])
    return found


def plain_tokens(tree: Tree, head: int) -> set[int]:
    """The tokens of a noun phrase with its prepositional phrases, without appositions, clauses and a final "'s"."""
    found = {head}
    stack = [c for c in tree.children[head] if tree.token(c).dep not in _OUTER]
    while stack:
        current = stack.pop()
        found.add(current)
        stack.extend(tree.children[current])
    return found


def describe(tree: Tree, heads: Sequence[int]) -> str:
    """What the first source is called: a person's name where there is one, else the noun phrase.

    A name right behind the noun that explains it belongs to it ("the news agency Anadolu").
    """
    head = heads[0]
    tokens = plain_tokens(tree, head)
    following = [c for c in (*heads[1:], *tree.all(head, "appos")) if min(tree.subtree(c)) == max(tokens) + 1]
    named = person(tree, head)
    span = named or _hull(runs(tree, tokens | {t for c in following for t in plain_tokens(tree, c)}))
    return tree.text(span) if span is not None else tree.token(head).text


def person(tree: Tree, head: int) -> Span | None:
    """The span of the person's name at the head of the phrase or in apposition to it."""
    own = (head, *tree.all(head, "appos"))
    for index in (*own, *(n for o in own for n in _known_as(tree, o))):
        if tree.token(index).entity == "PERSON":
            return _entity(tree, index)
    return None


def _known_as(tree: Tree, index: int) -> list[int]:
    """The name in "the commander known as Omar Sy", "a man named Omar Sy"."""
    clauses = [c for c in tree.all(index, "acl") if tree.token(c).lemma.lower() in ("know", "name", "call", "identify")]
    links = [k for c in clauses for k in tree.all(c, "prep", "oprd", "dobj")]
    return [*links, *(p for k in links for p in tree.all(k, "pobj"))]


def note_of(tree: Tree, head: int) -> str:
    """What is told of a source that is not named: the whole phrase, with its relative clauses."""
    span = _hull(runs(tree, set(tree.subtree(head))))
    return tree.text(span) if span is not None else tree.token(head).text


def _hull(spans: tuple[Span, ...]) -> Span | None:
    if not spans:
        return None
    return type(spans[0])(start=spans[0].start, end=spans[-1].end)


def _entity(tree: Tree, index: int) -> Span:
    tokens = tree.tokens
    first = last = index
    while first > 0 and not tokens[first].entity_start and tokens[first - 1].entity == tokens[index].entity:
        first -= 1
    while (
        last + 1 < len(tokens) and tokens[last + 1].entity == tokens[index].entity and not tokens[last + 1].entity_start
    ):
        last += 1
    return runs(tree, range(first, last + 1))[0]


def _has_compound(tree: Tree, head: int, lemma: str) -> bool:
    return any(tree.token(c).lemma.lower() == lemma for c in tree.all(head, "compound"))


class Kinds:
    """Tell named people, institutions, unnamed people and media apart."""

    def __init__(
        self, lexicon: CueLexicon, people: frozenset[str] = frozenset(), bodies: frozenset[str] = frozenset()
    ) -> None:
        self._words, self._people, self._bodies = lexicon.sources, people, bodies
        self.has_people = bool(people)

    def __call__(self, tree: Tree, head: int) -> SourceKind | None:
        """The kind of the source; `None` for a pronoun, whose kind is that of what it stands for."""
        token = tree.token(head)
        if token.lemma.lower() in PRONOUNS or token.text.lower() in PRONOUNS:
            return None
        if self.is_medium(tree, head):
            return "media"
        if token.text.lower() in self._words["official_name"] and not tree.all(head, "compound", "appos"):
            return "official"
        if person(tree, head) is not None or (
            token.pos == "PROPN" and not token.text.islower() and self._is_person(tree, head)
        ):
            return "named"
        if self.is_office(tree, head) and any(self._is_name(tree, c) for c in tree.all(head, "appos")):
            return "named"  # "The mayor, Benoît Lacasse," whom the recogniser does not know
        if token.lemma.lower() in self._words["official_name"] or (not token.entity and token.text in self._bodies):
            return "official"
        if token.entity in _PLACES or (token.entity == "ORG" and token.pos == "PROPN"):
            return "official"
        return self._by_noun(tree, head)

    def _is_person(self, tree: Tree, head: int) -> bool:
        """A surname that the document gives in full elsewhere, or one that a title stands before."""
        if tree.token(head).text in self._people:
            return True
        titles = (tree.token(c).lemma.lower() for c in tree.all(head, "compound"))
        return tree.token(head).entity != "ORG" and any(
            t in self._words["role"] or t in self._words["title"] for t in titles
        )

    @staticmethod
    def _is_name(tree: Tree, index: int) -> bool:
        """Whether two capitalised words or more make a name, of which the last is no place."""
        names = [c for c in (*tree.all(index, "compound"), index) if tree.token(c).pos == "PROPN"]
        return tree.token(index).pos == "PROPN" and len(names) > 1 and tree.token(index).entity not in _PLACES

    def can_speak(self, tree: Tree, head: int) -> bool:
        """Whether the phrase is a person, an institution or a document: something that can be cited as a source."""
        token = tree.token(head)
        if token.entity in ("PERSON", "ORG", "GPE", "NORP"):
            return True
        lemma = token.lemma.lower()
        if token.text.lower() in PRONOUNS:
            return token.text.lower() not in ("it", "which", "that")
        return lemma in _SPOKEN_FOR or any(lemma in self._words[kind] for kind in _SPEAKING)

    def is_office(self, tree: Tree, head: int) -> bool:
        """Whether the word names an office that one person holds, or a spokesman."""
        lemma = tree.token(head).lemma.lower()
        return lemma in self._words["role"] or lemma in _SPOKEN_FOR

    def is_occasion(self, tree: Tree, head: int) -> bool:
        """Whether the word is for an occasion of speaking or writing ("in an interview with", "in an article for")."""
        return tree.token(head).lemma.lower() in self._words["occasion"]

    def is_medium(self, tree: Tree, head: int) -> bool:
        """Whether the phrase names a newspaper, station, agency or those who work for it."""
        token = tree.token(head)
        lemma = token.lemma.lower()
        if not token.text.islower() and (token.pos == "PROPN" or token.text.isupper()):
            # "The daily Azadi": a small word before the name tells what it is, whatever the entity
            before = [
                c
                for c in tree.all(head, "compound", "amod")
                if tree.token(c).lemma.lower() in self._words["media_tail"]
            ]
            if any(tree.token(c).text.islower() and c == head - 1 for c in before):
                return True
            if token.entity == "PERSON":
                return self._is_media_name(tree, head)
            return self._is_media_name(tree, head) or bool(before)
        if lemma in self._words["media"] or (lemma in _NEWS and _has_compound(tree, head, "news")):
            return True
        return lemma in self._words["paper"] and any(self._is_media_name(tree, c) for c in tree.children[head])

    def _is_media_name(self, tree: Tree, head: int) -> bool:
        token = tree.token(head)
        if token.pos != "PROPN":
            return False
        name = tree.text(_entity(tree, head)) if token.entity else token.text
        plain = name.lower().removeprefix("the ").removesuffix("'s").removesuffix("’s")
        if plain in self._words["media_name"] or token.text.lower() in self._words["media_name"]:
            return True
        return token.entity == "ORG" and " " in plain and plain.split()[-1] in self._words["media_tail"]

    def _by_noun(self, tree: Tree, head: int) -> SourceKind:
        token = tree.token(head)
        lemma = token.lemma.lower()
        if lemma in _SPOKEN_FOR or lemma in self._words["official"] or lemma in self._words["paper"]:
            return "official"
        if lemma in self._words["role"] and token.tag not in _PLURAL_TAGS and self._is_definite(tree, head):
            return "official"
        if token.text.isupper() and len(token.text) > 3 and token.text.isalpha():
            return "named"
        if lemma in self._words["anonymous"] or token.pos in ("NUM", "DET", "ADJ", "NOUN", "PRON"):
            return "anonymous"
        return "official" if token.entity == "ORG" else "named"

    def _is_definite(self, tree: Tree, head: int) -> bool:
        """Whether the holder of an office is told exactly ("Peru's finance minister", "the president")."""
        if tree.first(head, "poss") is not None:
            return True
        if tree.first(head, "nummod") is not None:
            return False
        determiner = tree.first(head, "det")
        return determiner is None or tree.token(determiner).lemma.lower() in ("the", "this")


def is_personal(word: str) -> bool:
    """Whether the pronoun stands for one person."""
    return word.lower() in _PERSONAL
