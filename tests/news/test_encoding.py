from __future__ import annotations

import pytest

from dragoman.errors import InputError
from dragoman.news.encoding import decode_text


def test_utf8_stays_as_it_is() -> None:
    text = "Ministers met in Köln.\r\n\x07 “Good,” they said — مرحبا 🙂\x00"
    assert decode_text(text.encode(), "a.txt") == (text, None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides_and_is_no_part_of_the_text(encoding: str) -> None:
    assert decode_text("Köln — Łódź".encode(encoding), "a.txt") == ("Köln — Łódź", None)


def test_big_endian_mark_is_known() -> None:
    assert decode_text(b"\xfe\xff" + "Köln".encode("utf-16-be"), "a.txt").text == "Köln"


def test_windows_1252_is_the_fallback_with_a_note() -> None:
    text, note = decode_text("“Nothing new,” a café owner said".encode("cp1252"), "a.txt")
    assert text == "“Nothing new,” a café owner said"
    assert note is not None
    assert "Windows-1252" in note


def test_bytes_that_windows_1252_leaves_open_become_controls() -> None:
    assert decode_text(b"caf\xe9 \x81 bar", "a.txt").text == "café \x81 bar"


def test_utf8_with_a_broken_place_keeps_its_other_letters() -> None:
    text, note = decode_text("Köln, Łódź, “Malmö”".encode() + b" \xff end", "a.txt")
    assert text == "Köln, Łódź, “Malmö” \ufffd end"
    assert note == "UTF-8 with 1 broken place, the first at byte 29; read as U+FFFD"


def test_utf16_cut_in_half_is_read_with_a_note() -> None:
    text, note = decode_text("Köln".encode("utf-16")[:-1], "a.txt")
    assert text == "Köl\ufffd"
    assert note is not None
    assert "UTF-16" in note


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x00\x01\x02\x00" * 50, "zero"),
        ("Norland and Osteria".encode("utf-16-le"), "zero"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        decode_text(data, "a.txt")
    assert caught.value.where == "a.txt"
    assert caught.value.remedy
