"""The order of the stages: what has not changed is not done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import ConfigError
from dragoman.models.reader import FileEntry, Manifest, read_manifest
from dragoman.training.manifests import write_manifest
from dragoman.training.reader import Build, file_digest, read_recipe

CONFIG = """
name = "small"
version = "1"
[text]
frames = []
phrases = []
modals = "m"
nouns = "n"
prefixes = "p"
suffixes = "s"
wraps = "w"
fillers = "f"
actor_tables = "t"
[encoder]
packages = ["encoder==1"]
folder = "encoder"
sha256 = "0"
[training]
"""


def test_unknown_key_stops_the_run(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG + "epoch = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="epoch"):
        read_recipe(path)


def test_a_finished_stage_is_skipped_until_its_key_changes(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    build, output, runs = Build(path, tmp_path / "artefacts"), tmp_path / "out", []

    def work() -> None:
        runs.append(1)
        output.write_text("done", encoding="utf-8")

    for key in ("one", "one", "two"):
        build.stage("work", key, [output], work)
    assert len(runs) == 2
    output.write_text("changed by hand", encoding="utf-8")
    build.stage("work", "two", [output], work)
    assert len(runs) == 3


def test_manifest_is_written_as_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"model")
    manifest = Manifest(
        name="small", version="1", format=1, recipe_sha256="0", max_tokens=16, vocabulary=10,
        files=[FileEntry(name="model.onnx", sha256=file_digest(tmp_path / "model.onnx"))], types=["AID", "NONE"],
        statuses=["actual"], modes=[], temperatures={"type": 1.0}, scores={"f1": 0.5}, reliability={"type": [[0.9, 2.0, 0.95, 1.0]]},
    )  # fmt: skip
    write_manifest(manifest, tmp_path / "manifest.toml")
    assert read_manifest(tmp_path) == manifest
