"""A publisher that keeps its words to itself: they stand in no file of any format, and what is left out is counted.

The withheld article is the factory's in capitals, so that its spans hold and each of its words can be told from all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from store_factory import TEXT, reading, span_of

from dragoman.pipeline.linking import link_store
from dragoman.records import Count, Reading
from dragoman.serving.export import export
from dragoman.serving.exports import FORMATS, ExportReport, read_parquet, report_words, write_export
from dragoman.serving.rights import Withheld
from dragoman.store import EventQuery, Store, View
from dragoman.store.watching import Sighting

from .conftest import report

WORDS = set(re.findall(r"[A-Z]{4,}", TEXT.upper()))
TITLE = "ENVOYS SEEN AGAIN"


def withheld() -> Reading:
    found = report("kept")
    loud = Count(kind="injured", low=12, high=None, span=span_of("At least 12 people"), text="AT LEAST 12 PEOPLE")
    mentions = tuple(
        msgspec.structs.replace(one, trigger_text="MET", counts=(loud,) if one.counts else ()) for one in found.mentions
    )
    article = msgspec.structs.replace(found.document, text=TEXT.upper(), title=TITLE)
    return reading("kept", document=article, mentions=mentions, events=())


@pytest.fixture
def view(tmp_path: Path) -> Iterator[View]:
    with Store.open(tmp_path / "news.duckdb") as store:
        store.writer().write([report("wire"), withheld()])
        seen = Sighting(key="k", document_id="kept", source="kept", mark="m", rights="no-text")
        store.watching().keep(None, sightings=[seen])
        link_store(store)
        yield store.view()


def told(folder: Path) -> str:
    """All that was written, of Parquet the cells."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix == ".parquet":
            texts.append(str(pq.read_table(path).to_pylist()))
        elif path.is_file():
            texts.append(path.read_text(encoding="utf-8"))
    return "\n".join(texts)


def words_of(text: str) -> set[str]:
    return {word for word in WORDS if re.search(rf"\b{word}\b", text)} | ({TITLE} if TITLE in text else set())


@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_holds_its_words(view: View, tmp_path: Path, format_: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / {"datapackage": "package", "parquet": "x.parquet"}.get(format_, "file")
    options = {"with_text": True} if format_ in ("plover", "parquet") else {}
    made = write_export(path, view, EventQuery(), format=format_, **options)
    assert made.written > 0
    assert not words_of(told(folder))
    if format_ in ("icews", "gdelt-events", "gdelt-mentions", "graphml"):
        assert made.withheld == 0  # no cell of theirs holds words
    else:
        assert (made.withheld, made.withheld_documents) == (5, 1)
        assert "5 event mentions of 1 document without text and evidence" in "\n".join(report_words(made))
        kept = next(folder.glob("*.report.json"))
        assert msgspec.json.decode(kept.read_bytes(), type=ExportReport) == made


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "parquet"])
@pytest.mark.parametrize("claims", [False, True])
def test_no_plain_file_holds_its_words(view: View, tmp_path: Path, ending: str, claims: bool) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    counted = Withheld()
    export(folder / f"x.{ending}", view, EventQuery(), claims=claims, withheld=counted)
    assert not words_of(told(folder))
    assert (counted.mentions, counted.documents) == (5, 1)


def test_what_the_other_publisher_says_is_there(view: View, tmp_path: Path) -> None:
    write_export(tmp_path / "x.parquet", view, EventQuery(), format="parquet", with_text=True)
    texts = {answer.document.id: answer.document.text for answer in read_parquet(tmp_path / "x.parquet")}
    assert texts == {"wire": TEXT, "kept": ""}


def test_the_test_would_see_them(tmp_path: Path) -> None:
    with Store.open(tmp_path / "open.duckdb") as store:
        store.writer().write([withheld()])
        write_export(tmp_path / "x.jsonld", store.view(), EventQuery(), format="webannotation")
    assert words_of((tmp_path / "x.jsonld").read_text(encoding="utf-8"))
