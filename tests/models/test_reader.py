"""The reader: digests, marks, windows, and one answer whatever stands beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dragoman.errors import ModelError
from dragoman.models.reader import (
    ARTEFACTS,
    KEPT,
    NONE,
    Marked,
    Reader,
    artefact_id,
    encode,
    load_reader,
    load_tokenizer,
    mark_ids,
    places_of,
)
from dragoman.records import Span

TEXT = "Soldiers shelled the village of Dorvi after talks with the rebels failed."
VOCABULARY = 30522


def marked(text: str, **words: str) -> Marked:
    spans = {k: Span(start=text.index(w), end=text.index(w) + len(w)) for k, w in words.items()}
    return Marked(text=text, **spans)


def ids(text: str, spans: dict[str, tuple[int, int] | None], max_tokens: int = 128) -> list[int]:
    tokenizer = load_tokenizer(ARTEFACTS / "reader" / "tokenizer.json")
    return encode(tokenizer, text, spans, vocabulary=VOCABULARY, max_tokens=max_tokens)


def test_marks_stand_around_the_marked_tokens() -> None:
    found = ids(TEXT, {"trigger": (9, 16), "source": (0, 8), "target": None})
    marks = mark_ids(VOCABULARY)
    start = found.index(marks["source"][0])
    assert found[start + 2] == marks["source"][1]
    assert found[start + 3] == marks["trigger"][0]
    assert marks["target"][0] not in found


def test_a_word_of_the_text_is_never_a_mark() -> None:
    tokenizer = load_tokenizer(ARTEFACTS / "reader" / "tokenizer.json")
    assert tokenizer.token_to_id("[SEP]") not in ids("He wrote [SEP] here", {"trigger": (3, 8)})[:-1]


def test_a_long_sentence_is_cut_around_its_marks() -> None:
    text = "one " * 300 + "soldiers shelled villages" + " two" * 300
    start = text.index("soldiers")
    found = ids(text, {"source": (start, start + 8), "trigger": (start + 9, start + 16)}, max_tokens=40)
    assert len(found) == 40
    assert {i for pair in list(mark_ids(VOCABULARY).values())[:2] for i in pair} <= set(found)


def test_of_a_long_sentence_the_tokens_near_the_marks_go_on() -> None:
    text = "one " * 60 + "soldiers shelled villages" + " two" * 60
    start = text.index("soldiers")
    found = ids(text, {"source": (start, start + 8), "trigger": (start + 9, start + 16)})
    places = places_of(found, VOCABULARY)
    kept = places["kept"].tolist()
    marks = mark_ids(VOCABULARY)
    assert len(kept) == KEPT
    assert kept == sorted(kept)
    assert kept[0] == 0
    rows = [found[kept[row]] for row in places["rows"].tolist()]
    assert rows[1:3] == [marks["trigger"][0], marks["source"][0]]
    assert places["there"].ravel().tolist() == [1.0, 1.0, 1.0, 0.0]


def test_of_a_short_sentence_all_tokens_go_on() -> None:
    found = ids(TEXT, {"trigger": (9, 16)})
    assert places_of(found, VOCABULARY)["kept"].tolist() == list(range(len(found)))


def test_a_long_sentence_whose_marked_words_have_no_token_is_still_scored() -> None:
    text = "one " * 80 + "\u200b\u200b"
    spans = Span(start=len(text) - 1, end=len(text))
    (scores,) = load_reader().score([Marked(text=text, trigger=spans)])
    assert sum(scores.types.values()) == pytest.approx(1.0, abs=0.001)


def test_changed_file_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ARTEFACTS / "reader", tmp_path / "reader")
    with (tmp_path / "reader" / "tokenizer.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        Reader.load("reader", folder=tmp_path)


def test_missing_artefact_names_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="train the reader"):
        Reader.load("nobody", folder=tmp_path)


def test_mark_outside_the_text_is_refused() -> None:
    with pytest.raises(ModelError, match="inside the text"):
        load_reader().score([Marked(text="short", trigger=Span(start=3, end=9))])
    with pytest.raises(ModelError, match="at least one span"):
        load_reader().score([Marked(text="short")])


def test_scores_are_probabilities() -> None:
    (scores,) = load_reader().score([marked(TEXT, trigger="shelled")])
    assert sum(scores.types.values()) == pytest.approx(1.0, abs=0.001)
    assert sum(scores.statuses.values()) == pytest.approx(1.0, abs=0.001)
    assert NONE in scores.types
    assert len(scores.types) == 17
    assert all(0 <= p <= 1 for p in scores.modes.values())


def test_neighbours_change_nothing() -> None:
    items = [
        marked(TEXT, trigger="shelled", source="Soldiers", target="the village"),
        marked("The minister met the envoy.", source="The minister", target="the envoy"),
        marked("Bread is dear.", trigger="dear"),
    ]
    together = load_reader().score(items)
    assert together == [load_reader().score([item])[0] for item in items]
    assert together[::-1] == load_reader().score(items[::-1])


def test_plain_sentences_are_read_right() -> None:
    items = [
        (marked("Soldiers shelled the village on Monday.", source="Soldiers", target="the village"), "ASSAULT"),
        (marked("The president met the ambassador in Oslo.", trigger="met"), "CONSULT"),
        (marked("The union urged the ministry to raise wages.", source="The union", target="the ministry"), "REQUEST"),
        (marked("Police arrested the editor of a newspaper.", trigger="arrested"), "COERCE"),
    ]
    for scores, expected in zip(load_reader().score([i for i, _ in items]), [e for _, e in items], strict=True):
        assert max(scores.types, key=lambda t: scores.types[t]) == expected


def test_id_of_an_artefact_names_its_manifest(tmp_path: Path) -> None:
    shutil.copytree(ARTEFACTS / "reader", tmp_path / "reader")
    assert artefact_id("reader", folder=tmp_path) == load_reader().id
    manifest = tmp_path / "reader" / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
    assert artefact_id("reader", folder=tmp_path) != load_reader().id
