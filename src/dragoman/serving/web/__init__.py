"""The server: a REST API over one store, and the desk that asks it. It needs the extra `serve`."""

from __future__ import annotations
