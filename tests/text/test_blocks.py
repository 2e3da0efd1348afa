"""Titles, paragraphs, bullets and captions are told apart, and no line break cuts a sentence or joins two."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dragoman.text.blocks import LONGEST_BLOCK, find_blocks


def shown(text: str) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    return [(b.kind, text[b.start : b.end]) for b in find_blocks(text)]


def test_headline_stands_apart_from_the_first_sentence() -> None:
    text = "Fiji and Samoa sign fisheries accord\n\nThe two governments met in Apia on Monday."
    assert [kind for kind, _ in shown(text)] == ["title", "body"]


def test_single_line_break_under_a_headline_still_parts_it() -> None:
    text = "Troops leave Goma\nThe last soldiers crossed the border at dawn on Friday."
    assert shown(text)[0] == ("title", "Troops leave Goma")


def test_wrapped_line_goes_on_with_its_sentence() -> None:
    text = "The foreign ministers of Peru and Ecuador met in Quito and\nagreed to reopen the crossing."
    assert len(shown(text)) == 1


def test_wrapped_line_goes_on_though_the_next_begins_with_a_capital() -> None:
    text = "Heavy fighting was reported on Sunday near the garrison of\nKutum, residents said."
    assert len(shown(text)) == 1


def test_abbreviation_at_the_line_end_does_not_end_the_sentence() -> None:
    text = "The convoy was led by Gen.\nAbdoulaye Maiga, who crossed into Mali."
    assert len(shown(text)) == 1


def test_bullets_are_blocks_of_their_own_without_their_marks() -> None:
    text = "Also today:\n• Kenya recalled its envoy.\n• Uganda closed a crossing."
    assert [b for b in shown(text) if b[0] == "bullet"] == [
        ("bullet", "Kenya recalled its envoy."),
        ("bullet", "Uganda closed a crossing."),
    ]


@pytest.mark.parametrize("mark", ["•", "-", "*", "–", "1.", "2)"])
def test_every_usual_bullet_mark_is_known(mark: str) -> None:
    text = f"{mark} Chile expelled two diplomats.\n{mark} Bolivia protested."
    assert {kind for kind, _ in shown(text)} == {"bullet"}


def test_caption_is_told_by_its_first_words() -> None:
    text = "File photo: Soldiers patrol in Bamako.\nMali's army said on Monday that it had retaken a town."
    assert [kind for kind, _ in shown(text)] == ["caption", "body"]


def test_blank_lines_part_paragraphs() -> None:
    text = "Nepal thanked India.\n\nIndia sent tents.\n\n\nChina sent rice."
    assert [words for _, words in shown(text)] == ["Nepal thanked India.", "India sent tents.", "China sent rice."]


def test_windows_line_ends_make_the_same_blocks() -> None:
    text = "Jordan hosts talks\n\nThe two delegations met in Amman.\n\nThey will meet again."
    windows = text.replace("\n", "\r\n")
    assert shown(windows) == shown(text)


def test_blocks_keep_the_order_of_the_text_and_never_overlap() -> None:
    text = "A headline here\n\nOne sentence.\n- A bullet.\nPhoto: A crowd.\nAnother sentence that ends here."
    blocks = find_blocks(text)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    assert all(text[b.start : b.end].strip() == text[b.start : b.end] for b in blocks)


@pytest.mark.parametrize("text", ["", " ", "\n\n\r\n", "\t \u2028"])
def test_text_without_words_has_no_block(text: str) -> None:
    assert find_blocks(text) == []


def test_endless_line_is_cut_without_losing_a_letter() -> None:
    text = "The delegates argued about the border. " * 600
    blocks = find_blocks(text)
    assert len(blocks) > 1
    assert all(b.end - b.start <= LONGEST_BLOCK for b in blocks)
    joined = "".join(text[b.start : b.end] for b in blocks)
    assert joined.replace(" ", "") == text.replace(" ", "")
