"""Fixtures of the command's tests: a folder to work in, and a reader without a model in the place of the real one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))

from stub_reader import make_stub

from dragoman.cli import cli
from dragoman.news import Apart
from dragoman.news.readers import read_source
from dragoman.pipeline import runner, spread
from dragoman.pipeline.runner import reading_pool

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, empty and without settings from outside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_CONFIG", raising=False)
    monkeypatch.delenv("DRAGOMAN_KB", raising=False)
    monkeypatch.setattr(sys.modules["dragoman.cli.read"], "reader_factory", lambda config: make_stub)
    # Processes take seconds to start; that reading is done apart is tried in tests of its own, in test_read.py.
    monkeypatch.setattr(runner, "reading_pool", _near)
    monkeypatch.setattr(spread, "reading_pool", _near)
    monkeypatch.setattr(Apart, "read", lambda self, source, settings: read_source(source, settings))
    return tmp_path


def _near(factory: Any, workers: int, stop: Any, limits: Any = None, *, apart: bool = False) -> Any:
    return reading_pool(factory, workers, stop, limits)


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
