"""The tables of predicates load, agree with the ontology and hold the words that news is made of."""

from __future__ import annotations

import pytest

from dragoman.extraction.lexicon import Lexicon, conflict_types, cooperation_types, load_lexicon
from dragoman.ontology import load_ontology


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_types_are_those_of_the_ontology(lexicon: Lexicon) -> None:
    written = {row.type for rows in lexicon.verbs.values() for row in rows} | {r.type for r in lexicon.nouns.values()}
    assert written - {""} == set(load_ontology().types)


def test_cooperation_and_conflict_do_not_meet() -> None:
    assert cooperation_types() == {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
    assert conflict_types() == {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
    assert not cooperation_types() & conflict_types()


@pytest.mark.parametrize("kind", list(load_ontology().types))
def test_every_type_is_reached_by_some_verb(lexicon: Lexicon, kind: str) -> None:
    assert any(row.type == kind for rows in lexicon.verbs.values() for row in rows)


@pytest.mark.parametrize(
    "verb",
    ["meet", "accuse", "attack", "arrest", "sign", "deploy", "threaten", "reject", "protest", "withdraw", "demand"],
)
def test_common_verbs_have_rows(lexicon: Lexicon, verb: str) -> None:
    assert lexicon.verbs[verb]


@pytest.mark.parametrize("noun", ["talk", "airstrike", "protest", "sanction", "withdrawal", "arrest"])
def test_common_nouns_have_rows(lexicon: Lexicon, noun: str) -> None:
    assert noun in lexicon.nouns


def test_conditions_name_word_classes_that_exist(lexicon: Lexicon) -> None:
    assert lexicon.is_in("soldier", "forces")
    assert not lexicon.is_in("soldier", "workers")
    with pytest.raises(KeyError):
        lexicon.is_in("soldier", "no such class")


def test_tables_are_read_once() -> None:
    assert load_lexicon() is load_lexicon()
