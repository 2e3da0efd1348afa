"""Who is condemned or praised by a noun that points back at an act."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Document


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("text", "type_", "recipients"),
    [
        ("Sudanese jets bombed a market in Adre on Monday. Kenya condemned the attack.", "ACCUSE", {"SDN"}),
        ("Eritrea arrested forty priests on Monday. Kenya condemned the arrests.", "ACCUSE", {"ERI"}),
        ("Eritrea arrested forty priests on Monday. Kenya condemned the move.", "ACCUSE", {"ERI"}),
        ("Eritrea arrested forty priests on Monday. Kenya condemned the launch.", "ACCUSE", set()),
        ("Eritrea freed forty priests on Monday. Kenya welcomed the move.", "SUPPORT", {"ERI"}),
    ],
)
def test_who_did_what_is_judged(reader: Reader, text: str, type_: str, recipients: set[str]) -> None:
    mentions = reader.read(Document(id="d", text=text, published=date(2024, 5, 7))).mentions
    (found,) = [m for m in mentions if m.type == type_]
    assert {p.actor.code for p in found.recipients if p.actor is not None} == recipients
