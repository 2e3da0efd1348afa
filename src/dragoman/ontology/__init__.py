"""PLOVER, version plover-2023: types, modes, contexts, sectors, boundary rulings and the CAMEO crosswalk, as checked data."""

from __future__ import annotations

from dragoman.ontology.cameo import from_cameo, to_cameo
from dragoman.ontology.contexts import context_weights, contexts_of
from dragoman.ontology.loader import build_crosswalk, build_ontology, load_crosswalk, load_ontology
from dragoman.ontology.lookup import (
    ReadMode,
    ReadType,
    check_context,
    check_mode,
    check_sector,
    check_type,
    contexts_with_modes,
    export_code,
    needs_recipient,
    quad_of,
    quad_text,
    read_context,
    read_mode,
    read_type,
    score_of,
    sector_from_cameo,
    sector_to_cameo,
)
from dragoman.ontology.records import Boundary, CameoCode, Context, EventType, Mode, Ontology, Quad, Sector

__all__ = [
    "Boundary",
    "CameoCode",
    "Context",
    "EventType",
    "Mode",
    "Ontology",
    "Quad",
    "ReadMode",
    "ReadType",
    "Sector",
    "build_crosswalk",
    "build_ontology",
    "check_context",
    "check_mode",
    "check_sector",
    "check_type",
    "context_weights",
    "contexts_of",
    "contexts_with_modes",
    "export_code",
    "from_cameo",
    "load_crosswalk",
    "load_ontology",
    "needs_recipient",
    "quad_of",
    "quad_text",
    "read_context",
    "read_mode",
    "read_type",
    "score_of",
    "sector_from_cameo",
    "sector_to_cameo",
    "to_cameo",
]
