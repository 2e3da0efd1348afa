"""Moments in the store and outside: DuckDB keeps them in UTC without a zone, records are aware."""

from __future__ import annotations

from datetime import UTC, datetime


def plain_moment(moment: datetime) -> datetime:
    """An aware moment as the store keeps it: in UTC, without its zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware_moment(moment: datetime) -> datetime:
    """A moment of the store as records have it."""
    return moment.replace(tzinfo=UTC)
