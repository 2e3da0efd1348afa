"""The gate before the reader: sums of weights, rare words, and files that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import ModelError
from dragoman.models.gate import FORMAT, GateWeights, load_gate, rare, read_gate
from dragoman.training.manifests import write_manifest

GATE = GateWeights(
    name="gate",
    version="1",
    format=FORMAT,
    constant=-1.0,
    threshold=0.0,
    weights={"verb=storm": 2.0, "verb=?": 0.5, "no doer": -3.0},
)


def test_a_known_word_opens_the_gate_and_a_mark_against_it_closes_it() -> None:
    assert GATE.passes(["verb=storm"])
    assert not GATE.passes(["verb=storm", "no doer"])


def test_a_word_without_a_weight_counts_as_a_rare_one() -> None:
    assert rare("verb=purloin") == "verb=?"
    assert GATE.score(["verb=purloin"]) == -0.5
    assert GATE.score(["object=teapot", "passive"]) == -1.0


def test_weights_survive_the_file(tmp_path: Path) -> None:
    write_manifest(GATE, tmp_path / "manifest.toml", by="a test")
    assert read_gate(tmp_path / "manifest.toml") == GATE


def test_weights_of_other_code_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    write_manifest(GATE, path, by="a test")
    path.write_text(path.read_text(encoding="utf-8").replace(f"format = {FORMAT}", "format = 99"), encoding="utf-8")
    with pytest.raises(ModelError, match="gate format 99"):
        read_gate(path)
    with pytest.raises(ModelError, match="no gate weights"):
        read_gate(tmp_path / "missing.toml")


def test_the_shipped_gate_lets_acts_pass_and_stops_everyday_verbs() -> None:
    gate = load_gate()
    assert gate.scores["missed_acts"] <= 0.14
    assert gate.score(["verb=besiege", "doer is NORP"]) > gate.score(["verb=taste", "doer is PRON"])
