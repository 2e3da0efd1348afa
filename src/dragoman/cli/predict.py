"""`dragoman predict`: run a benchmark task over a file of records."""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import click
import msgspec

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import settings_options
from dragoman.cli.output import write_objects
from dragoman.config import Config, did_you_mean
from dragoman.errors import DragomanError, InputError, NotBuiltError

TASKS: Final = (
    "documents", "plv", "gsr", "attribution", "geoparsing", "timex", "factuality", "coref", "groups", "extraction",
    "classify", "ner", "multilabel", "events", "templates",
)  # fmt: skip
_PACKAGE: Final = "dragoman.evaluation.tasks"

Predict = Callable[[Iterable[dict[str, Any]]], Iterator[dict[str, Any]]]


class TaskName(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on only
    """The name of a task, with a word on the one that was probably meant."""

    name = "task"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, or a usage error."""
        if value not in TASKS:
            hint = did_you_mean(str(value), TASKS)
            self.fail(f"{value!r} is no task{f'; {hint}' if hint else '.'} All: {', '.join(TASKS)}", param, ctx)
        return str(value)


@click.command(epilog=f"Tasks: {', '.join(TASKS)}.")
@click.argument("task", type=TaskName(), metavar="TASK")
@click.argument("input_", metavar="INPUT")
@click.option("-o", "--output", required=True, metavar="FILE", help="Predictions, JSON Lines; - is standard output.")
@settings_options
def predict(*, task: str, input_: str, output: str, config: Config, quiet: bool) -> ExitCode:
    """Run TASK over the records of INPUT (.jsonl or .jsonl.gz) and write a prediction for each.

    Only the input fields of a record are used, whatever else stands in it. A line that is no record is listed and
    stops nothing (exit code 1). A task that this version does not offer ends with exit code 3.
    """
    run = find_task(task)
    records = Records(input_)
    number = write_objects(run(records), output)
    for error in records.errors:
        tell(f"refused: {error.message}")
    if not quiet:
        tell(f"{number:,} prediction{'' if number == 1 else 's'} of {task} written to {output}")
    return ExitCode.REFUSED if records.errors else ExitCode.OK


def find_task(task: str) -> Predict:
    """The function that predicts a task.

    Raises:
        NotBuiltError: This version does not offer it.
    """
    name = f"{_PACKAGE}.{task}"
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise NotBuiltError(f"the task {task} is not built yet", remedy="see dragoman predict --help for the others")
    return cast("Predict", importlib.import_module(name).predict)


class Records:
    """The records of a file, one after the other; lines that are none are passed over and kept as `errors`."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self.errors: list[DragomanError] = []
        if not self._path.is_file():
            raise InputError("there is no such file", where=path, expected="a .jsonl or .jsonl.gz of records")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        try:
            with self._open() as file:
                for number, line in enumerate(file, 1):
                    record = self._record(line, number)
                    if record is not None:
                        yield record
        except (EOFError, zlib.error, OSError) as err:
            raise InputError(f"the file cannot be read: {err}", where=str(self._path)) from err

    def _open(self) -> BinaryIO:
        if self._path.suffix == ".gz":
            return cast("BinaryIO", gzip.open(self._path, "rb"))
        return self._path.open("rb")

    def _record(self, line: bytes, number: int) -> dict[str, Any] | None:
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not line.strip():
            return None
        told: object = None
        try:
            value = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as err:
            told = err
        else:
            if isinstance(value, dict):
                return value
            told = f"it is {type(value).__name__}"
        error = InputError(f"this is no record ({told})", where=f"{self._path}:{number}", expected="a JSON object")
        self.errors.append(error)
        return None
