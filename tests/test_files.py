"""Whole files: there or not, never half."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.files import whole_file, write_whole


@pytest.mark.parametrize("is_alone", [True, False])
@pytest.mark.parametrize("is_lasting", [True, False])
def test_a_file_has_its_name_when_it_is_whole(tmp_path: Path, is_alone: bool, is_lasting: bool) -> None:
    path = tmp_path / "table.tsv"
    with whole_file(path, is_alone=is_alone, is_lasting=is_lasting) as file:
        file.write(b"one\n")
        assert not path.exists()
    assert path.read_bytes() == b"one\n"
    assert [one.name for one in tmp_path.iterdir()] == ["table.tsv"]


@pytest.mark.parametrize("is_alone", [True, False])
def test_an_error_leaves_what_was_there_and_no_draft(tmp_path: Path, is_alone: bool) -> None:
    path = tmp_path / "table.tsv"
    path.write_bytes(b"before")
    with pytest.raises(TypeError), whole_file(path, is_alone=is_alone) as file:
        file.writelines([b"half", "of it"])  # type: ignore[list-item]
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["table.tsv"]


def test_what_a_killed_process_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".status.json.part").write_bytes(b"a longer rest than what is written now")
    write_whole(tmp_path / "status.json", b"{}", is_alone=True, is_lasting=False)
    assert (tmp_path / "status.json").read_bytes() == b"{}"
    assert [one.name for one in tmp_path.iterdir()] == ["status.json"]


def test_two_may_write_the_same_file_and_the_last_wins(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    with whole_file(path) as first, whole_file(path) as second:
        second.write(b"second")
        first.write(b"first")
    assert path.read_bytes() == b"first"


def test_the_mode_is_that_of_the_file_before_or_of_the_process(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    mask = os.umask(0o027)
    try:
        write_whole(path, b"new")
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o600)
    write_whole(path, b"newer")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole_file(tmp_path / "nowhere" / "table.tsv"):
        raise AssertionError
