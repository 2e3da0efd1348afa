"""Answers to something told before, sentence by sentence."""

from __future__ import annotations

import pytest

from dragoman.extraction.attribution import find_attributions
from dragoman.extraction.claims import Answer, find_answers
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.records import Document
from dragoman.syntax import Tree
from dragoman.text import SentenceParser


def answers(text: str) -> list[Answer]:
    sentences = SentenceParser()([Document(id="d", text=text)])[0]
    trees = [Tree(s) for s in sentences]
    attributions = find_attributions(sentences, trees)
    return [
        a
        for s, t in zip(sentences, trees, strict=True)
        for a in find_answers(s, Clauses(t, load_lexicon()), attributions)
    ]


@pytest.mark.parametrize(
    ("text", "holder", "value", "about", "target"),
    [
        ("The army denied it.", "The army", -3.0, "it", "act"),
        ("Beijing rejected the charge.", "Beijing", -3.0, "charge", "act"),
        ("Ankara brushed aside the report.", "Ankara", -3.0, "report", "act"),
        ("The ministry confirmed the strike.", "The ministry", 3.0, "strike", "act"),
        ("The ministry would not confirm the strike.", "The ministry", 0.0, "strike", "act"),
        ("Moscow said it had not.", "Moscow", -3.0, "", "act"),
        ("The claim is a lie.", "author", -3.0, "claim", "act"),
        ("Israel denied any role in the killing.", "Israel", -3.0, "killing", "party"),
        ("The emir did not attend the talks.", "author", -3.0, "talk", "party"),
        ("A source said the emir was present.", "A source", 2.8, "", "party"),
        ("A source said the emir was absent from the meeting.", "A source", -2.8, "meeting", "party"),
    ],
)
def test_answer_is_found(text: str, holder: str, value: float, about: str, target: str) -> None:
    found = answers(text)
    shown = [(a.view.sources[-1].text or a.view.sources[-1].kind, a.about, a.target) for a in found]
    assert (holder, about, target) in shown
    assert found[shown.index((holder, about, target))].view.factuality == pytest.approx(value, abs=0.25)


@pytest.mark.parametrize(
    "text",
    [
        "The army denied that it had bombed the camp.",
        "The army shelled the town.",
        "Three men were present.",
        "The minister attended school in Paris.",
        "The bank rejected the cheque.",
    ],
)
def test_what_answers_nothing_is_left_alone(text: str) -> None:
    assert [a for a in answers(text) if a.target == "act" and a.points_back] == []
