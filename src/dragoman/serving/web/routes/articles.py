"""Articles: lists of them, one with all that was read from it, stated relations, and search over everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from dragoman.records import RelationKind
from dragoman.serving.left_out import left_out_words
from dragoman.serving.web.answers import TABLES, AskedFormat, choose_format, json_answer, raws, table_answer
from dragoman.serving.web.evidence import left_out_marks, mention_marks, relation_marks
from dragoman.serving.web.parameters import Cursor, Day, Limit, close_cursor, open_cursor
from dragoman.serving.web.problems import ProblemError
from dragoman.serving.web.routes.common import answers, copy_rows, desk_of, words_of
from dragoman.serving.web.wire import (
    ActorRow,
    DocumentAnswer,
    DocumentList,
    DocumentRow,
    DocumentText,
    PlaceRow,
    RelationList,
    SearchAnswer,
    SentenceRow,
)
from dragoman.serving.web.withholding import shown_copies
from dragoman.store import EventQuery, ServedQuery, Snapshot
from dragoman.store.query import relations_sql
from dragoman.store.served import DocumentQuery

Id = Annotated[str, Path(min_length=1, max_length=500, description="An id, percent-encoded.")]
_NO_DAY: Final = date(1, 1, 1)
DOCUMENT_COLUMNS: Final[dict[str, type]] = {
    "id": str,
    "title": str,
    "publisher": str,
    "published": date,
    "url": str,
    "language": str,
    "mentions": int,
    "copy_of": str,
    "read_at": datetime,
}
RELATION_COLUMNS: Final[dict[str, type]] = {
    "id": str,
    "document_id": str,
    "kind": str,
    "subject": str,
    "subject_code": str,
    "object": str,
    "object_code": str,
    "rule": str,
}


def add_articles(router: APIRouter) -> None:
    """Add the endpoints of articles, relations and search."""

    @router.get(
        "/documents", tags=["articles"], summary="Articles", **answers(DocumentList, "invalid-cursor", formats=TABLES)
    )
    def list_documents(
        request: Request,
        text: Annotated[str | None, Query(max_length=300, description="Part of the title.")] = None,
        publisher: Annotated[str | None, Query(max_length=300)] = None,
        published_from: Day = None,
        published_to: Day = None,
        limit: Limit = 50,
        cursor: Cursor = None,
        format: AskedFormat = None,
    ) -> Response:
        """List articles, the last printed first."""
        chosen = choose_format(request, format, TABLES)
        after = open_cursor(cursor, request, (date, str))
        asked = DocumentQuery(text=text, publisher=publisher, first=published_from, last=published_to)
        with desk_of(request).shown() as shown:
            total = shown.snapshot.count_documents(asked)
            rows = document_rows(shown.snapshot, asked, limit=limit + 1, after=after)
        more, rows = len(rows) > limit, rows[:limit]
        rows = words_of(request).rows(rows, for_file=chosen != "json")
        untold = sum(row.withheld and row.title is None for row in rows)
        next_ = close_cursor((rows[-1].published or _NO_DAY, rows[-1].id), request) if more else None
        if chosen == "json":
            return json_answer(DocumentList(items=tuple(rows), next=next_, total=total), withheld=untold)
        return table_answer(
            chosen,
            lambda: ({name: getattr(row, name) for name in DOCUMENT_COLUMNS} for row in rows),
            DOCUMENT_COLUMNS,
            request=request,
            total=total,
            next_=next_,
            withheld=untold,
        )

    @router.get("/documents/{id:path}", tags=["articles"], summary="An article", **answers(DocumentAnswer, "not-found"))
    def show_document(request: Request, id: Id) -> Response:
        """Show an article with its sentences, all that was read from it, and every stretch that is evidence."""
        with desk_of(request).shown() as shown:
            reading = shown.view.reading(id)
            if reading is None:
                raise ProblemError("not-found", f"There is no document {id!r}.")
            sql = "SELECT mention_id, event_id FROM linked_members WHERE mention_id IN (SELECT id FROM event_mentions WHERE document_id = ?)"
            copies = copy_rows(shown.snapshot, [id])
            words = words_of(request)
            hidden = words.hidden((id, *(copy.document_id for copy in copies)))
            reading = words.reading(reading, hidden)
            marks = [mark for one in reading.mentions for mark in mention_marks(one)]
            marks += [mark for one in reading.relations for mark in relation_marks(one)]
            marks += left_out_marks(reading.left_out)
            revision = shown.snapshot.rows("SELECT revision FROM documents WHERE id = ?", [id])
            return json_answer(
                DocumentAnswer(
                    document=DocumentText(
                        **{name: getattr(reading.document, name) for name in DocumentText.__struct_fields__}
                    ),
                    sentences=tuple(
                        SentenceRow(index=s.index, start=s.span.start, end=s.span.end, kind=s.kind, block=s.block)
                        for s in reading.sentences
                    ),
                    mentions=reading.mentions,
                    event_ids=dict(shown.snapshot.rows(sql, [id])),
                    relations=reading.relations,
                    left_out=reading.left_out,
                    issues=reading.issues,
                    marks=() if id in hidden else tuple(marks),
                    copies=tuple(shown_copies(copies, hidden)),
                    revision=revision[0][0] if revision else 1,
                    read_at=reading.read_at,
                    versions=reading.versions,
                    left_out_words={one.reason: left_out_words(one.reason) for one in reading.left_out},
                    withheld=id in words.withheld([id]),
                ),
                withheld=int(id in hidden),
            )

    @router.get(
        "/relations", tags=["articles"], summary="Relations", **answers(RelationList, "invalid-cursor", formats=TABLES)
    )
    def list_relations(
        request: Request,
        party: Annotated[str | None, Query(max_length=300, description="On either side.")] = None,
        kind: RelationKind | None = None,
        document: Annotated[str | None, Query(max_length=500)] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
        format: AskedFormat = None,
    ) -> Response:
        """List the standing relations that articles state, by article and place in it."""
        chosen = choose_format(request, format, TABLES)
        after = open_cursor(cursor, request, (int,))
        offset = after[0] if after else 0
        if not 0 <= offset < 2**31:
            raise ProblemError("invalid-cursor", "The cursor is not one of this query.", parameter="cursor")
        with desk_of(request).shown() as shown:
            sql, values = relations_sql(kind, party, document, None, 0)
            total = shown.snapshot.rows(f"SELECT count(*) FROM ({sql})", values)[0][0]
            page = shown.snapshot.rows(*relations_sql(kind, party, document, limit, offset))
        next_ = close_cursor((offset + limit,), request) if offset + limit < total else None
        if chosen == "json":
            return json_answer({"items": raws(json for (json,) in page), "next": next_, "total": total})
        rows = [_relation_row(json) for (json,) in page]
        return table_answer(chosen, lambda: rows, RELATION_COLUMNS, request=request, total=total, next_=next_)

    @router.get("/search", tags=["events"], summary="Search", **answers(SearchAnswer))
    def search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=200, description="Words.")],
        kind: Literal["all", "event", "actor", "place", "document"] = "all",
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> Response:
        """Search actors and places by the beginnings of words, the evidence of events by words, and titles."""

        def wants(name: str) -> bool:
            return kind in ("all", name)

        with desk_of(request).shown() as shown:
            query = ServedQuery(base=EventQuery(text=q))
            page = shown.snapshot.events(query, order="importance", limit=limit).rows if wants("event") else ()
            documents = document_rows(shown.snapshot, DocumentQuery(text=q), limit=limit) if wants("document") else []
            return json_answer(
                {
                    "q": q,
                    "actors": [ActorRow(**row) for row in shown.snapshot.actors(q, limit=limit)]
                    if wants("actor")
                    else [],
                    "places": [PlaceRow(**row) for row in shown.snapshot.places(q, limit=limit)]
                    if wants("place")
                    else [],
                    "events": words_of(request).cards(page),
                    "documents": words_of(request).rows(documents),
                }
            )


def document_rows(
    snapshot: Snapshot, query: DocumentQuery, *, limit: int, after: Sequence[Any] | None = None
) -> list[DocumentRow]:
    """Rows of articles, the last printed first."""
    rows = snapshot.documents(query, limit=limit, after=after)
    ids = [row["id"] for row in rows]
    marks = ", ".join("?" for _ in ids)
    sql = f"SELECT document_id, head FROM linked_documents WHERE document_id IN ({marks})"
    heads = dict(snapshot.rows(sql, ids)) if ids else {}
    for row in rows:
        head = heads.get(row["id"])
        row["copy_of"] = head if head != row["id"] else None
        row["read_at"] = row["read_at"].replace(tzinfo=UTC) if row["read_at"] else None
    return [DocumentRow(**row) for row in rows]


def _relation_row(json: str) -> dict[str, Any]:
    told = msgspec.json.decode(json)
    return {
        "id": told["id"],
        "document_id": told["document_id"],
        "kind": told["kind"],
        "subject": told["subject"]["text"],
        "subject_code": (told["subject"]["actor"] or {}).get("code"),
        "object": told["object"]["text"],
        "object_code": (told["object"]["actor"] or {}).get("code"),
        "rule": told["rule"],
    }
