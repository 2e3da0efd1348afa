"""`dragoman events`: ask a store."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import (
    filter_options,
    make_query,
    open_store,
    output_options,
    past_option,
    settings_options,
    store_option,
    store_path,
)
from dragoman.cli.output import choose_format, render, write_records, write_rows, write_tables
from dragoman.config import Config, Format

if TYPE_CHECKING:
    from dragoman.store import EventQuery, View

By = Literal["event", "mention"]


@click.command()
@store_option
@click.option(
    "--by",
    type=click.Choice(("event", "mention")),
    help="List linked events or event mentions.  [default: events in a table, else mentions]",
)
@past_option
@filter_options
@click.option("--limit", type=click.IntRange(1), help="Most to list.  [default: 50 in a table, else all]")
@click.option("--all", "all_", is_flag=True, help="All, in a table too.")
@output_options
@settings_options
def events(
    *,
    store: str | None,
    by: By | None,
    as_known_on: date | None,
    limit: int | None,
    all_: bool,
    format_: Format | None,
    output: str | None,
    config: Config,
    quiet: bool,
    **filters: Any,
) -> ExitCode:
    """Ask a store for events or event mentions; every filter that is given must hold.

    A linked event is listed when one of its mentions is found, with the number of independent reports: copies of one
    report count once. With --as-known-on, documents printed later and judgements made later do not count, for events
    and mentions alike.
    """
    if limit and all_:
        raise click.UsageError("--limit and --all exclude each other")
    path = store_path(store, config)
    format_ = choose_format(format_, output, config)
    if limit is None and format_ == "table" and not all_:
        limit = config.output.limit
    query = make_query(filters, limit=limit)
    with open_store(path, as_known_on) as opened:
        view = opened.view()
        chosen = by or ("event" if format_ == "table" and view.is_linked() else "mention")
        if chosen == "event":
            if not view.is_linked() and not quiet:
                tell("note: this store was never linked; run dragoman link")
            _write_events(view, query, format_, output, config)
        else:
            _write_mentions(view, query, format_, output, config)
    return ExitCode.OK


def _write_events(view: View, query: EventQuery, format_: Format, output: str | None, config: Config) -> None:
    from dragoman.serving import LINKED_COLUMNS, linked_rows, linked_table

    found = view.linked_events(query)
    if format_ in ("json", "jsonl"):
        write_records(found, format_, output)
    elif format_ in ("csv", "parquet"):
        write_rows(linked_rows(found), format_, output, LINKED_COLUMNS)
    else:
        table = linked_table(found, total=view.count_linked(query))
        write_tables([render(table, config, to_file=output is not None)], output)


def _write_mentions(view: View, query: EventQuery, format_: Format, output: str | None, config: Config) -> None:
    from dragoman.serving import answer_rows, answers_table

    if format_ in ("json", "jsonl"):
        write_records((answer.mention for answer in view.answers(query)), format_, output)
    elif format_ in ("csv", "parquet"):
        write_rows(answer_rows(view.answers(query)), format_, output)
    else:
        table = answers_table(view.answers(query), total=view.count(query))
        write_tables([render(table, config, to_file=output is not None)], output)
