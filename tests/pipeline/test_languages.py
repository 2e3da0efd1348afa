"""Other languages are kept, marked and found again, and never coded as if English."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Document
from dragoman.store import Store

ENGLISH = (
    "Burundi's foreign minister met his Rwandan counterpart in Bujumbura on Friday. Both sides agreed to talk again."
)
FRENCH = (
    "Le ministre des Affaires étrangères du Burundi a rencontré son homologue rwandais vendredi à Bujumbura, et les deux "
    "parties ont signé un accord."
)
GERMAN = "Die Armee hat am Freitag das Dorf angegriffen und mindestens vierzehn Menschen getötet, wie ein Arzt sagte."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_document_in_another_language_is_kept_and_not_coded(reader: Reader) -> None:
    reading = reader.read(Document(id="f", text=f"{FRENCH}\n\n{FRENCH}", language="en"))
    assert reading.document.language == "fr"
    assert [sentence.language for sentence in reading.sentences] == ["fr", "fr"]
    assert (reading.mentions, reading.events, reading.relations) == ((), (), ())
    (issue,) = reading.issues
    assert (issue.error, issue.stage) == ("OtherLanguage", "text")
    assert "the document is in another language (fr)" in issue.message


def test_foreign_passage_in_an_english_article_is_not_coded(reader: Reader) -> None:
    text = f"{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}"
    reading = reader.read(Document(id="m", text=text))
    assert reading.document.language == "en"
    (passage,) = [sentence for sentence in reading.sentences if sentence.language]
    assert passage.language == "de"
    assert text[passage.span.start : passage.span.end] == passage.text == GERMAN
    assert reading.mentions
    assert all(mention.sentence != passage.index for mention in reading.mentions)
    assert (
        f"characters {passage.span.start} to {passage.span.end} are in another language (de)"
        in reading.issues[0].message
    )


def test_what_was_kept_is_found_by_language_and_words(reader: Reader, tmp_path: Path) -> None:
    documents = (
        Document(id="e", text=ENGLISH),
        Document(id="f", text=FRENCH),
        Document(id="m", text=f"{ENGLISH}\n\n{GERMAN}"),
    )
    with Store.open(tmp_path / "store.duckdb") as store:
        store.writer().write([reader.read(document) for document in documents])
        view = store.view()
        assert [document.id for document in view.documents(language="de")] == ["m"]
        assert [document.id for document in view.documents(language="fr")] == ["f"]
        assert [document.id for document in view.documents(containing="RENCONTRÉ")] == ["f"]
        assert [document.id for document in view.documents(limit=2, offset=1)] == ["f", "m"]
        stored = view.reading("m")
        assert stored is not None
        assert [sentence.language for sentence in stored.sentences][-1] == "de"
