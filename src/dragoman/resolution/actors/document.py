"""The actors of one document: names first, then whatever points back at them.

Pronouns, "the group", "the country", "both sides" and the like are read against the mentions that came before them; the
nearest that agrees in kind, number and gender wins, subjects before others. Nothing that agrees is NIL, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from dragoman.records import Actor, Document, Participant, Sentence, Span, Token
from dragoman.resolution.actors.memory import Memory, Seen
from dragoman.resolution.actors.phrases import Phrase, parse_phrase
from dragoman.resolution.actors.resolver import NameResolver
from dragoman.resolution.actors.tables import Knowledge
from dragoman.syntax import SUBJECTS, Tree

PLACE_WEIGHT = 0.8
REACH = 4  # sentences that a pronoun looks back over; farther antecedents are seldom meant (own articles, by hand)
_SINGULAR_PERSON = frozenset({"he", "him", "his", "she", "her", "hers", "himself", "herself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_THING = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_SPEAKER = frozenset({"i", "we", "us", "me", "our", "my", "ours"})
_COUNTRY_NOUNS = frozenset({"country", "nation", "kingdom", "republic", "island", "homeland", "state"})
_GROUP_NOUNS = frozenset(
    [
        "group",
        "movement",
        "organisation",
        "organization",
        "militia",
        "party",
        "company",
        "agency",
        "body",
        "bloc",
        "union",
        "alliance",
        "network",
        "faction",
        "watchdog",
        "charity",
        "outfit",
        "sect",
        "newspaper",
        "broadcaster",
        "court",
        "tribunal",
        "firm",
    ]
)
_PAIR_NOUNS = frozenset(
    [
        "country",
        "side",
        "nation",
        "government",
        "state",
        "party",
        "neighbour",
        "neighbor",
        "foe",
        "leader",
        "power",
        "capital",
        "rival",
        "ally",
        "president",
        "adversary",
        "army",
        "official",
        "minister",
        "man",
        "official",
        "delegation",
        "enemy",
    ]
)
# Whoever is somebody's rival is not that somebody.
_RELATED = frozenset(
    {
        "ally",
        "rival",
        "neighbour",
        "neighbor",
        "foe",
        "enemy",
        "adversary",
        "partner",
        "backer",
        "patron",
        "arch-rival",
        "nemesis",
    }
)
_INNER = frozenset({"compound", "amod", "nmod", "npadvmod"})
_UNSURE = frozenset({"COUNTRY_INFERRED", "PERSON_COUNTRY_INFERRED", "NO_COUNTRY", "TITLE_COUNTRY_FROM_TEXT"})
_PERSON_TITLES_FEMALE = frozenset(
    {"mrs", "ms", "queen", "princess", "chairwoman", "spokeswoman", "congresswoman", "lady"}
)


class DocumentActors:
    """Resolve the participants of one document.

    Args:
        document: The document.
        sentences: Its sentences, in order.
        trees: Their trees, in the same order.
        knowledge: The compiled knowledge base.
        place_country: The country of a place mention that a span covers, or `None`.
        places: Sentence and country of every place mention.
    """

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        trees: Sequence[Tree],
        knowledge: Knowledge,
        *,
        place_country: Callable[[Span], str | None],
        places: Sequence[tuple[int, str]] = (),
    ) -> None:
        self.document, self.sentences, self.trees = document, sentences, trees
        self._knowledge, self._resolver, self.memory = knowledge, NameResolver(knowledge), Memory()
        self._place_country = place_country
        self._pairs: list[tuple[int, int, tuple[Actor, ...]]] = []
        for number, country in places:
            self.memory.note_country(country, number, PLACE_WEIGHT)
        for sentence, tree in zip(sentences, trees, strict=True):
            self._scan(sentence, tree)

    def resolve(
        self,
        participant: Participant,
        sentence: Sentence,
        *,
        on: date | None,
        place_country: str | None = None,
        apart_from: frozenset[str] = frozenset(),
        struck: bool = False,
    ) -> tuple[Actor, ...]:
        """Who a participant is: one actor, or several for "both sides" and the like.

        Args:
            participant: As extraction found it.
            sentence: The sentence it stands in.
            on: The day of the event, or of publication when the event has none.
            place_country: The country of the place of the act, for role words without a country.
            struck: Whether force is used upon the participant: an unknown name may then be a place of the country around.
            apart_from: Codes that "both sides" cannot mean, since they stand on the other side.
        """
        tree = self.trees[sentence.index]
        word = self._head_word(sentence, participant.head)
        if word in _SINGULAR_PERSON | _THING | _PLURAL | _SPEAKER:
            return self._pronoun(word, participant.head, sentence, tree)
        phrase = parse_phrase(sentence, participant.span, participant.head, self._knowledge)
        related = self._related(phrase, participant, sentence, tree)
        if related is not None:
            return (related,)
        pair = self._pair(phrase, participant, sentence, apart_from)
        if pair:
            return pair
        several = self._several(phrase, participant, sentence, tree)
        if several:
            return several
        described = self._description(phrase, participant.span.start, sentence)
        if described is not None:
            return (described,)
        actor = self._resolver(phrase, self.memory, on=on or self.document.published, place_country=place_country)
        if actor.kind in ("demonym", "people") and len(phrase.words) <= 2:
            actor = self._shared_role(actor, participant, sentence, tree)
        if actor.reason in ("COUNTRY_INFERRED", "NO_COUNTRY", "UNKNOWN_NAME"):
            actor = self._owned(actor, phrase, participant, sentence, tree) or actor
        if actor.code is None:
            country = self._place_country(participant.span)
            if country is not None:
                return (_place_actor(actor.name, country, 0.6, "PLACE"),)
            if (
                struck
                and actor.reason == "UNKNOWN_NAME"
                and phrase.tokens
                and phrase.tokens[phrase.head].pos == "PROPN"
            ):
                country = place_country or self.memory.country(sentence.index)
                if country is not None:
                    return (_place_actor(actor.name, country, 0.3, "COUNTRY_INFERRED"),)
        return (actor,)

    def note_pair(self, actors: Sequence[Actor], sentence: int, position: int) -> None:
        """Keep the parties of an act, so that "the two countries" in what follows can mean them."""
        distinct: dict[str, Actor] = {}
        for actor in actors:
            if actor.code is not None:
                distinct.setdefault(actor.code, actor)
        if len(distinct) == 2:
            self._pairs.append((position, sentence, tuple(distinct.values())))

    def pair_before(self, position: int, sentence: int) -> tuple[Actor, ...]:
        """The two parties of the last act before `position`, within reach."""
        for start, number, actors in reversed(self._pairs):
            if start < position and sentence - number <= REACH:
                return tuple(_pointing(a, "PAIR") for a in actors)
        return ()

    def last_two(self, position: int) -> tuple[Actor, ...]:
        """The two different countries named last before `position`; at the head of a text, the first two after it."""
        found: list[Actor] = []
        nearby = self.memory.before(position)
        for seen in [*nearby, *(s for s in self.memory.seen if s.start > position)]:
            country = seen.actor.kind in ("country", "demonym", "capital", "people", "role", "person")
            if seen.actor.code and country and all(seen.actor.code != a.code for a in found):
                found.append(_pointing(seen.actor, "PAIR"))
            if len(found) == 2:
                return tuple(found)
        return ()

    # ------------------------------------------------------------------ first pass

    def _scan(self, sentence: Sentence, tree: Tree) -> None:
        """Remember who is named in a sentence, and whom its leading pronoun means, so that the next one can follow on."""
        done = -1
        for index, token in enumerate(sentence.tokens):
            if (
                token.pos == "PRON"
                and token.dep in ("nsubj", "nsubjpass")
                and token.text.lower() in _SINGULAR_PERSON | _THING | _PLURAL
            ):
                self._follow(sentence, tree, token)
                continue
            if token.pos not in ("PROPN", "NOUN", "ADJ") or token.start < done:
                continue
            if (
                token.dep in _INNER
                and tree.token(token.head).start > token.start
                and tree.token(token.head).pos in ("NOUN", "PROPN")
            ):
                continue
            span = tree.phrase(index)
            phrase = parse_phrase(sentence, span, Span(start=token.start, end=token.end), self._knowledge)
            if not phrase.words or not (phrase.hits or token.entity or token.text[:1].isupper()):
                continue
            self._note(sentence, tree, index, span, phrase)
            done = max(done, span.end if token.dep not in _INNER else done)

    def _note(self, sentence: Sentence, tree: Tree, index: int, span: Span, phrase: Phrase) -> None:
        token = sentence.tokens[index]
        actor = self._resolver(phrase, self.memory, on=self.document.published, place_country=None)
        person = token.entity == "PERSON" or actor.kind == "person"
        if actor.code is None or actor.reason in _UNSURE:
            actor = self._description(phrase, span.start, sentence) or actor
        if actor.code is None or actor.reason in _UNSURE:
            described = self._described(sentence, tree, index, actor) if person else None
            if described is None and not person:
                return
            actor = described or Actor(name=phrase.text, kind="person", reason="UNKNOWN_PERSON")
        words = tuple(w for w in phrase.words[: phrase.head + 1] if w not in ("al", "el", "the"))
        named = token.pos == "PROPN" or token.entity or token.text[:1].isupper()
        self.memory.remember(
            Seen(
                start=span.start, end=span.end, sentence=sentence.index, actor=actor, person=person,
                plural=token.tag in ("NNS", "NNPS"), subject=token.dep in SUBJECTS, words=phrase.words,
                female=True if any(w in _PERSON_TITLES_FEMALE for w in phrase.words) else None,
            ),
            words if named else (),
        )  # fmt: skip
        self._introduce_acronym(sentence, index, actor)

    def _described(self, sentence: Sentence, tree: Tree, index: int, actor: Actor) -> Actor | None:
        """ "Oleh Syniehubov, governor of Kharkiv": an unknown person is of the country that the apposition names."""
        heads = [*tree.all(index, "appos"), *([tree.token(index).head] if tree.token(index).dep == "appos" else [])]
        for head in heads:
            token = tree.token(head)
            span = tree.phrase(head, full=True)
            _, found = self._name(sentence, token, span, place_country=self._place_country(span))
            if (
                found.code is not None
                and found.kind in ("role", "person", "org", "metonym")
                and found.reason != "NO_COUNTRY"
            ):
                return Actor(
                    name=actor.name,
                    code=found.code,
                    country=found.country,
                    sector=found.sector,
                    kind="person",
                    score=0.6,
                    reason="APPOSITION",
                )
        return None

    def _follow(self, sentence: Sentence, tree: Tree, token: Token) -> None:
        """A subject pronoun keeps its antecedent in mind for the sentences after it."""
        seen = self._antecedent(token.text.lower(), token.start, sentence.index)
        if seen is not None:
            self.memory.seen.append(
                msgspec.structs.replace(seen, start=token.start, end=token.end, sentence=sentence.index, subject=True)
            )

    def _introduce_acronym(self, sentence: Sentence, index: int, actor: Actor) -> None:
        """ "the Popular Salvation Front (PSF)": PSF is known from here on."""
        tokens = sentence.tokens
        if (
            index + 3 < len(tokens)
            and tokens[index + 1].text == "("
            and tokens[index + 3].text == ")"
            and tokens[index + 2].text.isupper()
        ):
            acronym = tokens[index + 2]
            self.memory.introduce(acronym.text, actor)
            self.memory.remember(
                Seen(
                    start=acronym.start,
                    end=acronym.end,
                    sentence=sentence.index,
                    actor=actor,
                    person=False,
                    plural=False,
                    subject=False,
                ),
                (acronym.text.lower(),),
            )

    def _name(
        self, sentence: Sentence, head: Token, span: Span, *, place_country: str | None = None
    ) -> tuple[Phrase, Actor]:
        """The phrase over `span` with its head at `head`, and whom it names by its own words on the day of publication."""
        phrase = parse_phrase(sentence, span, Span(start=head.start, end=head.end), self._knowledge)
        return phrase, self._resolver(phrase, self.memory, on=self.document.published, place_country=place_country)

    # ------------------------------------------------------------------ what points back

    def _head_word(self, sentence: Sentence, head: Span) -> str:
        return next((t.text.lower() for t in sentence.tokens if t.start == head.start), "")

    def _pronoun(self, word: str, head: Span, sentence: Sentence, tree: Tree) -> tuple[Actor, ...]:
        if word in _SPEAKER:
            return (Actor(name=word, reason="SPEAKER"),)
        ahead = self._subject_ahead(word, head, sentence, tree)
        if ahead is not None:
            return (_pointing(ahead, "PRONOUN_AHEAD"),)
        found = self._antecedent(word, head.start, sentence.index)
        if found is None:
            return (Actor(name=word, reason="NO_ANTECEDENT"),)
        return (_pointing(found.actor, "PRONOUN"),)

    def _subject_ahead(self, word: str, head: Span, sentence: Sentence, tree: Tree) -> Actor | None:
        """ "Following his meeting with X, Y said": a pronoun in a fronted adjunct means the subject that follows."""
        index = tree.at(head.start)
        if index is None or sentence.tokens[index].dep in SUBJECTS:
            return None
        for ancestor in tree.ancestors(index):
            subject = tree.first(ancestor, "nsubj", "nsubjpass")
            if subject is None or sentence.tokens[ancestor].pos not in ("VERB", "AUX"):
                continue
            if subject < index:
                return None
            name = sentence.tokens[subject]
            seen = next((s for s in self.memory.seen if s.start <= name.start < s.end), None)
            if seen is not None:
                return seen.actor if self._agrees(word, seen) else None
        return None

    def _antecedent(self, word: str, position: int, sentence: int) -> Seen | None:
        best: tuple[float, Seen] | None = None
        for distance, seen in enumerate(self.memory.before(position)):
            if sentence - seen.sentence > REACH or distance > 25:
                break
            if not self._agrees(word, seen):
                continue
            # Subjects of the sentence before, and of this one, are what a pronoun mostly means (Hobbs 1978, Lappin & Leass 1994).
            weight = -1.5 * (sentence - seen.sentence) + (1.2 if seen.subject else 0.0) - 0.1 * distance
            if best is None or weight > best[0]:
                best = (weight, seen)
        return best[1] if best else None

    def _agrees(self, word: str, seen: Seen) -> bool:
        if word in _SINGULAR_PERSON:
            return seen.person and not seen.plural and not (seen.female is True and word not in _FEMALE)
        if word in _THING:
            return not seen.person and not seen.plural and seen.actor.kind not in ("demonym", "people")
        return (
            seen.plural
            or seen.actor.kind in ("group", "org", "people", "role")
            or (not seen.person and seen.actor.kind == "metonym")
        )

    def _pair(
        self, phrase: Phrase, participant: Participant, sentence: Sentence, apart_from: frozenset[str]
    ) -> tuple[Actor, ...]:
        """ "the two countries", "both sides": the last two that the text set side by side."""
        words = set(phrase.words)
        head = phrase.tokens[phrase.head] if phrase.tokens else None
        if (
            head is None
            or phrase.hits
            or not (words & {"two", "both"})
            or head.lemma.lower() not in _PAIR_NOUNS | {"two", "both"}
        ):
            return ()
        persons = head.lemma.lower() in ("leader", "president", "minister", "man", "official")
        noted = self.pair_before(participant.span.start, sentence.index)
        if noted and not persons and not apart_from & {a.code for a in noted}:
            return noted
        found: list[Actor] = []
        for seen in self.memory.before(participant.span.start):
            if persons and not seen.person:
                continue
            if seen.actor.code in apart_from:
                continue
            if seen.actor.code and all(seen.actor.code != a.code for a in found):
                found.append(_pointing(seen.actor, "PAIR"))
            if len(found) == 2:
                return tuple(reversed(found))
        return ()

    def _shared_role(self, actor: Actor, participant: Participant, sentence: Sentence, tree: Tree) -> Actor:
        """ "A Chadian and a Sudanese official": the role of the second is the first one's too."""
        head = tree.at(participant.head.start)
        for other in tree.conjuncts(head) if head is not None else ():
            token = sentence.tokens[other]
            if other == head or token.tag != "NN":
                continue
            span = Span(start=token.start, end=token.end)
            phrase = parse_phrase(sentence, tree.phrase(other), span, self._knowledge)
            # On no day: the role as a role, not whoever held it.
            role = self._resolver(phrase, self.memory, on=None, place_country=None)
            if role.kind == "role" and role.sector is not None:
                return msgspec.structs.replace(
                    actor, sector=role.sector, id=f"{actor.code}-{role.sector}", kind="role", reason="SHARED_ROLE"
                )
        return actor

    def _several(self, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree) -> tuple[Actor, ...]:
        """ "Israeli and Palestinian officials", "the presidents of China and Chad": one actor a country."""
        head = tree.at(participant.head.start)
        if head is None or sentence.tokens[head].tag not in ("NNS", "NNPS"):
            return ()
        names = [c for c in tree.all(head, "amod", "compound", "nmod") if sentence.tokens[c].entity in ("NORP", "GPE")]
        for preposition in tree.all(head, "prep"):
            if sentence.tokens[preposition].text.lower() in ("of", "from"):
                names.extend(tree.all(preposition, "pobj"))
        spread = sorted({i for name in names for i in tree.conjuncts(name)})
        found: dict[str, Actor] = {}
        for index in spread:
            inner, actor = self._name(sentence, sentence.tokens[index], tree.phrase(index))
            if actor.code is not None and actor.kind in ("country", "demonym", "people", "capital") and not inner.tied:
                found.setdefault(actor.code, actor)
        if len(found) < 2:
            return ()
        whole = self._resolver(phrase, self.memory, on=self.document.published, place_country=None)
        return tuple(
            Actor(
                name=f"{a.name} {phrase.tokens[phrase.head].text}", id=f"{a.code}-{whole.sector}" if whole.sector else a.id,
                code=a.code, country=a.country, sector=whole.sector, kind="role", score=0.8, reason="ONE_OF_SEVERAL",
            )
            for a in found.values()
        )  # fmt: skip

    def _description(self, phrase: Phrase, position: int, sentence: Sentence) -> Actor | None:
        """ "the group", "the country", "the ministry" without a name in it."""
        if not phrase.tokens or phrase.hits:
            return None
        head = phrase.tokens[phrase.head]
        lemma = head.lemma.lower()
        if head.tag not in ("NN", "NNP") or len(phrase.words) > 3:
            return None
        definite = phrase.text.lower().startswith(("the ", "this ", "that ", "its "))
        if not definite:
            return None
        whole = len(phrase.words) <= 2
        for seen in self.memory.before(position):
            named = seen.actor.kind in ("org", "group", "metonym", "media", "role")
            if whole and named and not seen.person and lemma in seen.words[1:]:
                return _pointing(seen.actor, "PART_OF_NAME")
            if sentence.index - seen.sentence > REACH:
                continue
            if (
                lemma in _COUNTRY_NOUNS
                and seen.actor.kind in ("country", "demonym", "capital")
                and len(phrase.words) <= 2
            ):
                return _pointing(seen.actor, "DESCRIPTION")
            if lemma in _GROUP_NOUNS and seen.actor.kind in ("group", "org", "media") and not seen.person:
                return _pointing(seen.actor, "DESCRIPTION")
        return None

    def _related(self, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree) -> Actor | None:
        """ "Iran's ally Hezbollah": the one named behind the word, never the one before it; without a name, nobody."""
        head = tree.at(participant.head.start)
        if (
            head is None
            or sentence.tokens[head].tag not in ("NN", "JJ")
            or sentence.tokens[head].lemma.lower() not in _RELATED
        ):
            return None
        behind = [head + 1] if head + 1 < len(sentence.tokens) else []
        for index in (*tree.all(head, "appos"), *behind):
            if sentence.tokens[index].pos != "PROPN":
                continue
            _, actor = self._name(sentence, sentence.tokens[index], tree.phrase(index))
            if actor.code is not None and actor.reason not in _UNSURE:
                return msgspec.structs.replace(actor, reason="APPOSITION")
        of_a_country = any(
            sentence.tokens[c].entity in ("NORP", "GPE") for c in tree.all(head, "amod", "compound", "nmod")
        )
        if of_a_country or not tree.all(head, "poss"):
            return None
        return Actor(name=phrase.text, reason="UNKNOWN_NAME")

    def _owned(
        self, actor: Actor, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree
    ) -> Actor | None:
        """ "his government", "Al-Sharaa's administration", "the administration led by X": the owner's country."""
        head = tree.at(participant.head.start)
        if head is None:
            return None
        owner: Actor | None = None
        for child in tree.all(head, "poss"):
            token = tree.token(child)
            if token.pos == "PRON":
                seen = self._antecedent(token.text.lower(), token.start, sentence.index)
                owner = seen.actor if seen else None
            else:
                _, owner = self._name(sentence, token, tree.phrase(child))
        for child in tree.all(head, "acl"):
            for agent in tree.all(child, "agent"):
                for name in tree.all(agent, "pobj"):
                    owner = owner or self._name(sentence, tree.token(name), tree.phrase(name))[1]
        if owner is None or owner.code is None or owner.reason == "COUNTRY_INFERRED":
            return None
        return Actor(
            name=phrase.text, id=f"{owner.code}-{actor.sector}" if actor.sector else owner.id, code=owner.code, country=owner.country,
            sector=actor.sector, kind="role", score=0.75, reason="OWNER",
        )  # fmt: skip


def _place_actor(name: str, country: str, score: float, reason: str) -> Actor:
    """Whoever is at a place, by the country that the place is counted to."""
    return Actor(name=name, id=country, code=country, country=country, kind="place", score=score, reason=reason)


def _pointing(actor: Actor, reason: str) -> Actor:
    return msgspec.structs.replace(actor, reason=reason, score=round(0.85 * actor.score, 4))
