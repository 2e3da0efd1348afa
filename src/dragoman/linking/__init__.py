"""Which mentions report the same happening, and which claims are about it."""

from __future__ import annotations

from dragoman.linking.claims import Reply, link_claims, stance_of
from dragoman.linking.within import link_document

__all__ = ["Reply", "link_claims", "link_document", "stance_of"]
