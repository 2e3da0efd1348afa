"""From a document to its parsed sentences: blocks, datelines, sentence boundaries."""

from __future__ import annotations

from dragoman.text.datelines import Dateline, find_dateline, head_datelines
from dragoman.text.sentences import LONGEST_SENTENCE, SentenceParser

__all__ = ["LONGEST_SENTENCE", "Dateline", "SentenceParser", "find_dateline", "head_datelines"]
