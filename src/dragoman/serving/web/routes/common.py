"""What endpoints share: how they are declared, and pieces of answers that several give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

import msgspec
from fastapi import Request

from dragoman.records import Relation, SentenceChange
from dragoman.serving.web.access import Caller
from dragoman.serving.web.answers import MEDIA_TYPES, Format
from dragoman.serving.web.desk import Desk
from dragoman.serving.web.problems import CODES, MEDIA_TYPE, ProblemError
from dragoman.serving.web.wire import CopyRow, JudgementAnswer, ReviewAnswer
from dragoman.serving.web.withholding import Words
from dragoman.store import Review, Snapshot
from dragoman.store.links import StoredJudgement

T = TypeVar("T")
REF: Final = "#/components/schemas/{name}"
_ALWAYS: Final = ("invalid-parameter", "unauthorized", "bad-host", "too-many-requests", "internal", "unavailable")
JSON_ONLY: Final[tuple[Format, ...]] = ("json",)


def desk_of(request: Request) -> Desk:
    """The desk behind the application."""
    desk: Desk = request.app.state.desk
    return desk


def caller_of(request: Request) -> Caller:
    """Who asks."""
    caller: Caller = request.scope["caller"]
    return caller


def answers(
    kind: type[Any] | tuple[type[Any], ...] | None,
    *problems: str,
    status: int = 200,
    formats: Sequence[Format] = JSON_ONLY,
) -> dict[str, Any]:
    """The declaration of an endpoint: what it answers, in which formats, and the problems that it may end with."""
    content = {MEDIA_TYPES[format_]: {"schema": _schema(format_, kind)} for format_ in formats} if kind else {}
    found: dict[int | str, Any] = {status: {"description": "The answer.", **({"content": content} if content else {})}}
    for code in (*_ALWAYS, *problems, *(("not-acceptable",) if len(formats) > 1 else ())):
        told = found.setdefault(
            CODES[code], {"description": "", "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}}}
        )
        told["description"] = ", ".join(filter(None, [told["description"], code]))
    return {"responses": found, "status_code": status}


def _schema(format_: Format, kind: type[Any] | tuple[type[Any], ...]) -> dict[str, Any]:
    if format_ == "geojson":
        return {"$ref": REF.format(name="FeatureCollection")}
    if format_ == "csv":
        return {"type": "string"}
    if format_ == "arrow":
        return {"type": "string", "format": "binary"}
    kinds = kind if isinstance(kind, tuple) else (kind,)
    listed = [{"$ref": REF.format(name=one.__name__)} for one in kinds]
    return listed[0] if len(listed) == 1 else {"anyOf": listed}


def takes(kind: type[Any]) -> dict[str, Any]:
    """The declaration of a body, for `openapi_extra`."""
    schema = {"$ref": REF.format(name=kind.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


WRITES: Final = ("invalid-body", "forbidden", "csrf", "too-large", "unsupported-media-type")


async def body_of(request: Request) -> bytes:
    """The body of a request that says it is JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise ProblemError("unsupported-media-type", "The body must be JSON, sent with Content-Type: application/json.")
    return await request.body()


def parse_body(body: bytes, kind: type[T]) -> T:
    """The record of a body; a problem that names the field where it is none."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as err:
        raise ProblemError("invalid-body", f"The body cannot be used: {err}.") from err


def words_of(request: Request) -> Words:
    """What may be shown of publishers' words to who asks."""
    return Words(desk_of(request), may_review="review" in caller_of(request).rights)


def now() -> datetime:
    """The moment that is noted with what people say."""
    return datetime.now(UTC)


def review_answer(review: Review) -> ReviewAnswer:
    """A review as the API tells it: without the record, which the desk has."""
    return ReviewAnswer(
        number=review.number,
        subject=review.subject,
        kind=review.kind,
        verdict=review.verdict,
        fields=review.fields,
        judge=review.judge,
        reason=review.reason,
        audit=f"audit-{review.audit}" if review.audit is not None else None,
        judged_at=review.judged_at,
        document_id=review.document_id,
    )


def judgement_answer(judgement: StoredJudgement) -> JudgementAnswer:
    """A judgement as the API tells it."""
    return msgspec.convert(msgspec.to_builtins(judgement), JudgementAnswer)


def published_days(snapshot: Snapshot, documents: Sequence[str]) -> dict[str, date | None]:
    """The days of publication of documents."""
    ids = list(dict.fromkeys(documents))
    return dict(snapshot.rows(f"SELECT id, published FROM documents WHERE id IN ({_marks(ids)})", ids))


def copy_rows(snapshot: Snapshot, documents: Sequence[str]) -> list[CopyRow]:
    """Documents among the versions of their reports, groups together; those that stand alone are left out.

    Asked step by step with the ids found, which indexes answer; one question with joins reads whole tables.
    """
    if not documents:
        return []
    sql = f"SELECT DISTINCT head FROM linked_documents WHERE document_id IN ({_marks(documents)})"
    heads = [head for (head,) in snapshot.rows(sql, list(documents))]
    columns = "document_id, head, parent, kind, jaccard, containment, changes"
    versions = snapshot.rows(f"SELECT {columns} FROM linked_documents WHERE head IN ({_marks(heads)})", heads)
    groups = Counter(row[1] for row in versions)
    versions = [row for row in versions if groups[row[1]] > 1]
    ids = [row[0] for row in versions]
    sql = f"SELECT id, title, publisher, published FROM documents WHERE id IN ({_marks(ids)})"
    told = {id_: rest for id_, *rest in snapshot.rows(sql, ids)} if ids else {}
    found = []
    for id_, head, parent, kind, jaccard, containment, changes in versions:
        if id_ not in told:  # went since it was linked
            continue
        steps = msgspec.json.decode(changes, type=tuple[SentenceChange, ...]) if changes else ()
        fields = [id_, *told[id_], head, parent, kind, jaccard, containment, steps]
        found.append(CopyRow(**dict(zip(CopyRow.__struct_fields__, fields, strict=True))))
    return sorted(found, key=lambda row: (row.head, row.parent is not None, row.published or date.max, row.document_id))


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values) or "NULL"


def relations_between(snapshot: Snapshot, condition: str, parameters: Sequence[Any], *, limit: int) -> list[Relation]:
    """The stated relations of which a condition holds, by document and place in it."""
    sql = f"SELECT json FROM relations WHERE {condition} ORDER BY document_id, position LIMIT {int(limit)}"
    return [msgspec.json.decode(json, type=Relation) for (json,) in snapshot.rows(sql, parameters)]
