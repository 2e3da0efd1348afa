"""Who is acted upon by verbs that no table knows, once their type has been told."""

from __future__ import annotations

import msgspec
import pytest

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.detection import Detector, Proposal
from dragoman.extraction.lexicon import load_lexicon
from dragoman.ontology import load_ontology
from dragoman.records import Document
from dragoman.syntax import Tree
from dragoman.text import SentenceParser


def told(text: str, type_: str, *modes: str) -> tuple[Proposal, list[str], list[str]]:
    """The one candidate of a sentence with its type told, and the words of its two sides."""
    ((sentence,),) = SentenceParser()([Document(id="d", text=text)])
    clauses = Clauses(Tree(sentence), load_lexicon())
    detector = Detector(clauses, load_lexicon())
    detector.run()
    candidate, *_ = detector.candidates()
    settled = detector.settled(msgspec.structs.replace(candidate, type=type_, modes=modes))
    words = [[clauses.tree.token(i).text for i in side] for side in (settled.actors, settled.recipients)]
    return settled, words[0], words[1]


@pytest.mark.parametrize(
    ("text", "type_", "actors", "recipients"),
    [
        ("Armenia scoffed at an offer from Turkey.", "REJECT", ["Armenia"], ["Turkey"]),
        ("Thai soldiers strolled from Cambodian territory.", "RETREAT", ["soldiers"], ["Cambodian"]),
        ("Kenya wheeled its guns from the frontier of Somalia.", "RETREAT", ["Kenya"], ["Somalia"]),
        ("Uganda wheeled blankets to Chad.", "AID", ["Uganda"], ["Chad"]),
        ("Peru was dampened by Chile.", "REJECT", ["Chile"], ["Peru"]),
        ("Mali dampened the hopes of Fiji.", "CONCEDE", ["Mali"], ["Fiji"]),
    ],
)
def test_the_roads_of_the_type_are_walked(text: str, type_: str, actors: list[str], recipients: list[str]) -> None:
    assert told(text, type_)[1:] == (actors, recipients)


def test_both_sides_of_a_meeting_act() -> None:
    settled, actors, recipients = told("Togo hobnobbed with Ghana in Rome.", "CONSULT")
    assert (settled.symmetric, actors, recipients) == (True, ["Togo", "Ghana"], [])


def test_a_visit_has_a_place_for_its_other_side() -> None:
    assert told("Togo's president wandered to Ghana.", "CONSULT", "visit")[1:] == (["president"], ["Ghana"])


def test_the_roads_name_types_and_every_type_has_them() -> None:
    assert {kind for kind, mode in load_lexicon().roads if not mode} == set(load_ontology().types)


def test_whoever_stands_nearest_is_kept_in_reserve() -> None:
    settled, _, recipients = told("Uganda wheels blankets in lorries to Chad.", "AID")
    assert (recipients, len(settled.reserve)) == ([], 1)


def test_what_the_actor_sends_is_not_acted_upon() -> None:
    assert told("Togo shuffled its soldiers out of Ghana.", "RETREAT")[2] == ["Ghana"]
