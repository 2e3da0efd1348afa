"""Find the acts that a sentence reports, and who takes part in them, by predicates and the syntax around them.

Verbs first, with the conditions of their rows; then nouns that no verb has already spoken for. An act that stands under a
demand, a threat, a refusal or a promise is that speech act's content, not a mention of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import Condition, Lexicon, NounEntry, VerbEntry, conflict_types, cooperation_types
from dragoman.extraction.status import Judgement, judge
from dragoman.records import Record

# Verbs too common in news for the reader to be asked about each of them.
_SAYS_NOTHING = frozenset(
    [
        "say",
        "tell",
        "be",
        "have",
        "do",
        "go",
        "come",
        "know",
        "think",
        "see",
        "look",
        "want",
        "need",
        "seem",
        "appear",
        "become",
        "remain",
        "mean",
        "make",
        "use",
        "call",
        "get",
        "live",
        "work",
        "die",
        "know",
        "believe",
        "feel",
        "hope",
        "fear",
        "expect",
        "include",
        "involve",
        "represent",
        "mark",
        "show",
        "describe",
        "note",
        "add",
        "explain",
        "recall",
        "report",
        "write",
        "speak",
        "happen",
        "occur",
        "begin",
        "start",
        "end",
        "continue",
        "follow",
        "lead",
        "base",
        "head",
        "own",
        "play",
        "win",
        "lose",
        "score",
        "grow",
        "rise",
        "fall",
        "increase",
        "decrease",
        "cost",
        "earn",
        "run",
        "study",
        "teach",
        "learn",
        "read",
        "watch",
        "hear",
        "love",
        "like",
        "hate",
        "enjoy",
        "consider",
        "estimate",
        "predict",
        "forecast",
        "suggest",
        "argue",
        "insist",
        "belong",
        "consist",
        "contain",
        "own",
        "employ",
        "serve",
        "belong",
        "compare",
        "relate",
        "depend",
        "name",
        "elect",
        "vote",
        "marry",
        "bear",
        "born",
        "border",
        "adjoin",
        "straddle",
        "maintain",
        "sit",
        "stand",
        "lie",
        "sleep",
        "eat",
    ]
)
_CROWD = frozenset(
    [
        "protester",
        "demonstrator",
        "crowd",
        "supporter",
        "marcher",
        "activist",
        "student",
        "mourner",
        "thousand",
        "hundred",
    ]
)
# Verbs that only carry the act that their object names ("a promise was made by")
_LIGHT = frozenset(
    {"carry", "conduct", "deliver", "give", "hand", "impose", "issue", "launch", "lodge", "make", "mount", "offer", "order",
     "raise", "send", "stage", "utter", "voice"}
)  # fmt: skip
_FROM_THINGS = ("with", "on", "against", "to", "for", "from")  # from what is eased or signed to whom it concerns
_HANDING = frozenset({"deliver", "give", "hand", "issue", "offer", "promise", "serve"})
_PUTTING_OFF = frozenset({"postpone", "put_off", "defer", "delay", "push_back", "reschedule"})
_FROM_GIVER = frozenset({"ACCUSE", "AID", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})  # "criticism from Kenya"
# What is told before these is told by somebody, not what he accuses of.
_PLAIN_SPEECH = frozenset({"complain", "protest"})
_RESULTS = frozenset(["kill", "injure", "wound", "maim", "hurt", "destroy", "damage"])
# Acts that are done to somebody, and the words that lead from them to whom.
_DIRECTED = frozenset(
    {"ACCUSE", "REQUEST", "THREATEN", "REJECT", "SANCTION", "COERCE", "ASSAULT", "AGREE", "AID", "SUPPORT", "CONCEDE", "RETREAT"}
)  # fmt: skip
# Acts that are told of a thing too, in the passive and without a doer.
_DONE_TO = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "CONCEDE"})
_RESERVE_DEPTH = 7
_TOWARDS = frozenset(
    {"to", "on", "against", "from", "with", "for", "over", "of", "by", "toward", "towards", "into", "upon"}
)
_ASIDE = frozenset(
    {"after", "before", "during", "since", "until", "amid", "despite", "like", "unlike", "than", "without"}
)
_NAMED = frozenset({"GPE", "NORP", "ORG", "PERSON"})
# Acts whose object may be what the actor sends or takes back.
_SENT = frozenset({"RETREAT", "MOBILIZE", "SANCTION", "AID", "SUPPORT"})
_MUTUAL = frozenset({"AGREE", "SUPPORT", "COOPERATE", "CONCEDE"})  # several actors may do it to each other
_RELATED = frozenset({"ally", "neighbour", "neighbor", "rival", "partner", "counterpart", "enemy", "foe", "opponent"})
_NOBODY = frozenset({"nobody", "nothing", "none", "all", "everything", "one", "that", "which", "what"})
_BEHESTS = frozenset({"request", "invitation", "behest", "insistence"})
_SYMMETRIC_TYPES = frozenset({"CONSULT", "COOPERATE"})
_CONTENT_MODES = {
    "REQUEST": {"CONSULT": "meet", "AGREE": "change", "RETREAT": "yield", "CONCEDE": "yield", "AID": "assist",
                "COOPERATE": "assist", "SUPPORT": "change"},
    "REJECT": {"CONSULT": "meet", "AGREE": "change", "RETREAT": "yield", "CONCEDE": "yield", "AID": "assist",
               "COOPERATE": "assist", "SUPPORT": "change", "REQUEST": "change"},
    "THREATEN": {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations", "PROTEST": "restrict",
                 "MOBILIZE": "violence"},
}  # fmt: skip
_CONTENT_WORDS = {
    "yield": frozenset(["ceasefire", "cease-fire", "truce", "withdrawal", "release", "pullout", "pullback", "end", "halt", "lifting", "disarmament", "surrender", "resignation", "restraint", "de-escalation", "calm"]),
    "meet": frozenset(["talk", "meeting", "negotiation", "dialogue", "summit", "visit", "mediation", "invitation", "consultation"]),
    "assist": frozenset(["aid", "help", "assistance", "support", "loan", "asylum", "bailout", "relief", "funding", "visa", "weapon", "arms", "protection", "extradition", "permission", "access"]),
    "change": frozenset(["election", "reform", "change", "referendum", "plan", "resolution", "law", "policy", "government", "constitution", "deal", "agreement", "bill"]),
}  # fmt: skip


# An act of which somebody is accused: the accuser holds it for done, the article leaves it open.
_ALLEGED = Judgement(mood="possible", reason="ALLEGED", author=0.5, source=3.0)


class Proposal(Record, frozen=True):
    """An act that the rules propose. Participants are token indices of the sentence (heads of noun phrases).

    `reserve` names, nearest first, who else stands under the predicate: taken where none of the recipients can be told. `likely`
    are recipients by learned weights, which come after those.
    `words` are the trigger's tokens, of which no other proposal is made. `via` names the road to each participant, in the
    order of `actors` and `recipients`. `type` is empty where the reader has yet to say it.
    """

    trigger: int
    words: tuple[int, ...]
    type: str
    modes: tuple[str, ...]
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    via: tuple[str, ...]
    symmetric: bool
    content: str | None
    judgement: Judgement
    rule: str
    score: float
    reserve: tuple[int, ...] = ()
    likely: tuple[int, ...] = ()


class Rejected(Record, frozen=True):
    """A predicate that was weighed and left out, with the reason."""

    trigger: int
    type: str | None
    reason: str


class Detector:
    """The rules over one sentence."""

    def __init__(self, clauses: Clauses, lexicon: Lexicon) -> None:
        self.clauses, self.lexicon, self.tree = clauses, lexicon, clauses.tree
        self._entries: dict[int, VerbEntry | None] = {}
        self.proposals: list[Proposal] = []
        self.rejected: list[Rejected] = []
        self._covered: set[int] = set()
        self._blocked: set[int] = set()
        self._content: dict[int, int] = {}

    def run(self) -> None:
        """Fill `proposals` and `rejected`, both in text order."""
        verbs = [
            i
            for i, t in enumerate(self.tree.tokens)
            if t.pos == "VERB" or (t.pos == "AUX" and t.dep not in ("aux", "auxpass"))
        ]
        matched = [(v, e) for v in verbs if (e := self.entry(v)) is not None]
        for verb, entry in matched:
            if "speech" in entry.flags:
                self._cover_content(verb)
        for verb, entry in matched:
            self._propose_verb(verb, entry)
        for verb in verbs:
            self._propose_adjective(verb)
        for index, token in enumerate(self.tree.tokens):
            if token.pos in ("NOUN", "PROPN") and index not in self._covered:
                noun = self._noun_entry(index)
                if noun is not None:
                    self._propose_noun(index, noun)
        self.proposals.sort(key=lambda p: (p.trigger, p.type))
        self.rejected.sort(key=lambda r: r.trigger)

    def candidates(self) -> list[Proposal]:
        """Verbs that the tables do not know but that may report an act: for the reader to weigh. Call it after `run`.

        A verb with an actor for its subject, or a passive with one, and another actor, a name or a place beside it; or with
        the actor alone, since "rebels stormed the barracks" names nobody else (rule `reader:alone`).
        """
        found = []
        for index, token in enumerate(self.tree.tokens):
            if token.pos != "VERB" or index in self._covered or index in self._content or self.entry(index) is not None:
                continue
            if index in self._blocked:
                continue
            if token.lemma.lower() in _SAYS_NOTHING or token.dep in ("amod", "compound", "aux"):
                continue
            proposal = self._candidate(index)
            if proposal is not None:
                found.append(proposal)
        return found

    def _candidate(self, verb: int) -> Proposal | None:
        clauses = self.clauses
        doers = [i for i in clauses.doers(verb) if clauses.is_actor_like(i)]
        objects = clauses.objects(verb)
        others = [i for i in objects if clauses.is_actor_like(i) and i not in doers]
        for preposition in ("with", "against", "to", "from", "on", "at", "for", "of", "in"):
            others = others or [
                i for i in clauses.partners(verb, preposition) if clauses.is_actor_like(i) and i not in doers
            ]
        for head in objects:
            others = others or [
                i
                for i in (
                    *self._named_first(clauses.modifiers(head)),
                    *clauses.partners(head, "of", "with", "to", "on", "from", "by"),
                )
                if clauses.is_actor_like(i)
            ]
        if not (doers or (others and clauses.is_passive(verb))):
            return None
        if not others and self.tree.first(verb, "ccomp") is not None:
            return None  # who only says something: what is said has words of its own
        judgement = judge(clauses, verb)
        if judgement.mood == "irrealis":
            return None
        words = (verb, *(i for i in objects[:1] if not clauses.is_actor_like(i)))
        return Proposal(
            trigger=verb, words=words, type="", modes=(), actors=tuple(doers), recipients=tuple(others), symmetric=False,
            via=(*("nsubj" for _ in doers), *("reader" for _ in others)), content=None, judgement=judgement,
            rule="reader" if others else "reader:alone", score=0.0,
        )  # fmt: skip

    def settled(self, proposal: Proposal) -> Proposal:
        """A candidate once the reader has told its type: who is acted upon, by the roads that lead there from acts of this type."""
        verb, kind = proposal.trigger, proposal.type
        modes = (*proposal.modes, "")
        row = next((r for m in modes if (r := self.lexicon.roads.get((kind, m))) is not None), None)
        if row is None:
            return proposal
        actors, roads = proposal.actors, proposal.via[: len(proposal.actors)]
        if not actors:
            actors, roads = self._actors(verb, kind)
        recipients, road = self._along(verb, kind, row.recipient, actors)
        reserve = self._reserve(verb, kind, actors, recipients)
        symmetric = "sym" in row.flags and bool(actors and recipients) and "visit" not in proposal.modes
        if symmetric:
            actors, roads = tuple(dict.fromkeys((*actors, *recipients))), (*roads, *(road for _ in recipients))
            recipients = ()
        return msgspec.structs.replace(
            proposal,
            actors=actors,
            recipients=recipients,
            via=(*roads, *(road for _ in recipients)),
            symmetric=symmetric,
            reserve=() if symmetric or (len(actors) > 1 and kind in _MUTUAL) else reserve,
        )

    def _along(
        self, verb: int, kind: str, steps: Sequence[str], actors: tuple[int, ...]
    ) -> tuple[tuple[int, ...], str]:
        """Whom the first of the steps reaches that reaches somebody else than the actors and what is theirs."""
        if len(actors) > 1 and any(self._is_mutual(i) for i in self.clauses.objects(verb)):
            return actors, "each_other"
        sent = kind in _SENT and not self.clauses.is_passive(verb)
        for step in steps:
            found = [i for i in self._walk(verb, step, kind) if i not in actors and not self._is_reflexive(i)]
            found = [i for i in found if self.tree.token(i).lemma.lower() not in _NOBODY]
            if step.endswith(".mod"):
                found = self._named_first(found)
            if step.endswith(".poss") and kind not in ("COERCE", "ASSAULT"):
                found = [i for i in found if self.tree.token(i).pos != "PRON"]
            if sent and step.startswith("obj"):
                found = [i for i in found if not self._is_theirs(i)]
            if found:
                return tuple(dict.fromkeys(found)), step
        return (), ""

    def _is_theirs(self, index: int) -> bool:
        """ "withdrew its staff", "sent soldiers": the actor's own, to whom nothing is done; but "its neighbour" is another."""
        tree = self.tree
        core = self.clauses.core(index)
        if tree.token(core).lemma.lower() in _RELATED:
            return False
        own = any(tree.token(p).pos == "PRON" for p in tree.all(core, "poss"))
        return own or (self.clauses.belongs(index, "forces") and not self.clauses.modifiers(index))

    def noun_candidates(self) -> list[Proposal]:
        """Nouns that the tables do not know, with an actor beside them: "the rebels' grip on the port". Call it after `run`.

        The reader learns from them but is not asked in a reading: in 40 news articles of 2026-11-24 they made half as many
        questions again and brought six records.
        """
        taken = {word for p in self.proposals for word in p.words}
        found = []
        for index, token in enumerate(self.tree.tokens):
            if token.pos != "NOUN" or index in taken or index in self._covered or index in self._content:
                continue
            if token.dep in ("compound", "amod", "npadvmod", "poss", "nmod") or token.entity or len(token.text) < 4:
                continue
            if self._noun_entry(index) is not None or self.clauses.is_actor_like(index):
                continue
            proposal = self._noun_candidate(index)
            if proposal is not None:
                found.append(proposal)
        return found

    def _noun_candidate(self, noun: int) -> Proposal | None:
        clauses = self.clauses
        near = (*self.tree.all(noun, "poss"), *clauses.modifiers(noun), *clauses.partners(noun, "by", "between"))
        doers = tuple(dict.fromkeys(i for i in near if clauses.is_actor_like(i)))
        far = clauses.partners(noun, "of", "on", "against", "with", "to", "for", "from", "in")
        others = tuple(dict.fromkeys(i for i in far if clauses.is_actor_like(i) and i not in doers))
        if not doers and not others:
            return None
        return Proposal(
            trigger=noun, words=(noun,), type="", modes=(), actors=doers, recipients=others, symmetric=False,
            via=("noun",) * (len(doers) + len(others)), content=None, judgement=judge(clauses, noun), rule="reader:noun", score=0.0,
        )  # fmt: skip

    def _named_first(self, modifiers: list[int]) -> list[int]:
        """Of "a Russian patrol boat" whose the boat is, not what sort it is of."""
        return [i for i in modifiers if self.tree.token(i).entity in _NAMED] or modifiers

    # ------------------------------------------------------------------ matching rows

    def entry(self, verb: int) -> VerbEntry | None:
        """The first row of the verb whose conditions hold."""
        if verb not in self._entries:
            self._entries[verb] = None  # a verb under its own complement finds nothing rather than looping
            self._entries[verb] = self._find_entry(verb)
        return self._entries[verb]

    def _find_entry(self, verb: int) -> VerbEntry | None:
        for key in self.clauses.key(verb):
            for entry in self.lexicon.verbs.get(key, ()):
                if all(self._holds(verb, c) for c in entry.when):
                    if not entry.type and self._lacks_subject(verb, entry):
                        continue  # "was struck": not by a storm, as far as is told
                    if entry.type:
                        return entry
                    self._blocked.add(verb)  # a row without a type blocks: "struck a balance"
                    return None
        return None

    def _lacks_subject(self, verb: int, entry: VerbEntry) -> bool:
        return any(c.name == "subj" for c in entry.when) and not self.clauses.doers(verb)

    def _holds(self, verb: int, condition: Condition) -> bool:
        clauses = self.clauses
        match condition.name:
            case "obj":
                return any(self._fits(i, condition.keys) for i in clauses.objects(verb))
            case "subj":
                return self._subject_holds(verb, condition.keys)
            case "agent":
                return any(self._fits(i, condition.keys) for i in clauses.doers(verb))
            case "prep":
                partners = clauses.partners(verb, *(k.replace("_", " ") for k in condition.keys))
                for index in clauses.objects(verb):  # "launched strikes on the town on Monday": on either
                    partners = [*partners, *clauses.partners(index, *condition.keys)]
                return any(not condition.values or self._fits(i, condition.values) for i in partners)
            case "comp":
                return self._complement_holds(verb, condition)
            case "noobj":
                return not clauses.objects(verb)
            case "theme":
                # what is given in a passive ("was handed a life term")
                return any(
                    self._fits(i, condition.keys) for i in self.tree.all(verb, "dobj", "oprd", "attr", "npadvmod")
                )
            case "noprep":
                return self.tree.first(verb, "prep", "oprd", "xcomp", "ccomp") is None
            case "quote":
                return any(t.text in ('"', "'") for t in self.tree.tokens)
            case "pass":
                return clauses.is_passive(verb)
            case "adj":
                return any(
                    self.tree.token(c).lemma in condition.keys
                    for c in self.tree.all(verb, "acomp", "oprd", "xcomp", "ccomp", "amod")
                )
            case "adv":
                return any(self.tree.token(c).lemma in condition.keys for c in self.tree.all(verb, "advmod"))
        return False

    def _subject_holds(self, verb: int, keys: Iterable[str]) -> bool:
        doers = self.clauses.doers(verb)
        if "@many" in keys:
            return len(doers) > 1 or any(
                self.tree.token(i).tag in ("NNS", "NNPS") or self.tree.token(i).lemma == "they" for i in doers
            )
        if not doers:
            # a passive without an agent: nothing speaks against it
            return self.clauses.is_passive(verb)
        return any(self._fits(i, keys) for i in doers)

    def _fits(self, index: int, keys: Iterable[str]) -> bool:
        return any(self._fits_one(index, key) for key in keys)

    def _fits_one(self, index: int, key: str) -> bool:
        clauses, tree = self.clauses, self.tree
        core = clauses.core(index)
        lemma = tree.token(core).lemma.lower()
        if not key.startswith("@"):
            return lemma == key or clauses.compound(core) == key or tree.token(core).text.lower() == key
        match key:
            case "@any":
                return True
            case "@actor":
                return clauses.is_actor_like(index)
            case "@person":
                return clauses.is_person(index)
            case "@place":
                return clauses.is_place(index)
            case "@people":
                return (
                    clauses.belongs(index, "people")
                    or tree.token(core).entity in ("PERSON", "NORP")
                    or lemma in ("they", "other", "hundred", "thousand", "dozen", "ten", "score")
                )
            case "@crowd":
                # "thousands of Argentines": the number says that they are a crowd
                counted = tree.token(index).lemma.lower() in ("thousand", "hundred", "thousands", "hundreds", "dozens")
                return counted or lemma in _CROWD
            case "@projectile":
                return lemma in ("missile", "rocket", "shell", "mortar", "drone", "bomb", "projectile")
            case "@armed" | "@forceshead":
                return (
                    clauses.belongs(index, "forces")
                    or clauses.belongs(index, "violent_nouns")
                    or (key == "@armed" and tree.token(core).entity in ("GPE", "NORP", "ORG"))
                )
            case "@violent":
                return (
                    clauses.belongs(index, "violent_nouns")
                    or tree.token(core).entity in ("GPE", "NORP", "ORG")
                    or lemma in ("they", "regime", "government", "group")
                )
            case "@dignitary":
                return (
                    clauses.belongs(index, "dignitary_nouns")
                    or tree.token(core).entity == "PERSON"
                    or lemma in ("he", "she")
                )
            case "@workers":
                return clauses.belongs(index, "workers")
            case "@security":
                return clauses.belongs(index, "security")
            case "@state":
                return clauses.belongs(index, "state_nouns") or tree.token(core).entity in ("GPE", "NORP")
            case "@aid" | "@forces" | "@harm" | "@exchange" | "@requestable" | "@aidword" | "@hostilities":
                return clauses.belongs(index, key[1:])
            case "@thing":
                return clauses.belongs(index, "thing_seized")
            case "@jointdrill":
                return clauses.belongs(index, "jointdrill") and self._is_joint(core)
            case "@joint":
                return self._is_joint(core)
        return False

    def _is_joint(self, index: int) -> bool:
        return any(self.tree.token(c).lemma.lower() in self.lexicon.words["joint"] for c in self.tree.children[index])

    def _complement_holds(self, verb: int, condition: Condition) -> bool:
        for complement in self.clauses.complements(verb):
            infinitive = self.clauses.is_infinitive(complement)
            if "ing" in condition.keys and self.tree.token(complement).tag != "VBG":
                continue
            if "to" in condition.keys and not infinitive:
                continue
            if "that" in condition.keys and infinitive:
                continue
            if not condition.values or self._complement_fits(verb, complement, condition.values[0]):
                return True
        return False

    def _complement_fits(self, verb: int, complement: int, value: str) -> bool:
        entry = self.entry(complement)
        kind = entry.type if entry else None
        token = self.tree.token(complement)
        modal = {self.tree.token(a).text.lower() for a in self.tree.all(complement, "aux")}
        own = self._same_subject(verb, complement)
        match value:
            case "conflict":
                return kind in conflict_types()
            case "cooperation":
                return kind in cooperation_types()
            case "retreat":
                return kind in ("RETREAT", "CONCEDE")
            case "mobilise":
                return kind == "MOBILIZE"
            case "any_threat":
                return token.lemma in ("face", "suffer", "pay", "regret", "retaliate", "respond", "punish") and bool(
                    modal & {"will", "would", "'ll"}
                )
            case "future_retreat":
                return own and kind in ("RETREAT", "CONCEDE") and bool(modal & {"will", "would", "'ll"})
            case "future_cooperation":
                return (
                    own
                    and kind in cooperation_types() - {"RETREAT", "CONCEDE"}
                    and bool(modal & {"will", "would", "'ll"})
                )
            case "own_threat":
                return own and kind in conflict_types() and bool(modal & {"will", "would", "'ll"})
            case "subjunctive":
                # "demanded that Mali and Niger return": a base form that the parser takes for a present
                bare = token.tag == "VB" or (token.tag == "VBP" and self._is_mandative(verb))
                return (bare and not modal) or "should" in modal or "must" in modal
        return False

    def _is_mandative(self, verb: int) -> bool:
        token = self.tree.token(verb)
        return token.lemma in ("demand", "request", "recommend") or token.tag == "VBD"

    def _same_subject(self, verb: int, complement: int) -> bool:
        inner = self.tree.first(complement, "nsubj", "nsubjpass")
        if inner is None:
            return True
        token = self.tree.token(inner)
        if token.pos == "PRON" and token.text.lower() in ("it", "he", "she", "they", "we", "i"):
            return True
        return any(self.tree.token(i).text == token.text for i in self.clauses.doers(verb))

    # ------------------------------------------------------------------ verbs

    def _cover_content(self, verb: int) -> None:
        """What stands under a speech act is its content: no mention of its own."""
        for complement in self.clauses.complements(verb):
            if complement < verb and any(self.tree.token(i).text == ";" for i in range(complement, verb)):
                continue  # "Cairo offered help; Rome urged restraint": two sentences, the first no content of the second
            if complement < verb and self.tree.token(verb).lemma.lower() in _PLAIN_SPEECH:
                continue  # "Cairo never criticised Rome, its lawyers complained": told as it stands
            for index in (complement, *self.tree.all(complement, "conj")):
                self._content.setdefault(index, verb)

    def _propose_verb(self, verb: int, entry: VerbEntry) -> None:
        clauses = self.clauses
        judgement = judge(clauses, verb)
        kind, modes = entry.type, self._modes(verb, entry)
        if self._is_condition(verb):
            self._leave(verb, kind, "CONDITION")
            self._cover_objects(verb)
            return
        if self._is_background(verb):
            self._leave(verb, kind, "BACKGROUND_PARTICIPLE")
            return
        governor = self._speech_above(verb)
        accused: tuple[int, ...] = ()
        if governor is not None and self._swallows(governor, entry):
            accused = self._accused(governor, verb)
            if not accused:
                self._leave(verb, kind, "CONTENT_OF_SPEECH_ACT")
                self._cover_objects(verb)
                return
            judgement = _ALLEGED
        if judgement.mood == "irrealis" and judgement.status != "denied":
            self._leave(verb, kind, f"NOT_REPORTED_AS_DONE:{judgement.reason}")
            self._cover_objects(verb)
            return
        if self._tells_result(verb, entry):
            self._covered.add(verb)
            return
        actors, roads = self._actors(verb, kind)
        if kind == "REJECT" and not actors and clauses.is_passive(verb) and self._is_put_off(verb):
            return  # "the visit has been postponed until May": its own noun tells who visits whom
        if "undergo" in entry.flags:
            # "came under fire from the hills": the subject is acted upon, the roads lead to who acts
            sufferers = tuple(i for i in clauses.doers(verb) if self._can_suffer(i))
            doers, road = self._recipients(verb, entry, sufferers)
            actors, roads, recipients, road = doers, tuple(road for _ in doers), sufferers, "nsubj"
        else:
            if accused:
                actors, roads = accused, ("accused",) * len(accused)
            recipients, road = self._recipients(verb, entry, actors)
        if kind == "PROTEST" and not recipients:
            recipients, road = self._demanded_of(verb), "demand"
        if "crowdonly" in entry.flags and not any(
            self._fits_one(a, "@people") or self._fits_one(a, "@workers") for a in actors
        ):
            return
        if not actors and kind == "MOBILIZE" and clauses.is_passive(verb):
            actors = tuple(i for i in clauses.objects(verb) if clauses.belongs(i, "forces"))[:1]
            roads = ("forces",) * len(actors)  # "jets were scrambled": they are who moves
            if actors and road.startswith("obj"):
                recipients, road = (), ""
        if not actors and not recipients:
            recipients, road = self._thing(verb, kind), "thing"
        if not actors and not recipients:
            self._leave(verb, kind, "NO_PARTICIPANT")
            return
        if kind == "AID" and not recipients and self.tree.token(verb).dep == "acl" and clauses.is_passive(verb):
            self._leave(verb, kind, "BACKGROUND_PARTICIPLE")  # "a drone sent by Chad hit a depot"
            return
        # "was picked up at the airport": done to somebody, by whom is left open
        told = clauses.is_passive(verb) and bool(recipients)
        if "weak" in entry.flags and not told and not (actors and (recipients or entry.recipient == ())):
            self._leave(verb, kind, "WEAK_WITHOUT_PARTIES")
            return
        kind, modes, judgement = self._turn(verb, entry, kind, modes, judgement, actors)
        words = self._trigger_words(verb, entry)
        self._covered.update(words)
        symmetric = "sym" in entry.flags
        if symmetric and len(recipients) > 1 and not actors:
            actors, roads, recipients = recipients, (road,) * len(recipients), ()  # "was struck between Mali and Chad"
        if symmetric and recipients and kind in (*_SYMMETRIC_TYPES, "ASSAULT", "RETREAT"):
            actors = tuple(dict.fromkeys((*actors, *recipients)))
            roads = (*roads, *(road for _ in recipients))
            recipients = ()
        self._add(
            Proposal(
                trigger=verb,
                words=words,
                type=kind,
                modes=modes,
                actors=actors,
                recipients=recipients,
                via=(*roads, *(road for _ in recipients)),
                symmetric=symmetric,
                content=self._content_type(verb),
                judgement=judgement,
                rule=f"verb:{entry.row}" if entry.row > 0 else f"phrase:{-entry.row}",
                score=0.6 if "weak" in entry.flags else 0.9,
                reserve=self._reserve(verb, kind, actors, recipients) if entry.recipient and not symmetric else (),
            )
        )

    def _is_put_off(self, verb: int) -> bool:
        return not _PUTTING_OFF.isdisjoint(self.clauses.key(verb))

    def _is_background(self, verb: int) -> bool:
        """A participle that only describes ("the seized boat's crew"); with a day or a place of its own it tells of an act."""
        tree = self.tree
        if tree.token(verb).dep != "acl" or not self.clauses.is_passive(verb) or self.clauses.doers(verb):
            return False
        own = (*tree.all(verb, "npadvmod"), *(p for a in tree.all(verb, "prep") for p in tree.all(a, "pobj")))
        return not any(tree.token(i).entity in ("DATE", "TIME", "GPE", "LOC", "FAC") for i in own)

    def _accused(self, governor: int, verb: int) -> tuple[int, ...]:
        """Who is said to have done it, where the act is what an accusation is of: "accused Chad of arming rebels"."""
        above = self.entry(governor)
        token = self.tree.token(verb)
        if above is None or above.type != "ACCUSE" or token.dep != "pcomp":
            return ()
        link = self.tree.token(token.head)
        if link.text.lower() not in ("of", "for", "with", "over"):
            return ()
        return tuple(i for i in self._recipients(governor, above, ())[0] if self.clauses.is_actor_like(i))

    def _thing(self, verb: int, kind: str) -> tuple[int, ...]:
        """What force or a ban falls upon, where nobody is named: "the convoy was turned back". Whose it is, the text around tells."""
        if kind not in _DONE_TO:
            return ()
        return tuple(
            i
            for i in self.clauses.objects(verb)
            if self.tree.token(i).pos in ("NOUN", "PROPN") and not self.tree.token(i).entity
        )[:1]

    def _demanded_of(self, verb: int) -> tuple[int, ...]:
        """ "rallied to demand that the president go", "marched, calling for French troops to leave": from whom it is demanded."""
        for clause in self.tree.all(verb, "advcl", "xcomp"):
            entry = self.entry(clause)
            if entry is not None and entry.type in ("REQUEST", "ACCUSE", "REJECT"):
                found = self._recipients(clause, entry, ())[0] or tuple(self._walk_complement(clause, "A"))
                if found:
                    return found
        return ()

    def _is_condition(self, verb: int) -> bool:
        """ "unless Seoul withdrew", "if it bought missiles": named as a condition only."""
        marks = {self.tree.token(c).text.lower() for c in self.tree.all(verb, "mark")}
        if marks & {"unless", "if", "should"}:
            return True
        if "until" not in marks:
            return False
        # "blocked the road until police fired": it happened; "will fight until Chad withdraws", "would not go until it withdrew" have not.
        above = self.tree.token(verb).head
        told = self.tree.token(verb).tag == "VBD" and self.tree.token(above).tag == "VBD"
        return not told or self.tree.first(above, "neg") is not None

    def _speech_above(self, verb: int) -> int | None:
        """The speech act whose content the verb is, also through other verbs ("urged X to stop killing")."""
        current = verb
        for _ in range(4):
            if current in self._content:
                return self._content[current]
            token = self.tree.token(current)
            if token.dep not in ("xcomp", "pcomp", "prep", "conj") or token.head == current:
                return None
            current = token.head
        return None

    def _turn(
        self,
        verb: int,
        entry: VerbEntry,
        kind: str,
        modes: tuple[str, ...],
        judgement: Judgement,
        actors: tuple[int, ...],
    ) -> tuple[str, tuple[str, ...], Judgement]:
        """Acts to come: harm announced by its doer is a threat; plans keep their type and are planned."""
        if "planned" in entry.flags and judgement.mood == "actual":
            return kind, modes, Judgement(mood="actual", reason="ANNOUNCED_PLAN")
        if judgement.mood == "planned" and judgement.reason.startswith("MODAL") and kind in ("ASSAULT",) and actors:
            return "THREATEN", ("violence",), Judgement(mood="actual", reason="HARM_ANNOUNCED")
        return kind, modes, judgement

    def _tells_result(self, verb: int, entry: VerbEntry) -> bool:
        """ "bombed the market, killing 12 and wounding 30": the dead are of the bombing, no second act."""
        if entry.type != "ASSAULT" or entry.lemma not in _RESULTS:
            return False
        token = self.tree.token(verb)
        above = self.entry(token.head) if token.head != verb and self.tree.token(token.head).pos == "VERB" else None
        if above is None or above.type != "ASSAULT":
            return False
        if token.dep == "advcl":
            return token.tag == "VBG" and self.tree.first(verb, "nsubj", "mark") is None
        return token.dep == "conj" and above.lemma in _RESULTS and self.tree.first(verb, "nsubj", "nsubjpass") is None

    def _swallows(self, governor: int, entry: VerbEntry) -> bool:
        above = self.entry(governor)
        if above is None:
            return False
        if above.type in ("ACCUSE", "SANCTION"):
            return True
        return above.type in ("REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE", "SUPPORT")

    def _cover_objects(self, verb: int) -> None:
        for index in self.clauses.objects(verb):
            self._covered.add(index)
        for child in self.tree.all(verb, "prep"):
            self._covered.update(self.tree.all(child, "pobj"))

    def _actors(self, verb: int, kind: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        clauses = self.clauses
        found: list[int] = []
        roads: list[str] = []
        road = "agent" if clauses.is_passive(verb) else "nsubj"
        for index in clauses.doers(verb):
            noun = self._noun_entry(index)
            if noun is not None and noun.type in ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE"):
                # "Israeli airstrikes killed 12": the doer of the strikes, not the strikes
                inner = self._noun_doers(index, noun) or self._behind(index)
                found.extend(inner)
                roads.extend("nsubj.mod" for _ in inner)
                self._covered.add(index)
            elif self._can_act(index, kind):
                found.append(index)
                roads.append(road)
            else:
                # "a bomb claimed by the rebels", "drones launched by Chad"
                behind = self._behind(index)
                found.extend(behind)
                roads.extend("nsubj.by" for _ in behind)
        return tuple(found), tuple(roads)

    def _behind(self, index: int) -> list[int]:
        """Who is named as the doer of what a thing went through ("a bomb claimed by the rebels")."""
        return [i for i in self._step_in([index], "by") if self.clauses.is_actor_like(i)]

    def _can_act(self, index: int, kind: str) -> bool:
        """Whether a subject acts; "a Chinese move" may stand for the Chinese, but does not strike or arrest."""
        if self.clauses.is_actor_like(index):
            return True
        return kind not in ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST") and bool(self.clauses.modifiers(index))

    def _recipients(self, verb: int, entry: VerbEntry, actors: tuple[int, ...]) -> tuple[tuple[int, ...], str]:
        if len(actors) > 1 and any(self._is_mutual(i) for i in self.clauses.objects(verb)):
            return actors, "each_other"
        for step in entry.recipient:
            found = [i for i in self._walk(verb, step) if i not in actors and not self._is_reflexive(i)]
            if found:
                return tuple(dict.fromkeys(found)), step
        if entry.recipient and entry.type not in ("RETREAT", "CONSULT"):
            # "Canadian goods", "Lebanese ports": whose the thing is
            found = [
                i for o in self.clauses.objects(verb) for i in (*self.clauses.modifiers(o), *self.tree.all(o, "poss"))
            ]
            found = [i for i in found if i not in actors and self.tree.token(i).pos != "PRON"]
            if found:
                return tuple(dict.fromkeys(found)), "obj.mod"
        return (), ""

    def _reserve(self, verb: int, kind: str, actors: tuple[int, ...], recipients: tuple[int, ...]) -> tuple[int, ...]:
        """The names under a predicate in the order of their distance from it, apart from adjuncts and the actors' own.

        Where a recipient stands in the text, only what belongs to it ("curbs on trade with Chad", when "trade" was taken).
        "tightened curbs on trade with Chad", "cut off the power it sells to Chad", "withdrew from Chad's airport".
        """
        if kind not in _DIRECTED:
            return ()
        tree = self.tree
        subjects = {i for a in actors for i in tree.subtree(a)}
        found: list[int] = []
        level = [(c, False) for c in tree.children[verb] if self._leads_on(verb, c)]
        for _ in range(_RESERVE_DEPTH):
            level = [(i, suffers) for i, suffers in level if i not in subjects]
            named = [i for i, suffers in level if not suffers and self._tells_whom(i)]
            found.extend(i for i in named if i not in found)
            level = [
                (c, self._suffers(kind, i, c, suffers))
                for i, suffers in level
                for c in tree.children[i]
                if self._leads_on(i, c)
            ]
        heads = [i for i in found if not (tree.token(i).dep in ("compound", "nmod") and tree.token(i).head in found)]
        within = {i for r in recipients for i in tree.subtree(r)}
        return tuple(i for i in heads if not recipients or i in within)

    def _tells_whom(self, index: int) -> bool:
        """A name, or somebody told by what he is to another ("its northern neighbour")."""
        token = self.tree.token(index)
        return token.entity in _NAMED or (
            token.lemma.lower() in _RELATED and self.tree.first(index, "poss") is not None
        )

    def _suffers(self, kind: str, index: int, child: int, suffers: bool) -> bool:
        """Of "condemned the strikes on Chad by Mali" Chad suffers what is condemned: it is not who is accused."""
        token = self.tree.token(child)
        if token.dep != "prep" or kind != "ACCUSE":
            return suffers
        if token.text.lower() == "by":
            return False
        noun = self._noun_entry(index)
        return suffers or (noun is not None and noun.type in conflict_types() and token.text.lower() in noun.recipient)

    def _leads_on(self, index: int, child: int) -> bool:
        """Whether a word below a predicate may belong to the one acted upon."""
        governor, token = self.tree.token(index), self.tree.token(child)
        if governor.pos == "ADP":
            return token.dep in ("pobj", "pcomp", "prep")
        if token.dep == "prep":
            if token.text.lower() == "at":
                return any(self.tree.token(p).lemma in _BEHESTS for p in self.tree.all(child, "pobj"))
            if governor.pos == "VERB":
                return token.text.lower() in _TOWARDS
            return token.text.lower() not in _ASIDE
        if governor.pos in ("VERB", "AUX"):
            return token.dep in ("dobj", "dative", "oprd", "nsubjpass", "xcomp", "ccomp", "agent") or (
                token.dep == "nsubj" and governor.dep in ("ccomp", "xcomp")
            )
        return token.dep in ("poss", "amod", "compound", "nmod", "acl", "relcl", "conj", "appos")

    def _is_reflexive(self, index: int) -> bool:
        return self.tree.token(index).text.lower() in ("himself", "itself", "themselves", "herself", "each", "other")

    def _is_mutual(self, index: int) -> bool:
        """Whether a word is the "other" of "each other" or "one another"."""
        before = self.tree.token(index - 1).text.lower() if index else ""
        return (before, self.tree.token(index).text.lower()) in (("each", "other"), ("one", "another"))

    def _walk(self, verb: int, step: str, kind: str = "") -> list[int]:
        """The participants that one recipient step of a row leads to."""
        clauses = self.clauses
        strict = step.endswith("@")
        first, *rest = step.rstrip("@").split(".")
        if first == "comp":
            return self._walk_complement(verb, rest[0] if rest else "R")
        if first == "obj":
            current = clauses.objects(verb)
        elif first == "iobj":
            current = [i for i in clauses.indirect(verb) if clauses.is_actor_like(i)]
        else:
            current = clauses.partners(verb, first)
        for name in rest:
            current = self._step_in(current, name)
        if rest and rest[-1] in ("mod", "poss"):
            return current
        if first == "obj" and not rest and not strict:
            return [i for i in current if self._can_suffer(i)]
        return [
            i for i in current if clauses.is_actor_like(i) or (self._strikes(verb, kind) and self._lies_somewhere(i))
        ]

    def _strikes(self, verb: int, kind: str) -> bool:
        entry = self.entry(verb)
        return (kind or (entry.type if entry is not None else "")) in ("ASSAULT", "COERCE", "MOBILIZE")

    def _lies_somewhere(self, index: int) -> bool:
        """What is struck may be told by where it lies ("ports in the Odesa region")."""
        return any(self.tree.token(i).entity in ("GPE", "LOC") for i in self.tree.subtree(index))

    def _can_suffer(self, index: int) -> bool:
        if self.clauses.is_actor_like(index) or self.clauses.modifiers(index):
            return True
        return self.tree.token(self.clauses.core(index)).pos in ("PROPN",)

    def _step_in(self, heads: list[int], name: str) -> list[int]:
        clauses = self.clauses
        found: list[int] = []
        for head in heads:
            if name == "mod":
                found.extend(clauses.modifiers(head))
            elif name == "by":
                found.extend(clauses.partners(head, "by"))
                found.extend(i for c in self.tree.all(head, "acl", "relcl") for i in clauses.doers(c) if i != head)
            elif name == "poss":
                found.extend(i for i in clauses.spread(self.tree.all(head, "poss")))
            else:
                found.extend(clauses.partners(head, name))
        return found

    def _walk_complement(self, verb: int, role: str) -> list[int]:
        found: list[int] = []
        for complement in self.clauses.complements(verb):
            if role == "A":
                found.extend(i for i in self.clauses.doers(complement) if self.clauses.is_actor_like(i))
                continue
            entry = self.entry(complement)
            if entry is not None:
                found.extend(self._recipients(complement, entry, ())[0])
            else:
                found.extend(i for i in self.clauses.objects(complement) if self.clauses.is_actor_like(i))
                found = found or [
                    m
                    for o in self.clauses.objects(complement)
                    for m in (*self.clauses.modifiers(o), *self.tree.all(o, "poss"))
                    if self.tree.token(m).entity in _NAMED or self.tree.token(m).pos == "PROPN"
                ]
                if not found:
                    found.extend(
                        i
                        for i in self.clauses.partners(complement, "with", "to", "against", "from")
                        if self.clauses.is_actor_like(i)
                    )
        return found

    def _content_type(self, verb: int) -> str | None:
        for complement in self.clauses.complements(verb):
            entry = self.entry(complement)
            if entry is not None:
                return entry.type
        for index in (*self.clauses.objects(verb), *self.clauses.partners(verb, "for", "of", "with")):
            noun = self._noun_entry(index)
            if noun is not None:
                return noun.type
        return None

    def _modes(self, verb: int, entry: VerbEntry) -> tuple[str, ...]:
        mode = entry.mode
        if mode is None:
            return ()
        if not mode.startswith("@"):
            return (mode,)
        if mode == "@content":
            return self._content_mode(verb, entry.type)
        if mode == "@accuse":
            return (
                ("disapprove",)
                if entry.lemma in ("blame", "rebuke", "scold", "chide", "fault", "castigate", "deride", "admonish")
                else ("allege",)
            )
        if mode == "@forces":
            for index in self.clauses.objects(verb):
                for name, kind in (
                    ("police_forces", "police"),
                    ("militia_forces", "militia"),
                    ("weapons_forces", "weapons"),
                ):
                    if self.clauses.belongs(index, name):
                        return (kind,)
            return ("troops",)
        return self._weapon(verb)

    def _content_mode(self, verb: int, kind: str) -> tuple[str, ...]:
        content = self._content_type(verb)
        if content in _CONTENT_MODES.get(kind, {}):
            return (_CONTENT_MODES[kind][content],)
        if kind == "THREATEN":
            return ()
        lemmas = {
            self.tree.token(i).lemma.lower() for i in (*self.clauses.objects(verb), *self.clauses.partners(verb, "for"))
        }
        return next(((mode,) for mode, words in _CONTENT_WORDS.items() if lemmas & words), ())

    def _weapon(self, index: int) -> tuple[str, ...]:
        """The mode of an assault by the words of its clause: the arm, the way or the aim."""
        lemmas = {self.tree.token(i).lemma.lower() for i in self._clause_words(index)}
        texts = " ".join(sorted(lemmas))
        for mode, words in (
            ("suicide-attack", ("suicide",)),
            ("drone", ("drone", "uav", "quadcopter")),
            ("aerial", ("airstrike", "warplane", "jet", "bomber", "aircraft", "helicopter", "air", "aerial")),
            ("heavy-weapons", ("artillery", "rocket", "missile", "mortar", "tank", "shell", "howitzer")),
            ("explosives", ("bomb", "explosive", "mine", "ied", "grenade", "car_bomb", "landmine")),
            ("crowd-control", ("teargas", "tear", "baton", "pellet")),
            ("firearms", ("gunman", "gunmen", "rifle", "gun", "sniper", "pistol", "gunfire")),
            ("primitive", ("knife", "machete", "stone", "petrol", "axe", "arson")),
        ):
            if any(w in lemmas or f" {w} " in f" {texts} " for w in words):
                return (mode,)
        return ()

    def _clause_words(self, index: int) -> list[int]:
        return [
            i
            for i in self.tree.subtree(index)
            if self.tree.clause(i) == self.tree.clause(index) or self.tree.token(i).pos != "VERB"
        ]

    def _trigger_words(self, verb: int, entry: VerbEntry) -> tuple[int, ...]:
        words = [verb]
        wanted = {k for c in entry.when if c.name == "obj" for k in c.keys if not k.startswith("@")}
        classes = {
            k
            for c in entry.when
            if c.name == "obj"
            for k in c.keys
            if k in ("@aid", "@exchange", "@hostilities", "@jointdrill", "@forces", "@harm", "@requestable")
        }
        for index in self.clauses.objects(verb):
            if any(self._fits_one(index, k) for k in (*wanted, *classes)):
                words.append(index)
        for condition in entry.when:
            if condition.name == "prep" and condition.values:
                words.extend(
                    i
                    for i in self.clauses.partners(verb, *condition.keys)
                    if any(not v.startswith("@") and self._fits_one(i, v) for v in condition.values)
                )
        return tuple(dict.fromkeys(words))

    def _propose_adjective(self, verb: int) -> None:
        """ "X said that such talks were premature": a refusal or a reproach by whoever says so."""
        if self.tree.token(verb).lemma != "be":
            return
        for index in self.tree.all(verb, "acomp", "attr"):
            entry = self.lexicon.adjectives.get(self.tree.token(index).lemma.lower())
            judgement = judge(self.clauses, verb)
            if entry is None or judgement.mood == "denied":
                continue
            subjects = self.clauses.doers(verb)
            parties = [
                p for s in subjects for step in ("by", "of", "with", "poss", "mod") for p in self._step_in([s], step)
            ]
            self._add(
                Proposal(
                    trigger=index, words=(index,), type=entry.type, modes=(entry.mode,) if entry.mode else (), actors=(),
                    recipients=tuple(dict.fromkeys(parties)), via=tuple("subject" for _ in parties), symmetric=False, content=None,
                    judgement=Judgement(mood="actual", reason="CALLED_SO"), rule=f"adjective:{entry.row}", score=0.6,
                )
            )  # fmt: skip
            for subject in subjects:
                self._covered.add(subject)

    # ------------------------------------------------------------------ nouns

    def _noun_entry(self, index: int) -> NounEntry | None:
        if self.tree.token(index).pos not in ("NOUN", "PROPN"):
            return None
        compound = self.clauses.compound(index)
        if compound in self.lexicon.nouns:
            return self.lexicon.nouns[compound]
        return self.lexicon.nouns.get(self.tree.token(index).lemma.lower())

    def _noun_doers(self, index: int, noun: NounEntry) -> list[int]:
        clauses = self.clauses
        found = clauses.spread(self.tree.all(index, "poss"))
        found = [i for i in found if self.tree.token(i).entity not in ("DATE", "TIME")]
        if noun.of == "R" and found and clauses.partners(index, "by"):
            found = []
        found.extend(i for i in clauses.partners(index, "by") if clauses.is_actor_like(i))
        found.extend(() if found else self._noun_givers(index, noun))
        for preposition in [] if found else self.tree.all(index, "prep"):
            for place in self.tree.all(preposition, "pobj"):  # "the strikes on the bridge by Malian jets"
                found.extend(i for i in clauses.partners(place, "by") if clauses.is_actor_like(i))
        found.extend(i for i in clauses.modifiers(index) if i not in found and self._modifies_as_doer(i, noun))
        if noun.of == "A" and not clauses.partners(index, "by"):
            found.extend(i for i in clauses.partners(index, "of") if clauses.is_actor_like(i))
        if "sym" in noun.flags:
            found.extend(i for i in self._hyphenated_pair(index) if i not in found)
            found.extend(
                i for i in clauses.partners(index, "between", "among", "involving") if clauses.is_actor_like(i)
            )
            head = self.tree.token(index).head
            if self.tree.token(head).pos in ("VERB", "AUX") and self.tree.token(index).dep in (
                "nsubj",
                "nsubjpass",
                "dobj",
            ):
                found.extend(i for i in clauses.partners(head, "between", "among") if clauses.is_actor_like(i))
        return list(dict.fromkeys(found))

    def _is_opposed(self, index: int) -> bool:
        """Whether "anti-" stands before a name."""
        before = [self.tree.token(i).text.lower() for i in range(max(index - 2, 0), index)]
        return before == ["anti", "-"] or self.tree.token(index).text.lower().startswith("anti-")

    def _hyphenated_pair(self, index: int) -> list[int]:
        """ "Saudi-Iranian talks": both."""
        tokens = self.tree.tokens
        for middle in range(max(index - 4, 1), index - 1):
            if tokens[middle].text in ("-", "–") and all(
                tokens[i].text[:1].isupper()
                and (tokens[i].entity in ("NORP", "GPE") or tokens[i].pos in ("ADJ", "PROPN"))
                for i in (middle - 1, middle + 1)
            ):
                return [middle - 1, middle + 1]
        return []

    def _modifies_as_doer(self, modifier: int, noun: NounEntry) -> bool:
        """ "Israeli airstrikes" are by Israelis, "his Baku visit" is not by Baku."""
        token = self.tree.token(modifier)
        return token.dep != "poss" and not (
            noun.mode == "visit" and token.entity in ("GPE", "LOC") and token.dep == "compound"
        )

    def _noun_givers(self, index: int, noun: NounEntry) -> list[int]:
        """Of "no promise was made by Kenya" and "an apology to Peru from Kenya" those who make it."""
        clauses, token = self.clauses, self.tree.token(index)
        found: list[int] = []
        if token.dep in ("nsubjpass", "dobj") and self._carries(token.head):
            found.extend(clauses.doers(token.head))
        if noun.type in _FROM_GIVER or token.lemma.lower() == "apology":
            found.extend(clauses.partners(index, "from"))
        return [i for i in found if clauses.is_actor_like(i)]

    def _carries(self, verb: int) -> bool:
        """Whether the verb only carries the act that its object names ("made a promise"), or puts it off."""
        return self.tree.token(verb).lemma.lower() in _LIGHT or self._is_put_off(verb)

    def _noun_sufferers(self, index: int, noun: NounEntry) -> tuple[list[int], str]:
        found, road = self._noun_others(index, noun)
        return (found, road) if found else self._told_in_clause(index, noun)

    def _told_in_clause(self, index: int, noun: NounEntry) -> tuple[list[int], str]:
        """ "Peru came under criticism", "Peru was given an ultimatum": the subject is who suffers the act."""
        tree, token = self.tree, self.tree.token(index)
        link = tree.token(token.head)
        if noun.type not in _FROM_GIVER:
            return [], ""
        if token.dep == "pobj" and link.text.lower() == "under" and tree.token(link.head).lemma.lower() == "come":
            found = self.clauses.doers(link.head)
        elif token.dep == "dobj" and link.lemma.lower() in _HANDING and self.clauses.is_passive(token.head):
            found = self.clauses.objects(token.head)
        else:
            return [], ""
        return [i for i in found if i != index and self.clauses.is_actor_like(i)], "clause"

    def _noun_others(self, index: int, noun: NounEntry) -> tuple[list[int], str]:
        clauses = self.clauses
        if noun.mode == "visit":
            named = [i for i in self.tree.all(index, "compound") if self.tree.token(i).entity in ("GPE", "LOC")]
            if named:
                return named, "compound"
        prepositions = [p for p in noun.recipient if p not in ("by.R", "between")]
        if noun.of == "R" and "of" not in prepositions:
            prepositions.insert(0, "of")
        if noun.of == "A" and "of" in prepositions and not clauses.partners(index, "by"):
            prepositions.remove("of")
        for preposition in prepositions:
            found = [
                i
                for i in clauses.partners(index, preposition)
                if clauses.is_actor_like(i) or clauses.modifiers(i) or self._is_struck(i, noun, preposition)
            ]
            if found:
                return found, preposition
        # "the lifting of its ban on beef from Chad", "the ratification of a treaty with Chad"
        reaches = not noun.of or noun.type in ("REJECT", "AGREE")
        for thing in clauses.partners(index, "of") if reaches else ():
            for preposition in _FROM_THINGS:
                inner = clauses.partners(thing, preposition)
                found = [i for i in inner if clauses.is_actor_like(i)]
                found = found or [
                    i for o in inner for i in clauses.partners(o, "of", "from") if clauses.is_actor_like(i)
                ]
                if found:
                    return found, f"of.{preposition}"
        return [], ""

    def _is_struck(self, index: int, noun: NounEntry, preposition: str) -> bool:
        """A house or a bridge may be what a strike falls upon."""
        token = self.tree.token(index)
        return noun.type == "ASSAULT" and preposition in ("on", "against") and token.pos == "NOUN" and not token.entity

    def _propose_noun(self, index: int, noun: NounEntry) -> None:
        tree = self.tree
        token = tree.token(index)
        if token.dep in ("compound", "amod", "npadvmod", "poss") or self._is_pre_modifier(index):
            return
        head = tree.token(token.head)
        if (
            token.dep == "pobj"
            and head.text.lower() in ("of", "about", "over", "on", "from", "despite", "as", "like", "into")
            and head.head != token.head
        ):
            outer = tree.token(head.head)
            inside_thing = outer.pos == "NOUN" and self._noun_entry(head.head) is None
            if inside_thing and not self._has_own_parties(index, noun):
                return
        if noun.mode == "visit" and self._visits(token.head):
            self._leave(index, noun.type, "SAME_AS_ANOTHER")  # "arrived in Chad on a visit"
            return
        judgement = judge(self.clauses, index)
        if judgement.mood == "irrealis" and judgement.status != "denied":
            self._leave(index, noun.type, f"NOT_REPORTED_AS_DONE:{judgement.reason}")
            return
        if self._is_content(index):
            self._leave(index, noun.type, "CONTENT_OF_SPEECH_ACT")
            return
        doers = self._noun_doers(index, noun)
        sufferers, road = self._noun_sufferers(index, noun)
        against = [i for i in doers if self._is_opposed(i)]
        if against:
            # "anti-French marches": whom they are against
            doers = [i for i in doers if i not in against and self.tree.token(i).text.lower() not in ("anti", "-")]
            sufferers, road = sufferers or against, road or "anti"
        if noun.of == "R" and not sufferers and doers and all(tree.token(i).dep == "poss" for i in doers):
            doers, sufferers, road = [], doers, "poss"
        if not doers and self._takes_clause_subject(index, noun):
            doers = [
                i for i in self.clauses.governing_subject(index) if self.clauses.is_actor_like(i) and i not in sufferers
            ]
        reason = self._noun_objection(index, noun, doers, sufferers)
        if reason:
            self._leave(index, noun.type, reason)
            return
        kind, modes = self._noun_kind(index, noun, doers)
        symmetric = "sym" in noun.flags or kind == "COOPERATE"
        if symmetric:
            doers = list(dict.fromkeys((*doers, *sufferers)))
            sufferers = []
        doers = [i for i in doers if i not in sufferers]
        self._covered.add(index)
        self._add(
            Proposal(
                trigger=index,
                words=(index,),
                type=kind,
                modes=modes,
                actors=tuple(doers),
                recipients=tuple(sufferers),
                via=(*("noun" for _ in doers), *(road for _ in sufferers)),
                symmetric=symmetric,
                content=None,
                judgement=judgement,
                rule=f"noun:{noun.row}",
                score=0.8 if doers and (sufferers or symmetric) else 0.65,
            )
        )

    def _noun_kind(self, index: int, noun: NounEntry, doers: Sequence[int]) -> tuple[str, tuple[str, ...]]:
        """Type and modes of an act told by a noun: a strike by those who work is a protest, a joint drill a cooperation."""
        if "strike" in noun.flags and all(self.clauses.belongs(i, "workers") for i in doers):
            return "PROTEST", ("strike",)
        if noun.type == "MOBILIZE" and len(doers) > 1 and self._is_joint(index):
            return "COOPERATE", ()
        if noun.mode == "@weapon":
            return noun.type, self._weapon(index)
        return noun.type, (noun.mode,) if noun.mode and noun.mode != "@content" else ()

    def _is_pre_modifier(self, index: int) -> bool:
        following = index + 1
        return following < len(self.tree) and self.tree.token(following).text == "-"

    def _has_own_parties(self, index: int, noun: NounEntry) -> bool:
        return bool(self._noun_doers(index, noun)) and bool(self._noun_sufferers(index, noun)[0] or "sym" in noun.flags)

    def _takes_clause_subject(self, index: int, noun: NounEntry) -> bool:
        """ "During a visit to Beirut the envoy said": the envoy is who visits."""
        token = self.tree.token(index)
        if token.dep != "pobj" or noun.type not in ("CONSULT",):
            return False
        return self.tree.token(token.head).text.lower() in (
            "during",
            "on",
            "after",
            "following",
            "before",
            "in",
            "for",
            "at",
            "with",
        )

    def _visits(self, link: int) -> bool:
        """Whether a preposition hangs on a verb that tells of the visit already."""
        verb = self.tree.token(link).head
        above = self.entry(verb) if self.tree.token(link).pos == "ADP" and self.tree.token(verb).pos == "VERB" else None
        return above is not None and above.type == "CONSULT" and above.mode == "visit" and verb in self._covered

    def _is_content(self, index: int) -> bool:
        """Whether a speech act or a refusal has this noun as its object ("called for talks", "rejected the sanctions")."""
        tree = self.tree
        current = index
        for _ in range(4):
            token = tree.token(current)
            head = token.head
            if head == current:
                return False
            governor = tree.token(head)
            if governor.pos in ("VERB", "AUX"):
                if token.dep not in ("dobj", "prep", "ccomp", "xcomp", "attr", "oprd", "nsubjpass", "pcomp"):
                    return False
                entry = self.entry(head)
                if entry is None:
                    return False
                if token.dep == "nsubjpass" and self._is_put_off(head) and not self.clauses.doers(head):
                    return False
                if token.dep == "prep" and token.text.lower() in (
                    "in",
                    "on",
                    "at",
                    "after",
                    "before",
                    "during",
                    "following",
                    "since",
                    "amid",
                ):
                    return False
                return entry.type in ("REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE", "MOBILIZE") or (
                    entry.type == "SUPPORT"
                    and self._noun_entry(index) is not None
                    and self.lexicon.nouns.get(tree.token(index).lemma.lower()) is not None
                )
            noun = self._noun_entry(head) if governor.pos == "NOUN" else None
            if noun is not None and noun.type in ("REQUEST", "THREATEN", "REJECT"):
                return True
            current = head
        return False

    def _noun_objection(self, index: int, noun: NounEntry, doers: list[int], sufferers: list[int]) -> str:
        tree = self.tree
        if "plural" in noun.flags and tree.token(index).lemma == "talk" and tree.token(index).tag == "NN":
            return "FIGURE_OF_SPEECH"
        if "military" in noun.flags and not any(
            tree.token(c).lemma in ("military", "naval", "army", "war", "live-fire", "air", "joint", "security")
            for c in tree.children[index]
        ):
            return "NOT_MILITARY"
        if "forces" in noun.flags and not (doers or sufferers):
            return "NO_PARTICIPANT"
        if "arg_only" in noun.flags and not (doers and (sufferers or self._has_content(index))):
            return "NEEDS_BOTH_PARTIES"
        if noun.type == "PROTEST" and not doers and not sufferers and self._is_told(index):
            return ""
        if "needargs" in noun.flags and not (doers and (sufferers or "sym" in noun.flags)) and not sufferers:
            return "NEEDS_PARTIES"
        if (
            "sym" in noun.flags
            and len(doers) + len(sufferers) < 2
            and not any(tree.token(i).tag in ("NNS", "NNPS") for i in doers)
        ):
            return "NEEDS_TWO_PARTIES"
        if not doers and not sufferers:
            return "NO_PARTICIPANT"
        if "strike" in noun.flags and not doers:
            return "AMBIGUOUS_STRIKE"
        return ""

    def _has_content(self, index: int) -> bool:
        """Whether a clause behind the noun says what it is ("the demand to pay", "the demand that Mali pay")."""
        if self.tree.first(index, "acl", "xcomp") is not None:
            return True
        clauses = self.tree.all(index, "relcl")  # where the parser takes "that" for a relative
        return any(
            self.tree.token(c).text.lower() == "that" and self.tree.token(c).tag == "IN"
            for r in clauses
            for c in self.tree.children[r]
        )

    def _is_told(self, index: int) -> bool:
        """Whether the noun is what the sentence tells of ("protests were held in Lima"), not a thing it mentions."""
        token = self.tree.token(index)
        governor = self.tree.token(token.head)
        articles = {self.tree.token(c).text.lower() for c in self.tree.all(index, "det")}
        if articles & {"the", "this", "that", "these", "those", "no", "any", "every", "each", "such"}:
            return False
        if token.dep in ("nsubj", "nsubjpass", "ROOT"):
            return governor.pos in ("VERB", "AUX", "NOUN")
        # "it began with a rally", "called a two-day walkout": brought up here for the first time
        new = bool(articles & {"a", "an", "another"}) or self.tree.first(index, "nummod") is not None
        return new and token.dep in ("dobj", "pobj")

    # ------------------------------------------------------------------ outcome

    def _leave(self, index: int, kind: str | None, reason: str) -> None:
        self.rejected.append(Rejected(trigger=index, type=kind, reason=reason))

    def _add(self, proposal: Proposal) -> None:
        for other in self.proposals:
            if (
                other.type == proposal.type
                and set(other.actors) == set(proposal.actors)
                and set(other.recipients) == set(proposal.recipients)
            ):
                self._leave(proposal.trigger, proposal.type, "SAME_AS_ANOTHER")
                return
        self.proposals.append(proposal)
