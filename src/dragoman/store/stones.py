"""Stones of a store that is a folder: a file for each document that was taken out for good.

    FOLDER/stones/3f9c….json    the stone of one document, named by a digest of its id

They lie beside the parts and not in the file of linking, which may be made anew: whoever reads into the folder, on whatever
machine, passes over what they tell of.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from dragoman.errors import StoreError
from dragoman.files import write_whole
from dragoman.records import Document
from dragoman.store.journal import Stone, text_digest

_FOLDER: Final = "stones"


class FolderStones:
    """The stones of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _FOLDER

    def all(self) -> list[Stone]:
        """Every stone, by document.

        Raises:
            StoreError: A file is damaged: without it, what was taken out would be read again.
        """
        return sorted((self._read(path) for path in self._folder.glob("*.json")), key=lambda stone: stone.document_id)

    def lay(self, stone: Stone) -> None:
        """Lay a stone, over that of the same document."""
        self._folder.mkdir(exist_ok=True)
        write_whole(self._path(stone.document_id), msgspec.json.encode(stone))

    def _path(self, document_id: str) -> Path:
        digest = hashlib.blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return self._folder / f"{digest}.json"

    def _read(self, path: Path) -> Stone:
        try:
            return msgspec.json.decode(path.read_bytes(), type=Stone)
        except (OSError, msgspec.DecodeError) as err:
            raise StoreError(
                f"the stone of a document that was taken out cannot be read ({err})",
                where=str(path),
                remedy="restore it from a copy, or take the document out once more",
            ) from err


class Covered:
    """Tells of documents whether they were taken out, under this id or another."""

    def __init__(self, stones: list[Stone]) -> None:
        self._ids = {stone.document_id for stone in stones}
        self._texts = {stone.text_digest for stone in stones if stone.text_digest}

    def __call__(self, document: Document) -> bool:
        """Whether it was taken out."""
        return document.id in self._ids or bool(self._texts and text_digest(document.text) in self._texts)
