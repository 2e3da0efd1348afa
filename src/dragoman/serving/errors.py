"""The errors of serving.

DragomanError
└── ExportError    a file that cannot be written, or a format that is not offered
"""

from __future__ import annotations

from dragoman.errors import DragomanError


class ExportError(DragomanError):
    """A file that cannot be written, or a format that is not offered."""
