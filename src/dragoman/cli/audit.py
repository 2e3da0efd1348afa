"""`dragoman audit`: draw a random sample of a store, judge it at the terminal or the desk, and tell how right it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.logs import tell
from dragoman.cli.options import filter_options, make_query, settings_options, store_option, store_path
from dragoman.cli.output import print_text, render
from dragoman.config import Config

if TYPE_CHECKING:
    from dragoman.serving.audit import AuditResult, Precision
    from dragoman.store import Audit, AuditItem, EventQuery, Store

_KEYS = {"a": "accept", "c": "correct", "r": "reject", "u": "unsure"}


@click.command()
@store_option
@click.option("--size", type=click.IntRange(1, 1000), default=50, show_default=True, help="Records to draw.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Of the drawing.")
@click.option(
    "--of", "kind", type=click.Choice(("mention", "event")), default="mention", show_default=True, help="What to draw."
)
@click.option("--name", metavar="TEXT", help="A name for the sample.")
@click.option(
    "--show", "number", type=click.IntRange(1), metavar="NUMBER", help="Show this sample instead of drawing one."
)
@click.option("--judge", metavar="NAME", help="Judge what is open now, under this name.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", help="How to show it."
)
@filter_options
@settings_options
def audit(
    *,
    store: str | None,
    size: int,
    seed: int,
    kind: str,
    name: str | None,
    number: int | None,
    judge: str | None,
    format_: str,
    config: Config,
    quiet: bool,
    **filters: Any,
) -> ExitCode:
    """Draw a random sample of records, take judgements of it, and tell its precision with a 95 % interval.

    The same store, filters and seed give the same sample. Judgements are kept in the store, at the desk as here.
    """
    from dragoman.serving.audit import audit_result, last_verdicts
    from dragoman.store import Store

    with Store.open(store_path(store, config)) as opened:
        _publish(opened)
        reviews = opened.reviews()
        if number is None:
            found = _draw(opened, make_query(filters), size, seed, kind, name)
        else:
            listed = reviews.audits(number)
            if not listed:
                tell(f"dragoman: there is no sample {number} in this store")
                return ExitCode.REFUSED
            found = listed[0]
        items = reviews.audit_items(found.number)
        if judge:
            _judge(opened, found, items, judge)
        verdicts = {subject: one.verdict for subject, one in last_verdicts(reviews.find(audit=found.number)).items()}
        result = audit_result(items, verdicts)
    if format_ == "json":
        import msgspec

        print_text(msgspec.json.encode({"audit": found, "items": items, "result": result}).decode() + "\n")
    else:
        print_text(render(_table(found, items, verdicts, result), config, to_file=False))
    return ExitCode.OK


def _publish(store: Store) -> None:
    from dragoman.pipeline.linking import is_behind, link_store

    if is_behind(store):
        link_store(store)
    store.publisher().publish()


def _draw(store: Store, query: EventQuery, size: int, seed: int, kind: str, name: str | None) -> Audit:
    import msgspec

    from dragoman.store import AuditItem, ServedQuery

    with store.served().snapshot() as snapshot:
        found = snapshot.population(ServedQuery(base=query), kind)
    items = [AuditItem(position=0, subject=s, type=t, source_kind=k) for s, t, k in found]
    asked = msgspec.json.encode(
        {k: v for k, v in msgspec.to_builtins(query).items() if v not in (None, [], ())}
    ).decode()
    return store.reviews().draw(
        items,
        size=size,
        seed=seed,
        kind="event" if kind == "event" else "mention",
        name=name or f"sample of {size}",
        query=asked,
        made_by=None,
        at=datetime.now(UTC),
    )


def _judge(store: Store, audit: Audit, items: list[AuditItem], judge: str) -> None:
    """Show each record that is open and take a word on it."""
    from dragoman.cli.show import find_record
    from dragoman.serving.audit import last_verdicts

    reviews, view = store.reviews(), store.view()
    judged = last_verdicts(reviews.find(audit=audit.number))
    for item in items:
        found = find_record(view, item.subject)
        if item.subject in judged or found is None:
            continue
        print_text(render(found[1], Config(), to_file=False))
        key = click.prompt(
            f"{item.position + 1} of {len(items)}: (a)ccept, (r)eject, (u)nsure, (s)kip, (q)uit",
            type=click.Choice(("a", "r", "u", "s", "q")),
            err=True,
        )
        if key == "q":
            return
        if key in _KEYS:
            verdict: Any = _KEYS[key]
            reviews.add(item.subject, verdict, judge=judge, audit=audit.number, at=datetime.now(UTC))


def _table(audit: Audit, items: list[AuditItem], verdicts: Mapping[str, str], result: AuditResult) -> Any:
    from rich.console import Group
    from rich.text import Text

    from dragoman.serving.plain import one_line

    head = f"Sample {audit.number}, {one_line(audit.name)}: {len(items)} of {audit.population:,} {audit.kind}s, seed {audit.seed}"
    lines = [Text(head, "bold underline")]
    lines += [
        Text(f"{item.position + 1:>4}  {verdicts.get(item.subject, '-'):<8}{item.type:<10}{item.source_kind:<10}")
        + Text(one_line(item.subject), "dim italic")
        for item in items
    ]
    lines.append(Text(f"{result.right} of {result.judged} judged are right: {_share(result)}", "bold"))
    for title, groups in (("type", result.by_type), ("source", result.by_source)):
        lines += [Text(f"  {title} {one.name}: {one.right} of {one.judged}, {_share(one)}") for one in groups]
    return Group(*lines)


def _share(one: AuditResult | Precision) -> str:
    if one.precision is None:
        return "nothing is judged yet"
    return f"precision {one.precision:.1%} ({one.low:.1%} to {one.high:.1%})"
