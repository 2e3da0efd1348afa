"""Names of the fixtures' store for the tests, found whatever way pytest imports them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "store"))

from store_factory import TEXT

from dragoman.serving.web.files import File
from dragoman.serving.web.guard import Limits

HERE = "http://127.0.0.1"
HOSTILE = "<script>alert(1)</script> \"'; DROP TABLE documents; -- ../../etc/passwd"
HOSTILE_ID = "x/../y#<b>'\"%"
READ_TOKEN, REVIEW_TOKEN = "r" * 24, "w" * 24
UNLIMITED = Limits(per_s=0, reads_per_s=0)
PAGE = {"index.html": File(b"<!doctype html><title>Desk</title>", "text/html; charset=utf-8", '"i"')}

__all__ = ["HERE", "HOSTILE", "HOSTILE_ID", "PAGE", "READ_TOKEN", "REVIEW_TOKEN", "TEXT", "UNLIMITED"]
