"""A whole article becomes its record: what is said of it can be checked against the text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.pipeline import Reader, ReadSettings
from dragoman.records import Document

Read = Callable[..., Any]

ARTICLES = {
    "visit": (
        "BUJUMBURA, July 11, 2025 (Wire) - Burundi's foreign minister met his Rwandan counterpart in Bujumbura on Friday, two\n"
        "officials said. Both sides agreed to reopen a border crossing.\n\n"
        "“We reject any talk of war,” Rwanda’s foreign minister told reporters.\n\n"
        "• Burundi had closed the crossing in January 2024.\n"
        "• Tanzania praised Burundi for the talks.\n"
    ),
    "strikes": (
        "At least 14 people were killed by Sudanese army shelling in El Fasher on Thursday, a doctor said.\r\n\r\n"
        "The army denied that it had shelled the town. It accused rebels of firing mortars.\r\n"
        "The United Nations condemned the attack.\r\n"
    ),
    "march": (
        "Thousands of people marched in Tbilisi on Sunday. Georgian police arrested 40 students.\n"
        "The European Union urged Georgia to free them. Georgia rejected the demand."
    ),
}


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES.keys())
def test_every_span_shows_its_words(read: Read, text: str) -> None:
    report = read(text)
    assert report.acts
    for span, words in report.spans():
        assert report.text[span.start : span.end] == words


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES.keys())
def test_every_mention_stands_in_its_evidence(read: Read, text: str) -> None:
    report = read(text)
    for act in report.acts:
        evidence = act.mention.evidence
        assert evidence
        assert any(e.start <= act.mention.trigger.start and act.mention.trigger.end <= e.end for e in evidence)
        assert report.sentences[act.mention.sentence].span in evidence


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES.keys())
def test_every_mention_belongs_to_exactly_one_event(read: Read, text: str) -> None:
    report = read(text)
    found = [m for e in report.events for m in e.mentions]
    assert sorted(found) == sorted(m.id for m in report.reading.mentions)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES.keys())
def test_every_mention_has_a_source_and_a_type_of_the_ontology(read: Read, text: str) -> None:
    from dragoman.ontology import load_ontology

    for act in read(text).acts:
        assert act.type in load_ontology().types
        assert act.sources


def test_visit_article_is_read(read: Read) -> None:
    report = read(ARTICLES["visit"])
    consult = report.one("CONSULT")
    assert (consult.parties, consult.place, consult.days) == ({"BDI", "RWA"}, "Bujumbura", ("2025-07-11", "2025-07-11"))
    assert report.one("AGREE").parties == {"BDI", "RWA"}
    assert report.one("REJECT").doers == {"RWA"}
    assert (report.one("SUPPORT").doers, report.one("SUPPORT").upon) == ({"TZA"}, {"BDI"})


def test_strike_article_is_read(read: Read) -> None:
    report = read(ARTICLES["strikes"])
    killed = report.all("ASSAULT")[0]
    assert (killed.counts, killed.days) == ({"killed": (14, None)}, ("2025-07-10", "2025-07-10"))
    assert "El Fasher" in {a.place for a in report.all("ASSAULT")}
    assert "denied" in {a.status for a in report.all("ASSAULT")}
    assert {"UN"} in [a.doers for a in report.all("ACCUSE")]


def test_march_article_is_read(read: Read) -> None:
    report = read(ARTICLES["march"])
    assert report.types == ["PROTEST", "COERCE", "REQUEST", "REJECT"]
    assert [a.doers for a in report.acts] == [{"GEO"}, {"GEO"}, {"EU"}, {"GEO"}]
    assert report.one("COERCE").counts == {"arrested": (40, 40)}


def test_dateline_gives_the_day_of_publication_where_nobody_else_does(read: Read) -> None:
    report = read(ARTICLES["visit"], published=None)
    assert report.reading.document.published == date(2025, 7, 11)
    assert report.all("CONSULT")[0].days == ("2025-07-11", "2025-07-11")


def test_given_day_of_publication_goes_before_the_dateline(read: Read) -> None:
    assert read(ARTICLES["visit"], published=date(2025, 7, 14)).reading.document.published == date(2025, 7, 14)


def test_no_day_is_invented_without_dateline_or_publication(read: Read) -> None:
    report = read(ARTICLES["march"], published=None)
    assert report.reading.document.published is None
    assert all(a.days is None for a in report.acts)


def test_document_comes_back_as_it_went_in(read: Read) -> None:
    for text in ARTICLES.values():
        assert read(text).reading.document.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\n\n",
        "🎉🎉",
        "12345",
        "\x00\x01\x02",
        "مرحبا بالعالم",
        "؟؟؟",
        "....",
        "A" * 5000,
        "- \n- \n- ",
        "“”‘’",
        "\ufeff",
    ],
)
def test_odd_text_makes_an_empty_record(read: Read, text: str) -> None:
    report = read(text)
    assert (report.types, report.events, report.relations) == ([], (), set())


def test_too_long_a_text_is_refused_by_name() -> None:
    reader = Reader(ReadSettings(max_characters=20))
    with pytest.raises(InputError, match="wire-9") as caught:
        reader.read(Document(id="d", text="Kenya met Uganda. " * 3, origin="wire-9"))
    assert "20" in str(caught.value)


def test_floor_of_scores_leaves_out_with_the_reason() -> None:
    reading = Reader(ReadSettings(min_probability=1.0)).read(Document(id="d", text="Kenya accused Uganda of lying."))
    assert reading.mentions == ()
    assert "BELOW_MIN_PROBABILITY" in {item.reason for item in reading.left_out}


def test_reading_names_what_made_it(read: Read) -> None:
    versions = read(ARTICLES["march"]).reading.versions
    assert versions.dragoman
    assert versions.ontology
    assert versions.pipeline.startswith("en_core_web_sm")
    assert versions.knowledge


def test_ids_start_with_the_document(read: Read) -> None:
    for mention in read(ARTICLES["march"], id="wire-3").reading.mentions:
        assert mention.id.startswith("wire-3")
        assert mention.document_id == "wire-3"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Chad expelled an envoy of Niger.", "author", []),
        ("Chad expelled an envoy of Niger, its foreign ministry said.", "official", ["its foreign ministry"]),
        ("Police in Kenya arrested 12 students, a witness said.", "anonymous", ["a witness"]),
        ("According to the UN, soldiers killed 12 farmers in Mali.", "official", ["the UN"]),
    ],
)
def test_source_is_who_vouches(read: Read, text: str, kind: str, words: list[str]) -> None:
    act = read(text).acts[0]
    assert act.sources == [kind]
    assert act.said_by == words


@pytest.mark.parametrize(
    ("plain", "fancy"),
    [
        ("Kenya's army left Somalia.", "Kenya’s army left Somalia."),
        ("Chad expelled the German ambassador.", "Chad expelled\nthe German ambassador."),
        ("Chad expelled the German ambassador.", "Chad\u00a0expelled the German\u00a0ambassador."),
        ("Chad expelled the German ambassador.", "Chad expelled\r\nthe German ambassador."),
        ('"We reject the map," Guyana\'s president said.', "“We reject the map,” Guyana’s president said."),
        ("Chad expelled the German ambassador.", "• Chad expelled the German ambassador."),
        ("Chad expelled the German ambassador.", "🇹🇩 Chad expelled the German ambassador."),
        (
            "Chad expelled the German ambassador.",
            "NDJAMENA, July 11, 2025 (Wire) - Chad expelled the German ambassador.",
        ),
    ],
)
def test_dress_of_a_sentence_does_not_change_its_reading(read: Read, plain: str, fancy: str) -> None:
    def told(text: str) -> list[Any]:
        return [(a.type, a.modes, a.status, a.doers, a.upon) for a in read(text).acts]

    assert told(plain) == told(fancy)


@pytest.mark.parametrize("lead", ["", "Rain fell.\n\n", "🔥🔥\n", "\ufeff", "\r\n\r\n", "é" * 7 + ". "])
def test_offsets_count_from_the_start_of_the_article(read: Read, lead: str) -> None:
    report = read(lead + "Chad expelled the German ambassador.")
    act = report.one("SANCTION")
    assert act.trigger.startswith("expelled")
    (actor,) = act.mention.actors
    assert report.text[actor.span.start : actor.span.end] == "Chad"
