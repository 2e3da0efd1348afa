"""Answers to what was told before: "Beijing denied the charge", "Moscow said it had not", "the general was not there"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.chain import AUTHOR, sources_of
from dragoman.extraction.attribution.lexicon import load_cues
from dragoman.extraction.attribution.sources import Kinds, describe, note_of, phrase_tokens
from dragoman.extraction.attribution.spans import runs
from dragoman.extraction.claims.lexicon import load_words
from dragoman.extraction.claims.records import Answer, View
from dragoman.extraction.status import judge
from dragoman.records import Participant, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.extraction.attribution import Attribution
    from dragoman.extraction.clauses import Clauses
    from dragoman.records import Sentence, Status

# From -3 to 3, as `status` judges "denied that" and "confirmed that" in the source's eyes.
_DENIED, _CONFIRMED = -3.0, 3.0
_DECIDED = 0.5  # the least distance from 0 at which the presence of somebody counts as affirmed or denied
_ELLIPTIC = frozenset({"have", "do", "be", "will", "can", "would", "could"})
_CONTENT = ("dobj", "attr", "acomp", "oprd", "xcomp", "ccomp", "prep", "agent", "advcl")
_SAYING = frozenset({"says", "claims", "denies", "confirms"})
_RELATIVES = frozenset({"which", "that"})


def find_answers(sentence: Sentence, clauses: Clauses, attributions: Sequence[Attribution]) -> list[Answer]:
    """The answers that a sentence gives to something told before them, in text order.

    Args:
        sentence: The sentence.
        clauses: Its clauses.
        attributions: Those of the document.

    Returns:
        One `Answer` for each; what it answers is for `linking` to find.
    """
    return sorted(_Answers(sentence, clauses, attributions)(), key=lambda a: (a.start, a.about, a.target))


class _Answers:
    def __init__(self, sentence: Sentence, clauses: Clauses, attributions: Sequence[Attribution]) -> None:
        self._sentence, self._clauses, self._tree = sentence, clauses, clauses.tree
        self._attributions, self._words = attributions, load_words()
        self._kinds = Kinds(load_cues())

    def __call__(self) -> Iterator[Answer]:
        for index, token in enumerate(self._tree.tokens):
            if token.pos in ("VERB", "AUX"):
                finders = (self._verdict, self._elliptic, self._presence, self._called_false)
                yield from (found for find in finders if (found := find(index)) is not None)
            else:
                found = self._in_presence(index)
                if found is not None:
                    yield found

    def _lemma(self, index: int) -> str:
        return self._tree.token(index).lemma.lower()

    def _is(self, kind: str, index: int) -> bool:
        return self._lemma(index) in self._words[kind]

    # ------------------------------------------------------------------ "denied it", "a charge that Beijing rejects"

    def _verdict(self, verb: int) -> Answer | None:
        denies = self._is("deny", verb) or any(
            f"{self._lemma(verb)}_{self._tree.token(c).text.lower()}" in self._words["deny_particle"]
            for c in self._tree.children[verb]
        )
        if not (denies or self._is("confirm", verb)):
            return None
        judgement = judge(self._clauses, verb)
        withheld = judgement.mood == "denied" or judgement.status == "denied"  # "would not confirm", "refused to deny"
        if judgement.mood != "actual" and not withheld:
            return None
        speakers = [d for d in self._clauses.doers(verb) if self._kinds.can_speak(self._tree, d) or self._is_body(d)]
        pointed = self._pointed(verb)
        if not speakers or pointed is None:
            return None
        about, target, act = pointed
        value = 0.0 if withheld else _DENIED if denies else _CONFIRMED
        status: Status = "possible" if withheld else "denied" if denies else "actual"
        view = self._view(self._speaker(speakers, verb), status, value, self._lemma(verb))
        start = self._tree.token(verb).start
        return Answer(
            view=view,
            sentence=self._sentence.index,
            start=min(start, self._tree.token(speakers[0]).start) if self._tree.token(verb).dep != "relcl" else start,
            about=about,
            points_back=not act,
            target="party" if target else "act",
            party=self._participant(speakers[0]) if target else None,
            speaker=target,
        )

    def _pointed(self, verb: int) -> tuple[str, bool, bool] | None:
        """How the object points back: its noun or pronoun, whether it is the speaker's part, and whether it names the act."""
        tree = self._tree
        clauses = [c for c in tree.all(verb, "ccomp", "xcomp") if c > verb]
        if clauses:
            return ("so", False, False) if self._is_doing_so(clauses[0]) else None
        objects = tree.all(verb, "nsubjpass") if self._clauses.is_passive(verb) else tree.all(verb, "dobj")
        noun = objects[0] if objects else None
        if noun is None or tree.token(noun).text.lower() in _RELATIVES:
            if tree.token(verb).dep != "relcl":
                return None
            head = tree.token(verb).head
            return (self._lemma(head) if self._is("statement", head) else "", False, False)
        if tree.token(noun).text.lower() in self._words["pointer"] and tree.first(noun, "prep") is None:
            return tree.token(noun).text.lower(), False, False
        if self._is("statement", noun) and tree.first(noun, "acl", "relcl") is None and not self._has_act(noun):
            return self._lemma(noun), False, False
        if self._is("part", noun):
            acts = [
                *self._clauses.partners(noun, "in", "for", "of", "with"),
                *self._clauses.partners(verb, "in", "for"),
            ]
            return next((self._lemma(p) for p in acts), ""), True, True
        if (
            tree.token(noun).pos == "NOUN"
            and tree.first(noun, "acl", "relcl") is None
            and tree.first(noun, "det") is not None
        ):
            return self._lemma(noun), False, True
        return None

    def _is_doing_so(self, clause: int) -> bool:
        """ "Denied having done so"."""
        tree = self._tree
        return self._lemma(clause) == "do" and any(
            tree.token(c).text.lower() in ("so", "it", "this", "that") for c in tree.all(clause, "advmod", "dobj")
        )

    def _has_act(self, noun: int) -> bool:
        """Whether the statement's own act stands with it ("the report of an attack")."""
        return bool(self._clauses.partners(noun, "of", "about"))

    def _is_body(self, index: int) -> bool:
        return self._tree.token(index).pos in ("PROPN", "PRON") or self._clauses.is_actor_like(index)

    # ------------------------------------------------------------------ "Moscow said it had not", "said otherwise"

    def _elliptic(self, verb: int) -> Answer | None:
        attribution = self._attribution_at(verb)
        if attribution is None or attribution.stance not in _SAYING:
            return None
        tree = self._tree
        if any(tree.token(c).text.lower() == "otherwise" for c in tree.all(verb, "advmod")):
            return self._brief(verb, _DENIED, "otherwise")
        for clause in tree.all(verb, "ccomp"):
            token = tree.token(clause)
            negated = tree.first(clause, "neg") is not None
            if token.lemma.lower() in _ELLIPTIC and token.pos in ("AUX", "VERB") and not self._has_content(clause):
                word = token.text.lower()
                return self._brief(verb, _DENIED, f"{word} not") if negated else self._brief(verb, _CONFIRMED, word)
        return None

    def _has_content(self, clause: int) -> bool:
        """Whether anything is said of the subject besides the auxiliary ("they had", "it would not")."""
        return self._tree.first(clause, *_CONTENT) is not None or self._tree.first(clause, "nsubj") is None

    def _brief(self, verb: int, value: float, reason: str) -> Answer | None:
        speakers = self._clauses.doers(verb)
        if not speakers:
            return None
        return Answer(
            view=self._view(self._speaker(speakers, verb), "denied" if value < 0 else "actual", value, reason),
            sentence=self._sentence.index,
            start=min(self._tree.token(verb).start, self._tree.token(speakers[0]).start),
            about="",
            points_back=True,
        )

    # ------------------------------------------------------------------ "did not attend the meeting", "was present"

    def _presence(self, verb: int) -> Answer | None:
        tree = self._tree
        sign, gathering = self._attendance(verb)
        if not sign:
            return None
        parties = self._clauses.doers(verb) if self._clauses.is_passive(verb) else tree.all(verb, "nsubj")
        if not parties or not self._is_somebody(parties[0]):
            return None
        judgement = judge(self._clauses, verb)
        value = sign * judgement.source
        if judgement.mood not in ("actual", "denied") or abs(value) < _DECIDED:
            return None
        return self._of_party(verb, parties[0], value, gathering)

    def _of_party(self, word: int, party: int, value: float, gathering: int | None) -> Answer:
        """The answer that says of a party, by the given word, that it was there (above 0) or was not."""
        status: Status = "actual" if value > 0 else "denied"
        return Answer(
            view=View(
                sources=sources_of(self._attributions, self._tree.word(word)),
                status=status,
                factuality=round(value, 2),
                reason=f"PRESENCE:{self._lemma(word)}",
            ),
            sentence=self._sentence.index,
            start=min(self._tree.token(word).start, self._tree.token(party).start),
            about=self._lemma(gathering) if gathering is not None else "",
            target="party",
            party=self._participant(party),
        )

    def _in_presence(self, word: int) -> Answer | None:
        """ "In the presence of the emir", "with the emir present"."""
        tree = self._tree
        if self._lemma(word) == "presence" and tree.token(tree.token(word).head).text.lower() == "in":
            parties = [*tree.all(word, "poss"), *self._clauses.partners(word, "of")]
        elif self._is("present", word) and tree.token(word).text.lower() == "present":
            head = tree.token(word).head
            inside = tree.all(word, "nsubj", "compound", "amod") if self._stands_with(word) else []
            parties = [head] if self._stands_with(head) else inside
        else:
            return None
        if not parties or not self._is_somebody(parties[0]):
            return None
        return self._of_party(word, parties[0], _CONFIRMED, None)

    def _stands_with(self, index: int) -> bool:
        head = self._tree.token(index).head
        return self._tree.token(head).text.lower() == "with" and self._tree.token(index).dep in ("pobj", "pcomp")

    def _attendance(self, verb: int) -> tuple[int, int | None]:
        """1 for being at a gathering, -1 for being away, 0 for neither; and the noun of the gathering, where named."""
        tree = self._tree
        if self._is("attend", verb) and self._tree.token(verb).pos == "VERB":
            nouns = [*tree.all(verb, "dobj", "nsubjpass"), *self._clauses.partners(verb, "in")]
            nouns += [tree.token(verb).head] if tree.token(verb).dep == "acl" else []
            found = next((n for n in nouns if self._is("gathering", n)), None)
            return (1, found) if found is not None else (0, None)
        if self._lemma(verb) == "take" and any(self._lemma(o) == "part" for o in tree.all(verb, "dobj")):
            nouns = self._clauses.partners(verb, "in")
            nouns += [p for o in tree.all(verb, "dobj") for p in self._clauses.partners(o, "in")]
            found = next((n for n in nouns if self._is("gathering", n)), None)
            return (1, found) if found is not None else (0, None)
        if self._lemma(verb) != "be":
            return 0, None
        for predicate in tree.all(verb, "acomp", "advmod", "attr"):
            sign = 1 if self._is("present", predicate) else -1 if self._is("absent", predicate) else 0
            if sign:
                nouns = [
                    *self._clauses.partners(predicate, "at", "from", "in"),
                    *self._clauses.partners(verb, "at", "from"),
                ]
                return sign, next((n for n in nouns if self._is("gathering", n)), None)
        return 0, None

    def _is_somebody(self, index: int) -> bool:
        token = self._tree.token(index)
        return token.pos in ("PROPN", "PRON") or self._clauses.is_actor_like(index)

    # ------------------------------------------------------------------ "called the report false", "the claim is a lie"

    def _called_false(self, verb: int) -> Answer | None:
        tree = self._tree
        lemma = self._lemma(verb)
        if lemma not in ("be", "call", "describe") or tree.first(verb, "neg") is not None:
            return None
        predicates = tree.all(verb, "acomp", "attr", "oprd", "ccomp")
        predicates += [
            p for link in tree.all(verb, "prep") if self._lemma(link) == "as" for p in tree.all(link, "pobj", "amod")
        ]
        value = next((v for p in predicates if (v := self._worth(p)) is not None), None)
        subject = next(iter(tree.all(verb, "nsubj") if lemma == "be" else tree.all(verb, "dobj")), None)
        if subject is None and lemma != "be":
            subject = next((s for p in predicates for s in tree.all(p, "nsubj")), None)
        if value is None or subject is None:
            return None
        pronoun = tree.token(subject).text.lower() in ("it", "this", "that") and lemma != "be"
        if not (pronoun or (self._is("statement", subject) and tree.first(subject, "acl") is None)):
            return None
        if lemma == "be":
            sources = sources_of(self._attributions, tree.word(verb))
        else:
            speakers = self._clauses.doers(verb)
            if not speakers:
                return None
            sources = self._speaker(speakers, verb)
        return Answer(
            view=self._view(
                sources, "denied" if value < 0 else "actual", value, f"called {self._lemma(predicates[0])}"
            ),
            sentence=self._sentence.index,
            start=min(tree.token(verb).start, tree.token(subject).start),
            about=self._lemma(subject),
            points_back=True,
        )

    def _worth(self, predicate: int) -> float | None:
        if self._is("false", predicate) or self._is("false_noun", predicate):
            return _DENIED
        return _CONFIRMED if self._is("true", predicate) else None

    # ------------------------------------------------------------------ shared

    def _view(self, sources: tuple[Source, ...], status: Status, value: float, reason: str) -> View:
        return View(sources=sources or (AUTHOR,), status=status, factuality=value, reason=f"ANSWER:{reason}")

    def _attribution_at(self, verb: int) -> Attribution | None:
        token = self._tree.token(verb)
        own = (a for a in self._attributions if a.sentence == self._sentence.index and not a.carrier)
        return next((a for a in own if any(s.start <= token.start and token.end <= s.end for s in a.cue)), None)

    def _speaker(self, speakers: Sequence[int], verb: int) -> tuple[Source, ...]:
        """Who gives the answer, under those who tell of it."""
        tree = self._tree
        cue, head = tree.word(verb), speakers[0]
        told = sources_of(self._attributions, cue)
        outer = tuple(s for s in told if s.span is not None and self._is_told_by(verb, s))
        spans = runs(tree, phrase_tokens(tree, [head], without=[verb]))
        kind = self._kinds(tree, head)
        source = Source(
            kind=kind or ("named" if tree.token(head).text.lower() in ("he", "she") else "official"),
            text=describe(tree, speakers[:1]),
            span=Span(start=spans[0].start, end=spans[-1].end) if spans else None,
            cue=cue,
            note=note_of(tree, head) if kind == "anonymous" else None,
        )
        return (*outer, source)

    def _is_told_by(self, verb: int, source: Source) -> bool:
        """Whether the source's cue governs the verb or hangs on it; not so in "was hit, Armenia said, which Baku denied"."""
        cue = self._tree.at(source.cue.start) if source.cue is not None else None
        if cue is None or self._tree.token(verb).dep == "relcl":
            return False
        return cue in self._tree.ancestors(verb) or self._tree.token(cue).head == verb

    def _participant(self, index: int) -> Participant:
        span = self._clauses.phrase(index)
        core = self._tree.token(self._clauses.core(index))
        return Participant(
            span=span, head=Span(start=core.start, end=core.end), text=self._tree.text(span), via="presence"
        )
