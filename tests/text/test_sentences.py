"""Sentences whose offsets point into the article as it came, whatever characters it is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.records import Document
from dragoman.text import SentenceParser

Parse = Callable[[str], Any]

TEXTS = {
    "plain": "Mali freed two journalists. Niger protested.",
    "crlf": "Mali freed two journalists.\r\n\r\nNiger protested.\r\n",
    "no-break space": "Mali\u00a0freed two\u00a0journalists. Niger protested.",
    "curly quotes": "“We are free,” one said. Niger’s army protested.",
    "emoji": "🔥🔥 Mali freed two journalists 🎉. Niger protested 😡.",
    "flags": "🇲🇱 Mali freed two journalists. 🇳🇪 Niger protested.",
    "combining accents": "Cote d'Ivoire’s Ame\u0301lie Kone\u0301 met Sao Tome’s Joa\u0303o Lima.",
    "wide characters": "The “北京” daily said China protested. 𝔗𝔥𝔢 army left.",
    "zero width": "Mali\u200b freed two\ufeff journalists. Niger protested.",
    "tabs": "Mali\tfreed two\tjournalists.\n\tNiger protested.",
    "bullets": "Also:\n• Mali freed two journalists.\n• Niger protested.",
    "right to left": "The paper الأيام said that Sudan freed a lawyer. Egypt protested.",
    "wrapped": "Mali freed two journalists who had been held in the\nnorthern town of Gao since March. Niger protested.",
    "dateline": "BAMAKO, May 3 (Wire) - Mali freed two journalists. Niger protested.",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_spans_point_into_the_article(parse: Parse, text: str) -> None:
    sentences = parse(text)
    assert sentences
    for sentence in sentences:
        assert text[sentence.span.start : sentence.span.end] == sentence.text
        for token in sentence.tokens:
            assert token.end - token.start == len(token.text)
            assert sentence.span.start <= token.start < token.end <= sentence.span.end


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_heads_stay_inside_the_sentence_and_lead_to_one_root(parse: Parse, text: str) -> None:
    for sentence in parse(text):
        for index in range(len(sentence.tokens)):
            for _ in sentence.tokens:
                index = sentence.tokens[index].head
            assert sentence.tokens[index].head == index


def test_sentences_are_numbered_in_text_order(parse: Parse) -> None:
    sentences = parse("A headline\n\nBenin voted. Togo waited.\n\nGhana cheered.")
    assert [s.index for s in sentences] == [0, 1, 2, 3]
    assert sorted(s.span for s in sentences) == [s.span for s in sentences]


def test_dateline_is_not_part_of_the_first_sentence(parse: Parse) -> None:
    assert parse(TEXTS["dateline"])[0].text == "Mali freed two journalists."


def test_wrapped_sentence_is_one_sentence_with_its_line_break(parse: Parse) -> None:
    first = parse(TEXTS["wrapped"])[0]
    assert "\n" in first.text
    assert first.text.endswith("since March.")


def test_headline_caption_and_bullet_keep_their_kind(parse: Parse) -> None:
    text = (
        "Envoys leave Dhaka\n\nFile photo: The envoys at the airport.\n\n"
        "The envoys left on Monday after three days.\n- One stayed behind."
    )
    assert [s.kind for s in parse(text)] == ["title", "caption", "body", "bullet"]


def test_verb_is_found_behind_curly_quotes_as_behind_plain_ones(parse: Parse) -> None:
    curly = parse("“We reject the map,” Guyana’s president said.")[0]
    plain = parse('"We reject the map," Guyana\'s president said.')[0]
    assert [(t.lemma, t.dep, t.head) for t in curly.tokens] == [(t.lemma, t.dep, t.head) for t in plain.tokens]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "123 456", "🎉🎉🎉", "—", "...", "\x00\x01"])
def test_text_without_letters_has_no_sentence(parse: Parse, text: str) -> None:
    assert parse(text) == ()


def test_control_characters_do_no_harm(parse: Parse) -> None:
    text = "Mali\x00 freed\x07 two journalists.\x1b Niger protested."
    assert [s.text for s in parse(text)][-1].endswith("Niger protested.")


def test_paragraph_number_tells_which_sentences_stand_together(parse: Parse) -> None:
    first, second, third = parse("Benin voted. Togo waited.\n\nGhana cheered.")
    assert first.block == second.block != third.block


def test_batch_gives_one_answer_a_document_in_order(parser: SentenceParser) -> None:
    texts = ["Benin voted.", "", "Togo waited. Ghana cheered."]
    found = parser([Document(id=str(n), text=t) for n, t in enumerate(texts)])
    assert [[s.text for s in sentences] for sentences in found] == [
        ["Benin voted."],
        [],
        ["Togo waited.", "Ghana cheered."],
    ]


def test_sentences_carry_the_name_of_their_document(parser: SentenceParser) -> None:
    found = parser([Document(id="wire-7", text="Benin voted. Togo waited.")])[0]
    assert {s.document_id for s in found} == {"wire-7"}


def test_country_stays_a_country_before_a_genitive(parse: Parse) -> None:
    tokens = parse("Kenya's parliament voted on Tuesday.")[0].tokens
    assert [t.entity for t in tokens[:2]] == ["GPE", ""]
