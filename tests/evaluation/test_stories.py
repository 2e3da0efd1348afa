"""Articles into stories."""

from __future__ import annotations

import random

from dragoman.evaluation.stories import stories_of

FLOOD = [
    "The river Inn burst its banks at Schärding and rescue boats carried families from flooded houses.",
    "Rescue boats were out in Schärding after the Inn burst its banks; hundreds left flooded houses.",
]
TRIAL = [
    "A jury in Quito acquitted the former mayor of bribery over a tram contract.",
    "Quito's former mayor walks free: jury acquits him of bribery in tram contract case.",
]
OTHER = ["Farmers in Gujarat expect a poor groundnut harvest.", "Pianists rehearse Bruckner all night long."]


def test_reports_of_one_thing_come_together() -> None:
    stories = stories_of([FLOOD[0], TRIAL[0], FLOOD[1], OTHER[0], TRIAL[1], OTHER[1]])
    assert stories[0] == stories[2]
    assert stories[1] == stories[4]
    assert len(set(stories)) == 4


def test_order_of_articles_is_no_matter() -> None:
    texts = [*FLOOD, *TRIAL, *OTHER]
    first = stories_of(texts)
    shuffled = list(range(len(texts)))
    random.Random(7).shuffle(shuffled)
    again = stories_of([texts[i] for i in shuffled])
    for a in range(len(texts)):
        for b in range(len(texts)):
            assert (first[a] == first[b]) == (again[shuffled.index(a)] == again[shuffled.index(b)])


def test_articles_without_words_stand_alone() -> None:
    assert stories_of(["", "12", ""]) == [0, 1, 2]
    assert stories_of([]) == []
