from __future__ import annotations

from typing import Any

import pytest


def test_types_are_listed(run: Any) -> None:
    result = run("ontology", "types")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 16


@pytest.mark.parametrize(
    ("name", "what"), [("assault", "ASSAULT/aerial"), ("GOV", "(sector)"), ("election", "(context)")]
)
def test_what_has_a_name_is_shown(run: Any, name: str, what: str) -> None:
    assert what in run("ontology", "show", name).stdout


def test_without_a_name_all_is_shown(run: Any) -> None:
    assert "CONSULT" in run("ontology", "show").stdout


def test_unknown_name_exits_2_with_what_was_probably_meant(run: Any) -> None:
    result = run("ontology", "show", "asault")
    assert result.exit_code == 2
    assert "did you mean ASSAULT?" in result.stderr
