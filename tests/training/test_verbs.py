"""Forms of verb phrases."""

from __future__ import annotations

import pytest

from dragoman.training.verbs import participle, passive, third


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("carry out a raid", "carries out a raid"),
        ("impose a ban", "imposes a ban"),
        ("clash with {R}", "clashes with {R}"),
        ("go", "goes"),
    ],
)
def test_third_person(base: str, expected: str) -> None:
    assert third(base) == expected


def test_participle_of_an_irregular_verb() -> None:
    assert participle("took {R} in") == "taken {R} in"


def test_passive_needs_its_object_after_the_verb() -> None:
    assert passive("shelled {R} from a hill") == "shelled from a hill"
    assert passive("threw {R} out") == "thrown out"
    assert passive("appealed to {R}") is None
    assert passive("criticised {R}'s record") is None
