"""The page of the API is what the code declares."""

from __future__ import annotations

from pathlib import Path

from dragoman.serving.web.problems import CODES
from dragoman.serving.web.reference import reference

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "api.md"


def test_page_is_that_of_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "the page is old: python -m dragoman.serving.web.reference > docs/reference/api.md"
    )


def test_page_tells_every_problem() -> None:
    page = reference()
    assert all(f"| `{code}` |" in page for code in CODES)
