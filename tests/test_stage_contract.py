"""The same bytes come out for the same document, whatever is read before, beside or after it, and whatever the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import msgspec
import pytest

from dragoman.extraction.mentions import Extraction
from dragoman.pipeline import Reader
from dragoman.records import Document
from dragoman.syntax import Tree
from dragoman.text import SentenceParser

DAY = date(2025, 7, 12)
DOCUMENTS = (
    Document(
        id="lake",
        published=DAY,
        text=(
            "Burundi's foreign minister met his Rwandan counterpart in Bujumbura on Friday. Both sides agreed to reopen a "
            "crossing that Burundi had closed in January 2024. Tanzania, an ally of Burundi, praised the talks."
        ),
    ),
    Document(
        id="siege",
        published=DAY,
        text=(
            "At least 14 people were killed by Sudanese army shelling in El Fasher on Thursday, a doctor said. The army "
            "denied that it had shelled the town. The United Nations condemned the attack and urged both sides to stop."
        ),
    ),
    Document(
        id="square",
        published=DAY,
        text=(
            "Thousands of people marched in Tbilisi on Sunday. Georgian police arrested 40 students. The European Union urged "
            "Georgia to free them; Georgia rejected the demand. Japan, Canada and Norway imposed sanctions on Belarus."
        ),
    ),
    Document(id="rain", published=DAY, text="Rain fell on the hills. Nobody was hurt."),
    Document(id="none", text="🎉"),
)
PROGRAM = """
import sys, msgspec
from dragoman.pipeline import Reader
from dragoman.records import Document
reader = Reader()
for document in msgspec.json.decode(sys.stdin.buffer.read(), type=list[Document]):
    sys.stdout.buffer.write(msgspec.json.encode(reader.read(document)) + b"\\n")
"""


def written(reader: Reader, document: Document) -> bytes:
    return msgspec.json.encode(reader.read(document))


@pytest.fixture(scope="module")
def alone(reader: Reader) -> dict[str, bytes]:
    """What each document gives when it is read by itself."""
    return {d.id: written(reader, d) for d in DOCUMENTS}


def test_documents_report_something(reader: Reader) -> None:
    assert [len(reader.read(d).mentions) > 0 for d in DOCUMENTS] == [True, True, True, False, False]


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d.id for d in DOCUMENTS])
def test_reading_twice_gives_the_same(reader: Reader, alone: dict[str, bytes], document: Document) -> None:
    assert written(reader, document) == alone[document.id]


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (0, 0, 1, 1, 2)], ids=str)
def test_order_of_documents_changes_nothing(reader: Reader, alone: dict[str, bytes], order: tuple[int, ...]) -> None:
    for index in order:
        document = DOCUMENTS[index]
        assert written(reader, document) == alone[document.id]


def test_new_reader_gives_the_same(alone: dict[str, bytes]) -> None:
    fresh = Reader()
    assert {d.id: written(fresh, d) for d in reversed(DOCUMENTS)} == alone


@pytest.mark.parametrize("size", [1, 2, 5])
def test_batch_of_documents_parses_as_each_alone(parser: SentenceParser, size: int) -> None:
    expected = [parser([d])[0] for d in DOCUMENTS]
    found = [s for start in range(0, len(DOCUMENTS), size) for s in parser(DOCUMENTS[start : start + size])]
    assert found == expected


@pytest.mark.parametrize("size", [1, 3, 100])
def test_batch_of_sentences_extracts_as_each_alone(parser: SentenceParser, size: int) -> None:
    pairs = [(s, Tree(s)) for sentences in parser(DOCUMENTS) for s in sentences]
    extract = Extraction()
    expected = [extract([pair])[0] for pair in pairs]
    assert [e for start in range(0, len(pairs), size) for e in extract(pairs[start : start + size])] == expected


def test_other_documents_say_nothing_of_this_one(reader: Reader, alone: dict[str, bytes]) -> None:
    reader.read(
        Document(id="x", text="The Kenya Peace Corps (KPC) accused Uganda of lying. Lake Sudanese army.", published=DAY)
    )
    assert written(reader, DOCUMENTS[1]) == alone["siege"]


def test_publisher_and_origin_change_no_act(reader: Reader) -> None:
    plain = DOCUMENTS[0]
    dressed = msgspec.structs.replace(plain, publisher="Lake Wire", origin="wire.jsonl:7", url="https://example.org")
    assert reader.read(plain).mentions == reader.read(dressed).mentions


def run_with(seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=msgspec.json.encode(DOCUMENTS[:3]),
        capture_output=True,
        env=environment,
        check=True,
    )
    return done.stdout


def test_hash_seed_changes_nothing() -> None:
    first, second = run_with("1"), run_with("4711")
    assert first.count(b"\n") == 3
    assert first == second


def test_another_process_gives_the_same(alone: dict[str, bytes]) -> None:
    assert run_with("0").splitlines() == [alone[d.id] for d in DOCUMENTS[:3]]
