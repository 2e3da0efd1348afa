"""One record with everything that is known of it."""

from __future__ import annotations

import re

from store_factory import TEXT, crackdown, document, meeting, reading

from dragoman.serving import reading_answers, render_event, render_record, to_text


def test_a_mention_shows_every_field_and_its_evidence() -> None:
    shown = to_text(render_record(meeting(), document(), event_id="a1:e0"), width=100)
    flowing = re.sub(r"\s+", " ", shown)
    for part in (
        "event a1:e0 type CONSULT/visit contexts diplomatic status actual",
        "actor “Envoys of Norland”, by nsubj Norland (NRL GOV): id NRL-GOV, country NRL, score 0.90, COUNTRY_NAME",
        "weighed: Osteria [OST] 0.80; Ostia [XOS] 0.10",
        "when 2025-07-11: to the day, EDTF 2025-07-11, counted from published, WEEKDAY_BEFORE_PUBLICATION",
        "where Lakeport, OST: precision town, -12.5000, 33.2500, within 6 km, GeoNames 4711, claimed by OST, NRL",
        "source the harbour ministry (OST GOV): official",
        "claim the harbour ministry (OST GOV) said so: actual, +2.8 (CT+), UNDER:say",
        "claim witnesses (anonymous) denied it: denied, -3.0 (CT-), against a1:0:1!1, ANSWER:deny",
        "score 0.93 (raw) probability 0.88 factuality +3.0 rule verb:meet reason status: PAST_TENSE",
        "url https://news.example/a1",
        f">>{TEXT[:90]}<< At least 12 people",
    ):
        assert part in flowing, part
    assert "\nevent         a1:e0\n" in shown


def test_what_is_not_known_is_said() -> None:
    bare = crackdown(actors=(), time=None, rule="", evidence=())
    shown = to_text(render_record(bare, document(title=None, publisher=None, published=None, url=None)), width=80)
    for part in (
        "event         not linked",
        "actor         actor not named",
        "recipient     none",
        "when          date not stated",
        "where         place not stated",
        "probability   not calibrated",
        "factuality    not scored",
        "rule          not told",
        "publisher     not known",
        "published     day not known",
        "No evidence is told.",
    ):
        assert part in shown, part


def test_long_articles_are_cut_at_words_around_the_evidence() -> None:
    text = "before " * 300 + TEXT + " after" * 300
    shift = 7 * 300
    mention = meeting(evidence=(meeting().evidence[0].__class__(start=shift, end=shift + 90),))
    flowing = re.sub(r"\s+", " ", to_text(render_record(mention, document(text=text)), width=80))
    assert "… before before" in flowing
    assert flowing.rstrip().endswith("after …")
    assert flowing.count("before") < 80
    assert f">>{TEXT[:90]}<<" in flowing


def test_in_colour_the_evidence_is_underlined_and_not_signed() -> None:
    shown = to_text(render_record(meeting(), document()), width=100, colour=True)
    assert ">>" not in shown
    assert re.search(r"\x1b\[1;4;33mmet\x1b\[0m", shown)


def test_a_relation_shows_its_sides() -> None:
    shown = to_text(render_record(reading().relations[0], document()), width=80)
    assert "kind          arms supplier\n" in shown
    assert "subject       “Osteria”, by from\n" in shown
    assert ">>Norland has bought its tanks from Osteria for years.<<" in re.sub(r"\s+", " ", shown)


def test_an_event_shows_its_mentions() -> None:
    shown = to_text(render_event(reading().events[0], list(reading_answers(reading()))[:1]), width=80)
    assert shown.startswith("Event a1:e0\n")
    assert shown.endswith("1 event mention in 1 document.\n")
    assert "actor         Norland (NRL GOV): id NRL-GOV" in shown


def test_escapes_are_stripped_everywhere() -> None:
    text = TEXT.replace("march", "m\x1b[2Jarch")
    mention = crackdown(id="x\x1b[2J", rule="\x1b]0;t\x07r", reasons=("\x1b[31ma",))
    assert "\x1b" not in to_text(render_record(mention, document(text=text, url="\x1b[2Jhttps://x")), width=80)
