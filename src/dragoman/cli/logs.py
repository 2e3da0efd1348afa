"""What the command tells beside its results: log records and notes on standard error, safe for a terminal."""

from __future__ import annotations

import logging
import sys

import click

_LOGGER = logging.getLogger("dragoman")


class _Formatter(logging.Formatter):
    """One safe line a record, with the traceback behind it when the command is verbose."""

    def format(self, record: logging.LogRecord) -> str:
        from dragoman.serving.plain import one_line, plain_text

        line = one_line(f"dragoman: {record.getMessage()}")
        if record.exc_info and _LOGGER.isEnabledFor(logging.DEBUG):
            line = f"{line}\n{plain_text(self.formatException(record.exc_info))}"
        return line


def set_up_logs(*, quiet: bool, verbose: bool) -> None:
    """Send the package's log records to standard error: warnings, only errors (`quiet`) or everything (`verbose`)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter())
    _LOGGER.handlers = [handler]
    _LOGGER.propagate = False
    _LOGGER.setLevel(logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING)


def is_verbose() -> bool:
    """Whether tracebacks are to be shown."""
    return _LOGGER.isEnabledFor(logging.DEBUG)


def tell(text: str) -> None:
    """Write a note to standard error."""
    from dragoman.serving.plain import plain_text

    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    click.echo(plain_text(text).encode(encoding, "backslashreplace").decode(encoding), err=True)
