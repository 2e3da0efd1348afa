"""Read the documents of a store again, from the text that it keeps, and tell what became different and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any, Final

from dragoman.news import Entry
from dragoman.pipeline.runner import Limits, ReaderFactory, Runner, StopSignal, Summary, WorkerPool
from dragoman.records import Document, EventMention, Participant, Reading, Record, Versions
from dragoman.store import Store, versions_key

_PAGE: Final = 200
_FIELDS: Final = ("type", "modes", "contexts", "status", "actors", "recipients", "place", "time", "claims")


class Difference(Record, frozen=True):
    """What one document says otherwise than before. `changed` names the fields of mentions that stand where they stood."""

    document_id: str
    added: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]


class Reread(Record, frozen=True):
    """What reading again did. `causes` counts documents by what was another version when they were read before."""

    documents: int
    different: int
    added: int
    lost: int
    changed: dict[str, int]
    causes: dict[str, int]
    waiting: int
    interrupted: bool


class Rereading:
    """One run over the documents that other versions read, over all, or over those that wait.

    Args:
        store: Open for writing.
        factory: Makes the reader.
        everything: Read also what these versions read.
        waiting: Read only what waits in the journal since a run was ended.
        workers: Processes that read; there is always one beside this.
        limits: What one document may take.
        stop: Asks for the end.
    """

    def __init__(
        self,
        store: Store,
        factory: ReaderFactory,
        *,
        everything: bool = False,
        waiting: bool = False,
        workers: int = 1,
        batch_size: int = 100,
        limits: Limits | None = None,
        stop: StopSignal | None = None,
    ) -> None:
        self._store, self._factory = store, factory
        self._everything, self._waiting = everything, waiting
        self._workers, self._batch_size = workers, batch_size
        self._limits, self._stop = limits or Limits(), stop or StopSignal()
        self._before: dict[str, Reading] = {}
        self._causes: Counter[str] = Counter()
        self._changed: Counter[str] = Counter()
        self._counts = Counter[str]()
        self.summary: Summary | None = None

    def run(self) -> Generator[Difference]:
        """The documents that say something else than before, in the order of their ids; those that say the same are counted."""
        with WorkerPool(self._factory, self._workers, self._stop, self._limits) as pool:
            key = versions_key(pool.versions)
            runner = Runner(
                self._factory,
                batch_size=self._batch_size,
                store=self._store,
                stop=self._stop,
                replace=self._everything,
                give_known=False,
                limits=self._limits,
                pool=pool,
            )
            self.summary = runner.summary
            for reading in runner.run(self._entries(key)):
                difference = self._compare(reading)
                if difference is not None:
                    yield difference

    def report(self) -> Reread:
        """What the run did, when it is over."""
        waiting = self._store.journal().counts()["waiting"]
        return Reread(
            documents=self.summary.read if self.summary else 0,
            different=self._counts["different"],
            added=self._counts["added"],
            lost=self._counts["lost"],
            changed=dict(sorted(self._changed.items())),
            causes=dict(sorted(self._causes.items())),
            waiting=waiting,
            interrupted=self.summary.interrupted if self.summary else False,
        )

    def _entries(self, key: str) -> Iterator[Entry]:
        for document in self._waiting_documents() if self._waiting else self._documents(key):
            before = self._store.view().reading(document.id)
            if before is not None:
                self._before[document.id] = before
            yield Entry(document=document)

    def _waiting_documents(self) -> Iterator[Document]:
        # Taken at once: what is read no longer waits, so that a second page would pass some over.
        for one in self._store.journal().waiting(1_000_000_000):
            if one.document is not None:
                yield one.document

    def _documents(self, key: str) -> Iterator[Document]:
        view, last = self._store.view(), ""
        while page := view.documents_of_other_versions(None if self._everything else key, after=last, limit=_PAGE):
            yield from page
            last = page[-1].id

    def _compare(self, reading: Reading) -> Difference | None:
        before = self._before.pop(reading.document.id, None)
        if before is None:
            return None
        for cause in causes(before.versions, reading.versions) or ("nothing",):
            self._causes[cause] += 1
        difference = compare(before, reading)
        if difference is not None:
            self._counts["different"] += 1
            self._counts["added"] += len(difference.added)
            self._counts["lost"] += len(difference.lost)
            self._changed.update(change.partition(":")[0] for change in difference.changed)
        return difference


def causes(before: Versions | None, after: Versions | None) -> tuple[str, ...]:
    """What was another version: `dragoman 0.1 → 0.2`, `knowledge 1a2b → 3c4d`."""
    if before is None or after is None:
        return ("versions not known",) if before != after else ()
    found = []
    for name in Versions.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append(f"{name} {_short(old)} → {_short(new)}")
    return tuple(found)


def _short(value: Any) -> str:
    words = value if isinstance(value, str) else ", ".join(value)
    return words or "none"


def compare(before: Reading, after: Reading) -> Difference | None:
    """What two readings of one document say differently, `None` where it is nothing. A mention is told by its trigger."""
    old = {mention.trigger.start: mention for mention in before.mentions}
    new = {mention.trigger.start: mention for mention in after.mentions}
    changed = []
    for place in sorted(old.keys() & new.keys()):
        one, other = _facts(old[place]), _facts(new[place])
        changed += [f"{name}: {one[name]} → {other[name]}" for name in _FIELDS if one[name] != other[name]]
    added = tuple(_told(new[place]) for place in sorted(new.keys() - old.keys()))
    lost = tuple(_told(old[place]) for place in sorted(old.keys() - new.keys()))
    if not (added or lost or changed):
        return None
    return Difference(document_id=after.document.id, added=added, lost=lost, changed=tuple(changed))


def _told(mention: EventMention) -> str:
    return f"{mention.type} “{mention.trigger_text}”"


def _facts(mention: EventMention) -> dict[str, str]:
    time, place = mention.time, mention.place
    return {
        "type": mention.type,
        "modes": ", ".join(mention.modes),
        "contexts": ", ".join(mention.contexts),
        "status": mention.status,
        "actors": _parties(mention.actors),
        "recipients": _parties(mention.recipients),
        "place": f"{place.name} {place.geonames_id or ''}".strip() if place else "",
        "time": f"{time.first}..{time.last}" if time else "",
        "claims": ", ".join(
            f"{claim.stance} {claim.sources[-1].text or claim.sources[-1].kind}" for claim in mention.claims
        ),
    }


def _parties(parties: tuple[Participant, ...]) -> str:
    return ", ".join(
        (party.actor.id or party.actor.code or party.text) if party.actor else party.text for party in parties
    )
