"""Whether an act happened, is planned, is only possible, or is denied, by the grammar around its predicate.

The first sight of it: auxiliaries, negation, conditionals, and the verbs and nouns that an act is embedded under. Which
word puts what it governs under which light is data (`data/moods.tsv`).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from dragoman.extraction.clauses import Clauses
from dragoman.records import Record, Status

Mood = Literal["actual", "planned", "possible", "denied", "irrealis"]
_TO_STATUS: dict[Mood, Status] = {
    "actual": "actual",
    "planned": "planned",
    "possible": "possible",
    "denied": "denied",
    "irrealis": "possible",
}
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly", "barely", "without"})
_HEARSAY = frozenset(
    {"reportedly", "allegedly", "apparently", "purportedly", "supposedly", "possibly", "perhaps", "maybe", "probably"}
)
_CONDITIONAL_MARKS = frozenset({"if", "unless", "whether", "lest", "provided"})
_MODALS: dict[str, Mood] = {
    "will": "planned", "'ll": "planned", "shall": "planned", "wo": "planned", "would": "possible", "'d": "possible",
    "could": "possible", "may": "possible", "might": "possible", "should": "irrealis", "must": "irrealis",
    "can": "possible", "ca": "possible", "need": "irrealis", "ought": "irrealis",
}  # fmt: skip


class Judgement(Record, frozen=True):
    """The light an act stands in. `irrealis` acts (purposes, demands, duties) are no reports of an act at all."""

    mood: Mood
    reason: str

    @property
    def status(self) -> Status:
        """The mood as one of the record's four statuses."""
        return _TO_STATUS[self.mood]


@lru_cache(maxsize=1)
def load_moods() -> dict[str, Mood]:
    """Governing word → the mood it puts its complement in."""
    text = (files("dragoman.extraction") / "data" / "moods.tsv").read_text(encoding="utf-8")
    moods: dict[str, Mood] = {}
    for line in text.splitlines()[1:]:
        mood, words = line.split("\t")[:2]
        for word in words.split("|"):
            moods[word] = mood  # type: ignore[assignment]
    return moods


def judge(clauses: Clauses, index: int) -> Judgement:
    """The mood of the act that the token `index` reports, with the word that decided."""
    tree = clauses.tree
    negated = False
    current = index
    verdict: Judgement | None = None
    inherited_from_partner = False
    for step in range(10):
        token = tree.token(current)
        if token.pos in ("VERB", "AUX") and (step == 0 or not inherited_from_partner):
            found = _own_mood(clauses, current)
            if found is not None and found.mood == "denied":
                negated = not negated
            elif found is not None and verdict is None:
                verdict = found
        elif step == 0 and any(tree.token(c).text.lower() in ("no", "neither") for c in tree.all(current, "det")):
            negated = True
        if token.head == current:
            break
        governing = _governed_mood(clauses, current, step)
        if governing == "stop":
            break
        if governing is not None:
            mood = governing.mood
            if mood == "denied":
                negated = not negated
            elif verdict is None or mood == "irrealis":
                verdict = governing
            if mood != "actual" or verdict is not None:
                break
        inherited_from_partner = token.dep == "conj" and _stands_alone(clauses, current)
        current = token.head
    if negated:
        return Judgement(mood="denied", reason="NEGATED")
    return verdict or Judgement(mood="actual", reason="ASSERTED")


def _stands_alone(clauses: Clauses, verb: int) -> bool:
    """Whether a coordinated verb has a subject or auxiliary of its own, so that its partner's do not reach it."""
    tree = clauses.tree
    if tree.token(verb).pos not in ("VERB", "AUX"):
        return False
    return tree.first(verb, "aux", "auxpass", "nsubj", "nsubjpass") is not None or tree.token(verb).tag in (
        "VBD",
        "VBZ",
        "VBP",
    )


def _own_mood(clauses: Clauses, verb: int) -> Judgement | None:
    tree = clauses.tree
    for child in tree.children[verb]:
        token = tree.token(child)
        text = token.text.lower()
        if token.dep == "neg" or (token.dep in ("advmod", "det") and text in ("never", "hardly")):
            return Judgement(mood="denied", reason=f"NEGATION:{text}")
    for child in tree.children[verb]:
        token = tree.token(child)
        text = token.text.lower()
        if token.dep in ("aux", "auxpass") and token.tag == "MD" and text in _MODALS:
            return Judgement(mood=_MODALS[text], reason=f"MODAL:{text}")
        if token.dep == "mark" and text in _CONDITIONAL_MARKS:
            return Judgement(mood="possible" if text != "lest" else "irrealis", reason=f"CONDITION:{text}")
        if token.dep == "advmod" and text in _HEARSAY:
            return Judgement(mood="possible", reason=f"HEARSAY:{text}")
        if token.dep == "prep" and text == "without":
            continue
    return None


def _governed_mood(clauses: Clauses, index: int, step: int) -> Judgement | Literal["stop"] | None:
    """What the governor of `index` says of it: a judgement, `"stop"` where its light does not reach, or `None`."""
    tree = clauses.tree
    token = tree.token(index)
    head = token.head
    governor = tree.token(head)
    lemma = governor.lemma.lower()
    moods = load_moods()
    if token.dep == "conj":
        return None
    if token.dep in ("relcl", "appos") or (token.dep == "advcl" and not clauses.is_infinitive(index)):
        return "stop"
    if governor.pos == "ADP" and governor.text.lower() == "without":
        return Judgement(mood="denied", reason="NEGATION:without")
    if token.dep in ("xcomp", "ccomp", "acl", "pcomp", "dobj", "nsubjpass", "nsubj", "pobj", "oprd", "advcl", "attr"):
        keys = [f"{lemma}+{token.dep}", lemma]
        if token.dep in ("nsubj",) and governor.pos == "VERB":
            keys = [f"{lemma}+nsubj"]
        if governor.pos == "ADP":
            keys = []
        for key in keys:
            if key in moods:
                return Judgement(mood=moods[key], reason=f"UNDER:{lemma}")
        perfect = any(tree.token(a).lemma == "have" for a in tree.all(index, "aux"))
        if clauses.is_infinitive(index):
            if perfect:
                return Judgement(mood="possible", reason=f"SAID_TO_HAVE:{lemma}")
            if lemma == "be":
                return Judgement(mood="planned", reason="IS_TO")
            return Judgement(mood="irrealis", reason=f"INFINITIVE:{lemma}")
    if token.dep == "ccomp" or token.dep == "parataxis":
        return "stop" if step > 6 else None
    return None
