from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.news.sources import find_sources


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "wire/b.txt",
        "wire/a.jsonl",
        "wire/deep/c.txt.gz",
        "wire/.hidden.txt",
        "wire/.git/d.txt",
        "wire/e.docx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def names(*paths: str) -> list[str]:
    return [source.name for source in find_sources(paths)[0]]


def test_folder_gives_its_readable_files_in_order(folder: Path) -> None:
    assert names("wire") == ["wire/a.jsonl", "wire/b.txt", "wire/deep/c.txt.gz"]


def test_order_does_not_depend_on_that_of_the_arguments(folder: Path) -> None:
    assert names("wire/b.txt", "-", "wire/a.jsonl") == names("wire/a.jsonl", "wire/b.txt", "-")
    assert names("wire/b.txt", "-") == ["stdin", "wire/b.txt"]


def test_file_named_twice_is_read_once(folder: Path) -> None:
    assert names("wire", "wire/b.txt", str(folder / "wire/b.txt"), "./wire/../wire/b.txt") == names("wire")


def test_pattern_that_no_shell_resolved_is_resolved(folder: Path) -> None:
    assert names("wire/*.txt") == ["wire/b.txt"]
    assert names("**/*.gz") == ["wire/deep/c.txt.gz"]


def test_hidden_file_is_read_when_it_is_named(folder: Path) -> None:
    assert names("wire/.hidden.txt") == ["wire/.hidden.txt"]


def test_format_and_compression_come_from_the_name(folder: Path) -> None:
    (folder / "plain").write_text("x")
    (folder / "BIG.TXT").write_text("x")
    sources = find_sources(["wire", "plain", "BIG.TXT"])[0]
    assert {source.name: (source.format, source.gzipped) for source in sources} == {
        "BIG.TXT": ("text", False),
        "plain": ("sniff", False),
        "wire/a.jsonl": ("jsonl", False),
        "wire/b.txt": ("text", False),
        "wire/deep/c.txt.gz": ("text", True),
    }


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("gone.txt", "no such file"),
        ("gone*.txt", "no file matches"),
        ("empty", "holds no file to read"),
        ("dangling.txt", "leads nowhere"),
    ],
)
def test_what_gives_no_file_is_an_error_with_a_remedy(folder: Path, path: str, what: str) -> None:
    (folder / "empty").mkdir()
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    sources, errors = find_sources([path])
    assert sources == []
    assert what in errors[0].message
    assert errors[0].where == path
    assert errors[0].remedy or errors[0].expected


def test_path_outside_the_working_directory_is_told_whole(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "a.txt"
    other.write_text("x")
    assert names(str(other)) == [other.as_posix()]


def test_name_that_is_no_unicode_becomes_sound(folder: Path) -> None:
    path = os.path.join(os.fsencode(str(folder)), b"caf\xe9.txt")
    Path(os.fsdecode(path)).write_text("x")
    assert names(os.fsdecode(path)) == ["caf\ufffd.txt"]


def test_pipe_has_no_lasting_name(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert [source.lasting for source in find_sources(["pipe"])[0]] == [False]


def test_links_that_run_in_a_circle_end(folder: Path) -> None:
    (folder / "wire" / "loop").symlink_to(folder / "wire")
    assert len(names("wire")) == 3
