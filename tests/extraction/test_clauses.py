"""Who acts and who is acted upon, through passives, relative clauses, control and coordination."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.syntax import Tree

Parse = Callable[[str], Any]


@pytest.fixture(scope="module")
def sides(parse: Parse) -> Callable[[str, str], tuple[list[str], list[str]]]:
    """The head words of those who act and of those acted upon, for the first token with the given form."""

    def find(text: str, verb: str) -> tuple[list[str], list[str]]:
        tree = Tree(parse(text)[0])
        clauses = Clauses(tree, load_lexicon())
        index = next(i for i, t in enumerate(tree.tokens) if t.text == verb)
        words = [t.text for t in tree.tokens]
        return [words[i] for i in clauses.doers(index)], [words[i] for i in clauses.objects(index)]

    return find


Sides = Callable[[str, str], tuple[list[str], list[str]]]


@pytest.mark.parametrize(
    ("text", "verb", "doers", "upon"),
    [
        ("Rebels attacked the village.", "attacked", ["Rebels"], ["village"]),
        ("The village was attacked by rebels.", "attacked", ["rebels"], ["village"]),
        ("The village was attacked on Monday.", "attacked", [], ["village"]),
        ("The rebels who attacked the village fled.", "attacked", ["rebels"], ["village"]),
        ("A lawyer arrested by soldiers was released.", "arrested", ["soldiers"], ["lawyer"]),
        ("Soldiers stormed the office and arrested the editor.", "arrested", ["Soldiers"], ["editor"]),
        ("Rebels and soldiers attacked the village.", "attacked", ["Rebels", "soldiers"], ["village"]),
        ("Rebels attacked villages and towns.", "attacked", ["Rebels"], ["villages", "towns"]),
        ("Kenya agreed to help Somalia.", "help", ["Kenya"], ["Somalia"]),
        ("Kenya urged Uganda to free the traders.", "free", ["Uganda"], ["traders"]),
        ("Kenya accused Uganda of arresting the traders.", "arresting", ["Uganda"], ["traders"]),
        ("Soldiers opened fire, killing the guard.", "killing", ["Soldiers"], ["guard"]),
        ("Rwanda has a plan to deport migrants.", "deport", ["Rwanda"], ["migrants"]),
    ],
)
def test_sides_of_a_verb(sides: Sides, text: str, verb: str, doers: list[str], upon: list[str]) -> None:
    assert sides(text, verb) == (doers, upon)


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The editor was arrested.", "arrested", True),
        ("The editor arrested on Monday is ill.", "arrested", True),
        ("Soldiers arrested the editor.", "arrested", False),
        ("Soldiers have arrested the editor.", "arrested", False),
        ("The editor has been arrested.", "arrested", True),
    ],
)
def test_passive_is_told_from_active(parse: Parse, text: str, verb: str, passive: bool) -> None:
    tree = Tree(parse(text)[0])
    index = next(i for i, t in enumerate(tree.tokens) if t.text == verb)
    assert Clauses(tree, load_lexicon()).is_passive(index) is passive


def test_partitive_is_about_what_it_counts(parse: Parse) -> None:
    tree = Tree(parse("Dozens of Kenyan students marched.")[0])
    clauses = Clauses(tree, load_lexicon())
    assert tree.token(clauses.core(0)).text == "students"
    assert tree.text(clauses.phrase(0)) == "Dozens of Kenyan students"


def test_phrase_keeps_whose_head_somebody_is(parse: Parse) -> None:
    tree = Tree(parse("The president of Chad left.")[0])
    assert tree.text(Clauses(tree, load_lexicon()).phrase(1)) == "The president of Chad"


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        ("Kenya left.", "Kenya", True),
        ("The rebels left.", "rebels", True),
        ("The minister left.", "minister", True),
        ("The table fell.", "table", False),
        ("The weather changed.", "weather", False),
    ],
)
def test_only_what_can_act_is_an_actor(parse: Parse, text: str, word: str, actor: bool) -> None:
    tree = Tree(parse(text)[0])
    index = next(i for i, t in enumerate(tree.tokens) if t.text == word)
    assert Clauses(tree, load_lexicon()).is_actor_like(index) is actor
