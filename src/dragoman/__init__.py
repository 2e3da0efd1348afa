"""Dragoman reads news reporting and records who did what to whom, where, when, according to whom, and how certain."""

from __future__ import annotations

from dragoman.api import ask, link, read, to_arrow, to_pandas, to_polars
from dragoman.errors import DragomanError
from dragoman.records import Document, EventMention, LinkedEvent, Reading

__version__ = "0.1.0"

__all__ = [
    "Document",
    "DragomanError",
    "EventMention",
    "LinkedEvent",
    "Reading",
    "__version__",
    "ask",
    "link",
    "read",
    "to_arrow",
    "to_pandas",
    "to_polars",
]
