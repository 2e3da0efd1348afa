"""`import` and `compare` from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.serving.exports import gdelt


@pytest.fixture
def store(run: Any, folder: Path) -> str:
    cells = dict.fromkeys(gdelt.EVENT_COLUMNS, "") | {"GLOBALEVENTID": "1", "SQLDATE": "20240305", "EventCode": "040"}
    cells |= {"Actor1CountryCode": "KEN", "Actor2CountryCode": "UGA"}
    (folder / "g.CSV").write_text("\t".join(cells.values()) + "\n")
    (folder / "wire.jsonl").write_text('{"id": "a", "text": "Envoys met."}\n')
    assert run("read", "wire.jsonl", "-s", "n.duckdb", "-q").exit_code == 0
    return "n.duckdb"


def test_import_tells_what_it_read_and_compare_counts_it(run: Any, store: str) -> None:
    result = run("import", "g.CSV", "-f", "gdelt", "-s", store)
    assert (result.exit_code, result.stderr) == (0, "g.CSV: 1 events of gdelt read, 1 of them new\n")
    found = run("compare", "-s", store, "--with", "gdelt", "-f", "json", "-q")
    assert json.loads(found.stdout)[0]["lines"] == [
        {"key": "KEN → UGA", "ours": 0, "theirs": 1, "found_there": 0, "found_here": 0}
    ]
    table = run("compare", "-s", store, "--with", "gdelt")
    assert "0 of 1" in table.stdout
    assert "nothing of" not in table.stderr


def test_compare_with_what_was_never_imported_says_so(run: Any, store: str) -> None:
    assert "note: nothing of gdelt is in this store" in run("compare", "-s", store, "--with", "gdelt").stderr


def test_refused_lines_are_told_and_exit_1(run: Any, store: str, folder: Path) -> None:
    (folder / "g.CSV").write_text((folder / "g.CSV").read_text().replace("040", "777"))
    result = run("import", "g.CSV", "-f", "gdelt", "-s", store)
    assert result.exit_code == 1
    assert result.stderr.startswith("g.CSV:1: '777' is not a CAMEO code")


def test_export_tells_what_was_left_out(run: Any, store: str, folder: Path) -> None:
    result = run("export", "-s", store, "-o", "p.tsv", "-f", "polecat")
    assert result.exit_code == 0
    assert result.stderr.startswith("0 event mentions written to p.tsv\n1 left out, ")
    assert json.loads((folder / "p.tsv.report.json").read_text())["asked"] == 1


def test_options_of_other_formats_are_refused(run: Any, store: str) -> None:
    assert run("export", "-s", store, "-o", "x.tsv", "-f", "icews", "--everything").exit_code == 2
    assert run("export", "-s", store, "-o", "x.tsv", "-f", "icews", "--claims").exit_code == 2
