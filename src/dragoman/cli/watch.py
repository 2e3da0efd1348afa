"""`dragoman watch`: ask sources, read what is new, link it, tell who wants to know; until it is stopped."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import kb_option, settings_options, store_option, store_path
from dragoman.cli.output import print_text, render
from dragoman.config import Config, KnowledgeConfig
from dragoman.errors import StoreError
from dragoman.files import write_whole

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.pipeline.watch import WatchStatus

_WRITE_S: Final = 1.0  # at most so often the status file is written
_STALE_S: Final = 60.0


@click.command()
@click.argument("sources_file", metavar="SOURCES")
@store_option
@click.option("--once", is_flag=True, help="Ask every source once, read, link and tell what is new, and end.")
@click.option("--status", "status_", is_flag=True, help="Show how a watch of the store stands, and end.")
@click.option("--json", "as_json", is_flag=True, help="With --status: as JSON.")
@click.option("-w", "--workers", type=click.IntRange(1, 256), help="Processes that read.  [default: 1]")
@kb_option
@settings_options
def watch(
    *,
    sources_file: str,
    store: str | None,
    once: bool,
    status_: bool,
    as_json: bool,
    workers: int | None,
    kb: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Watch the sources of the file SOURCES: read what is new into the store, link it, tell who asked to be told.

    Ctrl-C or SIGTERM ends it in good order. What came is in the store's journal before it is read, so that even a kill
    loses nothing. Its status stands in STORE.status.json. See docs/guides/watch-sources.md.
    """
    path = store_path(store, config)
    if status_:
        return _show_status(path, as_json=as_json, config=config)
    from dragoman.cli.read import news_settings, reader_factory
    from dragoman.news.subscriptions import read_subscriptions
    from dragoman.pipeline.errands import Errands
    from dragoman.pipeline.runner import Limits
    from dragoman.pipeline.watch import Watch
    from dragoman.store import Store

    if kb is not None:
        config = msgspec.structs.replace(config, knowledge=KnowledgeConfig(folder=kb))
    subscriptions = read_subscriptions(sources_file)
    with Store.open(path) as opened, _stopping() as stop:
        loop = Watch(
            opened,
            subscriptions,
            reader_factory(config),
            workers=workers or config.read.workers,
            batch_size=config.read.batch_size,
            limits=Limits(config.read.max_seconds, config.read.max_memory_mb),
            errand=Errands(opened),
            news=news_settings(config),
        )
        report = _reporter(path, quiet=quiet)
        (loop.once if once else loop.run)(stop, report)
        last = loop.status()
        if not quiet:
            tell(_line(last))
            for source in last.sources:
                if source.error:
                    tell(f"note: {source.name}: {source.error}")
    if once and any(source.error for source in last.sources):
        return ExitCode.REFUSED
    return ExitCode.OK


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second one ends the command at once."""
    stop = threading.Event()

    def ask(signum: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def status_file(store: str) -> Path:
    """Where the status of a watch of a store stands."""
    return Path(f"{store}.status.json")


def _reporter(store: str, *, quiet: bool) -> Callable[[WatchStatus], None]:
    """Writes the status file, now and then, and tells on standard error when something came."""
    path, written, told = status_file(store), 0.0, (-1, -1)

    def report(status: WatchStatus) -> None:
        nonlocal written, told
        now = time.monotonic()
        if status.doing == "stopped" or now - written >= _WRITE_S:
            written = now
            _write(path, msgspec.json.encode(status))
        if not quiet and (status.read, status.refused) != told and status.waiting == 0:
            told = (status.read, status.refused)
            tell(_line(status))

    return report


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data, is_alone=True, is_lasting=False)
    except OSError as err:
        tell(f"note: the status cannot be written to {path}: {err.strerror or err}")


def _line(status: WatchStatus) -> str:
    parts = [f"{status.read:,} read", f"{status.refused:,} refused", f"{status.waiting:,} waiting"]
    parts += [f"{status.events_told:,} changes told"] if status.events_told else []
    parts += [f"{status.memory_mb:,.0f} MB"] if status.memory_mb else []
    return f"{status.at:%H:%M:%S} {status.doing}: {' · '.join(parts)}"


def _show_status(store: str, *, as_json: bool, config: Config) -> ExitCode:
    """Show the status file of a watch."""
    from dragoman.pipeline.watch import WatchStatus

    path = status_file(store)
    try:
        data = path.read_bytes()
    except OSError as err:
        raise StoreError(
            "no watch has told its status", where=str(path), remedy=f"dragoman watch SOURCES --store {store}"
        ) from err
    try:
        status = msgspec.json.decode(data, type=WatchStatus)
    except msgspec.DecodeError as err:
        raise StoreError(f"this is no status ({err})", where=str(path), remedy="start the watch again") from err
    if as_json:
        print_text(data.decode() + "\n")
    else:
        print_text(render(status_table(status), config, to_file=not sys.stdout.isatty()))
    is_dead = status.doing != "stopped" and not _is_alive(status.pid)
    if is_dead:
        tell("note: the watch is no longer there; what waited is read when it starts again")
    return ExitCode.REFUSED if is_dead else ExitCode.OK


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def status_table(status: WatchStatus) -> RenderableType:
    """The status as a table, a row a source."""
    from rich.table import Table
    from rich.text import Text

    from dragoman.serving.plain import one_line

    table = Table(title=one_line(_line(status) + (f" · {status.error}" if status.error else "")), title_justify="left")
    for name, justify in (("source", "left"), ("asked", "left"), ("new", "left"), ("read", "right"), ("refused", "right"),
                          ("waiting", "right"), ("lag", "right"), ("errors", "right"), ("last error", "left")):  # fmt: skip
        table.add_column(name, justify="right" if justify == "right" else "left")
    for source in status.sources:
        cells = (
            source.name,
            f"{source.asked_at:%m-%d %H:%M:%S}" if source.asked_at else "never",
            f"{source.new_at:%m-%d %H:%M:%S}" if source.new_at else "never",
            f"{source.read:,}",
            f"{source.refused:,}",
            f"{source.waiting:,}",
            f"{source.lag_s:,.0f} s" if source.lag_s is not None else "",
            f"{source.errors:,}",
            source.error or "",
        )
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    return table
