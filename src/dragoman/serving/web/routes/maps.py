"""The map and the timeline: events by place and by day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman.serving.web.answers import (
    MEDIA_TYPES,
    TABLES,
    AskedFormat,
    choose_format,
    json_answer,
    raws,
    table_answer,
)
from dragoman.serving.web.parameters import EventFilters, KnownOn, Step
from dragoman.serving.web.routes.common import answers, desk_of
from dragoman.serving.web.wire import FeatureCollection, Timeline, TimelineRow
from dragoman.store import ServedQuery, Snapshot

TIMELINE_COLUMNS: Final[dict[str, type]] = {
    "period": date,
    "events": int,
    "quad1": int,
    "quad2": int,
    "quad3": int,
    "quad4": int,
    "cooperation": float,
    "conflict": float,
}


def add_maps(router: APIRouter) -> None:
    """Add the endpoints of the map and of the timeline."""

    @router.get(
        "/map", tags=["events"], summary="Events by place", **answers(FeatureCollection, formats=("geojson", "json"))
    )
    def show_map(
        request: Request,
        query: EventFilters,
        known_on: KnownOn = None,
        limit: Annotated[int, Query(ge=1, le=10000, description="Most events, by importance.")] = 5000,
        format: AskedFormat = None,
    ) -> Response:
        """Show events that have coordinates as GeoJSON; a vague place is a point with the radius of its area."""
        chosen = choose_format(request, format, ("geojson", "json"))
        with desk_of(request).shown(known_on) as shown:
            asked = msgspec.structs.replace(query, reported_by=shown.reported_by)
            return collection(shown.snapshot, asked, limit=limit, media_type=MEDIA_TYPES[chosen])

    @router.get("/timeline", tags=["events"], summary="Events by day", **answers(Timeline, formats=TABLES))
    def show_timeline(
        request: Request, query: EventFilters, by: Step = "month", known_on: KnownOn = None, format: AskedFormat = None
    ) -> Response:
        """Count events by day, week or month. An event counts on its first day, or that of its first report."""
        chosen = choose_format(request, format, TABLES)
        with desk_of(request).shown(known_on) as shown:
            rows = shown.snapshot.timeline(msgspec.structs.replace(query, reported_by=shown.reported_by), by)
        if chosen != "json":
            return table_answer(chosen, lambda: rows, TIMELINE_COLUMNS, request=request, total=len(rows), next_=None)
        items = tuple(_row(row) for row in rows)
        days = [item.period for item in items]
        answer = Timeline(step=by, first=min(days, default=None), last=max(days, default=None), items=items)
        return json_answer(answer)


def collection(
    snapshot: Snapshot, query: ServedQuery, *, limit: int, media_type: str = MEDIA_TYPES["geojson"]
) -> Response:
    """Events as GeoJSON, the most important ones."""
    extent, features = snapshot.mapped(query, limit=limit)
    box = [extent.pop(name) for name in ("west", "south", "east", "north")]
    answer: dict[str, Any] = {"type": "FeatureCollection", "features": raws(features), **extent}
    if box[0] is not None:
        answer["bbox"] = box
    return json_answer(answer, media_type=media_type)


def _row(row: dict[str, Any]) -> TimelineRow:
    quads = tuple(row.pop(f"quad{number}") for number in (1, 2, 3, 4))
    return msgspec.convert({**row, "quads": quads}, TimelineRow)
