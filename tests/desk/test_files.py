"""The built files of the desk, without a browser."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

DESK = resources.files("dragoman") / "desk"
SOURCE = Path(__file__).parents[2] / "desk"


def test_page_names_files_that_are_there_and_has_nothing_inline() -> None:
    page = (DESK / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:href|src)="/(assets/[^"]+)"', page)
    assert len(named) == 3
    assert all((DESK / name).is_file() for name in named)
    assert "<style" not in page
    assert "style=" not in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []


def test_no_file_is_left_of_an_earlier_build() -> None:
    assets = {entry.name for entry in (DESK / "assets").iterdir()}
    text = (DESK / "index.html").read_text(encoding="utf-8")
    text += "".join(
        (DESK / "assets" / name).read_text(encoding="utf-8") for name in assets if name.endswith((".js", ".css"))
    )
    assert [name for name in sorted(assets) if name not in text] == []


def test_source_puts_no_data_into_markup() -> None:
    sources = [*SOURCE.glob("src/**/*.ts"), *SOURCE.glob("src/**/*.tsx")]
    assert len(sources) > 20
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    assert [path.name for path in sources if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_licences_name_every_package_at_its_version() -> None:
    licences = (DESK / "LICENSES").read_text(encoding="utf-8")
    locked = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    bundled = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name in bundled:
        assert f"{name} {locked[f'node_modules/{name}']['version']} (" in licences
