"""The actors of one document: names first, then whatever points back at them.

Pronouns, "the group", "the country", "both sides" and the like are read against the mentions that came before them; the
nearest that agrees in kind, number and gender wins, subjects before others. Nothing that agrees is NIL, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from dragoman.records import Actor, Document, Participant, Sentence, Span, Token
from dragoman.resolution.actors.context import (
    ABROAD,
    NATIONAL,
    band_of,
    countries_in,
    is_argument,
    is_plural,
    row,
    says_where,
    set_apart,
    top,
)
from dragoman.resolution.actors.memory import Memory, Seen
from dragoman.resolution.actors.names import fold_word
from dragoman.resolution.actors.phrases import Phrase, find_names, parse_phrase
from dragoman.resolution.actors.resolver import SPEAKS_FOR, NameResolver
from dragoman.resolution.actors.tables import Knowledge, load_regions
from dragoman.syntax import SUBJECTS, Tree

REACH = 4  # sentences that a pronoun looks back over; farther antecedents are seldom meant (own articles, by hand)
_SINGULAR_PERSON = frozenset({"he", "him", "his", "she", "her", "hers", "himself", "herself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_THING = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_SPEAKER = frozenset({"i", "we", "us", "me", "our", "my", "ours"})
_KIN = frozenset(
    {
        "wife",
        "husband",
        "widow",
        "son",
        "daughter",
        "brother",
        "sister",
        "father",
        "mother",
        "cousin",
        "nephew",
        "family",
    }
)
_CONQUERS = frozenset(
    {"attack", "besiege", "bomb", "capture", "control", "encircle", "enter", "hold", "leave", "lose", "occupy", "overrun", "quit",
     "reach", "retake", "seize", "shell", "storm", "surround", "take"}
)  # fmt: skip
# What the press calls a person by who has been named.
_EPITHETS = frozenset(
    {"leftist", "rightist", "socialist", "populist", "nationalist", "centrist", "hardliner", "reformist", "strongman", "billionaire",
     "tycoon", "incumbent", "newcomer", "autocrat", "conservative", "liberal"}
)  # fmt: skip
_RELATIVE = frozenset({"who", "whom", "which", "that"})
_OBJECT_FORMS = frozenset({"him", "her", "them", "it"})
# What else a document calls a country by; some forms of state and of land fit a few only.
_COUNTRY_NOUNS = frozenset({"country", "nation", "kingdom", "republic", "island", "homeland", "state", "emirate"})
_FITTING = {
    "kingdom": frozenset(
        [
            "SAU",
            "MAR",
            "THA",
            "JOR",
            "BHR",
            "GBR",
            "ESP",
            "NLD",
            "BEL",
            "DNK",
            "NOR",
            "SWE",
            "KHM",
            "BTN",
            "LSO",
            "SWZ",
            "TON",
            "NPL",
        ]
    ),
    "emirate": frozenset(["QAT", "KWT", "ARE"]),
    "island": frozenset(
        [
            "TWN",
            "CUB",
            "CYP",
            "LKA",
            "MDG",
            "HTI",
            "JAM",
            "MLT",
            "ISL",
            "IRL",
            "BRB",
            "MUS",
            "SGP",
            "BHR",
            "NRU",
            "GRL",
            "PRI",
            "TTO",
            "GRD",
            "MDV",
            "COM",
        ]
    ),
}
_BODIES = frozenset({"bloc", "union", "alliance", "body", "agency", "organisation", "organization"})
_BANDS = frozenset(
    {"group", "movement", "militia", "faction", "network", "outfit", "sect", "organisation", "organization"}
)
_PRESS = frozenset({"newspaper", "broadcaster", "outlet", "agency"})
_NAMED_SO = frozenset(
    {
        "court",
        "tribunal",
        "council",
        "commission",
        "committee",
        "assembly",
        "agency",
        "union",
        "watchdog",
        "charity",
        "fund",
    }
)
_NUMBERS = {"two": 2, "both": 2, "all": 2, "three": 3, "four": 4, "five": 5}
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
        "delegation",
        "enemy",
        "signatory",
    ]
)
_RELATIONS = frozenset({"ally", "rival", "foe", "enemy", "adversary", "backer", "patron", "partner"})
# Whoever is somebody's rival is not that somebody.
_RELATED = _RELATIONS | {"neighbour", "neighbor", "arch-rival", "nemesis"}
_PAIR_PERSONS = frozenset({"leader", "president", "minister", "man", "official"})
# Whoever stands in such a relation to a country is another one; to a person or a party, somebody of the same country.
_ALWAYS_OTHER = frozenset({"neighbour", "neighbor", "coloniser", "colonizer", "host", "guest", "friend", "counterpart"})
_OTHER = _RELATIONS | {"protector", "opponent"}
_PLACED = frozenset({"in", "at"})
_NOT_THE_HOLDER = frozenset({"interim", "acting", "deputy", "vice", "former", "new", "next"})
# "the North" of a land in two halves; only where the text names one of them.
_HALVES = {"north": ("PRK", "SDN"), "south": ("KOR", "SSD")}
_OTHER_HALF = {"PRK": "KOR", "KOR": "PRK", "SDN": "SSD", "SSD": "SDN"}
# What a named mention that is no country says of where the text is.
_WEIGHT = {"role": 0.9, "metonym": 0.6, "person": 0.8, "group": 0.7}
_STATEMENT = frozenset(
    {"statement", "resolution", "communiqué", "communique", "declaration", "conclusions", "decision", "release"}
)
_INNER = frozenset({"compound", "amod", "nmod", "npadvmod"})
_OF_BODIES = frozenset(["secretary-general", "peacekeeper", "charter", "secretariat", "rapporteur", "mandate"])
# Names that every state may have a body of: where the text is about one state, that one's is meant.
_COMMON_BODIES = frozenset(["congress", "senate", "parliament", "supreme court", "national assembly"])
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
        places: Sentence, country and position of every place mention.
    """

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        trees: Sequence[Tree],
        knowledge: Knowledge,
        *,
        place_country: Callable[[Span], str | None],
        places: Sequence[tuple[int, str, int]] = (),
    ) -> None:
        self.document, self.sentences, self.trees = document, sentences, trees
        self._knowledge, self._resolver, self.memory = knowledge, NameResolver(knowledge), Memory()
        self._place_country = place_country
        self._pairs: list[tuple[int, int, tuple[Actor, ...]]] = []
        self._issuer: Seen | None = None
        self._phrases: dict[tuple[int, Span, Span], Phrase] = {}
        self._long: dict[int, tuple[Span, ...]] = {}
        for country in countries_in(document.title or "", knowledge):
            self.memory.note_country(country, -1)
        for sentence, tree in zip(sentences, trees, strict=True):
            self._scan(sentence, tree)
        countries = {s.start for s in self.memory.seen if s.actor.kind == "country"}
        for number, country, start in places:
            index = trees[number].at(start)
            town = start not in countries
            self.memory.note_country(
                country, number, 0.8 if index is None else says_where(trees[number], index, town=town)
            )
        self._issuer = self._find_issuer()
        named = self.memory.seen
        # What a body may be called again by: "the league" after the Arab League.
        self._called = frozenset(
            w for s in named if s.actor.kind in ("org", "group", "metonym", "media") for w in s.words[1:]
        )
        for _ in range(2):  # what later sentences tell of the country holds for the roles of earlier ones too
            self.memory.keep(named)
            for sentence, tree in zip(sentences, trees, strict=True):
                self._follow(sentence, tree)

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
        if word in _RELATIVE and (taken_up := self._taken_up(participant.head, sentence, tree)) is not None:
            return taken_up
        participant = self._whole_name(participant, sentence)
        phrase = self._phrase(sentence, participant.span, participant.head)
        related = self._related(phrase, participant, sentence, tree)
        if related is not None and related.code is not None:
            return (related,)
        for step in (self._pair, self._pointer):
            pair = step(phrase, participant, sentence, apart_from)
            if pair is not None:
                return pair
        if related is not None:
            return (related,)
        several = self._several(phrase, participant, sentence, tree)
        if several:
            return several
        phrase = phrase._replace(
            apart=self._apart(phrase, participant, sentence, tree), home=self._home(participant, sentence, tree)
        )
        described = self._description(phrase, participant.span.start, sentence)
        if described is not None:
            return (described,)
        bearer = self._apposed_to(phrase, participant, sentence, tree)
        if bearer is not None:
            return (bearer,)
        actor = self._resolver(phrase, self.memory, on=on or self.document.published, place_country=place_country)
        if actor.kind in ("demonym", "people") and len(phrase.words) <= 2:
            actor = self._shared_role(actor, participant, sentence, tree)
        if actor.kind in ("demonym", "people") and phrase.words[:1] == ("the",) and len(phrase.words) == 2:
            actor = self._compatriot(actor, phrase, participant, sentence)
        if actor.kind == "demonym" and phrase.tokens and phrase.words[phrase.head] in ("counterpart", "counterparts"):
            actor = self._counterpart(actor, participant, sentence, tree)
        if actor.reason in ("COUNTRY_INFERRED", "NO_COUNTRY", "UNKNOWN_NAME", "TITLE_COUNTRY_FROM_TEXT"):
            owned = self._owned(actor, phrase, participant, sentence, tree)
            if owned is not None:
                return owned
            if phrase.words[:1] == ("the",) and phrase.words[-1] in ("bloc", "alliance", "body"):
                return (Actor(name=phrase.text, reason="NO_ANTECEDENT"),)  # of states, and none was named
            fighters = self._fighters(actor, phrase, participant, sentence)
            if fighters is not None:
                return (fighters,)
            actor = self._named_beside(actor, phrase, participant, sentence, tree) or actor
        actor = self._local_body(actor, phrase, sentence)
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

    def _local_body(self, actor: Actor, phrase: Phrase, sentence: Sentence) -> Actor:
        """ "Congress" in a text about Peru is Peru's, unless the text names the United States as well."""
        name = " ".join(w for w in phrase.words if w != "the")
        if name not in _COMMON_BODIES or actor.country is None:
            return actor
        if any(s.actor.country == actor.country and name not in " ".join(s.words) for s in self.memory.seen):
            return actor
        home = self.memory.country(sentence.index)
        if home is None or home == actor.country:
            return actor
        identity = f"{home}-{actor.sector}" if actor.sector else home
        return Actor(
            name=phrase.text, id=identity, code=home, country=home, sector=actor.sector, kind="role", score=0.45,
            reason="COUNTRY_INFERRED",
        )  # fmt: skip

    def _whole_name(self, participant: Participant, sentence: Sentence) -> Participant:
        """The whole of a name of which the parser gives the end only ("American States" of the OAS)."""
        for span in self._long_names(sentence):
            if (
                span.start < participant.span.start
                and participant.head.start >= span.start
                and participant.span.end <= span.end
            ):
                return msgspec.structs.replace(participant, span=span)
        return participant

    def _long_names(self, sentence: Sentence) -> tuple[Span, ...]:
        """The names of bodies in a sentence that have a preposition within them."""
        if sentence.index not in self._long:
            tokens = tuple(t for t in sentence.tokens if any(c.isalnum() for c in t.text))
            found = []
            if any(t.pos == "ADP" for t in tokens):
                for hit in find_names(tokens, tuple(fold_word(t.text) for t in tokens), self._knowledge):
                    inner = tokens[hit.first : hit.last + 1]
                    if any(t.pos == "ADP" for t in inner) and any(e.kind in ("org", "group") for e in hit.entities):
                        found.append(Span(start=inner[0].start, end=inner[-1].end))
            self._long[sentence.index] = tuple(found)
        return self._long[sentence.index]

    def note_pair(self, actors: Sequence[Actor], sentence: int, position: int) -> None:
        """Keep the parties of an act, so that "the two countries" in what follows can mean them."""
        distinct: dict[str, Actor] = {}
        for actor in actors:
            if actor.code is not None and actor.sector not in ("CVL", "REF", "UNK"):  # crowds are no party
                distinct.setdefault(actor.code, actor)
        if len(distinct) == 2:
            self._pairs.append((position, sentence, tuple(distinct.values())))

    def pair_before(self, position: int, sentence: int) -> tuple[Actor, ...]:
        """The two parties of the last act before `position`, within reach."""
        noted = self._noted(position, sentence)
        return noted[1] if noted is not None else ()

    def last_two(self, position: int) -> tuple[Actor, ...]:
        """The two different countries named last before `position`; at the head of a text, the first two after it."""
        found: list[Actor] = []
        nearby = self.memory.before(position)
        for seen in [*nearby, *(s for s in self.memory.seen if s.start > position)]:
            if seen.actor.code and _names_country(seen) and all(seen.actor.code != a.code for a in found):
                found.append(_pointing(seen.actor, "PAIR"))
            if len(found) == 2:
                return tuple(found)
        return ()

    def country_before(self, position: int, among: frozenset[str]) -> Actor | None:
        """Of some countries the one named last before `position`, by name, people, capital or office."""
        return next(
            (
                _pointing(s.actor, "PAIR")
                for s in self.memory.before(position)
                if _names_country(s) and s.actor.code == s.actor.country and s.actor.code in among
            ),
            None,
        )

    # ------------------------------------------------------------------ first pass

    def _scan(self, sentence: Sentence, tree: Tree) -> None:
        """Remember who is named in a sentence."""
        done = -1
        wide = self._wide_names(sentence)
        for index, token in enumerate(sentence.tokens):
            if token.pos not in ("PROPN", "NOUN", "ADJ") or token.start < done:
                continue
            if (
                token.dep in _INNER
                and tree.token(token.head).start > token.start
                and tree.token(token.head).pos in ("NOUN", "PROPN")
            ):
                continue
            span = tree.phrase(index)
            name = next((n for n in wide if n.start <= token.start < n.end), None)
            if name is not None and name.end > span.end:  # "the Organization" alone is no name of the tables
                span = Span(start=min(span.start, name.start), end=name.end)
            phrase = self._phrase(sentence, span, tree.word(index))
            if not phrase.words or not (phrase.hits or token.entity or token.text[:1].isupper()):
                continue
            self._note(sentence, tree, index, span, phrase)
            done = max(done, span.end if token.dep not in _INNER else done)

    def _wide_names(self, sentence: Sentence) -> list[Span]:
        """Names of bodies with a preposition inside ("Organization of American States"), which the parser cuts in two."""
        tokens = tuple(t for t in sentence.tokens if any(c.isalnum() for c in t.text))
        if not any(t.pos == "ADP" for t in tokens):
            return []
        found = []
        for hit in find_names(tokens, tuple(fold_word(t.text) for t in tokens), self._knowledge):
            inside = any(t.pos == "ADP" for t in tokens[hit.first : hit.last + 1])
            if inside and all(e.kind in ("org", "group") for e in hit.entities):
                found.append(Span(start=tokens[hit.first].start, end=tokens[hit.last].end))
        return found

    def _note(self, sentence: Sentence, tree: Tree, index: int, span: Span, phrase: Phrase) -> None:
        token = sentence.tokens[index]
        actor = self._resolver(phrase, self.memory, on=self.document.published, place_country=None)
        role = phrase.role_at_head()
        titled = role is not None and role.role is not None and role.role.person and token.tag == "NN"
        person = actor.kind not in NATIONAL and (
            token.entity == "PERSON" or actor.kind == "person" or (titled and actor.kind == "role")
        )
        if actor.code is None or actor.reason in _UNSURE:
            actor = self._description(phrase, span.start, sentence) or actor
        if actor.code is None or actor.reason in _UNSURE:
            described = self._described(sentence, tree, index, actor) if person else None
            if described is None and not person:
                return
            actor = described or Actor(name=phrase.text, kind="person", reason="UNKNOWN_PERSON")
        words = tuple(w for w in phrase.words[: phrase.head + 1] if w not in ("al", "el", "the"))
        named = token.pos == "PROPN" or token.entity or token.text[:1].isupper()
        here = Participant(span=span, head=tree.word(index), text=phrase.text)
        for one in self._several(phrase, here, sentence, tree):
            self.memory.remember(
                self._seen(sentence, tree, index, span, phrase, one, person, band=span.start), (), weight=0.9
            )
        self.memory.remember(
            self._seen(sentence, tree, index, span, phrase, actor, person),
            words if named else (),
            weight=self._weight(tree, index, actor),
        )
        self._introduce_acronym(sentence, index, actor)

    def _weight(self, tree: Tree, index: int, actor: Actor) -> float:
        """What a named mention says of where the text is; forces that go abroad say little."""
        if actor.kind in NATIONAL:
            return says_where(tree, index, town=actor.kind == "capital")
        if actor.kind in ("role", "person") and tree.token(index).lemma.lower() in ABROAD:
            return 0.4
        if actor.kind == "role" and actor.sector == "MIL" and tree.token(top(tree, index)).dep in SUBJECTS:
            return 0.5
        return _WEIGHT.get(actor.kind or "", 0.6)

    def _seen(
        self,
        sentence: Sentence,
        tree: Tree,
        index: int,
        span: Span,
        phrase: Phrase,
        actor: Actor,
        person: bool,
        *,
        generic: bool = False,
        band: int = -1,
    ) -> Seen:
        token = sentence.tokens[index]
        first = tree.token(top(tree, index))
        return Seen(
            start=span.start, end=span.end, sentence=sentence.index, actor=actor, person=person, plural=is_plural(token.tag),
            subject=first.dep in SUBJECTS, words=phrase.words, generic=generic, band=band if band >= 0 else band_of(tree, index),
            female=True if any(w in _PERSON_TITLES_FEMALE for w in phrase.words) else None,
            main=first.dep in SUBJECTS and tree.token(first.head).dep in ("ROOT", "conj"),
        )  # fmt: skip

    def _described(self, sentence: Sentence, tree: Tree, index: int, actor: Actor) -> Actor | None:
        """ "Oleh Syniehubov, governor of Kharkiv": an unknown person is of the country that the apposition names."""
        heads = [*tree.all(index, "appos"), *([tree.token(index).head] if tree.token(index).dep == "appos" else [])]
        for head in heads:
            token = tree.token(head)
            span = tree.phrase(head, full=True)
            place = self._place_country(span)
            _, found = self._name(sentence, token, span, place_country=place)
            if place is not None and found.reason in _UNSURE and found.kind == "role":
                found = msgspec.structs.replace(
                    found, code=place, country=place, reason="PLACE"
                )  # "governor of Kharkiv"
            if (
                found.code is not None
                and found.kind in ("role", "person", "org", "metonym")
                and found.reason not in _UNSURE
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

    def _follow(self, sentence: Sentence, tree: Tree) -> None:
        """Who is meant in a sentence without a name: roles ("the army"), and pronouns that the next sentence may take up."""
        for index, token in enumerate(sentence.tokens):
            word = token.text.lower()
            if token.pos == "PRON" and token.dep in SUBJECTS and word in _SINGULAR_PERSON | _THING | _PLURAL:
                for seen in self._antecedents(word, token, sentence, tree):
                    self.memory.insert(
                        msgspec.structs.replace(
                            seen, start=token.start, end=token.end, sentence=sentence.index, subject=True,
                            main=tree.token(token.head).dep in ("ROOT", "conj"), band=token.start if seen.band >= 0 and word in _PLURAL else -1,
                        )
                    )  # fmt: skip
            elif token.pos in ("NOUN", "ADJ", "NUM", "DET") and token.dep not in (
                *_INNER,
                "det",
                "nummod",
                "acomp",
                "quantmod",
            ):
                self._note_role(sentence, tree, index)

    def _note_role(self, sentence: Sentence, tree: Tree, index: int) -> None:
        """ "Police", "the interior minister": whoever is named by a role only can still be "he" or "they"."""
        token = sentence.tokens[index]
        span, head = _with_country(tree, index), tree.word(index)
        if any(s.start <= token.start < s.end for s in self.memory.seen if s.sentence == sentence.index):
            return
        phrase = self._phrase(sentence, span, head)
        role = phrase.role_at_head()
        points = (
            bool(phrase.words)
            and phrase.words[0] in ("the", "both")
            and (
                phrase.words[-1] in ("latter", "other", *_NUMBERS)
                or token.lemma.lower() in _PAIR_NOUNS | _COUNTRY_NOUNS | _BODIES | _BANDS | self._called
            )
        ) or token.lemma.lower() == "counterpart"
        if (role is None and not points) or (role is not None and role.role is not None and role.role.instrument):
            return
        here = Participant(span=span, head=head, text=phrase.text)
        actors = tuple(a for a in self.resolve(here, sentence, on=self.document.published) if a.code is not None)
        for actor in actors if len(actors) > 1 else ():
            self.memory.insert(
                self._seen(sentence, tree, index, span, phrase, actor, False, generic=True, band=span.start)
            )
        if len(actors) != 1:
            return
        if role is None:
            peer = token.lemma.lower() == "counterpart"
            kept = actors[0].kind == "person" or peer
            self.memory.insert(self._seen(sentence, tree, index, span, phrase, actors[0], kept, generic=not peer))
            return
        if actors[0].country is not None and actors[0].reason in ("OWNER", "PERSON_DESCRIBED", "APPOSITION"):
            self.memory.note_country(actors[0].country, sentence.index, 0.6)
        person = role.title is not None or (role.role is not None and role.role.person and not role.role.plural)
        seen = self._seen(
            sentence, tree, index, span, phrase, actors[0], person or actors[0].kind == "person", generic=True
        )
        self.memory.insert(seen)

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

    def _phrase(self, sentence: Sentence, span: Span, head: Span) -> Phrase:
        """`parse_phrase`, once for the same words: the passes over the document and its acts ask for many of them again."""
        key = (sentence.index, span, head)
        if key not in self._phrases:
            self._phrases[key] = parse_phrase(sentence, span, head, self._knowledge)
        return self._phrases[key]

    def _name(
        self, sentence: Sentence, head: Token, span: Span, *, place_country: str | None = None
    ) -> tuple[Phrase, Actor]:
        """The phrase over `span` with its head at `head`, and whom it names by its own words on the day of publication."""
        phrase = self._phrase(sentence, span, Span(start=head.start, end=head.end))
        return phrase, self._resolver(phrase, self.memory, on=self.document.published, place_country=place_country)

    # ------------------------------------------------------------------ what points back

    def _head_word(self, sentence: Sentence, head: Span) -> str:
        token = next((t for t in sentence.tokens if t.start == head.start), None)
        if token is None or (token.text.isupper() and len(token.text) > 1):
            return ""  # "US" is no "us"
        return token.text.lower()

    def _pronoun(self, word: str, head: Span, sentence: Sentence, tree: Tree) -> tuple[Actor, ...]:
        if word in _SPEAKER:
            return (Actor(name=word, reason="SPEAKER"),)
        ahead = self._subject_ahead(word, head, sentence, tree)
        if ahead is not None:
            return (_pointing(ahead, "PRONOUN_AHEAD"),)
        index = tree.at(head.start)
        found = self._antecedents(word, sentence.tokens[index], sentence, tree) if index is not None else ()
        if not found and word in _PLURAL:
            noted = self._noted(head.start, sentence.index)
            if noted is not None and sentence.index - noted[0] <= 1:
                return noted[1]
        distinct = {a.code: a for a in (self._placed(s) for s in found)}
        return tuple(_pointing(a, "PRONOUN") for a in distinct.values()) or (Actor(name=word, reason="NO_ANTECEDENT"),)

    def _placed(self, seen: Seen) -> Actor:
        """Who was meant before; a person of whom the text tells no country is of the one that it speaks of there."""
        country = self.memory.country(seen.sentence) if seen.person and seen.actor.code is None else None
        if country is None:
            return seen.actor
        return msgspec.structs.replace(
            seen.actor, code=country, country=country, score=0.3, reason="PERSON_COUNTRY_INFERRED"
        )

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

    def _antecedents(self, word: str, token: Token, sentence: Sentence, tree: Tree) -> tuple[Seen, ...]:
        """Whom a pronoun takes up: the best mention before it, or all that are coordinated where it is a plural."""
        index = tree.at(token.start)
        barred = self._barred(word, index, tree) if index is not None else frozenset()
        governing = frozenset(self._governing_subjects(index, tree)) if index is not None else frozenset()
        if (
            index is not None
            and tree.token(index).dep == "poss"
            and (own := tree.first(tree.clause(index), "nsubj")) is not None
        ):
            governing |= {tree.phrase(own).start}
        if self._issuer is not None and word == "it" and token.dep in SUBJECTS and self._opens(token, sentence):
            return (self._issuer,)
        best: tuple[float, Seen] | None = None
        for distance, seen in enumerate(self.memory.before(token.start)):
            if sentence.index - seen.sentence > REACH or distance > 40:
                break
            if not self._agrees(word, seen) or (seen.sentence == sentence.index and seen.start in barred):
                continue
            # Subjects of the sentence before, and of this one, are what a pronoun mostly means (Hobbs 1978, Lappin & Leass 1994).
            weight = -1.5 * (sentence.index - seen.sentence) + (1.2 if seen.subject else 0.0) - 0.08 * distance
            weight += (0.5 if seen.main else 0.0) + (0.6 if seen.start in governing else 0.0)
            if word in _PLURAL:
                weight += 0.6 if seen.plural or seen.band >= 0 else 0.0
            elif seen.band >= 0:
                weight -= 1.0
            if best is None or weight > best[0]:
                best = (weight, seen)
        if best is None:
            return ()
        together = [s for s in self.memory.together(best[1].band) if self._stands_in_row(s)] if word in _PLURAL else []
        return tuple(together) if len(together) > 1 and not best[1].plural else (best[1],)

    @staticmethod
    def _stands_in_row(seen: Seen) -> bool:
        return seen.actor.code is not None

    def _opens(self, token: Token, sentence: Sentence) -> bool:
        """Whether a token is the first word of its sentence, numbering aside."""
        return not any(
            t.pos not in ("PUNCT", "NUM", "X", "SPACE", "SYM") for t in sentence.tokens if t.start < token.start
        )

    def _barred(self, word: str, index: int, tree: Tree) -> frozenset[int]:
        """An object pronoun is not the subject of its own clause ("he telephoned him"), nor one of the same coordination."""
        if word not in _OBJECT_FORMS or tree.token(index).dep in (*SUBJECTS, "poss"):
            return frozenset()
        clause = tree.clause(index)
        found: set[int] = set()
        for _ in range(3):
            subject = tree.first(clause, "nsubj", "nsubjpass")
            if subject is not None:
                found.update(tree.phrase(i).start for i in tree.conjuncts(subject))
                break
            purpose = tree.token(clause).dep == "advcl" and tree.token(clause).tag == "VB"  # "phoned her to thank him"
            if not purpose and tree.token(clause).dep not in ("conj", "xcomp"):
                break
            clause = tree.token(clause).head
        return frozenset(found)

    def _governing_subjects(self, index: int, tree: Tree) -> list[int]:
        """Positions of the subjects of the clauses that govern the one of `index` ("Ankara said it would")."""
        found = []
        for ancestor in tree.ancestors(tree.clause(index)):
            subject = tree.first(ancestor, "nsubj")
            if subject is not None:
                found.append(tree.phrase(subject).start)
        return found

    def _agrees(self, word: str, seen: Seen) -> bool:
        if word in _SINGULAR_PERSON:
            return seen.person and not seen.plural and not (seen.female is True and word not in _FEMALE)
        if word in _THING:
            return not seen.person and not seen.plural and seen.actor.kind not in ("demonym", "people")
        return (
            seen.plural
            or seen.band >= 0
            or seen.actor.kind in ("group", "org", "people")
            or (seen.actor.kind in ("role", "metonym") and not seen.person)
        )

    def _home(self, participant: Participant, sentence: Sentence, tree: Tree) -> str | None:
        """ "Togo, where the authorities": the place that a clause with "where" hangs on."""
        index = tree.at(participant.head.start)
        for other in row(tree, index) if index is not None and _opposes(tree.token(index)) else ():
            start = tree.token(other).start
            beside = next((s for s in self.memory.seen if s.start <= start < s.end and s.actor.kind in NATIONAL), None)
            if other != index and beside is not None:
                return beside.actor.country  # "between Harare and the opposition"
        if index is not None and tree.token(index).dep == "conj" and _goes_with(tree, index):
            first = tree.token(index).head
            start = tree.token(first).start
            named = next((s for s in self.memory.seen if s.start <= start < s.end and s.actor.country), None)
            if named is not None:
                return named.actor.country  # "the Chadian army and allied fighters"
        clause = tree.clause(index) if index is not None else None
        if (
            clause is None
            or tree.token(clause).dep != "relcl"
            or not any(tree.token(c).text.lower() == "where" for c in tree.subtree(clause))
        ):
            return None
        place = tree.token(tree.token(clause).head)
        named = next((s for s in self.memory.seen if s.start <= place.start < s.end and s.actor.kind in NATIONAL), None)
        return named.actor.country if named is not None else self._place_country(Span(start=place.start, end=place.end))

    def _named_beside(
        self, actor: Actor, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree
    ) -> Actor | None:
        """ "The president, Rodrigo Duterte", or "the general" after one general has been named: the country is that person's."""
        head = tree.at(participant.head.start)
        role = phrase.role_at_head()
        if (
            head is None
            or role is None
            or actor.reason not in ("COUNTRY_INFERRED", "NO_COUNTRY")
            or tree.token(head).tag != "NN"
        ):
            return None
        for index in tree.all(head, "appos"):
            found = self._name(sentence, tree.token(index), tree.phrase(index))[1]
            if found.code is not None and found.kind == "person" and found.reason not in _UNSURE:
                return _of_country(actor, found, "APPOSITION")
        if phrase.words[:1] == ("the",) and phrase.former:
            return self._former(actor, participant, sentence)
        if (
            phrase.words[:1] != ("the",)
            or role.first != 1
            or phrase.words[1] in _NOT_THE_HOLDER
            or not (role.title is not None or (role.role is not None and role.role.person))
        ):
            return None
        alike = {"GOV": ("GOV", "ELI"), "ELI": ("GOV", "ELI")}.get(actor.sector or "", (actor.sector,))
        named = [
            s.actor
            for s in self.memory.before(participant.span.start)
            if s.person and not s.generic and sentence.index - s.sentence in (1, 2) and s.actor.id is not None
            and s.actor.kind == "person" and s.actor.sector in alike
        ]  # fmt: skip
        codes = {a.code for a in named if a.code is not None}
        elsewhere = self.memory.scene(sentence.index) - codes
        return (
            _of_country(actor, named[0], "PERSON_DESCRIBED")
            if len(codes) == 1 and not codes & phrase.apart and not elsewhere
            else None
        )

    def _former(self, actor: Actor, participant: Participant, sentence: Sentence) -> Actor | None:
        """ "the former president" after one who holds no office any more has been named."""
        named = [
            s.actor
            for s in self.memory.before(participant.span.start)
            if s.person and not s.generic and s.actor.kind == "person" and s.actor.code is not None and sentence.index - s.sentence <= 2
            and (s.actor.sector == "ELI" or s.actor.reason.endswith("_NOT_ON_DAY"))
        ]  # fmt: skip
        return _of_country(actor, named[0], "PERSON_DESCRIBED") if len({a.code for a in named}) == 1 else None

    def _apposed_to(self, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree) -> Actor | None:
        """ "Mamady Doumbouya, a former French legionnaire", "Azerbaijan, the host": whoever is named before it."""
        head = tree.at(participant.head.start)
        if head is None or tree.token(head).dep != "appos" or tree.token(head).pos != "NOUN":
            return None
        bearer = tree.token(head).head
        start = tree.token(bearer).start
        named = next((s for s in self.memory.seen if s.start <= start < s.end and not s.generic), None)
        if (
            named is None
            or named.actor.reason in _UNSURE
            or named.actor.code is None
            or named.end > participant.span.start
        ):
            return None
        if named.actor.kind == "person" and named.actor.id is not None:
            own = self._resolver(phrase, self.memory, on=self.document.published, place_country=None)
            return msgspec.structs.replace(named.actor, sector=own.sector or named.actor.sector, reason="APPOSITION")
        role = phrase.role_at_head()
        if named.actor.kind == "country" and role is None and not phrase.hits:
            return msgspec.structs.replace(named.actor, reason="APPOSITION")
        return None

    def _taken_up(self, head: Span, sentence: Sentence, tree: Tree) -> tuple[Actor, ...] | None:
        """Whom "who" or "which" takes up: the noun that its clause hangs on."""
        index = tree.at(head.start)
        clause = (
            next((i for i in tree.ancestors(index) if tree.token(i).dep == "relcl"), None)
            if index is not None
            else None
        )
        if clause is None:
            return None
        noun = tree.token(clause).head
        if tree.token(noun).start >= head.start:
            return None
        here = Participant(span=_with_country(tree, noun), head=tree.word(noun), text=tree.token(noun).text)
        return self.resolve(here, sentence, on=self.document.published)

    def _compatriot(self, actor: Actor, phrase: Phrase, participant: Participant, sentence: Sentence) -> Actor:
        """ "the Ethiopian" after one person of Ethiopia has been named: that person."""
        if is_plural(phrase.tokens[phrase.head].tag):
            return actor
        for seen in self.memory.before(participant.span.start):
            if sentence.index - seen.sentence > REACH:
                break
            if (
                seen.person
                and not seen.plural
                and seen.actor.country == actor.country
                and seen.actor.reason not in _UNSURE
            ):
                return _pointing(seen.actor, "DESCRIPTION")
        return actor

    def _counterpart(self, actor: Actor, participant: Participant, sentence: Sentence, tree: Tree) -> Actor:
        """ "his German counterpart" holds the same office as he does."""
        head = tree.at(participant.head.start)
        owners = (
            [o for c in tree.all(head, "poss") for o in self._possessors(c, sentence, tree)] if head is not None else []
        )
        sector = next((o.sector for o in owners if o.sector not in (None, "UNK", "ELI", "CVL")), "GOV")
        return msgspec.structs.replace(actor, sector=sector, id=f"{actor.code}-{sector}", kind="role")

    def _part_of(self, actor: Actor, owner: Actor, *, lemma: str) -> Actor:
        """ "its eastern command", "their spokesman", "his men": of the sector of whoever owns them, where the word tells none."""
        armed = owner.sector in ("MIL", "REB", "PRM", "CRM", "COP", "UAF")
        if lemma in _KIN:
            return msgspec.structs.replace(actor, sector="ELI" if owner.sector in ("GOV", "ELI", "MIL") else "CVL")
        takes = (
            actor.sector in (None, "UNK")
            or lemma == "deputy"
            or (lemma in SPEAKS_FOR and actor.sector in ("GOV", "CVL", "COP", "UAF"))
        )
        if not takes or owner.sector in (None, "UNK") or (lemma in ("man", "men") and not armed):
            return actor
        return msgspec.structs.replace(actor, sector=owner.sector)

    def _fighters(self, actor: Actor, phrase: Phrase, participant: Participant, sentence: Sentence) -> Actor | None:
        """ "the militants" after an armed group has been named, and no other: that group."""
        if phrase.words[:1] != ("the",) or len(phrase.words) != 2 or actor.sector not in ("REB", "PRM", "CRM", "UAF"):
            return None
        if not is_plural(phrase.tokens[phrase.head].tag):
            return None
        groups: dict[str | None, Actor] = {}
        for seen in self.memory.before(participant.span.start):
            if sentence.index - seen.sentence > REACH:
                break
            if seen.actor.kind == "group" and seen.actor.code is not None and seen.actor.id is not None:
                alike = seen.actor.sector == actor.sector or (
                    actor.sector in ("REB", "UAF") and seen.actor.sector != "CRM"
                )
                if alike:
                    groups.setdefault(seen.actor.id, seen.actor)
        if len(groups) != 1:
            return None
        group = _pointing(next(iter(groups.values())), "DESCRIPTION")
        return msgspec.structs.replace(group, sector=actor.sector) if actor.sector in ("REB", "PRM") else group

    def _apart(self, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree) -> frozenset[str]:
        """The states that the clause sets against a role of state without a country ("Ankara and the government")."""
        index = tree.at(participant.head.start)
        if index is None or phrase.hits:
            return frozenset()
        subject = tree.token(top(tree, index)).dep in SUBJECTS
        role = phrase.role_at_head()
        if role is None and phrase.roles and phrase.roles[0].title is not None:
            role = phrase.roles[0]  # "Defence Minister Roy Wolt"
        sector = (role.role.sector if role.role else role.title.sector if role.title else None) if role else None
        noun = phrase.tokens[phrase.head].lemma.lower() if phrase.tokens else ""
        if (
            sector not in ("GOV", "LEG", "ELI", "REB")
            and not (subject and sector in ("MIL", "COP", "JUD"))
            and noun not in _COUNTRY_NOUNS
        ):
            return frozenset()
        if not subject and phrase.words[:1] != ("the",):
            return frozenset()
        here = [s for s in self.memory.seen if s.sentence == sentence.index]
        if sector == "REB" and subject:  # "the rebels took Sanaa": a town they fight for, not a state they face
            taken = {t.start for t in tree.tokens if t.dep == "dobj" and tree.token(t.head).lemma.lower() in _CONQUERS}
            here = [s for s in here if s.actor.kind != "capital" or not any(s.start <= t < s.end for t in taken)]
        return frozenset(set_apart(tree, here, index, participant.span))

    def _pair(
        self, phrase: Phrase, participant: Participant, sentence: Sentence, apart_from: frozenset[str]
    ) -> tuple[Actor, ...] | None:
        """ "the two countries", "both sides", "the three": those whom the text last set side by side."""
        head = phrase.tokens[phrase.head] if phrase.tokens else None
        if head is None or phrase.hits:
            return None
        number = next((_NUMBERS[w] for w in phrase.words if w in _NUMBERS), 0)
        lemma = head.lemma.lower()
        definite = phrase.words[0] in ("the", "both", "all", "these", "those")
        alone = head.text.lower() in _NUMBERS and len(phrase.words) == 2
        if phrase.words[0] == "each" and lemma in _PAIR_NOUNS - _PAIR_PERSONS:
            number, definite = 2, True
        if not number or not definite or not (lemma in _PAIR_NOUNS or alone):
            return None
        persons, start = lemma in _PAIR_PERSONS, participant.span.start
        subjects = self._clause_subjects(participant, sentence)
        apart_from = apart_from | {s.actor.code for s in subjects if s.actor.code and not s.generic}
        bands = self._bands(start, sentence.index, number, apart_from, persons=persons)
        noted = self._noted(start, sentence.index) if number == 2 and not persons else None
        if (
            noted is not None
            and not apart_from & {a.code for a in noted[1]}
            and (not bands or noted[0] > bands[0].sentence)
        ):
            return noted[1]
        if bands:
            return tuple(_pointing(a, "PAIR") for a in {s.actor.code: s.actor for s in bands}.values())
        if number > 2:
            return (Actor(name=phrase.text, reason="NO_ANTECEDENT"),)
        states = lemma in ("country", "nation", "government", "state", "capital")
        two = self._nearest_two(start, apart_from, persons=persons, states=states)
        if not two and persons and lemma != "man":  # "the two presidents" of the two states named last
            two = tuple(self._as_role(phrase, self._nearest_two(start, apart_from, persons=False, states=True)))
        return two or ((Actor(name=phrase.text, reason="NO_ANTECEDENT"),) if persons else None)

    def _noted(self, position: int, sentence: int) -> tuple[int, tuple[Actor, ...]] | None:
        for start, number, actors in reversed(self._pairs):
            if start < position and sentence - number <= REACH:
                return number, tuple(_pointing(a, "PAIR") for a in actors)
        return None

    def _bands(
        self, position: int, sentence: int, number: int, apart_from: frozenset[str], *, persons: bool
    ) -> list[Seen]:
        """The nearest row of as many coordinated mentions, none of whom is set apart."""
        for seen in self.memory.before(position):
            if sentence - seen.sentence > REACH:
                break
            members = [s for s in self.memory.together(seen.band) if s.actor.code is not None and s.end <= position]
            if (
                len(members) == number
                and not apart_from & {s.actor.code for s in members}
                and (not persons or any(s.person for s in members))
            ):
                return members
        return []

    def _nearest_two(
        self, position: int, apart_from: frozenset[str], *, persons: bool, states: bool = False
    ) -> tuple[Actor, ...]:
        found: list[Actor] = []
        for seen in self.memory.before(position):
            if (
                (persons and not seen.person)
                or seen.actor.code in apart_from
                or seen.generic
                or seen.actor.kind == "media"
            ):
                continue
            if states and seen.actor.country is None:
                continue
            if seen.actor.code and all(seen.actor.code != a.code for a in found):
                found.append(_pointing(seen.actor, "PAIR"))
            if len(found) == 2:
                return tuple(reversed(found))
        return ()

    def _clause_subjects(self, participant: Participant, sentence: Sentence) -> list[Seen]:
        """Who acts in the clause whose object a participant is."""
        tree = self.trees[sentence.index]
        index = tree.at(participant.head.start)
        if index is None or not is_argument(tree, index):
            return []
        found: list[Seen] = []
        for ancestor in (tree.clause(index), *tree.ancestors(tree.clause(index))):
            subject = tree.first(ancestor, "nsubj")
            if subject is not None:
                starts = {tree.phrase(i).start for i in tree.conjuncts(subject)}
                found.extend(s for s in self.memory.seen if s.sentence == sentence.index and s.start in starts)
                break
        return found

    def _pointer(
        self, phrase: Phrase, participant: Participant, sentence: Sentence, apart_from: frozenset[str]
    ) -> tuple[Actor, ...] | None:
        """ "the latter", "the other side", "the North": words that choose among those named before."""
        words = phrase.words[1:] if phrase.words[:1] == ("the",) else ()
        before = [
            s for s in self.memory.before(participant.span.start) if s.actor.code and sentence.index - s.sentence <= 2
        ]
        if words in (("latter",), ("former",)) and len(before) > 1:
            chosen = (
                before[0]
                if words == ("latter",)
                else next((s for s in before if s.actor.code != before[0].actor.code), None)
            )
            return (_pointing(chosen.actor, "DESCRIPTION"),) if chosen is not None else None
        if words[:1] == ("other",) and (len(words) == 1 or words[-1] in _PAIR_NOUNS) and not phrase.hits:
            return (self._other_side(phrase, participant, sentence, apart_from),)
        if len(words) == 1 and words[0] in _HALVES and not phrase.hits and phrase.text[4:5].isupper():
            told = {s.actor.code for s in self.memory.seen}
            codes = [code for code in _HALVES[words[0]] if code in told or _OTHER_HALF[code] in told]
            if len(codes) == 1 and codes[0] in self._knowledge.countries:
                return (_country_actor(phrase.text, codes[0], "DESCRIPTION"),)
        return None

    def _other_side(
        self, phrase: Phrase, participant: Participant, sentence: Sentence, apart_from: frozenset[str]
    ) -> Actor:
        """Of two who were set side by side, the one that does not speak."""
        tree = self.trees[sentence.index]
        index = tree.at(participant.head.start)
        speakers = set(self._governing_subjects(index, tree)) if index is not None else set()
        codes = apart_from | {
            s.actor.code
            for s in self.memory.seen
            if s.sentence == sentence.index and s.start in speakers and s.actor.code
        }
        noted = self._noted(participant.span.start, sentence.index)
        pair = noted[1] if noted is not None else self._nearest_two(participant.span.start, frozenset(), persons=False)
        left = [a for a in pair if a.code not in codes]
        return (
            _pointing(left[0], "PAIR") if len(left) == 1 and codes else Actor(name=phrase.text, reason="NO_ANTECEDENT")
        )

    def _shared_role(self, actor: Actor, participant: Participant, sentence: Sentence, tree: Tree) -> Actor:
        """ "A Chadian and a Sudanese official": the role of the second is the first one's too."""
        head = tree.at(participant.head.start)
        for other in tree.conjuncts(head) if head is not None else ():
            token = sentence.tokens[other]
            if other == head or token.tag != "NN":
                continue
            phrase = self._phrase(sentence, tree.phrase(other), tree.word(other))
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
        if head is None or not (
            is_plural(sentence.tokens[head].tag) or sentence.tokens[head].lemma.lower() == "aircraft"
        ):
            return ()
        names = [
            c
            for c in tree.all(head, "amod", "compound", "nmod")
            if sentence.tokens[c].entity in ("NORP", "GPE") and sentence.tokens[c].start >= participant.span.start
        ]
        for preposition in tree.all(head, "prep"):
            if sentence.tokens[preposition].text.lower() in ("of", "from"):
                names.extend(tree.all(preposition, "pobj"))
                for name in tree.all(preposition, "pobj"):
                    head_span, span = tree.word(name), tree.phrase(name)
                    inner = self._phrase(sentence, span, head_span)
                    pair = self._pair(
                        inner, Participant(span=span, head=head_span, text=inner.text), sentence, frozenset()
                    )
                    if pair is not None and len(pair) > 1:
                        return self._as_role(phrase, pair)
        spread = sorted({i for name in names for i in tree.conjuncts(name)})
        found: dict[str, Actor] = {}
        for index in spread:
            inner, actor = self._name(sentence, sentence.tokens[index], tree.phrase(index))
            if actor.code is not None and actor.kind in ("country", "demonym", "people", "capital") and not inner.tied:
                found.setdefault(actor.code, actor)
        if len(found) < 2:
            return ()
        return self._as_role(phrase, found.values())

    def _as_role(self, phrase: Phrase, countries: Iterable[Actor]) -> tuple[Actor, ...]:
        """The role of a phrase, once for each of the countries."""
        whole = self._resolver(phrase, self.memory, on=self.document.published, place_country=None)
        return tuple(
            Actor(
                name=f"{a.name} {phrase.tokens[phrase.head].text}", id=f"{a.code}-{whole.sector}" if whole.sector else a.id,
                code=a.code, country=a.country, sector=whole.sector, kind="role", score=0.8, reason="ONE_OF_SEVERAL",
            )
            for a in countries
        )  # fmt: skip

    def _description(self, phrase: Phrase, position: int, sentence: Sentence) -> Actor | None:
        """ "the group", "the country", "the ministry" without a name in it."""
        if not phrase.tokens:
            return None
        head = phrase.tokens[phrase.head]
        lemma = head.lemma.lower()
        if phrase.hits:
            return self._group_of(lemma, phrase, position, sentence) if lemma in _BANDS else None
        if phrase.words[0] == "the" and (lemma in _EPITHETS or phrase.words[-2:] == ("year", "old")):
            return self._epithet(position, sentence)
        if head.tag not in ("NN", "NNP") or len(phrase.words) > (4 if lemma in _BODIES | _COUNTRY_NOUNS else 3):
            return None
        definite = phrase.text.lower().startswith(("the ", "this ", "that ", "its "))
        if not definite:
            return None
        if self._issuer is not None and lemma in _NAMED_SO and head.text[:1].isupper() and _called(self._issuer, lemma):
            return _pointing(self._issuer.actor, "ISSUER")
        region = load_regions().get(phrase.words[1:-1]) if len(phrase.words) > 2 else None
        if lemma in _COUNTRY_NOUNS and (len(phrase.words) <= 2 or region):
            found = self._country_noun(lemma, phrase, position, sentence, region)
            return found or (Actor(name=phrase.text, reason="NO_ANTECEDENT") if region else None)
        whole = len(phrase.words) <= 2
        for seen in self.memory.before(position):
            named = seen.actor.kind in ("org", "group", "metonym", "media", "role") and not seen.generic
            if whole and named and not seen.person and lemma in seen.words[1:]:
                return _pointing(seen.actor, "PART_OF_NAME")
            if sentence.index - seen.sentence > REACH or seen.person or seen.generic:
                continue
            if _fits_noun(lemma, seen):
                return _pointing(seen.actor, "DESCRIPTION")
        return None

    def _epithet(self, position: int, sentence: Sentence) -> Actor | None:
        """ "The leftist", "the 81-year-old": the person whom the sentence before told of, where it told of one only."""
        near = [
            s
            for s in self.memory.before(position)
            if s.person and not s.generic and sentence.index - s.sentence in (1, 2)
        ]
        last = [s.actor for s in near if s.sentence == near[0].sentence]
        sure = {a.id or a.name: a for a in last if a.code is not None and a.reason not in _UNSURE}
        return (
            _pointing(next(iter(sure.values())), "DESCRIPTION")
            if len(sure) == 1 and len(last) == len(near[: len(last)])
            else None
        )

    def _group_of(self, lemma: str, phrase: Phrase, position: int, sentence: Sentence) -> Actor | None:
        """ "the Somali group": the group of that country that was named last."""
        owner = phrase.hits[0]
        if len(phrase.words) != 3 or phrase.words[0] != "the" or owner.first != 1 or owner.first in phrase.tied:
            return None
        countries = {e.country for e in owner.entities if e.kind in NATIONAL}
        for seen in self.memory.before(position):
            if sentence.index - seen.sentence <= REACH and seen.actor.country in countries and _fits_noun(lemma, seen):
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
        owners = [tree.token(c) for c in tree.all(head, "poss")]
        if of_a_country or not owners or any(t.pos == "PRON" for t in owners):
            return None  # "its neighbour" is the other of two, as its owner tells
        return Actor(name=phrase.text, reason="UNKNOWN_NAME")

    def _country_noun(
        self, lemma: str, phrase: Phrase, position: int, sentence: Sentence, region: frozenset[str] | None = None
    ) -> Actor | None:
        """ "the country": the one that the text is about, of those named before; "the kingdom" is one that has a king."""
        fitting = region or _FITTING.get(lemma)
        near: dict[str, Actor] = {}
        for seen in self.memory.before(position):
            actor = seen.actor
            if sentence.index - seen.sentence > REACH or actor.country is None or actor.code != actor.country:
                continue
            if actor.code not in phrase.apart and (fitting is None or actor.code in fitting):
                near.setdefault(actor.code, actor)
        if not near:
            return None
        about = self.memory.country(sentence.index, phrase.apart)
        code = about if about in near else next(iter(near))
        return _country_actor(phrase.text, code, "DESCRIPTION")

    def _find_issuer(self) -> Seen | None:
        """Who speaks in a resolution, a communiqué or the like: the body that its head names."""
        heads = [s for s in self.sentences if s.index <= 2]
        opening = " ".join((self.document.title or "", *(s.text for s in heads))).lower()
        if not _STATEMENT & set(opening.replace(",", " ").replace(".", " ").split()):
            return None
        for sentence in heads:
            tokens = tuple(t for t in sentence.tokens if any(c.isalnum() for c in t.text))
            for hit in find_names(tokens, tuple(fold_word(t.text) for t in tokens), self._knowledge):
                body = next(
                    (e for e in hit.entities if e.kind == "org" and e.country is None and e.code is not None), None
                )
                if body is not None:
                    actor = Actor(
                        name=body.name,
                        id=body.id,
                        code=body.code,
                        sector=body.sector,
                        kind="org",
                        score=0.7,
                        reason="ISSUER",
                    )
                    words = tuple(fold_word(t.text) for s in heads[:1] for t in s.tokens)
                    return Seen(
                        start=tokens[hit.first].start, end=tokens[hit.last].end, sentence=sentence.index, actor=actor, person=False,
                        plural=False, subject=True, words=words, main=True,
                    )  # fmt: skip
        return None

    def _owned(
        self, actor: Actor, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree
    ) -> tuple[Actor, ...] | None:
        """ "his government", "Al-Sharaa's administration", "the administration led by X", "its ally": by the owner."""
        head = tree.at(participant.head.start)
        if head is None:
            return None
        owners: tuple[Actor, ...] = ()
        whose = any(tree.token(c).text.lower() in _SINGULAR_PERSON for c in tree.all(head, "poss"))
        for child in tree.all(head, "poss"):
            owners = owners or self._possessors(child, sentence, tree)
        for child in tree.all(head, "acl"):
            for agent in tree.all(child, "agent"):
                for name in tree.all(agent, "pobj"):
                    leader = self._name(sentence, tree.token(name), tree.phrase(name))[1]
                    owners = owners or (() if leader.reason in _UNSURE else (leader,))
        owners = tuple(o for o in owners if o.code is not None and not (phrase.former and o.reason in _UNSURE))
        if not owners:
            return None
        actor = self._part_of(actor, owners[0], lemma=tree.token(head).lemma.lower())
        lemma = tree.token(head).lemma.lower()
        if lemma in _ALWAYS_OTHER or (lemma in _OTHER and not whose and owners[0].kind != "person"):
            return (self._other_of(owners[0], phrase, participant, sentence, tree),)
        return tuple(
            Actor(
                name=phrase.text, id=f"{o.code}-{actor.sector}" if actor.sector else o.id, code=o.code, country=o.country,
                sector=actor.sector, kind="role", score=0.75, reason="OWNER",
            )
            for o in owners
        )  # fmt: skip

    def _possessors(self, child: int, sentence: Sentence, tree: Tree) -> tuple[Actor, ...]:
        """Who stands before "'s", or is meant by "its" or "whose"."""
        token = tree.token(child)
        if token.tag == "WP$":
            owner = next((i for i in tree.ancestors(child) if tree.token(i).dep == "relcl"), None)
            if owner is None:
                return self._before_whose(child, sentence, tree)
            child = tree.token(owner).head
            token = tree.token(child)
        if token.pos == "PRON":
            found = self._pronoun(token.text.lower(), tree.word(child), sentence, tree)
            if tree.token(token.head).lemma.lower() in _OF_BODIES and all(a.kind != "org" for a in found):
                return self._body_before(token.start, sentence) or found
            return found
        here = Participant(span=tree.phrase(child), head=tree.word(child), text=token.text)
        return self.resolve(here, sentence, on=self.document.published)

    def _body_before(self, position: int, sentence: Sentence) -> tuple[Actor, ...]:
        """The body named last: a country has no secretary-general ("its secretary-general")."""
        for seen in self.memory.before(position):
            if sentence.index - seen.sentence > REACH:
                break
            if seen.actor.kind == "org" and seen.actor.country is None and seen.actor.code is not None:
                return (_pointing(seen.actor, "PRONOUN"),)
        return ()

    def _before_whose(self, child: int, sentence: Sentence, tree: Tree) -> tuple[Actor, ...]:
        """Where the parser hangs the clause of "whose" elsewhere: the names just before it, all that are coordinated."""
        first_name = next((i for i in range(child - 1, -1, -1) if tree.token(i).pos in ("NOUN", "PROPN")), None)
        if first_name is None or child - first_name > 2:
            return ()
        while tree.token(first_name).dep in ("conj", "pobj") and tree.token(first_name).head < first_name:
            head = tree.token(tree.token(first_name).head)
            if tree.token(first_name).dep == "pobj" and not (
                head.text.lower() == "of" and tree.token(head.head).pos == "PROPN"
            ):
                break
            first_name = tree.token(first_name).head if tree.token(first_name).dep == "conj" else head.head
        found: list[Actor] = []
        for index in tree.conjuncts(first_name):
            here = Participant(span=_with_country(tree, index), head=tree.word(index), text=tree.token(index).text)
            found.extend(self.resolve(here, sentence, on=self.document.published))
        return tuple(found)

    def _other_of(
        self, owner: Actor, phrase: Phrase, participant: Participant, sentence: Sentence, tree: Tree
    ) -> Actor:
        """ "its northern neighbour", "their allies in Ankara": another country than the owner's; named beside it, or the pair's other."""
        head = tree.at(participant.head.start)
        beside = [] if head is None else tree.all(head, "appos")
        for preposition in [] if head is None else tree.all(head, "prep"):
            if tree.token(preposition).text.lower() in _PLACED:
                beside.extend(tree.all(preposition, "pobj"))
        for index in beside:
            found = self._name(sentence, tree.token(index), tree.phrase(index))[1]
            if found.code is not None and found.code != owner.code:
                return _country_actor(phrase.text, found.country or found.code, "OTHER_OF_PAIR")
        noted = self._noted(participant.span.start, sentence.index)
        pair = (
            [a for a in noted[1] if a.code != owner.code] if noted and owner.code in {a.code for a in noted[1]} else []
        )
        near = [
            s.actor
            for s in self.memory.before(participant.span.start)
            if sentence.index - s.sentence <= 2 and s.actor.kind in ("country", "capital", "demonym", "people", "role", "person")
            and s.actor.country is not None and s.actor.country != owner.country
            and (s.subject or s.actor.kind != "capital" or phrase.words[phrase.head] != "counterpart")
        ]  # fmt: skip
        choice = pair or near
        if not choice:
            return Actor(name=phrase.text, reason="NO_ANTECEDENT")
        return _country_actor(phrase.text, choice[0].country or choice[0].code or "", "OTHER_OF_PAIR")


def _of_country(actor: Actor, other: Actor, reason: str) -> Actor:
    """The same role, of the country of another."""
    identity = f"{other.code}-{actor.sector}" if actor.sector else other.id
    return msgspec.structs.replace(actor, id=identity, code=other.code, country=other.country, score=0.6, reason=reason)


def _with_country(tree: Tree, index: int) -> Span:
    """The phrase of a noun with the country that it is of ("the army of Chad"), or with what it heads ("head of state")."""
    named = tree.token(index).lemma.lower() in ("head", "secretary", "speaker", "chief", "officer", "commander") or any(
        tree.token(p).entity == "GPE"
        for a in tree.all(index, "prep")
        if tree.token(a).text.lower() == "of"
        for p in tree.all(a, "pobj")
    )
    return tree.phrase(index, full=named)


def _goes_with(tree: Tree, index: int) -> bool:
    """ "and other ministers", "and allied fighters": of the same country as those before it."""
    return any(tree.token(c).lemma.lower() in ("other", "allied", "fellow") for c in tree.all(index, "amod"))


def _opposes(token: Token) -> bool:
    """Whoever is named beside a state as its opposition or its rebels is of that state."""
    return token.lemma.lower() in ("opposition", "rebel", "insurgent", "protester", "guerrilla", "separatist", "union")


def _called(seen: Seen, lemma: str) -> bool:
    return lemma in (*seen.words, *seen.actor.name.lower().split())


def _fits_noun(lemma: str, seen: Seen) -> bool:
    """Whether a noun may speak of somebody named before: "the bloc" of a body of states, "the sect" of a group."""
    actor = seen.actor
    if actor.kind == "media":
        return lemma in _PRESS
    if actor.kind not in ("group", "org"):
        return False
    if lemma in _NAMED_SO and _called(seen, lemma):
        return True
    if lemma in _BODIES | {"watchdog"} and actor.kind == "org" and actor.country is None:
        return True
    if lemma in ("lender", "creditor"):
        return not {"bank", "fund"}.isdisjoint(seen.words)
    if lemma == "party":
        return actor.sector in ("PTY", "OPP")
    if lemma in ("company", "firm"):
        return actor.sector in ("BUS", "MNC")
    return lemma in _BANDS and (actor.kind == "group" or lemma in ("group", "organisation", "organization", "movement"))


def _country_actor(name: str, country: str, reason: str) -> Actor:
    return Actor(
        name=name, id=country, code=country, country=country, sector="GOV", kind="country", score=0.6, reason=reason
    )


def _place_actor(name: str, country: str, score: float, reason: str) -> Actor:
    """Whoever is at a place, by the country that the place is counted to."""
    return Actor(name=name, id=country, code=country, country=country, kind="place", score=score, reason=reason)


def _names_country(seen: Seen) -> bool:
    """Whether somebody was named who can stand for a country: itself, its people, its capital, an office, whoever holds one."""
    return not seen.generic and seen.actor.kind in ("country", "demonym", "capital", "people", "role", "person")


def _pointing(actor: Actor, reason: str) -> Actor:
    return msgspec.structs.replace(actor, reason=reason, score=round(0.85 * actor.score, 4))
