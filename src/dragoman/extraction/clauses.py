"""Who stands where in a clause: subjects, objects, agents and prepositional partners of a predicate.

Reads through passives, relative clauses, control, coordination and participles, so that a rule may speak of "the subject"
and mean the one who acts.
"""

from __future__ import annotations

from dragoman.extraction.lexicon import Lexicon
from dragoman.ontology.agents import load_role_words
from dragoman.records import Span
from dragoman.syntax import Tree

_OBJECT_ROADS = frozenset({"of", "on"})
_PARTY_ROADS = frozenset({"by", "to", "between"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
PARTICLES = frozenset({"out", "off", "down", "back", "up", "away", "over", "in", "on", "aside", "forward"})
_PARTITIVES = frozenset(
    [
        "dozen",
        "hundred",
        "thousand",
        "score",
        "number",
        "group",
        "member",
        "series",
        "pair",
        "couple",
        "handful",
        "majority",
        "lot",
        "all",
        "some",
        "most",
        "many",
        "several",
        "one",
        "two",
        "three",
        "four",
        "five",
        "ten",
        "scores",
        "million",
        "part",
        "rest",
        "remainder",
        "crowd",
        "team",
        "band",
        "bunch",
        "wave",
        "column",
        "unit",
        "contingent",
        "half",
        "dozens",
        "hundreds",
        "thousands",
        "total",
        "none",
        "both",
        "each",
        "any",
        "coalition",
        "alliance",
        "delegation",
    ]
)
_OBJECT_CONTROL = frozenset(
    [
        "accuse",
        "blame",
        "criticise",
        "criticize",
        "condemn",
        "denounce",
        "thank",
        "praise",
        "prevent",
        "stop",
        "prohibit",
        "ban",
        "bar",
        "discourage",
        "dissuade",
        "charge",
        "convict",
        "suspect",
        "acquit",
        "slam",
        "blast",
        "fault",
        "rebuke",
        "congratulate",
        "commend",
        "fine",
        "arrest",
        "sentence",
        "jail",
        "detain",
    ]
)
_NEVER_PASSIVE = frozenset({"stand", "stick", "abide", "side", "remain", "sit"})
_NOT_OBJECTS = frozenset(
    {"day", "week", "month", "year", "time", "today", "yesterday", "tomorrow", "face", "night", "hour"}
)
_ACTOR_ENTITIES = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC"})
_ACTOR_CLASSES = ("people", "forces", "violent_nouns", "dignitary_nouns", "state_nouns", "workers", "security")
_MORE_ACTORS = frozenset(
    [
        "party",
        "union",
        "group",
        "organisation",
        "organization",
        "company",
        "court",
        "parliament",
        "congress",
        "senate",
        "council",
        "commission",
        "agency",
        "coalition",
        "alliance",
        "bloc",
        "opposition",
        "faction",
        "movement",
        "tribe",
        "militia",
        "cartel",
        "gang",
        "navy",
        "airforce",
        "community",
        "nation",
        "body",
        "watchdog",
        "tribunal",
        "assembly",
        "legislature",
        "junta",
        "regime",
        "authority",
        "bank",
        "fund",
        "mission",
        "delegation",
        "institution",
        "newspaper",
        "side",
        "ministry",
        "department",
        "bureau",
        "office",
        "house",
        "palace",
        "embassy",
        "consulate",
        "committee",
        "federation",
        "league",
        "charity",
        "prosecutor",
        "police",
        "lawyer",
        "spokesman",
        "spokeswoman",
        "neighbor",
        "neighbour",
        "rival",
        "enemy",
        "ally",
        "counterpart",
        "power",
        "bishop",
        "church",
        "university",
        "media",
        "press",
        "outlet",
        "broadcaster",
        "network",
        "sect",
        "clan",
        "mob",
        "cell",
        "brigade",
        "wing",
        "command",
        "staff",
        "they",
        "he",
        "she",
        "it",
        "we",
        "who",
        "counterpart",
        "superpower",
        "west",
        "east",
        "kremlin",
        "administration",
        "world",
        "critic",
        "rebel",
        "guerilla",
        "guerrilla",
        "us",
        "them",
        "him",
        "her",
        "everyone",
        "nobody",
        "intelligence",
        "judge",
        "jury",
        "mayor",
        "governor",
        "official",
        "other",
        "public",
        "population",
    ]
)


class Clauses:
    """The clause structure of one sentence, seen from its predicates."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree, self.lexicon = tree, lexicon
        self._roles = load_role_words()

    # ------------------------------------------------------------------ subjects and objects

    def is_passive(self, verb: int) -> bool:
        """Whether the verb stands in the passive, participles behind a noun ("a man arrested by police") included."""
        tree = self.tree
        if tree.first(verb, "auxpass", "nsubjpass") is not None:
            return True
        if tree.token(verb).lemma.lower() in _NEVER_PASSIVE:
            return False  # "stood by Mali": beside it
        token = tree.token(verb)
        if token.tag == "VBN" and token.dep in ("acl", "amod", "relcl") and tree.first(verb, "aux", "nsubj") is None:
            return True
        if token.tag == "VBN" and token.dep in ("advcl", "dep") and tree.first(verb, "aux", "nsubj", "dobj") is None:
            return True
        if token.dep == "conj" and token.tag == "VBN" and tree.first(verb, "aux", "nsubj", "dobj") is None:
            return self.is_passive(token.head)
        # Headlines drop the auxiliary: "Three activists arrested in Lagos"
        return token.tag == "VBN" and tree.first(verb, "aux", "dobj") is None and tree.first(verb, "agent") is not None

    def doers(self, verb: int) -> list[int]:
        """Heads of the noun phrases that act; several when coordinated, none when the text names nobody."""
        if self.is_passive(verb):
            return self.spread(self._agents(verb))
        return self.spread(self._subject(verb))

    def objects(self, verb: int) -> list[int]:
        """Heads of the direct objects, or of the subjects of a passive."""
        tree = self.tree
        if self.is_passive(verb):
            return self.spread(self._passive_subject(verb))
        found = [i for i in tree.all(verb, "dobj", "oprd") if tree.token(i).lemma not in _NOT_OBJECTS]
        if not found:
            found = self._relative_object(verb)
        if not found:
            found = self._shared_object(verb)
        if not found:
            for child in tree.all(verb, "ccomp", "xcomp"):
                if tree.first(child, "aux") is not None and tree.token(child).tag == "VB" and self._infinitive(child):
                    found = tree.all(child, "nsubj", "nsubjpass")
        return self.spread(found)

    def indirect(self, verb: int) -> list[int]:
        """Heads of the indirect objects without a preposition ("gave Chad food")."""
        tree = self.tree
        found = [i for i in tree.all(verb, "dative") if tree.token(i).pos != "ADP"]
        for thing in [] if found else tree.all(verb, "dobj"):
            # "sell Chad forty lorries": the parser takes the name for a part of the measure
            found = [
                c
                for c in tree.all(thing, "compound", "nmod")
                if tree.token(c).entity == "GPE" and c + 1 < len(tree) and tree.token(c + 1).tag == "CD"
            ]
        return self.spread(found)

    def partners(self, index: int, *prepositions: str) -> list[int]:
        """Heads of the objects of the prepositions that hang on `index`."""
        tree = self.tree
        found = []
        for child in tree.children[index]:
            token = tree.token(child)
            if token.dep in ("prep", "dative", "agent", "prt", "advmod") and token.text.lower() in prepositions:
                found.extend(tree.all(child, "pobj", "pcomp"))
                for nested in tree.all(child, "prep"):
                    found.extend(tree.all(nested, "pobj"))
                for again in tree.all(child, "conj"):  # "to Mali and to Niger"
                    if tree.token(again).text.lower() == token.text.lower():
                        found.extend(tree.all(again, "pobj"))
        return self.spread(found or self._beyond_object(index, prepositions))

    def _beyond_object(self, index: int, prepositions: tuple[str, ...]) -> list[int]:
        """Of "the donation of a hospital to Peru by Kenya" what the parser hung on the hospital."""
        tree = self.tree
        if tree.token(index).pos != "NOUN":
            return []
        things = [
            o
            for of in tree.all(index, "prep")
            if tree.token(of).text.lower() in _OBJECT_ROADS
            for o in tree.all(of, "pobj")
        ]
        links = [p for thing in things for p in tree.all(thing, "prep") if tree.token(p).text.lower() in _PARTY_ROADS]
        return [o for p in links if tree.token(p).text.lower() in prepositions for o in tree.all(p, "pobj")]

    def complements(self, verb: int) -> list[int]:
        """The verbs of the infinitive and that-clauses under the verb, those under its object ("plans to export") too."""
        tree = self.tree
        found = tree.all(verb, "xcomp", "ccomp")
        for child in tree.all(verb, "dobj", "attr", "acomp", "oprd", "prep"):
            found.extend(
                c for c in tree.all(child, "acl", "xcomp", "ccomp", "pcomp") if tree.token(c).pos in ("VERB", "AUX")
            )
        if tree.token(verb).pos == "VERB":
            found.extend(c for c in tree.all(verb, "advcl") if self._infinitive(c) and not self._purpose(verb, c))
        return [c for c in found if tree.token(c).pos in ("VERB", "AUX")]

    def _purpose(self, verb: int, clause: int) -> bool:
        return self.tree.first(verb, "dobj") is not None or clause < verb

    def _infinitive(self, verb: int) -> bool:
        return any(
            self.tree.token(a).lemma == "to" or self.tree.token(a).text.lower() == "to"
            for a in self.tree.all(verb, "aux")
        )

    def is_infinitive(self, verb: int) -> bool:
        """Whether the verb is an infinitive with "to"."""
        return self._infinitive(verb)

    def _agents(self, verb: int) -> list[int]:
        tree = self.tree
        found = [p for a in tree.all(verb, "agent") for p in tree.all(a, "pobj")]
        if not found:
            found = [
                p
                for a in tree.all(verb, "prep")
                if tree.token(a).text.lower() == "by"
                for p in tree.all(a, "pobj")
                if tree.token(p).entity != "DATE"
            ]
        if not found and tree.token(verb).dep == "conj":
            head = tree.token(verb).head
            if tree.token(head).pos == "VERB" and self.is_passive(head):
                return self._agents(head)
        for other in [] if found else tree.all(verb, "conj"):
            # "were punched and kicked by the crowd": by the crowd, both
            if tree.token(other).tag == "VBN" and tree.first(other, "nsubj", "nsubjpass", "auxpass") is None:
                found = found or [p for a in tree.all(other, "agent") for p in tree.all(a, "pobj")]
        return found

    def _passive_subject(self, verb: int) -> list[int]:
        tree = self.tree
        token = tree.token(verb)
        found = tree.all(verb, "nsubjpass", "nsubj")
        if found:
            return [self._antecedent(i, verb) for i in found]
        if token.dep in ("acl", "amod", "relcl"):
            return [token.head]
        if token.dep == "conj" and tree.token(token.head).pos in ("VERB", "AUX"):
            return self._passive_subject(token.head) if self.is_passive(token.head) else self._subject(token.head)
        if token.dep in ("advcl", "dep", "xcomp", "ccomp"):
            if token.head == verb:
                return []
            above = self._passive_subject if self.is_passive(token.head) else self._subject
            return above(token.head)
        return []

    def _subject(self, verb: int, depth: int = 0) -> list[int]:
        tree = self.tree
        if depth > 12:
            return []
        found = tree.all(verb, "nsubj", "csubj", "expl")
        found = [i for i in found if tree.token(i).dep != "expl"]
        if found:
            return [self._antecedent(i, verb) for i in found]
        token = tree.token(verb)
        head = token.head
        if head == verb:
            return []
        if token.dep == "conj" and tree.token(head).pos in ("VERB", "AUX"):
            if self.is_passive(head):
                return self._passive_subject(head)
            return self._subject(head, depth + 1)
        if token.dep == "xcomp" or (token.dep == "ccomp" and self._infinitive(verb)):
            objects = tree.all(head, "dobj")
            if objects and self._infinitive(verb):
                return objects
            return self._governing(head, depth)
        if token.dep == "relcl":
            return [head]
        if token.dep == "acl":
            if token.tag == "VBG":
                return [head]
            # "plans to export": whoever has the plan; "the readiness of Mali to talk": Mali
            owners = [*tree.all(head, "poss"), *self.partners(head, "of")] if self._infinitive(verb) else []
            owners = [i for i in owners if self.is_actor_like(i)]
            return owners or self._governing(tree.token(head).head, depth)
        if token.dep == "pcomp":
            governor = tree.token(head).head
            if tree.token(governor).lemma in _OBJECT_CONTROL:
                objects = self.objects(governor)
                if objects:
                    return objects
            return self._governing(governor, depth)
        if token.dep in ("advcl", "dep", "parataxis"):
            return self._governing(head, depth)
        return []

    def _governing(self, index: int, depth: int) -> list[int]:
        """The subject of the clause that `index` stands in."""
        tree = self.tree
        current = index
        for _ in range(12):
            token = tree.token(current)
            if token.pos in ("VERB", "AUX"):
                if self.is_passive(current):
                    return self._passive_subject(current)
                return self._subject(current, depth + 1)
            if token.head == current:
                return []
            current = token.head
        return []

    def governing_subject(self, index: int) -> list[int]:
        """Subjects of the clause that a noun stands in ("during a visit to Beirut, X said": X)."""
        return self.spread(self._governing(self.tree.token(index).head, 0))

    def _antecedent(self, subject: int, verb: int) -> int:
        token = self.tree.token(subject)
        if token.tag in ("WDT", "WP", "WP$") or token.text.lower() in RELATIVES:
            current = verb
            for _ in range(6):
                governor = self.tree.token(current)
                if governor.dep == "relcl":
                    return governor.head
                if governor.dep != "conj":
                    break
                current = governor.head
        return subject

    def _relative_object(self, verb: int) -> list[int]:
        token = self.tree.token(verb)
        if (
            token.dep == "relcl"
            and self.tree.first(verb, "nsubj") is not None
            and self.tree.first(verb, "dobj") is None
        ):
            subject = self.tree.first(verb, "nsubj")
            if subject is not None and self.tree.token(subject).tag not in ("WDT", "WP") and not self._strands(verb):
                return [token.head]
        return []

    def _strands(self, verb: int) -> bool:
        """A relative adverb or a preposition takes the antecedent ("the town where X met Y")."""
        return any(
            self.tree.token(c).tag == "WRB" or (self.tree.token(c).dep == "prep" and self._relative_below(c))
            for c in self.tree.children[verb]
        )

    def _relative_below(self, index: int) -> bool:
        return any(self.tree.token(i).tag in ("WDT", "WP") for i in self.tree.children[index])

    def _shared_object(self, verb: int) -> list[int]:
        """Of "arrested and beat the students" the first verb's object."""
        tree = self.tree
        if tree.first(verb, "prep", "prt", "ccomp", "xcomp") is not None:
            return []
        for child in tree.all(verb, "conj"):
            if tree.token(child).pos == "VERB" and tree.first(child, "nsubj", "nsubjpass") is None:
                return tree.all(child, "dobj")
        return []

    # ------------------------------------------------------------------ noun phrases

    def spread(self, heads: list[int]) -> list[int]:
        """The heads with all that is coordinated with them, each once, in text order."""
        found: list[int] = []
        for head in heads:
            for index in self._side_by_side(head):
                if index not in found and self.tree.token(index).pos in (
                    "NOUN",
                    "PROPN",
                    "PRON",
                    "ADJ",
                    "NUM",
                    "DET",
                    "X",
                    "VERB",
                ):
                    found.append(index)
        return sorted(found)

    def _side_by_side(self, head: int) -> list[int]:
        """All that is coordinated with a head; named one by one behind it ("its neighbours Chad and Niger"), the names."""
        tree = self.tree
        found = []
        for index in tree.conjuncts(head):
            names = [
                n
                for c in tree.all(index, "appos")
                if c == index + 1 and tree.token(c).pos == "PROPN" and tree.token(index).tag == "NNS"
                for n in tree.conjuncts(c)
            ]
            found.extend(names if len(names) > 1 else [index])
            # "Mali's army and Wagner fighters": the parser hangs the first on the second
            found.extend(
                c
                for c in tree.all(index, "nmod")
                if tree.token(c).pos == "NOUN" and tree.first(c, "cc") is not None and self.is_actor_like(c)
            )
        return sorted(found)

    def core(self, index: int) -> int:
        """The head that says what a phrase is about: of "dozens of Kenyan students" the students."""
        tree = self.tree
        for _ in range(3):
            token = tree.token(index)
            if token.lemma.lower() not in _PARTITIVES and token.pos != "NUM":
                return index
            inner = [
                p for a in tree.all(index, "prep") if tree.token(a).text.lower() == "of" for p in tree.all(a, "pobj")
            ]
            if not inner:
                return index
            index = inner[0]
        return index

    def phrase(self, index: int) -> Span:
        """The span of the noun phrase of a participant; a partitive takes in what it is a part of."""
        span = self.tree.phrase(index)
        core = self.core(index)
        if core != index:
            inner = self.tree.phrase(core)
            span = Span(start=min(span.start, inner.start), end=max(span.end, inner.end))
        elif self.tree.token(index).pos in ("NOUN", "PROPN") and self._named_of(index):
            full = self.tree.phrase(index, full=True)
            span = full if full.end - full.start <= 90 else span
        return span

    def _named_of(self, index: int) -> bool:
        """An "of" or "for" complement that says whose head it is ("the president of Chad")."""
        tree = self.tree
        return any(
            tree.token(p).entity in ("GPE", "ORG", "NORP", "LOC") or tree.token(p).pos == "PROPN"
            for a in tree.all(index, "prep")
            if tree.token(a).text.lower() in ("of", "for", "from", "in", "without")
            for p in tree.all(a, "pobj")
        )

    def is_actor_like(self, index: int) -> bool:
        """Whether the noun phrase can be one who acts: a name, a people, a person, an organ, or something of theirs."""
        tree = self.tree
        core = self.core(index)
        token = tree.token(core)
        lemma = token.lemma.lower()
        if token.entity in _ACTOR_ENTITIES or _is_acronym(token.text):
            return True
        if token.entity in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"):
            return False
        if lemma in ("hundred", "thousand", "dozen", "score", "ten", "million"):
            return True
        if lemma in _MORE_ACTORS or any(self.lexicon.is_in(lemma, c) for c in _ACTOR_CLASSES):
            return True
        role = self._roles.get((lemma,)) or self._roles.get((token.text.lower(),))
        if role is not None and not (role.ambiguous and not role.person):
            return True
        if token.pos == "PROPN":
            return True
        return token.pos in ("NUM", "DET", "PRON") and lemma not in ("it", "this", "that", "what", "which")

    def is_person(self, index: int) -> bool:
        """Whether the phrase names a person or persons."""
        token = self.tree.token(self.core(index))
        lemma = token.lemma.lower()
        return (
            token.entity == "PERSON"
            or self.lexicon.is_in(lemma, "people")
            or self.lexicon.is_in(lemma, "dignitary_nouns")
            or self._names_persons(self.core(index), lemma)
            or lemma in ("he", "she", "they", "him", "her", "them", "who")
        )

    def _names_persons(self, index: int, lemma: str) -> bool:
        before = self.tree.token(index - 1).lemma.lower() if index else ""
        role = self._roles.get((before, lemma)) or self._roles.get((lemma,))
        return role is not None and role.person and not role.ambiguous

    def is_place(self, index: int) -> bool:
        """Whether the phrase names a place."""
        token = self.tree.token(index)
        return token.entity in ("GPE", "LOC", "FAC") or (
            token.pos == "PROPN" and token.entity in ("", "ORG") and token.tag == "NNP"
        )

    def belongs(self, index: int, word_class: str) -> bool:
        """Whether the core of a phrase, with or without its compound, belongs to a word class."""
        core = self.core(index)
        lemma = self.tree.token(core).lemma.lower()
        words = self.lexicon.words[word_class]
        return lemma in words or self.compound(core) in words

    def compound(self, index: int) -> str:
        """The head with the word before it as the tables write it: `air_strike`, `state_of_emergency`."""
        tree = self.tree
        token = tree.token(index)
        lemma = token.lemma.lower()
        for child in reversed(tree.children[index]):
            other = tree.token(child)
            if child < index and other.dep in ("compound", "amod", "nmod") and index - child <= 2:
                return f"{other.lemma.lower()}_{lemma}"
        for child in tree.all(index, "prep"):
            inner = tree.all(child, "pobj")
            if tree.token(child).text.lower() == "of" and inner and lemma == "state":
                return f"state_of_{tree.token(inner[0]).lemma.lower()}"
        return lemma

    def modifiers(self, index: int) -> list[int]:
        """Adjectives of nations and names before a noun that say whose it is ("Syrian positions", "rebel bases")."""
        tree = self.tree
        core = self.core(index)
        found = []
        for child in tree.children[core]:
            token = tree.token(child)
            if token.dep in ("amod", "compound", "nmod", "poss"):
                lemma = token.lemma.lower()
                if token.entity in ("NORP", "GPE", "ORG") or (
                    token.dep in ("compound", "nmod") and any(self.lexicon.is_in(lemma, c) for c in _ACTOR_CLASSES[:3])
                ):
                    found.append(child)
                    found.extend(
                        i
                        for i in tree.conjuncts(child)
                        if i != child and tree.token(i).entity in ("NORP", "GPE", "ORG")
                    )
        return found

    def key(self, verb: int) -> list[str]:
        """The forms under which the tables may hold a verb: with its particle or bound object first, then bare."""
        tree = self.tree
        lemma = tree.token(verb).lemma.lower()
        keys = []
        for child in tree.children[verb]:
            token = tree.token(child)
            text = token.text.lower()
            if (
                child > verb
                and token.dep in ("prt", "advmod", "prep")
                and text in PARTICLES
                and child - verb <= 5
                and tree.first(child, "pobj") is None
            ) or (
                token.dep in ("acomp", "oprd", "dobj", "xcomp")
                and text
                in (
                    "dead",
                    "hostage",
                    "captive",
                    "free",
                    "part",
                    "siege",
                    "issue",
                    "forces",
                    "ablaze",
                    "ready",
                )
            ):
                keys.append(f"{lemma}_{text}")
        if not keys or not any(tree.token(c).dep == "prt" for c in tree.children[verb]):
            keys.append(lemma)  # "fought off" is no fighting: a particle makes another verb
        return keys


def _is_acronym(text: str) -> bool:
    return len(text) >= 4 and text.isalpha() and text.isupper()
