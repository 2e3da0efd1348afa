"""Digests that tell whether a document must be read again: of its content, and of what read it."""

from __future__ import annotations

import hashlib

import msgspec

from dragoman.errors import StoreError
from dragoman.records import Document, Record, Versions


def encode_record(record: Record, *, where: str) -> bytes:
    """The JSON of a record, in UTF-8.

    Raises:
        StoreError: A text holds half of a surrogate pair, which no UTF-8 file can keep.
    """
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError as err:
        raise StoreError(
            f"a text cannot be written as UTF-8 ({err.reason} at character {err.start})",
            where=where,
            remedy="read the file again with its right encoding",
        ) from err


def content_digest(document: Document) -> str:
    """The sha256, in hexadecimal, of everything in a document that its reading may depend on.

    That is all fields but `id` and `origin`: a file that moved is not read again, an article whose day of publication
    was corrected is.
    """
    content = msgspec.structs.replace(document, id="", origin=None)
    return hashlib.sha256(encode_record(content, where=f"document {document.id!r}")).hexdigest()


def versions_key(versions: Versions | None) -> str:
    """A key of 32 hexadecimal digits for what made a reading; empty when that is not known."""
    if versions is None:
        return ""
    return hashlib.sha256(encode_record(versions, where="versions")).hexdigest()[:32]
