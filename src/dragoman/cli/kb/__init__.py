"""`dragoman kb`: look into the tables of actors, add to them in a folder of one's own, and keep them current."""

from __future__ import annotations

import click

from dragoman.cli.kb.add import add
from dragoman.cli.kb.check import check
from dragoman.cli.kb.end import end
from dragoman.cli.kb.import_ import import_
from dragoman.cli.kb.show import show
from dragoman.cli.kb.stale import stale
from dragoman.cli.kb.unresolved import unresolved


@click.group()
def kb() -> None:
    """Who is who: show, add, end, import and check actors. What you add goes into a folder of your own (--kb).

    \b
    dragoman kb show Lavrov --on 2025-06-01
    dragoman kb add person "Aino Kask" --office foreign_minister --country EST --sector GOV --from 2026-09-01
    dragoman kb unresolved --store news.duckdb
    """


for _command in (show, add, end, import_, check, stale, unresolved):
    kb.add_command(_command)
