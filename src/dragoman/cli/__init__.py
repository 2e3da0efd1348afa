"""The `dragoman` command: one file a subcommand. Results go to standard output, everything else to standard error."""

from __future__ import annotations

from dragoman.cli.app import cli

__all__ = ["cli", "main"]


def main() -> None:
    """Run the command; the entry point of the package."""
    cli()
