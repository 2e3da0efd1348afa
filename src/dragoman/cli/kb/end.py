"""`dragoman kb end`: a term of office, a body or a group comes to its end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.kb.common import keep, writable
from dragoman.cli.options import Day, kb_option, settings_options
from dragoman.config import Config
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.resolution.actors.rows import Overlay, Row


@click.command()
@click.argument("name")
@click.option("--on", type=Day(), metavar="DATE", required=True, help="The first day on which it holds no more.")
@click.option("--office", metavar="OFFICE", help="The office that ends, where the person has several.")
@click.option("--country", metavar="ISO3", help="The country of the office, where names or offices repeat.")
@click.option("--checked-on", type=Day(), metavar="DATE", help="The day on which you checked this.")
@click.option("--source", metavar="TEXT", help="Where it is said.")
@click.option("--dry-run", is_flag=True, help="Show the line and write nothing.")
@kb_option
@settings_options
def end(
    *,
    name: str,
    on: date,
    office: str | None,
    country: str | None,
    checked_on: date | None,
    source: str | None,
    dry_run: bool,
    kb: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """End what NAME holds or is: the row, ours or yours, is written into your folder with its last day.

    NAME is a person in office, an organisation, an armed group or a metonym. A row of ours stays as it is in the package;
    yours goes over it.
    """
    from dragoman.resolution.actors.editing import Editor

    overlay = writable(kb, config)
    before = open_row(name, overlay, on, office, country)
    cells = before.cells | {"to": on.isoformat(), "checked_on": checked_on.isoformat() if checked_on else ""}
    cells |= {"source": source} if source else {}
    change = Editor(overlay).check(before._replace(file=f"kb end {name!r}", cells=cells), before)
    keep(overlay, [change], dry_run=dry_run, quiet=quiet)
    return ExitCode.OK


def open_row(name: str, overlay: Overlay, on: date, office: str | None, country: str | None) -> Row:
    """The one row on a name that has begun before a day and not ended by it.

    Raises:
        InputError: There is none, or there are several.
    """
    from dragoman.resolution.actors.asking import DATED, rows_named
    from dragoman.resolution.actors.rows import first_day

    told = f"kb end {name!r}"
    rows = rows_named(name, overlay, DATED)
    if not rows:
        raise InputError("no table has this name", where=told, remedy="see dragoman kb show; dragoman kb add adds it")
    rows = [
        r
        for r in rows
        if (not office or r.cells.get("office") == office)
        and (not country or r.cells.get("country") == country.upper())
    ]

    def is_open(row: Row) -> bool:
        start, last = first_day(row.cells.get("from")), first_day(row.cells.get("to"))
        return (start is None or start < on) and (last is None or last > on)

    found = [row for row in rows if is_open(row)]
    if not found:
        known = "; ".join(_told(row) for row in rows) or "nothing with this office and country"
        raise InputError(f"nothing of it lasts on {on}", where=told, expected=f"a day within one of: {known}")
    if len(found) > 1:
        raise InputError(
            f"{len(found)} rows last on {on}",
            where=told,
            expected="one of: " + "; ".join(_told(row) for row in found),
            remedy="say which with --office or --country",
        )
    return found[0]


def _told(row: Row) -> str:
    what = (
        " of ".join(filter(None, (row.cells.get("office"), row.cells.get("country") or row.cells.get("org"))))
        or row.label
    )
    return f"{what}, {row.cells.get('from') or '…'} to {row.cells.get('to') or 'now'} ({row.where})"
