"""`dragoman events`: ask a store."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.options import (
    filter_options,
    make_query,
    output_options,
    settings_options,
    store_option,
    store_path,
)
from dragoman.cli.output import choose_format, render, write_records, write_rows, write_tables
from dragoman.config import Config, Format


@click.command()
@store_option
@filter_options
@click.option("--limit", type=click.IntRange(1), help="Most event mentions.  [default: 50 in a table, else all]")
@click.option("--all", "all_", is_flag=True, help="All event mentions, in a table too.")
@output_options
@settings_options
def events(
    *,
    store: str | None,
    limit: int | None,
    all_: bool,
    format_: Format | None,
    output: str | None,
    config: Config,
    quiet: bool,
    **filters: Any,
) -> ExitCode:
    """Ask a store for event mentions; every filter that is given must hold."""
    if limit and all_:
        raise click.UsageError("--limit and --all exclude each other")
    path = store_path(store, config)
    format_ = choose_format(format_, output, config)
    if limit is None and format_ == "table" and not all_:
        limit = config.output.limit
    query = make_query(filters, limit=limit)
    from dragoman.serving import answer_rows, answers_table
    from dragoman.store import Store

    with Store.open(path, read_only=True) as opened:
        view = opened.view()
        if format_ in ("json", "jsonl"):
            write_records((answer.mention for answer in view.answers(query)), format_, output)
        elif format_ in ("csv", "parquet"):
            write_rows(answer_rows(view.answers(query)), format_, output)
        else:
            table = answers_table(view.answers(query), total=view.count(query))
            write_tables([render(table, config, to_file=output is not None)], output)
    return ExitCode.OK
