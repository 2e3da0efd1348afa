"""The exit codes of the command, the same for every subcommand."""

from __future__ import annotations

from enum import IntEnum

from dragoman.errors import ConfigError, DragomanError, InputError, NotBuiltError, StoreError


class ExitCode(IntEnum):
    """What the command's exit code says.

    `REFUSED` is no failure of the run: it went to its end, and what was refused or not found is listed.
    """

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_BUILT = 3
    STORE = 4
    CONFIG = 5
    OUTPUT = 6
    INSTALLATION = 7
    INTERNAL = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


MEANINGS = {
    ExitCode.OK: "done",
    ExitCode.REFUSED: "done, but some documents were refused, or nothing has the id asked for",
    ExitCode.USAGE: "the command was not understood",
    ExitCode.NOT_BUILT: "this version does not offer it",
    ExitCode.STORE: "the store cannot be used",
    ExitCode.CONFIG: "a setting cannot be used",
    ExitCode.OUTPUT: "the output file cannot be written",
    ExitCode.INSTALLATION: "a model or table is missing, damaged or breaks its rules",
    ExitCode.INTERNAL: "a fault of Dragoman itself: please report it",
    ExitCode.INTERRUPTED: "stopped by Ctrl-C or SIGTERM",
    ExitCode.PIPE_CLOSED: "whoever read the output stopped reading",
}


def code_of(error: DragomanError) -> ExitCode:
    """The exit code that an error ends the command with."""
    if type(error).__name__ == "ExportError":  # by name: its room is slow to import, and errors are rare
        return ExitCode.OUTPUT
    kinds = (
        (InputError, ExitCode.REFUSED),
        (NotBuiltError, ExitCode.NOT_BUILT),
        (StoreError, ExitCode.STORE),
        (ConfigError, ExitCode.CONFIG),
    )
    return next((code for kind, code in kinds if isinstance(error, kind)), ExitCode.INSTALLATION)


def codes_help() -> str:
    """The exit codes as lines of a help text."""
    return "\n".join(f"{code.value:>5}  {meaning}" for code, meaning in MEANINGS.items())
