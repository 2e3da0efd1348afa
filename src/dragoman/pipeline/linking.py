"""Link a store: find copies, compare and cluster the event mentions of all documents, and write the events.

Only what an intake touches is done anew: the groups of copies and the components of linked mentions that a new, changed or
removed document, or a judgement, has part in. All steps are functions of what the store holds, never of the order in which
it came, so that the events are those that linking everything at once would give; only their ids remember the past.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final, TypeVar

import duckdb
import msgspec
import numpy as np
import pyarrow as pa

import dragoman
from dragoman.linking.block import crowded_sql, keys_sql, oriented_sql, pairs_sql
from dragoman.linking.changes import changes, version_kind
from dragoman.linking.cluster import (
    LARGEST_COMPONENT,
    Compared,
    Judgement,
    Pair,
    Ranks,
    cluster,
    connected,
    cut_component,
    settle,
)
from dragoman.linking.compare import compare_sql, explain, features, probability
from dragoman.linking.copies import (
    Copied,
    Likeness,
    Printed,
    all_copy_keys,
    candidates_sql,
    compare_articles,
    group_copies,
)
from dragoman.linking.event import Reported, event_record
from dragoman.linking.identity import TrailStep, assign_ids
from dragoman.linking.rows import Context, mention_row
from dragoman.linking.standins import InSentence, stand_ins, tolls
from dragoman.ontology import quad_of, score_of
from dragoman.records import Link, LinkedEvent, LinkReason, Record
from dragoman.store import Store
from dragoman.store.links import Links
from dragoman.store.lots import Article

_BATCH: Final = 2000
_LEVELS: Final = tuple(feature.name for feature in features())
# Pairs of components that are compared in one statement: some 100 MB of levels.
_PAIRS_AT_ONCE: Final = 500_000
# Pairs of articles whose texts are read in one statement, and events whose reports are held at once: some 100 MB each.
_TEXTS_AT_ONCE: Final = 20_000
_EVENTS_AT_ONCE: Final = 5_000
# Of DuckDB; what Python holds, some 1 kB a mention at most, comes on top of it.
MEMORY_MB: Final = 2000
_T = TypeVar("_T")


class LinkSummary(Record, frozen=True):
    """What a run of linking did, in numbers; `seconds` by step."""

    documents: int = 0
    copies: int = 0
    mentions: int = 0
    events: int = 0
    changed: int = 0
    merged: int = 0
    split: int = 0
    overruled: tuple[int, ...] = ()
    seconds: dict[str, float] = msgspec.field(default_factory=dict)


@cache
def linking_version() -> str:
    """What makes links: the version of Dragoman, the tables and the SQL of linking. With another, everything is linked anew.

    Of DuckDB too, whose digests the keys are: another version of it may make others.
    """
    folder = resources.files("dragoman.linking") / "data"
    digest = hashlib.sha256()
    for name in ("triggers.tsv", "weights.tsv"):
        digest.update((folder / name).read_bytes())
    digest.update(
        f"{keys_sql('rows')} {pairs_sql('keys', 'crowded')} {duckdb.__version__} {compare_sql('pairs', 'rows')}".encode()
    )
    return f"{dragoman.__version__}-{digest.hexdigest()[:12]}"


def is_behind(store: Store) -> bool:
    """Whether the store holds something that is not linked yet."""
    return store.links().is_behind(linking_version())


def link_store(store: Store, *, at: datetime | None = None, memory_mb: int = MEMORY_MB) -> LinkSummary:
    """Link what came, changed or went since the last run.

    Args:
        store: Open for writing.
        at: The moment to keep as that of the run; now where none is given.
        memory_mb: What DuckDB may hold of a store on disk; what is more goes to a file beside it for as long as needed.

    Raises:
        StoreError: The store cannot be written.
    """
    links = store.links()
    with links.transaction(at_most_mb=memory_mb):
        return _Run(links, at or datetime.now(UTC)).run()


class _Run:
    """One run over one store."""

    def __init__(self, links: Links, at: datetime) -> None:
        self.links, self.at = links, at
        self.last = links.last_run()
        self.judgements = links.judgements()
        self.verdicts = {frozenset((j.left_id, j.right_id)): j.verdict for j in self.judgements}  # the last one counts
        self.seconds: dict[str, float] = {}
        self._next_number = 1
        self._given = 0
        self._sorted_flows = self.last.sorted_flows if self.last else 0
        self._clock = time.monotonic()

    def run(self) -> LinkSummary:
        links = self.links
        if self.last is not None and self.last.version != linking_version():
            links.forget()
        stale, lost = links.changed_documents(), links.lost_documents()
        links.make_ids("stale", [*stale, *lost])
        copied = self._copies(stale)
        self._lap("copies")
        self._rows(stale, copied)
        del copied
        self._lap("rows")
        judged, overruled, moved = self._judgements()
        self._links(moved)
        self._lap("compare")
        self._clusters(judged)
        self._lap("cluster")
        changed, trail = self._events()
        self._episodes()
        self._lap("events")
        return self._finish(changed, trail, overruled)

    def _lap(self, step: str) -> None:
        now = time.monotonic()
        self.seconds[step] = round(now - self._clock, 3)
        self._clock = now

    # ------------------------------------------------------------------------------------------------------- copies

    def _copies(self, stale: Sequence[str]) -> dict[str, Copied]:
        """The group of every document; keys and likenesses of the stale ones are made anew."""
        links = self.links
        links.delete("copy_keys", "document_id", "stale")
        for column in ("earlier", "later"):
            links.delete("copy_pairs", column, "stale")
        is_first = not links.rows("SELECT 1 FROM copy_keys LIMIT 1")
        for articles in links.lots(list(_batches(stale)), mentions=False):
            links.append_table("copy_keys", _key_table(articles))
        candidates = candidates_sql("copy_keys", "documents", None if is_first else "stale")
        links.run(f"CREATE OR REPLACE TEMP TABLE alike AS {candidates}")
        pairs = links.rows("SELECT earlier, later FROM alike ORDER BY 1, 2")
        for batch in _batches(pairs, _TEXTS_AT_ONCE):
            links.append("copy_pairs", self._likenesses(batch))
        alike = {
            (one, other): Likeness(jaccard=jaccard, containment=containment, shared=shared)
            for one, other, jaccard, containment, shared in links.rows(
                "SELECT earlier, later, jaccard, containment, shared FROM copy_pairs"
            )
        }
        printed = [Printed(id=id_, published=day) for id_, day in links.rows("SELECT id, published FROM documents")]
        return {copied.id: copied for copied in group_copies(printed, alike)}

    def _likenesses(self, pairs: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
        self.links.make_ids("asked", [id_ for pair in pairs for id_ in pair])
        texts = dict(self.links.rows("SELECT id, text FROM documents SEMI JOIN asked USING (id)"))
        return [
            {"earlier": one, "later": other, **msgspec.structs.asdict(value)}
            for batch in _batches(pairs)
            for (one, other), value in compare_articles(batch, texts).items()
        ]

    # --------------------------------------------------------------------------------------------------------- rows

    def _rows(self, stale: Sequence[str], copied: dict[str, Copied]) -> None:
        """Write the rows of the stale documents and of all copies of theirs.

        The temporary table `touched_rows` (`mention_id`, `stands_for`, `number`) then has their rows, those that went too.
        """
        links = self.links
        before = {
            id_: (head, parent)
            for id_, head, parent in links.rows("SELECT document_id, head, parent FROM linked_documents")
        }
        moved = {id_ for id_, c in copied.items() if before.get(id_) != (c.head, c.parent)} | {
            *stale,
            *self._judged_documents(),
        }
        del before
        heads = {copied[id_].head for id_ in moved if id_ in copied}
        anew = {id_ for id_, c in copied.items() if c.head in heads}
        links.make_ids("anew", [*anew, *(id_ for (id_,) in links.rows("SELECT id FROM stale"))])
        rows = "SELECT mention_id, stands_for, number FROM linked_mentions SEMI JOIN anew ON anew.id = document_id"
        links.run(f"CREATE OR REPLACE TEMP TABLE touched_rows AS {rows}")
        links.delete("linked_mentions", "document_id", "anew")
        links.delete("linked_documents", "document_id", "anew")
        self._next_number = links.rows("SELECT coalesce(max(number), 0) + 1 FROM linked_mentions")[0][0]
        for articles in links.lots(list(_groups(anew, copied))):
            self._write_lot({article.id: article for article in articles}, copied)
        links.run(f"INSERT INTO touched_rows {rows}")

    def _judged_documents(self) -> list[str]:
        """Documents with a mention that was judged since the last run."""
        sql = """SELECT DISTINCT m.document_id FROM event_mentions m JOIN judgements j
            ON m.id IN (j.left_id, j.right_id) WHERE j.number > ?"""
        return [id_ for (id_,) in self.links.rows(sql, [self.last.judgement if self.last else 0])]

    def _write_lot(self, articles: dict[str, Article], copied: dict[str, Copied]) -> None:
        """Write some whole groups of copies: their documents and rows."""
        stands: dict[str, str] = {}
        documents, rows = [], []
        # Parents before children: a parent is printed before what was made of it.
        for id_ in sorted(articles, key=lambda id_: (articles[id_].published or date.max, id_)):
            article, copy = articles[id_], copied[id_]
            parent = articles[copy.parent] if copy.parent else None
            repeated = stand_ins(_in_sentences(parent), _in_sentences(article)) if parent else {}
            led = tolls(_in_sentences(article))
            for mention in sorted(article.mentions, key=lambda m: m.id in led):
                earlier = repeated.get(mention.id) or led.get(mention.id)
                if earlier and self._is_apart(mention.id, earlier):
                    earlier = None
                stands[mention.id] = stands[earlier] if earlier else mention.id
                context = Context(
                    published=article.published,
                    sentence=article.sentences.get(mention.sentence, ""),
                    within=article.within.get(mention.id, ""),
                )
                row = mention_row(mention, context)
                row["stands_for"] = stands[mention.id]
                row["is_toll"] = mention.id in led and stands[mention.id] != mention.id
                row["number"] = self._next_number
                self._next_number += 1
                rows.append(row)
            documents.append(_document_row(article, parent, copy))
        self.links.append("linked_documents", documents)
        self.links.append("linked_mentions", rows)

    def _is_apart(self, one: str, other: str) -> bool:
        """Whether a person says that the mention of a copy is not that of the original."""
        return self.verdicts.get(frozenset((one, other))) == "not_same"

    # -------------------------------------------------------------------------------------------------------- links

    def _judgements(self) -> tuple[dict[Pair, Any], tuple[Judgement, ...], set[str]]:
        """What persons say, of mentions that stand for themselves; what was overruled; the mentions judged since the last run."""
        stands = self._stands_for
        after = self.last.judgement if self.last else 0
        told, moved = [], set[str]()
        for row in self.judgements:
            left, right = stands(row.left_id), stands(row.right_id)
            if left is None or right is None or left == right:
                continue
            verdict: Any = row.verdict
            told.append(Judgement(number=row.number, left_id=left, right_id=right, verdict=verdict))
            if row.number > after:
                moved |= {left, right}
        judged, overruled = settle(told)
        return judged, overruled, moved

    def _stands_for(self, id_: str) -> str | None:
        rows = self.links.rows("SELECT stands_for FROM linked_mentions WHERE mention_id = ?", [id_])
        return str(rows[0][0]) if rows else None

    def _links(self, moved: set[str]) -> None:
        """Compare what is touched with all that shares a key.

        The temporary table `seeds` (`id`) then has the mentions whose links may have changed by it.
        """
        links = self.links
        links.make_ids("moved", sorted(moved))
        links.run(
            "CREATE OR REPLACE TEMP TABLE touched_ids AS SELECT mention_id AS id FROM touched_rows"
            " UNION SELECT stands_for FROM touched_rows UNION SELECT id FROM moved"
        )
        links.run(
            "CREATE OR REPLACE TEMP TABLE touched AS SELECT number FROM touched_rows"
            " UNION SELECT number FROM linked_mentions WHERE mention_id IN (FROM touched_ids)"
        )
        links.run("DROP TABLE touched_rows")
        links.run(f"CREATE OR REPLACE TEMP TABLE crowded_before AS {crowded_sql('link_keys')}")
        self._write_keys()
        links.run(f"CREATE OR REPLACE TEMP TABLE crowded AS {crowded_sql('link_keys')}")
        self._touch_crowds()
        links.run(
            "CREATE OR REPLACE TEMP TABLE neighbours AS SELECT unnest([left_number, right_number]) AS number FROM links"
            " WHERE left_number IN (FROM touched) OR right_number IN (FROM touched)"
        )
        links.run("DELETE FROM links WHERE left_number IN (FROM touched) OR right_number IN (FROM touched)")
        is_all = not links.rows("SELECT 1 FROM linked_mentions WHERE number NOT IN (FROM touched) LIMIT 1")
        pairs = pairs_sql("link_keys", "crowded", None if is_all else "touched")
        links.run(f"CREATE OR REPLACE TEMP TABLE found AS {pairs}")
        links.run(f"CREATE OR REPLACE TEMP TABLE pairs AS {oriented_sql('found', 'linked_mentions')}")
        links.run("DROP TABLE found")
        levels = "to_json({" + ", ".join(f"'{name}': {name}" for name in _LEVELS) + "})"
        links.run(
            f"INSERT INTO links SELECT left_id, right_id, bits, {levels}"
            f" FROM ({compare_sql('pairs', 'linked_mentions', 'number')}) WHERE bits >= 0 AND NOT is_conflict"
        )
        links.run("DROP TABLE pairs")
        links.run(
            "CREATE OR REPLACE TEMP TABLE seeds AS SELECT id FROM touched_ids"
            " UNION SELECT mention_id FROM linked_mentions WHERE number IN (FROM neighbours) OR number IN (FROM touched)"
        )

    def _write_keys(self) -> None:
        """Keys of the touched mentions that stand for themselves."""
        links = self.links
        links.run("DELETE FROM link_keys WHERE number IN (FROM touched)")
        keyless = "(SELECT * FROM linked_mentions WHERE stands_for = mention_id AND number IN (FROM touched))"
        links.run(f"INSERT INTO link_keys BY NAME {keys_sql(keyless)}")

    def _touch_crowds(self) -> None:
        """A key that became crowded, or is so no more, parts or brings together all that share it."""
        self.links.run(
            "INSERT INTO touched SELECT DISTINCT number FROM link_keys WHERE number NOT IN (FROM touched) AND key IN"
            " ((FROM crowded EXCEPT FROM crowded_before) UNION (FROM crowded_before EXCEPT FROM crowded))"
        )

    # ----------------------------------------------------------------------------------------------------- clusters

    def _clusters(self, judged: dict[Pair, Any]) -> None:
        """Cluster all components that hold a seed or a mention that was in an event with one.

        Mentions go by their rank among the ids here: whole numbers in place of text. The temporary table `atoms` has `rank`,
        `mention_id` and `number`, the table `clusters` then has `rank` and `cluster`.
        """
        links = self.links
        links.run(
            "CREATE OR REPLACE TEMP TABLE atoms AS SELECT (row_number() OVER (ORDER BY mention_id) - 1)::INTEGER AS rank,"
            " mention_id, number FROM linked_mentions WHERE stands_for = mention_id"
        )
        size = links.rows("SELECT count(*) FROM atoms")[0][0]
        strength = _columns(
            links.arrow(
                "SELECT a.rank AS one, b.rank AS other, bits FROM links JOIN atoms a ON a.number = left_number"
                " JOIN atoms b ON b.number = right_number"
            )
        )
        ranked = self._ranked(judged)
        same = [pair for pair, verdict in ranked.items() if verdict == "same"]
        roots = connected(size, strength["one"], strength["other"], same)
        seeds = _columns(
            links.arrow(
                "SELECT rank FROM atoms WHERE mention_id IN (FROM seeds) OR mention_id IN (SELECT mention_id FROM linked_members"
                " WHERE event_id IN (SELECT event_id FROM linked_members SEMI JOIN seeds ON seeds.id = mention_id))"
            )
        )["rank"]
        components = _wanted(roots, seeds)
        links.run("CREATE OR REPLACE TEMP TABLE clusters (rank INTEGER, cluster INTEGER)")
        self._given = 0
        for lot in _by_pairs(self._pieces(components, strength, same)):
            self._cluster(lot, ranked)

    def _ranked(self, judged: dict[Pair, Any]) -> dict[tuple[int, int], Any]:
        """The judgements by rank; those of mentions that are no atoms play no part."""
        self.links.make_ids("asked", [id_ for pair in judged for id_ in pair])
        rank = dict(self.links.rows("SELECT mention_id, rank FROM atoms SEMI JOIN asked ON asked.id = mention_id"))
        return {(rank[a], rank[b]): verdict for (a, b), verdict in judged.items() if a in rank and b in rank}

    def _pieces(
        self, components: Iterable[Ranks], strength: dict[str, Any], same: Sequence[tuple[int, int]]
    ) -> Iterator[Sequence[int]]:
        """The components, cut where they are too large, but never where a person says "same"."""
        for members in components:
            if len(members) <= LARGEST_COMPONENT:
                yield members.tolist()
                continue
            inside = np.isin(strength["one"], members)
            ends = zip(strength["one"][inside].tolist(), strength["other"][inside].tolist(), strict=True)
            weighed: dict[tuple[int, int], float] = dict(zip(ends, strength["bits"][inside].tolist(), strict=True))
            all_in = set(members.tolist())
            weighed |= {pair: math.inf for pair in same if pair[0] in all_in}
            yield from cut_component(members.tolist(), weighed)

    def _cluster(self, pieces: Sequence[Sequence[int]], judged: dict[tuple[int, int], Any]) -> None:
        """Write the clusters of some pieces."""
        links = self.links
        found: list[Sequence[int]] = [piece for piece in pieces if len(piece) == 1]
        several = [piece for piece in pieces if len(piece) > 1]
        if several:
            number = pa.array([n for n, piece in enumerate(several) for _ in piece], pa.int32())
            rank = pa.array([id_ for piece in several for id_ in piece], pa.int32())
            links.take("pieces", pa.table({"piece": number, "rank": rank}))
            links.run(
                "CREATE OR REPLACE TEMP TABLE piece_rows AS SELECT p.piece, p.rank, m.* FROM pieces p"
                " JOIN atoms a USING (rank) JOIN linked_mentions m ON m.number = a.number"
            )
            pairs = (
                "(SELECT a.rank AS left_id, b.rank AS right_id FROM pieces a"
                " JOIN pieces b ON b.piece = a.piece AND a.rank < b.rank)"
            )
            compared = links.arrow(
                "SELECT p.piece, left_id, right_id, bits::DOUBLE AS bits, is_conflict"
                f" FROM ({compare_sql(pairs, 'piece_rows', 'rank')}) JOIN pieces p ON p.rank = left_id ORDER BY p.piece"
            )
            for piece, some in zip(several, _by_piece(compared, len(several)), strict=True):
                found += cluster(piece, some, judged)
        ranks = pa.array([id_ for members in found for id_ in members], pa.int32())
        numbers = pa.array([self._given + n for n, members in enumerate(found) for _ in members], pa.int32())
        self._given += len(found)
        links.append_table("clusters", pa.table({"rank": ranks, "cluster": numbers}))

    # ------------------------------------------------------------------------------------------------------- events

    def _events(self) -> tuple[int, tuple[TrailStep, ...]]:
        """Write the events of the clusters in place of those that their mentions were in; how many, and what became of ids.

        Events are made lot by lot in the order of their first mention, and never all held at once.
        """
        links = self.links
        # All mentions in the order of printing, those that stand for others with them.
        links.run(
            """CREATE OR REPLACE TEMP TABLE grouped AS
                WITH placed AS (
                    SELECT c.cluster, m.mention_id, m.number, m.stands_for = m.mention_id AS is_atom,
                        row_number() OVER (ORDER BY m.published NULLS LAST, m.document_id, e.position) AS place
                    FROM clusters c JOIN atoms a USING (rank) JOIN linked_mentions m ON m.stands_for = a.mention_id
                    JOIN event_mentions e ON e.id = m.mention_id
                ), firsts AS (SELECT cluster, min(place) AS first FROM placed GROUP BY cluster)
                SELECT (dense_rank() OVER (ORDER BY f.first) - 1)::INTEGER AS event, p.place, p.mention_id, p.number, p.is_atom
                FROM placed p JOIN firsts f USING (cluster) ORDER BY event, place"""
        )
        ids, trail, old = self._ids()
        links.make_ids("old_events", old)
        links.note_events((*old, *ids))
        links.delete("linked_members", "event_id", "old_events")
        links.delete("linked_events", "id", "old_events")
        self._stage_events()
        for start in range(0, len(ids), _EVENTS_AT_ONCE):
            self._write_events(start, ids[start : start + _EVENTS_AT_ONCE])
        for table in ("reports", "inside", "grouped"):
            links.run(f"DROP TABLE {table}")
        links.make_ids("new_events", ids)
        self._sorted_flows = links.write_flows("old_events", "new_events", self._sorted_flows)
        number = self._number
        links.append("event_trail", [{"run": number, **msgspec.structs.asdict(step)} for step in trail])
        return len(ids), trail

    def _ids(self) -> tuple[list[str], tuple[TrailStep, ...], list[str]]:
        """The ids of the events of `grouped`, in their order; what became of ids; the ids of the events they replace."""
        links = self.links
        before = dict(
            links.rows(
                "SELECT mention_id, event_id FROM linked_members WHERE event_id IN (SELECT event_id FROM linked_members"
                " WHERE mention_id IN (SELECT mention_id FROM grouped) OR mention_id IN (FROM seeds))"
            )
        )
        old = set(before.values())
        taken = frozenset(id_ for (id_,) in links.rows("SELECT id FROM linked_events") if id_ not in old)
        groups: list[list[str]] = []
        members = links.arrow("SELECT event, mention_id FROM grouped ORDER BY event, place")
        for event, id_ in zip(members["event"].to_pylist(), members["mention_id"].to_pylist(), strict=True):
            if event == len(groups):
                groups.append([])
            groups[event].append(id_)
        ids, trail = assign_ids(groups, before, taken)
        return ids, trail, sorted(old)

    def _stage_events(self) -> None:
        """Put what records are made of on disk, event by event: `reports`, and `inside` with the links of each."""
        links = self.links
        links.run(
            "CREATE OR REPLACE TEMP TABLE reports AS SELECT g.event, g.place, g.mention_id, g.is_atom, m.json, d.published,"
            " d.publisher, l.head, coalesce(h.publisher, l.head) AS witness, l.kind, r.is_toll"
            " FROM grouped g JOIN event_mentions m ON m.id = g.mention_id JOIN linked_mentions r ON r.number = g.number"
            " JOIN documents d ON d.id = m.document_id JOIN linked_documents l ON l.document_id = m.document_id"
            " JOIN documents h ON h.id = l.head ORDER BY g.event, g.place"
        )
        links.run(
            "CREATE OR REPLACE TEMP TABLE inside AS SELECT a.event, bits, a.mention_id AS left_id, b.mention_id AS right_id, levels"
            " FROM links JOIN grouped a ON a.number = left_number JOIN grouped b ON b.number = right_number AND b.event = a.event"
            " ORDER BY a.event, bits DESC, left_id, right_id"
        )

    def _write_events(self, start: int, ids: Sequence[str]) -> None:
        """Write the events with numbers from `start` on, which have these ids."""
        links, bounds = self.links, [start, start + len(ids)]
        reports: dict[int, list[Reported]] = defaultdict(list)
        atoms: dict[int, list[str]] = defaultdict(list)
        for event, id_, is_atom, json, published, publisher, head, witness, kind, is_toll in links.rows(
            "SELECT event, mention_id, is_atom, json, published, publisher, head, witness, kind, is_toll FROM reports"
            " WHERE event >= ? AND event < ? ORDER BY event, place",
            bounds,
        ):
            reports[event].append(
                Reported(
                    mention=links.mention(json),
                    published=published,
                    publisher=publisher,
                    head=head,
                    witness=witness,
                    version=kind,
                    is_toll=is_toll,
                )
            )
            if is_atom:
                atoms[event].append(id_)
        inside: dict[int, list[tuple[float, str, str, str]]] = defaultdict(list)
        for event, bits, left, right, levels in links.rows(
            "SELECT event, bits, left_id, right_id, levels FROM inside WHERE event >= ? AND event < ?"
            " ORDER BY event, bits DESC, left_id, right_id",
            bounds,
        ):
            inside[event].append((-bits, left, right, levels))
        events = [
            event_record(
                id_, reports[number], _tree(sorted(atoms[number]), inside[number]) if len(atoms[number]) > 1 else ()
            )
            for number, id_ in enumerate(ids, start)
        ]
        members = [(event.id, mention, place) for event in events for place, mention in enumerate(event.mentions)]
        columns = zip(("event_id", "mention_id", "position"), zip(*members, strict=True), strict=True)
        links.append_table("linked_members", pa.table({name: pa.array(values) for name, values in columns}))
        links.append("linked_events", [_event_row(event) for event in events])

    @property
    def _number(self) -> int:
        return self.last.number + 1 if self.last else 1

    def _episodes(self) -> None:
        """Tell of every short event in which longer one of the same parties it lies: the shortest such."""
        links = self.links
        links.run(
            "CREATE OR REPLACE TEMP TABLE long_events AS SELECT id, type, parties, date_first, date_last, place_country"
            " FROM linked_events WHERE len(parties) > 0 AND date_diff('day', date_first, date_last) > 10"
        )
        links.run(
            """CREATE OR REPLACE TEMP TABLE episodes AS
                SELECT e.id, first(w.id ORDER BY date_diff('day', w.date_first, w.date_last), w.id) AS part_of
                FROM linked_events e JOIN long_events w ON w.type = e.type AND w.parties = e.parties AND w.id <> e.id
                    AND e.date_first >= w.date_first AND e.date_last <= w.date_last
                    AND (w.place_country IS NULL OR e.place_country IS NULL OR e.place_country = w.place_country)
                WHERE date_diff('day', e.date_first, e.date_last) <= 3 GROUP BY e.id"""
        )
        # Only where it is another than before: an update of every event would write a million rows for a batch of ten.
        links.run(
            "CREATE OR REPLACE TEMP TABLE moved_episodes AS SELECT e.id, n.part_of FROM linked_events e LEFT JOIN episodes n USING (id)"
            " WHERE n.part_of IS DISTINCT FROM e.part_of"
        )
        links.note_events(id_ for (id_,) in links.rows("SELECT id FROM moved_episodes"))
        links.run("UPDATE linked_events SET part_of = n.part_of FROM moved_episodes n WHERE n.id = linked_events.id")
        for table in ("long_events", "episodes", "moved_episodes"):
            links.run(f"DROP TABLE {table}")

    def _finish(self, changed: int, trail: Sequence[TrailStep], overruled: Sequence[Judgement]) -> LinkSummary:
        count = self.links.rows(
            "SELECT (SELECT count(*) FROM linked_documents), (SELECT count(*) FROM linked_documents WHERE parent IS NOT NULL),"
            " (SELECT count(*) FROM linked_mentions), (SELECT count(*) FROM linked_events),"
            " (SELECT coalesce(max(number), 0) FROM judgements)"
        )[0]
        row = {
            "number": self._number,
            "linked_at": self.at.astimezone(UTC).replace(tzinfo=None),
            "version": linking_version(),
            "judgement": count[4],
            "documents": count[0],
            "mentions": count[2],
            "events": count[3],
            "sorted_flows": self._sorted_flows,
        }
        self.links.append("link_runs", [row])
        return LinkSummary(
            documents=count[0],
            copies=count[1],
            mentions=count[2],
            events=count[3],
            changed=changed,
            merged=sum(step.kind == "merged" for step in trail),
            split=sum(step.kind == "split" for step in trail),
            overruled=tuple(judgement.number for judgement in overruled),
            seconds=self.seconds,
        )


def _batches(items: Sequence[_T], size: int = _BATCH) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _key_table(articles: Sequence[Article]) -> pa.Table:
    """The copy keys of some articles, one a row."""
    found = all_copy_keys([(article.text, article.sentences.values()) for article in articles])
    ids = [article.id for article, keys in zip(articles, found, strict=True) for _ in keys]
    keys = np.concatenate(found) if found else np.empty(0, np.int64)
    return pa.table({"document_id": pa.array(ids, pa.string()), "key": pa.array(keys, pa.int64())})


def _columns(table: pa.Table) -> dict[str, Any]:
    return {name: table[name].to_numpy() for name in table.column_names}


def _wanted(roots: Ranks, seeds: Ranks) -> Iterator[Ranks]:
    """The members, in order, of the components that hold a seed, by their first member."""
    chosen = np.flatnonzero(np.isin(roots, roots[seeds]))
    chosen = chosen[np.argsort(roots[chosen], kind="stable")]
    cuts = np.flatnonzero(np.diff(roots[chosen])) + 1
    bounds = [0, *cuts.tolist(), len(chosen)]
    yield from (chosen[start:end].astype(np.int32) for start, end in pairwise(bounds) if start < end)


def _by_piece(compared: pa.Table, number: int) -> Iterator[dict[tuple[int, int], Compared]]:
    """What was compared of each piece, in their order."""
    columns = _columns(compared)
    bounds = np.searchsorted(columns["piece"], np.arange(number + 1))
    for start, end in pairwise(bounds.tolist()):
        ends = zip(columns["left_id"][start:end].tolist(), columns["right_id"][start:end].tolist(), strict=True)
        values = zip(columns["bits"][start:end].tolist(), columns["is_conflict"][start:end].tolist(), strict=True)
        yield {
            pair: Compared(bits=bits, is_conflict=conflict) for pair, (bits, conflict) in zip(ends, values, strict=True)
        }


def _groups(anew: Iterable[str], copied: dict[str, Copied]) -> Iterator[list[str]]:
    """The documents in batches of whole groups, parents before children."""
    wanted = set(anew)
    by_head: dict[str, list[str]] = {}
    for id_, copy in copied.items():  # in the order of printing
        if id_ in wanted:
            by_head.setdefault(copy.head, []).append(id_)
    batch: list[str] = []
    for ids in by_head.values():
        batch += ids
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _in_sentences(article: Article) -> list[InSentence]:
    return [InSentence(mention=m, sentence=article.sentences.get(m.sentence, "")) for m in article.mentions]


def _document_row(article: Article, parent: Article | None, copy: Copied) -> dict[str, Any]:
    found = changes(tuple(parent.sentences.values()), tuple(article.sentences.values())) if parent else ()
    return {
        "document_id": article.id,
        "digest": article.digest,
        "head": copy.head,
        "parent": copy.parent,
        "jaccard": copy.likeness.jaccard if copy.likeness else None,
        "containment": copy.likeness.containment if copy.likeness else None,
        "kind": version_kind(found) if parent else None,
        "changes": msgspec.json.encode(found).decode() if parent else None,
    }


def _event_row(event: LinkedEvent) -> dict[str, Any]:
    actors, recipients = ({actor.code for actor in side if actor.code} for side in (event.actors, event.recipients))
    return {
        "id": event.id,
        "type": event.type,
        "status": event.status,
        "date_first": event.time.first if event.time else None,
        "date_last": event.time.last if event.time else None,
        "published_first": event.first_reported,
        "place": event.place.name if event.place else None,
        "place_country": event.place.country if event.place else None,
        "actors": sorted(actors),
        "recipients": sorted(recipients),
        "parties": sorted(actors | recipients),
        "quad": quad_of(event.type),
        "score": score_of(event.type, event.modes),
        "reports": event.reports,
        "independent_reports": event.independent_reports,
        "part_of": None,
        "json": msgspec.json.encode(event).decode(),
    }


def _by_pairs(pieces: Iterable[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """The pieces in lots of about `_PAIRS_AT_ONCE` pairs; one mention alone counts as one."""
    lot: list[Sequence[int]] = []
    pairs = 0
    for piece in pieces:
        lot.append(piece)
        pairs += 1 + len(piece) * (len(piece) - 1) // 2
        if pairs >= _PAIRS_AT_ONCE:
            yield lot
            lot, pairs = [], 0
    if lot:
        yield lot


def _tree(members: Sequence[str], links: Sequence[tuple[float, str, str, str]]) -> tuple[Link, ...]:
    """The strongest links that connect the mentions (a spanning tree); what no link connects, a person's word does."""
    parent = {id_: id_ for id_ in members}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            id_ = parent[id_]
        return id_

    found = []
    for bits, left, right, levels in links:
        one, other = sorted((root(left), root(right)))
        if one != other:
            parent[other] = one
            found.append(Link(mention_id=right, to_id=left, probability=_rounded(-bits), reasons=_reasons(levels)))
    for id_ in members:
        one, other = sorted((root(members[0]), root(id_)))
        if one != other:
            parent[other] = one
            reason = LinkReason(feature="JUDGED", level="same", bits=0.0)
            found.append(Link(mention_id=id_, to_id=members[0], probability=1.0, reasons=(reason,)))
    return tuple(found)


def _rounded(bits: float) -> float:
    return round(probability(bits), 4)


@lru_cache(maxsize=100_000)
def _reasons(levels: str) -> tuple[LinkReason, ...]:
    told: dict[str, str] = msgspec.json.decode(levels)
    return tuple(LinkReason(feature=name, level=level, bits=bits) for name, level, bits in explain(told))


# What linking reads, and the column that names the document.
_PAST: Final = {
    "documents": "id",
    "sentences": "document_id",
    "event_mentions": "document_id",
    "participants": "document_id",
    "sources": "document_id",
    "places": "document_id",
    "counts": "document_id",
    "evidence": "document_id",
    "events": "document_id",
    "event_members": "document_id",
}


def as_known_on(store: Store, day: date) -> Store:
    """A store in memory with what was printed on a day or before, linked with the judgements that were made by then.

    Nothing in `store` changes. Documents without a day of publication are left out: nobody knows when they were known.
    Events keep the ids they have now, as far as they are the same; one that was two then lends its id to the larger.

    Args:
        store: Open for reading or writing.
        day: The last day that counts.
    """
    past = Store.in_memory()
    try:
        links = past.links()
        with links.transaction():
            for table, rows in store.view().past_tables(day, _PAST):
                links.append_table(table, rows)
        link_store(past)
    except BaseException:
        past.close()
        raise
    return past
