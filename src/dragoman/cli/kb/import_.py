"""`dragoman kb import`: take actors from a file of Wikidata results or FollowTheMoney entities into one's own tables."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.kb.common import writable
from dragoman.cli.logs import is_verbose, tell
from dragoman.cli.options import Day, kb_option, settings_options
from dragoman.cli.output import print_text, write_file
from dragoman.config import Config

if TYPE_CHECKING:
    from dragoman.resolution.actors.importing import Outcome, Report, What

# Named again rather than imported, so that the other commands start without the importers; a test holds the two together.
_FORMATS: Final = ("wikidata-json", "wikidata-csv", "followthemoney")
_TABLES: Final = {
    "roles": "roles.tsv",
    "organisations": "organisations.tsv",
    "armed_groups": "armed_groups.tsv",
    "media": "media.tsv",
}
_WORDS: Final[dict[What, str]] = {
    "added": "new",
    "ended": "have now an end",
    "amended": "have further names",
    "known": "known already",
    "differs": "differ from the tables, which stay",
    "refused": "refused",
}
_LISTED: Final = 20


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--as", "format_", type=click.Choice(_FORMATS), help="What it is; without it, found out.")
@click.option(
    "--table", type=click.Choice(tuple(_TABLES)), help="The table for all rows; without it, what each row tells."
)
@click.option("--office", metavar="OFFICE", help="The office of all rows, over what positions tell.")
@click.option("--sector", metavar="SECTOR", help="The sector of rows that tell none; of roles, of all.")
@click.option("--kind", metavar="KIND", help="The kind of bodies that tell none, such as party or igo.")
@click.option("--from", "start", type=Day(), metavar="DATE", help="The first day of terms that tell none.")
@click.option("--checked-on", type=Day(), metavar="DATE", help="The day of the export.")
@click.option(
    "--source", metavar="TEXT", help="Where it comes from; without it, Wikidata or FollowTheMoney and the id."
)
@click.option(
    "--end-predecessors", is_flag=True, help="End the open term of whoever held an office that a new one takes."
)
@click.option("--report", metavar="OUT", help="Write what became of every row there, as a table with tabs.")
@click.option("--dry-run", is_flag=True, help="Write no table.")
@kb_option
@settings_options
def import_(
    *,
    file: str,
    format_: str | None,
    table: str | None,
    office: str | None,
    sector: str | None,
    kind: str | None,
    start: date | None,
    checked_on: date | None,
    source: str | None,
    end_predecessors: bool,
    report: str | None,
    dry_run: bool,
    kb: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Import FILE, saved from the Wikidata Query Service (JSON or CSV) or as FollowTheMoney entities (JSON Lines).

    Whom the tables lack is added to your folder; a term that they have open gets its end; further names are taken over.
    Where the file contradicts a row, the row stays and the difference is listed. A row that lacks what is needed is
    refused by name and stops nothing (exit code 1).
    """
    from dragoman.resolution.actors import load_knowledge
    from dragoman.resolution.actors.editing import write
    from dragoman.resolution.actors.importing import Given, merge, read_entries
    from dragoman.resolution.actors.importing.entries import Words

    overlay = writable(kb, config)
    words = Words(load_knowledge(overlay), overlay)
    given = Given(
        table=_TABLES[table] if table else None,
        office=office,
        sector=sector,
        kind=kind,
        source=source,
        checked_on=checked_on.isoformat() if checked_on else None,
        start=start.isoformat() if start else None,
    )
    done = merge(read_entries(file, words, given, format_=format_), overlay, end_predecessors=end_predecessors)
    if not dry_run:
        write(overlay, [row for change in done.changes for row in (*change.kept, change.row)])
    if report:
        write_file(report, _report_lines(done))
    _tell(
        done, "nothing was written" if dry_run else f"{len(done.changes)} rows written to {overlay.folder}", quiet=quiet
    )
    return ExitCode.REFUSED if any(outcome.what == "refused" for outcome in done.outcomes) else ExitCode.OK


def _tell(done: Report, end: str, *, quiet: bool) -> None:
    counts = Counter(outcome.what for outcome in done.outcomes)
    listed: tuple[What, ...] = ("refused", "differs", "ended", "added")
    for what in listed:
        told = [o for o in done.outcomes if o.what == what and (what != "added" or o.why)]
        shown = told if is_verbose() else told[:_LISTED]
        for outcome in shown if what == "refused" or not quiet else ():
            tell(_line(outcome))
        if len(told) > len(shown) and not quiet:
            tell(f"{what}: {len(told) - len(shown)} more (--verbose, or --report)")
    numbers = [f"{counts[what]:,} {words}" for what, words in _WORDS.items() if counts[what]]
    print_text(f"{len(done.outcomes):,} facts: {', '.join(numbers) or 'none'}; {end}\n")


def _line(outcome: Outcome) -> str:
    name = " ".join(outcome.name.split())
    why = f": {outcome.why}" if outcome.why else ""
    return f"{outcome.what}: {outcome.where}: {name}{why}" + (f" ({outcome.row})" if outcome.row else "")


def _report_lines(done: Report) -> list[str]:
    rows = [("what", "name", "where", "why", "row"), *((o.what, o.name, o.where, o.why, o.row) for o in done.outcomes)]
    return ["\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows]
