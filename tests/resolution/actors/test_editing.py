"""Rows that are written into an overlay: amended or added, and the rest of the file left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.resolution.actors import load_knowledge, read_overlay
from dragoman.resolution.actors.editing import Editor, line_of, open_overlay, write

TERM = {"person": "Aino Kask", "office": "ambassador", "country": "KEN", "sector": "GOV", "from": "2040"}


def put(folder: Path, table: str, cells: dict[str, str]) -> list[str]:
    overlay = open_overlay(folder)
    change = Editor(overlay).plan(table, cells, told_by="test")
    return write(overlay, [*change.kept, change.row])


def test_first_row_makes_folder_and_table(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "kb"
    assert put(folder, "roles.tsv", TERM) == [f"{folder / 'roles.tsv'}, line 2"]
    assert [row.cells["person"] for row in open_overlay(folder).rows] == ["Aino Kask"]


def test_row_with_the_same_key_is_amended_in_its_line(tmp_path: Path) -> None:
    put(tmp_path, "roles.tsv", TERM | {"aliases": "A. Kask"})
    put(tmp_path, "roles.tsv", TERM | {"person": "Second Person"})
    put(tmp_path, "roles.tsv", TERM | {"aliases": "Aino M. Kask", "to": "2041"})
    first, second = open_overlay(tmp_path).rows
    assert (first.cells["aliases"], first.cells["to"], first.line) == ("A. Kask|Aino M. Kask", "2041", 2)
    assert second.cells["person"] == "Second Person"


def test_other_lines_stay_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "roles.tsv"
    file.write_text("office\tperson\tcountry\nenvoy\tFirst  Person\tKEN\n\nenvoy\tThird Person\tKEN\n\n\n")
    put(tmp_path, "roles.tsv", TERM)
    lines = file.read_text().split("\n")
    assert lines[0] == "office\tperson\tcountry\tsector\tfrom"
    assert lines[1:4] == ["envoy\tFirst  Person\tKEN", "", "envoy\tThird Person\tKEN"]
    assert lines[4:] == ["ambassador\tAino Kask\tKEN\tGOV\t2040", ""]
    assert len(open_overlay(tmp_path).rows) == 3


def test_row_of_ours_is_copied_and_amended(tmp_path: Path) -> None:
    put(
        tmp_path,
        "armed_groups.tsv",
        {"id": "org:hezbollah", "name": "Hezbollah", "sector": "REB", "aliases": "Cedar Party"},
    )
    (row,) = open_overlay(tmp_path).rows
    assert row.cells["country"] == "LBN"
    assert "Cedar Party" in row.values("aliases")
    assert len(row.values("aliases")) > 1


def test_other_times_of_a_body_of_ours_stay_known(tmp_path: Path) -> None:
    cells = {
        "id": "org:rsf-sudan",
        "name": "Rapid Support Forces",
        "sector": "REB",
        "country": "SDN",
        "from": "2023-04-15",
        "to": "2030",
    }
    put(tmp_path, "armed_groups.tsv", cells)
    found = load_knowledge(read_overlay(tmp_path)).names[("rapid", "support", "forces")]
    assert {(e.sector, e.holds_on(date(2022, 1, 1))) for e in found} == {("MIL", True), ("REB", False)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sector": "GOVT"}, "test: 'GOVT' is not a PLOVER sector. Expected AGR.*[Dd]id you mean GOV?"),
        ({"country": "Kenya"}, "test: 'Kenya' is no country.*[Dd]id you mean KEN?"),
        ({"to": "2039"}, "ends .2039. before it begins"),
    ],
)
def test_bad_row_is_refused_and_nothing_written(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        put(tmp_path, "roles.tsv", TERM | change)
    assert list(tmp_path.iterdir()) == []


def test_cell_cannot_break_the_table(tmp_path: Path) -> None:
    assert (
        line_of("titles.tsv", {"title": "Grand\tArchon\nof", "sector": "GOV", "office": "x"})
        == "Grand Archon of\tGOV\tx"
    )


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(InputError, match="the table cannot be written"):
        put(file / "kb", "roles.tsv", TERM)
