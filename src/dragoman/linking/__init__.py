"""Which mentions report the same happening."""

from __future__ import annotations

from dragoman.linking.within import link_document

__all__ = ["link_document"]
