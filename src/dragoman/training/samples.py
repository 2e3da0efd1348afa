"""Turns composed sentences into samples: a marked text and its labels.

A third marks the two participants only (what does the first do to the second?), a third the trigger only (what happens
here?), a third the trigger with one or both participants. NONE is the answer where the marked words report nothing, or
where the marked pair does not stand in the marked act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from dragoman.records import Record
from dragoman.training.compose import Act, Composed

NONE = "NONE"
SYMMETRIC_ACTS = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ASSAULT", "RETREAT"})
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
_STOP_TEXT = (
    "the a an and or but of to in on at by for with from as that which who whom whose this these those its his her their "
    "they them he she it was were is are be been being has have had not no after before while when where than then there "
    "over under between into out up down off about against during"
)
_STOP = frozenset(_STOP_TEXT.split())


class Sample(Record, frozen=True, kw_only=True):
    """A marked text with its labels. Spans are code points, end exclusive; `status` is `None` for NONE."""

    text: str
    trigger: tuple[int, int] | None
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    type: str
    status: str | None
    modes: tuple[str, ...]
    origin: str
    shape: str


class Vocabulary:
    """Which words were triggers in training text, and of which types: the source of hard non-events."""

    def __init__(self) -> None:
        self.types: dict[str, set[str]] = {}

    def add(self, composed: Composed) -> None:
        """Note the trigger words of a sentence."""
        for act in composed.acts:
            for start, end in composed.spans.get(act.trigger or "", ()):
                for word in _WORD.findall(composed.text[start:end]):
                    if word.lower() not in _STOP and len(word) > 3:
                        self.types.setdefault(word.lower(), set()).add(act.type)


def _pair_act(composed: Composed, first: str, second: str) -> Act | None:
    """What the first does to the second: the speech act before its content."""
    found = [
        a
        for a in composed.acts
        if (first in a.actors and second in a.recipients)
        or (not a.recipients and first in a.actors and second in a.actors and first != second)
    ]
    found.sort(key=lambda a: not a.speech)
    if found:
        return found[0]
    for source, target, type_ in composed.aliases:
        if (source, target) == (first, second):
            return next(a for a in composed.acts if a.type == type_)
    return None


def _names(composed: Composed) -> list[str]:
    found = {n for a in composed.acts for n in (*a.actors, *a.recipients)}
    return sorted(
        n
        for n in found | {k for k in composed.spans if len(k) == 1 and k.islower() and k not in "vwst"}
        if n in composed.spans
    )


def _jitter(text: str, span: tuple[int, int], rng: Random) -> tuple[int, int]:
    """Now and then a span as another annotator would set it: without its article, only its last or first words."""
    start, end = span
    draw = rng.random()
    words = text[start:end].split(" ")
    if draw < 0.12 and len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        return start + len(words[0]) + 1, end
    if draw < 0.2 and len(words) > 2:
        keep = rng.randint(1, len(words) - 1)
        return end - len(" ".join(words[-keep:])), end
    if draw < 0.25 and len(words) > 3:
        keep = rng.randint(2, len(words) - 1)
        return start, start + len(" ".join(words[:keep]))
    return span


class Sampler:
    """Draws samples from composed sentences."""

    def __init__(self, vocabulary: Vocabulary, *, reverse: float = 0.06, swapped: float = 0.12) -> None:
        self.vocabulary, self.reverse, self.swapped = vocabulary, reverse, swapped

    def pair(self, composed: Composed, rng: Random) -> Iterator[Sample]:
        """Samples with the participants marked and no trigger."""
        names = _names(composed)
        choices: list[tuple[str | None, str | None, Act | None]] = []
        for first in names:
            for second in names:
                if first == second:
                    continue
                act = _pair_act(composed, first, second)
                if act is not None:
                    choices.append((first, second, act))
                elif _pair_act(composed, second, first) is not None:
                    if rng.random() < self.reverse:
                        choices.append((first, second, None))
                elif rng.random() < 0.25 and not self._content_pair(composed, first, second):
                    choices.append((first, second, None))
        for first in names:
            acts = [a for a in composed.acts if first in a.actors]
            if acts and rng.random() < 0.15 and (len({a.type for a in acts}) == 1 or acts[0].speech):
                choices.append((first, None, acts[0]))
            taken = [a for a in composed.acts if first in a.recipients]
            if len({a.type for a in taken}) == 1 and rng.random() < 0.1:
                choices.append((None, first, taken[0]))
        for one, two, act in choices:
            yield self._sample(composed, act, None, one, two, rng, shape="st" if one and two else "s" if one else "t")

    @staticmethod
    def _content_pair(composed: Composed, first: str, second: str) -> bool:
        """Both stand in one chain of speech act and content, so that NONE would be a matter of taste."""
        firsts = [a for a in composed.acts if first in (*a.actors, *a.recipients)]
        chained = len(composed.acts) == 2 and any(not a.speech for a in composed.acts)
        return chained or any(second in (*a.actors, *a.recipients) for a in firsts)

    def trigger(self, composed: Composed, rng: Random) -> Iterator[Sample]:
        """Samples with only the trigger marked, and non-events."""
        for act in composed.acts:
            if act.trigger in composed.spans:
                yield self._sample(composed, act, act.trigger, None, None, rng, shape="e")
        yield from self._nothing(composed, rng)

    def both(self, composed: Composed, rng: Random) -> Iterator[Sample]:
        """Samples with the trigger and one or both participants marked; some with a wrong pair."""
        names = _names(composed)
        for act in composed.acts:
            if act.trigger not in composed.spans:
                continue
            actors = [a for a in act.actors if a in composed.spans]
            recipients = [a for a in act.recipients if a in composed.spans]
            if not recipients and len(actors) > 1:
                actors, recipients = actors[:1], actors[1:]
            source = rng.choice(actors) if actors and rng.random() < 0.9 else None
            target = rng.choice(recipients) if recipients and rng.random() < 0.85 else None
            if source is None and target is None:
                continue
            if rng.random() < self.swapped:
                wrong = self._wrong(act, source, target, names, rng)
                if wrong:
                    yield self._sample(composed, None, act.trigger, *wrong, rng, shape="wrong")
                    continue
            shape = "est" if source and target else "es" if source else "et"
            yield self._sample(composed, act, act.trigger, source, target, rng, shape=shape)

    @staticmethod
    def _wrong(
        act: Act, source: str | None, target: str | None, names: Sequence[str], rng: Random
    ) -> tuple[str | None, str | None] | None:
        if source and target and rng.random() < 0.5:
            return None if not act.recipients or act.type in ("CONSULT", "COOPERATE") else (target, source)
        others = [n for n in names if n not in act.actors and n not in act.recipients]
        if not others or source is None or act.type in ("REQUEST",):
            return None
        return rng.choice(others), target

    def _nothing(self, composed: Composed, rng: Random) -> Iterator[Sample]:
        """Words that report no act: anywhere in a non-event, far from every trigger in an event."""
        taken = [span for a in composed.acts for span in composed.spans.get(a.trigger or "", ())]
        types = {a.type for a in composed.acts}
        actors = [
            span for name, spans in composed.spans.items() if len(name) == 1 and name not in "vw" for span in spans
        ]
        hard, soft = [], []
        for found in _WORD.finditer(composed.text):
            word, span = found[0].lower(), (found.start(), found.end())
            if word in _STOP or (found.start() > 0 and found[0][0].isupper()) or len(word) < 4:
                continue
            if any(s <= span[0] < e for s, e in actors) or any(s - 25 < span[0] < e + 25 for s, e in taken):
                continue
            known = self.vocabulary.types.get(word)
            if known and not known & types:
                hard.append(span)
            elif not known and not taken:
                soft.append(span)
        if composed.acts and composed.source and "{" in composed.source and "<" not in composed.source:
            return  # phrases: what surrounds them is made of other acts
        chosen = rng.sample(hard, min(len(hard), 2 if not composed.acts else 1)) if rng.random() < 0.8 else []
        if soft and rng.random() < 0.5:
            chosen.append(rng.choice(soft))
        names = [n for n in composed.spans if len(n) == 1 and n not in "vwst"]
        for span in chosen:
            source = rng.choice(names) if names and rng.random() < 0.3 else None
            yield Sample(
                text=composed.text, trigger=span, source=composed.spans[source][0] if source else None, target=None,
                type=NONE, status=None, modes=(), origin=composed.source, shape="none",
            )  # fmt: skip

    def _sample(
        self, composed: Composed, act: Act | None, trigger: str | None, source: str | None, target: str | None, rng: Random, *, shape: str
    ) -> Sample:  # fmt: skip
        def place(name: str | None) -> tuple[int, int] | None:
            return _jitter(composed.text, rng.choice(composed.spans[name]), rng) if name else None

        return Sample(
            text=composed.text,
            trigger=composed.spans[trigger][0] if trigger else None,
            source=place(source),
            target=place(target),
            type=act.type if act else NONE,
            status=act.status if act else None,
            modes=tuple(f"{act.type}/{m}" for m in act.modes) if act else (),
            origin=composed.source,
            shape=shape,
        )
