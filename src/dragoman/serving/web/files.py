"""The desk's files: read once from the package when the server starts, so that no path of a request touches the disk."""

from __future__ import annotations

import hashlib
import mimetypes
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

from fastapi import FastAPI, Request
from fastapi.responses import Response

from dragoman.serving.web.problems import ProblemError

_INDEX: Final = "index.html"
# Builders put a digest into the names of these; they never change under one name.
_LASTING: Final = "assets/"
_KINDS: Final = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}
_ABSENT: Final = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dragoman</title></head>
<body><h1>Dragoman</h1>
<p>The API is at <a href="/api/v1/status">/api/v1</a>. This installation has no desk: its pages were not built.</p>
</body></html>
"""


class File(NamedTuple):
    """A file of the desk."""

    body: bytes
    media_type: str
    tag: str


def read_desk(folder: Traversable | None = None) -> dict[str, File]:
    """The files of the desk by their path; empty where it was not built."""
    root = folder or resources.files("dragoman") / "desk"
    return dict(_files(root, "")) if root.is_dir() and (root / _INDEX).is_file() else {}


def add_desk(app: FastAPI, files: dict[str, File]) -> None:
    """Serve the desk under every path that is not the API's: its files, else its page, which knows the path itself."""

    @app.get("/health", include_in_schema=False)
    def show_health() -> Response:
        """Say that the server runs."""
        return Response(b'{"status":"ok"}', media_type="application/json")

    @app.get("/{path:path}", include_in_schema=False)
    def show_file(request: Request, path: str) -> Response:
        """A file of the desk, or its page."""
        if path.startswith("api/"):
            raise ProblemError("not-found", f"There is nothing at /{path}.")
        name = path or _INDEX
        file = files.get(name)
        if file is None and "." in path.rpartition("/")[2]:
            raise ProblemError("not-found", f"There is nothing at /{path}.")
        file = file or files.get(_INDEX) or File(_ABSENT, "text/html; charset=utf-8", '"absent"')
        headers = {"ETag": file.tag, "Cache-Control": "no-cache"}
        if name.startswith(_LASTING):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        if request.headers.get("if-none-match") == file.tag:
            return Response(status_code=304, headers=headers)
        return Response(file.body, media_type=file.media_type, headers=headers)


def _files(folder: Traversable, prefix: str) -> list[tuple[str, File]]:
    found: list[tuple[str, File]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith(".py"):
            body = entry.read_bytes()
            tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
            found.append((f"{prefix}{entry.name}", File(body, _media_type(entry.name), tag)))
    return found


def _media_type(name: str) -> str:
    ending = name[name.rfind(".") :] if "." in name else ""
    kind = _KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
