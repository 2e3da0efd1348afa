"""Who may take part in an act, what the weights see of it, and when they overrule the rules."""

from __future__ import annotations

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


def weights(**by_road: tuple[float, float]) -> PartyWeights:
    """Weights of roads, whose names are written with spaces as underscores' doubles."""
    return PartyWeights(
        name="parties",
        version="1",
        format=FORMAT,
        weights={f"plain={n.replace('__', ' ')}": w for n, w in by_road.items()},
    )


def texts(clauses: Clauses, indices: tuple[int, ...]) -> list[str]:
    return [clauses.tree.token(i).text for i in indices]


def test_phrases_that_can_act_are_possible_parties() -> None:
    clauses, proposal = found("On Monday dozens of Kenyan nurses picketed the ministry over unpaid allowances.")
    assert texts(clauses, tuple(possible_parties(clauses, proposal.words))) == ["dozens", "ministry"]


def test_the_road_leads_through_the_parse() -> None:
    clauses, proposal = found("Guards beat two students of the Lyceum in Accra.")
    seen = party_features(clauses, proposal, index_of(clauses, "students"))
    assert {"road=_dobj", "plain=_dobj ASSAULT", "what=NOUN ASSAULT"} <= set(seen)
    assert any(name.startswith("held=recipient obj") for name in seen)


def test_nobody_is_changed_without_weights() -> None:
    clauses, proposal = found("Guards beat two students.")
    assert weighed(clauses, proposal, weights()) == proposal


def test_an_actor_is_filled_in_where_the_rules_have_none() -> None:
    clauses, proposal = found("Two students were beaten in a raid that guards had prepared.")
    assert texts(clauses, proposal.actors) == []
    guards = index_of(clauses, "guards")
    road = next(f for f in party_features(clauses, proposal, guards) if f.startswith("plain=")).removeprefix("plain=")
    filled = weighed(clauses, proposal, weights(**{road.replace(" ", "__"): (3.0, 0.0)}))
    assert texts(clauses, filled.actors) == ["guards"]
    assert filled.via[0] == "learnt"
    assert filled.recipients == proposal.recipients


def test_a_recipient_that_the_rules_lack_comes_in_reserve() -> None:
    clauses, proposal = found("Guards opened fire in a street full of nurses.")
    assert proposal.recipients == ()
    nurses = index_of(clauses, "nurses")
    road = next(f for f in party_features(clauses, proposal, nurses) if f.startswith("plain=")).removeprefix("plain=")
    filled = weighed(clauses, proposal, weights(**{road.replace(" ", "__"): (0.0, 3.0)}))
    assert filled.recipients == ()
    assert texts(clauses, filled.likely) == ["nurses"]


def test_a_party_of_the_rules_gives_way_only_to_a_far_likelier_one() -> None:
    clauses, proposal = found("Guards beat two students near a camp of nurses.")
    nurses = index_of(clauses, "nurses")
    road = next(f for f in party_features(clauses, proposal, nurses) if f.startswith("plain=")).removeprefix("plain=")
    name = road.replace(" ", "__")
    both = weights(**{name: (0.0, 3.0), "_dobj": (0.0, 1.0)})
    assert texts(clauses, weighed(clauses, proposal, both).recipients) == ["students"]
    one = weights(**{name: (0.0, 3.0), "_dobj": (0.0, -3.0)})
    assert texts(clauses, weighed(clauses, proposal, one).recipients) == ["nurses"]
