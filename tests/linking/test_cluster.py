"""Groups join by the mean of all their pairs, never over a conflict, and a person's word holds."""

from __future__ import annotations

import itertools
import random

import pytest

from dragoman.linking import cluster as module
from dragoman.linking.cluster import Compared, Judgement, cluster, components, cut_component, members_of, settle
from dragoman.linking.identity import TrailStep, assign_ids, new_id

GOOD, BAD, NEVER = Compared(bits=5), Compared(bits=-5), Compared(bits=5, is_conflict=True)


def test_good_pairs_are_one_event() -> None:
    assert cluster("abc", {("a", "b"): GOOD, ("b", "c"): GOOD, ("a", "c"): GOOD}) == [("a", "b", "c")]


def test_unlike_things_are_not_chained_by_what_is_like_both() -> None:
    compared = {("a", "b"): GOOD, ("b", "c"): Compared(bits=4), ("a", "c"): NEVER}
    assert cluster("abc", compared) == [("a", "b"), ("c",)]


def test_one_good_pair_does_not_join_groups_that_are_unlike() -> None:
    compared = dict.fromkeys(itertools.combinations("abcd", 2), BAD) | {
        ("a", "b"): GOOD,
        ("c", "d"): GOOD,
        ("b", "c"): GOOD,
    }
    assert cluster("abcd", compared) == [("a", "b"), ("c", "d")]


def test_groups_do_not_depend_on_the_order_of_pairs() -> None:
    chance = random.Random(7)
    ids = [f"m{n:02}" for n in range(25)]
    pairs = {
        p: Compared(bits=chance.choice([-3, -1, 1, 2, 4]), is_conflict=chance.random() < 0.1)
        for p in itertools.combinations(ids, 2)
    }
    first = cluster(ids, pairs)
    for seed in range(5):
        items, names = list(pairs.items()), list(ids)
        random.Random(seed).shuffle(items)
        random.Random(seed).shuffle(names)
        assert cluster(names, dict(items)) == first
    for members in first:
        assert not any(pairs[p].is_conflict for p in itertools.combinations(members, 2))


def test_a_person_joins_what_conflicts_and_parts_what_agrees() -> None:
    assert cluster("ab", {("a", "b"): NEVER}, {("a", "b"): "same"}) == [("a", "b")]
    assert cluster("ab", {("a", "b"): GOOD}, {("a", "b"): "not_same"}) == [("a",), ("b",)]


def test_not_same_keeps_whole_groups_apart() -> None:
    compared = dict.fromkeys(itertools.combinations("abc", 2), GOOD)
    found = cluster("abc", compared, {("a", "c"): "not_same"})
    assert not any({"a", "c"} <= set(members) for members in found)
    assert len(found) == 2


def test_later_judgement_overrules_an_earlier_one() -> None:
    first = Judgement(number=1, left_id="a", right_id="b", verdict="same")
    second = Judgement(number=2, left_id="b", right_id="a", verdict="not_same")
    assert settle([first, second]) == ({("a", "b"): "not_same"}, (first,))


def test_of_three_judgements_that_cannot_all_hold_the_oldest_gives_way() -> None:
    told = [
        Judgement(number=1, left_id="a", right_id="b", verdict="same"),
        Judgement(number=2, left_id="b", right_id="c", verdict="same"),
        Judgement(number=3, left_id="a", right_id="c", verdict="not_same"),
    ]
    judged, overruled = settle(told)
    assert [j.number for j in overruled] == [1]
    assert judged == {("b", "c"): "same", ("a", "c"): "not_same"}


def test_large_component_is_cut_where_links_are_weakest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_COMPONENT", 2)
    links = {("a", "b"): 5.0, ("b", "c"): 0.5, ("c", "d"): 4.0}
    assert cut_component("abcd", links) == [["a", "b"], ["c", "d"]]


def test_component_that_cannot_be_cut_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_COMPONENT", 2)
    links = {("a", "b"): float("inf"), ("b", "c"): float("inf")}
    assert cut_component("abc", links) == [["a", "b", "c"]]


def test_components_are_named_by_their_smallest_member() -> None:
    assert members_of(components([("c", "b"), ("b", "a")], "abcd")) == {"a": ["a", "b", "c"], "d": ["d"]}


def test_event_keeps_its_id_when_reports_come() -> None:
    assert assign_ids([["new", "a", "b"]], {"a": "E", "b": "E"}) == (["E"], ())


def test_of_two_that_become_one_the_larger_keeps_its_id() -> None:
    ids, trail = assign_ids([["a", "b", "c"]], {"a": "E", "b": "F", "c": "F"})
    assert ids == ["F"]
    assert trail == (TrailStep(event_id="E", into_id="F", kind="merged"),)


def test_of_one_that_becomes_two_the_larger_part_keeps_the_id() -> None:
    ids, trail = assign_ids([["a"], ["b", "c"]], dict.fromkeys("abc", "E"))
    assert ids == [new_id("a"), "E"]
    assert trail == (TrailStep(event_id="E", into_id=new_id("a"), kind="split"),)


def test_event_whose_reports_went_is_gone() -> None:
    assert assign_ids([["b"]], {"a": "E", "b": "F"}) == (["F"], (TrailStep(event_id="E", into_id=None, kind="gone"),))


def test_new_id_is_never_that_of_another_event() -> None:
    taken = new_id("a")
    ids, _ = assign_ids([["a"]], {}, frozenset({taken}))
    assert ids[0] != taken


def test_what_holds_of_judgements_never_contradicts_itself() -> None:
    chance = random.Random(3)
    for _ in range(50):
        told = [
            Judgement(number=n, left_id=left, right_id=right, verdict=chance.choice(["same", "not_same"]))
            for n, (left, right) in enumerate(chance.choices(list(itertools.combinations("abcdef", 2)), k=12))
        ]
        judged, overruled = settle(told)
        roots = components([pair for pair, verdict in judged.items() if verdict == "same"], "abcdef")
        assert not any(roots[one] == roots[other] for (one, other), verdict in judged.items() if verdict == "not_same")
        assert told[-1] not in overruled
