"""Fixtures of the command's tests: a folder to work in, and a reader without a model in the place of the real one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))

from stub_reader import make_stub

from dragoman.cli import cli

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, empty and without settings from outside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_CONFIG", raising=False)
    monkeypatch.delenv("DRAGOMAN_KB", raising=False)
    monkeypatch.setattr(sys.modules["dragoman.cli.read"], "reader_factory", lambda config: make_stub)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs the command with the stub reader."""

    def invoke(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, list(arguments), input=stdin)

    return invoke


@pytest.fixture
def report(folder: Path) -> Path:
    """A report in the working directory."""
    path = folder / "report.txt"
    path.write_text("Envoys met in Lakeport. They left. Maybe two more met, maybe not.")
    return path
