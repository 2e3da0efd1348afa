"""The component of spaCy: the records of `dragoman.read` beside the user's own pipeline."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import dragoman
from dragoman.errors import ConfigError
from dragoman.spacy_component import create_component

TEXT = "Kenyan police arrested twelve opposition activists in Kisumu on Tuesday."


@pytest.fixture
def nlp() -> spacy.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman")
    return nlp


def read(nlp: spacy.Language) -> Doc:
    doc = nlp.make_doc(TEXT)
    doc._.published = date(2023, 3, 24)
    return nlp(doc)


def test_records_are_those_of_read(nlp: spacy.Language) -> None:
    doc = read(nlp)
    assert doc._.dragoman.mentions == dragoman.read(TEXT, published=date(2023, 3, 24)).mentions
    ((mention, span),) = doc._.dragoman_spans
    assert (span.text, span.label_, mention.type) == ("arrested", "COERCE", "COERCE")


def test_without_a_day_none_is_invented(nlp: spacy.Language) -> None:
    (mention,) = nlp(TEXT)._.dragoman.mentions
    assert mention.time.reason == "NO_PUBLICATION_DATE"


def test_the_reading_travels_with_the_document(nlp: spacy.Language) -> None:
    doc = read(nlp)
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
    assert again._.dragoman == doc._.dragoman


def test_a_document_that_was_not_read_has_none(nlp: spacy.Language) -> None:
    assert nlp.make_doc("x")._.dragoman is None
    with pytest.raises(ConfigError, match=r"Expected a datetime.date"):
        nlp.make_doc("x")._.published = "2023-03-24"


def test_the_entry_point_names_the_factory() -> None:
    told = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = told["project"]["entry-points"]["spacy_factories"]["dragoman"].partition(":")
    assert (module, name) == (create_component.__module__, create_component.__name__)
