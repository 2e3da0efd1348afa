"""Take a noun phrase apart: its words, what modifies what, and the names and role words that stand in it."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.ontology.agents import RoleWord
from dragoman.records import Sentence, Span, Token
from dragoman.resolution.actors.names import fold_word, is_abbreviation
from dragoman.resolution.actors.tables import Entity, Knowledge, Title

# What stands before these is not the owner: "Russia-backed regime", "UN-patrolled zone", "Islamist-led government".
_TIES = frozenset(
    [
        "backed",
        "led",
        "held",
        "occupied",
        "based",
        "born",
        "allied",
        "controlled",
        "linked",
        "made",
        "brokered",
        "patrolled",
        "sponsored",
        "supported",
        "funded",
        "trained",
        "dominated",
        "administered",
        "aligned",
        "mediated",
        "run",
        "owned",
        "supplied",
        "imposed",
        "friendly",
        "style",
        "imposed",
        "operated",
        "drafted",
        "bound",
    ]
)
_FORMER = frozenset(
    [
        "former",
        "ex",
        "then",
        "late",
        "ousted",
        "deposed",
        "toppled",
        "exiled",
        "onetime",
        "previous",
        "disgraced",
        "jailed",
        "longtime",
        "slain",
    ]
)
_ARTICLES = frozenset({"al", "el", "the"})  # left out of the keys of names
_SKIPPED = frozenset({"-", "–", "'s", "'", "’s", "’", ",", '"', "``", "''", "(", ")"})


class Hit(NamedTuple):
    """A name found in a phrase: positions `first` to `last` of its words, inclusive."""

    first: int
    last: int
    entities: tuple[Entity, ...]


class RoleHit(NamedTuple):
    """A role word or title found in a phrase."""

    first: int
    last: int
    role: RoleWord | None
    title: Title | None


class Phrase(NamedTuple):
    """The words of a noun phrase (without punctuation and clitics) and what was found in them. `head` is a position."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    head: int
    hits: tuple[Hit, ...]
    roles: tuple[RoleHit, ...]
    tied: frozenset[int]
    former: bool
    text: str
    sentence: int
    home: str | None = None  # the country that the clause itself places whoever is meant in
    apart: frozenset[str] = frozenset()  # countries that the clause sets against whoever is meant

    def role_at_head(self) -> RoleHit | None:
        """The role word or title that holds the head."""
        return next((r for r in self.roles if r.first <= self.head <= r.last), None)


def parse_phrase(sentence: Sentence, span: Span, head: Span, knowledge: Knowledge) -> Phrase:
    """Take apart the phrase that covers `span` with its head word at `head`."""
    tokens = [t for t in sentence.tokens if t.start >= span.start and t.end <= span.end]
    tied_tokens = _tied(tokens)
    kept = [(t, t.start in tied_tokens) for t in tokens if t.text not in _SKIPPED and any(c.isalnum() for c in t.text)]
    words = tuple(fold_word(t.text) for t, _ in kept)
    position = next((i for i, (t, _) in enumerate(kept) if t.start <= head.start < t.end), max(len(kept) - 1, 0))
    plain = tuple(t for t, _ in kept)
    offset = sentence.span.start
    hits = find_names(plain, words, knowledge)
    return Phrase(
        tokens=plain,
        words=words,
        head=position,
        hits=hits,
        roles=tuple(r for r in _find_roles(plain, words, knowledge) if not any(_part_of_country(r, h) for h in hits)),
        tied=frozenset(i for i, (_, tied) in enumerate(kept) if tied),
        former=any(w in _FORMER for w in words),
        text=sentence.text[span.start - offset : span.end - offset],
        sentence=sentence.index,
    )


def _part_of_country(role: RoleHit, hit: Hit) -> bool:
    """The "States" of the United States and the "Prince" of Port-au-Prince are no role words."""
    return (
        hit.first < hit.last
        and hit.first <= role.first
        and role.last <= hit.last
        and all(e.kind in ("country", "capital") for e in hit.entities)
    )


def _tied(tokens: list[Token]) -> set[int]:
    found = set()
    for index, token in enumerate(tokens):
        if token.text.lower() in _TIES and index >= 2 and tokens[index - 1].text in ("-", "–"):
            back = index - 2
            found.add(tokens[back].start)
            while back >= 1 and tokens[back - 1].pos == "PROPN" and tokens[back - 1].dep == "compound":
                back -= 1
                found.add(tokens[back].start)
            found.add(token.start)
    return found


def find_names(tokens: tuple[Token, ...], words: tuple[str, ...], knowledge: Knowledge) -> tuple[Hit, ...]:
    """The names of the knowledge base in a row of words, longest first from the left, not overlapping.

    Single common words in lower case are no names; abbreviations must stand in their own case.
    """
    found: list[Hit] = []
    capital = _next_capitals(tokens)
    index = 0
    while index < len(words):
        hit = _name_at(tokens, words, index, knowledge, capital[index])
        if hit is None:
            index += 1
        else:
            found.append(hit)
            index = hit.last + 1
    return tuple(found)


def _next_capitals(tokens: tuple[Token, ...]) -> list[int]:
    """For each token the position of the first from it on that begins with a capital; behind the last where there is none."""
    found = [len(tokens)] * len(tokens)
    following = len(tokens)
    for index in range(len(tokens) - 1, -1, -1):
        if tokens[index].text[:1].isupper():
            following = index
        found[index] = following
    return found


def _name_at(
    tokens: tuple[Token, ...], words: tuple[str, ...], index: int, knowledge: Knowledge, capital: int
) -> Hit | None:
    # A name holds a capital; the common case, a word that no name begins with, is to end here at once.
    for length in range(_longest_from(words, index, knowledge), capital - index, -1):
        if length == 1:
            own = tokens[index].text
            text = own.replace(".", "")
            if is_abbreviation(own) or is_abbreviation(text):
                entities = knowledge.abbreviations.get(text)
                if entities:
                    return Hit(index, index, entities)
        window = words[index : index + length]
        if length > 1 and (window[0] == "the" or window[-1] in ("the", "al")):
            continue
        key = tuple(w for w in window if w not in _ARTICLES) or window
        entities = knowledge.names.get(key)
        if entities and length == 1 and _inside_name(tokens, index, entities):
            continue
        if entities:
            return Hit(index, index + length - 1, entities)
    return None


def _longest_from(words: tuple[str, ...], index: int, knowledge: Knowledge) -> int:
    """How many words from `index` on can be a name: never fewer than one, since an abbreviation is looked up by its letters."""
    most = min(knowledge.longest + 2, len(words) - index)
    if words[index] in _ARTICLES:
        return most
    left = knowledge.name_reach.get(words[index], 1)
    for length in range(most):
        left -= words[index + length] not in _ARTICLES
        if left < 0:
            return length
    return most


def _inside_name(tokens: tuple[Token, ...], index: int, entities: tuple[Entity, ...]) -> bool:
    """One word of a longer name is no newspaper ("People's Liberation Army")."""
    if any(e.kind != "media" for e in entities):
        return False
    beside = [tokens[i] for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    return any(t.pos == "PROPN" and t.text[:1].isupper() for t in beside)


def _singular(token: Token) -> str:
    """The folded lemma; of a plural with a capital too, which the lemmatiser leaves as it is."""
    lemma = fold_word(token.lemma)
    return lemma.removesuffix("s") if token.tag == "NNPS" and token.lemma == token.text else lemma


def _find_roles(tokens: tuple[Token, ...], words: tuple[str, ...], knowledge: Knowledge) -> tuple[RoleHit, ...]:
    found = []
    index = 0
    while index < len(words):
        for length in range(min(5, len(words) - index, knowledge.role_reach.get(words[index], 1)), 0, -1):
            key = words[index : index + length]
            role, title = knowledge.roles.get(key), knowledge.titles.get(key)
            if role is None:  # "harbour wardens" by the row of "harbour warden"
                last = index + length - 1
                lemma = (*key[:-1], _singular(tokens[last]))
                role, title = knowledge.roles.get(lemma), title or knowledge.titles.get(lemma)
            if role or title:
                found.append(RoleHit(index, index + length - 1, role, title))
                index += length - 1
                break
        index += 1
    return tuple(found)
