"""From a document to its parsed sentences: blocks, datelines, sentence boundaries."""

from __future__ import annotations

from dragoman.text.datelines import Dateline, find_dateline
from dragoman.text.sentences import SentenceParser

__all__ = ["Dateline", "SentenceParser", "find_dateline"]
