"""Where a sentence can and cannot begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Parse = Callable[[str], Any]


def cut(parse: Parse, text: str) -> list[str]:
    return [s.text for s in parse(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Idriss Kone met the president in Conakry.",
        "Mr. Okello told reporters that the talks had failed.",
        "The U.S. Embassy in Managua closed its doors.",
        "Dr. Amina Yusuf, the health minister, left for Geneva.",
        "Talks between Guinea and Sierra Leone began at 10 a.m. in Freetown.",
    ],
)
def test_abbreviation_does_not_end_a_sentence(parse: Parse, text: str) -> None:
    assert cut(parse, text) == [text]


def test_full_stop_and_capital_part_two_sentences(parse: Parse) -> None:
    text = "Laos freed the fishermen. Thailand thanked its neighbour."
    assert cut(parse, text) == ["Laos freed the fishermen.", "Thailand thanked its neighbour."]


def test_comma_and_name_never_begin_a_sentence(parse: Parse) -> None:
    text = "In Bogota, Colombia, President Petro received the envoys, Venezuela said."
    assert cut(parse, text) == [text]


def test_question_and_exclamation_end_sentences(parse: Parse) -> None:
    text = "Will Tonga sign? Nobody knows! The vote is on Monday."
    assert len(cut(parse, text)) == 3


def test_closing_quote_belongs_to_the_sentence_it_closes(parse: Parse) -> None:
    text = '"We will not leave." The minister then flew to Oslo.'
    assert cut(parse, text)[0] == '"We will not leave."'


def test_lower_case_after_a_quotation_goes_on(parse: Parse) -> None:
    text = '"Who ordered the raid?" asked the lawmaker from Gdansk.'
    assert cut(parse, text) == [text]


def test_decimal_number_is_not_cut(parse: Parse) -> None:
    text = "Qatar pledged 2.5 million dollars to Lebanon."
    assert cut(parse, text) == [text]


def test_ellipsis_followed_by_a_capital_ends_a_sentence(parse: Parse) -> None:
    assert len(cut(parse, "The envoys waited… Nobody came to the hall.")) == 2
