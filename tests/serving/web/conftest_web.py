"""Names of the fixtures' store for the tests, found whatever way pytest imports them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "store"))

from store_factory import TEXT

HERE = "http://127.0.0.1"
HOSTILE = "<script>alert(1)</script> \"'; DROP TABLE documents; -- ../../etc/passwd"
HOSTILE_ID = "x/../y#<b>'\"%"
READ_TOKEN, REVIEW_TOKEN = "r" * 24, "w" * 24

__all__ = ["HERE", "HOSTILE", "HOSTILE_ID", "READ_TOKEN", "REVIEW_TOKEN", "TEXT"]
