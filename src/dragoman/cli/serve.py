"""`dragoman serve`: the store as a REST API and the desk, on this machine or behind tokens."""

from __future__ import annotations

import ipaddress
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click
import msgspec

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import kb_folder, kb_option, settings_options, store_option, store_path
from dragoman.config import Config, KnowledgeConfig
from dragoman.errors import ConfigError

if TYPE_CHECKING:
    import uvicorn

    from dragoman.serving.web.desk import Tools, Watches
    from dragoman.serving.web.wire import RoleHeld
    from dragoman.store import Store

_SWITCH_S: Final = 0.0005
_INSTALL: Final = "pip install 'dragoman[serve]'"


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True, help="0 takes a free one.")
@click.option("--token-file", metavar="FILE", help='TOML with read = "…" and review = "…"; needed elsewhere than here.')
@click.option("--allow-host", multiple=True, metavar="NAME", help="A further name under which the server may be asked.")
@click.option(
    "--watch", metavar="FILE", help="Sources to watch meanwhile (TOML): what they bring is read into the store."
)
@click.option(
    "--rate",
    type=click.FloatRange(0),
    default=100.0,
    show_default=True,
    help="Most requests a second of one client; 0 is no limit.",
)
@kb_option
@settings_options
def serve(
    *,
    store: str | None,
    host: str,
    port: int,
    token_file: str | None,
    allow_host: tuple[str, ...],
    watch: str | None,
    rate: float,
    kb: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Serve a store: a REST API under /api/v1 and the desk at /, until stopped.

    This process owns the store: DuckDB lets one process write, and whatever reads news into it meanwhile (--watch) runs
    here. On loopback everybody on this machine may read and review; elsewhere a token file is needed.
    """
    try:
        import fastapi  # noqa: F401
        import uvicorn
    except ImportError as err:
        raise ConfigError("the server's packages are not installed", remedy=f"Install them: {_INSTALL}") from err
    from dragoman.serving.web.access import read_tokens
    from dragoman.serving.web.app import LOOPBACK, make_app
    from dragoman.serving.web.desk import Desk
    from dragoman.serving.web.guard import Limits
    from dragoman.store import Store

    tokens = read_tokens(token_file) if token_file else None
    if tokens is None and not _is_loopback(host):
        raise ConfigError(
            f"--host {host} can be reached from elsewhere",
            expected="--token-file FILE with it",
            remedy="give one, or listen on 127.0.0.1",
        )
    # Behind tokens and elsewhere, names are known only to the user; on loopback a page could point a name of its own here.
    hosts = (*LOOPBACK, *(name.lower() for name in allow_host)) if _is_loopback(host) or allow_host else ()
    with _listening(host, port) as listener, Store.open(store_path(store, config)) as opened:
        config = with_folder(config, kb_folder(kb, config))
        watching = _watch(watch, opened, config) if watch else None
        desk = Desk(opened, _tools(opened, config), watch=watching)
        app = make_app(desk, tokens=tokens, hosts=hosts, limits=Limits(per_s=rate, burst=max(int(4 * rate), 1)))
        if not quiet:
            shown = f"[{host}]" if ":" in host else host
            tell(f"Serving {opened.path} at http://{shown}:{listener.getsockname()[1]} (stop with Ctrl-C)")
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                timeout_graceful_shutdown=5,
            )
        )
        # A request takes Python's lock after each question to the store. Beside a thread that links it would wait the usual five
        # milliseconds each time.
        sys.setswitchinterval(_SWITCH_S)
        with _signals_end(server):
            try:
                server.run(sockets=[listener])
            finally:
                desk.stop()  # a server that is stopped while it starts does not do so itself
    return ExitCode.OK


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens there: opened first, so that a port that is taken is told before the store is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as err:
        raise ConfigError(
            f"--host {host} --port {port} cannot be listened at: {err.strerror or err}",
            remedy="choose another --port (0 takes a free one), or stop what listens there",
        ) from err
    with listener:
        yield listener


@contextmanager
def _signals_end(server: uvicorn.Server) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the server, and then this command: uvicorn sends itself the signal again when it has stopped,
    which would end the process before the store is closed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(signum: int, frame: object) -> None:
        if not server.should_exit:  # before the server listens to it
            raise KeyboardInterrupt

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def with_folder(config: Config, kb: str | None) -> Config:
    """The settings with the folder of tables of actors that the command line names, so that all who read here heed it."""
    return msgspec.structs.replace(config, knowledge=KnowledgeConfig(folder=kb))


def _tools(served: Store, config: Config) -> Tools:
    """What the other rooms do for the server. The models are loaded with the first text, which is read as `dragoman read`
    and the watch read: with the same settings and tables of actors."""
    from dragoman.cli.read import reader_factory
    from dragoman.pipeline.errands import Errands
    from dragoman.pipeline.linking import as_known_on, is_behind, link_store
    from dragoman.serving.web.desk import Tools

    reader: list[Any] = []

    def read(document: Any) -> Any:
        if not reader:
            reader.append(reader_factory(config)())
        return reader[0].read(document)

    def link(store: Store) -> None:
        if is_behind(store):
            link_store(store)

    def past(store: Store, day: date) -> Store:
        return as_known_on(store, day)

    return Tools(read=read, link=link, past=past, roles=_Roles(config.knowledge.folder), errand=Errands(served))


class _Roles:
    """The offices that the tables of actors tell, by person and by country or body."""

    def __init__(self, kb: str | None) -> None:
        self._kb = kb
        self._lock = threading.Lock()
        self._found: dict[str, list[RoleHeld]] | None = None

    def __call__(self, id_: str) -> Sequence[RoleHeld]:
        """The offices of an actor by id (`person:…`) or of all who hold one for a code, the last first."""
        with self._lock:
            if self._found is None:
                self._found = _read_roles(self._kb)
        return self._found.get(id_, ())


def _read_roles(kb: str | None) -> dict[str, list[RoleHeld]]:
    from dragoman.resolution.actors.rows import first_day, person_id, read_overlay, rows_of
    from dragoman.serving.web.wire import RoleHeld

    found: dict[str, list[RoleHeld]] = {}
    for row in rows_of("roles.tsv", read_overlay(kb)):
        cells = row.cells
        code = cells.get("country") or cells.get("org") or None
        held = RoleHeld(
            name=cells["person"],
            role=cells["office"],
            code=code,
            sector=cells.get("sector") or None,
            first=first_day(cells.get("from")),
            last=first_day(cells.get("to")),
        )
        for key in (person_id(cells["person"]), code):
            if key:
                found.setdefault(key, []).append(held)
    for held_by in found.values():
        held_by.sort(key=lambda held: (held.first or date.min, held.name), reverse=True)
    return found


def _watch(path: str, store: Store, config: Config) -> Watches:
    """The watch loop over the sources of a file. This is the one place where it joins the server.

    It writes into the store that is open here, in a thread that the server starts and stops, and links what it wrote; the
    server's keeper publishes that.
    """
    from dragoman.cli.read import news_settings, reader_factory
    from dragoman.news.subscriptions import read_subscriptions
    from dragoman.pipeline.errands import Errands
    from dragoman.pipeline.runner import Limits
    from dragoman.pipeline.watch import Watch

    return Watch(
        store,
        read_subscriptions(path),
        reader_factory(config),
        workers=config.read.workers,
        batch_size=config.read.batch_size,
        limits=Limits(config.read.max_seconds, config.read.max_memory_mb),
        errand=Errands(store),
        news=news_settings(config),
    )
