"""The fit of how sure a status is: which acts count, and what is written."""

from __future__ import annotations

from dragoman.extraction.status.reliability import CONSTANT, FEATURES, parse_reliability
from dragoman.training.certainty import Judged
from dragoman.training.status import Act, judged, place, report, table_of


def test_an_act_is_found_in_its_sentence_and_held_against_its_status() -> None:
    text = "Rain fell. Peru never left the pact."
    found = place([Act(text=text, start=text.index("left"), status="denied")])
    (clauses, index, status) = found[0]
    assert (clauses.tree.token(index).text, status) == ("left", "denied")
    (one,) = judged(found)
    assert one.right
    assert one.features["denied"] == 1.0


def test_what_is_no_report_of_an_act_is_left_out() -> None:
    text = "The mayor urged Peru to leave the pact."
    assert judged(place([Act(text=text, start=text.index("leave"), status="possible")])) == []


def test_the_table_written_can_be_read() -> None:
    weights = {name: i / 4 - 1 for i, name in enumerate(FEATURES)}
    assert parse_reliability(table_of(0.75, weights)) == {CONSTANT: 0.75, **weights}


def test_the_report_tells_how_far_the_probabilities_are_off() -> None:
    nothing = dict.fromkeys(FEATURES, 0.0)
    rows = [Judged(features=nothing, right=i < 3) for i in range(4)]
    told = report("text", rows, {CONSTANT: 0.0, **nothing})
    assert told == "text: 4 acts, expected calibration error 0.250\n  0.5\t4\t0.500\t0.750\n"
