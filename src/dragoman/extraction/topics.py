"""Tell reports of sport, business, culture, science and weather from reports of politics, by the words they are full of.

Cue words lie in `data/topics.tsv`. A document has a topic only when its cues are dense and political words are few.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

DENSITY = 0.022  # cues per word; own no-event articles lie above 0.03, own reports of politics below 0.012 (2026-11)
FEWEST = 4
SHORT = 60  # words; a shorter text must be fuller of cues to be called by its topic
DENSITY_SHORT = 0.13
FEWEST_SHORT = 2  # one word makes no topic: "denounced Chad for jailing a novelist"
WINDOW = 2  # sentences on either side
POLITICS = "politics"
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


@lru_cache(maxsize=1)
def load_topics() -> dict[str, frozenset[str]]:
    """Topic → its cue words, lower case."""
    text = (files("dragoman.extraction") / "data" / "topics.tsv").read_text(encoding="utf-8")
    return {line.split("\t")[0]: frozenset(line.split("\t")[1].split("|")) for line in text.splitlines()[1:]}


@lru_cache(maxsize=1)
def _topics_by_cue() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for topic, cues in load_topics().items():
        for cue in cues:
            found.setdefault(cue, []).append(topic)
    return found


def topics_of(sentences: Sequence[str]) -> list[str | None]:
    """For each sentence of a document, the topic that the document and the sentences around it have in common, or `None`.

    A local paper's page of notes may hold a football result and an arrest.
    """
    whole = topic_of(" ".join(sentences))
    if whole is None:
        return [None] * len(sentences)
    found = []
    for index in range(len(sentences)):
        around = " ".join(sentences[max(index - WINDOW, 0) : index + WINDOW + 1])
        found.append(topic_of(around) if len(sentences) > 2 * WINDOW + 1 else whole)
    return found


def topic_of(text: str) -> str | None:
    """The topic of a text when that is no matter of politics, or `None`."""
    words = _WORD.findall(text.lower())
    if not words:
        return None
    counts: Counter[str] = Counter(dict.fromkeys(load_topics(), 0))
    topics_by_cue = _topics_by_cue()
    for word in words:
        for topic in topics_by_cue.get(word, ()):
            counts[topic] += 1
    politics = counts.pop(POLITICS, 0)
    topic, best = max(sorted(counts.items()), key=lambda item: item[1])
    enough = (
        (best >= FEWEST and best / len(words) >= DENSITY)
        if len(words) >= SHORT
        else best >= FEWEST_SHORT and best / len(words) >= DENSITY_SHORT
    )
    return topic if enough and best > 1.5 * politics else None
