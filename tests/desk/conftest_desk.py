"""Names of the fixtures for the tests, found whatever way pytest imports them."""

from __future__ import annotations

# Tokens of the server whose publishers keep their words.
# An article whose every field tries to be markup. Its day is long ago, so that it stands in no picture of the docs.
HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
HOSTILE_ARTICLE = {
    "id": f"hostile/{HOSTILE}",
    "title": HOSTILE,
    "publisher": HOSTILE,
    "published": "2014-08-02",
    "url": "javascript:alert(3)",
    # The markup before "Police" becomes a part of an actor's name.
    "text": f"Israel struck a port in Lebanon on Friday. {HOSTILE} Police arrested 12 people in Damascus on Friday.",
}
READ_TOKEN, REVIEW_TOKEN = "r" * 24, "w" * 24
