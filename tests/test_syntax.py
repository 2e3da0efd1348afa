"""Moving about in the parse of a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.records import Span
from dragoman.syntax import Tree

Parse = Callable[[str], Any]


@pytest.fixture(scope="module")
def tree(parse: Parse) -> Tree:
    return Tree(parse("Soldiers from Chad and Niger who crossed the river attacked two villages.")[0])


def at(tree: Tree, word: str) -> int:
    return next(i for i, t in enumerate(tree.tokens) if t.text == word)


def test_length_is_the_number_of_tokens(tree: Tree) -> None:
    assert len(tree) == len(tree.tokens) == 13


def test_first_child_with_a_label(tree: Tree) -> None:
    attacked = at(tree, "attacked")
    assert tree.first(attacked, "nsubj") == at(tree, "Soldiers")
    assert tree.first(attacked, "dobj") == at(tree, "villages")
    assert tree.first(attacked, "agent") is None


def test_children_come_in_text_order(tree: Tree) -> None:
    found = tree.all(at(tree, "attacked"), "nsubj", "dobj")
    assert found == [at(tree, "Soldiers"), at(tree, "villages")]


def test_conjuncts_follow_each_other(tree: Tree) -> None:
    assert tree.conjuncts(at(tree, "Chad")) == [at(tree, "Chad"), at(tree, "Niger")]


def test_ancestors_lead_to_the_root(tree: Tree) -> None:
    path = list(tree.ancestors(at(tree, "Niger")))
    assert path[-1] == at(tree, "attacked")
    assert list(tree.ancestors(at(tree, "attacked"))) == []


def test_subtree_of_the_root_is_the_sentence(tree: Tree) -> None:
    assert sorted(tree.subtree(at(tree, "attacked"))) == list(range(len(tree)))


def test_phrase_ends_before_what_hangs_loosely_on_it(tree: Tree) -> None:
    assert tree.text(tree.phrase(at(tree, "Soldiers"))) == "Soldiers"
    assert tree.text(tree.phrase(at(tree, "villages"))) == "two villages"


def test_full_phrase_keeps_its_prepositions(tree: Tree) -> None:
    assert tree.text(tree.phrase(at(tree, "Soldiers"), full=True)).startswith("Soldiers from Chad")


def test_clause_of_a_word_is_its_nearest_verb(tree: Tree) -> None:
    assert tree.clause(at(tree, "river")) == at(tree, "crossed")
    assert tree.clause(at(tree, "two")) == at(tree, "attacked")


def test_text_of_a_span_is_that_of_the_article(parse: Parse) -> None:
    second = Tree(parse("Rain fell. Chad expelled an envoy.")[1])
    start = second.token(0).start
    assert start == 11
    assert second.text(Span(start=start, end=start + 4)) == "Chad"
