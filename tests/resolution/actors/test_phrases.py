"""A noun phrase taken apart: names, role words, what is only tied to the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.records import Span
from dragoman.resolution.actors import load_knowledge
from dragoman.resolution.actors.phrases import Phrase, parse_phrase

Parse = Callable[[str], Any]


@pytest.fixture(scope="module")
def take(parse: Parse) -> Callable[[str, str, str], Phrase]:
    """The phrase `words` of the sentence `text` with the head `head`."""

    def apart(text: str, words: str, head: str) -> Phrase:
        (sentence,) = parse(text)
        start = text.index(words)
        at = start + words.rindex(head)
        return parse_phrase(
            sentence, Span(start=start, end=start + len(words)), Span(start=at, end=at + len(head)), load_knowledge()
        )

    return apart


Take = Callable[[str, str, str], Phrase]


def names(phrase: Phrase) -> list[str]:
    return [" ".join(phrase.words[h.first : h.last + 1]) for h in phrase.hits]


def test_longest_name_is_taken(take: Take) -> None:
    assert names(take("The South Korean navy left.", "The South Korean navy", "navy")) == ["south korean"]


def test_role_word_is_found_beside_the_name(take: Take) -> None:
    phrase = take("The Kenyan army left.", "The Kenyan army", "army")
    assert (names(phrase), [phrase.words[r.first] for r in phrase.roles]) == (["kenyan"], ["army"])


def test_head_is_the_word_that_was_named(take: Take) -> None:
    phrase = take("The president of Chad left.", "The president of Chad", "president")
    assert phrase.words[phrase.head] == "president"


@pytest.mark.parametrize("tie", ["backed", "led", "funded", "trained", "brokered", "controlled"])
def test_backer_is_tied_and_not_the_owner(take: Take, tie: str) -> None:
    phrase = take(f"The Russia-{tie} militia left.", f"The Russia-{tie} militia", "militia")
    assert {phrase.words[i] for i in phrase.tied} == {"russia", tie}


def test_abbreviation_must_stand_in_its_own_case(take: Take) -> None:
    assert names(take("The US envoy left.", "The US envoy", "envoy")) == ["us"]
    assert names(take("He told us on Monday.", "us", "us")) == []


@pytest.mark.parametrize("word", ["former", "ousted", "late", "exiled"])
def test_former_holder_is_marked(take: Take, word: str) -> None:
    assert take(f"The {word} Malian president left.", f"The {word} Malian president", "president").former
    assert not take("The Malian president left.", "The Malian president", "president").former


def test_genitive_does_not_hide_the_name(take: Take) -> None:
    assert names(take("Kenya's army left.", "Kenya's army", "army")) == ["kenya"]


def test_curly_genitive_does_not_hide_the_name(take: Take) -> None:
    assert names(take("Kenya’s army left.", "Kenya’s army", "army")) == ["kenya"]


def test_words_in_lower_case_are_no_names(take: Take) -> None:
    assert names(take("The turkey ran.", "The turkey", "turkey")) == []
