"""Mend what the parser is known to get wrong in news sentences, before anyone reads the parse.

One mistake matters most for who does what: in "X said that Y does not want war and has urged Z to …" the second verb is
hung on the nearer clause. The chain of auxiliaries shows whose partner it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Token

_NESTED = frozenset({"ccomp", "relcl", "advcl", "acl", "xcomp", "pcomp"})


def better_heads(tokens: Sequence[Token]) -> dict[int, int]:
    """Token index → better head, for coordinated verbs that the parser hung on a nested clause.

    A finite verb without a subject of its own, coordinated with a verb of a nested clause whose auxiliaries are not like
    its own, goes to the nearest outer verb whose auxiliaries are.
    """
    auxiliaries = _auxiliaries(tokens)
    with_subject = {t.head for t in tokens if t.dep in ("nsubj", "nsubjpass", "expl")}
    found = {}
    for index, token in enumerate(tokens):
        if token.dep != "conj" or token.pos not in ("VERB", "AUX") or index in with_subject:
            continue
        own = _signature(tokens, auxiliaries, index)
        head = token.head
        if own == _signature(tokens, auxiliaries, head) or tokens[head].dep not in _NESTED:
            continue
        outer = _outer_partner(tokens, auxiliaries, head, own, index)
        if outer is not None:
            found[index] = outer
    return found


def _auxiliaries(tokens: Sequence[Token]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for token in tokens:
        if token.dep in ("aux", "auxpass"):
            found.setdefault(token.head, []).append(token.text.lower())
    return found


def _signature(tokens: Sequence[Token], auxiliaries: dict[int, list[str]], verb: int) -> tuple[str, ...]:
    """What must match between partners: the auxiliaries, or for a bare verb its tense."""
    return tuple(auxiliaries.get(verb, ())) or (tokens[verb].tag,)


def _outer_partner(
    tokens: Sequence[Token], auxiliaries: dict[int, list[str]], inner: int, wanted: tuple[str, ...], verb: int
) -> int | None:
    current = inner
    while tokens[current].head != current:
        current = tokens[current].head
        token = tokens[current]
        if token.pos in ("VERB", "AUX") and current < verb and _signature(tokens, auxiliaries, current) == wanted:
            return current
    return None
