"""A learned tagger of cues."""

from __future__ import annotations

from dragoman.training.attribution import Verb, fit, probabilities, tell, verbs_of

ITEM = {
    "text": "The mayor said that the bridge was shut. Crews painted the rails.",
    "attributions": [{"cue": [[10, 14]]}],
}


def verb(*features: str, is_cue: bool, is_told: bool = False, is_known: bool = True) -> Verb:
    return Verb(features=frozenset(features), is_cue=is_cue, is_told=is_told, is_known=is_known)


def test_verbs_are_cues_as_the_gold_says_and_carry_no_word() -> None:
    said, *others = verbs_of([ITEM])
    assert said.is_cue
    assert said.is_told
    assert "clause with that" in said.features
    assert not any(other.is_cue for other in others)
    assert not any(word in feature for v in (said, *others) for feature in v.features for word in ("said", "paint"))


def test_what_stands_as_cues_do_is_probably_one() -> None:
    told = [verb("clause", is_cue=True), verb("object", is_cue=False)] * 200
    weights = fit(told)
    likely, unlikely = probabilities(told[:2], weights)
    assert likely > 0.9
    assert unlikely < 0.1
    assert fit(told) == weights


def test_table_tells_what_the_rules_tell_and_leave_out() -> None:
    told = [verb("clause", is_cue=True, is_told=True), verb("object", is_cue=False, is_known=False)] * 200
    first, last = tell(told, fit(told)).splitlines()[1], tell(told, fit(told)).splitlines()[-1]
    assert first == "0.0\t0\t-\t0\t-\t200\t0.000"
    assert last == "0.9\t200\t1.000\t0\t-\t0\t-"
