"""What is new, how the store stands, the words that records use, and who is asking."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from pathlib import PurePath
from typing import Annotated, Any, Final, get_args

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman import __version__
from dragoman.ontology import load_ontology
from dragoman.records import SourceKind, Status
from dragoman.serving.pair import Flow, turns_of
from dragoman.serving.ties import with_quads
from dragoman.serving.web.access import BOTH, COOKIE, Caller
from dragoman.serving.web.answers import json_answer
from dragoman.serving.web.desk import Desk, Shown
from dragoman.serving.web.problems import ProblemError
from dragoman.serving.web.routes.common import (
    WRITES,
    answers,
    body_of,
    caller_of,
    desk_of,
    parse_body,
    takes,
    words_of,
)
from dragoman.serving.web.wire import (
    Login,
    NamedMeaning,
    OntologyAnswer,
    PairTurn,
    Role,
    Session,
    StoreStatus,
    TodayAnswer,
    TypeEntry,
)
from dragoman.serving.web.withholding import Words
from dragoman.store import SCHEMA_VERSION, FlowQuery

# Of the pairs of which most is new, how many are looked at for a turn, over how long, and how recent it must be.
_PAIRS: Final = 5
_TURN_WEEKS: Final = 52
_RECENT_DAYS: Final = 28


def add_overview(router: APIRouter) -> None:
    """Add the endpoints of status, today, ontology and session."""

    @router.get("/status", tags=["store"], summary="The store", **answers(StoreStatus))
    def show_status(request: Request) -> Response:
        """Tell what the store holds and how far linking and publishing are."""
        return json_answer(_status(desk_of(request), caller_of(request)))

    @router.get("/today", tags=["events"], summary="What is new", **answers(TodayAnswer))
    def show_today(
        request: Request,
        since: Annotated[
            date | None, Query(description="The day before the last day of publication without it.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=100, description="Most of each kind.")] = 20,
    ) -> Response:
        """Show what is new and what changed since a day, by importance; what is planned and disputed; pairs that turn."""
        with desk_of(request).shown() as shown:
            return json_answer(_today(shown, words_of(request), since, limit))

    @router.get("/ontology", tags=["store"], summary="The words of records", **answers(OntologyAnswer))
    def show_ontology() -> Response:
        """Tell all types, modes, contexts, sectors, statuses, kinds of source and roles of evidence."""
        return json_answer(_ontology())

    @router.get("/session", tags=["session"], summary="Who asks", **answers(Session))
    def show_session(request: Request) -> Response:
        """Tell who asks and what they may do."""
        return json_answer(_session(request, caller_of(request)))

    @router.post(
        "/session", tags=["session"], summary="Open a session", openapi_extra=takes(Login), **answers(Session, *WRITES)
    )
    async def open_session(request: Request) -> Response:
        """Open a session with a token, and with the name under which judgements are kept; the answer sets a cookie."""
        login = parse_body(await body_of(request), Login)
        tokens = request.app.state.tokens
        rights = BOTH if tokens is None else tokens.rights_of(login.token or "")
        if not rights:
            raise ProblemError("unauthorized", "This is none of the tokens.")
        caller = Caller(rights=rights, name=login.name)
        answer = json_answer(_session(request, caller))
        secret = request.app.state.sessions.open(rights, login.name)
        answer.set_cookie(
            COOKIE, secret, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/"
        )
        return answer

    @router.delete(
        "/session", tags=["session"], summary="End a session", **answers(None, "forbidden", "csrf", status=204)
    )
    def close_session(request: Request) -> Response:
        """End the session of the cookie."""
        request.app.state.sessions.close(request.cookies.get(COOKIE, ""))
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, path="/")
        return answer


def _session(request: Request, caller: Caller) -> Session:
    return Session(name=caller.name, rights=caller.rights, tokens=request.app.state.tokens is not None)


def _status(desk: Desk, caller: Caller) -> StoreStatus:
    with desk.shown() as shown:
        totals = shown.view.totals()
        row = shown.snapshot.rows(
            """SELECT (SELECT min(published) FROM documents), (SELECT max(published) FROM documents),
                (SELECT max(linked_at) FROM link_runs), (SELECT count(*) FROM reviews),
                (SELECT count(*) FROM documents) - (SELECT count(*) FROM linked_documents),
                (SELECT count(*) FROM served_events)"""
        )[0]
        watch = msgspec.to_builtins(desk.watch.status()) if desk.watch else None
        if desk.trouble:
            watch = {**(watch or {}), "trouble": desk.trouble}
        return StoreStatus(
            dragoman=__version__,
            schema=SCHEMA_VERSION,
            store=PurePath(desk.store.path).name,
            documents=totals["documents"],
            mentions=totals["event_mentions"],
            events=row[5],
            relations=totals["relations"],
            issues=totals["issues"],
            first_day=row[0],
            last_day=row[1],
            linked=shown.view.is_linked(),
            linked_at=row[2].replace(tzinfo=UTC) if row[2] else None,
            behind=max(row[4], 0),
            generation=shown.snapshot.generation,
            published_at=shown.snapshot.published_at(),
            watch=watch,
            reviews=row[3],
            rights=caller.rights,
        )


def _today(shown: Shown, words: Words, since: date | None, limit: int) -> dict[str, Any]:
    snapshot = shown.snapshot
    last = shown.view.last_day()
    since = since or (last - timedelta(days=1) if last else None)
    start = since or date.min
    new, by_importance = "e.reported >= ?", " ORDER BY e.importance DESC, e.tie DESC"
    changed = (
        "((e.reported < ? AND e.last_reported >= ?) OR (e.changed_at > e.first_seen AND e.changed_at >= ?::TIMESTAMP))"
    )
    cards = snapshot.where(changed + by_importance, [start, start, start], limit=limit)
    ids = [msgspec.json.decode(card, type=_Id).id for card in cards]
    changes: dict[str, list[dict[str, Any]]] = {}
    for id_, at, told in snapshot.changes(ids):
        changes.setdefault(id_, []).extend({**change, "at": at} for change in msgspec.json.decode(told))
    return {
        "since": since,
        "last_day": last,
        "new": words.cards(snapshot.where(new + by_importance, [start], limit=limit)),
        "changed": [
            {"event": card, "changes": changes.get(id_, [])} for id_, card in zip(ids, words.cards(cards), strict=True)
        ],
        "planned": words.cards(
            snapshot.where(
                "e.status = 'planned' AND e.newest >= ? ORDER BY e.oldest, e.tie", [last or date.max], limit=limit
            )
        ),
        "disputed": words.cards(
            snapshot.where(f"e.disputed AND e.last_reported >= ?{by_importance}", [start], limit=limit)
        ),
        "turning_points": _turns(shown, start, last),
        "counts": {
            "new": snapshot.count_where(new, [start]),
            "changed": snapshot.count_where(changed, [start, start, start]),
            "documents": snapshot.rows("SELECT count(*) FROM served_documents WHERE published >= ?", [start])[0][0],
        },
    }


class _Id(msgspec.Struct):
    """The id of a card."""

    id: str


def _turns(shown: Shown, since: date, last: date | None) -> list[PairTurn]:
    """The turns of late in the pairs of which most is new."""
    if last is None:
        return []
    pairs = shown.snapshot.rows(
        f"""SELECT least(actor, recipient) AS one, greatest(actor, recipient) AS other FROM served_dyads
        WHERE reported >= ? GROUP BY ALL ORDER BY count(*) DESC, one, other LIMIT {_PAIRS}""",
        [since],
    )
    found = []
    first = last - timedelta(weeks=_TURN_WEEKS)
    for one, other in pairs:
        query = FlowQuery(actors=(one, other), day_from=first, day_to=last, step="week")
        flows = [with_quads(row, Flow) for row in shown.snapshot.flow_periods(query)]
        for turn in turns_of(flows, [], first, last, "week"):
            if (last - turn.period).days <= _RECENT_DAYS:
                found.append(
                    PairTurn(
                        one=one,
                        other=other,
                        period=turn.period,
                        before=turn.before,
                        after=turn.after,
                        names=shown.snapshot.actor_names([one, other]),
                    )
                )
    return found


def _ontology() -> OntologyAnswer:
    ontology = load_ontology()
    types = tuple(
        TypeEntry(
            name=kind.name,
            label=kind.name.capitalize(),
            quad=kind.quad,
            score=kind.score,
            definition=kind.definition,
            modes=tuple(NamedMeaning(name=mode.name, definition=mode.meaning) for mode in kind.modes),
        )
        for kind in ontology.types.values()
    )
    return OntologyAnswer(
        version=ontology.version,
        types=types,
        contexts=tuple(NamedMeaning(name=one.name, definition=one.meaning) for one in ontology.contexts.values()),
        sectors=tuple(NamedMeaning(name=one.code, definition=one.meaning) for one in ontology.sectors.values()),
        statuses=get_args(Status),
        source_kinds=get_args(SourceKind),
        roles=get_args(Role),
    )
