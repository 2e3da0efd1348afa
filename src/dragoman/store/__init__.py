"""The room that keeps readings: one DuckDB file, a bulk `Writer` and a read-only `View`.

Usage:
    with Store.open("news.dragoman") as store:
        store.writer().write(readings)
        protests = store.view().mentions(EventQuery(type=("PROTEST",), place_country="KEN"))
"""

from __future__ import annotations

from dragoman.store.cards import Card, Change
from dragoman.store.connections import is_store_fault
from dragoman.store.database import SCHEMA_VERSION, Store
from dragoman.store.digest import content_digest, versions_key
from dragoman.store.flows import FlowQuery
from dragoman.store.foreign import DATASETS, CompareQuery, Dataset, ForeignEvent
from dragoman.store.journal import Journal, Refusal, Standing, Stone, Waiting, text_digest
from dragoman.store.partitions import Part, Partitions, is_partitioned, part_name
from dragoman.store.publishing import Publication
from dragoman.store.query import EventQuery, Order
from dragoman.store.reviews import Audit, AuditItem, Review, SavedQuery
from dragoman.store.served import Page, Served, Snapshot
from dragoman.store.served_sql import ServedQuery
from dragoman.store.stones import Covered
from dragoman.store.view import Answer, Unresolved, View
from dragoman.store.watching import Post, Sighting, Task, Watched, Watching
from dragoman.store.writer import Writer, Written

__all__ = [
    "DATASETS",
    "SCHEMA_VERSION",
    "Answer",
    "Audit",
    "AuditItem",
    "Card",
    "Change",
    "CompareQuery",
    "Covered",
    "Dataset",
    "EventQuery",
    "FlowQuery",
    "ForeignEvent",
    "Journal",
    "Order",
    "Page",
    "Part",
    "Partitions",
    "Post",
    "Publication",
    "Refusal",
    "Review",
    "SavedQuery",
    "Served",
    "ServedQuery",
    "Sighting",
    "Snapshot",
    "Standing",
    "Stone",
    "Store",
    "Task",
    "Unresolved",
    "View",
    "Waiting",
    "Watched",
    "Watching",
    "Writer",
    "Written",
    "content_digest",
    "is_partitioned",
    "is_store_fault",
    "part_name",
    "text_digest",
    "versions_key",
]
