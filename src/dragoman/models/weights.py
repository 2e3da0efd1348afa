"""Opens the artefacts that are one manifest of weights: `certainty` and `gate`."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from dragoman.errors import ModelError


class Weights(Protocol):
    """What the manifests of weights have in common."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def format(self) -> int: ...


Kind = TypeVar("Kind", bound=Weights)


def weights_id(weights: Weights) -> str:
    """What records name weights by: name, version and the digest of all they hold."""
    digest = hashlib.sha256(msgspec.json.encode(weights)).hexdigest()
    return f"{weights.name}-{weights.version}-{digest[:16]}"


def read_weights(path: Path, kind: type[Kind], what: str, *, format: int, remedy: str) -> Kind:
    """The weights of a manifest; `what` names them in errors.

    Raises:
        ModelError: The file is missing or made for other code.
    """
    if not path.is_file():
        raise ModelError(f"no {what} weights", where=str(path), remedy=remedy)
    try:
        known = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise ModelError(f"the {what} weights cannot be read: {err}", where=str(path), remedy=remedy) from err
    if known.format != format:
        raise ModelError(f"{what} format {known.format}", where=str(path), expected=str(format), remedy=remedy)
    return known
