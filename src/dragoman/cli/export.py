"""`dragoman export`: write event mentions of a store to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import filter_options, make_query, settings_options, store_option, store_path
from dragoman.config import Config

if TYPE_CHECKING:
    from dragoman.store import EventQuery

_PLAIN: Final = ("jsonl", "json", "csv", "parquet")
# As in `serving.exports.FORMATS`, which is slow to load.
_EXCHANGE: Final = (
    "plover",
    "polecat",
    "icews",
    "gdelt-events",
    "gdelt-mentions",
    "geojson",
    "graphml",
    "ftm",
    "webannotation",
    "prov",
    "datapackage",
)
_ENDINGS: Final = {".geojson": "geojson", ".graphml": "graphml", ".parquet": "parquet"}


@click.command()
@store_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Write there, whole or not at all; its ending tells the format.",
)
@click.option("-f", "--format", "format_", type=click.Choice((*_PLAIN, *_EXCHANGE)), help="Over the file's ending.")
@filter_options
@click.option("--claims", is_flag=True, help="Write the claims on these event mentions, one a row, in their place.")
@click.option("--everything", is_flag=True, help="Of plover: write also what PLOVER would take for a fact.")
@click.option("--with-text", is_flag=True, help="Of plover and parquet: write the whole articles too.")
@click.option("--limit", type=click.IntRange(1), help="Most event mentions.  [default: all]")
@settings_options
def export(
    *,
    store: str | None,
    output: str,
    format_: str | None,
    claims: bool,
    everything: bool,
    with_text: bool,
    limit: int | None,
    config: Config,
    quiet: bool,
    **filters: Any,
) -> ExitCode:
    """Write the event mentions of a store, all or those that the filters find.

    As JSON Lines, JSON (whole records), CSV or Parquet (one row an event mention, or one a claim with --claims), or in a
    format that others read. What a format cannot hold is left out and counted by reason: on standard error, and beside the
    file as FILE.report.json. `datapackage` writes a folder.
    """
    path = store_path(store, config)
    query = make_query(filters, limit=limit)
    chosen = format_ or _ENDINGS.get(Path(output).suffix.lower())
    if (everything and chosen != "plover") or (with_text and chosen not in ("plover", "parquet")):
        raise click.UsageError("--everything is for plover, --with-text for plover and parquet")
    from dragoman.serving import export as write_export
    from dragoman.serving.rights import Withheld, withheld_words
    from dragoman.store import Store

    if chosen in _EXCHANGE or (chosen == "parquet" and not claims):
        if claims:
            raise click.UsageError(f"--claims is for {', '.join(_PLAIN)}")
        return _exchange(path, output, query, chosen, quiet=quiet, everything=everything, with_text=with_text)
    withheld = Withheld()
    with Store.open(path, read_only=True) as opened:
        number = write_export(output, opened.view(), query, format=format_, claims=claims, withheld=withheld)
    if not quiet:
        noun = "claim" if claims else "event mention"
        tell(f"{number:,} {noun}{'' if number == 1 else 's'} written to {output}")
        if withheld.mentions:
            tell(withheld_words(withheld.mentions, withheld.documents))
    return ExitCode.OK


def _exchange(path: str, output: str, query: EventQuery, format_: str, *, quiet: bool, **options: bool) -> ExitCode:
    from dragoman.serving.exports import report_words, write_export
    from dragoman.store import Store

    with Store.open(path, read_only=True) as opened:
        report = write_export(output, opened.view(), query, format=format_, **options)
    if not quiet:
        noun = f"{report.unit}{'' if report.written == 1 else 's'}"
        rows = "" if report.rows == report.written else f" ({report.rows:,} row{'' if report.rows == 1 else 's'})"
        tell(f"{report.written:,} {noun}{rows} written to {output}")
        for line in report_words(report):
            tell(line)
    return ExitCode.OK
