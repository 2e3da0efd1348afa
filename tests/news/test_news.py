from __future__ import annotations

import gzip
import io
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.news import Entry, News, NewsSettings


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return name


def read(*paths: str, **settings: Any) -> list[Entry]:
    return list(News(paths, NewsSettings(**settings)))


def texts(entries: list[Entry]) -> dict[str, str]:
    return {entry.document.id: entry.document.text for entry in entries if entry.document}


def messages(entries: list[Entry]) -> list[str]:
    return [f"{issue.origin}: {issue.message}" for entry in entries for issue in entry.issues]


def set_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# ---------------------------------------------------------------- formats


def test_text_file_is_a_document_as_it_came() -> None:
    text = "Envoys met.\r\n\n\x0bThe end.\x1a "
    assert texts(read(write("a.txt", text))) == {"a.txt": text}


def test_compressed_files_are_read_like_others() -> None:
    write("a.txt.gz", "Envoys met.")
    write("b.jsonl.gz", '{"id": "n1", "text": "They left."}\n')
    write("c.json.gz", '[{"id": "n2", "text": "They came."}]')
    assert texts(read(".")) == {"a.txt.gz": "Envoys met.", "n1": "They left.", "n2": "They came."}


def test_json_lines_without_id_are_named_by_file_and_line() -> None:
    lines = '\ufeff{"text": "One."}\n\n{"text": "Two\u2028lines."}\r\n{"id": "x", "text": "Three."}'
    assert texts(read(write("wire.jsonl", lines))) == {
        "wire.jsonl:1": "One.",
        "wire.jsonl:3": "Two\u2028lines.",
        "x": "Three.",
    }


def test_bad_line_is_told_with_its_number_and_the_next_is_read() -> None:
    entries = read(write("wire.jsonl", '{"text": "One."}\n{"text": \n{"text": null}\n[1]\n{"text": "Five."}\n'))
    assert list(texts(entries)) == ["wire.jsonl:1", "wire.jsonl:5"]
    assert [message.split(" ")[0] for message in messages(entries)] == [
        "wire.jsonl:2:",
        "wire.jsonl:3:",
        "wire.jsonl:4:",
    ]


def test_json_lines_in_utf16_are_read() -> None:
    write("wire.jsonl", '{"text": "Łódź."}\n{"text": "Köln."}\n'.encode("utf-16"))
    assert list(texts(read("wire.jsonl")).values()) == ["Łódź.", "Köln."]


def test_json_line_that_is_no_utf8_is_read_with_a_note() -> None:
    entries = read(write("wire.jsonl", '{"text": "café"}\n'.encode("cp1252")))
    assert texts(entries) == {"wire.jsonl:1": "café"}
    assert entries[0].issues[0].error == "EncodingNote"


def test_json_file_holds_one_document_or_an_array() -> None:
    write("one.json", '{\n "text": "One."\n}')
    write("many.json", '[{"text": "A."}, 7, {"id": "b", "text": "B."}]')
    entries = read(".")
    assert texts(entries) == {"many.json#1": "A.", "b": "B.", "one.json": "One."}
    assert messages(entries) == ['many.json#2: this is a number. Expected an object with a "text"']


def test_json_lines_named_json_are_read_as_what_they_are() -> None:
    assert list(texts(read(write("a.json", '\ufeff{"text": "A."}\n{"text": "B."}\n')))) == ["a.json:1", "a.json:2"]


def test_unknown_field_is_told_once() -> None:
    entries = read(write("wire.jsonl", '{"text": "A.", "byline": "x"}\n{"text": "B.", "byline": "y", "gold": 1}\n'))
    assert [len(entry.issues) for entry in entries] == [1, 0]
    assert "'byline'" in entries[0].issues[0].message


# ---------------------------------------------------------------- standard input


def test_standard_input_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    set_stdin(monkeypatch, b"Envoys met.\nThey left.\n")
    (entry,) = read("-")
    assert entry.document is not None
    assert entry.document.text == "Envoys met.\nThey left.\n"
    assert entry.document.origin == "stdin"


def test_standard_input_is_json_lines_when_it_begins_so(monkeypatch: pytest.MonkeyPatch) -> None:
    set_stdin(monkeypatch, b'\n{"id": "a", "text": "A."}\n{"text": "B."}\nno json\n')
    entries = read("-")
    assert [entry.document.text for entry in entries if entry.document] == ["A.", "B."]
    assert messages(entries)[0].startswith("stdin:4: this is no JSON")


@pytest.mark.parametrize("data", [b'{\n"id": "a", "text": "A."}', b'[\n{"id": "a", "text": "A."}\n]'])
def test_standard_input_is_json_over_several_lines(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    set_stdin(monkeypatch, data)
    assert texts(read("-")) == {"a": "A."}


@pytest.mark.parametrize("text", ["[UPDATED] Envoys met.", "{sic} Envoys met.\nThey left."])
def test_brackets_alone_make_no_json(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    set_stdin(monkeypatch, text.encode())
    assert list(texts(read("-")).values()) == [text]


def test_ids_of_standard_input_tell_texts_apart_and_last(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for data in (b"Envoys met.", b"They left.", b"Envoys met."):
        set_stdin(monkeypatch, data)
        found += list(texts(read("-")))
    assert found[0] == found[2] != found[1]


def test_empty_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    set_stdin(monkeypatch, b"")
    assert messages(read("-")) == ["stdin: the document is empty. Expected a text"]


# ---------------------------------------------------------------- ids, days, limits


def test_same_id_and_text_is_a_duplicate_same_id_and_other_text_an_issue() -> None:
    lines = ['{"id": "a", "text": "A."}', '{"id": "a", "text": "A."}', '{"id": "a", "text": "B."}']
    entries = read(write("wire.jsonl", "\n".join(lines)))
    assert [(entry.duplicate, entry.refused) for entry in entries] == [(False, False), (True, False), (False, True)]
    assert "stands on another text in wire.jsonl:1" in entries[2].issues[0].message


def test_option_goes_over_record_and_record_over_dateline() -> None:
    write(
        "a.jsonl", '{"id": "a", "text": "A.", "published": "2025-07-12", "publisher": "X"}\n{"id": "b", "text": "B."}\n'
    )

    def days(**settings: Any) -> list[Any]:
        news = News(["a.jsonl"], NewsSettings(**settings), find_date=lambda text: "4 March 2019")
        return [entry.document.published for entry in news if entry.document]

    assert days() == [date(2025, 7, 12), date(2019, 3, 4)]
    assert days(published=date(2020, 1, 1)) == [date(2020, 1, 1)] * 2
    assert [e.document.publisher for e in read("a.jsonl", publisher="Y") if e.document] == ["Y", "Y"]


def test_dateline_without_a_year_gives_no_day() -> None:
    write("a.txt", "BEIRUT, July 3 (Courier) - Envoys met.")
    news = News(["a.txt"], find_date=lambda text: "July 3")
    assert [entry.document.published for entry in news if entry.document] == [None]


def test_text_that_is_too_long_is_refused_whatever_its_file() -> None:
    write("a.txt", "x" * 41)
    write("b.txt", "x" * 500)
    write("c.jsonl", json.dumps({"text": "x" * 11}) + "\n" + json.dumps({"text": "y" * 200_000}) + '\n{"text": "z"}\n')
    entries = read(".", max_characters=10)
    assert texts(entries) == {"c.jsonl:3": "z"}
    assert len(messages(entries)) == 4
    assert all("max_characters" in message for message in messages(entries))


def test_json_file_that_is_too_large_is_refused() -> None:
    write("a.json", " " * 1_000_001)
    assert "JSON Lines" in messages(read("a.json", max_json_mb=1))[0]


def test_blank_text_is_refused() -> None:
    write("a.txt", " \n\t ")
    write("b.jsonl", '{"id": "b", "text": "  "}\n')
    assert all("empty" in message for message in messages(read(".")))


def test_file_without_any_document_is_refused() -> None:
    for name, content in (("a.jsonl", "\n\n"), ("b.json", "[]"), ("c.json", "  ")):
        write(name, content)
    assert [entry.refused for entry in read(".")] == [True] * 3


def test_damaged_archive_gives_what_came_before_the_damage() -> None:
    data = gzip.compress("".join(f'{{"text": "Number {n} met {n * 7919}."}}\n' for n in range(5000)).encode())
    Path("a.jsonl.gz").write_bytes(data[: len(data) // 2])
    entries = read("a.jsonl.gz")
    assert len(texts(entries)) > 100
    assert "damaged or cut off" in messages(entries)[-1]
    write("b.txt", "Envoys met.")
    Path("c.txt.gz").write_bytes(b"not gzip")
    assert len(texts(read("b.txt", "c.txt.gz"))) == 1


def test_file_that_may_not_be_read_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "Envoys met.")
    write("b.txt", "They left.")
    opened = Path.open

    def refuse(path: Path, *args: Any) -> Any:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args)

    monkeypatch.setattr(Path, "open", refuse)
    entries = read(".")
    assert list(texts(entries)) == ["b.txt"]
    assert messages(entries) == ["a.txt: the file cannot be read: Permission denied. Check that it may be read"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folder_that_may_not_be_read_is_an_issue(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert "Permission denied" in messages(read("closed"))[0]
    finally:
        closed.chmod(0o700)


def test_order_of_arguments_makes_no_difference() -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        write(name, f"Text of {name}.")
    assert read("c.txt", "a.txt", "b.txt") == read("b.txt", "c.txt", "a.txt")
