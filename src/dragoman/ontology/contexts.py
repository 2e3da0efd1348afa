"""The contexts of a text, by the density of cue words: cheap, and meant for paragraphs and whole articles.

`data/contexts_cues.tsv` gives each context its words and phrases. A cue that can hardly mean anything else is marked with
`!` and weighs double. A word counts as its plural too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from importlib.resources import files

from dragoman.errors import DataError
from dragoman.ontology.loader import load_ontology
from dragoman.records import Record

MAX_CONTEXTS = 4
"""More than this many contexts tell a reader little; the strongest are kept."""
LEAST_WEIGHT = 2
"""One unmistakable cue or two others; a lone ordinary word proves nothing."""
WORDS_PER_WEIGHT = 120
"""Long texts must give one unit of weight per so many words: an article of 600 words needs 5. Set by hand, not fitted."""
_CAP = 3  # one word repeated does not outweigh many words
_LONGEST = 4  # words in a cue
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Cues(Record, frozen=True):
    """Cue phrases by their words: which contexts they speak for, with their weights; and the first words of all."""

    phrases: dict[str, tuple[tuple[str, int], ...]]
    longest: dict[str, int]


def contexts_of(text: str) -> tuple[str, ...]:
    """The contexts that the words of a text speak for, strongest first, at most `MAX_CONTEXTS`.

    Empty where no context has enough cues. Equal ones stand in the ontology's order. The answer depends on the text alone.
    """
    weights = context_weights(text)
    least = max(LEAST_WEIGHT, len(_WORD.findall(text)) / WORDS_PER_WEIGHT)
    order = {name: number for number, name in enumerate(load_ontology().contexts)}
    kept = [name for name, weight in weights.items() if weight >= least]
    return tuple(sorted(kept, key=lambda name: (-weights[name], order[name]))[:MAX_CONTEXTS])


def context_weights(text: str) -> dict[str, int]:
    """The weight of every context that has a cue in the text. A cue counts at most three times."""
    cues, words = load_cues(), _WORD.findall(text.lower().replace("’", "'"))
    counts: Counter[str] = Counter()
    position = 0
    while position < len(words):
        step = 1
        for length in range(min(cues.longest.get(words[position], 0), len(words) - position), 0, -1):
            phrase = " ".join(words[position : position + length])
            if phrase in cues.phrases:
                counts[phrase] += 1
                step = length
                break
        position += step
    weights: dict[str, int] = defaultdict(int)
    for phrase, count in counts.items():
        for context, weight in cues.phrases[phrase]:
            weights[context] += weight * min(count, _CAP)
    return dict(weights)


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """The cue phrases of the package, with their plurals.

    Raises:
        DataError: A row has not two cells, an unknown context, or a cue stands twice in it.
    """
    lines = (files("dragoman.ontology") / "data" / "contexts_cues.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, line in enumerate(lines[1:], 2):
        where = f"contexts_cues.tsv, line {number}"
        context, _, cells = line.partition("\t")
        if context not in load_ontology().contexts:
            raise DataError(f"{context!r} is not a context", where=where, expected=", ".join(load_ontology().contexts))
        for phrase, weight in _row(cells, where).items():
            found[phrase].append((context, weight))
    longest: dict[str, int] = defaultdict(int)
    for phrase in found:
        words = phrase.split()
        longest[words[0]] = max(longest[words[0]], len(words))
    return Cues(phrases={phrase: tuple(rows) for phrase, rows in found.items()}, longest=dict(longest))


def _row(cells: str, where: str) -> dict[str, int]:
    given = cells.split("|")
    if len(given) != len(set(given)):
        raise DataError(f"{max(given, key=given.count)!r} stands twice", where=where, remedy="Keep one")
    forms: dict[str, int] = {}
    for cue in given:
        phrase, weight = cue.rstrip("!"), 2 if cue.endswith("!") else 1
        if not phrase or len(phrase.split()) > _LONGEST or phrase != phrase.lower().strip():
            raise DataError(f"cue {cue!r}", where=where, expected=f"one to {_LONGEST} words in lower case")
        for form in _forms(phrase):
            forms[form] = max(weight, forms.get(form, 0))
    return forms


def _forms(phrase: str) -> tuple[str, ...]:
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return (phrase, f"{phrase[:-1]}ies")
    if phrase.endswith(("s", "x", "ch", "sh")):
        return (phrase, f"{phrase}es")
    return (phrase, f"{phrase}s")
