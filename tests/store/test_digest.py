"""Digests change with what a reading depends on, and with nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from store_factory import VERSIONS, document

from dragoman.store import content_digest, versions_key


@pytest.mark.parametrize(
    "change", [{"text": "x"}, {"published": date(2025, 7, 13)}, {"title": None}, {"language": "fr"}]
)
def test_content_changes_the_digest(change: dict[str, Any]) -> None:
    assert content_digest(document(**change)) != content_digest(document())


def test_id_and_origin_do_not_change_the_digest() -> None:
    assert content_digest(document("b2", origin=None)) == content_digest(document())
    assert len(content_digest(document())) == 64


def test_unknown_versions_have_the_empty_key() -> None:
    assert versions_key(None) == ""
    assert versions_key(VERSIONS) != versions_key(msgspec.structs.replace(VERSIONS, models=()))
