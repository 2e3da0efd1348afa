"""From compared pairs to events: average-link joining that never puts two mentions in conflict together.

Joining by single good pairs would chain unlike things: a report without a place is like a strike here and a strike there, and
would make them one. So two groups join only while the mean of all their pairs speaks for it and no pair of them is in
conflict, best pair of groups first. Bits are summed in thousandths, as whole numbers, and ties go by id, so that the
groups are the same in whatever order pairs and mentions come.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Generic, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from dragoman.records import Record

Verdict = Literal["same", "not_same"]
Pair = tuple[str, str]
# Mentions go by their ids or, where there are many, by the ranks of these: both order them alike.
Id = TypeVar("Id", str, int)
Ranks = npt.NDArray[np.int32]

# Mean bits at which two groups still are one event: even odds.
THRESHOLD: Final = 0.0
# Mentions of a component that are compared each with each. A larger one is cut by asking for better pairs.
LARGEST_COMPONENT: Final = 600


class Compared(Record, frozen=True):
    """What comparing two mentions gave: bits for their being one event, and whether that is excluded."""

    bits: float
    is_conflict: bool = False


class Judgement(Record, frozen=True):
    """A person's word on two mentions. `number` counts up: of two that contradict each other the later one counts."""

    number: int
    left_id: str
    right_id: str
    verdict: Verdict


def ordered(one: str, other: str) -> Pair:
    """The two ids as a pair, the smaller first."""
    return (one, other) if one <= other else (other, one)


def connected(size: int, one: Ranks, other: Ranks, more: Sequence[tuple[int, int]] = ()) -> Ranks:
    """For ranks from 0 to `size`, the smallest rank that links lead to from each: `components` for millions.

    Labels sink along links and then along themselves until none moves (pointer jumping; Shiloach and Vishkin, "An O(log n)
    parallel connectivity algorithm", 1982): some ten passes over the arrays.
    """
    ends = np.asarray(more, dtype=np.int32).reshape(-1, 2)
    left, right = np.concatenate([one, ends[:, 0]]), np.concatenate([other, ends[:, 1]])
    roots = np.arange(size, dtype=np.int32)
    while len(left):
        low = np.minimum(roots[left], roots[right])
        before = roots.copy()
        for end in (left, right):
            np.minimum.at(roots, before[end], low)
            np.minimum.at(roots, end, low)
        roots = roots[roots]
        if np.array_equal(roots, before):
            break
    return roots


def components(links: Iterable[tuple[Id, Id]], mentions: Iterable[Id]) -> dict[Id, Id]:
    """Every mention with the smallest id of those that links lead to from it."""
    parent = {mention: mention for mention in mentions}

    def root(mention: Id) -> Id:
        while parent[mention] != mention:
            parent[mention] = parent[parent[mention]]
            mention = parent[mention]
        return mention

    for one, other in links:
        if one in parent and other in parent:
            first, second = sorted((root(one), root(other)))
            parent[second] = first
    return {mention: root(mention) for mention in parent}


def members_of(roots: Mapping[Id, Id]) -> dict[Id, list[Id]]:
    """The components by their smallest id, members in order."""
    found: dict[Id, list[Id]] = {}
    for mention in sorted(roots):
        found.setdefault(roots[mention], []).append(mention)
    return found


def cut_component(members: Sequence[Id], links: Mapping[tuple[Id, Id], float]) -> list[list[Id]]:
    """A component in pieces of at most `LARGEST_COMPONENT` mentions, by asking one bit more of the links until they fit.

    What a bit more cuts off, mentions with nothing but weak links, becomes pieces of its own.
    """
    waiting, done, bits = [sorted(members)], list[list[Id]](), 1
    strongest = max(links.values(), default=0.0)
    while waiting:
        pieces: list[list[Id]] = []
        for piece in waiting:
            if len(piece) <= LARGEST_COMPONENT or bits > strongest or (math.isinf(strongest) and bits > 60):
                done.append(piece)
                continue
            inside = set(piece)
            strong = (
                pair for pair, value in links.items() if value >= bits and pair[0] in inside and pair[1] in inside
            )
            pieces += members_of(components(strong, piece)).values()
        waiting, bits = pieces, bits + 1
    return sorted(done)


def settle(judgements: Iterable[Judgement]) -> tuple[dict[Pair, Verdict], tuple[Judgement, ...]]:
    """What holds of the judgements with all that follows from it, and those that later ones overrule.

    If A is the same as B and B as C, then A is the same as C; if then A is judged not the same as C, the oldest of the
    three gives way.
    """
    kept: dict[Pair, Verdict] = {}
    overruled: list[Judgement] = []
    parent: dict[str, str] = {}
    apart: dict[str, set[str]] = {}

    def root(id_: str) -> str:
        while parent.setdefault(id_, id_) != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for judgement in sorted(judgements, key=lambda j: -j.number):
        one, other = root(judgement.left_id), root(judgement.right_id)
        is_same = judgement.verdict == "same"
        if (one == other) != is_same and (one == other or other in apart.get(one, ())):
            overruled.append(judgement)
            continue
        kept[ordered(judgement.left_id, judgement.right_id)] = judgement.verdict
        if not is_same:
            apart.setdefault(one, set()).add(other)
            apart.setdefault(other, set()).add(one)
        elif one != other:
            parent[other] = one
            for far in apart.pop(other, set()):
                apart[far].discard(other)
                apart[far].add(one)
                apart.setdefault(one, set()).add(far)
    return kept, tuple(overruled)


def cluster(
    mentions: Iterable[Id],
    compared: Mapping[tuple[Id, Id], Compared],
    judged: Mapping[tuple[Id, Id], Verdict] | None = None,
) -> list[tuple[Id, ...]]:
    """The events that some mentions make up, each with its mentions in order, by their first mention.

    Args:
        mentions: Ids, or their ranks.
        compared: What comparing gave, by `ordered` pair; a pair that is missing weighs nothing.
        judged: What persons say, as `settle` gives it. "Same" joins whatever the pair weighs, "not same" keeps apart.
    """
    judged = judged or {}
    same = [pair for pair, verdict in judged.items() if verdict == "same"]
    start = members_of(components(same, mentions))
    groups = _Groups(start, compared, judged)
    groups.join()
    return sorted(tuple(sorted(members)) for members in groups.members.values())


class _Groups(Generic[Id]):
    """Groups of mentions while they join. Keys are the smallest ids; `sums` are thousandths of bits over all pairs."""

    def __init__(
        self,
        start: dict[Id, list[Id]],
        compared: Mapping[tuple[Id, Id], Compared],
        judged: Mapping[tuple[Id, Id], Verdict],
    ) -> None:
        self.members: dict[Id, list[Id]] = {key: list(members) for key, members in start.items()}
        home = {mention: key for key, members in start.items() for mention in members}
        self.sums: dict[Id, dict[Id, int]] = {key: {} for key in start}
        self.apart: dict[Id, set[Id]] = {key: set() for key in start}
        for (one, other), value in compared.items():
            if one in home and other in home and home[one] != home[other]:
                self._add(home[one], home[other], round(value.bits * 1000))
                if value.is_conflict and judged.get((one, other)) != "same":
                    self._part(home[one], home[other])
        for (one, other), verdict in judged.items():
            if verdict == "not_same" and one in home and other in home and home[one] != home[other]:
                self._part(home[one], home[other])

    def _add(self, one: Id, other: Id, thousandths: int) -> None:
        self.sums[one][other] = self.sums[other][one] = self.sums[one].get(other, 0) + thousandths

    def _part(self, one: Id, other: Id) -> None:
        self.apart[one].add(other)
        self.apart[other].add(one)

    def mean(self, one: Id, other: Id) -> float:
        """Mean thousandths of bits over all pairs of two groups: of whole numbers, so the same in any order of sums."""
        return self.sums[one][other] / (len(self.members[one]) * len(self.members[other]))

    def join(self) -> None:
        """Join the best two groups until none may join."""
        heap = [
            (-self.mean(one, other), one, other)
            for one in self.sums
            for other in self.sums[one]
            if one < other and self._may_join(one, other)
        ]
        heapq.heapify(heap)
        while heap:
            value, one, other = heapq.heappop(heap)
            if one in self.members and other in self.members and self.mean(one, other) == -value:
                for neighbour in self._merge(one, other):
                    if self._may_join(one, neighbour):
                        first, second = sorted((one, neighbour))
                        heapq.heappush(heap, (-self.mean(first, second), first, second))

    def _may_join(self, one: Id, other: Id) -> bool:
        return other not in self.apart[one] and self.mean(one, other) >= round(THRESHOLD * 1000)

    def _merge(self, one: Id, other: Id) -> list[Id]:
        """Put `other` into `one`; its neighbours from now on, in order."""
        self.members[one] += self.members.pop(other)
        for neighbour, thousandths in self.sums.pop(other).items():
            del self.sums[neighbour][other]
            if neighbour != one:
                self._add(one, neighbour, thousandths)
        for neighbour in self.apart.pop(other):
            self.apart[neighbour].discard(other)
            self._part(one, neighbour)
        return sorted(self.sums[one])
