"""Frames, passages, phrases, modal frames: read strictly, split by their own text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.training.text import read_frames, read_passages, read_phrases, split_of

FRAME = {
    "text": "{a:org} <1:urged> {b:gov} to <2:free> {c:person}.",
    "events": [
        {"trigger": 1, "type": "REQUEST", "modes": ["yield"], "status": "actual", "actors": ["a"], "recipients": ["b"]},
        {"trigger": 2, "type": "RETREAT", "modes": [], "status": "possible", "actors": ["b"], "recipients": ["c"], "of": 1},
    ],
    "voice": "active",
}  # fmt: skip


def test_what_is_only_demanded_is_content(tmp_path: Path) -> None:
    path = tmp_path / "frames.jsonl"
    path.write_text(json.dumps(FRAME) + "\n", encoding="utf-8")
    (frame,) = read_frames(path, test=0.1, dev=0.1)
    assert [e.status for e in frame.events] == ["actual", "content"]


def test_broken_frame_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "frames.jsonl"
    path.write_text(json.dumps(FRAME) + "\n{}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"frames\.jsonl, line 2"):
        read_frames(path, test=0.1, dev=0.1)


def test_split_depends_on_the_text_alone() -> None:
    sides = [split_of(f"frame {i}", test=0.15, dev=0.1) for i in range(2000)]
    assert sides == [split_of(f"frame {i}", test=0.15, dev=0.1) for i in range(2000)]
    assert 0.12 < sides.count("test") / 2000 < 0.18
    assert 0.07 < sides.count("dev") / 2000 < 0.13


def test_phrases_keep_their_forms(tmp_path: Path) -> None:
    path = tmp_path / "phrases.tsv"
    row = "ASSAULT\taerial\tbomb {R}\tbombed {R}\tbombing {R}\tmil\tplace\tthe bombing of {R}"
    path.write_text(f"type\tmode\tbase\tpast\ting\tactor\trecipient\tnoun\n{row}\n", encoding="utf-8")
    (phrase,) = read_phrases(path, test=0.0, dev=0.0)
    assert (phrase.past, phrase.noun, phrase.split) == ("bombed {R}", "the bombing of {R}", "train")


PASSAGE = {
    "id": "one", "region": "africa", "style": "modern",
    "sentences": ["{a:gov} <1:expelled> {b:envoy}.", "{b=The diplomat} called {a=the step} <2:revenge>."],
    "events": [
        {"trigger": 1, "type": "SANCTION", "modes": ["expel"], "status": "actual", "actors": ["a"], "recipients": ["b"]},
        {"trigger": 2, "type": "ACCUSE", "modes": ["disapprove"], "status": "actual", "actors": ["b"], "recipients": ["a"]},
    ],
}  # fmt: skip


def test_passage_is_read_whole_or_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text(json.dumps(PASSAGE) + "\n", encoding="utf-8")
    (passage,) = read_passages(path, test=0.0, dev=0.0)
    assert (passage.id, len(passage.sentences), len(passage.events), passage.split) == ("one", 2, 2, "train")
    path.write_text(json.dumps(PASSAGE | {"events": [{"trigger": 1}]}) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"passages\.jsonl, line 1"):
        read_passages(path, test=0.0, dev=0.0)
