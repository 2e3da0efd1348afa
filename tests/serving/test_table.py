"""The table for the terminal."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from store_factory import TEXT, crackdown, document, meeting, reading

from dragoman.records import Issue, Reading
from dragoman.serving import answers_table, reading_answers, reading_table, to_text

_READING = """\
Envoys meet
Lakeport Courier · published 2025-07-12

2025-07-11 · Norland (NRL GOV) → Osteria (OST GOV) · CONSULT/visit · Lakeport,
    OST · actual · the harbour ministry (OST GOV)
  Envoys of Norland met Osterian officials in Lakeport on Friday, the harbour
  ministry said.
  the harbour ministry (OST GOV) said so; witnesses (anonymous) denied it

date not stated · riot police (COP) · COERCE · place not stated · actual · the
    Lakeport Courier, citing witnesses (anonymous) · at least 12 injured
  At least 12 people were hurt when riot police broke up a march nearby,
  witnesses said.

Relations that the text states
  Osteria (OST GOV) — arms supplier — Norland (NRL GOV)
    Norland has bought its tanks from Osteria for years.

Weighed and left out
  “march” · PROTEST · NO_ACTOR · 0.30

Went wrong
  wire.jsonl:14 · places · DataError: no such row

2 event mentions (1 COERCE, 1 CONSULT) · 2 sentences · 2 events · 1 relation · 1
left out · 1 issue
"""


def test_a_reading_at_80_columns() -> None:
    assert to_text(reading_table(reading(), left_out=True), width=80) == _READING


def test_left_out_issues_and_ids_come_when_asked() -> None:
    shown = to_text(reading_table(reading(), issues=False, ids=True), width=80)
    assert "Weighed" not in shown
    assert "Went wrong" not in shown
    assert "\n  a1:0:1\n" in shown
    assert "\n    a1:r0\n" in shown


def test_an_article_without_events_says_so() -> None:
    bare = Reading(document=document(title=None, publisher=None, published=None))
    assert to_text(reading_table(bare), width=80) == (
        "a1\npublisher not known · day of publication not known\n\n"
        "0 event mentions · 0 sentences · 0 events · 0 relations · 0 left out\n"
    )


def test_nobody_named_is_said_and_counted() -> None:
    shown = to_text(reading_table(reading(mentions=(meeting(actors=()),))), width=200)
    assert "actor not named → Osteria" in shown
    assert shown.rstrip().endswith("actor not named in 1")


def test_answers_tell_their_article_their_id_and_how_many_there_are() -> None:
    shown = to_text(answers_table(reading_answers(reading()), total=7), width=100)
    assert "  Lakeport Courier, 2025-07-12 · a1:0:1\n" in shown
    assert shown.endswith("2 event mentions of 7 in 1 document.\n")
    assert to_text(answers_table([]), width=80) == "No event mention found.\n"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(width: int) -> None:
    wide = reading(document=document(title="北京 " * 30))
    shown = to_text(reading_table(wide, left_out=True, ids=True), width=width)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    words = re.sub(r"\s+", "", shown)
    assert re.sub(r"\s+", "", TEXT.split(". ")[0]) in words


def test_colour_marks_trigger_and_parties() -> None:
    shown = to_text(reading_table(reading()), width=100, colour=True)
    assert re.search(r"\x1b\[[0-9;]*33mmet\x1b\[0m", shown)
    assert re.search(r"\x1b\[[0-9;]*36mEnvoys of Norland\x1b\[0m", shown)


def test_no_colour_overrules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in to_text(reading_table(reading()), width=100, colour=True)


def test_plain_output_has_no_escape_even_where_colour_is_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in to_text(reading_table(reading()), width=100)


def test_escapes_and_markup_of_an_article_do_nothing() -> None:
    text = TEXT.replace("march", "[red]m\x1b]0;x\x07\x1b[2Jarch[/red]")
    evil = reading(
        document=document(text=text, title="\x1b[2J[bold]Title[/bold]\nnext", publisher="\x1b[31mCourier"),
        mentions=(crackdown(id="a1\x1b[2J"),),
        issues=(Issue(document_id="a1", stage="x", error="E", message="\x1b[2Jbad\nline"),),
    )
    shown = to_text(reading_table(evil, left_out=True, ids=True), width=80)
    assert "\x1b" not in shown
    assert shown.startswith("[bold]Title[/bold] next\nCourier · ")
    assert "a1 · x · E: bad line" in shown
    assert "[red]m" in shown


def test_signs_can_be_ascii() -> None:
    shown = to_text(reading_table(reading(), left_out=True), width=80, ascii_signs=True)
    assert shown.isascii()
    assert "Norland (NRL GOV) -> Osteria (OST GOV)" in shown
