"""One reader a format: from a source to drafts of documents, and errors where there is none."""

from __future__ import annotations

from dragoman.news.readers.files import find_addresses, read_source
from dragoman.news.readers.lists import Address

__all__ = ["Address", "find_addresses", "read_source"]
