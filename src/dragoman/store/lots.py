"""Documents in lots: what linking reads of many documents, put on disk lot by lot, so that reading a lot reads nothing else.

Asking for the articles of some documents scans the tables once. Asked for every two thousand of a million, that alone grows with
the square of the store; sorted by lot first, once, it grows like a sort.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from dragoman.records import EventMention, Record

if TYPE_CHECKING:
    from dragoman.store.links import Links


class Article(Record, frozen=True):
    """What linking reads of a document: its sentences by their number, its mentions in text order, its own linking of them."""

    id: str
    published: date | None
    publisher: str | None
    text: str
    digest: str
    sentences: dict[int, str]
    mentions: tuple[EventMention, ...]
    within: dict[str, str]


# Temporary table → what it holds of the documents of the table `lots`, in the order in which a lot is read.
_DOCUMENTS = {
    "lot_documents": "SELECT o.lot, d.id, d.published, d.publisher, d.text, {digest} AS digest"
    " FROM documents d JOIN lots o USING (id) ORDER BY o.lot, d.id",
    "lot_sentences": "SELECT o.lot, s.document_id, s.position, s.text"
    " FROM sentences s JOIN lots o ON o.id = s.document_id ORDER BY o.lot, s.document_id, s.position",
}
_MENTIONS = {
    "lot_mentions": "SELECT o.lot, m.document_id, m.position, m.json"
    " FROM event_mentions m JOIN lots o ON o.id = m.document_id ORDER BY o.lot, m.document_id, m.position",
    "lot_within": "SELECT o.lot, x.document_id, x.event_id, x.mention_id"
    " FROM event_members x JOIN lots o ON o.id = x.document_id ORDER BY o.lot, x.document_id",
}


class Lots:
    """Documents in lots, read one lot after the other. Use it as an iterator, once.

    Args:
        links: Where to read, within its transaction.
        lots: The ids of each lot.
        digest: SQL of a document's digest, of the table `d`.
        mentions: Whether event mentions are read too; else articles have none.
    """

    def __init__(self, links: Links, lots: Sequence[Sequence[str]], digest: str, *, mentions: bool = True) -> None:
        self._links, self._number, self._mentions = links, len(lots), mentions
        self._tables = _DOCUMENTS | _MENTIONS if mentions else _DOCUMENTS
        ids = [id_ for lot in lots for id_ in lot]
        numbers = [number for number, lot in enumerate(lots) for _ in lot]
        links.take("lots", pa.table({"id": pa.array(ids, pa.string()), "lot": pa.array(numbers, pa.int32())}))
        for table, sql in self._tables.items():
            links.run(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql.format(digest=digest)}")

    def __iter__(self) -> Iterator[list[Article]]:
        """The articles of each lot, by id. At the end the temporary tables are gone."""
        for lot in range(self._number):
            yield self._articles(lot)
        for table in ("lots", *self._tables):
            self._links.run(f"DROP TABLE {table}")

    def _articles(self, lot: int) -> list[Article]:
        rows = self._links.rows
        sentences: dict[str, dict[int, str]] = {}
        for id_, position, text in rows("SELECT document_id, position, text FROM lot_sentences WHERE lot = ?", [lot]):
            sentences.setdefault(id_, {})[position] = text
        mentions: dict[str, list[tuple[int, EventMention]]] = {}
        within: dict[str, dict[str, str]] = {}
        if self._mentions:
            for id_, position, json in rows(
                "SELECT document_id, position, json FROM lot_mentions WHERE lot = ?", [lot]
            ):
                mentions.setdefault(id_, []).append((position, self._links.mention(json)))
            for id_, event, mention in rows(
                "SELECT document_id, event_id, mention_id FROM lot_within WHERE lot = ?", [lot]
            ):
                within.setdefault(id_, {})[mention] = event
        return [
            Article(
                id=id_,
                published=published,
                publisher=publisher,
                text=text,
                digest=digest,
                sentences=dict(sorted(sentences.get(id_, {}).items())),
                mentions=tuple(m for _, m in sorted(mentions.get(id_, ()), key=lambda pair: pair[0])),
                within=within.get(id_, {}),
            )
            for id_, published, publisher, text, digest in rows(
                "SELECT id, published, publisher, text, digest FROM lot_documents WHERE lot = ? ORDER BY id", [lot]
            )
        ]
