"""Distances on the sphere."""

from __future__ import annotations

import pytest

from dragoman.resolution.places.distances import distance_km, middle, moved, nearest_km


def test_one_degree_of_latitude_is_111_km() -> None:
    assert distance_km((10.0, 20.0), (11.0, 20.0)) == pytest.approx(111.2, abs=0.1)


def test_distance_across_the_date_line_is_short() -> None:
    assert distance_km((0.0, 179.5), (0.0, -179.5)) == pytest.approx(111.2, abs=0.1)


def test_nearest_of_none_is_none() -> None:
    assert nearest_km((0.0, 0.0), []) is None


def test_nearest_of_two() -> None:
    assert nearest_km((0.0, 0.0), [(0.0, 3.0), (1.0, 0.0)]) == pytest.approx(111.2, abs=0.1)


@pytest.mark.parametrize(
    ("bearing", "lat", "lon"), [(0.0, 0.9, 0.0), (90.0, 0.0, 0.9), (180.0, -0.9, 0.0), (270.0, 0.0, -0.9)]
)
def test_moved_goes_where_the_bearing_points(bearing: float, lat: float, lon: float) -> None:
    assert moved((0.0, 0.0), bearing, 100.0) == pytest.approx((lat, lon), abs=0.01)


def test_middle_of_two_points_on_the_equator() -> None:
    assert middle([(0.0, 10.0), (0.0, 20.0)]) == pytest.approx((0.0, 15.0))


def test_middle_of_nothing_is_none() -> None:
    assert middle([]) is None
