"""One reader a format: from a source to drafts of documents, and errors where there is none."""

from __future__ import annotations

from dragoman.news.readers.files import read_source

__all__ = ["read_source"]
