"""Names of the fixtures for the tests, found whatever way pytest imports them."""

from __future__ import annotations

# Tokens of the server whose publishers keep their words.
READ_TOKEN, REVIEW_TOKEN = "r" * 24, "w" * 24
