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
from dragoman.syntax import SUBJECTS, Tree

_DATING = frozenset({"DATE", "TIME"})
_FRAMES = frozenset({"during", "on", "at", "in", "amid"})
_BECAUSE = frozenset({"after", "following", "before", "over", "for", "despite", "about", "since"})
"""Before another happening, these say that the act came later or for its sake ("cut its aid after the coup of July 2023")."""
_ENCOUNTERS = frozenset({"meeting", "talk", "visit", "summit", "call", "conversation", "session", "trip", "dinner"})
"""What is said after one of these is mostly said at its end ("following his talks with X in May, Y voiced hope")."""
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
        its_day = _names_the_day(tree, expression, words)
        if not its_day and _impossible(tree, words[0], expression, published):
            continue
        rank, reason = _attachment(tree, index, words, others)
        if rank < 7 and its_day:
            rank, reason = 7, "WHEN_CLAUSE"
            expression = _its_own_day(expression)
        if not rank and _in_that_war(tree, index, words[0]):
            rank, reason = 5, "NAMED_BY_TIME"
        if rank in (0, 1, 2) and _past_day_of_order(tree, index, words[0], expression, published):
            rank, reason = 4, "PAST_DAY"
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
    past = any(tree.token(a).text.lower() == "had" for a in tree.all(trigger, "aux"))
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
                if past:  # "had ousted four governments since 1960": up to another act, whose day is not told here
                    return Interval(reason="NO_TIME_IN_CLAUSE", historical=True)
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
        apart = token.pos == "ADP" and token.text.lower() in _BECAUSE and not _is_encounter(tree, current)
        if apart and len(path) > 1 and _is_happening(tree, current):
            return 0, ""
        if governor in trigger:
            return (9 if len(path) <= 2 else 8), "GOVERNS_TRIGGER"
        if governor in others:
            current = governor
            break
        if dep in _THINGS and token.pos == "PROPN" and _opens(tree, path, governor):
            path.append(governor)  # "Last December Donald Trump recognised": a day before a name is no part of it
            current = governor
            continue
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
        if _precedes(tree, verb, main):
            return 2, "AFTER_ANOTHER_ACT"
        if _fronted(tree, index, verb, main):
            return 1, "FRONTED"
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
            if below.dep == "advcl" and _long_apart(tree, main):
                return 0, ""
            if below.dep == "conj" and index > verb and _inserted(tree, verb, main):
                return 0, ""
            if below.dep in ("advcl", "relcl", "acl", "parataxis"):
                return 1, "OUTER_CLAUSE"
            return 5, "SAME_CLAUSE"
        if token.dep == "ccomp":
            break
    if tree.token(verb).dep == "conj" and tree.token(verb).head == main and _shares(tree, main, verb):
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
    word = tree.token(token.head).text.lower()
    near = word in _FRAMES or (word in ("following", "after") and _is_encounter(tree, noun))
    return near and verb in tuple(tree.ancestors(noun))[:4]


def _holds(tree: Tree, noun: int, verb: int) -> bool:
    """Whether a noun that has the time frames the act of the verb."""
    return tree.token(verb).pos == "VERB" and _during(tree, noun, verb)


_WARS = frozenset(
    [
        "war",
        "genocide",
        "coup",
        "putsch",
        "revolution",
        "uprising",
        "rebellion",
        "revolt",
        "insurgency",
        "intifada",
        "famine",
        "drought",
        "conflict",
        "campaign",
        "offensive",
        "invasion",
        "crackdown",
        "siege",
        "massacre",
        "occupation",
        "election",
        "elections",
        "vote",
        "crisis",
        "emergency",
        "riot",
        "riots",
        "unrest",
    ]
)
"""What lasts, so that a year in its name dates what was done in it: "captured in the 1967 war"."""
_JUDGING = frozenset(
    [
        "convict",
        "sentence",
        "charge",
        "indict",
        "try",
        "accuse",
        "implicate",
        "jail",
        "acquit",
        "blame",
        "name",
        "suspect",
        "arrest",
    ]
)
"""What is done long after: "was convicted in the 1994 genocide"."""
_WITHIN = frozenset({"in", "during", "amid", "throughout"})


def _is_happening(tree: Tree, index: int) -> bool:
    """Whether a token on the road from a time to a verb is a noun of its own, and not a word of the time."""
    token = tree.token(index)
    return token.pos in ("NOUN", "PROPN") and token.entity not in ("DATE", "TIME") and token.lemma.lower() not in _LONG


def _is_encounter(tree: Tree, index: int) -> bool:
    return tree.token(index).lemma.lower() in _ENCOUNTERS


def _inserted(tree: Tree, verb: int, main: int) -> bool:
    """Whether a verb between commas is a participle that the parse takes for finite ("the court, set up last month, jailed")."""
    subject = tree.first(verb, *SUBJECTS)
    commas = tree.token(verb - 1).text == "," and tree.token(main - 1).text == ","
    return subject is not None and subject < verb - 1 and commas and tree.token(main).head == verb


_LONG = frozenset({"day", "week", "fortnight", "month", "year", "decade", "century", "generation"})


def _long_apart(tree: Tree, verb: int) -> bool:
    """Whether a clause of time lies days or years off its main clause ("four years after they had ousted him")."""
    clause = tree.clause(verb)
    lengths = [tree.token(i) for i in tree.all(clause, "npadvmod", "dobj", "dep") if i < clause]
    mark = tree.first(clause, "mark")
    spans = [tree.token(i) for i in tree.all(mark, "npadvmod")] if mark is not None else []
    marked = mark is not None and tree.token(mark).text.lower() in ("after", "before")
    return marked and any(t.lemma.lower() in _LONG for t in [*lengths, *spans])


def _opens(tree: Tree, path: Sequence[int], name: int) -> bool:
    """Whether a time stands at the head of its sentence, before a name that the parse glues it to.

    "Last December Donald Trump recognised" has it in the subject, "On Friday Somalia freed" behind the preposition.
    """
    if len(path) > 1 or path[0] > 3:
        return False
    first = tree.span(path[0]).start
    if tree.token(name).dep in SUBJECTS:
        return first == tree.token(0).start
    return tree.token(name).dep == "pobj" and tree.token(name).head == 0 and first == tree.token(1).start


def _impossible(tree: Tree, verb: int, expression: TimeExpression, published: date | None) -> bool:
    """Whether the tense of a verb forbids an expression: a past month under the present, a day to come under the past."""
    token = tree.token(verb)
    if published is None or token.pos != "VERB" or expression.last is None:
        return False
    if token.tag == "VBD":
        if expression.relation == "since" and expression.start < token.start and tree.token(0).text.lower() != "since":
            return True  # "the junta, in power since 2021, expelled the envoy"
        return expression.relation in ("until", "by") and expression.last > published
    present = any(tree.token(a).tag in ("VBZ", "VBP") and tree.token(a).lemma == "be" for a in tree.all(verb, "aux"))
    going_on = token.tag == "VBG" and present
    if going_on or (token.tag in ("VBZ", "VBP") and expression.granularity in ("month", "season", "year", "decade")):
        return expression.last < published and expression.relation != "since"
    return False


def _names_the_day(tree: Tree, expression: TimeExpression, words: Sequence[int]) -> bool:
    """Whether the act stands in a clause about the day ("Nov. 28, when the premier put off the talks")."""
    for word in words:
        token = tree.token(word)
        head = tree.token(token.head)
        if token.dep == "relcl" and expression.start <= head.start < expression.end:
            return any(tree.token(c).text.lower() in ("when", "which") for c in tree.subtree(word))
    return False


def _its_own_day(expression: TimeExpression) -> TimeExpression:
    """A day without the "since" or "until" before it, which bound the other act."""
    if expression.granularity != "day" or expression.relation not in ("since", "until"):
        return expression
    day = expression.first if expression.relation == "since" else expression.last
    return msgspec.structs.replace(expression, first=day, last=day, edtf=day.isoformat() if day else None)


def _in_that_war(tree: Tree, index: int, verb: int) -> bool:
    """Whether a year names the war or the election in which something was done."""
    token = tree.token(index)
    noun = tree.token(token.head)
    if token.dep not in _THINGS or noun.dep != "pobj" or tree.token(verb).lemma in _JUDGING:
        return False
    preposition = noun.head
    if tree.token(preposition).text.lower() not in _WITHIN or tree.token(preposition).head != verb:
        return False
    return any(tree.token(i).lemma in _WARS for i in range(index + 1, token.head + 1))


def _past_day_of_order(tree: Tree, index: int, verb: int, expression: TimeExpression, published: date | None) -> bool:
    """Whether a day gone by, which hangs on what was asked, is that of the asking ("asked the council to meet on Tuesday")."""
    if published is None or expression.last is None or expression.last > published or expression.granularity != "day":
        return False
    clause = tree.clause(index)
    token = tree.token(clause)
    infinitive = any(tree.token(a).tag == "TO" for a in tree.all(clause, "aux"))
    return token.dep in ("xcomp", "ccomp") and token.head == verb and infinitive and tree.token(verb).tag == "VBD"


def _fronted(tree: Tree, index: int, verb: int, main: int) -> bool:
    """Whether a time at the head of a clause reaches the one behind its semicolon ("In May X ousted Y; Z freed him")."""
    subject = tree.first(verb, *SUBJECTS)
    if subject is None or index > subject or tree.token(verb).head != main or verb > main:
        return False
    semicolon = any(tree.token(i).text == ";" for i in range(verb, main))
    return semicolon and tree.token(verb).tag == tree.token(main).tag == "VBD"


_BEFORE_IT = frozenset({"after", "following", "since", "before"})


def _precedes(tree: Tree, verb: int, main: int) -> bool:
    """Whether a clause of time before or behind the act holds the verb ("after meeting X in May, Y expressed hope").

    What a relative clause tells, or a clause joined by "and", has a day of its own.
    """
    steps = (verb, *tree.ancestors(verb))
    for index in steps:
        if index == main:
            return False
        token = tree.token(index)
        if token.head != main:
            by_it = token.dep == "acl" and tree.token(tree.token(token.head).head).dep == "agent"
            if token.dep not in ("pcomp", "pobj") and not by_it:
                return False
            continue
        if token.dep == "agent":
            return True  # "were killed by shelling on Thursday"
        mark = tree.first(index, "mark") if token.dep == "advcl" else index
        return mark is not None and tree.token(mark).text.lower() in _BEFORE_IT
    return False


def _shares(tree: Tree, main: int, verb: int) -> bool:
    """Whether two joined verbs share what follows the second ("arrested and jailed six men on Monday")."""
    own = tree.first(verb, "nsubj", "nsubjpass", "mark") is not None
    return not own and not tree.all(main, "dobj", "prep", "npadvmod", "advmod", "dative")


def _adjunct_of(tree: Tree, inner: int, outer: int) -> bool:
    return any(a == outer for a in tree.ancestors(inner))
