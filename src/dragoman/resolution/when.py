"""The time of each act: which of the expressions in its sentence governs it.

An expression belongs to the predicate it hangs on. One that hangs on a verb of saying dates the saying; one inside the name of
a thing ("the 1974 agreement") dates the thing. Publication is never a default day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from dragoman.records import EventMention, Interval, Span
from dragoman.resolution.dates import TimeExpression
from dragoman.syntax import Tree

_DATING = frozenset({"DATE", "TIME"})
_FRAMES = frozenset({"during", "on", "at", "in", "amid", "of", "following", "after"})
_THINGS = frozenset({"compound", "nummod", "amod", "nmod", "poss"})


def interval_of(expression: TimeExpression, reason: str) -> Interval:
    """The record of a time expression."""
    return Interval(
        first=expression.first,
        last=expression.last,
        granularity=expression.granularity,
        edtf=expression.edtf,
        timex=expression.value,
        anchor=expression.anchor,
        historical=expression.historical,
        span=Span(start=expression.start, end=expression.end),
        reason=reason if expression.first or expression.last else expression.reason,
    )


def time_of(
    mention: EventMention,
    words: Sequence[int],
    tree: Tree,
    times: Sequence[TimeExpression],
    others: frozenset[int],
    *,
    published: date | None,
) -> Interval:
    """The interval of a mention.

    Args:
        mention: The mention.
        words: Its trigger tokens.
        tree: The tree of its sentence.
        times: The time expressions of the sentence.
        others: Trigger tokens of the other mentions of the sentence.
        published: The last day of what has gone on since a day.

    Returns:
        An interval whose days are `None`, with the reason, where no expression governs the act.
    """
    since = _since(words[0], tree, times, published)
    if since is not None:
        return since
    ranked = []
    for expression in times:
        if expression.timex_type not in _DATING or expression.value in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
            continue
        index = tree.head_of(Span(start=expression.start, end=expression.end))
        if index is None:
            continue
        rank, reason = _attachment(tree, index, words, others)
        if rank:
            ranked.append((-rank, abs(index - words[0]), expression.start, expression, reason))
    if ranked:
        best = min(ranked, key=lambda r: r[:3])
        return interval_of(best[3], best[4])
    return Interval(reason="NO_TIME_IN_CLAUSE" if times else "NOT_STATED")


def _since(trigger: int, tree: Tree, times: Sequence[TimeExpression], published: date | None) -> Interval | None:
    """ "Since the fall of the town in May, X has …": from then to the day of the report."""
    if published is None or tree.token(trigger).pos != "VERB":
        return None
    for child in tree.all(trigger, "prep", "mark", "advcl"):
        clause = child if tree.token(child).dep != "advcl" else tree.first(child, "mark")
        if clause is None or tree.token(clause).text.lower() != "since":
            continue
        span = tree.span(child)
        for expression in times:
            if (
                expression.first is not None
                and span.start <= expression.start < span.end
                and expression.first <= published
            ):
                found = interval_of(expression, "SINCE")
                return msgspec.structs.replace(
                    found, last=published, edtf=f"{expression.first}/{published}", historical=False
                )
    return None


def _attachment(tree: Tree, index: int, words: Sequence[int], others: frozenset[int]) -> tuple[int, str]:
    """How strongly the token `index` of a time is tied to the trigger: 0 for not at all."""
    trigger = frozenset(words)
    path = [index]
    current = index
    while tree.token(current).head != current:
        dep = tree.token(current).dep
        governor = tree.token(current).head
        token = tree.token(governor)
        if governor in trigger:
            return (9 if len(path) <= 2 else 8), "GOVERNS_TRIGGER"
        if governor in others:
            current = governor
            break
        if (
            dep in _THINGS
            and token.pos in ("NOUN", "PROPN")
            and token.entity not in ("DATE", "TIME")
            and governor not in trigger
        ):
            return 0, ""
        path.append(governor)
        current = governor
        if token.pos in ("VERB", "AUX"):
            break
    verb = current
    if tree.token(verb).pos not in ("VERB", "AUX"):
        return (3, "DURING_ANOTHER_ACT") if _holds(tree, verb, words[0]) else (0, "")
    return _by_clause(tree, index, verb, words, others, path)


def _by_clause(
    tree: Tree, index: int, verb: int, words: Sequence[int], others: frozenset[int], path: list[int]
) -> tuple[int, str]:
    """A time that hangs on a verb which is not the trigger: does it reach the trigger?"""
    main = words[0]
    if verb in others and _during(tree, main, verb):
        return 4, "DURING_ANOTHER_ACT"
    if verb in others and not _adjunct_of(tree, main, verb):
        # "After meeting X in May, Y expressed hope": May is at least near
        if _adjunct_of(tree, verb, main):
            return 2, "AFTER_ANOTHER_ACT"
        return 0, ""
    if tree.token(main).pos not in ("VERB", "AUX"):
        clause = tree.clause(main)
        if clause == verb:
            return 6, "SAME_CLAUSE"
    for step, ancestor in enumerate(tree.ancestors(main)):
        token = tree.token(ancestor)
        below = tree.token(main) if step == 0 else tree.token(list(tree.ancestors(main))[step - 1])
        if ancestor == verb:
            if below.dep in ("ccomp",) or (below.dep == "xcomp" and ancestor in others):
                return 0, ""
            if below.dep in ("advcl", "relcl", "acl", "parataxis"):
                return 1, "OUTER_CLAUSE"
            return 5, "SAME_CLAUSE"
        if token.dep == "ccomp":
            break
    if tree.token(verb).dep in ("conj",) and tree.token(verb).head == main:
        return 1, "JOINED_CLAUSE"
    return 0, ""


def frames(tree: Tree, frame: Span, inner: Span) -> bool:
    """Whether the act whose trigger is `frame` frames the one whose trigger is `inner` ("during his visit, X held talks")."""
    noun = tree.at(frame.start)
    verb = tree.at(inner.start)
    return (
        noun is not None
        and verb is not None
        and tree.token(noun).pos in ("NOUN", "PROPN")
        and _during(tree, noun, verb)
    )


def answers(tree: Tree, answer: Span, asked: Span) -> bool:
    """Whether the act at `answer` answers the one at `asked` in a relative clause ("hoped for …, to which X agreed")."""
    verb = tree.at(answer.start)
    if verb is None or tree.token(verb).dep != "relcl":
        return False
    to_which = any(
        tree.token(p).text.lower() == "to" and any(tree.token(w).tag in ("WDT", "WP") for w in tree.children[p])
        for p in tree.all(verb, "prep")
    )
    return to_which and any(asked.start <= tree.token(a).start < asked.end for a in tree.ancestors(verb))


def _during(tree: Tree, noun: int, verb: int) -> bool:
    """Whether the act named by a noun frames that of the verb ("met … during a visit to X")."""
    token = tree.token(noun)
    if token.dep != "pobj":
        return False
    return tree.token(token.head).text.lower() in _FRAMES and verb in tuple(tree.ancestors(noun))[:4]


def _holds(tree: Tree, noun: int, verb: int) -> bool:
    """Whether a noun that has the time frames the act of the verb."""
    return tree.token(verb).pos == "VERB" and _during(tree, noun, verb)


def _adjunct_of(tree: Tree, inner: int, outer: int) -> bool:
    return any(a == outer for a in tree.ancestors(inner))
