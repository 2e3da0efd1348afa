"""Distances on a sphere of radius 6371.0088 km (the mean radius of WGS 84), good to half a per cent."""

from __future__ import annotations

import math
from collections.abc import Iterable

EARTH_RADIUS_KM = 6371.0088

Point = tuple[float, float]


def distance_km(first: Point, second: Point) -> float:
    """The great-circle distance of two points (latitude, longitude in degrees), in km."""
    a, b = math.radians(first[0]), math.radians(second[0])
    across = math.radians(second[1] - first[1])
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def nearest_km(point: Point, others: Iterable[Point]) -> float | None:
    """The distance to the nearest of `others` in km, or `None` when there is none."""
    return min((distance_km(point, other) for other in others), default=None)


def moved(point: Point, bearing: float, by_km: float) -> Point:
    """The point that lies `by_km` from `point` on the great circle that leaves it at `bearing` degrees from north."""
    lat, lon, angle = math.radians(point[0]), math.radians(point[1]), by_km / EARTH_RADIUS_KM
    turn = math.radians(bearing)
    there = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(turn))
    across = lon + math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(there)
    )
    return math.degrees(there), (math.degrees(across) + 540) % 360 - 180


def middle(points: Iterable[Point]) -> Point | None:
    """The mean of points that lie near each other: not for groups that straddle a pole."""
    x = y = z = 0.0
    for lat, lon in points:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    if not (x or y or z):
        return None
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
