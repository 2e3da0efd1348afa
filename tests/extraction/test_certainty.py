"""What is weighed for a probability."""

from __future__ import annotations

from dragoman.extraction.certainty import features, opinion_of
from dragoman.models.certainty import load_certainty
from dragoman.models.reader import ARTEFACTS, Scores, read_manifest
from dragoman.records import Actor, EventMention, Participant, Span

SPAN = Span(start=0, end=4)
SURE = Scores(types={"ACCUSE": 0.95, "AID": 0.01, "NONE": 0.04}, statuses={}, modes={})
UNSURE = Scores(types={"ACCUSE": 0.02, "AID": 0.03, "NONE": 0.95}, statuses={}, modes={})


def mention(rule: str, *, score: float = 0.9, known: bool = True) -> EventMention:
    party = Participant(span=SPAN, head=SPAN, text="Peru", actor=Actor(name="Peru", code="PER") if known else None)
    return EventMention(
        id="m", document_id="d", sentence=0, type="ACCUSE", trigger=SPAN, evidence=(SPAN,), status="actual",
        actors=(party,), rule=rule, score=score,
    )  # fmt: skip


def test_every_feature_has_a_weight_and_the_other_way_round() -> None:
    assert set(features(mention("verb:accuse"), opinion_of(SURE, "ACCUSE"))) == set(load_certainty().weights)


def test_the_reader_s_doubt_lowers_the_probability() -> None:
    certainty = load_certainty()
    for rule in ("verb:accuse", "noun:charge", "reader"):
        sure = certainty.probability(features(mention(rule), opinion_of(SURE, "ACCUSE")))
        unsure = certainty.probability(features(mention(rule), opinion_of(UNSURE, "ACCUSE")))
        assert unsure < sure, rule


def test_what_the_reader_proposed_is_weighed_apart() -> None:
    own = features(mention("reader"), opinion_of(SURE, "ACCUSE"))
    rule = features(mention("verb:accuse"), opinion_of(SURE, "ACCUSE"))
    assert own["reader_type"] == 0.0 != own["own_type"]
    assert rule["own_type"] == 0.0 != rule["reader_type"]
    assert (own["agrees"], rule["agrees"]) == (0.0, 1.0)
    assert features(mention("verb:accuse", known=False), opinion_of(SURE, "ACCUSE"))["known_actor"] == 0.0


def test_weights_belong_to_the_shipped_reader() -> None:
    files = {f.name: f.sha256 for f in read_manifest(ARTEFACTS / "reader").files}
    assert load_certainty().reader_sha256 == files["model.onnx"]
