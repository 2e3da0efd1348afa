"""`dragoman kb stale`: what wants looking at again."""

from __future__ import annotations

from datetime import date

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.kb.common import columns, print_json, readable
from dragoman.cli.logs import tell
from dragoman.cli.options import Day, kb_option, settings_options
from dragoman.cli.output import print_text
from dragoman.config import Config

_TABLES = ("roles", "organisations", "armed_groups", "media", "countries")


@click.command()
@click.option("--days", type=click.IntRange(0), default=180, show_default=True, help="Days for which a check is good.")
@click.option("--on", type=Day(), metavar="DATE", help="The day to count from; without it, today.")
@click.option(
    "--table", "tables", multiple=True, type=click.Choice(_TABLES), help="Of this table; may be given several times."
)
@click.option("--country", metavar="ISO3", help="Of this country.")
@click.option("--office", metavar="OFFICE", help="Of this office.")
@click.option("--mine", is_flag=True, help="Of your own rows only.")
@click.option("--every", is_flag=True, help="Also rows that have ended and tables without dates.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Most rows in a table.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(("table", "jsonl")), default="table", help="jsonl lists all."
)
@kb_option
@settings_options
def stale(
    *,
    days: int,
    on: date | None,
    tables: tuple[str, ...],
    country: str | None,
    office: str | None,
    mine: bool,
    every: bool,
    limit: int,
    format_: str,
    kb: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """List rows whose fact was not checked lately, the longest unchecked first.

    Without --every, only rows that time may have overtaken: terms and bodies with no end, or with one still to come.
    """
    from dragoman.resolution.actors.asking import stale_rows

    overlay = readable(kb, config)
    names = [f"{table}.tsv" for table in tables or _TABLES]
    own = {row.where for row in overlay.rows} if overlay else set()
    found = [
        row
        for row in stale_rows(overlay, on=on or date.today(), days=days, tables=names, every=every)
        if (not country or row.country == country.upper())
        and (not office or row.office == office)
        and (not mine or row.where in own)
    ]
    if format_ == "jsonl":
        print_json(found)
        return ExitCode.OK
    print_text(
        columns(
            [
                (row.name, " of ".join(filter(None, (row.office, row.country))), row.first or "…", row.why, row.where)
                for row in found[:limit]
            ]
        )
    )
    if not quiet:
        more = f", {limit} of them shown (--limit)" if len(found) > limit else ""
        tell(f"{len(found):,} rows were not checked within {days} days{more}")
    return ExitCode.OK
