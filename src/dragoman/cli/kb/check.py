"""`dragoman kb check`: what is wrong with the tables."""

from __future__ import annotations

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.kb.common import readable
from dragoman.cli.logs import tell
from dragoman.cli.options import kb_folder, kb_option, settings_options
from dragoman.cli.output import print_text
from dragoman.config import Config


@click.command()
@click.option("--all", "all_", is_flag=True, help="Tell also of our tables when there are tables of your own.")
@kb_option
@settings_options
def check(*, all_: bool, kb: str | None, config: Config, quiet: bool) -> ExitCode:
    """Check the tables, yours and ours: codes, dates, overlaps, names that are no names.

    A line a complaint, with file, line, what was expected and what to do. "error" keeps your tables from being used (exit
    code 1); "note" may be right and wants a look. With a folder of your own, ours are only counted; --all lists them.
    """
    from dragoman.resolution.actors.checking import check_all

    overlay = readable(kb, config)
    found = check_all(overlay)
    shown = [c for c in found if all_ or overlay is None or c.row.mine]
    for complaint in shown:
        print_text(f"{'error' if complaint.grave and complaint.row.mine else 'note'}: {complaint.error().message}\n")
    errors = [c for c in found if c.grave and c.row.mine]
    if not quiet:
        mine = sum(c.row.mine for c in found)
        where = (
            f"{len(overlay.rows):,} rows in {overlay.folder}: {len(errors)} errors, {mine - len(errors)} notes; "
            if overlay
            else ""
        )
        tell(
            f"{where}our tables: {len(found) - mine} notes"
            + ("" if overlay else f" ({kb_folder(kb, config) or 'no tables of your own'})")
        )
    return ExitCode.REFUSED if errors else ExitCode.OK
