"""The fit of probabilities: what is right, and that the weights say so."""

from __future__ import annotations

from random import Random

from dragoman.records import Document
from dragoman.training.certainty import Judged, Told, fit, join, judge
from dragoman.training.compose import Act, Composed
from dragoman.training.text import FrameEvent, Passage


def test_weights_follow_what_was_right() -> None:
    rng = Random(1)
    judged = []
    for _ in range(800):
        strong = rng.random() < 0.5
        judged.append(
            Judged(
                features={"noise": rng.random(), "strong": float(strong)}, right=rng.random() < (0.9 if strong else 0.2)
            )
        )
    constant, weights = fit(judged, ["noise", "strong"])
    assert abs(weights["noise"]) < 0.6
    assert 2.8 < weights["strong"] < 4.4  # the log odds of 0.9 less those of 0.2 are 3.6
    assert -1.9 < constant < -0.8


def test_content_of_a_demand_is_no_record_of_its_own() -> None:
    demand = FrameEvent(trigger=1, type="REQUEST", modes=(), status="actual", actors=(), recipients=())
    content = FrameEvent(trigger=2, type="RETREAT", modes=(), status="content", actors=(), recipients=(), of=1)
    passage = Passage(id="p", sentences=("", ""), events=(demand, content), region="asia", style="modern", split="dev")
    parts = [
        Composed(text="Rain fell.", spans={}, acts=(), source=""),
        Composed(
            text="Peru urged Chile to leave.", spans={"t1": [(5, 10)], "t2": [(20, 25)]}, source="",
            acts=(
                Act(type="REQUEST", modes=(), status="actual", trigger="t1", actors=(), recipients=()),
                Act(type="RETREAT", modes=(), status="content", trigger="t2", actors=(), recipients=()),
            ),
        ),
    ]  # fmt: skip
    told = join(passage, parts, 0)
    assert told.acts == (("REQUEST", 16, 21),)
    assert told.document.text[16:21] == "urged"


def test_records_are_held_against_what_was_told() -> None:
    text = "Kenya accused Uganda of lying."
    right = Told(document=Document(id="right", text=text), acts=(("ACCUSE", 6, 13),))
    wrong = Told(document=Document(id="wrong", text=text), acts=())
    quiet = Told(document=Document(id="quiet", text="Rain fell on the hills."), acts=(("ACCUSE", 0, 4),))
    outcome = judge([right, wrong, quiet])
    assert [j.right for j in outcome.judged] == [True, False]
    assert (outcome.acts, outcome.found, outcome.unseen) == (2, 1, 1)
