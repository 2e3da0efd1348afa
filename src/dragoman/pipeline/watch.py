"""Watch sources: ask each when it is due, keep what is new, read it, link it, and tell who asked to be told.

Everything that came waits in the journal of the store before anything is done with it, so the loop may be ended at any
instant, by a signal or by a fallen plug, and goes on where it was. One loop owns the store; a server may run it in a thread
of its own and ask the same store meanwhile.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from dragoman.errors import ConfigError, DragomanError, InputError, StoreError
from dragoman.files import write_whole
from dragoman.news import Entry, NewsSettings
from dragoman.news.fetching import PATIENCE_S, Fetcher, FetchError
from dragoman.news.subscriptions import Notice, Subscription, Subscriptions
from dragoman.news.taking import Found, Poll, document_of_page, poll_source
from dragoman.pipeline.linking import is_behind, link_store
from dragoman.pipeline.runner import (
    Limits,
    ReaderFactory,
    Runner,
    StopSignal,
    Summary,
    WorkerPool,
    dateline_words,
)
from dragoman.records import Document, Issue, LinkedEvent, Record
from dragoman.store import (
    EventQuery,
    Post,
    Refusal,
    Sighting,
    Store,
    Task,
    Waiting,
    Watched,
    content_digest,
    text_digest,
)

_FETCHES: Final = 25  # pages fetched before what waits is read
_MOST_TRIES: Final = 6  # of a page or a webhook: with the waits between them, a day and a half
_MOST_DEATHS: Final = 2  # polls of a source that the process may die of before it is asked later and later
_FIRST_WAIT_S: Final = 60.0
_SOON_S: Final = 30.0
_LONGEST_WAIT_S: Final = 24 * 3600.0
_ATOM: Final = 100  # changes that an Atom feed shows
_PART: Final = 256
_LINE_START: Final = b'{"number":'
_FEED_START: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<id>urn:dragoman:'
)

_log = logging.getLogger("dragoman.watch")

Doing = Literal["starting", "asking", "fetching", "reading", "linking", "telling", "idle", "stopped"]


class SourceStatus(Record, frozen=True):
    """How a source stands. `lag_s` is how long its oldest unread document has waited."""

    name: str
    address: str
    asked_at: datetime | None
    new_at: datetime | None
    due_at: datetime | None
    read: int
    refused: int
    waiting: int
    lag_s: float | None
    errors: int
    failures: int
    error: str | None


class WatchStatus(Record, frozen=True):
    """How the watch stands. `memory_mb` is that of its own process, workers apart."""

    doing: Doing
    pid: int
    started_at: datetime
    at: datetime
    read: int
    refused: int
    waiting: int
    to_fetch: int
    events_told: int
    lag_s: float | None
    memory_mb: float | None
    sources: tuple[SourceStatus, ...]
    error: str | None = None


class _Stop(StopSignal):
    """The wish to stop, as a thread's event tells it."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event
        super().__init__()

    @property
    def requested(self) -> bool:
        return self._event.is_set()

    @requested.setter
    def requested(self, value: bool) -> None:
        if value:
            self._event.set()


class Watch:
    """The loop. Give it an open store; it is the only one that writes documents to it.

    Args:
        store: Open for writing.
        subscriptions: What is watched, and who is told.
        factory: Makes the reader, in a process of its own.
        workers: Processes that read.
        batch_size: Documents written at once.
        limits: What one document may take.
        link_every_s: Shortest time between two runs of linking while more is waiting.
        errand: Called in each round, for what else the owner of the store has to do there.
        fetcher: Fetches; one of its own where none is given.
        news: How files and pages are read.

    Raises:
        ConfigError: A query of who is to be told cannot be asked, or the file for its changes holds something else.
    """

    def __init__(
        self,
        store: Store,
        subscriptions: Subscriptions,
        factory: ReaderFactory,
        *,
        workers: int = 1,
        batch_size: int = 100,
        limits: Limits | None = None,
        link_every_s: float = 30.0,
        errand: Callable[[], None] | None = None,
        fetcher: Fetcher | None = None,
        news: NewsSettings | None = None,
    ) -> None:
        self._store, self._subscriptions, self._factory = store, subscriptions, factory
        self._workers, self._batch_size, self._limits = workers, batch_size, limits or Limits()
        self._link_every_s, self._errand, self._news = link_every_s, errand, news or NewsSettings()
        self._stop = threading.Event()
        self._fetcher = fetcher or Fetcher(subscriptions.fetch, stop=self._stop)
        self._journal, self._watching, self._writer = store.journal(), store.watching(), store.writer()
        self._queries = {notice.name: make_event_query(notice) for notice in subscriptions.notify}
        for notice in subscriptions.notify:
            with suppress(OSError):  # told when there is something to write, which then waits in the store
                _check_files(notice)
        self._by_name = {source.name: source for source in subscriptions.source}
        self._states = self._first_states()
        self._pool: WorkerPool | None = None
        self._unlinked: list[str] = []
        self._linked_at = time.monotonic()
        self._started = datetime.now(UTC)
        self._doing: Doing = "starting"
        self._told = 0
        self._asked: set[str] = set()
        self._polls: dict[str, Iterator[Poll]] = {}  # of which there is more to come
        self._read, self._refused = 0, 0
        self._error: str | None = None
        self._changed = threading.Event()

    # --------------------------------------------------------------------------------------------------------- the loop

    def run(self, stop: threading.Event, on_change: Callable[[WatchStatus], None] | None = None) -> None:
        """Watch until `stop` is set; what was begun is finished first.

        Args:
            stop: Set it, from any thread or a signal handler, to end the loop.
            on_change: Told the status after each round in which something happened.

        Raises:
            StoreError: The store cannot be written. What came waits in it, or is brought again by its source.
            ModelError: No document can be read.
        """
        self._run(stop, on_change, is_once=False)

    def once(self, stop: threading.Event, on_change: Callable[[WatchStatus], None] | None = None) -> None:
        """Ask every source once, read, link and tell all that waits, and end. See `run`."""
        self._run(stop, on_change, is_once=True)

    def _run(self, stop: threading.Event, on_change: Callable[[WatchStatus], None] | None, *, is_once: bool) -> None:
        with _joined(stop, self._stop):
            try:
                self._watching.set_rights({source.name: source.rights for source in self._subscriptions.source})
                self._catch_up()
                while not stop.is_set():
                    if self._round(is_once):
                        self._report(on_change)
                    elif is_once and not self._is_pending():
                        break
                    else:
                        self._doing = "idle"
                        self._report(on_change)
                        stop.wait(self._pause_s())
                if self._unlinked and not self._journal.waiting(1):
                    self._link()
            except DragomanError as err:
                self._error = err.message
                raise
            finally:
                self._close()
                self._doing = "stopped"
                self._report(on_change)

    def _round(self, is_once: bool) -> bool:
        """Do a little of everything that is to be done; whether there was anything."""
        if self._errand is not None:
            self._errand()
        source = self._due(is_once)
        if source is not None:
            self._doing = "asking"
            self._ask(source)
        fetched = self._fetch_pages()
        read = self._read_some()
        linked = self._link_if_due()
        if read or linked:
            self._store.settle()
        sent = self._send()
        return bool(source or fetched or read or linked or sent)

    def _is_pending(self) -> bool:
        """Whether `once` has something left that does not have to wait for long."""
        soon = datetime.now(UTC) + timedelta(seconds=_SOON_S)
        return bool(self._to_fetch(1, at=soon, beyond_s=_SOON_S))

    def _pause_s(self) -> float:
        now = datetime.now(UTC)
        due = min((state.due_at or now for state in self._states.values()), default=now + timedelta(seconds=1))
        return min(max((due - now).total_seconds(), 0.05), 1.0)

    def _close(self) -> None:
        self._polls.clear()
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    # ---------------------------------------------------------------------------------------------------------- sources

    def _first_states(self) -> dict[str, Watched]:
        kept = self._watching.sources()
        states = {}
        for source in self._subscriptions.source:
            before = kept.get(source.name)
            is_same = before is not None and before.address == source.address
            fresh = Watched(name=source.name, address=source.address)
            states[source.name] = _as_often(before, source) if before and is_same else fresh
        return states

    def _due(self, is_once: bool) -> Subscription | None:
        """The source that is due longest, if one is."""
        now = datetime.now(UTC)
        if is_once:
            left = (s for s in self._subscriptions.source if s.name in self._polls or s.name not in self._asked)
            return next(left, None)
        due = [(state.due_at or self._started, name) for name, state in self._states.items()]
        moment, name = min(due)
        return self._by_name[name] if moment <= now else None

    def _ask(self, source: Subscription) -> None:
        """Ask a source, or go on with what it gave; one part in each round, so that nothing else has to wait for an archive."""
        state, parts = self._states[source.name], self._polls.pop(source.name, None)
        if parts is None:
            self._asked.add(source.name)
            wait = self._fetcher.wait_s(source.address) if source.is_of_the_web else 0.0
            if wait > PATIENCE_S:  # another source of its host was told to come back later
                due, told = (
                    datetime.now(UTC) + timedelta(seconds=wait),
                    f"its host asked to be left alone for {wait:,.0f} s",
                )
                self._states[source.name] = msgspec.structs.replace(state, due_at=due, error=told)
                return
            state = msgspec.structs.replace(state, polled_at=datetime.now(UTC))
            parts = poll_source(
                source,
                self._fetcher,
                etag=state.etag,
                modified=state.modified,
                seen=self._marks,
                find_date=dateline_words,
                news=self._news,
                careful=state.begun > 0,
            )
        state = msgspec.structs.replace(state, begun=state.begun + 1)
        ended = msgspec.structs.replace(state, begun=0)
        try:
            if state.begun > _MOST_DEATHS:
                ended = msgspec.structs.replace(state, begun=_MOST_DEATHS - 1)  # once more, after the wait
                raise InputError(
                    f"the process ended {_MOST_DEATHS} times while it read what this gives",
                    where=source.address,
                    remedy="see what is wrong with it, or take it out of the sources",
                )
            self._watching.keep(state)
            poll = next(parts)
        except InputError as err:
            self._states[source.name] = self._failed(source, ended, err)
            self._watching.keep(self._states[source.name])
            return
        state = ended
        self._take(source, state, poll)
        if poll.goes_on:
            self._polls[source.name] = parts

    def _failed(self, source: Subscription, state: Watched, err: InputError) -> Watched:
        """The state after a poll that went wrong: asked again later and later, and not before its server wants."""
        if isinstance(err, FetchError) and err.reason == "STOPPED":
            return state
        if isinstance(err, FetchError) and err.reason == "NOT_YET":  # nothing is wrong with it
            due = datetime.now(UTC) + timedelta(seconds=err.retry_after_s or source.every_s)
            return msgspec.structs.replace(state, due_at=due, error=err.message)
        failures = state.failures + 1
        wait = min(max(source.every_s, _FIRST_WAIT_S) * 2 ** (failures - 1), _LONGEST_WAIT_S)
        if isinstance(err, FetchError) and err.retry_after_s is not None:
            wait = max(err.retry_after_s, source.every_s)
            self._fetcher.hold_off(source.address, err.retry_after_s)
        _log.warning("%s: %s", source.name, err.message)
        return msgspec.structs.replace(
            state,
            due_at=datetime.now(UTC) + timedelta(seconds=wait),
            failures=failures,
            errors=state.errors + 1,
            error=err.message,
        )

    def _marks(self, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of these items, those that were seen: by whom, and with which mark."""
        return {key: (seen.source, seen.mark) for key, seen in self._watching.sightings(keys).items()}

    def _take(self, source: Subscription, state: Watched, poll: Poll) -> None:
        """Keep what a poll brought, and the new state of the source, in one transaction."""
        now = datetime.now(UTC)
        documents = self._unread(source, [found for found in poll.found if found.document is not None])
        tasks = [(found.key, _task(source, found)) for found in poll.found if found.url is not None]
        refused = [found.issue for found in poll.found if found.issue is not None]
        state = msgspec.structs.replace(
            state,
            etag=poll.etag,
            modified=poll.modified,
            due_at=now + timedelta(seconds=0 if poll.is_cut else source.every_s),
            new_at=now if documents or tasks else state.new_at,
            failures=0,
            error=None,
        )
        if refused:  # before the item counts as seen: a kill in between refuses it once more, which changes nothing
            self._refuse(refused)
        self._watching.keep(
            state,
            sightings=[_sighting(source, found) for found in poll.found],
            documents=[(source.name, document) for document in documents],
            tasks=tasks,
        )
        self._states[source.name] = state

    def _unread(self, source: Subscription, found: Sequence[Found]) -> list[Document]:
        """The documents that are new: neither known with the same content, nor by their text under another id, nor removed."""
        documents = {item.document.id: item.document for item in found if item.document is not None}
        standings = self._journal.standings(list(documents))
        removed = self._journal.stones(list(documents.values()))
        digests = {id_: text_digest(document.text) for id_, document in documents.items()}
        known = self._watching.texts(source.name, list(digests.values()))
        fresh, taken = [], set[str]()
        for id_, document in documents.items():
            before, digest = standings.get(id_), digests[id_]
            is_known = before is not None and before.digest == content_digest(document)
            is_twice = digest in taken or known.get(digest, id_) != id_
            if not (is_known or is_twice or id_ in removed):
                fresh.append(document)
                taken.add(digest)
        return fresh

    # ------------------------------------------------------------------------------------------------------------ pages

    def _fetch_pages(self) -> int:
        """Fetch some of the pages that wait for it and whose hosts may be asked now."""
        number = 0
        for waiting in self._to_fetch(_FETCHES * 8):
            if number >= _FETCHES or self._stop.is_set():
                break
            task = msgspec.json.decode(waiting.task or "{}", type=Task)
            source = self._by_name.get(task.source)
            if source is None or not self._fetcher.is_ready(task.url):
                continue  # its host was asked a moment ago
            self._doing = "fetching"
            number += 1
            self._fetch(waiting.id, waiting.tries, task, source)
        return number

    def _to_fetch(self, limit: int, *, at: datetime | None = None, beyond_s: float = 0.0) -> list[Waiting]:
        """The pages that may be fetched, the longest waiting first, however many others wait.

        A source that is watched no longer leaves what it brought waiting, which the status shows.
        """
        busy = self._fetcher.busy_hosts(beyond_s)
        return self._journal.waiting(limit, fetched=False, at=at, sources=list(self._by_name), busy_hosts=busy)

    def _fetch(self, id_: str, tries: int, task: Task, source: Subscription) -> None:
        """Fetch a page. The try counts from its beginning, so that a page of which the process dies is not fetched for ever."""
        if tries >= _MOST_TRIES:
            said = f"it was fetched {tries} times, and the process ended before it was read"
            self._refuse([Issue(document_id=id_, stage="news", error="NeverEnded", message=said, origin=task.url)])
            return
        self._journal.begin([id_])
        try:
            document = document_of_page(
                id_,
                task.url,
                source,
                self._fetcher,
                title=task.title,
                published=task.published,
                language=task.language,
                find_date=dateline_words,
                news=self._news,
            )
        except FetchError as err:
            if err.reason == "STOPPED":
                self._journal.release([id_])
                return
            self._fetch_failed(id_, tries, err, source)
            return
        except InputError as err:
            self._refuse([_issue(id_, err, task.url)])
            return
        fresh = self._unread(source, [Found(key=id_, document=document)])
        if not fresh:
            is_removed = bool(self._journal.stones([document]))
            kind, said = (
                ("Removed", "it was taken out for good") if is_removed else ("SameText", "its text came before")
            )
            self._refuse([Issue(document_id=id_, stage="news", error=kind, message=said, origin=task.url)])
            return
        seen = self._watching.sightings([id_]).get(id_)
        sighting = msgspec.structs.replace(seen, text_digest=text_digest(document.text)) if seen else None
        self._watching.keep(None, sightings=[sighting] if sighting else [], documents=[(source.name, document)])

    def _fetch_failed(self, id_: str, tries: int, err: FetchError, source: Subscription) -> None:
        if err.reason == "NOT_YET":  # it was not asked for, so that no try is used up
            until = datetime.now(UTC) + timedelta(seconds=err.retry_after_s or _FIRST_WAIT_S)
            self._journal.release([id_])
            self._watching.put_off(id_, until, err.reason, err.message)
            return
        if not err.is_passing or tries + 1 >= _MOST_TRIES:
            self._refuse([_issue(id_, err, err.where)])
            return
        wait = err.retry_after_s if err.retry_after_s is not None else _FIRST_WAIT_S * 4**tries
        if err.retry_after_s is not None and err.where:
            self._fetcher.hold_off(err.where, err.retry_after_s)
        until = datetime.now(UTC) + timedelta(seconds=min(wait, _LONGEST_WAIT_S))
        self._watching.put_off(id_, until, err.reason, err.message)

    def _refuse(self, issues: Sequence[Issue]) -> None:
        self._writer.write_issues(issues, [Refusal(issue=issue) for issue in issues])
        self._refused += len(issues)

    # ---------------------------------------------------------------------------------------------------------- reading

    def _read_some(self) -> int:
        """Read a batch of what waits; how many documents it was."""
        waiting = self._journal.waiting(self._batch_size)
        if not waiting:
            return 0
        self._doing = "reading"
        if self._pool is None:
            self._pool = WorkerPool(self._factory, self._workers, _Stop(self._stop), self._limits)
        runner = Runner(
            self._factory,
            batch_size=self._batch_size,
            store=self._store,
            stop=_Stop(self._stop),
            give_known=False,
            limits=self._limits,
            pool=self._pool,
        )
        entries = (Entry(document=one.document) for one in waiting if one.document is not None)
        read = [reading.document.id for reading in runner.run(entries)]
        self._count(runner.summary)
        self._unlinked += read
        return len(waiting)

    def _count(self, summary: Summary) -> None:
        self._read += summary.read
        self._refused += summary.refused

    # ------------------------------------------------------------------------------------------------- linking, telling

    def _link_if_due(self) -> bool:
        if not self._unlinked:
            return False
        is_early = time.monotonic() - self._linked_at < self._link_every_s
        if is_early and self._journal.waiting(1):
            return False
        self._link()
        return True

    def _link(self) -> None:
        self._doing = "linking"
        if is_behind(self._store):
            link_store(self._store)
        self._linked_at = time.monotonic()
        documents, self._unlinked = self._unlinked, []
        self._doing = "telling"
        for part in range(0, len(documents), _PART):
            self._tell(self._watching.events_of(documents[part : part + _PART]))

    def _catch_up(self) -> None:
        """Link what an earlier run left unlinked, and tell what it could not tell any more.

        Who is to be told for the first time hears of what comes from now on, not of all that the store holds.
        """
        if is_behind(self._store):
            self._doing = "linking"
            link_store(self._store)
        for notice in self._subscriptions.notify:
            events = self._store.view().linked_events(self._queries[notice.name])
            if self._watching.is_new_query(notice.name):
                self._watching.start_query(notice.name, [(event.id, _digest(event)) for event in events])
            else:
                ids = [event.id for event in events]
                for part in range(0, len(ids), _PART):
                    self._tell(ids[part : part + _PART], (notice,))

    def _tell(self, event_ids: Sequence[str], notices: Sequence[Notice] | None = None) -> None:
        """Put what is new or changed of these events into the outbox, and into the files that show it."""
        view = self._store.view()
        for notice in self._subscriptions.notify if notices is None else notices:
            query = self._queries[notice.name]
            before = self._watching.told(notice.name, event_ids)
            changes = []
            for id_ in event_ids:
                for event in view.linked_events(msgspec.structs.replace(query, event=id_)):
                    json, digest = msgspec.json.encode(event).decode(), _digest(event)
                    if before.get(id_) != digest:
                        changes.append((id_, "changed" if id_ in before else "new", digest, json))
            self._watching.tell(notice.name, changes, notice.webhook)
            self._told += len(changes)
            write_changes(notice, self._watching.posts)

    def _send(self) -> int:
        """Post what is in the outbox; a webhook that fails is tried again later and later."""
        notices = {notice.name: notice for notice in self._subscriptions.notify}
        posts = self._watching.unsent(20, datetime.now(UTC))
        for post in posts:
            notice = notices.get(post.query)
            if self._stop.is_set():
                break
            self._doing = "telling"
            error = "nobody is to be told any more" if notice is None else self._post(post, notice)
            if error is None:
                self._watching.sent(post.number)
            else:
                is_last = notice is None or post.tries + 1 >= _MOST_TRIES
                wait = timedelta(seconds=_FIRST_WAIT_S * 4**post.tries)
                self._watching.not_sent(post.number, error, None if is_last else datetime.now(UTC) + wait)
        return len(posts)

    def _post(self, post: Post, notice: Notice) -> str | None:
        """Post a change; what went wrong, if anything did."""
        body = change_line(post).encode()
        headers = {"Content-Type": "application/json", "Dragoman-Change": str(post.number)}
        if notice.secret_env:
            secret = os.environ.get(notice.secret_env)
            if not secret:
                return f"${notice.secret_env} is not set"
            headers["Dragoman-Signature"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        try:
            self._fetcher.post(post.webhook or "", body, headers, allow=notice.allow)
        except FetchError as err:
            _log.warning("%s: %s", notice.name, err.message)
            return err.message
        return None

    # ----------------------------------------------------------------------------------------------------------- status

    def status(self) -> WatchStatus:
        """How the watch stands; may be asked from any thread."""
        counts, by_source = self._journal.counts(), self._journal.counts_by_source()
        since = self._watching.waiting_since()
        now = datetime.now(UTC)
        sources = tuple(
            self._source_status(name, by_source.get(name, {}), since.get(name), now) for name in sorted(self._states)
        )
        oldest = min(since.values(), default=None)
        return WatchStatus(
            doing=self._doing,
            pid=os.getpid(),
            started_at=self._started,
            at=now,
            read=counts["read"],
            refused=counts["refused"],
            waiting=counts["waiting"],
            to_fetch=self._watching.to_fetch(),
            events_told=self._told,
            lag_s=round((now - oldest).total_seconds(), 1) if oldest else None,
            memory_mb=memory_mb(),
            sources=sources,
            error=self._error,
        )

    def _source_status(
        self, name: str, counts: Mapping[Any, int], since: datetime | None, now: datetime
    ) -> SourceStatus:
        state = self._states[name]
        return SourceStatus(
            name=name,
            address=state.address,
            asked_at=state.polled_at,
            new_at=state.new_at,
            due_at=state.due_at,
            read=counts.get("read", 0),
            refused=counts.get("refused", 0),
            waiting=counts.get("waiting", 0),
            lag_s=round((now - since).total_seconds(), 1) if since else None,
            errors=state.errors,
            failures=state.failures,
            error=state.error,
        )

    def _report(self, on_change: Callable[[WatchStatus], None] | None) -> None:
        if on_change is None:
            return
        try:
            status = self.status()
        except StoreError as err:  # the store fails, which ends the loop and is told there
            _log.debug("no status", exc_info=err)
            return
        on_change(status)


class _joined:  # noqa: N801  (used as a statement)
    """While it lasts, the loop's own stop follows the caller's, which waiting in the fetcher listens to."""

    def __init__(self, outer: threading.Event, inner: threading.Event) -> None:
        self._outer, self._inner, self._done = outer, inner, threading.Event()
        self._thread = threading.Thread(target=self._follow, name="dragoman-watch-stop", daemon=True)

    def _follow(self) -> None:
        while not self._done.is_set():
            if self._outer.wait(0.1):
                self._inner.set()
                return

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *told: object) -> None:
        self._done.set()
        self._thread.join()


def make_event_query(notice: Notice) -> EventQuery:
    """The question that a notice's filters ask.

    Raises:
        ConfigError: A filter is none, or its value cannot be used.
    """
    place = f"notify {notice.name!r}"
    given = dict(notice.query)
    for name in ("type", "mode", "status", "source_kind"):
        if isinstance(given.get(name), str):
            given[name] = [given[name]]
    for name in ("limit", "offset", "order", "event"):
        if name in given:
            raise ConfigError(
                f"{name!r} is no filter here", where=place, expected="type, country, actor, text and so on"
            )
    if unknown := sorted(set(given) - set(EventQuery.__struct_fields__)):
        raise ConfigError(f"{unknown[0]!r} is no filter", where=place, expected=", ".join(EventQuery.__struct_fields__))
    try:
        return msgspec.convert(given, EventQuery)
    except msgspec.ValidationError as err:
        raise ConfigError(f"the query cannot be asked: {err}".replace("`", "'"), where=place) from err


def _digest(event: LinkedEvent) -> str:
    return hashlib.sha256(msgspec.json.encode(event)).hexdigest()[:32]


class _Numbered(msgspec.Struct, frozen=True):
    """What every line of changes has."""

    number: int
    query: str
    event_id: str


def change_line(post: Post) -> str:
    """A change as one line of JSON."""
    head = {
        "number": post.number,
        "query": post.query,
        "kind": post.kind,
        "event_id": post.event_id,
        "at": post.made_at,
    }
    start = msgspec.json.encode(head).decode()[:-1]
    return f'{start},"event":{post.json}}}'


def write_changes(notice: Notice, posts: Callable[..., list[Post]]) -> None:
    """Add new changes to a notice's file of lines, and show the latest in its Atom feed.

    The file tells by its last line how far it goes, so that a kill between the store and the file neither loses nor
    doubles a line.
    """
    try:
        if notice.file:
            _add_lines(
                Path(notice.file),
                (change_line(post) for post in posts(notice.name, after=_last_number(Path(notice.file)))),
            )
        if notice.atom:
            _check_feed(Path(notice.atom))
            feed = atom_feed(notice, posts(notice.name, latest=_ATOM))
            write_whole(notice.atom, feed.encode(), is_alone=True)
    except (OSError, ConfigError) as err:  # the changes stay in the store and are written as soon as the file can be
        _log.warning("%s: the changes cannot be written: %s", notice.name, err)


def _last_number(path: Path) -> int:
    """The number of the last whole line, 0 where there is none; half a line is cut off."""
    end, number = _end_of(path)
    if path.exists():
        os.truncate(path, end)
    return number


def _check_files(notice: Notice) -> None:
    """Look whether the files of a notice are ours to write.

    Raises:
        ConfigError: One holds something else.
        OSError: One cannot be read.
    """
    if notice.file:
        _end_of(Path(notice.file))
    if notice.atom:
        _check_feed(Path(notice.atom))


def _check_feed(path: Path) -> None:
    """Look whether a file is a feed of changes, which may be replaced.

    Raises:
        ConfigError: It is something else.
        OSError: It cannot be read.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        start = file.read(len(_FEED_START))
    if start and start != _FEED_START.encode():
        raise _not_changes(path)


def _end_of(path: Path) -> tuple[int, int]:
    """Where the last whole line of a file of changes ends, and its number; 0 and 0 where there is none.

    Raises:
        ConfigError: The file holds something else, which is not to be cut or added to.
        OSError: It cannot be read.
    """
    if not path.exists():
        return 0, 0
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        back, tail = 65_536, b""
        while True:
            start = max(size - back, 0)
            file.seek(start)
            tail = file.read(size - start)
            end = tail.rfind(b"\n")
            before = tail.rfind(b"\n", 0, end) if end >= 0 else -1
            if start == 0 or before >= 0:
                break
            back *= 4
    half = tail[end + 1 :]
    if not half.startswith(_LINE_START) and not _LINE_START.startswith(half):
        raise _not_changes(path)
    if end < 0:
        return 0, 0
    try:
        number = msgspec.json.decode(tail[before + 1 : end], type=_Numbered).number
    except (msgspec.DecodeError, UnicodeDecodeError) as err:
        raise _not_changes(path) from err
    return start + end + 1, number


def _not_changes(path: Path) -> ConfigError:
    return ConfigError(
        "this file holds something else than changes, and would be lost",
        where=str(path),
        expected="no file yet, or one that dragoman watch wrote",
        remedy="name another file, or move this one away",
    )


def _add_lines(path: Path, lines: Iterator[str]) -> None:
    with path.open("a", encoding="utf-8") as file:
        for line in lines:
            file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def atom_feed(notice: Notice, posts: Iterable[Post]) -> str:
    """The changes as an Atom feed (RFC 4287), the latest first."""
    from xml.sax.saxutils import escape

    listed = sorted(posts, key=lambda post: -post.number)
    updated = (listed[0].made_at if listed else datetime(1970, 1, 1, tzinfo=UTC)).isoformat()
    lines = [
        f"{_FEED_START}{escape(notice.name)}</id><title>{escape(notice.name)}</title><updated>{updated}</updated>",
    ]
    for post in listed:
        title = _clean(_headline(post))
        lines.append(
            f"<entry><id>urn:dragoman:{escape(notice.name)}:{post.number}</id><title>{escape(title)}</title>"
            f"<updated>{post.made_at.isoformat()}</updated><summary>{escape(_clean(post.event_id))}</summary></entry>"
        )
    return "\n".join([*lines, "</feed>", ""])


def _headline(post: Post) -> str:
    try:
        event = msgspec.json.decode(post.json, type=LinkedEvent)
    except msgspec.ValidationError:  # its document was taken out
        return f"{post.kind}: withdrawn"
    who = ", ".join(actor.name for actor in event.actors) or "unknown"
    whom = ", ".join(actor.name for actor in event.recipients)
    parts = [f"{post.kind}: {event.type} {who}" + (f" → {whom}" if whom else "")]
    parts += [event.place.name] if event.place else []
    parts += [str(event.time.first)] if event.time and event.time.first else []
    return " · ".join(parts)


def _clean(text: str) -> str:
    """Text that XML 1.0 can hold."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff"))


def memory_mb() -> float | None:
    """Memory of this process, in megabytes; `None` where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000, 1)
    except (OSError, ValueError, IndexError):
        return None


def _as_often(state: Watched, source: Subscription) -> Watched:
    """The state that an earlier run left, due as often as the source is to be asked now; what made it wait longer still does."""
    if state.failures or state.error or state.polled_at is None or state.due_at is None:
        return state
    return msgspec.structs.replace(state, due_at=min(state.due_at, state.polled_at + timedelta(seconds=source.every_s)))


def _task(source: Subscription, found: Found) -> Task:
    return Task(
        url=found.url or "",
        source=source.name,
        title=found.title,
        published=found.published,
        language=found.language,
    )


def _sighting(source: Subscription, found: Found) -> Sighting:
    document = found.document
    return Sighting(
        key=found.key,
        document_id=document.id if document else found.key,
        source=source.name,
        mark=found.mark,
        text_digest=text_digest(document.text) if document else None,
        rights=source.rights,
    )


def _issue(id_: str, err: InputError, where: str | None) -> Issue:
    kind = err.reason if isinstance(err, FetchError) else type(err).__name__
    said = err.message.removeprefix(f"{err.where}: ")
    return Issue(document_id=id_, stage="news", error=kind, message=said, origin=where)
