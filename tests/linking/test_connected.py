"""Components by arrays are those by dictionaries, whatever the links."""

from __future__ import annotations

import random

import numpy as np
import pytest

from dragoman.linking.cluster import components, connected


@pytest.mark.parametrize("links", [0, 5, 40, 60, 200])
@pytest.mark.parametrize("seed", range(4))
def test_smallest_rank_of_each_component(links: int, seed: int) -> None:
    chance = random.Random(seed)
    size = 80
    ends = [tuple(sorted(chance.sample(range(size), 2))) for _ in range(links)]
    more = [(chance.randrange(size), chance.randrange(size)) for _ in range(3)]
    one, other = (np.array([pair[side] for pair in ends], dtype=np.int32) for side in (0, 1))
    expected = components([*ends, *more], range(size))
    assert connected(size, one, other, more).tolist() == [expected[rank] for rank in range(size)]


def test_long_chain_and_nothing_at_all() -> None:
    size = 3000
    order = list(range(size))
    random.Random(1).shuffle(order)
    one, other = np.array(order[:-1], dtype=np.int32), np.array(order[1:], dtype=np.int32)
    assert set(connected(size, one, other).tolist()) == {0}
    none = np.empty(0, dtype=np.int32)
    assert connected(0, none, none).tolist() == []
