"""Acts of nobody's country, in long texts that are not about states."""

from __future__ import annotations

from datetime import date

from dragoman.pipeline.reading import Reader
from dragoman.records import Document, Reading

NOVEL = (
    "The new novel by Ines Vaz, who was born in Portugal, opens in a nameless capital. A clerk winds the clocks of a ministry. "
    "His wife paints herons. On the third night rebels storm the palace. The clerk hides in a cupboard with a tin of figs. "
    "The army arrests the minister and the rebels release him. Nobody winds the clocks. The clerk falls in love. "
    "The prose is dry and quick. It costs eighteen euros."
)


def read(text: str) -> Reading:
    return Reader().read(Document(id="d", text=text, published=date(2024, 5, 3)))


def test_what_a_novel_tells_is_left_out_with_its_reason() -> None:
    reading = read(NOVEL)
    assert reading.mentions == ()
    assert "NO_STATE_NAMED" in {left.reason for left in reading.left_out}


def test_the_same_act_beside_the_name_of_a_country_is_told() -> None:
    reading = read(NOVEL.replace("rebels storm the palace", "rebels storm the palace in Bamako, the capital of Mali"))
    assert [m.trigger_text for m in reading.mentions][:1] == ["storm"]
