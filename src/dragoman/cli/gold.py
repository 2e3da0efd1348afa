"""`dragoman gold`: what people judged, as gold."""

from __future__ import annotations

import click
import msgspec

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import settings_options, store_option, store_path
from dragoman.cli.output import print_text, write_file
from dragoman.config import Config


@click.group()
def gold() -> None:
    """Make gold of judgements."""


@gold.command()
@store_option
@click.option("--judge", metavar="NAME", help="Only what this person said.")
@click.option("--complete", is_flag=True, help="Only articles of which every mention was judged.")
@click.option("-o", "--output", metavar="FILE", help="Write there, whole or not at all.")
@settings_options
def export(
    *, store: str | None, judge: str | None, complete: bool, output: str | None, config: Config, quiet: bool
) -> ExitCode:
    """Write the judged articles of a store as gold: JSON Lines in the format of gold/articles.

    What was accepted or corrected is required, what was not judged is optional, what was rejected is left out.
    """
    from dragoman.serving.gold import gold_lines
    from dragoman.store import Store

    with Store.open(store_path(store, config), read_only=True) as opened:
        found = [
            line
            for line in gold_lines(opened.view(), opened.reviews().find(judge=judge))
            if line["gold"]["complete"] or not complete
        ]
    lines = [msgspec.json.encode(line).decode() + "\n" for line in found]
    if output:
        write_file(output, lines)
    else:
        print_text("".join(lines))
    if not quiet:
        tell(f"{len(lines)} article{'' if len(lines) == 1 else 's'} as gold.")
    return ExitCode.OK
