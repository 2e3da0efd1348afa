"""The order of stages: from a document to all that was read from it.

The reader is opened on first use: the process that only hands documents to workers needs no language pipeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.pipeline.reading import Reader, ReadSettings

__all__ = ["ReadSettings", "Reader"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dragoman.pipeline import reading

    return getattr(reading, name)
