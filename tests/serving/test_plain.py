"""Text of articles cannot command the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.serving.plain import one_line, plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a \x1b[31mred\x1b[0m word", "a red word"),
        ("\x1b]0;new title\x07shown", "shown"),
        ("\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("\x90payload\x9cshown", "shown"),
        ("\x1bPpayload\x1b\\shown", "shown"),
        ("\x1b(0lqk\x1bc", "lqk"),
        ("ends in \x1b", "ends in "),
        ("\x1b]never closed\nnext line", "\nnext line"),
        ("over\x08\x08\x08\x7fwrite\x00", "overwrite"),
        ("\u202edesrever\u202c \u2066x\u2069", "desrever x"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("Zürich, 北京, “quoted” · fine\t!", "Zürich, 北京, “quoted” · fine\t!"),
    ],
)
def test_escapes_and_controls_are_stripped(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_one_line_has_single_blanks() -> None:
    assert one_line("a\n\n b\t c \r\n") == "a b c "


@given(st.text(st.characters(max_codepoint=0x2100)))
def test_no_control_survives(text: str) -> None:
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in one_line(text))
