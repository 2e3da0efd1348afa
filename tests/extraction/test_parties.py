"""Who may take part in an act, what the weights see of it, and when they overrule the rules."""

from __future__ import annotations

import msgspec

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.detection import Detector, Proposal
from dragoman.extraction.lexicon import load_lexicon
from dragoman.extraction.parties import party_features, possible_parties, weighed
from dragoman.models.parties import FORMAT, PartyWeights
from dragoman.records import Document
from dragoman.syntax import Tree
from dragoman.text import SentenceParser


def found(text: str) -> tuple[Clauses, Proposal]:
    """The clauses of a sentence and its first proposal."""
    ((sentence,),) = SentenceParser()([Document(id="d", text=text)])
    clauses = Clauses(Tree(sentence), load_lexicon())
    detector = Detector(clauses, load_lexicon())
    detector.run()
    return clauses, [*detector.proposals, *detector.candidates()][0]


def index_of(clauses: Clauses, word: str) -> int:
    return next(i for i, t in enumerate(clauses.tree.tokens) if t.text == word)


def weights(by_road: dict[str, tuple[float, float]]) -> PartyWeights:
    """Weights of nothing but roads."""
    return PartyWeights(
        name="parties", version="1", format=FORMAT, weights={f"plain={road}": pair for road, pair in by_road.items()}
    )


def road_to(clauses: Clauses, proposal: Proposal, word: str) -> str:
    """The road from the act to a word, as the weights name it."""
    seen = party_features(clauses, proposal, index_of(clauses, word))
    return next(f for f in seen if f.startswith("plain=")).removeprefix("plain=")


def texts(clauses: Clauses, indices: tuple[int, ...]) -> list[str]:
    return [clauses.tree.token(i).text for i in indices]


def test_phrases_that_can_act_are_possible_parties() -> None:
    clauses, proposal = found("On Monday dozens of Kenyan nurses picketed the ministry over unpaid allowances.")
    assert texts(clauses, tuple(i for i in possible_parties(clauses) if i not in proposal.words)) == [
        "dozens",
        "ministry",
    ]


def test_the_road_leads_through_the_parse() -> None:
    clauses, proposal = found("Guards beat two students of the Lyceum in Accra.")
    seen = party_features(clauses, proposal, index_of(clauses, "students"))
    assert {"road=_dobj", "plain=_dobj ASSAULT", "what=NOUN ASSAULT"} <= set(seen)
    assert any(name.startswith("held=recipient obj") for name in seen)


def test_nobody_is_changed_without_weights() -> None:
    clauses, proposal = found("Guards beat two students.")
    assert weighed(clauses, proposal, possible_parties(clauses), weights({})) == proposal


def test_an_actor_is_filled_in_where_the_rules_have_none() -> None:
    clauses, proposal = found("Two students were beaten in a raid that guards had prepared.")
    assert texts(clauses, proposal.actors) == []
    filled = weighed(
        clauses, proposal, possible_parties(clauses), weights({road_to(clauses, proposal, "guards"): (3.0, 0.0)})
    )
    assert texts(clauses, filled.actors) == ["guards"]
    assert filled.via[0] == "learnt"
    assert filled.recipients == proposal.recipients


def test_a_recipient_that_the_rules_lack_comes_in_reserve() -> None:
    clauses, proposal = found("Guards opened fire in a street full of nurses.")
    assert proposal.recipients == ()
    filled = weighed(
        clauses, proposal, possible_parties(clauses), weights({road_to(clauses, proposal, "nurses"): (0.0, 3.0)})
    )
    assert filled.recipients == ()
    assert texts(clauses, filled.likely) == ["nurses"]


def test_a_party_of_the_rules_gives_way_only_to_a_far_likelier_one() -> None:
    clauses, proposal = found("Guards beat two students near a camp of nurses.")
    proposal = msgspec.structs.replace(proposal, via=("nsubj", "with"))
    name = road_to(clauses, proposal, "nurses")
    both = weights({name: (0.0, 3.0), "_dobj": (0.0, 1.0)})
    assert texts(clauses, weighed(clauses, proposal, possible_parties(clauses), both).recipients) == ["students"]
    one = weights({name: (0.0, 3.0), "_dobj": (0.0, -3.0)})
    assert texts(clauses, weighed(clauses, proposal, possible_parties(clauses), one).recipients) == ["nurses"]


def test_an_object_is_not_overruled() -> None:
    clauses, proposal = found("Guards beat two students near a camp of nurses.")
    other = weights({road_to(clauses, proposal, "nurses"): (0.0, 3.0), "_dobj": (0.0, -3.0)})
    assert weighed(clauses, proposal, possible_parties(clauses), other).recipients == proposal.recipients
