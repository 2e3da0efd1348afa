"""`dragoman documents`: which articles a store holds, in whatever language, and what their ids are."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import open_store, settings_options, store_option, store_path
from dragoman.cli.output import print_text, render, write_records
from dragoman.config import Config
from dragoman.records import Document, Record

if TYPE_CHECKING:
    from rich.console import RenderableType

_LANGUAGE: Final = re.compile("[a-z]{2,3}")


class ListedDocument(Record, frozen=True):
    """What is told of a document in a list: all but its text."""

    id: str
    published: date | None
    publisher: str | None
    language: str | None
    title: str | None
    url: str | None
    characters: int


@click.command()
@store_option
@click.option("--language", metavar="CODE", help="Only those in this language (ISO 639: es), or with a passage in it.")
@click.option("--text", metavar="WORDS", help="Only those with these words in text or title, in any language.")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=50, help="At most so many.  [default: 50]")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="After so many.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(("table", "jsonl")), default="table", help="How to list them."
)
@settings_options
def documents(
    *,
    store: str | None,
    language: str | None,
    text: str | None,
    limit: int,
    offset: int,
    format_: str,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """List the documents of a store by id: all, those in a language, or those with some words.

    Documents in other languages than English are kept and found here, though no event is read from them.
    """
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise click.UsageError(f"{language!r} is no code of a language; write it like es")
    with open_store(store_path(store, config), None) as opened:
        found = opened.view().documents(language=language, containing=text, limit=limit + 1, offset=offset)
    listed = [_listed(document) for document in found[:limit]]
    if format_ == "jsonl":
        write_records(listed, "jsonl", None)
    elif listed:
        print_text(render(_table(listed), config, to_file=False), coloured=True)
    if not quiet:
        number = f"{len(listed):,} document{'' if len(listed) == 1 else 's'}"
        tell(f"{number}, and there are more: --offset {offset + limit}" if len(found) > limit else number)
    return ExitCode.OK


def _listed(document: Document) -> ListedDocument:
    return ListedDocument(
        id=document.id,
        published=document.published,
        publisher=document.publisher,
        language=document.language,
        title=document.title,
        url=document.url,
        characters=len(document.text),
    )


def _table(listed: list[ListedDocument]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    from dragoman.serving.plain import one_line

    table = Table()
    for name in ("id", "published", "publisher", "language", "title"):
        table.add_column(name, overflow="fold")
    table.add_column("characters", justify="right")
    for one in listed:
        told = (one.id, one.published or "", one.publisher or "", one.language or "", one.title or "")
        table.add_row(*(Text(one_line(str(cell))) for cell in told), f"{one.characters:,}")
    return table
