"""Folding of place names."""

from __future__ import annotations

import pytest

from dragoman.resolution.places.names import fold_lines, fold_name, without_article


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Łódź", "lodz"),
        ("Al Ḩudaydah", "al hudaydah"),
        ("St. Louis", "saint louis"),
        ("Ft. Worth", "fort worth"),
        ("The Hague", "hague"),
        ("Côte d'Ivoire", "cote divoire"),
        ("Port-au-Prince", "port au prince"),
        ("D.C.", "dc"),
        ("N’Djamena", "ndjamena"),
        ("…", ""),
    ],
)
def test_spellings_meet(name: str, key: str) -> None:
    assert fold_name(name) == key


def test_many_names_fold_as_one_does() -> None:
    names = ["Saint-Étienne", "The Bronx", "", "Deir ez-Zor", "Mt. Isa"]
    assert fold_lines("\n".join(names)).split("\n") == [fold_name(n) for n in names]


def test_article_is_taken_off_only_where_more_follows() -> None:
    assert without_article("al qarn") == "qarn"
    assert without_article("al") is None
    assert without_article("paso") is None
