"""The option that says which column is what."""

from __future__ import annotations

import click
import pytest

from dragoman.cli.options import Columns
from dragoman.cli.output import print_text


def test_pairs_are_columns_by_field() -> None:
    assert Columns().convert("text=article.body, title=headline", None, None) == {
        "text": "article.body",
        "title": "headline",
    }


@pytest.mark.parametrize(
    ("value", "what"),
    [("text", "is no pair"), ("text=", "is no pair"), ("headline=title", "is no field"), ("txt=a", "mean text")],
)
def test_what_is_no_pair_is_refused_with_a_remedy(value: str, what: str) -> None:
    with pytest.raises(click.BadParameter, match=what):
        Columns().convert(value, None, None)


def test_words_are_printed_without_what_a_terminal_acts_upon(capsys: pytest.CaptureFixture[str]) -> None:
    print_text("A\x1b[2J title\x07 of\u202e a report\n")
    assert capsys.readouterr().out == "A title of a report\n"
    print_text("\x1b[1mbold\x1b[0m\n", coloured=True)
    assert "\x1b[1m" in capsys.readouterr().out
