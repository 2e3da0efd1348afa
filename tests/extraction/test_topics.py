"""Reports of sport, business, culture, science and weather are told from reports of politics."""

from __future__ import annotations

import pytest

from dragoman.extraction.topics import topic_of, topics_of

SPORT = (
    "The striker scored twice as the home team won the match. The coach praised his players after the final, and the fans "
    "sang in the stadium. The goalkeeper saved a penalty in the second half."
)
BUSINESS = (
    "Shares of the retailer rose after it raised its profit forecast. Investors welcomed the takeover bid, and analysts said "
    "that quarterly sales beat the market's expectations. The dividend will grow."
)
WEATHER = (
    "The storm brought heavy rain and winds to the coast. Forecasters said that the cyclone would make landfall by night, "
    "with rainfall of 200 centimetres and flooding along the river."
)
SCIENCE = (
    "Researchers found a new species of fungus. The study, published in a journal, compared the genes of two colony types "
    "in a laboratory experiment with bacteria and protein cells."
)
POLITICS = (
    "The foreign minister met the rebels on Monday. The army and the militia had agreed to a ceasefire, and the government "
    "freed soldiers whom the opposition party had asked for."
)


@pytest.mark.parametrize(
    ("text", "topic"), [(SPORT, "sport"), (BUSINESS, "business"), (WEATHER, "weather"), (SCIENCE, "science")]
)
def test_topic_is_told_by_its_words(text: str, topic: str) -> None:
    assert topic_of(text) == topic


@pytest.mark.parametrize("text", [POLITICS, "", "123", "The delegation travelled to the lake on Sunday."])
def test_politics_and_plain_text_have_no_topic(text: str) -> None:
    assert topic_of(text) is None


def test_one_word_of_sport_does_not_make_a_game_of_a_war() -> None:
    assert topic_of(POLITICS + " The team of observers left the stadium.") is None


def test_capital_letters_do_not_matter() -> None:
    assert topic_of(SPORT.upper()) == "sport"


def test_every_sentence_of_a_report_of_politics_has_no_topic() -> None:
    sentences = POLITICS.split(". ")
    assert topics_of(sentences) == [None] * len(sentences)


def test_every_sentence_gets_an_answer() -> None:
    sentences = SPORT.split(". ")
    assert topics_of(sentences) == ["sport"] * len(sentences)
    assert topics_of([]) == []
