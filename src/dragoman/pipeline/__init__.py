"""The order of stages: from a document to all that was read from it."""

from __future__ import annotations

from dragoman.pipeline.reading import Reader, ReadSettings

__all__ = ["ReadSettings", "Reader"]
