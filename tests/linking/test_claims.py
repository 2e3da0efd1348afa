"""Which act an answer is about, and what a denial denies: records by hand."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dragoman.linking import Reply, link_claims, stance_of
from dragoman.records import Actor, Claim, Event, EventMention, Participant, Source, Span

KYIV = Source(kind="official", text="Kyiv", actor=Actor(name="Ukraine", id="UKR-GOV", code="UKR", sector="GOV"))
MOSCOW = Source(kind="official", text="Moscow", actor=Actor(name="Russia", id="RUS-GOV", code="RUS", sector="GOV"))
AUTHOR = Source(kind="author")


def claim(source: Source, stance: str = "asserts", **changes: Any) -> Claim:
    value = 3.0 if stance == "asserts" else -3.0
    fields: dict[str, Any] = {
        "id": "",
        "mention": "",
        "sources": (source,),
        "stance": stance,
        "status": "actual" if stance == "asserts" else "denied",
        "factuality": value,
        "certainty": "CT+" if value > 0 else "CT-",
        "evidence": (Span(start=0, end=5),),
    }
    return Claim(**fields | changes)


def party(text: str, code: str | None = None, sector: str | None = "GOV") -> Participant:
    actor = Actor(name=text, id=code and f"{code}-{sector}", code=code, sector=sector) if code else None
    span = Span(start=0, end=1)
    return Participant(span=span, head=span, text=text, actor=actor)


def act(start: int, sentence: int = 0, **changes: Any) -> EventMention:
    fields: dict[str, Any] = {
        "id": f"d#{start}-ASSAULT",
        "document_id": "d",
        "sentence": sentence,
        "type": "ASSAULT",
        "trigger": Span(start=start, end=start + 5),
        "trigger_text": "bombed",
        "evidence": (Span(start=0, end=50),),
        "status": "actual",
        "actors": (party("Russian jets", "RUS", "MIL"),),
        "sources": (KYIV,),
        "claims": (claim(KYIV),),
    }
    return EventMention(**fields | changes)


def denial(source: Source = MOSCOW, **changes: Any) -> Reply:
    fields: dict[str, Any] = {"claim": claim(source, "denies"), "sentence": 1, "start": 100}
    return Reply(**fields | changes)


def holders(mention: EventMention) -> list[str | None]:
    return [c.sources[-1].text for c in mention.claims]


def test_a_denial_goes_to_the_statement_before_it_and_names_its_claim() -> None:
    (mention,) = link_claims([act(10)], [], [denial()])
    assert holders(mention) == ["Kyiv", "Moscow"]
    assert [c.id for c in mention.claims] == ["d#10-ASSAULT!1", "d#10-ASSAULT!2"]
    assert [c.denies for c in mention.claims] == [None, "d#10-ASSAULT!1"]


def test_a_statement_that_comes_later_is_not_denied() -> None:
    (mention,) = link_claims([act(200, sentence=2)], [], [denial()])
    assert holders(mention) == ["Kyiv"]


def test_nobody_denies_his_own_word() -> None:
    (mention,) = link_claims([act(10)], [], [denial(KYIV)])
    assert holders(mention) == ["Kyiv"]


def test_one_who_has_a_part_in_the_act_answers_it_before_a_nearer_one() -> None:
    nearer = act(60, trigger_text="met", type="CONSULT", id="d#60-CONSULT", actors=(party("Turkey", "TUR"),))
    first, second = link_claims([act(10), nearer], [], [denial()])
    assert (holders(first), holders(second)) == (["Kyiv", "Moscow"], ["Kyiv"])


def test_what_the_article_tells_is_answered_only_by_one_who_has_a_part() -> None:
    own = act(10, sources=(AUTHOR,), claims=(claim(AUTHOR),))
    ankara = Source(kind="official", text="Ankara", actor=Actor(name="Turkey", id="TUR-GOV", code="TUR", sector="GOV"))
    assert len(link_claims([own], [], [denial(ankara)])[0].claims) == 1
    assert len(link_claims([own], [], [denial(MOSCOW)])[0].claims) == 2


def test_the_same_word_twice_is_one_claim() -> None:
    (mention,) = link_claims([act(10)], [], [denial(), denial(start=120)])
    assert len(mention.claims) == 2


@pytest.mark.parametrize(("about", "found"), [("bombing", 2), ("attack", 2), ("talk", 1)])
def test_a_noun_finds_the_act_of_its_kind(about: str, found: int) -> None:
    (mention,) = link_claims([act(10)], [], [denial(about=about, family=True)])
    assert len(mention.claims) == found


def test_an_answer_from_afar_needs_the_name_of_the_act() -> None:
    assert len(link_claims([act(10)], [], [denial(sentence=5)])[0].claims) == 1
    assert len(link_claims([act(10)], [], [denial(sentence=5, about="bombing", family=True)])[0].claims) == 2
    assert len(link_claims([act(10)], [], [denial(sentence=30, about="bombing", family=True)])[0].claims) == 1


def test_an_accusation_is_answered_in_its_content() -> None:
    accusation = act(10, type="ACCUSE", trigger_text="accused", sources=(AUTHOR,), claims=(claim(AUTHOR),))
    accusation = msgspec.structs.replace(
        accusation, actors=(party("Kyiv", "UKR"),), recipients=(party("Moscow", "RUS"),)
    )
    (mention,) = link_claims([accusation], [], [denial()])
    assert [c.target for c in mention.claims] == ["act", "content"]


def test_a_denial_in_another_mention_of_the_event_names_the_claim() -> None:
    second = act(100, sentence=3, status="denied", sources=(MOSCOW,), claims=(claim(MOSCOW, "denies"),))
    event = Event(id="e", type="ASSAULT", mentions=("d#10-ASSAULT", "d#100-ASSAULT"), documents=("d",), status="actual")
    first, second = link_claims([act(10), second], [event], [])
    assert second.claims[0].denies == first.claims[0].id == "d#10-ASSAULT!1"


@pytest.mark.parametrize(
    ("factuality", "stance"),
    [(3.0, "asserts"), (0.5, "asserts"), (0.0, "leaves_open"), (-0.4, "leaves_open"), (-1.0, "denies")],
)
def test_stance(factuality: float, stance: str) -> None:
    assert stance_of(factuality) == stance
