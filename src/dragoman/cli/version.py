"""`dragoman version`: what answers."""

from __future__ import annotations

import platform

import click

from dragoman import __version__
from dragoman.cli.codes import ExitCode


@click.command()
def version() -> ExitCode:
    """Show the versions of what makes a record."""
    from dragoman.models.english import PACKAGE, VERSION
    from dragoman.models.reader import artefact_id
    from dragoman.resolution.actors.rows import our_digest

    click.echo(f"dragoman  {__version__}")
    click.echo("ontology  plover-2023")
    click.echo(f"pipeline  {PACKAGE} {VERSION}")
    click.echo(f"reader    {artefact_id()}")
    click.echo(f"knowledge {our_digest()[:16]}")
    click.echo(f"python    {platform.python_version()}")
    return ExitCode.OK
