"""Files that kill what reads them: refused by name, and nothing else is lost."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from deadly import Deadly

from dragoman.news import Apart, Entry, News


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deadly]:
    monkeypatch.chdir(tmp_path)
    with Deadly(seconds=5, memory_mb=500) as apart:
        yield apart


def lines(*words: str) -> str:
    return "".join(f'{{"text": "{word} met."}}\n' for word in words)


def told(apart: Apart, *paths: str) -> list[tuple[str, str]]:
    """What every entry is: the first word of its text, or the error and its place."""
    return [_told(entry) for entry in News(paths, read=apart.read)]


def _told(entry: Entry) -> tuple[str, str]:
    if entry.document is not None:
        return ("", entry.document.text.split()[0])
    return (entry.issues[-1].error, entry.issues[-1].origin or "")


def test_line_that_kills_its_process_is_refused_and_the_rest_is_read(deadly: Deadly) -> None:
    Path("a.jsonl").write_text(lines("One", "DIE", "Two", "CRASH", "FAIL", "Three"))
    Path("b.jsonl").write_text(lines("Four"))
    assert told(deadly, "a.jsonl", "b.jsonl") == [
        ("", "One"),
        ("WorkerDied", "a.jsonl:2"),
        ("", "Two"),
        ("WorkerDied", "a.jsonl:4"),
        ("InputError", "a.jsonl:5"),  # what no reader foresaw ends its file, and nothing else
        ("", "Four"),
    ]


def test_why_it_died_is_told(deadly: Deadly) -> None:
    Path("a.jsonl").write_text(lines("DIE", "CRASH", "FAIL"))
    messages = [entry.issues[0].message for entry in News(["a.jsonl"], read=deadly.read)]
    assert messages[0] == "the process that read it died (exit code 3); it is left out"
    assert messages[1] == "the process that read it died (signal 11); it is left out"
    assert messages[2].startswith("it cannot be read (ValueError: the number is odd)")


def test_what_takes_too_long_or_too_much_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text(lines("One", "LOOP", "Two"))
    Path("b.jsonl").write_text(lines("MEMORY"))
    started = time.monotonic()
    with Deadly(seconds=15, memory_mb=500) as apart:
        found = told(apart, "a.jsonl", "b.jsonl")
    assert found[:3] == [("", "One"), ("DocumentTimeout", "a.jsonl:2"), ("", "Two")]
    if sys.platform == "linux":
        assert found[3] == ("InputError", "b.jsonl:1")
    assert time.monotonic() - started < 300


def test_member_of_an_archive_that_kills_its_process_is_passed_over(deadly: Deadly) -> None:
    with zipfile.ZipFile("a.zip", "w") as archive:
        for name, text in (("a.csv", "text\nOne met.\n"), ("b.csv", "text\nDIE now.\n"), ("c.csv", "text\nTwo met.\n")):
            archive.writestr(name, text)
    assert told(deadly, "a.zip") == [("", "One"), ("WorkerDied", "a.zip!b.csv"), ("", "Two")]


def test_file_that_dies_where_no_part_is_told_is_refused_from_there_on(deadly: Deadly) -> None:
    Path("a.csv").write_text("text\nOne met.\nDIE now.\nTwo met.\n")
    Path("b.csv").write_text("text\nThree met.\n")
    assert told(deadly, "a.csv", "b.csv") == [("", "One"), ("WorkerDied", "a.csv"), ("", "Three")]


def test_file_that_kills_again_and_again_is_given_up(deadly: Deadly, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.news.apart._MOST_DEATHS", 2)
    Path("a.jsonl").write_text(lines("DIE", "DIE", "DIE", "One"))
    assert told(deadly, "a.jsonl") == [
        ("WorkerDied", "a.jsonl:1"), ("WorkerDied", "a.jsonl:2"), ("WorkerDied", "a.jsonl"),
    ]  # fmt: skip


def test_apart_gives_what_is_given_here(deadly: Deadly) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            "a.html", "<html lang='en'><body><article><p>Envoys met in the harbour town.</p></article></body></html>"
        )
        archive.writestr("b.jsonl", lines("One", "Two") + "no json\n")
        archive.writestr("c.png", b"x")
    Path("a.zip").write_bytes(data.getvalue())
    Path("b.txt").write_text("They met.")
    Path("c.pdf").write_bytes(b"%PDF-1.4 broken")
    paths = ["a.zip", "b.txt", "c.pdf"]
    assert list(News(paths, read=deadly.read)) == list(News(paths))


def test_reading_that_is_given_up_leaves_nothing_behind(deadly: Deadly) -> None:
    Path("a.jsonl").write_text(lines(*(f"W{n}" for n in range(5000))))
    entries = iter(News(["a.jsonl"], read=deadly.read))
    assert _told(next(entries)) == ("", "W0")
    del entries
    Path("b.jsonl").write_text(lines("One"))
    assert told(deadly, "b.jsonl") == [("", "One")]
