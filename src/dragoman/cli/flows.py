"""`dragoman pair` and `dragoman system`: cooperation and conflict between actors, from linked events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import Day, open_store, past_option, settings_options, store_option, store_path
from dragoman.cli.output import choose_format, print_text, render, write_file, write_records, write_rows, write_tables
from dragoman.config import Config, Format
from dragoman.errors import ConfigError

if TYPE_CHECKING:
    from dragoman.store import FlowQuery, View

_GRAPHS = {".graphml": "graphml", ".dot": "dot", ".gv": "dot"}


def _flow_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--from", "day_from", type=Day(), metavar="DATE", help="First day of the events."),
            click.option("--to", "day_to", type=Day(), metavar="DATE", help="Last day of the events."),
            click.option(
                "--half-life",
                type=click.FloatRange(0, min_open=True),
                default=30.0,
                show_default=True,
                metavar="DAYS",
                help="Days in which a score loses half its weight in the balance.",
            ),
        )
    ):
        command = option(command)
    return command


@click.command()
@click.argument("one", metavar="CODE")
@click.argument("other", metavar="CODE")
@store_option
@past_option
@_flow_options
@click.option(
    "--by",
    "step",
    type=click.Choice(("day", "week", "month")),
    default="week",
    show_default=True,
    help="Length of a period.",
)
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("table", "json", "jsonl", "csv", "parquet")),
    help="Without it: the ending, or a table.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there, whole or not at all; its ending tells the format.")
@settings_options
def pair(
    *,
    one: str,
    other: str,
    store: str | None,
    as_known_on: date | None,
    day_from: date | None,
    day_to: date | None,
    half_life: float,
    step: str,
    format_: Format | None,
    output: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Show what two actors, by their codes (SYR ISR), did to each other over time, how it turned, and what is planned.

    Every linked event that happened counts once, whatever the number of its reports. Scores are those of the ontology, from
    -10 (conflict) to 10 (cooperation). JSON holds everything; CSV and Parquet one row a period and direction.
    """
    format_ = choose_format(format_, output, config)
    query = _query(day_from=day_from, day_to=day_to, step=step, half_life_days=half_life)
    from dragoman.serving.pair import FLOW_COLUMNS, flow_rows, pair_report, pair_table

    with open_store(store_path(store, config), as_known_on) as opened:
        view = opened.view()
        _note_unlinked(view, quiet=quiet)
        report = pair_report(view, one.upper(), other.upper(), query)
    if format_ in ("json", "jsonl"):
        write_records([report], format_, output)
    elif format_ in ("csv", "parquet"):
        write_rows(flow_rows(report.flows), format_, output, FLOW_COLUMNS)
    else:
        write_tables([render(pair_table(report), config, to_file=output is not None)], output)
    return ExitCode.OK


@click.command()
@store_option
@click.option("--as-of", type=Day(), metavar="DATE", help="As of this day.  [default: the last day of publication]")
@past_option
@click.option("--actors", metavar="CODES", help="Only among these, with commas between: SYR,ISR,TUR.")
@_flow_options
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("table", "json", "jsonl", "csv", "parquet", "graphml", "dot")),
    help="Without it: the ending, or a table.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there, whole or not at all; its ending tells the format.")
@click.option("--limit", type=click.IntRange(1), help="Most pairs in a table.  [default: 50]")
@settings_options
def system(
    *,
    store: str | None,
    as_of: date | None,
    as_known_on: date | None,
    actors: str | None,
    day_from: date | None,
    day_to: date | None,
    half_life: float,
    format_: str | None,
    output: str | None,
    limit: int | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Show all ordered pairs of actors: events, cooperation, conflict, and the balance as of a day.

    Written as a table, JSON, CSV, Parquet, or as a graph: GraphML (.graphml) or Graphviz (.dot, .gv).
    """
    graph = format_ if format_ in ("graphml", "dot") else None
    if format_ is None and output is not None:
        graph = _GRAPHS.get(Path(output).suffix.lower())
    chosen: Any = graph or choose_format(format_, output, config)  # type: ignore[arg-type]  # graphs are told apart above
    codes = tuple(code.strip().upper() for code in (actors or "").split(",") if code.strip())
    query = _query(actors=codes, day_from=day_from, day_to=day_to, half_life_days=half_life)
    from dragoman.serving.system import graphml, graphviz, system_report, system_table, tie_rows
    from dragoman.serving.ties import TIE_COLUMNS

    with open_store(store_path(store, config), as_known_on) as opened:
        view = opened.view()
        _note_unlinked(view, quiet=quiet)
        day = as_of or view.last_day()
        if day is None:
            raise click.UsageError("No document has a day of publication: give --as-of")
        report = system_report(view, query, day)
    if chosen in ("graphml", "dot"):
        text = graphml(report) if chosen == "graphml" else graphviz(report)
        write_file(output, [text]) if output else print_text(text)
    elif chosen in ("json", "jsonl"):
        write_records([report], chosen, output)
    elif chosen in ("csv", "parquet"):
        write_rows(tie_rows(report.ties), chosen, output, TIE_COLUMNS)
    else:
        table = system_table(report, limit=limit or config.output.limit)
        write_tables([render(table, config, to_file=output is not None)], output)
    return ExitCode.OK


def _query(**fields: Any) -> FlowQuery:
    from dragoman.store import FlowQuery

    try:
        return FlowQuery(**fields)
    except ConfigError as err:
        raise click.UsageError(err.message) from err


def _note_unlinked(view: View, *, quiet: bool) -> None:
    if not quiet and not view.is_linked():
        tell("note: this store was never linked, so it has no events to count; run dragoman link")
