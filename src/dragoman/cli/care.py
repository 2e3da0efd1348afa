"""`dragoman backup`, `restore`, `remove`, `reread` and `doctor`: care of a store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from dragoman.cli.codes import ExitCode, code_of
from dragoman.cli.logs import is_verbose, tell
from dragoman.cli.options import kb_folder, kb_option, settings_options, store_option, store_path
from dragoman.cli.output import print_text
from dragoman.config import Config, KnowledgeConfig
from dragoman.errors import StoreError, StoreInUseError

if TYPE_CHECKING:
    from dragoman.pipeline.errands import Errand
    from dragoman.pipeline.rereading import Difference, Reread
    from dragoman.store import Stone

_LISTED: Final = 20
_ANSWER_S: Final = 600.0


@click.command()
@click.argument("target", metavar="FILE")
@store_option
@settings_options
def backup(*, target: str, store: str | None, config: Config, quiet: bool) -> ExitCode:
    """Copy the store, as it is at one moment, into FILE; also while dragoman watch works with it."""
    from dragoman.pipeline.errands import Errand

    path = store_path(store, config)
    if Path(target).absolute() == Path(path).absolute():
        raise click.UsageError("FILE is the store itself")
    number = _do(path, Errand(kind="backup", target=str(Path(target).absolute())))
    if not quiet:
        tell(f"{number:,} document{'' if number == 1 else 's'} copied to {target}")
    return ExitCode.OK


@click.command()
@click.argument("backup_file", metavar="FILE")
@store_option
@click.option("--force", is_flag=True, help="Put it in the place of a store that is there.")
@settings_options
def restore(*, backup_file: str, store: str | None, force: bool, config: Config, quiet: bool) -> ExitCode:
    """Make the store of the backup FILE, which is read to the end first.

    With --force, what was taken out of the store that is replaced (dragoman remove) is taken out of the copy too.
    """
    from dragoman.pipeline.errands import keep_out
    from dragoman.store import Store

    path = Path(store_path(store, config))
    if path.exists() and not force:
        raise StoreError("there is a store already", where=str(path), remedy="give another --store, or --force")
    if not Path(backup_file).is_file():
        raise StoreError("there is no such file", where=backup_file, remedy="correct the path of the backup")
    stones = _stones_of(path) if path.exists() else ()
    if stones is None:
        tell("note: what was taken out of the old store cannot be seen; what the backup holds of it comes back")
    part = path.with_name(f".{path.name}.part")
    try:
        shutil.copyfile(backup_file, part)
        # Open for writing: a backup that an older version made is brought up to date in the copy, not in its own file.
        with Store.open(part) as opened:
            opened.read_everything()
            kept_out = keep_out(opened, stones) if stones else 0
            number = opened.view().totals()["documents"]
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        os.replace(part, path)
    except StoreError as err:
        raise StoreError(err.what, where=backup_file, expected=err.expected, remedy=err.remedy) from err
    except OSError as err:
        raise StoreError(
            f"the store cannot be written: {err.strerror or err}", where=str(path), remedy="free space"
        ) from err
    finally:
        for ending in ("", ".wal", ".scrub"):
            part.with_name(f"{part.name}{ending}").unlink(missing_ok=True)
    if kept_out:
        tell(f"note: {kept_out:,} of the backup's documents stay out, since they were taken out for good")
    if not quiet:
        tell(f"{number:,} document{'' if number == 1 else 's'} restored to {path}")
    return ExitCode.OK


def _stones_of(path: Path) -> Sequence[Stone] | None:
    """What was taken out of a store that is to be replaced; `None` where it is damaged, which may be replaced all the same.

    Raises:
        StoreError: Somebody has it open.
    """
    from dragoman.store import Store

    try:
        with Store.open(path) as store:
            return store.journal().all_stones()
    except StoreError as err:
        if "in use" in err.what:
            raise
        return None


@click.command()
@click.argument("document", metavar="DOCUMENT")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays, so it should tell nothing of the text.")
@click.option("--judge", metavar="NAME", help="Who says so.")
@store_option
@settings_options
def remove(
    *, document: str, reason: str, judge: str | None, store: str | None, config: Config, quiet: bool
) -> ExitCode:
    """Take the DOCUMENT with this id out of the store for good, with all that was read from it.

    A stone stays that tells its id, the day and the reason; neither it nor its text under another id is read again. The
    store is linked anew, and its file written anew, so that no byte of the text stays in it: at once, or when the process
    that has the store open closes it.
    """
    from dragoman.pipeline.errands import Errand

    path = store_path(store, config)
    removed = _do(path, Errand(kind="remove", target=document, reason=reason, judge=judge))
    if not removed:
        tell(
            f"dragoman: no document of this store has the id {document!r}. dragoman documents lists them, and"
            " dragoman documents --text WORDS those with some words"
        )
        return ExitCode.REFUSED
    if not quiet:
        tell(f"{document} is taken out. Copies of the store that were made before still hold it.")
    return ExitCode.OK


def _do(path: str, errand: Errand) -> int:
    """Do an errand here, or have the process that owns the store do it."""
    from dragoman.pipeline.errands import ask_owner, do_errand
    from dragoman.store import Store

    if not Path(path).exists():
        raise StoreError("there is no such file", where=path, remedy="correct the path of the store")
    try:
        opened = Store.open(path)
    except StoreInUseError:
        tell("The store is in use; its owner is asked to do it.")
        return ask_owner(path, errand, timeout_s=_ANSWER_S)
    with opened:
        return do_errand(opened, errand)


@click.command()
@store_option
@click.option("--all", "everything", is_flag=True, help="Read also what this version has read.")
@click.option("--waiting", is_flag=True, help="Read only what waits since a run was ended.")
@click.option("-w", "--workers", type=click.IntRange(1, 256), help="Processes that read.  [default: 1]")
@kb_option
@settings_options
def reread(
    *,
    store: str | None,
    everything: bool,
    waiting: bool,
    workers: int | None,
    kb: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """Read documents again that another version read, from the text in the store, and tell what changed and why.

    After an update of Dragoman, its models or tables of actors. One line a document that says something else than before
    (the first twenty unless --verbose), then the numbers. A run that was stopped goes on when it is started again.
    """
    if everything and waiting:
        raise click.UsageError("--all and --waiting exclude each other")
    from dragoman.cli.link import link_and_tell
    from dragoman.cli.read import reader_factory
    from dragoman.pipeline.linking import is_behind
    from dragoman.pipeline.rereading import Rereading
    from dragoman.pipeline.runner import Limits, StopSignal
    from dragoman.store import Store

    if kb is not None:
        config = msgspec.structs.replace(config, knowledge=KnowledgeConfig(folder=kb))
    with Store.open(store_path(store, config)) as opened, StopSignal().listening() as stop:
        run = Rereading(
            opened,
            reader_factory(config),
            everything=everything,
            waiting=waiting,
            workers=workers or config.read.workers,
            batch_size=config.read.batch_size,
            limits=Limits(config.read.max_seconds, config.read.max_memory_mb),
            stop=stop,
        )
        _tell_differences(run.run())
        report = run.report()
        for line in report_lines(report):
            print_text(f"{line}\n")
        if not report.interrupted and is_behind(opened):
            link_and_tell(opened, quiet=quiet)
    return ExitCode.INTERRUPTED if report.interrupted else ExitCode.OK


def _tell_differences(differences: Iterable[Difference]) -> None:
    from dragoman.serving.plain import one_line

    number = 0
    for difference in differences:
        number += 1
        if number > _LISTED and not is_verbose():
            continue
        parts = [*(f"+ {told}" for told in difference.added), *(f"- {told}" for told in difference.lost)]
        print_text(one_line(f"{difference.document_id}: {'; '.join([*parts, *difference.changed])}") + "\n")
    if number > _LISTED and not is_verbose():
        print_text(f"{number - _LISTED:,} more documents say something else (--verbose)\n")


def report_lines(report: Reread) -> list[str]:
    """What reading again did, as lines for people."""
    changed = ", ".join(f"{number:,} {field}" for field, number in report.changed.items())
    lines = [
        f"{report.documents:,} documents read again, {report.different:,} say something else: {report.added:,} event"
        f" mentions more, {report.lost:,} fewer" + (f"; changed: {changed}" if changed else "")
    ]
    lines += [f"because of {cause}: {number:,} documents" for cause, number in report.causes.items()]
    if report.waiting:
        lines.append(f"{report.waiting:,} documents still wait: dragoman reread --waiting")
    return lines


@click.command()
@store_option
@kb_option
@settings_options
def doctor(*, store: str | None, kb: str | None, config: Config, quiet: bool) -> ExitCode:
    """See whether all that reading needs is there and sound: models, tables, gazetteer, memory, disk, the store.

    A line for each, with what to do where it is not well. The exit code is that of the first error.
    """
    import dragoman.errors as errors
    from dragoman.pipeline.doctor import examine

    code = ExitCode.OK
    for check in examine(store or config.store.path, kb=kb_folder(kb, config), workers=config.read.workers):
        if check.health == "error" and code is ExitCode.OK:
            kind = getattr(errors, check.error or "", errors.DataError)
            code = code_of(kind(check.told))
        if check.health != "ok" or not quiet:
            remedy = f". {check.remedy[0].upper()}{check.remedy[1:]}" if check.remedy else ""
            print_text(f"{check.health:<5} {check.name}: {check.told}{remedy}\n")
    return code
