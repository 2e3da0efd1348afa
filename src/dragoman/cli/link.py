"""`dragoman link` and `dragoman judge`: bring together what several articles report, and say where the program is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import settings_options, store_option, store_path
from dragoman.config import Config

if TYPE_CHECKING:
    from dragoman.pipeline.linking import LinkSummary
    from dragoman.store import Store, View


@click.command()
@click.argument("store_file", required=False, metavar="STORE")
@store_option
@settings_options
def link(*, store_file: str | None, store: str | None, config: Config, quiet: bool) -> ExitCode:
    """Link what the articles of STORE report: find copies, and make one event of all reports of one happening.

    Only what came, changed or went since the last time is done anew. The events are the same in whatever order articles
    come. `dragoman read --store` links by itself.
    """
    if store_file and store and store_file != store:
        raise click.UsageError("STORE and --store name two stores")
    from dragoman.store import Store

    with Store.open(store_path(store_file or store, config)) as opened:
        link_and_tell(opened, quiet=quiet)
    return ExitCode.OK


@click.command()
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@click.option("--same/--not-same", "same", default=None, help="Whether both are one happening.")
@click.option("--judge", "judge_", metavar="NAME", help="Who says so.")
@click.option("--reason", metavar="TEXT", help="Why.")
@store_option
@settings_options
def judge(
    *,
    left: str,
    right: str,
    same: bool | None,
    judge_: str | None,
    reason: str | None,
    store: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Say that two event mentions, or two linked events, are the same happening or not, and link accordingly.

    The judgement is kept as a row of its own and holds against whatever the program finds; of two that contradict each
    other, the later one holds. An event stands for its first mention.
    """
    if same is None:
        raise click.UsageError("Say --same or --not-same")
    from dragoman.store import Store

    with Store.open(store_path(store, config)) as opened:
        ids = [_mention_of(opened.view(), id_) for id_ in (left, right)]
        links = opened.links()
        with links.transaction():
            number = links.judge(
                ids[0], ids[1], "same" if same else "not_same", judge=judge_, reason=reason, at=datetime.now(UTC)
            )
        if not quiet:
            tell(f"Judgement {number}: {ids[0]} and {ids[1]} are {'the same' if same else 'not the same'}.")
        link_and_tell(opened, quiet=quiet)
    return ExitCode.OK


def _mention_of(view: View, id_: str) -> str:
    event = view.linked_event(id_)
    return event.mentions[0] if event else id_


def link_and_tell(store: Store, *, quiet: bool) -> None:
    """Link an open store and tell what was done."""
    from dragoman.pipeline.linking import link_store

    summary = link_store(store)
    for number in summary.overruled:
        tell(f"note: judgement {number} is overruled by later ones")
    if not quiet:
        tell(summary_line(summary))


def summary_line(summary: LinkSummary) -> str:
    """What a run of linking did, as a line for people."""
    told = [
        f"Linked: {_counted(summary.documents, 'document', 'documents')} ({_counted(summary.copies, 'copy', 'copies')})",
        _counted(summary.mentions, "event mention", "event mentions"),
        f"{_counted(summary.events, 'event', 'events')} ({summary.changed:,} new or changed"
        + (f", {summary.merged:,} merged" if summary.merged else "")
        + (f", {summary.split:,} split" if summary.split else "")
        + ")",
        f"{sum(summary.seconds.values()):.1f} s",
    ]
    return " · ".join(told)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
