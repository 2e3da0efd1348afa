"""The room that keeps readings: one DuckDB file, a bulk `Writer` and a read-only `View`.

Usage:
    with Store.open("news.dragoman") as store:
        store.writer().write(readings)
        protests = store.view().mentions(EventQuery(type=("PROTEST",), place_country="KEN"))
"""

from __future__ import annotations

from dragoman.store.database import SCHEMA_VERSION, Store
from dragoman.store.digest import content_digest, versions_key
from dragoman.store.flows import FlowQuery
from dragoman.store.foreign import DATASETS, CompareQuery, Dataset, ForeignEvent
from dragoman.store.query import EventQuery, Order
from dragoman.store.view import Answer, Unresolved, View
from dragoman.store.writer import Writer, Written

__all__ = [
    "DATASETS",
    "SCHEMA_VERSION",
    "Answer",
    "CompareQuery",
    "Dataset",
    "EventQuery",
    "FlowQuery",
    "ForeignEvent",
    "Order",
    "Store",
    "Unresolved",
    "View",
    "Writer",
    "Written",
    "content_digest",
    "versions_key",
]
