"""The same phrase under several labels, and marks that show what they name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from dragoman.training.compose import Composed, Composer
from dragoman.training.fillers import Fillers
from dragoman.training.samples import NONE, Sampler, Vocabulary
from dragoman.training.text import Frame, FrameEvent, Modal, Passage, Phrase

RECIPE = Path(__file__).parents[2] / "recipes" / "reader" / "text"
AID = Phrase(
    type="AID", mode="", base="provide aid to {R}", past="provided aid to {R}", ing="providing aid to {R}", actor="state",
    recipient="state", noun="", split="train",
)  # fmt: skip


def modal(group: str, template: str, type_: str, content: str = "") -> Modal:
    return Modal(group=group, template=template, type=type_, mode="=", content=content)


@pytest.fixture
def fillers() -> Fillers:
    return Fillers(RECIPE / "fillers.toml", Path("no such folder"))


def composer(fillers: Fillers, *modals: Modal) -> Composer:
    return Composer(fillers, modals=list(modals), nouns=[], prefixes=["Later,"], suffixes=[" on Monday"], wraps={})


def clause(fillers: Fillers, group: str, one: Modal) -> Iterator[Composed]:
    made = composer(fillers, one, modal("own", "{A} {past}", "="))
    made._group = lambda type_, rng: group  # type: ignore[method-assign]
    for seed in range(20):
        found = made.phrase(AID, Random(seed))
        assert found is not None
        yield found


@pytest.mark.parametrize(
    ("group", "template", "type_", "content", "expected"),
    [
        ("own", "{A} {past}", "=", "", [("AID", "actual")]),
        ("promise", "{A} <1:agreed> to <2:{base}>", "AGREE", "planned", [("AGREE", "actual"), ("AID", "planned")]),
        ("refuse", "{A} <1:refused> to <2:{base}>", "REJECT", "denied", [("REJECT", "actual"), ("AID", "denied")]),
        (
            "demand",
            "{A} <1:urged> {R} to <2:{obase}>",
            "REQUEST",
            "content",
            [("REQUEST", "actual"), ("AID", "content")],
        ),
    ],
)
def test_modality_decides_the_label(
    fillers: Fillers, group: str, template: str, type_: str, content: str, expected: list[tuple[str, str]]
) -> None:
    for composed in clause(fillers, group, modal(group, template, type_, content)):
        assert [(a.type, a.status) for a in composed.acts] == expected
        for act in composed.acts:
            assert act.trigger in composed.spans


def test_frame_marks_trigger_and_participants(fillers: Fillers) -> None:
    event = FrameEvent(trigger=1, type="CONSULT", modes=(), status="actual", actors=("a",), recipients=("b",))
    frame = Frame(text="{a:leader} <1:met> {b:envoy} in {p} {t}.", events=(event,), voice="active", split="train")
    for seed in range(20):
        made = composer(fillers).frame(frame, Random(seed))
        start, end = made.spans["t1"][0]
        assert made.text[start:end] == "met"
        assert set("ab") <= set(made.spans)
        assert not set("{}<>⟦⟧¦") & set(made.text)


def test_same_seed_same_sentence(fillers: Fillers) -> None:
    one = [composer(fillers, modal("own", "{A} {past}", "=")).phrase(AID, Random(3)) for _ in range(2)]
    assert one[0] == one[1]


def test_pair_that_is_in_no_act_is_none(fillers: Fillers) -> None:
    events = (
        FrameEvent(trigger=1, type="CONSULT", modes=(), status="actual", actors=("a",), recipients=("b",)),
        FrameEvent(trigger=2, type="ASSAULT", modes=(), status="actual", actors=("c",), recipients=("d",)),
    )
    text = "{a:leader} <1:met> {b:envoy} while {c:mil} <2:shelled> {d:reb} in {p}."
    made = composer(fillers).frame(Frame(text=text, events=events, voice="active", split="train"), Random(1))
    samples = [s for seed in range(30) for s in Sampler(Vocabulary()).pair(made, Random(seed))]
    assert {"CONSULT", "ASSAULT", NONE} == {s.type for s in samples}
    assert all(s.status is None for s in samples if s.type == NONE)


def test_passage_gives_each_sentence_its_own_acts_and_other_words_for_the_same_party(fillers: Fillers) -> None:
    act = FrameEvent(trigger=1, type="SANCTION", modes=("expel",), status="actual", actors=("a",), recipients=("b",))
    answer = FrameEvent(trigger=2, type="ACCUSE", modes=(), status="actual", actors=("b",), recipients=("a",))
    passage = Passage(
        id="one", sentences=("{a:gov} <1:expelled> {b:envoy}.", "{b=The diplomat} <2:complained> of revenge."),
        events=(act, answer), region="africa", style="modern", split="train",
    )  # fmt: skip
    first, second = composer(fillers).passage(passage, Random(3))
    assert [a.type for a in first.acts] == ["SANCTION"]
    assert first.text.endswith(".")
    assert second.text == "The diplomat complained of revenge."
    ((start, end),) = second.spans["b"]
    assert second.text[start:end] == "The diplomat"
    # the government is not named in the second sentence, so nobody stands there as its recipient
    assert [(a.type, a.actors, a.recipients) for a in second.acts] == [("ACCUSE", ("b",), ())]
