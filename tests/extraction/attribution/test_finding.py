"""What `find_attributions` finds: one case a line in `cases.tsv`, and documents that run over sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.extraction.attribution import Attribution, find_attributions
from dragoman.records import Sentence, Span

Read = Callable[[str], tuple[tuple[Sentence, ...], tuple[Attribution, ...]]]

_LINES = (Path(__file__).parent / "cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
CASES = [line.split("\t") for line in _LINES]


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " / ".join(text[s.start : s.end] for s in spans)


def shown(text: str, a: Attribution) -> tuple[str, str, str, str, str, str]:
    """The fields of an attribution as the cases write them."""
    return (a.source_text or "-", words(text, a.cue), words(text, a.content), a.kind, a.stance, a.quote)


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_case_is_found(read: Read, case: list[str]) -> None:
    text = case[1].replace("\\n", "\n")
    _, attributions = read(text)
    assert tuple(case[2:]) in [shown(text, a) for a in attributions if not a.carrier]


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers attacked the village at dawn and burned the mill.",
        "The ship carried 40 tonnes of wheat to Djibouti.",
        "Rebels hammered the garrison with mortars for two days.",
        'The so-called "iron road" runs from Lobito to the Copperbelt.',
        "Two hundred people crossed the river on Monday.",
        "The parliament in Tbilisi opened its autumn session.",
        "Rain fell for six days in Sindh.",
        "Tickets cost 20 euros per person.",
    ],
)
def test_plain_report_has_no_attribution(read: Read, text: str) -> None:
    assert read(text)[1] == ()


def test_quotation_runs_over_paragraphs(read: Read) -> None:
    text = (
        "“We counted the dead until evening,” said Amadou Cissé, a nurse in Gao.\n\n"
        "“Then the lights went out. Nobody slept.”\n\n"
        "The hospital has no fuel."
    )
    _, attributions = read(text)
    said = next(a for a in attributions if a.source_text == "Amadou Cissé")
    assert words(text, said.content).endswith("“Then the lights went out. Nobody slept.”")


def test_quotation_opened_anew_in_each_paragraph(read: Read) -> None:
    text = (
        "Olena Bondar said: “The first rocket fell on the bakery.\n\n"
        "“The second hit the bus station, and everybody ran.”\n\n"
        "The town is empty now."
    )
    _, attributions = read(text)
    said = next(a for a in attributions if a.source_text == "Olena Bondar")
    assert "everybody ran.”" in words(text, said.content)
    assert "empty" not in words(text, said.content)


def test_quoted_sentences_without_cue_belong_to_the_last_speaker(read: Read) -> None:
    text = '"They came from the north," said Yusuf Ali. The street was silent. "Nobody fired back at them that night."'
    _, attributions = read(text)
    said = next(a for a in attributions if a.source_text == "Yusuf Ali")
    assert "Nobody fired back" in words(text, said.content)


def test_medium_carries_what_it_was_told(read: Read) -> None:
    text = "A government source told state media that the envoy had resigned."
    _, attributions = read(text)
    outer, inner = (a for a in attributions if a.content)
    assert (outer.source_text, outer.kind, outer.carrier) == ("state media", "media", True)
    assert (inner.source_text, inner.kind, attributions[inner.parent or 0]) == (
        "A government source",
        "anonymous",
        outer,
    )


def test_cited_source_stands_under_the_medium(read: Read) -> None:
    text = "Al Jazeera reported, citing two diplomats, that the talks in Muscat had failed."
    _, attributions = read(text)
    inner = next(a for a in attributions if a.source_text == "two diplomats")
    assert inner.parent is not None
    assert attributions[inner.parent].source_text == "Al Jazeera"


def test_quoted_by_a_medium(read: Read) -> None:
    text = "Tasnim quoted General Karimi as saying that the drill would last a week."
    _, attributions = read(text)
    inner = next(a for a in attributions if words(text, a.cue) == "saying")
    assert inner.source_text == "Karimi"
    assert inner.parent is not None
    assert attributions[inner.parent].source_text == "Tasnim"


def test_nested_speech_names_its_parent(read: Read) -> None:
    text = "The minister said that witnesses claimed the guards had opened fire."
    _, attributions = read(text)
    inner = next(a for a in attributions if words(text, a.cue) == "claimed")
    assert inner.parent is not None
    assert words(text, attributions[inner.parent].cue) == "said"


def test_note_keeps_what_is_told_of_an_unnamed_source(read: Read) -> None:
    text = "A senior Iraqi official who asked not to be named said the base had been hit twice."
    _, attributions = read(text)
    said = next(a for a in attributions if words(text, a.cue) == "said")
    assert said.note == "A senior Iraqi official who asked not to be named"


def test_pronoun_takes_the_kind_of_the_last_source(read: Read) -> None:
    text = "A diplomat in Tunis said the deal was dead. He said nobody would sign it."
    _, attributions = read(text)
    assert [a.kind for a in attributions] == ["anonymous", "anonymous"]


def test_coordinated_sources_are_one_span(read: Read) -> None:
    text = "France and Germany said they would send engineers to Beirut."
    _, attributions = read(text)
    said = next(a for a in attributions if words(text, a.cue) == "said")
    assert words(text, said.source) == "France and Germany"


def test_condemned_act_is_not_vouched_for(read: Read) -> None:
    _, attributions = read("Pakistan condemned the bombing of the shrine.")
    assert not attributions[0].vouched


def test_answer_does_not_depend_on_neighbours(read: Read) -> None:
    text = "Police said four men were arrested in Lyon."
    alone, beside = read(text)[1], read(text + "\n\nThe court sits on Monday.")[1]
    assert alone == beside


def test_empty_document_has_none() -> None:
    assert find_attributions((), ()) == ()
