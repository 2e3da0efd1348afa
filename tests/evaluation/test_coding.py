"""Mentions in the words of other codebooks."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.evaluation.coding import actor_code, cameo_of, case_label, strict_type, triples_of
from dragoman.records import Actor, Document, EventMention, LeftOut, Participant, Reading, Span

SPAN = Span(start=0, end=5)


def party(code: str | None, sector: str | None = None, kind: str = "role") -> Participant:
    country = code if code and len(code) == 3 else None
    return Participant(
        span=SPAN, head=SPAN, text="x", actor=Actor(name="x", code=code, country=country, sector=sector, kind=kind)
    )


def mention(kind: str, **fields: Any) -> EventMention:
    given = {"status": "actual", **fields}
    return EventMention(id="m", document_id="d", sentence=0, type=kind, trigger=SPAN, evidence=(SPAN,), **given)


@pytest.mark.parametrize(
    ("kind", "status", "strict"),
    [("CONSULT", "planned", "AGREE"), ("AID", "planned", "AGREE"), ("RETREAT", "planned", "CONCEDE"),
     ("CONSULT", "actual", "CONSULT"), ("ASSAULT", "planned", "ASSAULT")],
)  # fmt: skip
def test_acts_to_come_are_promises(kind: str, status: str, strict: str) -> None:
    assert strict_type(mention(kind, status=status)) == strict


@pytest.mark.parametrize(
    ("actor", "plover", "cameo"),
    [
        (party("HUN", "GOV").actor, "HUNGOV", "HUNGOV"),
        (party("ROU", "GOV", "country").actor, "ROU", "ROU"),
        (party("KEN", "JRN").actor, "KENJRN", "KENMED"),
        (Actor(name="UN", code="UN", sector="GOV", kind="org"), "UNO", "IGOUNO"),
        (Actor(name="NATO", code="NATO", kind="org"), "IGO", "IGO"),
        (party("XKX", "COP").actor, "KOSCOP", "KOSCOP"),
        (party(None).actor, "---", "---"),
        (None, "---", "---"),
    ],
)
def test_actor_codes(actor: Actor | None, plover: str, cameo: str) -> None:
    assert (actor_code(actor), actor_code(actor, cameo=True)) == (plover, cameo)


def test_one_sided_acts_give_every_pair() -> None:
    found = triples_of(
        mention(
            "COERCE",
            modes=("arrest",),
            actors=(party("KEN", "COP"),),
            recipients=(party("KEN", "CVL"), party("UGA", "JRN")),
        )
    )
    assert list(found) == [("KENCOP", "KENCVL", "COERCE"), ("KENCOP", "UGAJRN", "COERCE")]


def test_mutual_acts_give_both_orders() -> None:
    found = triples_of(mention("CONSULT", symmetric=True, actors=(party("FRA", "GOV"), party("POL", "GOV"))))
    assert set(found) == {("FRAGOV", "POLGOV", "CONSULT"), ("POLGOV", "FRAGOV", "CONSULT")}


def test_empty_side_is_written_as_dashes() -> None:
    assert list(triples_of(mention("PROTEST", actors=(party("PER", "CVL"),)))) == [("PERCVL", "---", "PROTEST")]


def test_cameo_of_a_fight_between_armed_sides() -> None:
    fight = mention("ASSAULT", actors=(party("SDN", "MIL"), party("SDN", "REB")), symmetric=True)
    assert cameo_of(fight) == "190"
    assert cameo_of(mention("ASSAULT", modes=("drone",))) == "1952"
    assert cameo_of(mention("CONSULT", modes=("visit",), status="planned")) == "030"


def label(text: str, *mentions: EventMention) -> str:
    reading = Reading(document=Document(id="d", text=text), mentions=mentions)
    return case_label(reading, mentions[0] if mentions else None)


def test_labels_follow_type_and_mode() -> None:
    assert label("x", mention("ASSAULT", modes=("aerial",))) == "AIR_STRIKE"
    assert label("x", mention("ASSAULT")) == "ATTACK"
    assert label("x", mention("ASSAULT", symmetric=True)) == "ARMED_CLASH"
    assert label("a hand grenade", mention("ASSAULT", modes=("explosives",))) == "GRENADE"
    assert label("x", mention("PROTEST", modes=("demo",))) == "PEACE_PROTEST"
    assert label("x", mention("PROTEST"), mention("COERCE")) == "PROTEST_WITH_INTER"
    assert label("x", mention("MOBILIZE")) == "OTHER"


def test_events_that_nobody_known_did_have_labels_too() -> None:
    left = LeftOut(document_id="d", sentence=0, trigger=SPAN, type="ASSAULT", reason="NO_KNOWN_ACTOR")
    assert case_label(Reading(document=Document(id="d", text="x"), left_out=(left,)), None) == "ATTACK"
    other = LeftOut(document_id="d", sentence=0, trigger=SPAN, type="ASSAULT", reason="FIGURE_OF_SPEECH")
    assert case_label(Reading(document=Document(id="d", text="x"), left_out=(other,)), None) == "OTHER"


def test_labels_without_an_event_follow_the_subject() -> None:
    assert label("The earthquake set off landslides and a tsunami.") == "NATURAL_DISASTER"
    assert label("They walked home.") == "OTHER"
