"""What people say: reviews of records, what is the same, saved queries, and samples with their precision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from dragoman.errors import ConfigError, OntologyError, StoreError
from dragoman.ontology import check_mode, check_type
from dragoman.serving.audit import audit_result, last_verdicts
from dragoman.serving.web.answers import json_answer
from dragoman.serving.web.desk import Desk
from dragoman.serving.web.parameters import Cursor, Limit, close_cursor, open_cursor, parse_filters
from dragoman.serving.web.problems import ProblemError
from dragoman.serving.web.routes.common import (
    WRITES,
    answers,
    body_of,
    caller_of,
    desk_of,
    judgement_answer,
    now,
    parse_body,
    review_answer,
    takes,
)
from dragoman.serving.web.wire import (
    AuditAnswer,
    AuditHead,
    AuditList,
    AuditRequest,
    AuditRow,
    JudgementAnswer,
    JudgementList,
    JudgementRequest,
    QueryList,
    QueryRequest,
    QueryRow,
    ReviewAnswer,
    ReviewList,
    ReviewRequest,
)
from dragoman.store import Audit, AuditItem, SavedQuery, Snapshot

_MOST_NUMBER: Final = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=_MOST_NUMBER)]
AuditId = Annotated[str, Path(min_length=1, max_length=40, examples=["audit-1"])]


def add_reviews(router: APIRouter) -> None:
    """Add the endpoints of reviews and judgements, saved queries and samples."""
    _add_reviews(router)
    _add_judgements(router)
    _add_queries(router)
    _add_audits(router)


def _add_reviews(router: APIRouter) -> None:
    @router.get("/reviews", tags=["reviews"], summary="Reviews", **answers(ReviewList, "invalid-cursor"))
    def list_reviews(
        request: Request,
        subject: Annotated[str | None, Query(max_length=500)] = None,
        judge: Annotated[str | None, Query(max_length=200)] = None,
        verdict: Literal["accept", "correct", "reject", "unsure"] | None = None,
        audit: Annotated[str | None, Query(max_length=40)] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """List reviews, the last first. None is ever changed; a later one overrules."""
        number = audit_number(audit, code="invalid-parameter") if audit is not None else None
        found = desk_of(request).reviews.find(subject=subject, judge=judge, verdict=verdict, audit=number)
        return _page(request, found, review_answer, ReviewList, cursor, limit)

    @router.post(
        "/reviews",
        tags=["reviews"],
        summary="Review a record",
        openapi_extra=takes(ReviewRequest),
        **answers(ReviewAnswer, "not-found", *WRITES, status=201),
    )
    async def add_review(request: Request) -> Response:
        """Keep a word on an event, a mention or a relation: accept, correct, reject, or that nobody can tell."""
        asked = parse_body(await body_of(request), ReviewRequest)
        fields = _corrected(asked)
        number = audit_number(asked.audit) if asked.audit is not None else None
        desk, judge = desk_of(request), asked.judge or caller_of(request).name

        def keep() -> Response:
            if number is not None:
                _check_item(desk, number, asked.subject)
            try:
                review = desk.reviews.add(
                    asked.subject,
                    asked.verdict,
                    fields=fields,
                    judge=judge,
                    reason=asked.reason,
                    audit=number,
                    at=now(),
                )
            except ConfigError as err:
                raise ProblemError("invalid-body", err.message, parameter="fields") from err
            except StoreError as err:
                raise _lost(err) from err
            return json_answer(review_answer(review), status=201)

        return await run_in_threadpool(keep)


def _add_judgements(router: APIRouter) -> None:
    @router.get("/judgements", tags=["reviews"], summary="Judgements", **answers(JudgementList, "invalid-cursor"))
    def list_judgements(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """List what people said is the same happening or not, the last first."""
        found = desk_of(request).reviews.judgements()
        return _page(request, found, judgement_answer, JudgementList, cursor, limit)

    @router.post(
        "/judgements",
        tags=["reviews"],
        summary="Same or not the same",
        openapi_extra=takes(JudgementRequest),
        **answers(JudgementAnswer, "not-found", *WRITES, status=201),
    )
    async def add_judgement(request: Request) -> Response:
        """Say that two events or mentions are one happening or not. Events are linked anew in the background."""
        asked = parse_body(await body_of(request), JudgementRequest)
        desk, judge = desk_of(request), asked.judge or caller_of(request).name

        def keep() -> Response:
            left, right = _mention_of(desk, asked.left), _mention_of(desk, asked.right)
            if left == right:
                raise ProblemError("invalid-body", "Both ids are of one event; there is nothing to judge.")
            try:
                found = desk.reviews.judge(
                    left, right, same=asked.verdict == "same", judge=judge, reason=asked.reason, at=now()
                )
            except StoreError as err:
                raise _lost(err) from err
            desk.note_judgement()
            return json_answer(judgement_answer(found), status=201)

        return await run_in_threadpool(keep)


def _add_queries(router: APIRouter) -> None:
    @router.get("/queries", tags=["queries"], summary="Saved queries", **answers(QueryList))
    def list_queries(request: Request) -> Response:
        """List the saved queries with how many events are new in each since it was last looked through."""
        desk = desk_of(request)
        with desk.shown() as shown:
            rows = tuple(_query_row(shown.snapshot, query) for query in desk.reviews.queries())
        return json_answer(QueryList(items=rows))

    @router.post(
        "/queries",
        tags=["queries"],
        summary="Save a query",
        openapi_extra=takes(QueryRequest),
        **answers(QueryRow, *WRITES, status=201),
    )
    async def save_query(request: Request) -> Response:
        """Keep a question under a name."""
        asked = parse_body(await body_of(request), QueryRequest)
        parse_filters(asked.query)
        desk, name = desk_of(request), asked.made_by or caller_of(request).name

        def keep() -> Response:
            query = desk.reviews.save_query(asked.name, asked.query, made_by=name, at=now())
            with desk.shown() as shown:
                return json_answer(_query_row(shown.snapshot, query), status=201)

        return await run_in_threadpool(keep)

    @router.post(
        "/queries/{number}/seen",
        tags=["queries"],
        summary="Looked through",
        **answers(QueryRow, "not-found", "forbidden", "csrf"),
    )
    def note_seen(request: Request, number: Number) -> Response:
        """Note that the answer of a saved query was looked through now."""
        desk = desk_of(request)
        if not desk.reviews.note_query(number, at=now()):
            raise ProblemError("not-found", f"There is no saved query {number}.")
        with desk.shown() as shown:
            query = next(query for query in desk.reviews.queries() if query.number == number)
            return json_answer(_query_row(shown.snapshot, query))

    @router.delete(
        "/queries/{number}",
        tags=["queries"],
        summary="Put a query away",
        **answers(None, "not-found", "forbidden", "csrf", status=204),
    )
    def remove_query(request: Request, number: Number) -> Response:
        """Put a saved query away. Its row stays, marked."""
        if not desk_of(request).reviews.note_query(number, at=now(), is_removed=True):
            raise ProblemError("not-found", f"There is no saved query {number}.")
        return Response(status_code=204)


def _add_audits(router: APIRouter) -> None:
    @router.get("/audits", tags=["audits"], summary="Samples", **answers(AuditList))
    def list_audits(request: Request) -> Response:
        """List the random samples that were drawn, the last first."""
        reviews = desk_of(request).reviews
        heads = [
            _audit_head(audit, reviews.audit_items(audit.number), _judged(reviews, audit)) for audit in reviews.audits()
        ]
        return json_answer(AuditList(items=tuple(heads)))

    @router.post(
        "/audits",
        tags=["audits"],
        summary="Draw a sample",
        openapi_extra=takes(AuditRequest),
        **answers(AuditAnswer, *WRITES, status=201),
    )
    async def draw_audit(request: Request) -> Response:
        """Draw a random sample of records, the same for the same seed and store, to be judged one by one."""
        asked = parse_body(await body_of(request), AuditRequest)
        query = parse_filters(asked.query)
        desk, name = desk_of(request), asked.made_by or caller_of(request).name

        def draw() -> Response:
            with desk.shown() as shown:
                found = shown.snapshot.population(query, asked.kind)
            items = (AuditItem(position=0, subject=s, type=t, source_kind=k) for s, t, k in found)
            try:
                audit = desk.reviews.draw(
                    items,
                    size=asked.size,
                    seed=asked.seed,
                    kind=asked.kind,
                    name=asked.name or f"sample of {asked.size}",
                    query=asked.query,
                    made_by=name,
                    at=now(),
                )
            except ConfigError as err:
                raise ProblemError("invalid-body", err.message, parameter="query") from err
            return json_answer(_audit(desk, audit), status=201)

        return await run_in_threadpool(draw)

    @router.get("/audits/{id}", tags=["audits"], summary="A sample", **answers(AuditAnswer, "not-found"))
    def show_audit(request: Request, id: AuditId) -> Response:
        """Show a sample: its records with the last word on each, and the precision that follows, by type and source."""
        desk = desk_of(request)
        audits = desk.reviews.audits(audit_number(id))
        if not audits:
            raise ProblemError("not-found", f"There is no sample {id!r}.")
        return json_answer(_audit(desk, audits[0]))


def audit_number(id_: str, *, code: str = "not-found") -> int:
    """The number in the id of a sample."""
    head, _, number = id_.rpartition("-")
    if head != "audit" or not (number.isascii() and number.isdecimal()) or not 0 < int(number) <= _MOST_NUMBER:
        raise ProblemError(code, f"There is no sample {id_!r}; ids look like audit-1.")
    return int(number)


def _audit(desk: Desk, audit: Audit) -> AuditAnswer:
    items = desk.reviews.audit_items(audit.number)
    verdicts = _judged(desk.reviews, audit)
    head = msgspec.structs.asdict(_audit_head(audit, items, verdicts))
    rows = tuple(
        AuditRow(
            position=item.position,
            subject=item.subject,
            type=item.type,
            source_kind=item.source_kind,
            verdict=verdicts[item.subject].verdict if item.subject in verdicts else None,
            judge=verdicts[item.subject].judge if item.subject in verdicts else None,
        )
        for item in items
    )
    return AuditAnswer(**head, items=rows, result=audit_result(items, {s: r.verdict for s, r in verdicts.items()}))


def _judged(reviews: Any, audit: Audit) -> dict[str, Any]:
    return last_verdicts(reviews.find(audit=audit.number))


def _audit_head(audit: Audit, items: Sequence[AuditItem], verdicts: dict[str, Any]) -> AuditHead:
    return AuditHead(
        id=f"audit-{audit.number}",
        name=audit.name,
        seed=audit.seed,
        kind=audit.kind,
        size=len(items),
        population=audit.population,
        query=audit.query,
        made_at=audit.made_at,
        made_by=audit.made_by,
        judged=sum(item.subject in verdicts for item in items),
    )


def _check_item(desk: Desk, number: int, subject: str) -> None:
    if subject not in {item.subject for item in desk.reviews.audit_items(number)}:
        raise ProblemError("not-found", f"{subject!r} is not in sample audit-{number}.", parameter="audit")


def _corrected(asked: ReviewRequest) -> dict[str, Any]:
    """The corrected fields, checked against the ontology."""
    fields: dict[str, Any] = msgspec.to_builtins(asked.fields)
    try:
        kind = check_type(fields["type"].upper()).name if "type" in fields else None
        if kind is not None:
            fields["type"] = kind
            for mode in fields.get("modes", ()):
                check_mode(kind, mode)
    except OntologyError as err:
        raise ProblemError("invalid-body", err.message, parameter="fields") from err
    return fields


def _mention_of(desk: Desk, id_: str) -> str:
    """The mention that an id stands for: an event stands for its first."""
    event = desk.store.view().linked_event(id_)
    return event.mentions[0] if event else id_


def _query_row(snapshot: Snapshot, query: SavedQuery) -> QueryRow:
    since = query.seen_at or query.made_at
    asked = msgspec.structs.replace(parse_filters(query.query), since=since.replace(tzinfo=None).isoformat())
    return QueryRow(
        id=query.number,
        name=query.name,
        query=query.query,
        made_by=query.made_by,
        made_at=query.made_at,
        seen_at=query.seen_at,
        new=snapshot.count_events(asked),
    )


def _page(
    request: Request, found: Sequence[Any], make: Callable[[Any], Any], kind: Any, cursor: str | None, limit: int
) -> Response:
    """A page of what is listed by number, the last first."""
    after = open_cursor(cursor, request, (int,))
    left = [one for one in found if after is None or one.number < after[0]]
    page = left[:limit]
    next_ = close_cursor((page[-1].number,), request) if len(left) > limit else None
    return json_answer(kind(items=tuple(make(one) for one in page), next=next_, total=len(found)))


def _lost(err: StoreError) -> ProblemError:
    return ProblemError("not-found", err.message)
