"""What the gate sees of a candidate."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.detection import Detector
from dragoman.extraction.gate import gate_features
from dragoman.extraction.lexicon import load_lexicon
from dragoman.records import Document
from dragoman.syntax import Tree
from dragoman.text import SentenceParser


def features(text: str) -> dict[str, set[str]]:
    ((sentence,),) = SentenceParser()([Document(id="d", text=text)])
    clauses = Clauses(Tree(sentence), load_lexicon())
    detector = Detector(clauses, load_lexicon())
    detector.run()
    found = (*detector.candidates(), *detector.noun_candidates())
    return {clauses.tree.token(p.trigger).text: set(gate_features(clauses, p)) for p in found}


def test_a_verb_with_its_object_and_parties() -> None:
    seen = features("Kenya painted the old bridge with Peru.")["painted"]
    assert {"verb=paint", "object=bridge", "paint+bridge", "doer is GPE", "other is GPE", "tag=VBD", "dep=ROOT"} <= seen
    assert not {"passive", "no object", "no doer", "no other"} & seen


def test_a_verb_with_one_party_only() -> None:
    seen = features("The rebels vanished.")["vanished"]
    assert {"verb=vanish", "no object", "doer is NOUN", "no other"} <= seen


def test_a_noun_beside_an_actor() -> None:
    assert {"noun=grip", "doer is NOUN"} <= features("Villagers fear the rebels' grip on the port.")["grip"]
