"""`dragoman import` and `dragoman compare`: events of other data sets beside ours."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import Day, settings_options, store_option, store_path
from dragoman.cli.output import choose_format, render, write_records, write_rows, write_tables
from dragoman.config import Config, Format
from dragoman.errors import ConfigError

if TYPE_CHECKING:
    from dragoman.store import Dataset

_DATASETS: Final = ("gdelt", "icews", "polecat")
# Events written in one transaction: at 20,000 rows an insert costs little beside reading them.
_BATCH: Final = 20_000
# Refused lines that are told one by one.
_TOLD: Final = 20


@click.command("import")
@click.argument("files", metavar="FILE", nargs=-1, required=True)
@click.option("-f", "--format", "format_", type=click.Choice(_DATASETS), required=True, help="Whose files they are.")
@store_option
@settings_options
def import_(*, files: tuple[str, ...], format_: Dataset, store: str | None, config: Config, quiet: bool) -> ExitCode:
    """Read events of GDELT (2.0 or 1.0), ICEWS or POLECAT into the store, apart from ours, for `dragoman compare`.

    A file may be zipped. An event that the store has already is replaced. A line that cannot be read is told and left out.
    """
    path = store_path(store, config)
    from dragoman.serving.exports.importing import Refused, read_foreign
    from dragoman.store import Store

    refused = 0
    with Store.open(path) as opened:
        writer = opened.writer()
        for file in files:
            read = new = 0
            events = read_foreign(file, format_)
            while batch := list(islice(events, _BATCH)):
                lines = [line for line in batch if not isinstance(line, Refused)]
                for line in batch:
                    if isinstance(line, Refused):
                        refused += 1
                        if refused <= _TOLD:
                            tell(f"{line.origin}: {line.reason}")
                read += len(lines)
                new += writer.write_foreign(lines)
            if not quiet:
                tell(f"{file}: {read:,} events of {format_} read, {new:,} of them new")
    if refused > _TOLD:
        tell(f"{refused - _TOLD:,} more lines refused")
    return ExitCode.REFUSED if refused else ExitCode.OK


@click.command()
@store_option
@click.option(
    "--with", "dataset", type=click.Choice(_DATASETS), required=True, help="Another data set, imported before."
)
@click.option(
    "--by", type=click.Choice(("pair", "type", "month")), default="pair", show_default=True, help="Count by this."
)
@click.option("--actors", metavar="CODES", help="Only pairs among these, with commas between: SYR,ISR,TUR.")
@click.option("--from", "day_from", type=Day(), metavar="DATE", help="First day of the events.")
@click.option("--to", "day_to", type=Day(), metavar="DATE", help="Last day of the events.")
@click.option(
    "--window",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="DAYS",
    help="Days that the same event may lie apart in the two.",
)
@click.option("--limit", type=click.IntRange(1), help="Most lines in a table.  [default: 50]")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("table", "json", "jsonl", "csv", "parquet")),
    help="Without it: the ending, or a table.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there, whole or not at all; its ending tells the format.")
@settings_options
def compare(
    *,
    store: str | None,
    dataset: Dataset,
    by: Any,
    actors: str | None,
    day_from: date | None,
    day_to: date | None,
    window: int,
    limit: int | None,
    format_: Format | None,
    output: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Count our linked events beside those of another data set, and how many of each the other has too.

    Both count ordered pairs of two codes. An event is found on the other side when that has the same pair and type within
    the window of days.
    """
    format_ = choose_format(format_, output, config)
    codes = tuple(code.strip().upper() for code in (actors or "").split(",") if code.strip())
    from dragoman.serving.comparing import COMPARE_COLUMNS, comparison, comparison_rows, comparison_table
    from dragoman.store import CompareQuery, Store

    try:
        query = CompareQuery(dataset=dataset, by=by, actors=codes, day_from=day_from, day_to=day_to, window_days=window)
    except ConfigError as err:
        raise click.UsageError(err.message) from err
    with Store.open(store_path(store, config), read_only=True) as opened:
        view = opened.view()
        if not view.is_linked() and not quiet:
            tell("note: this store was never linked, so it has no events of ours; run dragoman link")
        found = comparison(view, query)
    if not quiet and not any(line.theirs for line in found.lines):
        tell(f"note: nothing of {dataset} is in this store for what was asked; dragoman import brings it in")
    if format_ in ("json", "jsonl"):
        write_records([found], format_, output)
    elif format_ in ("csv", "parquet"):
        write_rows(comparison_rows(found), format_, output, COMPARE_COLUMNS)
    else:
        table = comparison_table(found, limit=limit or config.output.limit)
        write_tables([render(table, config, to_file=output is not None)], output)
    return ExitCode.OK
