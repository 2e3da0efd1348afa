"""Where a newspaper is at home."""

from __future__ import annotations

import pytest

from dragoman.records import Document
from dragoman.resolution.places.gazetteer import load_gazetteer
from dragoman.resolution.places.home import find_home


@pytest.mark.parametrize(
    ("publisher", "country", "town"),
    [
        ("www.chicagotribune.com", "USA", "Chicago"),
        ("Lahore Gazette", None, "Lahore"),
        ("www.nation.co.ke", "KEN", None),
        ("dublinherald.ie", "IRL", "Dublin"),
        ("https://www.smh.com.au/world", "AUS", "Sydney"),
        ("example.org", None, None),
    ],
)
def test_name_of_the_publisher_tells(publisher: str, country: str | None, town: str | None) -> None:
    home = find_home(Document(id="d", text="x", publisher=publisher), load_gazetteer())
    assert home.country == country
    assert (home.options[0].entry.name if home.options else None) == town


def test_no_publisher_no_home() -> None:
    assert find_home(Document(id="d", text="x"), load_gazetteer()).options == ()
