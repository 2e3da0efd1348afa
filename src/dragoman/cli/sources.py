"""`dragoman sources`: try the sources of a file before they are watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import settings_options
from dragoman.cli.output import print_text
from dragoman.config import Config, did_you_mean

if TYPE_CHECKING:
    from dragoman.news import NewsSettings
    from dragoman.news.fetching import Fetcher
    from dragoman.news.subscriptions import Subscription
    from dragoman.records import Document, Issue

_SHOWN = 160  # characters of a sample


@click.group()
def sources() -> None:
    """Try the sources that dragoman watch shall watch."""


@sources.command()
@click.argument("sources_file", metavar="SOURCES")
@click.argument("name", required=False, metavar="NAME")
@click.option("-n", "--samples", type=click.IntRange(1, 20), default=2, help="Documents to show of each.  [default: 2]")
@settings_options
def check(*, sources_file: str, name: str | None, samples: int, config: Config, quiet: bool) -> ExitCode:
    """Ask each source of the file SOURCES once, or only the one called NAME, and show a sample. Nothing is kept.

    A line a source, with what it shows or what is wrong (exit code 1), and under it some documents as they would be read.
    """
    from dragoman.cli.read import news_settings
    from dragoman.news.fetching import Fetcher
    from dragoman.news.subscriptions import read_subscriptions

    subscriptions = read_subscriptions(sources_file)
    chosen = [source for source in subscriptions.source if name in (None, source.name)]
    if not chosen:
        known = [source.name for source in subscriptions.source]
        hint = did_you_mean(name or "", known) or f"there are {', '.join(known)}"
        raise click.UsageError(f"No source {name!r} in {sources_file}: {hint}")
    fetcher = Fetcher(subscriptions.fetch)
    news = news_settings(config)
    good = [_try(source, fetcher, samples, news) for source in chosen]
    if not quiet:
        tell(f"{sum(good):,} of {len(good):,} sources give documents")
    return ExitCode.OK if all(good) else ExitCode.REFUSED


def _try(source: Subscription, fetcher: Fetcher, samples: int, news: NewsSettings) -> bool:
    """Try a source and tell; whether it gives a document."""
    from dragoman.errors import InputError
    from dragoman.news.taking import sample
    from dragoman.records import Document
    from dragoman.serving.plain import one_line

    try:
        number, told = sample(source, fetcher, samples, news=news)
    except InputError as err:
        kind = getattr(err, "reason", type(err).__name__)
        print_text(one_line(f"{source.name}: {kind}: {err.message}") + "\n")
        return False
    more = " or more" if number >= source.max_items else ""
    print_text(
        f"{source.name}: {number:,}{more} {'item' if number == 1 else 'items'} ({source.what}, every {source.every}), {source.address}\n"
    )
    for one in told:
        print_text(f"  {_line(one)}\n")
    return any(isinstance(one, Document) for one in told)


def _line(one: Document | Issue) -> str:
    from dragoman.records import Document
    from dragoman.serving.plain import one_line

    if not isinstance(one, Document):
        return one_line(f"refused: {one.error}: {one.message}")
    head = [
        str(one.published or "no day"),
        one.publisher or "no publisher",
        one.language or "no language",
        one.title or "no title",
    ]
    text = one_line(one.text).strip()
    return one_line(
        f"{' · '.join(head)}: {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''} ({len(one.text):,} characters)"
    )
