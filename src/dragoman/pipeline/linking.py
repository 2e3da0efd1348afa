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
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

import msgspec
import pyarrow as pa

import dragoman
from dragoman.linking.block import crowded_sql, keys_sql, pairs_sql
from dragoman.linking.changes import VersionKind, changes, version_kind
from dragoman.linking.cluster import (
    LARGEST_COMPONENT,
    Compared,
    Judgement,
    Pair,
    cluster,
    components,
    cut_component,
    members_of,
    settle,
)
from dragoman.linking.compare import compare_sql, explain, features, probability
from dragoman.linking.copies import Copied, Likeness, Printed, candidates_sql, compare_articles, copy_keys, group_copies
from dragoman.linking.event import Reported, event_record
from dragoman.linking.identity import TrailStep, assign_ids
from dragoman.linking.rows import Context, mention_row
from dragoman.linking.standins import InSentence, stand_ins, tolls
from dragoman.ontology import quad_of, score_of
from dragoman.records import Link, LinkedEvent, LinkReason, Record
from dragoman.store import Store
from dragoman.store.links import Article, Links

_BATCH: Final = 2000
_LEVELS: Final = tuple(feature.name for feature in features())
# Pairs of components that are compared in one statement: some 100 MB of levels.
_PAIRS_AT_ONCE: Final = 500_000


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
    """What makes links: the version of Dragoman, the tables and the SQL of linking. With another, everything is linked anew."""
    folder = resources.files("dragoman.linking") / "data"
    digest = hashlib.sha256()
    for name in ("triggers.tsv", "weights.tsv"):
        digest.update((folder / name).read_bytes())
    digest.update(f"{keys_sql('rows')} {pairs_sql('keys', 'rows')} {compare_sql('pairs', 'rows')}".encode())
    return f"{dragoman.__version__}-{digest.hexdigest()[:12]}"


def is_behind(store: Store) -> bool:
    """Whether the store holds something that is not linked yet."""
    return store.links().is_behind(linking_version())


def link_store(store: Store, *, at: datetime | None = None) -> LinkSummary:
    """Link what came, changed or went since the last run.

    Args:
        store: Open for writing.
        at: The moment to keep as that of the run; now where none is given.

    Raises:
        StoreError: The store cannot be written.
    """
    links = store.links()
    with links.transaction():
        return _Run(links, at or datetime.now(UTC)).run()


class _Slot(NamedTuple):
    """Where a mention stands among all: by day, article and place in it."""

    published: date
    document_id: str
    position: int


class _Run:
    """One run over one store."""

    def __init__(self, links: Links, at: datetime) -> None:
        self.links, self.at = links, at
        self.last = links.last_run()
        self.judgements = links.judgements()
        self.verdicts = {frozenset((j.left_id, j.right_id)): j.verdict for j in self.judgements}  # the last one counts
        self.seconds: dict[str, float] = {}
        self._clock = time.monotonic()

    def run(self) -> LinkSummary:
        links = self.links
        if self.last is not None and self.last.version != linking_version():
            links.forget()
        stale, lost = links.changed_documents(), links.lost_documents()
        links.make_ids("stale", [*stale, *lost])
        copied = self._copies(stale)
        touched = self._rows(stale, copied)
        self._lap("copies")
        judged, overruled, moved = self._judgements()
        seeds = self._links(touched | moved)
        self._lap("compare")
        clusters = self._clusters(seeds, judged)
        self._lap("cluster")
        changed, trail = self._events(clusters, seeds)
        self._episodes()
        self._lap("events")
        return self._finish(stale, changed, trail, overruled)

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
        for batch in _batches(stale):
            rows = [
                {"document_id": article.id, "key": key}
                for article in links.articles(batch)
                for key in copy_keys(article.text, article.sentences.values())
            ]
            links.append("copy_keys", rows)
        links.run(f"CREATE OR REPLACE TEMP TABLE alike AS {candidates_sql('copy_keys', 'documents', 'stale')}")
        pairs = links.rows("SELECT earlier, later FROM alike ORDER BY 1, 2")
        for batch in _batches(pairs):
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
        found = compare_articles(pairs, texts)
        return [
            {"earlier": one, "later": other, **msgspec.structs.asdict(value)} for (one, other), value in found.items()
        ]

    # --------------------------------------------------------------------------------------------------------- rows

    def _rows(self, stale: Sequence[str], copied: dict[str, Copied]) -> set[str]:
        """Write the rows of the stale documents and of all copies of theirs; their mentions, those that went among them."""
        links = self.links
        before = {
            id_: (head, parent)
            for id_, head, parent in links.rows("SELECT document_id, head, parent FROM linked_documents")
        }
        moved = {id_ for id_, c in copied.items() if before.get(id_) != (c.head, c.parent)} | {
            *stale,
            *self._judged_documents(),
        }
        heads = {copied[id_].head for id_ in moved if id_ in copied}
        anew = {id_ for id_, c in copied.items() if c.head in heads}
        links.make_ids("anew", [*anew, *(id_ for (id_,) in links.rows("SELECT id FROM stale"))])
        old = dict(
            links.rows("SELECT mention_id, stands_for FROM linked_mentions SEMI JOIN anew ON anew.id = document_id")
        )
        links.delete("linked_mentions", "document_id", "anew")
        links.delete("linked_documents", "document_id", "anew")
        digests = links.digests()
        new: dict[str, str] = {}
        for group in _groups(anew, copied):
            new |= self._write_group(group, copied, digests)
        return old.keys() | new.keys() | {*old.values(), *new.values()}

    def _judged_documents(self) -> list[str]:
        """Documents with a mention that was judged since the last run."""
        sql = """SELECT DISTINCT m.document_id FROM event_mentions m JOIN judgements j
            ON m.id IN (j.left_id, j.right_id) WHERE j.number > ?"""
        return [id_ for (id_,) in self.links.rows(sql, [self.last.judgement if self.last else 0])]

    def _write_group(self, ids: Sequence[str], copied: dict[str, Copied], digests: dict[str, str]) -> dict[str, str]:
        """Write some whole groups of copies: their documents and rows. Returns which mention stands for which."""
        articles = {article.id: article for article in self.links.articles(ids)}
        stands: dict[str, str] = {}
        documents, rows = [], []
        for id_ in ids:
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
                rows.append(
                    {
                        **mention_row(mention, context),
                        "stands_for": stands[mention.id],
                        "is_toll": mention.id in led and stands[mention.id] != mention.id,
                    }
                )
            documents.append(_document_row(article, parent, copy, digests[id_]))
        self.links.append("linked_documents", documents)
        self.links.append("linked_mentions", rows)
        return stands

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

    def _links(self, touched: set[str]) -> set[str]:
        """Compare what is touched with all that shares a key; the mentions whose links may have changed by it."""
        links = self.links
        before = self._crowded()
        links.make_ids("touched", sorted(touched))
        self._write_keys()
        flipped = before ^ self._crowded()
        if flipped:
            links.make_ids("flipped", sorted(flipped), "key")
            crowd = {
                id_ for (id_,) in links.rows("SELECT DISTINCT mention_id FROM link_keys SEMI JOIN flipped USING (key)")
            }
            touched = touched | crowd
            links.make_ids("touched", sorted(touched))
        neighbours = {
            id_
            for pair in links.rows(
                "SELECT left_id, right_id FROM links WHERE left_id IN (SELECT id FROM touched)"
                " OR right_id IN (SELECT id FROM touched)"
            )
            for id_ in pair
        }
        for column in ("left_id", "right_id"):
            links.delete("links", column, "touched")
        links.run("CREATE OR REPLACE TEMP TABLE asking AS SELECT id AS mention_id FROM touched")
        pairs = pairs_sql("link_keys", "linked_mentions", "asking")
        links.run(f"CREATE OR REPLACE TEMP TABLE pairs AS {pairs}")
        levels = "to_json({" + ", ".join(f"'{name}': {name}" for name in _LEVELS) + "})"
        compared = compare_sql("pairs", "linked_mentions")
        links.run(
            f"INSERT INTO links SELECT left_id, right_id, bits, {levels} FROM ({compared}) WHERE bits >= 0 AND NOT is_conflict"
            " ORDER BY left_id, right_id"
        )
        return touched | neighbours

    def _write_keys(self) -> None:
        """Keys of the touched mentions that stand for themselves."""
        links = self.links
        links.delete("link_keys", "mention_id", "touched")
        links.run(
            "CREATE OR REPLACE TEMP TABLE keyless AS SELECT * FROM linked_mentions"
            " WHERE stands_for = mention_id AND mention_id IN (SELECT id FROM touched)"
        )
        links.run(f"INSERT INTO link_keys BY NAME {keys_sql('keyless')}")

    def _crowded(self) -> set[str]:
        return {key for (key,) in self.links.rows(crowded_sql("link_keys"))}

    # ----------------------------------------------------------------------------------------------------- clusters

    def _clusters(self, seeds: set[str], judged: dict[Pair, Any]) -> list[tuple[str, ...]]:
        """The events of all components that hold a seed or a mention that was in an event with one."""
        links = self.links
        links.make_ids("seeds", sorted(seeds))
        seeds = seeds | {
            id_
            for (id_,) in links.rows(
                "SELECT mention_id FROM linked_members WHERE event_id IN"
                " (SELECT event_id FROM linked_members SEMI JOIN seeds ON seeds.id = mention_id)"
            )
        }
        mentions = [
            id_ for (id_,) in links.rows("SELECT mention_id FROM linked_mentions WHERE stands_for = mention_id")
        ]
        strength = {(one, other): bits for one, other, bits in links.rows("SELECT left_id, right_id, bits FROM links")}
        same = [pair for pair, verdict in judged.items() if verdict == "same"]
        roots = components([*strength, *same], mentions)
        wanted = {roots[id_] for id_ in seeds if id_ in roots}
        whole = members_of({id_: root for id_, root in roots.items() if root in wanted})
        pieces = [piece for members in whole.values() for piece in self._pieces(members, strength, same)]
        return sorted(found for some in _by_pairs(pieces) for found in self._cluster(some, judged))

    def _pieces(self, members: list[str], strength: dict[Pair, float], same: Sequence[Pair]) -> list[list[str]]:
        """A component, cut where it is too large, but never where a person says "same"."""
        if len(members) <= LARGEST_COMPONENT:
            return [members]
        inside = set(members)
        held = {pair: math.inf for pair in same if pair[0] in inside}
        return cut_component(members, {pair: bits for pair, bits in strength.items() if pair[0] in inside} | held)

    def _cluster(self, pieces: Sequence[list[str]], judged: dict[Pair, Any]) -> Iterator[tuple[str, ...]]:
        links = self.links
        rows = [
            {"piece": number, "mention_id": id_}
            for number, piece in enumerate(pieces)
            if len(piece) > 1
            for id_ in piece
        ]
        schema = pa.schema([("piece", pa.int64()), ("mention_id", pa.string())])
        links.make_table("pieces", rows, schema)
        pairs = (
            "(SELECT a.piece, a.mention_id AS left_id, b.mention_id AS right_id FROM pieces a"
            " JOIN pieces b ON b.piece = a.piece AND a.mention_id < b.mention_id)"
        )
        compared: dict[int, dict[Pair, Compared]] = defaultdict(dict)
        piece_of = {id_: number for number, piece in enumerate(pieces) for id_ in piece}
        for left, right, bits, conflict in links.rows(
            f"SELECT left_id, right_id, bits, is_conflict FROM ({compare_sql(pairs, 'linked_mentions')})"
        ):
            compared[piece_of[left]][left, right] = Compared(bits=float(bits), is_conflict=conflict)
        for number, piece in enumerate(pieces):
            yield from cluster(piece, compared[number], judged) if len(piece) > 1 else [tuple(piece)]

    # ------------------------------------------------------------------------------------------------------- events

    def _events(
        self, clusters: Sequence[tuple[str, ...]], seeds: set[str]
    ) -> tuple[list[LinkedEvent], tuple[TrailStep, ...]]:
        """Write the events of the clusters in place of those that their mentions were in."""
        links = self.links
        stands = defaultdict(list)
        links.make_ids("atoms", [id_ for members in clusters for id_ in members])
        for id_, atom in links.rows(
            "SELECT mention_id, stands_for FROM linked_mentions SEMI JOIN atoms ON atoms.id = stands_for"
        ):
            stands[atom].append(id_)
        links.make_ids("members", [*(id_ for some in stands.values() for id_ in some), *seeds])
        reported, slots = self._reported()
        groups = [
            sorted((id_ for atom in members for id_ in stands[atom]), key=slots.__getitem__) for members in clusters
        ]
        order = sorted(range(len(groups)), key=lambda number: slots[groups[number][0]])
        groups, clusters = [groups[n] for n in order], [clusters[n] for n in order]
        before = dict(
            links.rows(
                "SELECT mention_id, event_id FROM linked_members WHERE event_id IN"
                " (SELECT event_id FROM linked_members SEMI JOIN members ON members.id = mention_id)"
            )
        )
        old = set(before.values())
        taken = frozenset(id_ for (id_,) in links.rows("SELECT id FROM linked_events") if id_ not in old)
        ids, trail = assign_ids(groups, before, taken)
        why = self._why(clusters)
        events = [
            event_record(id_, [reported[mention] for mention in group], why.get(number, ()))
            for number, (id_, group) in enumerate(zip(ids, groups, strict=True))
        ]
        self._write_events(events, sorted(old), trail)
        return events, trail

    def _reported(self) -> tuple[dict[str, Reported], dict[str, _Slot]]:
        """The mentions of the table `members` as reports, and where each stands."""
        mentions = self.links.mentions("members")
        rows = self.links.rows(
            "SELECT m.id, m.position, d.published, d.publisher, l.document_id, l.head, coalesce(h.publisher, l.head), l.kind,"
            " r.is_toll FROM event_mentions m"
            " SEMI JOIN members ON members.id = m.id JOIN documents d ON d.id = m.document_id"
            " JOIN linked_documents l ON l.document_id = m.document_id JOIN linked_mentions r ON r.mention_id = m.id"
            " JOIN documents h ON h.id = l.head"
        )
        reported, slots = {}, {}
        for id_, position, published, publisher, document_id, head, witness, kind, is_toll in rows:
            version: VersionKind | None = kind
            reported[id_] = Reported(
                mention=mentions[id_],
                published=published,
                publisher=publisher,
                head=head,
                witness=witness,
                version=version,
                is_toll=is_toll,
            )
            slots[id_] = _Slot(published or date.max, document_id, position)
        return reported, slots

    def _why(self, clusters: Sequence[tuple[str, ...]]) -> dict[int, tuple[Link, ...]]:
        """For every mention of a cluster but its first, the strongest link to one that holds it there."""
        home = {id_: number for number, members in enumerate(clusters) if len(members) > 1 for id_ in members}
        self.links.make_ids("linked", sorted(home))
        rows = self.links.rows(
            "SELECT left_id, right_id, bits, levels FROM links WHERE left_id IN (SELECT id FROM linked)"
            " AND right_id IN (SELECT id FROM linked)"
        )
        inside: dict[int, list[tuple[float, str, str, str]]] = defaultdict(list)
        for left, right, bits, levels in rows:
            if home[left] == home[right]:
                inside[home[left]].append((-bits, left, right, levels))
        return {
            number: _tree(members, sorted(inside[number]))
            for number, members in enumerate(clusters)
            if len(members) > 1
        }

    def _write_events(self, events: Sequence[LinkedEvent], old: Sequence[str], trail: Iterable[TrailStep]) -> None:
        links = self.links
        links.make_ids("old_events", old)
        links.delete("linked_members", "event_id", "old_events")
        links.delete("linked_events", "id", "old_events")
        members = [
            {"event_id": event.id, "mention_id": mention, "position": position}
            for event in events
            for position, mention in enumerate(event.mentions)
        ]
        links.append("linked_members", members)
        links.append("linked_events", [_event_row(event) for event in events])
        number = self._number
        links.append("event_trail", [{"run": number, **msgspec.structs.asdict(step)} for step in trail])

    @property
    def _number(self) -> int:
        return self.last.number + 1 if self.last else 1

    def _episodes(self) -> None:
        """Tell of every short event in which longer one of the same parties it lies: the shortest such."""
        self.links.run(
            """UPDATE linked_events SET part_of = (
                SELECT w.id FROM linked_events w
                WHERE w.id <> linked_events.id AND w.type = linked_events.type AND w.parties = linked_events.parties
                    AND len(w.parties) > 0 AND date_diff('day', w.date_first, w.date_last) > 10
                    AND linked_events.date_first >= w.date_first AND linked_events.date_last <= w.date_last
                    AND date_diff('day', linked_events.date_first, linked_events.date_last) <= 3
                    AND (w.place_country IS NULL OR linked_events.place_country IS NULL
                        OR w.place_country = linked_events.place_country)
                ORDER BY date_diff('day', w.date_first, w.date_last), w.id LIMIT 1)"""
        )

    def _finish(
        self,
        stale: Sequence[str],
        changed: Sequence[LinkedEvent],
        trail: Sequence[TrailStep],
        overruled: Sequence[Judgement],
    ) -> LinkSummary:
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
        }
        self.links.append("link_runs", [row])
        return LinkSummary(
            documents=count[0],
            copies=count[1],
            mentions=count[2],
            events=count[3],
            changed=len(changed),
            merged=sum(step.kind == "merged" for step in trail),
            split=sum(step.kind == "split" for step in trail),
            overruled=tuple(judgement.number for judgement in overruled),
            seconds=self.seconds,
        )


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


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


def _document_row(article: Article, parent: Article | None, copy: Copied, digest: str) -> dict[str, Any]:
    found = changes(tuple(parent.sentences.values()), tuple(article.sentences.values())) if parent else ()
    return {
        "document_id": article.id,
        "digest": digest,
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


def _by_pairs(pieces: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    """The pieces in lots of about `_PAIRS_AT_ONCE` pairs."""
    lot: list[list[str]] = []
    pairs = 0
    for piece in pieces:
        lot.append(piece)
        pairs += len(piece) * (len(piece) - 1) // 2
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
