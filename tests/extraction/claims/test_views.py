"""Who holds what of an act in the sentence that reports it."""

from __future__ import annotations

import pytest

from dragoman.extraction.attribution import find_attributions, sources_of
from dragoman.extraction.claims import View, views_of
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.extraction.status import judge
from dragoman.records import Document, Span
from dragoman.syntax import Tree
from dragoman.text import SentenceParser


def views(text: str, word: str) -> tuple[View, ...]:
    sentences = SentenceParser()([Document(id="d", text=text)])[0]
    trees = [Tree(s) for s in sentences]
    attributions = find_attributions(sentences, trees)
    place, index = next((p, i) for p, t in enumerate(trees) for i, k in enumerate(t.tokens) if k.text == word)
    token = trees[place].token(index)
    trigger = Span(start=token.start, end=token.end)
    clauses = Clauses(trees[place], load_lexicon())
    told = sources_of(attributions, trigger)
    return views_of(clauses, index, attributions, place, trigger, told, judge(clauses, index).status)


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("Troops shelled the town.", "shelled", [("author", "actual", 3.0)]),
        ("Kyiv said the troops shelled the town.", "shelled", [("Kyiv", "actual", 2.8)]),
        ("The troops shelled the town, Kyiv said.", "shelled", [("Kyiv", "actual", 2.8)]),
        ("Kyiv said the troops never shelled the town.", "shelled", [("Kyiv", "denied", -2.8)]),
        ("Moscow denied that its troops had shelled the town.", "shelled", [("Moscow", "denied", -2.8)]),
        ("Kyiv believes that the troops shelled the town.", "shelled", [("Kyiv", "possible", 1.5)]),
        ("Kyiv said the troops would withdraw.", "withdraw", [("Kyiv", "planned", 1.68)]),
        (
            "Kyiv said Moscow had denied that its troops shelled the town.",
            "shelled",
            [("Moscow", "denied", -2.8)],
        ),
    ],
)
def test_views_of_an_act(text: str, word: str, wanted: list[tuple[str, str, float]]) -> None:
    found = [(v.sources[-1].text or v.sources[-1].kind, v.status, v.factuality) for v in views(text, word)]
    assert [f[:2] for f in found] == [w[:2] for w in wanted]
    assert [f[2] for f in found] == pytest.approx([w[2] for w in wanted], abs=0.25)


def test_the_chain_names_the_outermost_first() -> None:
    (view,) = views("Kyiv said Moscow had denied that its troops shelled the town.", "shelled")
    assert [s.text for s in view.sources] == ["Kyiv", "Moscow"]
