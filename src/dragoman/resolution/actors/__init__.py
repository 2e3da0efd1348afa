"""Who is who: the knowledge base, and the resolution of names, roles and what points back at them."""

from __future__ import annotations

from dragoman.resolution.actors.document import DocumentActors
from dragoman.resolution.actors.rows import Overlay, read_overlay
from dragoman.resolution.actors.tables import Entity, Knowledge, load_knowledge

__all__ = ["DocumentActors", "Entity", "Knowledge", "Overlay", "load_knowledge", "read_overlay"]
