"""The word lists that recognition and phrases go by, from `data/words.tsv`, where a line is a list and one of its words."""

from __future__ import annotations

import csv
from collections import defaultdict
from importlib.resources import files


def _read_lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = defaultdict(set)
    with (files("dragoman.resolution.places") / "data" / "words.tsv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            lists[row["list"]].add(row["word"])
    return {name: frozenset(words) for name, words in lists.items()}


_LISTS = _read_lists()

NEAR = _LISTS["near"]  # a name after one of these is somewhere
TOWN_WORDS, UNIT_WORDS = _LISTS["town"], _LISTS["unit"]  # what kind of place a word makes of the name beside it,
NATURE_WORDS, SITE_WORDS = _LISTS["nature"], _LISTS["site"]  # and so which layers of the gazetteer it allows
FEATURES = TOWN_WORDS | UNIT_WORDS | NATURE_WORDS | SITE_WORDS
MIDDLE = _LISTS["middle"]  # a part of a place that lies in no direction: "central", "downtown"
ACTING = _LISTS["acting"]  # lemmas of verbs by whose subject a state or its capital stands for the government
OWNED_BY_ACTORS = _LISTS["owned_by_actors"]  # what belongs to an actor: "Syria's government"
BODY_WORDS = _LISTS["body"]  # capitalised, with a name before it, these make the name of a body
NO_PLACES = _LISTS["no_place"]  # towns that are, in news, nearly always something else
TITLES = _LISTS["title"]  # a name after one of these is a person's
AILMENTS = _LISTS["ailment"]  # a name before one of these is that of a disease
ALSO_PERSONS = _LISTS["also_person"]  # names of places that people bear too

DIRECTIONS = {
    stem + ending: bearing
    for stems, bearing in (
        (("north",), 0.0), (("northeast", "north-east"), 45.0), (("east",), 90.0), (("southeast", "south-east"), 135.0),
        (("south",), 180.0), (("southwest", "south-west"), 225.0), (("west",), 270.0), (("northwest", "north-west"), 315.0),
    )
    for stem in stems
    for ending in ("", "ern", "ernmost")
}  # fmt: skip
BEARINGS = {
    0.0: "north", 45.0: "northeast", 90.0: "east", 135.0: "southeast", 180.0: "south", 225.0: "southwest", 270.0: "west",
    315.0: "northwest",
}  # fmt: skip
