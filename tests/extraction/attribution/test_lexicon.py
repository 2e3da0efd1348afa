"""The cue lists load and hold together."""

from __future__ import annotations

import pytest

from dragoman.errors import DataError
from dragoman.extraction.attribution import lexicon
from dragoman.extraction.attribution.lexicon import FRAMES, load_cues


def test_frames_are_known() -> None:
    cues = load_cues()
    for cue in (*cues.verbs.values(), *cues.nouns.values()):
        assert all(f in FRAMES or f.startswith("p:") for f in cue.frames)
        assert cue.vouched <= cue.frames


def test_lists_are_of_useful_size() -> None:
    cues = load_cues()
    assert len(cues.verbs) > 450
    assert len(cues.nouns) > 100


def test_wrong_width_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_rows", lambda name, width: iter([("x.tsv, line 2", ["say", "says", "what"])]))
    with pytest.raises(DataError, match="unknown frame"):
        lexicon._cues("x.tsv")
