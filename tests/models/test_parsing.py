"""The fast parse is spaCy's own, word for word, and does not depend on what was parsed before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.models import parsing
from dragoman.models.english import load_english
from dragoman.models.parsing import EnglishParser, Parsed

SEEN = Path(__file__).parents[2] / "gold" / "articles" / "seen.jsonl"
ODD = [
    "There is no truce. There's been none, and there were two.",
    "Let's go, they're gonna say. C'mon, you gotta see it; y'all ain't sorry.",
    "  Two   spaces\tand a tab .",
    "He did. He has had it. What he does, I do. But that which they'd have, who'd know?",
    "JUBA South Sudan's army, Riek Machar and the U.N. met Sept. 3, 2019 at 10 a.m.",
    "U.S.",
    " ",
    "5",
    "Kenya",
    "Mali's. Niger's",
]


def open_marks(texts: Sequence[str], spaced: Sequence[bool]) -> list[int]:
    return [0] * len(texts)


@pytest.fixture(scope="module")
def stock() -> Language:
    return load_english.__wrapped__()


@pytest.fixture(scope="module")
def parse() -> EnglishParser:
    return EnglishParser(load_english.__wrapped__(), open_marks)


def rows_of_doc(doc: Doc) -> Iterator[tuple[object, ...]]:
    for token in doc:
        if not token.is_space:
            yield (
                token.text, token.idx, token.tag_, token.dep_, token.head.i, token.pos_, token.lemma_, token.ent_type_,
                token.ent_iob_ == "B",
            )  # fmt: skip


def rows_of(parsed: Parsed) -> Iterator[tuple[object, ...]]:
    for row in zip(*parsed[:-1], strict=True):
        text, start, tag, dep, head, pos, lemma, entity, begins = row
        if not text.isspace():
            yield text, start, tag, dep, head, pos, lemma, entity, begins


def paragraphs() -> list[str]:
    lines = SEEN.read_text(encoding="utf-8").splitlines()
    return [p for line in lines for p in json.loads(line)["input"]["text"].split("\n") if p]


@pytest.mark.parametrize("texts", [ODD, paragraphs()], ids=["odd", "articles"])
def test_answers_are_those_of_spacy(stock: Language, parse: EnglishParser, texts: list[str]) -> None:
    for text, parsed in zip(texts, parse(texts), strict=True):
        doc = stock(text)
        assert list(rows_of(parsed)) == list(rows_of_doc(doc)), text
        assert parsed.bounds == [sentence.start for sentence in doc.sents]


def test_marks_part_sentences_where_the_parser_would_not() -> None:
    def fifth(texts: Sequence[str], spaced: Sequence[bool]) -> list[int]:
        assert list(spaced) == [True, True, True, True, False, False]
        return [0, -1, -1, -1, 1, -1]

    assert EnglishParser(load_english.__wrapped__(), fifth)(["Mali freed the journalists today."])[0].bounds == [0, 4]


def test_nothing_in_nothing_out(parse: EnglishParser) -> None:
    assert parse([]) == []
    assert [p.texts for p in parse(["", "Chad voted.", ""])] == [[], ["Chad", "voted", "."], []]


def test_words_met_before_change_nothing(parse: EnglishParser, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = paragraphs()[:12]
    warm = parse(texts)
    assert EnglishParser(load_english.__wrapped__(), open_marks)(texts) == warm
    monkeypatch.setattr(parsing, "_KEPT_WORDS", 40)  # forgets all the time, and holds fewer words than a block has
    assert EnglishParser(load_english.__wrapped__(), open_marks)(texts) == warm


def test_vector_of_a_word_is_the_same_in_any_company() -> None:
    language = load_english.__wrapped__()
    features = np.concatenate([language.make_doc(t).to_array(parsing._FEATURES) for t in paragraphs()[:8]])
    together, apart = parsing._Words(language), parsing._Words(language)
    rows = together.rows(features)
    alone = [int(apart.rows(features[i : i + 1])[0]) for i in range(len(features))]
    assert np.array_equal(together.tagging[rows], apart.tagging[alone])
    assert np.array_equal(together.naming[rows], apart.naming[alone])
