from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dragoman import __version__
from dragoman.cli.codes import MEANINGS, ExitCode, code_of
from dragoman.errors import ConfigError, DataError, InputError, ModelError, NotBuiltError, StoreError
from dragoman.models.reader import load_reader
from dragoman.resolution.actors import load_knowledge
from dragoman.serving import ExportError

_SLOW = ("spacy", "duckdb", "pyarrow", "numpy", "rich", "onnxruntime")


def test_help_lists_commands_and_exit_codes(run: Any) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in ("read", "events", "show", "export", "kb", "predict", "ontology", "version"):
        assert f"  {name} " in result.stdout
    for code, meaning in MEANINGS.items():
        assert f"{code.value}  {meaning}" in result.stdout
    assert list(MEANINGS) == list(ExitCode)


@pytest.mark.parametrize("command", ["read", "events", "show", "export", "predict", "version"])
def test_every_command_has_its_help(run: Any, command: str) -> None:
    assert run(command, "-h").exit_code == 0


def test_help_is_fast_and_imports_nothing_slow() -> None:
    source = f"import sys, dragoman.cli; print([name for name in {_SLOW!r} if name in sys.modules])"
    started = time.monotonic()
    shown = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
    assert time.monotonic() - started < 5  # 0.2 s on a quiet machine


def test_version_is_told(run: Any) -> None:
    assert run("--version").stdout == f"dragoman {__version__}\n"
    told = run("version").stdout
    assert __version__ in told
    assert load_reader().id in told
    assert load_knowledge().version in told


@pytest.mark.parametrize(
    "arguments", [(), ("reed", "x"), ("read",), ("read", "x", "--nonsense"), ("read", "x", "--published", "12/07/2025")]
)
def test_what_is_not_understood_exits_2(run: Any, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_command_that_was_probably_meant_is_named(run: Any) -> None:
    assert "did you mean events?" in run("evnts").stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("x"), 1),
        (NotBuiltError("x"), 3),
        (StoreError("x"), 4),
        (ConfigError("x"), 5),
        (ExportError("x"), 6),
        (ModelError("x"), 7),
        (DataError("x"), 7),
    ],
)
def test_errors_have_their_exit_codes(error: Any, code: int) -> None:
    assert code_of(error) == code


def test_wrong_setting_exits_5_with_one_line(run: Any, folder: Path) -> None:
    (folder / "dragoman.toml").write_text("[read]\nworker = 2\n")
    result = run("read", "x.txt")
    assert result.exit_code == 5
    assert result.stderr == (
        "dragoman: dragoman.toml: 'worker' is no setting of [read]. Expected workers, batch_size, max_characters,"
        " max_json_mb, max_file_mb, max_unpacked_mb, max_ratio, max_members, max_depth, max_pages, columns, min_probability,"
        " max_seconds, max_memory_mb. Did you mean workers?\n"
    )


def test_fault_of_the_code_is_one_line_and_a_traceback_when_verbose(
    run: Any, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(config: Any) -> Any:
        raise RuntimeError("no\nway \x1b[31m")

    monkeypatch.setattr(sys.modules["dragoman.cli.read"], "reader_factory", fail)
    result = run("read", "report.txt")
    assert result.exit_code == 70
    assert result.stderr == "dragoman: internal error, RuntimeError: no way (--verbose shows where)\n"
    result = run("read", "report.txt", "--verbose")
    assert "Traceback" in result.stderr
    assert "\x1b" not in result.stderr


def test_key_press_exits_130(run: Any, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(config: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["dragoman.cli.read"], "reader_factory", press)
    assert run("read", "report.txt").exit_code == 130


def test_reader_of_the_output_that_goes_away_is_no_error() -> None:
    source = "import sys; from dragoman.cli import main; sys.argv = ['dragoman', 'ontology', 'show']; main()"
    process = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert (process.wait(), process.stderr.read()) == (141, b"")
    process.stderr.close()
