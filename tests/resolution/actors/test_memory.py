"""What a document has told so far of its actors."""

from __future__ import annotations

from typing import Any

from dragoman.records import Actor
from dragoman.resolution.actors.memory import Memory, Seen


def seen(start: int, actor: Actor, sentence: int = 0, **more: Any) -> Seen:
    facts: dict[str, Any] = {"person": False, "plural": False, "subject": True} | more
    return Seen(start=start, end=start + 5, sentence=sentence, actor=actor, **facts)


def state(code: str) -> Actor:
    return Actor(name=code, id=code, code=code, country=code, sector="GOV", kind="country")


def test_person_is_known_by_surname_after_the_full_name() -> None:
    memory = Memory()
    minister = Actor(name="Amina Diallo", code="GIN", country="GIN", sector="GOV", kind="person")
    memory.remember(seen(0, minister, person=True), ("amina", "diallo"))
    assert memory.person("diallo") == minister
    assert memory.person("amina") is None


def test_better_known_person_replaces_an_unknown_one() -> None:
    memory = Memory()
    memory.remember(seen(0, Actor(name="Diallo", kind="person"), person=True), ("diallo",))
    minister = Actor(name="Amina Diallo", code="GIN", country="GIN", kind="person")
    memory.remember(seen(9, minister, person=True), ("diallo",))
    assert memory.person("diallo") == minister


def test_acronym_means_what_the_document_says() -> None:
    memory = Memory()
    front = Actor(name="Popular Front", code="MOZ", kind="group")
    memory.introduce("PF", front)
    memory.introduce("PF", state("KEN"))
    assert memory.acronym("PF") == front
    assert memory.acronym("XY") is None


def test_country_of_the_same_sentence_comes_first() -> None:
    memory = Memory()
    memory.remember(seen(0, state("KEN"), sentence=0), ("kenya",))
    memory.remember(seen(90, state("UGA"), sentence=5), ("uganda",))
    assert memory.country(0) == "KEN"
    assert memory.country(5) == "UGA"


def test_document_that_names_no_country_has_none() -> None:
    assert Memory().country(0) is None


def test_tie_between_two_countries_stays_open() -> None:
    memory = Memory()
    for code in ("UGA", "KEN"):
        memory.note_country(code, 0)
    assert memory.country(0) is None


def test_mentions_before_a_position_come_nearest_first() -> None:
    memory = Memory()
    for start, code in ((0, "KEN"), (20, "UGA"), (40, "TZA")):
        memory.remember(seen(start, state(code)), (code.lower(),))
    assert [s.actor.code for s in memory.before(40)] == ["UGA", "KEN"]
