"""From sentences to event mentions whose spans show the evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.extraction.mentions import Extraction
from dragoman.syntax import Tree

Parse = Callable[[str], Any]
SENTENCES = (
    "Armenia accused Azerbaijan of shelling two villages.",
    "Egypt and Sudan held talks in Cairo.",
    "The weather in Oslo was mild.",
    "At least 20 farmers were killed by soldiers in Mali.",
    "Turkey, a foe of Greece, recalled its ambassador.",
)


@pytest.fixture(scope="module")
def extract() -> Extraction:
    return Extraction()


def pairs(parse: Parse, *texts: str) -> list[Any]:
    return [(s, Tree(s)) for t in texts for s in parse(t)]


def test_one_answer_a_sentence_in_the_order_of_the_batch(parse: Parse, extract: Extraction) -> None:
    found = extract(pairs(parse, *SENTENCES))
    assert [[m.type for m in f.mentions] for f in found] == [
        ["ACCUSE", "ASSAULT"],
        ["CONSULT"],
        [],
        ["ASSAULT"],
        ["SANCTION"],
    ]


def test_neighbours_change_nothing(parse: Parse, extract: Extraction) -> None:
    batch = pairs(parse, *SENTENCES)
    assert extract(batch) == [extract([item])[0] for item in batch]
    assert extract(batch[::-1]) == extract(batch)[::-1]


def test_empty_batch_gives_nothing(extract: Extraction) -> None:
    assert extract([]) == []


@pytest.mark.parametrize("text", SENTENCES)
def test_spans_show_the_words(parse: Parse, extract: Extraction, text: str) -> None:
    whole = "A first sentence stands here. " + text
    batch = pairs(parse, whole)
    for found in extract(batch):
        for mention in found.mentions:
            assert whole[mention.trigger.start : mention.trigger.end] == mention.trigger_text
            for party in (*mention.actors, *mention.recipients):
                assert whole[party.span.start : party.span.end] == party.text
                assert party.span.start <= party.head.start < party.head.end <= party.span.end


def test_evidence_is_the_whole_sentence(parse: Parse, extract: Extraction) -> None:
    text = "A first sentence stands here. Armenia accused Azerbaijan of lying."
    (mention,) = extract(pairs(parse, text))[1].mentions
    (evidence,) = mention.evidence
    assert text[evidence.start : evidence.end] == "Armenia accused Azerbaijan of lying."


def test_mention_ids_differ_within_a_text(parse: Parse, extract: Extraction) -> None:
    found = extract(pairs(parse, "Kenya accused Uganda of lying. Kenya accused Uganda of lying."))
    ids = [m.id for f in found for m in f.mentions]
    assert len(ids) == len(set(ids)) == 2


def test_score_lies_between_nought_and_one(parse: Parse, extract: Extraction) -> None:
    scores = [m.score for f in extract(pairs(parse, *SENTENCES)) for m in f.mentions]
    assert scores
    assert all(0 <= s <= 1 for s in scores)


def test_mention_says_which_rule_proposed_it(parse: Parse, extract: Extraction) -> None:
    mentions = [m for f in extract(pairs(parse, *SENTENCES)) for m in f.mentions]
    assert all(m.rule and m.reasons for m in mentions)


def test_relation_comes_with_its_cue(parse: Parse, extract: Extraction) -> None:
    text = SENTENCES[4]
    (relation,) = extract(pairs(parse, text))[0].relations
    assert (relation.kind, text[relation.cue.start : relation.cue.end]) == ("foe", "foe")


def test_what_was_weighed_and_left_out_is_listed(parse: Parse, extract: Extraction) -> None:
    text = "Bolivia demanded that Chile withdraw its soldiers."
    (found,) = extract(pairs(parse, text))
    assert [text[i.trigger.start : i.trigger.end] for i in found.left_out] == ["withdraw"]
    assert all(i.reason for i in found.left_out)
