"""The knowledge base loads, keeps its own rules and knows who held an office when."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.ontology import load_ontology
from dragoman.resolution.actors import Knowledge, load_knowledge
from dragoman.resolution.actors.tables import Entity


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def bearers(knowledge: Knowledge, *words: str) -> tuple[Entity, ...]:
    return knowledge.names[words]


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        (("kenya",), "country", "KEN"),
        (("kenyan",), "demonym", "KEN"),
        (("kenyans",), "people", "KEN"),
        (("nairobi",), "capital", "KEN"),
        (("ivory", "coast"), "country", "CIV"),
        (("burma",), "country", "MMR"),
        (("kremlin",), "metonym", "RUS"),
        (("african", "union"), "org", "AU"),
        (("brussels",), "capital", "BEL"),
        (("timor", "leste"), "country", "TLS"),
    ],
)
def test_name_leads_to_its_bearer(knowledge: Knowledge, words: tuple[str, ...], kind: str, code: str) -> None:
    assert (kind, code) in {(e.kind, e.code) for e in bearers(knowledge, *words)}


@pytest.mark.parametrize(("short", "code"), [("UN", "UN"), ("NATO", "NATO"), ("EU", "EU"), ("AU", "AU"), ("US", "USA")])
def test_abbreviation_leads_to_its_bearer(knowledge: Knowledge, short: str, code: str) -> None:
    assert code in {e.code for e in knowledge.abbreviations[short]}


def test_every_country_has_a_code_of_three_letters(knowledge: Knowledge) -> None:
    found = {e.code for e in knowledge.countries.values()}
    assert len(found) > 190
    assert [c for c in found if c is None or len(c) != 3 or not c.isupper()] == []


def test_sectors_of_the_tables_are_those_of_the_ontology(knowledge: Knowledge) -> None:
    found = {e.sector for rows in knowledge.names.values() for e in rows if e.sector}
    assert found <= set(load_ontology().sectors)


def test_no_term_of_office_ends_before_it_begins(knowledge: Knowledge) -> None:
    terms = [e for rows in knowledge.offices.values() for e in rows if e.start and e.end]
    assert terms
    assert [e for e in terms if e.start > e.end] == []


@pytest.mark.parametrize(
    ("country", "office", "day", "person"),
    [
        ("FRA", "head_of_state", date(2013, 6, 1), "francois-hollande"),
        ("FRA", "head_of_state", date(2019, 6, 1), "emmanuel-macron"),
        ("USA", "head_of_state", date(2010, 6, 1), "barack-obama"),
        ("DEU", "head_of_government", date(2012, 6, 1), "angela-merkel"),
        ("KEN", "head_of_state", date(2023, 6, 1), "william-ruto"),
        ("BRA", "head_of_state", date(2020, 6, 1), "jair-bolsonaro"),
        ("IND", "head_of_government", date(2009, 6, 1), "manmohan-singh"),
        ("JPN", "head_of_government", date(2016, 6, 1), "shinzo-abe"),
    ],
)
def test_office_has_its_holder_on_a_day(
    knowledge: Knowledge, country: str, office: str, day: date, person: str
) -> None:
    holders = {e.id for e in knowledge.offices[(country, office)] if e.holds_on(day)}
    assert holders == {f"person:{person}"}


def test_row_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    term = Entity("person:x", "X", "person", "KEN", "KEN", "GOV", date(2013, 4, 9), date(2022, 9, 13))
    assert not term.holds_on(date(2013, 4, 8))
    assert term.holds_on(date(2013, 4, 9))
    assert term.holds_on(date(2022, 9, 12))
    assert not term.holds_on(date(2022, 9, 13))
    assert term.holds_on(None)


def test_digest_names_the_content(knowledge: Knowledge) -> None:
    assert len(knowledge.digest) == 64
    assert load_knowledge() is knowledge
