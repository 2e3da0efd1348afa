"""The documents keep up with the code: links lead somewhere, and nothing that a user can meet is left untold."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from dragoman import config, errors, records
from dragoman.cli.app import cli as command
from dragoman.cli.codes import MEANINGS
from dragoman.evaluation.tasks import TASKS
from dragoman.serving import CLAIM_COLUMNS, COLUMNS, LINKED_COLUMNS, ExportError

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
SOURCE = ROOT / "src" / "dragoman"
PAGES = sorted(
    (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "gold").rglob("*.md"),
        *(ROOT / "recipes").rglob("*.md"),
        *SOURCE.rglob("*.md"),
    )
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
# What a browser fetches by itself: scripts, styles, pictures, fonts; not the links that a reader may follow.
_LOADED = re.compile(
    r"""<(?:script|img|iframe)[^>]*\ssrc="([^"]+)|<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]+)|url\(["']?([^"')]+)"""
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
# Where reasons are given. Words in capitals there that are none of them stand in _NO_REASON.
_REASONS_IN = (
    "extraction/choice.py",
    "extraction/detection.py",
    "extraction/judging.py",
    "extraction/mentions.py",
    "extraction/status/*.py",
    "linking/*.py",
    "pipeline/linking.py",
    "pipeline/reading.py",
    "resolution/actors/*.py",
    "resolution/dates/**/*.py",
    "resolution/places/resolver.py",
    "resolution/when.py",
    "resolution/where.py",
)
_REASON = re.compile(r"([A-Z]{2,}(?:_[A-Z]+)+)(?::|$)|([A-Z]{4,}):")
_NO_REASON = {"EQUAL_OR_LESS", "EQUAL_OR_MORE", "LESS_THAN", "MORE_THAN"}  # TIMEX3 modifiers


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """Heading anchors as Git hosts make them."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lost = []
    for link in _LINK.findall(_FENCE.sub("", text)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            lost.append(link)
    assert not lost


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link).resolve() for link in _LINK.findall(index.read_text(encoding="utf-8"))}
    pages = {path for path in (ROOT / "docs").rglob("*.md") if path.name not in ("README.md", "accuracy.md")}
    assert not pages - linked


def test_every_page_is_in_the_sidebar_of_the_site() -> None:
    sections = tomllib.loads((ROOT / "docs" / "site" / "nav.toml").read_text(encoding="utf-8"))["section"]
    listed = [page for section in sections for page in section["pages"]]
    wanted = {str(path.relative_to(ROOT).with_suffix("")) for path in PAGES if path.parent != ROOT}
    assert len(listed) == len(set(listed))
    assert set(listed) - {"README", "CHANGELOG", "CONTRIBUTING"} == wanted - {"docs/README"}


def test_pictures_are_there() -> None:
    for path in PAGES:
        for picture in _PICTURE.findall(_FENCE.sub("", path.read_text(encoding="utf-8"))):
            assert (path.parent / picture).is_file(), f"{path}: {picture}"


def test_the_site_builds_without_a_warning_and_asks_no_other_host(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "--keep-going",
            "-c",
            "docs/site",
            "-d",
            tmp_path / "d",
            ".",
            tmp_path / "s",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    pages = list((tmp_path / "s").rglob("*.html"))
    assert (tmp_path / "s" / "index.html") in pages
    assert (tmp_path / "s" / "docs" / "tutorial" / "desk.html") in pages
    for path in (*pages, *(tmp_path / "s").rglob("*.css")):
        asked = [address for found in _LOADED.findall(path.read_text(encoding="utf-8")) for address in found]
        assert not [address for address in asked if re.match(r"(https?:)?//", address)], path


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    for key, found in group.commands.items():
        yield f"{name} {key}", found
        if isinstance(found, click.Group):
            yield from commands(found, f"{name} {key}")


@pytest.mark.parametrize(("name", "found"), list(commands(command, "dragoman")), ids=str)
def test_every_option_is_told(name: str, found: click.Command) -> None:
    text = page("commands.md")
    assert re.search(rf"^##+ {re.escape(name)}$", text, re.M)
    section = re.split(rf"^##+ {re.escape(name)}$", text, flags=re.M)[1].split("\n## ")[0]
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert f"`{option}`" in section, option
            if isinstance(parameter.type, click.Choice):
                assert all(f"`{choice}`" in section for choice in parameter.type.choices)
        else:
            assert str(parameter.metavar or parameter.name).rstrip(".").upper() in section


def test_every_task_is_told() -> None:
    guide = (ROOT / "docs" / "guides" / "run-a-benchmark.md").read_text(encoding="utf-8")
    assert all(f"`{task}`" in page("commands.md") and f"`{task}`" in guide for task in TASKS)


def test_every_setting_is_told_with_its_default() -> None:
    text = page("settings.md")
    for name, kind in config._SECTIONS.items():
        section = text.split(f"## `[{name}]`")[1].split("\n## ")[0]
        for field in msgspec.structs.fields(kind):
            row = next((line for line in section.splitlines() if line.startswith(f"| `{field.name}` |")), "")
            assert row, field.name
            if isinstance(field.default, int) and not isinstance(field.default, bool):
                assert f"{field.default:,}".replace(",", " ") in row


def test_every_error_and_exit_code_is_told() -> None:
    text = page("errors.md")
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    for kind in (*kinds, ExportError):
        assert re.search(rf"^\| `{kind.__name__}` \|", text, re.M), kind
    for code, meaning in MEANINGS.items():
        assert re.search(rf"^\| {code.value} \| {re.escape(meaning)}", text, re.M), code
        assert f"| {code.value} | {meaning} |" in page("commands.md")


def reasons() -> set[str]:
    """Every word that the code gives as a reason: a string in capitals with `_`, or before a colon."""
    found = set()
    for pattern in _REASONS_IN:
        for path in SOURCE.glob(pattern):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    match = _REASON.match(node.value)
                    if match:
                        found.add(match[1] or match[2])
    return found - _NO_REASON


def test_every_reason_is_told() -> None:
    text = page("errors.md")
    untold = {reason for reason in reasons() if not re.search(rf"`{reason}\b", text)}
    assert not untold, "tell them in docs/reference/errors.md"


def record_kinds() -> list[type[records.Record]]:
    return [
        kind
        for kind in vars(records).values()
        if isinstance(kind, type) and issubclass(kind, records.Record) and kind is not records.Record
    ]


@pytest.mark.parametrize("kind", record_kinds(), ids=lambda kind: kind.__name__)
def test_every_field_is_told(kind: type[records.Record]) -> None:
    section = page("records.md").split(f"\n## {kind.__name__}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|", section, re.M)
    assert rows == list(kind.__struct_fields__)


def test_every_column_is_told_in_order() -> None:
    for heading, columns in (
        ("Rows", COLUMNS),
        ("Claim rows", CLAIM_COLUMNS),
        ("Rows of linked events", LINKED_COLUMNS),
    ):
        section = page("records.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.M) == list(columns)


def test_snippet_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (snippet,) = (code for kind, code in _FENCE.findall((ROOT / "README.md").read_text("utf-8")) if kind == "python")
    monkeypatch.chdir(ROOT)
    told = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(told):
        exec(compile(snippet, "README.md", "exec"), names)
    assert "ASSAULT ['SDN'] 2023-10-01 Since the fall of the garrison" in told.getvalue()


def test_record_of_the_readme_is_what_comes_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every stretch between `...` stands in what the command prints, but for where lines are broken."""
    blocks = (code for kind, code in _FENCE.findall((ROOT / "README.md").read_text("utf-8")) if kind == "console")
    block = next(code for code in blocks if code.startswith("$ dragoman read examples/"))
    first, _, shown = block.partition("\n")
    monkeypatch.chdir(ROOT)
    arguments = re.findall(r'"([^"]*)"|(\S+)', first.removeprefix("$ dragoman "))
    with pytest.raises(SystemExit):
        command.main([a or b for a, b in arguments])
    printed = " ".join(capsys.readouterr().out.split())
    missing = [part for part in shown.split("...\n") if " ".join(part.split()) not in printed]
    assert not missing, "run the command and put what it prints into README.md"
