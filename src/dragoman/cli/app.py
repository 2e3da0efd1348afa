"""The command itself: its subcommands, and what becomes of an error that reaches the top."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import Any, NoReturn

import click

from dragoman import __version__
from dragoman.cli.audit import audit
from dragoman.cli.care import backup, doctor, remove, reread, restore
from dragoman.cli.codes import ExitCode, code_of, codes_help
from dragoman.cli.documents import documents
from dragoman.cli.events import events
from dragoman.cli.export import export
from dragoman.cli.flows import pair, system
from dragoman.cli.foreign import compare, import_
from dragoman.cli.gold import gold
from dragoman.cli.kb import kb
from dragoman.cli.link import judge, link
from dragoman.cli.logs import is_verbose, tell
from dragoman.cli.ontology import ontology
from dragoman.cli.predict import predict
from dragoman.cli.read import read
from dragoman.cli.serve import serve
from dragoman.cli.show import show
from dragoman.cli.sources import sources
from dragoman.cli.version import version
from dragoman.cli.watch import watch
from dragoman.config import did_you_mean
from dragoman.errors import DragomanError

_EPILOG = f"\b\nExit codes:\n{codes_help()}"


class App(click.Group):
    """A group that ends with the documented exit codes and tells an error in one line."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run the command and leave the process with its exit code."""
        extra |= {"standalone_mode": False, "prog_name": "dragoman"}
        try:
            result = super().main(*args, **extra)
            sys.exit(int(result) if isinstance(result, int) else ExitCode.OK)
        except click.ClickException as err:
            err.show()
            sys.exit(err.exit_code)
        except (click.Abort, KeyboardInterrupt):
            tell("dragoman: interrupted")
            sys.exit(ExitCode.INTERRUPTED)
        except DragomanError as err:
            _tell_error(err, f"dragoman: {err.message}")
            sys.exit(code_of(err))
        except Exception as err:  # the last door: whatever comes here is a fault of the code
            told = " ".join(str(err).split())
            _tell_error(err, f"dragoman: internal error, {type(err).__name__}: {told} (--verbose shows where)")
            sys.exit(ExitCode.INTERNAL)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; a reader of the output that goes away (`| head`) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _silence_stdout()
            return ExitCode.PIPE_CLOSED

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a word on the command that was probably meant."""
        hint = did_you_mean(args[0], self.list_commands(ctx)) if args else None
        if hint and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"No such command {args[0]!r}: {hint}", ctx)
        return super().resolve_command(ctx, args)


def _tell_error(error: BaseException, line: str) -> None:
    if is_verbose():
        tell("".join(traceback.format_exception(error)).rstrip())
    from dragoman.serving.plain import one_line

    tell(" ".join(one_line(line).split()))


def _silence_stdout() -> None:
    """Let what Python still holds of the output go nowhere, instead of failing once more at the very end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        logging.getLogger("dragoman").debug("standard output has no descriptor")


@click.group(
    cls=App,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="dragoman", message="%(prog)s %(version)s")
def cli() -> None:
    """Read news reporting and record who did what to whom, where, when, according to whom and how certain.

    \b
    dragoman read report.txt --published 2025-07-12      one article as a table
    dragoman read wire/ --store news.duckdb              a folder into a store
    dragoman events --store news.duckdb --type PROTEST   ask the store
    """


for _command in (
    read, link, events, show, judge, pair, system, export, import_, compare, serve, audit, gold, kb, predict, ontology, version,
):  # fmt: skip
    cli.add_command(_command)
for _command in (watch, sources, documents, reread, backup, restore, remove, doctor):
    cli.add_command(_command)
