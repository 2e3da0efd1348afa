"""Verbs that hand on what somebody says, thinks or wants: their speaker, their cue words, their content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.drafts import Draft
from dragoman.extraction.attribution.sources import Kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.extraction.attribution.lexicon import Cue, CueLexicon
    from dragoman.extraction.clauses import Clauses

_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
_SKIPPED = frozenset({"amod", "compound", "nmod", "aux", "auxpass"})
_SMALL_CLAUSE = frozenset({"oprd", "acomp", "attr"})
_FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP"})
_LOOSE = frozenset({"parataxis", "ROOT", "conj", "advcl", "dep", "ccomp"})
_LONGEST_SWALLOWED = 8  # tokens of a subject between comma and verb
_BOTH = frozenset({"accuses", "asks", "warns", "demands", "criticises", "praises"})
_PERCEIVING = frozenset({"see", "hear", "feel", "watch", "want", "find", "like"})
_ASIDES = frozenset(
    {
        "says",
        "claims",
        "confirms",
        "admits",
        "believes",
        "shows",
        "warns",
        "expects",
        "fears",
        "hopes",
        "suggests",
        "denies",
    }
)
_COMPARING = frozenset({"liken", "compare", "equate"})
_HEARSAY = frozenset({"says", "claims", "believes", "confirms", "shows"})
# What goes on behind a comma with what the same speaker said ("…, adding that", "…, citing the weather").
_GOING_ON = frozenset(
    {"accuse", "acknowledge", "add", "admit", "allege", "announce", "argue", "assert", "blame", "boast", "call", "caution", "cite", "claim",
     "complain", "concede", "condemn", "confirm", "credit", "declare", "denounce", "deny", "describe", "dismiss", "emphasise", "emphasize",
     "explain", "hail", "hint", "insist", "joke", "lament", "maintain", "note", "observe", "pledge", "praise", "predict", "promise", "quote",
     "recall", "reiterate", "reveal", "say", "stress", "suggest", "tell", "urge", "vow", "warn", "write"}
)  # fmt: skip
# Particles that make another verb of a verb ("ruled out", "shot back"): such verbs have rows of their own, joined by "_".
_PARTICLES = frozenset({"aside", "back", "down", "forward", "in", "off", "on", "out", "up", "away"})
# "The road claims lives", "called time": no statements.
_TAKEN = {
    "claim": frozenset({"life", "live", "victim", "casualty", "scalp"}),
    "call": frozenset({"time", "halt", "bluff", "quits", "shot"}),
}
_ASKED = frozenset({"ask", "press", "question", "quiz", "push", "pressure"})
_TOLD = frozenset({"inform", "brief", "notify", "apprise", "update"})
_READ = frozenset({"see", "view", "hear"})
_COUNTING = frozenset({"put", "peg", "estimate", "reckon"})
_NAMING = frozenset({"name", "identify", "quote"})
_EMPTY_OBJECTS = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"})


class VerbCues:
    """Find the verbal cues of one sentence."""

    def __init__(self, lexicon: CueLexicon, clauses: Clauses, place: int) -> None:
        self._lexicon, self._clauses, self._tree, self._place = lexicon, clauses, clauses.tree, place
        self._kinds = Kinds(lexicon)

    def __call__(self) -> list[Draft]:
        """A draft for each verbal cue, in text order; those without content are open to quotations."""
        return list(self._drafts())

    def _drafts(self) -> Iterator[Draft]:
        for index, token in enumerate(self._tree.tokens):
            if token.pos not in ("VERB", "NOUN", "AUX", "PROPN", "ADJ") or token.dep in _SKIPPED:
                continue
            cue = self._row(index)
            if cue is None or (token.pos != "VERB" and not self._acts_as_verb(index)) or self._is_idle(index):
                continue
            draft = self._draft(index, cue)
            if draft is not None:
                yield draft

    def _acts_as_verb(self, index: int) -> bool:
        """A verb that the tagger took for a noun still governs a clause or a subject."""
        return self._tree.token(index).tag.startswith("VB") or self._tree.first(index, "nsubj") is not None

    def _row(self, verb: int) -> Cue | None:
        """The row of the verb with its particle, where there is one, else that of the verb."""
        particle = self._particle(verb)
        own = self._lexicon.verbs.get(self._joined(verb, particle)) if particle is not None else None
        return own or self._lexicon.verb(self._tree.token(verb))

    def _particle(self, verb: int) -> int | None:
        """The particle that makes another verb of the verb; `None` where no row has the two."""
        tree = self._tree
        found = [c for c in tree.all(verb, "prt", "advmod") if c > verb and tree.token(c).text.lower() in _PARTICLES]
        return next((c for c in found if self._joined(verb, c) in self._lexicon.verbs), None)

    def _joined(self, verb: int, particle: int) -> str:
        return f"{self._tree.token(verb).lemma.lower()}_{self._tree.token(particle).text.lower()}"

    def _is_idle(self, verb: int) -> bool:
        """Whether the verb says nothing here: "put" without "it" or a number, "claims lives", what a source asks for itself."""
        tree = self._tree
        token = tree.token(verb)
        lemma = token.lemma.lower()
        objects = tree.all(verb, "dobj", "oprd")
        if lemma == "put" and self._particle(verb) is None and not self._counted(verb):
            return not any(tree.token(o).text.lower() == "it" for o in objects)
        if any(tree.token(o).lemma.lower() in _TAKEN.get(lemma, ()) for o in objects):
            return True
        if token.tag == "VBN" and tree.first(verb, "auxpass", "aux") is None:
            if lemma in _ASKED and token.dep == "advcl":  # "Asked whether he would go, …": nobody is told to ask
                return True
            if lemma in _READ and token.dep == "acl":  # "a memo seen by the paper"
                return True
        if (
            lemma in _TOLD and token.dep == "acl" and tree.first(verb, "dobj") is None
        ):  # "officials briefed on the raid"
            return True
        return self._keeps_name(verb)

    def _keeps_name(self, verb: int) -> bool:
        """Whether the verb, or one above it, tells why a source is not named ("who spoke on condition of anonymity to …")."""
        tree = self._tree
        while True:
            token = tree.token(verb)
            if token.dep in ("relcl", "acl", "advcl") and any(self._is_unnamed(i) for i in tree.subtree(verb)):
                return True
            if token.dep not in ("xcomp", "advcl", "conj", "pcomp") or token.head == verb or token.pos != "VERB":
                return False
            verb = token.head

    def _is_unnamed(self, index: int) -> bool:
        tree = self._tree
        token = tree.token(index)
        if token.lemma.lower() == "anonymity":
            return True
        return (
            token.lemma.lower() in _NAMING
            and tree.first(index, "neg") is not None
            and tree.first(index, "aux", "auxpass") is not None
        )

    def _counted(self, verb: int) -> set[int]:
        """Of "put the crowd at 9,000" the crowd and its number."""
        tree = self._tree
        objects = tree.all(verb, "dobj", "nsubjpass")
        if tree.token(verb).lemma.lower() not in _COUNTING or not objects:
            return set()
        for link in (c for h in (verb, *(i for o in objects for i in tree.subtree(o))) for c in tree.all(h, "prep")):
            figures = tree.all(link, "pobj") if tree.token(link).text.lower() == "at" else []
            if any(tree.token(i).pos == "NUM" for f in figures for i in tree.subtree(f)):
                return {t for c in (*objects, link) for t in tree.subtree(c)}
        return set()

    def _draft(self, verb: int, cue: Cue) -> Draft | None:
        frame, content, extra = self._complement(verb, cue)
        content -= self._parted(verb) | self._gone_on(verb, content)
        speakers = self._speakers(verb, frame)
        if content and not self._is_plausible(verb, frame, speakers):
            return None
        draft = Draft(
            place=self._place,
            tree=self._tree,
            cue=sorted({*self._cue_words(verb), *extra}),
            speakers=speakers,
            stance=cue.stance,
            vouched=self._is_vouched(verb, frame, cue),
            frames=cue.frames,
            unnamed=self._clauses.is_passive(verb),
            pronoun=self._relative(verb),
        )
        draft.take(content - {verb} - self._speaker_tokens(draft, verb))
        return draft

    def _parted(self, verb: int) -> set[int]:
        """What stands before a semicolon is not the content of a verb that has its own ("… had left; Moscow denies this")."""
        tree = self._tree
        if tree.first(verb, "dobj") is None:
            return set()
        marks = [i for i in range(verb) if tree.token(i).text == ";"]
        return set(range(marks[-1] + 1)) if marks else set()

    def _gone_on(self, verb: int, content: set[int]) -> set[int]:
        """Of "said the deal was dead, adding that …" what is added: a statement of its own, wherever the parser hung it."""
        tree = self._tree
        return {
            t
            for i in content
            if i > verb and self._goes_on(i) and self._adder(i) == verb
            for t in (*tree.subtree(i), i - 1)
        }

    def _goes_on(self, index: int) -> bool:
        """Whether a participle behind a comma goes on with what was said before ("…, adding that …")."""
        token = self._tree.token(index)
        return (
            token.tag == "VBG"
            and token.dep == "advcl"
            and token.lemma.lower() in _GOING_ON
            and self._tree.token(index - 1).text == ","
        )

    def _adder(self, index: int) -> int | None:
        """The verb of saying whose speaker goes on: the nearest above that has a clause for its content."""
        tree = self._tree
        current = tree.token(index).head
        while tree.token(current).head != current:
            if self._lexicon.verb(tree.token(current)) is not None and tree.first(current, "ccomp") is not None:
                break
            current = tree.token(current).head
        return current if current < index and self._lexicon.verb(tree.token(current)) is not None else None

    def _is_plausible(self, verb: int, frame: str, speakers: list[int]) -> bool:
        """Whether a phrase or infinitive is somebody's word: it needs a speaker, or a passive that leaves one out.

        Whether the speaker can speak is not asked: measured, the asking lost more true statements than false ones.
        """
        if frame in ("that", "fronted") or speakers:
            return True
        return self._tree.first(verb, "auxpass") is not None or self._is_thought(verb)

    def _is_thought(self, verb: int) -> bool:
        """ "The ship, thought to be carrying arms, went down": a passive without its auxiliary."""
        token = self._tree.token(verb)
        cue = self._lexicon.verb(token)
        return token.tag == "VBN" and token.dep == "acl" and cue is not None and cue.stance in _HEARSAY

    def _is_vouched(self, verb: int, frame: str, cue: Cue) -> bool:
        negation = self._tree.first(verb, "neg")
        negated = negation is not None and cue.stance == "says" and not self._is_cut_off(negation, verb)
        if frame == "fronted":
            frame = "that"
        if self._clauses.is_passive(verb) and frame == "to":
            frame = "that" if cue.stance in _HEARSAY else frame
        return (not frame or frame in cue.vouched) and not negated

    def _cue_words(self, verb: int) -> set[int]:
        tree = self._tree
        helpers = (c for c in tree.children[verb] if tree.token(c).dep in _AUXILIARIES)
        words = {verb, *(c for c in helpers if not self._is_cut_off(c, verb))}
        particle = self._particle(verb)
        if particle is not None:
            words.add(particle)
        first = min(words)
        if (
            verb
            and first == verb
            and tree.token(verb - 1).dep in ("advmod", "neg")
            and tree.token(verb - 1).head == verb
        ):
            first = verb - 1
        between = range(first, verb)
        return words | {i for i in between if tree.token(i).pos in ("ADV", "PART", "AUX")}

    def _is_cut_off(self, index: int, verb: int) -> bool:
        """Whether a quotation mark or another's subject stands between the word and the verb."""
        swallowed = self._swallowed(verb)
        if swallowed and index < swallowed[0]:
            return True
        return any(self._tree.token(i).text in ('"', "''") for i in range(min(index, verb), max(index, verb)))

    def _speaker_tokens(self, draft: Draft, verb: int) -> set[int]:
        if self._clauses.is_passive(verb):
            return set()
        tree = self._tree
        near = [s for s in draft.speakers if tree.token(s).head == verb or tree.token(s).dep == "appos"]
        return {t for s in near if verb not in tree.subtree(s) for t in tree.subtree(s)}

    def _speakers(self, verb: int, frame: str) -> list[int]:
        tree, clauses = self._tree, self._clauses
        if frame == "fronted":
            return self._nearest(verb)
        above = self._misplaced_under(verb)
        if above is None and self._goes_on(verb):
            above = self._adder(verb)
        if above is not None:
            return self._speakers(above, "")
        if clauses.is_passive(verb):
            return clauses.doers(verb)
        quoted = self._quoted_person(verb)
        if quoted:
            return quoted
        swallowed = self._swallowed(verb)
        if swallowed:
            return swallowed
        inverted = [] if tree.first(verb, "nsubj") is not None else self._inverted(verb)
        token = self._tree.token(verb)
        if token.dep == "acl" and token.tag == "VBD":  # a past tense has a subject, whatever the parser made of it
            return clauses.spread([token.head])
        found = inverted or self._issuers(verb) or [d for d in clauses.doers(verb) if d != verb]
        return found or self._explaining(verb)

    def _explaining(self, verb: int) -> list[int]:
        """The subject that the parser took for an apposition ("In a post on Telegram, the governor, Rustam Ilyin, said …")."""
        tree = self._tree
        if (
            tree.token(verb).tag not in _FINITE_TAGS
            or tree.token(verb - 1).text != ","
            or tree.first(verb, "nsubj", "expl", "csubj")
        ):
            return []
        before = sorted(i for p in tree.all(verb, "prep") if p < verb for i in tree.subtree(p))
        for index in (i for i in before if tree.token(i).dep == "appos"):
            start = min(tree.subtree(index))
            if start and tree.token(start - 1).text == "," and self._kinds.can_speak(tree, index):
                return [index]
        return []

    def _issuers(self, verb: int) -> list[int]:
        """Of "the council issued a statement denying it" the council."""
        tree = self._tree
        noun = tree.token(verb).head
        if tree.token(verb).dep != "acl" or tree.token(verb).tag != "VBG" or tree.token(noun).dep != "dobj":
            return []
        governor = tree.token(noun).head
        if tree.token(noun).lemma.lower() not in self._lexicon.nouns:
            return []
        if tree.token(governor).lemma.lower() not in self._lexicon.support_verbs:
            return []
        return [d for d in self._clauses.doers(governor) if d != noun]

    def _relative(self, verb: int) -> int | None:
        """The relative pronoun that is the verb's subject."""
        tree = self._tree
        subject = tree.first(verb, "nsubj")
        if tree.token(verb).dep != "relcl" or subject is None or tree.token(subject).tag not in ("WP", "WDT"):
            return None
        return subject

    def _misplaced_under(self, verb: int) -> int | None:
        """Of "said the raid was wrong and promised help" the verb "said", where the parser hung "promised" on "was"."""
        tree = self._tree
        token = tree.token(verb)
        if token.dep != "conj" or tree.first(verb, "nsubj", "nsubjpass", "aux") is not None:
            return None
        first = token.head
        while tree.token(first).dep == "conj":
            first = tree.token(first).head
        above = tree.token(first).head
        if tree.token(first).dep != "ccomp" or self._lexicon.verb(tree.token(above)) is None:
            return None
        if above > first or tree.token(above).tag != token.tag:
            return None
        subjects = tree.all(first, "nsubj", "nsubjpass")
        return None if any(self._kinds.can_speak(tree, s) for s in subjects) else above

    def _swallowed(self, verb: int) -> list[int]:
        """The subject that the parser hung on the clause before it ("The army took Wau, the town's mayor said")."""
        tree = self._tree
        token = tree.token(verb)
        if tree.first(verb, "csubj", "auxpass", "mark") is not None or verb < 3:
            return []
        if token.tag not in _FINITE_TAGS or token.dep not in _LOOSE:
            return []
        comma = next((i for i in range(verb - 1, -1, -1) if tree.token(i).text in (",", '"')), None)
        if comma is None or not 0 < verb - comma - 1 <= _LONGEST_SWALLOWED:
            return []
        tops = [i for i in range(comma + 1, verb) if not comma < tree.token(i).head < verb or tree.token(i).head == i]
        if len(tops) != 1 or not (self._kinds.can_speak(tree, tops[0]) or self._kinds.is_medium(tree, tops[0])):
            return []
        return tops if tree.token(tops[0]).dep in ("appos", "conj", "npadvmod", "dobj", "nmod", "dep") else []

    def _quoted_person(self, verb: int) -> list[int]:
        """Of "the agency quoted a diplomat as saying" the diplomat."""
        tree = self._tree
        governor = tree.token(verb).head
        if tree.token(verb).dep != "pcomp" or tree.token(governor).lemma.lower() != "as":
            return []
        above = tree.token(governor).head
        if tree.token(above).lemma.lower() not in ("quote", "cite", "report") or self._clauses.is_passive(above):
            return []
        return self._clauses.objects(above)

    def _inverted(self, verb: int) -> list[int]:
        """The speaker behind the verb, where the parser took it for an object ("..., said the minister")."""
        tree = self._tree
        if tree.first(verb, "ccomp") is None and tree.token(verb).dep not in ("parataxis", "ROOT"):
            return []
        if tree.first(verb, "aux", "auxpass", "csubj") is not None:
            return []
        behind = [c for c in tree.all(verb, "dobj", "attr", "npadvmod") if c > verb and tree.token(c).pos != "ADV"]
        before = [c for c in tree.all(verb, "ccomp") if c < verb]
        return behind[:1] if before or tree.token(verb).dep == "parataxis" else []

    def _nearest(self, verb: int) -> list[int]:
        """The speaker beside the verb of a fronted statement: behind it, else the last one before it."""
        swallowed = self._swallowed(verb)
        if swallowed:
            return swallowed
        subjects = self._tree.all(verb, "nsubj", "dobj", "attr")
        return ([s for s in subjects if s > verb] or subjects)[-1:]

    # ------------------------------------------------------------------ content

    def _complement(self, verb: int, cue: Cue) -> tuple[str, set[int], set[int]]:
        """The frame that holds, the tokens of the content, and further words of the cue."""
        for frame, tokens in self._clausal(verb, cue):
            if tokens:
                return frame, tokens, set()
        if counted := self._counted(verb):
            return "small", counted, set()
        for frame in ("as", "small"):
            tokens = self._called(verb, frame) if frame in cue.frames else set()
            if tokens:
                return frame, tokens, set()
        frame, tokens, extra = self._nominal(verb, cue)
        if tokens or "quote" not in cue.frames:
            return frame, tokens, extra
        tokens = self._around(verb, cue)
        if tokens or "that" not in cue.frames:
            return "that", tokens, set()
        return "fronted", self._fronted(verb), set()

    def _fronted(self, verb: int) -> set[int]:
        """What stands before the comma in "Fifty killed in raid, union says", where the parser saw no clause in it."""
        tree = self._tree
        near = self._nearest(verb)
        if not near or self._relative(verb) is not None:
            return set()
        start = min([verb, *(t for t in tree.subtree(near[0]) if tree.token(t).dep != "punct")])
        if start < 4 or tree.token(start - 1).text not in (",", '"', "-", "–", "—"):
            return set()
        if tree.token(0).tag in ("VBG", "VBN", "IN", "TO", "WRB"):
            return set()
        helpers = tree.all(verb, "aux", "auxpass", "mark")
        if any(h >= start for h in helpers) or tree.token(verb).tag not in _FINITE_TAGS:
            return set()
        return set(range(start - 1))

    def _clausal(self, verb: int, cue: Cue) -> Iterator[tuple[str, set[int]]]:
        if "that" in cue.frames:
            yield "that", self._finite(verb, cue)
        if "to" in cue.frames or (self._clauses.is_passive(verb) and "that" in cue.frames):
            yield "to", self._infinitive(verb)
        if "ing" in cue.frames:
            yield "ing", self._gerund(verb)

    def _that_behind(self, verb: int) -> list[int]:
        """Of "told a meeting of mayors that few had paid" the clause, where the parser hung it on one of the nouns."""
        tree = self._tree
        listeners = [
            i for o in tree.all(verb, "dobj", "dative") for i in tree.subtree(o) if tree.token(i).pos != "VERB"
        ]
        return [
            c
            for i in listeners
            for c in tree.all(i, "relcl", "acl")
            if tree.first(c, "nsubj", "nsubjpass") is not None
            and tree.token(min(tree.subtree(c))).text.lower() == "that"
            and tree.token(min(tree.subtree(c))).dep == "mark"
        ]

    def _finite(self, verb: int, cue: Cue) -> set[int]:
        tree = self._tree
        found: set[int] = set()
        for clause in tree.all(verb, "ccomp", "csubj", "csubjpass"):
            if self._is_statement(verb, clause):
                found.update(tree.subtree(clause))
        for noun in tree.all(verb, "dobj"):
            first = tree.token(min(tree.subtree(noun)))
            if first.text.lower() == "that" and first.dep == "mark":  # a clause whose verb was taken for a noun
                found.update(tree.subtree(noun))
        if not found and "obj" not in cue.frames:
            found.update(t for c in self._that_behind(verb) for t in tree.subtree(c))
        for other in list(found):
            if self._lexicon.verb(tree.token(other)) is not None and self._misplaced_under(other) == verb:
                found.difference_update(tree.subtree(other))
        return found

    def _is_statement(self, verb: int, clause: int) -> bool:
        """A finite clause of the cue's own: not "saw them leave", nor what a semicolon parts from the cue."""
        tree = self._tree
        if self._clauses.is_infinitive(clause) or self._is_small(clause):
            return False
        if tree.token(clause).tag == "VB" and tree.first(clause, "aux", "mark") is None:
            return tree.token(verb).lemma.lower() not in _PERCEIVING
        return clause > verb or not any(tree.token(i).text == ";" for i in range(clause, verb))

    def _is_small(self, clause: int) -> bool:
        """A subject with an adjective or noun and no verb ("called the deal historic")."""
        return self._tree.token(clause).pos not in ("VERB", "AUX") and self._tree.first(clause, "mark") is None

    def _around(self, verb: int, cue: Cue) -> set[int]:
        """The clause that a parenthesis stands in ("The town, she said, had fallen"; "as the minister put it")."""
        tree = self._tree
        token = tree.token(verb)
        if tree.first(verb, "ccomp", "xcomp") is not None or token.head == verb or cue.stance not in _ASIDES:
            return set()
        if not self._is_aside(verb) or tree.token(token.head).pos not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
            return set()
        fronted = {
            t for c in tree.all(verb, "advcl") if c < min(self._nearest(verb) or [verb]) for t in tree.subtree(c)
        }
        return set(tree.subtree(token.head)) - (set(tree.subtree(verb)) - fronted)

    def _is_aside(self, verb: int) -> bool:
        tree = self._tree
        token = tree.token(verb)
        if token.dep == "parataxis":
            return True
        if token.dep not in ("advcl", "ccomp"):
            return False
        if any(tree.token(m).lemma == "as" for m in tree.all(verb, "mark")):
            return True
        # "If the truce ends, envoys fear, the rebels may march": commas on both sides, before the clause it stands in
        if any(tree.token(i).text == ";" for i in range(verb, token.head)):
            return False
        closed = verb + 1 < len(tree) and tree.token(verb + 1).text == ","
        return closed and token.head > verb and tree.first(verb, "nsubj") is not None

    def _infinitive(self, verb: int) -> set[int]:
        tree = self._tree
        found = [c for c in tree.all(verb, "xcomp", "ccomp") if self._clauses.is_infinitive(c)]
        if not found and tree.first(verb, "dobj") is None:
            found = [c for c in tree.all(verb, "advcl") if c > verb and self._clauses.is_infinitive(c)]
        tokens = {t for c in found for t in tree.subtree(c)}
        if tokens and self._clauses.is_passive(verb):
            tokens |= {t for s in tree.all(verb, "nsubjpass") for t in tree.subtree(s)}
            if self._is_thought(verb):
                noun = tree.token(verb).head
                tokens |= set(range(min(tree.subtree(noun)), noun + 1))
        elif tokens:
            tokens |= {t for s in tree.all(verb, "dobj") for t in tree.subtree(s)}
        return tokens

    def _gerund(self, verb: int) -> set[int]:
        tree = self._tree
        return {t for c in tree.all(verb, "xcomp", "ccomp") if tree.token(c).tag == "VBG" for t in tree.subtree(c)}

    def _called(self, verb: int, frame: str) -> set[int]:
        """What is called something, and what it is called."""
        tree = self._tree
        if frame == "as":
            links = ("as", "to", "with") if tree.token(verb).lemma.lower() in _COMPARING else ("as",)
            named = [c for c in tree.all(verb, "prep") if tree.token(c).lemma.lower() in links and c > verb]
        else:
            named = tree.all(verb, *_SMALL_CLAUSE)
            named += [c for c in tree.all(verb, "ccomp", "xcomp") if self._is_small(c)]
        if not named:
            return set()
        named = [*named, *tree.all(verb, "dobj", "nsubjpass")]
        return {t for c in named for t in tree.subtree(c)}

    def _nominal(self, verb: int, cue: Cue) -> tuple[str, set[int], set[int]]:
        tree = self._tree
        found, extra = self._prepositional(verb, cue)
        frame = f"p:{tree.token(min(extra)).lemma.lower()}" if extra else ""
        if found:
            found |= {
                t for c in tree.all(verb, "xcomp", "advcl") if self._clauses.is_infinitive(c) for t in tree.subtree(c)
            }
        if "obj" in cue.frames and (not found or cue.stance in _BOTH):
            objects = self._objects(verb)
            if objects and not found:
                frame = "obj"
            if found:
                found, extra = found | extra, set()
            found = found | {t for o in objects for t in tree.subtree(o)}
        return frame, found, extra

    def _objects(self, verb: int) -> list[int]:
        tree = self._tree
        if self._clauses.is_passive(verb):
            return self._clauses.objects(verb)[:1] if self._clauses.doers(verb) else []
        return [c for c in tree.all(verb, "dobj") if tree.token(c).text.lower() not in _EMPTY_OBJECTS]

    def _prepositional(self, verb: int, cue: Cue) -> tuple[set[int], set[int]]:
        tree = self._tree
        found: set[int] = set()
        extra: set[int] = set()
        for child in tree.all(verb, "prep", "dative"):
            times = any(tree.token(o).entity in ("DATE", "TIME") for o in tree.all(child, "pobj"))
            if f"p:{tree.token(child).text.lower()}" in cue.frames and child > verb and not times:
                extra.add(child)
                found.update(t for c in tree.children[child] for t in tree.subtree(c))
        return found, extra
