"""The page in the docs is the one that the data give."""

from __future__ import annotations

from pathlib import Path

from dragoman.ontology import load_ontology
from dragoman.ontology.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ontology.md"


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "python -m dragoman.ontology.reference > docs/reference/ontology.md"
    )


def test_page_names_everything() -> None:
    page = reference()
    ontology = load_ontology()
    for name in (*ontology.types, *ontology.contexts, *ontology.sectors, *ontology.classes, *ontology.contested):
        assert name in page


def test_tables_have_even_rows() -> None:
    width = 0
    for line in reference().splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.replace("\\|", "").count("|")
        assert width in (0, cells), line
        width = cells
