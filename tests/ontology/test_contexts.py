"""Contexts from cue words."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from dragoman.ontology import context_weights, contexts_of, load_ontology


def test_every_context_has_at_least_25_cues() -> None:
    lines = (files("dragoman.ontology") / "data" / "contexts_cues.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cues = {line.split("\t")[0]: line.split("\t")[1].split("|") for line in lines}
    assert list(cues) == list(load_ontology().contexts)
    assert min(len(row) for row in cues.values()) >= 25


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Turnout was low as polling stations opened for the run-off.", "election"),
        ("A magistrate refused bail and set the trial for May.", "legal"),
        ("The mayor took bribes and kickbacks, an anti-corruption unit said.", "corruption"),
        ("Nurses at the clinic vaccinated children against measles.", "health"),
        ("Divers pulled bodies from the capsized ferry after the flood.", "disasters"),
        ("Blue helmets of the UN mission patrolled the truce line.", "peacekeeping"),
        ("Ransomware locked the files of two ministries after a cyberattack.", "cyber"),
        ("Inspectors of the OPCW found traces of sarin.", "cbrn"),
        ("He asked for political asylum as soon as the plane had landed.", "asylum"),
        ("Border guards turned back the migrant boat off Lampedusa.", "migration"),
        ("Customs men found 400 kg of cocaine and some heroin.", "illegal_drugs"),
        ("Islamic State said its suicide bomber had hit the market.", "terrorism"),
        ("The Pride march was banned over a same-sex marriage row.", "lgbt"),
        ("Riot police used tear gas and water cannon against students.", "repression"),
        ("Both sides claim the disputed islands and the territorial waters around them.", "territory"),
    ],
)
def test_context_of_a_sentence(text: str, context: str) -> None:
    assert context in contexts_of(text)


def test_one_ordinary_word_proves_nothing() -> None:
    assert contexts_of("The president walked home.") == ()


@pytest.mark.parametrize("text", ["", "   ", "12 34", "🙂🙂"])
def test_no_words_no_context(text: str) -> None:
    assert contexts_of(text) == ()


def test_repeating_a_word_counts_three_times_at_most() -> None:
    assert context_weights("cholera " * 50) == {"health": 6}


def test_long_texts_need_more() -> None:
    filler = "They spoke about this and that for a while. " * 100
    assert contexts_of("Nurses gave out medicine.") == ("health",)
    assert contexts_of(filler + "Nurses gave out medicine.") == ()


def test_curly_apostrophes_and_plurals_are_read() -> None:
    assert "gender" in contexts_of("A women’s rights rally")
    assert Counter(contexts_of("Two refineries and three pipelines burned"))["natural_resource"] == 1


def test_at_most_four_strongest_first() -> None:
    text = "cholera measles ebola election ballot voter court verdict refugee famine heroin"
    found = contexts_of(text)
    assert len(found) == 4
    assert set(found[:3]) == {"health", "election", "legal"} or found[0] == "health"
