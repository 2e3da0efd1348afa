"""Take in lists of actors that the user has saved: results of Wikidata queries, and FollowTheMoney entities."""

from __future__ import annotations

from dragoman.resolution.actors.importing.entries import Entry, Given, Refused
from dragoman.resolution.actors.importing.files import FORMATS, read_entries
from dragoman.resolution.actors.importing.merging import Outcome, Report, What, merge

__all__ = ["FORMATS", "Entry", "Given", "Outcome", "Refused", "Report", "What", "merge", "read_entries"]
