"""What the subcommands of `dragoman kb` share: the folder they write to, and lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.logs import tell
from dragoman.cli.options import kb_folder
from dragoman.cli.output import print_bytes, print_text, safe_json
from dragoman.config import Config

if TYPE_CHECKING:
    from dragoman.resolution.actors.editing import Change
    from dragoman.resolution.actors.rows import Overlay


def writable(kb: str | None, config: Config) -> Overlay:
    """The overlay to write to.

    Raises:
        click.UsageError: Nothing names its folder.
    """
    folder = kb_folder(kb, config)
    if folder is None:
        raise click.UsageError(
            "No folder: give --kb FOLDER, or set $DRAGOMAN_KB, or folder under [knowledge] in dragoman.toml"
        )
    from dragoman.resolution.actors.editing import open_overlay

    return open_overlay(folder)


def readable(kb: str | None, config: Config) -> Overlay | None:
    """The overlay to look into, if there is one."""
    from dragoman.resolution.actors.rows import read_overlay

    return read_overlay(kb_folder(kb, config))


def keep(overlay: Overlay, changes: Sequence[Change], *, dry_run: bool, quiet: bool) -> None:
    """Write changes and tell what became of each."""
    from dragoman.resolution.actors.editing import line_of, write

    if dry_run:
        for change in changes:
            print_text(line_of(change.row.table, change.row.cells) + "\n")
        return
    rows = [row for change in changes for row in (*change.kept, change.row)]
    places = dict(zip(map(id, rows), write(overlay, rows), strict=True))
    for change in changes:
        before = change.replaces
        instead = f" instead of {before.where}" if before is not None and not before.mine else ""
        print_text(f"{places[id(change.row)]}: {change.row.label}{instead}\n")
        for note in change.notes if not quiet else ():
            tell(f"note: {note.what}" + (f". {note.remedy}" if note.remedy else ""))


def print_json(records: Iterable[Any]) -> None:
    """Records as JSON Lines."""
    import msgspec

    for record in records:
        print_bytes(safe_json(msgspec.json.encode(record).decode() + "\n").encode())


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text in columns, the last as wide as it is."""
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(len(rows[0]) - 1)] if rows else []
    return "".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip() + "\n"
        for row in rows
    )
