"""Fixtures of the serving tests. The factory is that of the store, found whatever way pytest imports tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from dragoman.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.dragoman"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened
