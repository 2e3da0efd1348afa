"""Writes the manifest of an artefact as TOML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from dragoman.files import write_whole
from dragoman.records import Record

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_manifest(manifest: Record, path: Path, *, by: str = "dragoman.training.reader") -> None:
    """Write the manifest, in one go: first the plain values, then lists of tables, then tables."""
    plain: dict[str, Any] = {f: msgspec.to_builtins(getattr(manifest, f)) for f in manifest.__struct_fields__}
    tables = {k: v for k, v in plain.items() if isinstance(v, dict)}
    lists = {k: v for k, v in plain.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    lines = [f"# Written by {by}; not to be edited."]
    lines.extend(f"{k} = {json.dumps(v)}" for k, v in plain.items() if k not in tables and k not in lists)
    for key, entries in lists.items():
        for entry in entries:
            lines.append(f"\n[[{key}]]")
            lines.extend(f"{k} = {json.dumps(v)}" for k, v in entry.items())
    for key, table in tables.items():
        lines.append(f"\n[{key}]")
        lines.extend(f"{_key(k)} = {json.dumps(v)}" for k, v in table.items())
    write_whole(path, ("\n".join(lines) + "\n").encode())


def _key(name: str) -> str:
    """A key of a table, in quotes where it holds more than letters, digits, `_`, `-`."""
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
