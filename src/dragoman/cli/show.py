"""`dragoman show`: one record with all that is known of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import open_store, past_option, settings_options, store_option, store_path
from dragoman.cli.output import print_text, render, write_records
from dragoman.config import Config

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.records import Record
    from dragoman.store import View


@click.command()
@click.argument("id_", metavar="ID")
@store_option
@click.option(
    "-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", help="How to show it."
)
@past_option
@settings_options
def show(
    *, id_: str, store: str | None, format_: str, as_known_on: date | None, config: Config, quiet: bool
) -> ExitCode:
    """Show the event mention, event, linked event, relation or document with this ID, its evidence marked in the article."""
    path = store_path(store, config)
    with open_store(path, None) as opened:
        live = opened.view().resolve_event(id_) if as_known_on else []
    with open_store(path, as_known_on) as opened:
        found = find_record(opened.view(), live[0] if live else id_)
    if found is None:
        tell(f"dragoman: nothing in this store has the id {id_!r}. Ids stand in the answers of dragoman events")
        return ExitCode.REFUSED
    record, table = found
    if format_ == "json":
        write_records([record], "jsonl", None)
    else:
        print_text(render(table, config, to_file=False), coloured=True)
    return ExitCode.OK


def find_record(view: View, id_: str) -> tuple[Record, RenderableType] | None:
    """What has this id, and how it is shown; `None` where nothing has."""
    kinds = (_mention, _event, _linked, _relation, _document)
    return next((found for kind in kinds if (found := kind(view, id_))), None)


def _mention(view: View, id_: str) -> tuple[Record, RenderableType] | None:
    from dragoman.serving import render_record
    from dragoman.store import EventQuery

    mention = view.mention(id_) or view.mention(id_.rpartition("!")[0])  # a claim is shown with its mention
    if mention is None:
        return None
    answers = view.answers(EventQuery(document=mention.document_id))
    answer = next((one for one in answers if one.mention.id == mention.id), None)
    return (mention, render_record(mention, answer.document, event_id=answer.event_id)) if answer else None


def _event(view: View, id_: str) -> tuple[Record, RenderableType] | None:
    from dragoman.serving import render_event
    from dragoman.store import EventQuery

    event = view.event(id_)
    return (event, render_event(event, list(view.answers(EventQuery(event=id_))))) if event else None


def _linked(view: View, id_: str) -> tuple[Record, RenderableType] | None:
    from dragoman.serving import render_linked
    from dragoman.store import EventQuery

    event = view.linked_event(id_)
    if event is None:
        return None
    return event, render_linked(event, list(view.answers(EventQuery(event=event.id, order="published"))), asked=id_)


def _relation(view: View, id_: str) -> tuple[Record, RenderableType] | None:
    from dragoman.serving import render_record

    relation = next((one for one in view.relations() if one.id == id_), None)
    document = view.document(relation.document_id) if relation else None
    return (relation, render_record(relation, document)) if relation and document else None


def _document(view: View, id_: str) -> tuple[Record, RenderableType] | None:
    from dragoman.serving import reading_table

    reading = view.reading(id_)
    return (reading, reading_table(reading, left_out=True, ids=True)) if reading else None
