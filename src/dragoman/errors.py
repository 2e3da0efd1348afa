"""The errors of Dragoman. Each keeps its facts as attributes, survives pickling and says where, what, what was expected, the remedy.

DragomanError
├── ConfigError            a setting that cannot be used
├── InputError             a file or document that cannot be read
├── OntologyError          a type, mode, context or sector that the ontology does not know
├── DataError              a table of the package or of the user that breaks its own rules
├── ModelError             a language pipeline or model that is missing, changed or does not fit
├── StoreError             a store that is locked, damaged, too new or full
│   └── StoreInUseError    another process has it open
└── NotBuiltError          a task or format that this version does not offer
"""

from __future__ import annotations

from typing import Any


class DragomanError(Exception):
    """Root of all errors that Dragoman raises on purpose.

    Args:
        what: What is wrong, with the value found.
        where: File, line, document or setting.
        expected: What would have been right.
        remedy: What the user can do.
    """

    def __init__(
        self, what: str, *, where: str | None = None, expected: str | None = None, remedy: str | None = None
    ) -> None:
        self.what, self.where, self.expected, self.remedy = what, where, expected, remedy
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The whole message, in one line: `where: what. expected. remedy`."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        for part in (f"expected {self.expected}" if self.expected else None, self.remedy):
            if part:
                text = f"{text.rstrip('.')}. {part[0].upper()}{part[1:]}"
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.what, self.where, self.expected, self.remedy))


def _rebuild(kind: type[DragomanError], what: str, where: str | None, expected: str | None, remedy: str | None) -> Any:
    return kind(what, where=where, expected=expected, remedy=remedy)


class ConfigError(DragomanError):
    """A setting that cannot be used."""


class InputError(DragomanError):
    """A file or document that cannot be read."""


class OntologyError(DragomanError):
    """A type, mode, context or sector that the ontology does not know."""


class DataError(DragomanError):
    """A table, of the package or of the user, that breaks its own rules."""


class ModelError(DragomanError):
    """A language pipeline or model that is missing, changed or does not fit the code."""


class StoreError(DragomanError):
    """A store that is locked, damaged, too new or full."""


class StoreInUseError(StoreError):
    """A store that another process has open."""


class NotBuiltError(DragomanError):
    """A task or format that this version does not offer."""
