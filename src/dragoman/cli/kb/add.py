"""`dragoman kb add`: a row for somebody, written into the user's folder.

The subcommands have the columns of their table for options; lists are options that may be given several times.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.kb.common import keep, writable
from dragoman.cli.options import Day, kb_option, settings_options
from dragoman.config import Config

_Options = dict[str, tuple[str, str, str]]  # option → column, metavar, help
_DATES: Final[_Options] = {
    "--from": ("from", "DATE", "First day, as exact as known: 2024, 2024-05 or 2024-05-31."),
    "--to": ("to", "DATE", "First day on which it holds no more; without it, it lasts."),
}
_COUNTRY: Final[_Options] = {"--country": ("country", "ISO3", "The state, such as KEN, or one of your own.")}
_SECTOR: Final[_Options] = {"--sector": ("sector", "SECTOR", "PLOVER sector, such as GOV, MIL, REB.")}
_NAMES: Final[_Options] = {
    "--alias": ("aliases", "NAME", "Another name; may be given several times."),
    "--abbreviation": ("abbreviations", "LETTERS", "An abbreviation; may be given several times."),
}
_CODE: Final[_Options] = {"--code": ("code", "CODE", "What event data writes: KEN, UN, NGO. Without it, the country.")}
_ID: Final[_Options] = {"--id": ("id", "ID", "Such as org:river-guard. Without it, made of the name.")}
_MANY: Final = frozenset({"names", "adjectives", "people", "capital_names", "cities", "aliases", "abbreviations"})


class _Kind(NamedTuple):
    """A subcommand: its table, the column of its argument, and its options."""

    table: str
    column: str
    told: str
    options: _Options
    required: tuple[str, ...] = ()


_KINDS: Final = {
    "person": _Kind(
        "roles.tsv",
        "person",
        "Add a person in an office, or a further name of one: NAME as texts write it, without a title.",
        {
            "--office": ("office", "OFFICE", "Such as head_of_state, foreign_minister, rebel_leader."),
            **_COUNTRY,
            "--org": ("org", "NAME", "The body, where the office is no state's."),
            **_SECTOR,
            **_DATES,
            "--alias": _NAMES["--alias"],
            "--acting": ("acting", "yes", "Write yes for who only stands in."),
        },
        ("--office",),
    ),
    "org": _Kind(
        "organisations.tsv",
        "name",
        "Add an organisation: a party, body, company, union, court, mission.",
        {**_ID, **_NAMES, **_CODE, **_SECTOR, **_COUNTRY, "--kind": ("kind", "KIND", "Such as party, igo, ngo, company."), **_DATES},
    ),
    "group": _Kind(
        "armed_groups.tsv",
        "name",
        "Add an armed group that is no state's army.",
        {**_ID, **_NAMES, **_CODE, **_SECTOR, **_COUNTRY, **_DATES, "--side": ("side", "WORDS", "What it stands for.")},
        ("--sector", "--country"),
    ),
    "media": _Kind(
        "media.tsv",
        "name",
        "Add a news outlet.",
        {
            **_ID,
            **_NAMES,
            "--domain": ("domain", "HOST", "Its address, such as example.org."),
            **_COUNTRY,
            "--control": ("control", "WHO", "state, public, private or party."),
            "--kind": ("kind", "KIND", "agency, newspaper, broadcaster or site."),
        },
    ),
    "country": _Kind(
        "countries.tsv",
        "name",
        "Add a state, or names of one: NAME, with --code. Of a state of ours, what you give is added to what is there.",
        {
            "--code": ("code", "ISO3", "Three capitals; for a state of your own any that no state has."),
            "--other-name": ("names", "NAME", "Another name; may be given several times, as may all but --code and --kind."),
            "--adjective": ("adjectives", "WORD", "Such as Kenyan."),
            "--people": ("people", "WORD", "Such as Kenyans."),
            "--capital": ("capital", "NAME", "The capital, which stands for the government."),
            "--capital-name": ("capital_names", "NAME", "Another name of the capital."),
            "--city": ("cities", "NAME", "Another city that stands for the government."),
            "--kind": ("kind", "KIND", "state, territory, de_facto or historic.  [default: state]"),
            "--parent": ("parent", "ISO3", "The state that a territory or de facto state is counted to."),
        },
        ("--code",),
    ),
    "metonym": _Kind(
        "metonyms.tsv",
        "name",
        "Add a building, place or force that stands for a part of a state.",
        {**_COUNTRY, **_SECTOR, "--kind": ("kind", "KIND", "building, street, seat, force or other."), **_DATES},
        ("--country",),
    ),
    "title": _Kind(
        "titles.tsv",
        "title",
        "Add a title as texts write it, such as Archon.",
        {**_SECTOR, "--office": ("office", "OFFICE", "The office that it tells, such as head_of_state.")},
        ("--sector", "--office"),
    ),
}  # fmt: skip
_NOTED: Final = frozenset({"metonyms.tsv", "organisations.tsv", "armed_groups.tsv", "countries.tsv", "titles.tsv"})


@click.group()
def add() -> None:
    """Add somebody to the tables in your folder; the row is checked first.

    What your folder or ours has already under the same id, or the same person, office, place and first day, is
    amended: lists grow, other values are taken over, what you do not give stays.
    """


def _command(name: str, kind: _Kind) -> click.Command:
    @functools.wraps(_add)
    def run(**options: Any) -> ExitCode:
        return _add(name, kind, **options)

    command: Callable[..., Any] = settings_options(run)
    command = kb_option(command)
    command = click.option("--dry-run", is_flag=True, help="Show the line and write nothing.")(command)
    command = click.option("--source", metavar="TEXT", help="Where it is said.")(command)
    command = click.option("--checked-on", type=Day(), metavar="DATE", help="The day on which you checked this.")(
        command
    )
    if kind.table in _NOTED:
        command = click.option(
            "--ambiguous",
            is_flag=True,
            help="The name is also something else and needs a title or role word beside it.",
        )(command)
    for option, (column, metavar, told) in reversed(kind.options.items()):
        command = click.option(
            option,
            f"cell_{column}",
            metavar=metavar,
            help=told,
            multiple=column in _MANY,
            required=option in kind.required,
        )(command)
    return click.command(name, help=kind.told)(click.argument("name")(command))


def _add(
    kind_name: str,
    kind: _Kind,
    *,
    name: str,
    dry_run: bool,
    source: str | None,
    checked_on: date | None,
    kb: str | None,
    config: Config,
    quiet: bool,
    ambiguous: bool = False,
    **given: Any,
) -> ExitCode:
    from dragoman.resolution.actors.editing import Editor
    from dragoman.resolution.actors.rows import TABLES

    overlay = writable(kb, config)
    cells = {column.removeprefix("cell_"): _cell(value) for column, value in given.items() if value}
    cells[kind.column] = " ".join(name.split())
    cells |= {"source": source} if source else {}
    columns = TABLES[kind.table].columns
    if checked_on and "checked_on" in columns:
        cells["checked_on"] = checked_on.isoformat()
    if ambiguous:
        cells["note"] = "ambiguous"
    change = Editor(overlay).plan(kind.table, _filled(kind, cells), told_by=f"kb add {kind_name} {name!r}")
    keep(overlay, [change], dry_run=dry_run, quiet=quiet)
    return ExitCode.OK


def _filled(kind: _Kind, cells: dict[str, str]) -> dict[str, str]:
    """With what follows from the rest: id, kind of state, names of the capital."""
    from dragoman.resolution.actors.names import fold

    if "id" in [column for column, _, _ in kind.options.values()] and not cells.get("id"):
        cells["id"] = "org:" + "-".join(fold(cells["name"]))
    if kind.table == "countries.tsv":
        from dragoman.resolution.actors.rows import our_rows

        known = next((row.cells for row in our_rows(kind.table) if row.cells["code"] == cells["code"]), None)
        if known is None:
            cells.setdefault("kind", "state")
        elif cells["name"] != known["name"]:
            cells["names"] = "|".join(filter(None, (cells.get("names"), cells["name"])))
            cells["name"] = known["name"]
    return cells


def _cell(value: str | Sequence[str]) -> str:
    return value.strip() if isinstance(value, str) else "|".join(part.strip() for part in value)


for _name, _kind in _KINDS.items():
    add.add_command(_command(_name, _kind))
