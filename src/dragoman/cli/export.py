"""`dragoman export`: write event mentions of a store to a file."""

from __future__ import annotations

from typing import Any

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import filter_options, make_query, settings_options, store_option, store_path
from dragoman.config import Config


@click.command()
@store_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Write there, whole or not at all; its ending tells the format.",
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(("jsonl", "json", "csv", "parquet")), help="Over the file's ending."
)
@filter_options
@click.option("--claims", is_flag=True, help="Write the claims on these event mentions, one a row, in their place.")
@click.option("--limit", type=click.IntRange(1), help="Most event mentions.  [default: all]")
@settings_options
def export(
    *,
    store: str | None,
    output: str,
    format_: str | None,
    claims: bool,
    limit: int | None,
    config: Config,
    quiet: bool,
    **filters: Any,
) -> ExitCode:
    """Write the event mentions of a store, all or those that the filters find, as JSON Lines, JSON, CSV or Parquet.

    JSON holds whole records; CSV and Parquet one row an event mention, or one a claim with --claims.
    """
    path = store_path(store, config)
    query = make_query(filters, limit=limit)
    from dragoman.serving import export as write_export
    from dragoman.serving.rights import Withheld
    from dragoman.store import Store

    withheld = Withheld()
    with Store.open(path, read_only=True) as opened:
        number = write_export(output, opened.view(), query, format=format_, claims=claims, withheld=withheld)
    if not quiet:
        noun = "claim" if claims else "event mention"
        tell(f"{number:,} {noun}{'' if number == 1 else 's'} written to {output}")
        if withheld.mentions:
            tell(
                f"{withheld.mentions:,} event mentions of {withheld.documents:,} documents without text and evidence, as"
                " their publishers ask"
            )
    return ExitCode.OK
