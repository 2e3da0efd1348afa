"""What stands behind the API: the one open store, what reads and links, the past as it was known, and the keeper thread.

DuckDB lets one process write a file, so this process owns it: whatever reads news into the store does so through this
object's store. Readers work on snapshots of the published tables and never wait for a writer.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final, NamedTuple, Protocol

from dragoman.errors import DragomanError, NotBuiltError
from dragoman.records import Document, Reading
from dragoman.serving.rights import withheld_of
from dragoman.serving.turning import turning_points
from dragoman.serving.web.wire import Known, RoleHeld
from dragoman.store import Snapshot, Store, View

_LOG: Final = logging.getLogger("dragoman.serving")
# Linking the past anew takes some milliseconds a document; a reader waits for it once. Beyond this many documents the past
# is told by the day of first report instead, and the answer says so.
RELINKED_DOCUMENTS: Final = 500
_KEPT_PASTS: Final = 4
# How often the keeper looks whether something was written.
_PAUSE_S: Final = 0.5


class Watches(Protocol):
    """A watch loop that writes into the store of this process."""

    def run(self, stop: threading.Event) -> None:
        """Fetch and read until told to stop."""

    def status(self) -> Any:
        """What it does and did: a record or plain values."""


class Tools(NamedTuple):
    """What other rooms do for the server, handed in so that this room needs none of them.

    `read` reads a document, `link` brings the store's events up to date, `past` makes a store of what was known on a day,
    `roles` tells the offices of an actor by id or code, `errand` does what other processes ask of the owner of the store.
    """

    read: Callable[[Document], Reading] | None = None
    link: Callable[[Store], object] | None = None
    past: Callable[[Store, date], Store] | None = None
    roles: Callable[[str], Sequence[RoleHeld]] | None = None
    errand: Callable[[], None] | None = None


class Shown(NamedTuple):
    """The store as one request sees it. `reported_by` narrows it where the past was not made anew."""

    snapshot: Snapshot
    view: View
    known: Known
    reported_by: date | None


class Desk:
    """The store of a server and all that it does with it.

    Args:
        store: Open for writing.
        tools: See `Tools`.
        watch: The watch loop, if one runs here.
    """

    def __init__(self, store: Store, tools: Tools | None = None, *, watch: Watches | None = None) -> None:
        self.store, self.tools, self.watch = store, tools or Tools(), watch
        self.served, self.reviews = store.served(), store.reviews()
        self._publisher = store.publisher()
        self._pasts: OrderedDict[tuple[date, int], Store] = OrderedDict()
        self._past_lock, self._read_lock = threading.Lock(), threading.Lock()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._judged = threading.Event()
        self._withholds = (-1, False)
        self.trouble: str | None = None

    def start(self) -> None:
        """Bring everything up to date, then keep it so in the background."""
        self._publisher.prepare()
        self.settle()
        self._threads = [threading.Thread(target=self._keep, name="dragoman-keeper", daemon=True)]
        if self.watch is not None:
            watching = threading.Thread(target=self._watching, args=(self.watch,), name="dragoman-watch", daemon=True)
            self._threads.append(watching)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads. A batch that is being written is finished first."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._threads = []

    def settle(self) -> None:
        """Link what came or was judged, and publish it."""
        self._judged.clear()
        if self.tools.link is not None:
            self.tools.link(self.store)
        self._publisher.publish()

    def note_judgement(self) -> None:
        """Have the keeper link anew, for what a person said is the same or not."""
        self._judged.set()

    def read(self, document: Document) -> Reading:
        """Read a document, one at a time: models are shared and a reading uses a whole processor."""
        if self.tools.read is None:
            raise NotBuiltError("this server reads no texts")
        with self._read_lock:
            return self.tools.read(document)

    def withholds(self) -> bool:
        """Whether any publisher here keeps its words to itself; asked anew only when something was written."""
        commits = self.store.commits
        if self._withholds[0] != commits:
            self._withholds = commits, self.store.view().withholds()
        return self._withholds[1]

    def withheld(self, documents: Iterable[str]) -> frozenset[str]:
        """Those of some documents whose publishers keep their words to themselves, as told today."""
        return withheld_of(self.store.view().rights(documents)) if self.withholds() else frozenset()

    @contextmanager
    def shown(self, known_on: date | None = None) -> Iterator[Shown]:
        """The store as it stands, or as it was known on a day."""
        past = self._past(known_on) if known_on is not None else None
        store = past or self.store
        if known_on is None:
            known = Known(day=None, method="now")
        else:
            known = Known(day=known_on, method="relinked" if past is not None else "first_reported")
        with store.served().snapshot() if past else self.served.snapshot() as snapshot:
            yield Shown(snapshot, store.view(), known, known_on if past is None else None)

    def _past(self, day: date) -> Store | None:
        """A store of what was known on a day; `None` where that would take too long."""
        if self.tools.past is None or self.store.view().totals()["documents"] > RELINKED_DOCUMENTS:
            return None
        key = (day, self.store.commits)
        with self._past_lock:
            if key not in self._pasts:
                past = self.tools.past(self.store, day)
                past.publisher().publish()
                self._pasts[key] = past
                # An evicted store lives on in memory until the last request that asks it is done.
                while len(self._pasts) > _KEPT_PASTS:
                    self._pasts.popitem(last=False)
            self._pasts.move_to_end(key)
            return self._pasts[key]

    def _keep(self) -> None:
        """Do errands, and link and publish whenever something was written."""
        seen = self.store.commits
        turning_points([0.0, 1.0] * 3)  # loads what finds them: the first reader need not wait for that
        while not self._stop.wait(_PAUSE_S):
            self._run_errands()
            if self.store.commits == seen:
                continue
            seen = self.store.commits
            try:
                # A watch loop links in its own time: here what it linked is published, unless somebody waits for more.
                if self.watch is None or self._judged.is_set():
                    self.settle()
                else:
                    self._publisher.publish()
                self.trouble = None
            except Exception as err:
                # Neither a full disk nor a fault may end the keeper: readers have the last publication, the status and
                # the log tell the trouble, and the next thing written has it try again.
                self.trouble = _told(err)
                _LOG.error("events could not be brought up to date: %s", self.trouble, exc_info=err)

    def _run_errands(self) -> None:
        if self.tools.errand is None or self.watch is not None:  # a watch loop does them: two would do each twice
            return
        try:
            self.tools.errand()
        except Exception as err:  # as above; what went wrong with an errand itself is told to who asked
            self.trouble = _told(err)
            _LOG.error("errands could not be looked for: %s", self.trouble, exc_info=err)

    def _watching(self, watch: Watches) -> None:
        try:
            watch.run(self._stop)
        except Exception as err:  # readers can still ask; the status and the log tell that nothing comes in
            self.trouble = _told(err)
            _LOG.error("the watch loop ended: %s", self.trouble, exc_info=err)


def _told(err: Exception) -> str:
    return err.message if isinstance(err, DragomanError) else f"{type(err).__name__}: {err}"
