"""`dragoman read`: read reports and show, write or keep what they tell."""

from __future__ import annotations

import functools
import shlex
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Final

import click
import msgspec

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import is_verbose, tell
from dragoman.cli.options import Columns, Day, kb_option, output_options, settings_options
from dragoman.cli.output import choose_format, render, write_records, write_rows, write_tables
from dragoman.config import Config, Format, KnowledgeConfig
from dragoman.records import Reading

if TYPE_CHECKING:
    from dragoman.news import Apart, Entry, NewsSettings
    from dragoman.pipeline.runner import ReaderFactory, Runner, Summary

# Refusals and remarks that are listed without --verbose: enough to see what is the matter, few enough to read.
_LISTED: Final = 20


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option(
    "--published", type=Day(), metavar="DATE", help="Day of publication, over what records and datelines tell."
)
@click.option("--publisher", metavar="NAME", help="Publisher, over what records tell.")
@click.option("--title", metavar="TEXT", help="Title, over what records tell.")
@click.option(
    "--columns",
    type=Columns(),
    metavar="FIELD=COLUMN,...",
    help="Which column of CSV, Parquet or JSON tells what: text=body,title=headline.",
)
@click.option(
    "-s", "--store", metavar="FILE", help="Keep the readings there, a file or a folder/; what it has is not read again."
)
@output_options
@click.option(
    "--min-probability", type=click.FloatRange(0, 1), help="Leave out event mentions less probable.  [default: 0.4]"
)
@click.option("--left-out", is_flag=True, default=None, help="Tables list what was weighed and not taken.")
@click.option("-w", "--workers", type=click.IntRange(1, 256), help="Processes that read.  [default: 1]")
@click.option("--again", is_flag=True, help="Read also what the store has already.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    help="Where to read: here, or on a Ray cluster (pip install 'dragoman[cluster]').  [default: local]",
)
@click.option("--address", metavar="ADDRESS", help="Of the Ray cluster; without it one is started on this machine.")
@kb_option
@click.option("--no-link", is_flag=True, help="Do not link the store afterwards; dragoman link does it later.")
@settings_options
def read(
    *,
    reports: tuple[str, ...],
    published: date | None,
    publisher: str | None,
    title: str | None,
    columns: dict[str, str] | None,
    store: str | None,
    format_: Format | None,
    output: str | None,
    min_probability: float | None,
    left_out: bool | None,
    workers: int | None,
    again: bool,
    engine: str,
    address: str | None,
    kb: str | None,
    no_link: bool,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Read REPORTs: files of any form of news (text, HTML, feeds, JSON, CSV, Parquet, NewsML-G2, WARC, mail, PDF, archives of
    these), folders, patterns, addresses such as s3://..., or - for standard input.

    JSON formats write one reading a document: the article, its sentences, event mentions, events, relations, what was
    left out and why, and issues. CSV and Parquet write one row an event mention. A document that cannot be read is
    listed at the end and stops nothing (exit code 1). With --store, a run that was stopped goes on where it was when it
    is started again, and a run that came to its end links the store: see dragoman link.
    """
    format_ = choose_format(format_, output, config)
    lowest = config.read.min_probability if min_probability is None else min_probability
    config = msgspec.structs.replace(config, read=msgspec.structs.replace(config.read, min_probability=lowest))
    show_left_out = config.output.left_out if left_out is None else left_out
    if kb is not None:
        config = msgspec.structs.replace(config, knowledge=KnowledgeConfig(folder=kb))
    settings = news_settings(config, published, publisher, title, columns or {})
    kept = store or config.store.path
    if engine == "ray" or (kept is not None and is_folder(kept)):
        if kept is None or not is_folder(kept):
            raise click.UsageError("a cluster reads into a folder: give --store FOLDER/")
        if output is not None:
            raise click.UsageError("reading into a folder writes no other file: ask it with dragoman events --store")
        summary = _spread(reports, settings, config, kept, engine, address, workers, again)
        return _finish(summary, kept, no_link=no_link, quiet=quiet)
    with ExitStack() as stack:
        runner, entries = _open_run(stack, reports, settings, config, kept, workers or config.read.workers, again)
        if _shows_progress(quiet, output):
            entries = stack.enter_context(closing(_watched(entries, runner.summary)))
        readings = stack.enter_context(closing(runner.run(entries)))
        shown = _whole(readings, runner.summary, output)
        with suppress(_StoppedError):
            write_readings(shown, format_, output, config, left_out=show_left_out, ids=kept is not None)
    return _finish(runner.summary, kept, no_link=no_link, quiet=quiet)


def _finish(summary: Summary, kept: str | None, *, no_link: bool, quiet: bool) -> ExitCode:
    """Tell what was done, and link the store."""
    _tell_summary(summary, kept, quiet=quiet)
    if kept and not no_link and not summary.interrupted:
        _link(kept, quiet=quiet)
    if summary.interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.REFUSED if summary.refused else ExitCode.OK


def is_folder(path: str) -> bool:
    """Whether a store is a folder of partitions."""
    from dragoman.store import is_partitioned

    return is_partitioned(path)


def _spread(
    reports: Iterable[str],
    settings: NewsSettings,
    config: Config,
    folder: str,
    engine: str,
    address: str | None,
    workers: int | None,
    again: bool,
) -> Summary:
    """Read into a folder."""
    from dragoman.news import News
    from dragoman.pipeline.runner import Limits, StopSignal, dateline_words
    from dragoman.pipeline.spread import LocalEngine, read_into

    with ExitStack() as stack:
        stop = stack.enter_context(StopSignal().listening())
        factory = reader_factory(config)
        news = News(reports, settings, find_date=dateline_words, read=stack.enter_context(_apart(config)).read)
        if engine == "ray":
            from dragoman.pipeline.cluster import RayEngine

            chosen = stack.enter_context(RayEngine(factory, folder, address=address, workers=workers))
            return read_into(folder, news, chosen, stop=stop, again=again)
        limits = Limits(config.read.max_seconds, config.read.max_memory_mb)
        local = stack.enter_context(
            closing(
                LocalEngine(
                    factory, folder, workers=workers or config.read.workers, stop=stop, limits=limits, apart=True
                )
            )
        )
        return read_into(folder, news, local, stop=stop, again=again)


def _apart(config: Config) -> Apart:
    """What reads files in a process of its own, so that one that kills its parser stops nothing else."""
    from dragoman.news import Apart

    return Apart(seconds=config.read.max_seconds, memory_mb=config.read.max_memory_mb)


def _link(path: str, *, quiet: bool) -> None:
    """Link a store in which something is not linked yet."""
    from dragoman.cli.link import link_and_tell
    from dragoman.pipeline.linking import is_behind
    from dragoman.store import Store

    with Store.open(path) as store:
        if is_behind(store):
            link_and_tell(store, quiet=quiet)


def reader_factory(config: Config) -> ReaderFactory:
    """What makes the reader in each process."""
    from dragoman.pipeline.runner import make_reader

    folder = config.knowledge.folder
    if folder is None:
        return functools.partial(make_reader, config.read.max_characters, config.read.min_probability)
    from dragoman.resolution.actors import read_overlay

    overlay = read_overlay(folder)
    return functools.partial(
        make_reader,
        config.read.max_characters,
        config.read.min_probability,
        overlay=folder,
        overlay_digest=overlay.digest if overlay else None,
    )


class _StoppedError(Exception):
    """The run was stopped while a file was being written, which therefore shall not take its name."""


def _open_run(
    stack: ExitStack,
    reports: Iterable[str],
    settings: NewsSettings,
    config: Config,
    store: str | None,
    workers: int,
    again: bool,
) -> tuple[Runner, Iterable[Entry]]:
    """The runner and its entries; what is opened for them closes with the stack."""
    from dragoman.news import News
    from dragoman.pipeline.runner import Limits, Runner, StopSignal, dateline_words
    from dragoman.store import Store

    stop = stack.enter_context(StopSignal().listening())
    opened = stack.enter_context(Store.open(store)) if store else None
    runner = Runner(
        reader_factory(config),
        workers=workers,
        batch_size=config.read.batch_size,
        store=opened,
        stop=stop,
        replace=again,
        limits=Limits(config.read.max_seconds, config.read.max_memory_mb),
        apart=True,
    )
    read_apart = stack.enter_context(_apart(config)).read
    return runner, News(reports, settings, find_date=dateline_words, read=read_apart)


def _whole(readings: Iterable[Reading], summary: Summary, output: str | None) -> Iterator[Reading]:
    """The readings; a file that would stay a part because the run was stopped is given up."""
    yield from readings
    if output is not None and summary.interrupted:
        raise _StoppedError


def _watched(entries: Iterable[Entry], summary: Summary) -> Generator[Entry]:
    """The entries, with a bar of the files that are done on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[told]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=getattr(entries, "total", None), told="")
        for entry in entries:
            told = f"{summary.read + summary.known} documents, {summary.mentions.total()} event mentions"
            progress.update(task, completed=getattr(entries, "done", 0), told=told)
            yield entry


def _shows_progress(quiet: bool, output: str | None) -> bool:
    """Whether a bar can be drawn: on a terminal to which no table is written at the same time."""
    return not quiet and sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())


def news_settings(
    config: Config,
    published: date | None = None,
    publisher: str | None = None,
    title: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> NewsSettings:
    """How the settings of a file tell that files of news are read."""
    from dragoman.news import NewsSettings

    return NewsSettings(
        max_characters=config.read.max_characters,
        max_json_mb=config.read.max_json_mb,
        max_file_mb=config.read.max_file_mb,
        max_unpacked_mb=config.read.max_unpacked_mb,
        max_ratio=config.read.max_ratio,
        max_members=config.read.max_members,
        max_depth=config.read.max_depth,
        max_pages=config.read.max_pages,
        columns={**{str(field): column for field, column in config.read.columns.items()}, **(columns or {})},
        published=published,
        publisher=publisher,
        title=title,
    )


def write_readings(
    readings: Iterable[Reading],
    format_: Format,
    output: str | None,
    config: Config,
    *,
    left_out: bool = False,
    ids: bool = False,
) -> None:
    """Write readings in a format, each as soon as it is there.

    Args:
        readings: What to write.
        format_: JSON formats hold whole readings, CSV and Parquet rows of event mentions.
        output: The file; `None` is standard output.
        config: How tables look.
        left_out: Tables list what was weighed and not taken.
        ids: Tables tell the ids by which `dragoman show` finds a record.
    """
    from dragoman.serving import answer_rows, reading_answers, reading_table

    if format_ in ("json", "jsonl"):
        write_records(readings, format_, output)
    elif format_ in ("csv", "parquet"):
        write_rows(answer_rows(chain.from_iterable(map(reading_answers, readings))), format_, output)
    else:
        to_file = output is not None
        tables = (render(reading_table(one, left_out=left_out, ids=ids), config, to_file=to_file) for one in readings)
        write_tables((f"{table}\n" for table in tables), output)


def _tell_summary(summary: Summary, store: str | None, *, quiet: bool) -> None:
    """List what was refused and, unless `quiet`, tell the remarks, the numbers and how to go on."""
    from dragoman.serving.table import issue_line

    for line in _listed([issue_line(issue) for issue in summary.refusals], "refused"):
        tell(line)
    if quiet:
        return
    refused = set(summary.refusals)
    for line in _listed([issue_line(issue) for issue in summary.issues if issue not in refused], "note"):
        tell(line)
    for line in summary_lines(summary, store):
        tell(line)


def _listed(lines: list[str], word: str) -> list[str]:
    """The lines with a word in front; the first twenty of them unless the command is verbose."""
    shown = lines if is_verbose() else lines[:_LISTED]
    more = [f"{word}: {len(lines) - len(shown):,} more (--verbose)"] if len(lines) > len(shown) else []
    return [f"{word}: {line}" for line in shown] + more


def summary_lines(summary: Summary, store: str | None) -> list[str]:
    """What a run did, as lines for people.

    Args:
        summary: The numbers.
        store: The store that was written, if any.
    """
    beside = [
        f"{number:,} {what}"
        for number, what in (
            (summary.known, "known already"),
            (summary.duplicates, "given twice"),
            (summary.passed, "passed over"),
            (summary.removed, "taken out before"),
            (summary.refused, "refused"),
        )
        if number
    ]
    types = ", ".join(f"{number:,} {kind}" for kind, number in sorted(summary.mentions.items(), key=_by_number))
    told = [
        f"{_counted(summary.read, 'document')} read" + (f" ({', '.join(beside)})" if beside else ""),
        _counted(summary.sentences, "sentence"),
        _counted(summary.mentions.total(), "event mention") + (f" ({types})" if types else ""),
        _counted(summary.relations, "relation"),
        _counted(summary.issue_count, "issue"),
        f"{summary.seconds:.1f} s",
    ]
    lines = [" · ".join(told)]
    if summary.interrupted and store:
        lines.append(f"Stopped. All that was read is in {store}; run the same command again to go on from there.")
    elif summary.interrupted:
        lines.append("Stopped, and nothing was kept: with --store FILE a run can go on where it was stopped.")
    elif store:
        lines.append(f"Kept in {store}; ask it with: dragoman events --store {shlex.quote(store)}")
    return lines


def _by_number(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
