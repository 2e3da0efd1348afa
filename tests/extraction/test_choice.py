"""Which proposals become records: an act that nobody of politics takes part in is left out, with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.extraction.choice import objection
from dragoman.records import Actor, EventMention, Participant, Span

HERE = Span(start=0, end=1)


def party(**facts: Any) -> Participant:
    return Participant(span=HERE, head=HERE, text="x", actor=Actor(name="x", **facts))


def mention(
    kind: str, actors: tuple[Participant, ...], recipients: tuple[Participant, ...] = (), **more: Any
) -> EventMention:
    return EventMention(
        id="m", document_id="d", sentence=0, type=kind, trigger=HERE, trigger_text="x", evidence=(HERE,), status="actual",
        actors=actors, recipients=recipients, **more,
    )  # fmt: skip


KENYA = party(code="KEN", country="KEN", sector="GOV", kind="country")
UGANDA = party(code="UGA", country="UGA", sector="GOV", kind="country")
STRANGER = party(reason="UNKNOWN_NAME")
FIRM = party(code="KEN", country="KEN", sector="BUS", kind="role")


def test_two_states_are_no_objection() -> None:
    assert objection(mention("ACCUSE", (KENYA,), (UGANDA,)), topic=None) is None


def test_act_of_unknown_parties_is_left_out() -> None:
    assert objection(mention("ACCUSE", (STRANGER,)), topic=None) is not None


def test_unknown_doer_is_no_record_even_with_a_known_recipient() -> None:
    assert objection(mention("ACCUSE", (STRANGER,), (KENYA,)), topic=None) is not None


@pytest.mark.parametrize("kind", ["ASSAULT", "COERCE"])
def test_violence_may_lack_its_doer(kind: str) -> None:
    assert objection(mention(kind, (), (KENYA,)), topic=None) is None


def test_speech_needs_its_speaker() -> None:
    assert objection(mention("ACCUSE", (), (KENYA,)), topic=None) is not None


def test_sport_is_left_out_though_states_are_named() -> None:
    assert objection(mention("ASSAULT", (KENYA,), (UGANDA,)), topic="sport") is not None


def test_firms_among_themselves_are_a_private_matter() -> None:
    assert objection(mention("ACCUSE", (FIRM,), (FIRM,)), topic=None) is not None


def test_meeting_needs_two() -> None:
    assert objection(mention("CONSULT", (KENYA,), symmetric=True), topic=None) is not None
    assert objection(mention("CONSULT", (KENYA, UGANDA), symmetric=True), topic=None) is None
