"""Events: lists of them, one with all that is known, and single mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from dragoman.records import Document, EventMention, LinkedEvent
from dragoman.serving.linked import LINKED_COLUMNS, linked_rows
from dragoman.serving.rights import Withheld, respect_rights
from dragoman.serving.rows import COLUMNS, answer_rows
from dragoman.serving.web.answers import AskedFormat, choose_format, json_answer, raw, table_answer
from dragoman.serving.web.desk import Shown
from dragoman.serving.web.evidence import claim_row, head_of, mention_marks, window
from dragoman.serving.web.parameters import (
    CURSOR_KINDS,
    MENTION_CURSOR_KINDS,
    Cursor,
    EventFilters,
    KnownOn,
    Limit,
    Order,
    close_cursor,
    open_cursor,
)
from dragoman.serving.web.problems import ProblemError
from dragoman.serving.web.routes.common import (
    answers,
    copy_rows,
    desk_of,
    judgement_answer,
    published_days,
    review_answer,
    words_of,
)
from dragoman.serving.web.routes.maps import collection
from dragoman.serving.web.wire import (
    CardList,
    ClaimRow,
    CopyRow,
    EventAnswer,
    HistoryStep,
    JudgementAnswer,
    MentionAnswer,
    MentionList,
    MentionReasons,
    ProbabilityAnswer,
    Report,
)
from dragoman.serving.web.withholding import Words, claim_without_words, shown_copies
from dragoman.store import Answer, Change, Review, ServedQuery

Id = Annotated[str, Path(min_length=1, max_length=500, description="An id, percent-encoded.")]
# Reports shown of one event: the hundred that were printed first. Lists by mention give all.
_REPORTS: Final = 100
_NEIGHBOUR_DAYS: Final = 14
_NEIGHBOURS: Final = 20


def add_events(router: APIRouter) -> None:
    """Add the endpoints of events."""

    @router.get(
        "/events",
        tags=["events"],
        summary="Events or their mentions",
        **answers((CardList, MentionList), "invalid-cursor", formats=("json", "csv", "arrow", "geojson")),
    )
    def list_events(
        request: Request,
        query: EventFilters,
        by: Literal["event", "mention"] = "event",
        order: Order = "newest",
        known_on: KnownOn = None,
        limit: Limit = 50,
        cursor: Cursor = None,
        format: AskedFormat = None,
    ) -> Response:
        """List events, or with `by=mention` the single sentences that report them; every filter must hold."""
        chosen = choose_format(request, format, ("json", "csv", "arrow", "geojson"))
        if by == "mention" and (order not in ("newest", "oldest", "published") or chosen == "geojson"):
            raise ProblemError(
                "invalid-parameter",
                "Mentions come newest, oldest or published first, as JSON, CSV or Arrow.",
                parameter="order",
            )
        after = open_cursor(cursor, request, (CURSOR_KINDS if by == "event" else MENTION_CURSOR_KINDS)[order])
        with desk_of(request).shown(known_on) as shown:
            asked = msgspec.structs.replace(query, reported_by=shown.reported_by)
            if by == "mention":
                return _mention_list(shown, asked, request, order, limit, after, chosen)
            if chosen == "geojson":
                return collection(shown.snapshot, asked, limit=limit)
            page, total = shown.snapshot.counted_events(asked, order=order, limit=limit, after=after)
            next_ = close_cursor(page.after, request)
            if chosen == "json":
                return json_answer({"items": words_of(request).cards(page.rows), "next": next_, "total": total})
            ids = [msgspec.json.decode(row, type=_Peek).id for row in page.rows]
            return table_answer(
                chosen,
                lambda: linked_rows(_linked(shown, ids)),
                LINKED_COLUMNS,
                request=request,
                total=total,
                next_=next_,
            )

    @router.get("/events/{id:path}", tags=["events"], summary="An event", **answers(EventAnswer, "not-found"))
    def show_event(request: Request, id: Id, known_on: KnownOn = None) -> Response:
        """Show all that is known of an event: reports, claims by source, copies, reasons, history."""
        desk = desk_of(request)
        with desk.shown(known_on) as shown:
            event = _find(shown, id)
            words = words_of(request)
            rows = _Rows(shown, words, event.mentions)
            reviews = desk.reviews.of_event(event.id, event.mentions)
            members = set(event.mentions)
            judgements = [
                judgement_answer(one)
                for one in desk.reviews.judgements()
                if one.left_id in members or one.right_id in members
            ]
            copies = copy_rows(shown.snapshot, event.documents[:_REPORTS])
            card = shown.snapshot.cards_of([event.id])
            if not card:  # linked a moment ago, not published yet
                raise ProblemError("unavailable", "This event is being published; try again.", retry_after=1)
            part_of = shown.snapshot.cards_of([event.part_of]) if event.part_of else []
            return json_answer(
                {
                    "asked": id,
                    "event": words.event(event, words.hidden(event.documents)),
                    "card": words.card(card[0]),
                    "reports": rows.reports(copies),
                    "claims": rows.claims(),
                    "copies": list(shown_copies(copies, words.hidden(copy.document_id for copy in copies))),
                    "probability": _probability(event, rows.mentions, card[0]),
                    "history": _history(shown, event, card[0], reviews, judgements),
                    "reviews": [review_answer(review) for review in reviews],
                    "judgements": judgements,
                    "episodes": words.cards(shown.snapshot.cards_of(event.episodes[:_REPORTS])),
                    "part_of": words.card(part_of[0]) if part_of else None,
                    "neighbours": words.cards(_neighbours(shown, event)),
                }
            )

    @router.get("/mentions/{id:path}", tags=["events"], summary="A mention", **answers(MentionAnswer, "not-found"))
    def show_mention(request: Request, id: Id) -> Response:
        """Show one sentence's report of an act, with the text around it."""
        desk = desk_of(request)
        with desk.shown() as shown:
            rows = _Rows(shown, words_of(request), [id])
            if not rows.mentions:
                raise ProblemError("not-found", f"There is no event mention {id!r}.")
            report = rows.reports([])[0]
            event_ids = shown.snapshot.rows("SELECT event_id FROM linked_members WHERE mention_id = ?", [id])
            return json_answer(
                MentionAnswer(
                    mention=report.mention,
                    event_id=event_ids[0][0] if event_ids else None,
                    document=report.document,
                    text=report.text,
                    text_start=report.text_start,
                    marks=report.marks,
                    claims=tuple(rows.claims()),
                    reviews=tuple(review_answer(review) for review in desk.reviews.find(subject=id)),
                    withheld=report.withheld,
                )
            )


class _Peek(msgspec.Struct):
    """What is taken from a card's JSON."""

    id: str
    probability: float | None
    first_seen: datetime


class _Rows:
    """Some mentions with their articles, in the order of publication."""

    def __init__(self, shown: Shown, words: Words, ids: Sequence[str]) -> None:
        self._shown, self._words = shown, words
        wanted = ", ".join("?" for _ in ids) or "NULL"
        # Without a join, so that both tables are asked by their indexes; with one they are read through.
        sql = f"SELECT document_id, sentence, position, json FROM event_mentions WHERE id IN ({wanted})"
        found = shown.snapshot.rows(sql, list(ids))
        days = published_days(shown.snapshot, [row[0] for row in found])
        found.sort(key=lambda row: (days.get(row[0]) or date.max, *row[:3]))
        self.mentions = [msgspec.json.decode(row[3], type=EventMention) for row in found[:_REPORTS]]
        self._documents = shown.view.documents_of(mention.document_id for mention in self.mentions)
        self._withheld = words.withheld(self._documents)
        self._hidden = words.hidden(self._documents)

    def reports(self, copies: Sequence[CopyRow]) -> list[Report]:
        """The mentions with the text around them."""
        found = []
        sentences = {id_: self._shown.view.sentences(id_) for id_ in self._documents}
        versions = {copy.document_id: copy for copy in shown_copies(copies, self._hidden)}
        for mention in self.mentions:
            document = self._documents[mention.document_id]
            text, start = window(document, sentences[document.id], mention.evidence or (mention.trigger,))
            marks = tuple(m for m in mention_marks(mention) if m.start >= start and m.end <= start + len(text))
            is_hidden = document.id in self._hidden
            found.append(
                Report(
                    mention=self._words.mention(mention, self._hidden),
                    document=head_of(self._words.document(document, self._hidden)),
                    text="" if is_hidden else text,
                    text_start=start,
                    marks=() if is_hidden else marks,
                    copy=versions.get(document.id),
                    withheld=document.id in self._withheld,
                )
            )
        return found

    def claims(self) -> list[ClaimRow]:
        """All claims, each once, by source."""
        rows = [claim_row(claim, self._documents[m.document_id]) for m in self.mentions for claim in m.claims]
        rows = [claim_without_words(row) if row.document_id in self._hidden else row for row in rows]
        return sorted(rows, key=lambda row: (row.source or "", row.kind))


def _mention_list(
    shown: Shown, query: ServedQuery, request: Request, order: str, limit: int, after: list[Any] | None, chosen: Any
) -> Response:
    total = shown.snapshot.count_mentions(query)
    page = shown.snapshot.mentions(query, order=order, limit=limit, after=after)
    next_ = close_cursor(page.after, request)
    ids = [row["id"] for row in page.rows]
    wanted = ", ".join("?" for _ in ids) or "NULL"
    found = dict(shown.snapshot.rows(f"SELECT id, json FROM event_mentions WHERE id IN ({wanted})", ids))
    documents = shown.view.documents_of(row["document_id"] for row in page.rows)
    rows = [row for row in page.rows if row["id"] in found and row["document_id"] in documents]
    if chosen == "json":
        items = _mention_items(words_of(request), rows, found, documents)
        return json_answer({"items": items, "next": next_, "total": total})

    told = (
        Answer(
            mention=msgspec.json.decode(found[row["id"]], type=EventMention),
            document=documents[row["document_id"]],
            event_id=row["event_id"],
        )
        for row in rows
    )
    rights = desk_of(request).store.view().rights(documents)
    withheld = Withheld()
    flat = list(answer_rows(respect_rights(told, rights, withheld)))
    return table_answer(
        chosen, lambda: flat, COLUMNS, request=request, total=total, next_=next_, withheld=withheld.mentions
    )


def _mention_items(
    words: Words, rows: Sequence[dict[str, Any]], found: dict[str, str], documents: Mapping[str, Document]
) -> list[dict[str, Any]]:
    """Mentions as lists show them. They are taken apart only where their words may not be shown."""
    withheld, hidden = words.withheld(documents), words.hidden(documents)
    items = []
    for row in rows:
        document, text = documents[row["document_id"]], found[row["id"]]
        is_hidden = document.id in hidden
        mention = words.mention(msgspec.json.decode(text, type=EventMention), hidden) if is_hidden else raw(text)
        head = head_of(words.document(document, hidden))
        items.append(
            {"mention": mention, "event_id": row["event_id"], "document": head, "withheld": document.id in withheld}
        )
    return items


def _linked(shown: Shown, ids: Sequence[str]) -> Iterable[LinkedEvent]:
    for id_ in ids:
        event = shown.view.linked_event(id_)
        if event is not None:
            yield event


def _find(shown: Shown, id_: str) -> LinkedEvent:
    """The event with this id, or the one that an id of the past leads to."""
    rows = shown.snapshot.rows("SELECT json, part_of FROM linked_events WHERE id = ?", [id_])
    if not rows:
        live = shown.view.resolve_event(id_)
        rows = shown.snapshot.rows("SELECT json, part_of FROM linked_events WHERE id = ?", live[:1]) if live else []
    if not rows:
        raise ProblemError("not-found", f"There is no event {id_!r}.")
    event = msgspec.json.decode(rows[0][0], type=LinkedEvent)
    inside = shown.snapshot.rows("SELECT id FROM linked_events WHERE part_of = ? ORDER BY date_first, id", [event.id])
    return msgspec.structs.replace(event, part_of=rows[0][1], episodes=tuple(id_ for (id_,) in inside))


def _probability(event: LinkedEvent, mentions: Sequence[EventMention], card: str) -> ProbabilityAnswer:
    return ProbabilityAnswer(
        value=msgspec.json.decode(card, type=_Peek).probability,
        link=event.probability,
        reasons=tuple(
            MentionReasons(
                mention_id=one.id, rule=one.rule, score=one.score, probability=one.probability, reasons=one.reasons
            )
            for one in mentions
        ),
        links=event.links,
    )


def _history(
    shown: Shown, event: LinkedEvent, card: str, reviews: Sequence[Review], judgements: Sequence[JudgementAnswer]
) -> list[HistoryStep]:
    """What happened to a record, the last first."""
    first = msgspec.json.decode(card, type=_Peek).first_seen
    steps = [HistoryStep(at=first, kind="new", text="first shown by this store")]
    for _, at, told in shown.snapshot.changes([event.id]):
        changes = msgspec.json.decode(told, type=tuple[Change, ...])
        dated = tuple(msgspec.structs.replace(change, at=at) for change in changes)
        text = "; ".join(f"{change.field}: {change.before} → {change.after}" for change in changes)
        steps.append(HistoryStep(at=at, kind="changed", text=text, changes=dated))
    trail = shown.snapshot.rows(
        """SELECT r.linked_at, t.kind, t.event_id FROM event_trail t JOIN link_runs r ON r.number = t.run
        WHERE t.into_id = ? OR t.event_id = ?""",
        [event.id, event.id],
    )
    for at, kind, other in trail:
        told = "this event" if other == event.id else f"event {other}"
        words = {"merged": f"{told} was merged into this one", "split": f"split from {told}", "gone": f"{told} went"}
        steps.append(HistoryStep(at=at.replace(tzinfo=UTC), kind=kind, text=words[kind]))
    steps += [_revision(*row) for row in _revisions(shown, event)]
    for review in reviews:
        what = "the event" if review.subject == event.id else review.subject
        text = f"{review.verdict}: {what}" + (f" ({review.reason})" if review.reason else "")
        steps.append(HistoryStep(at=review.judged_at, kind="reviewed", text=text, by=review.judge))
    for one in judgements:
        text = f"{one.left_id} and {one.right_id}: {one.verdict.replace('_', ' ')}"
        steps.append(HistoryStep(at=one.judged_at, kind="judged", text=text, by=one.judge))
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _revisions(shown: Shown, event: LinkedEvent) -> list[tuple[Any, ...]]:
    ids = list(event.documents[:_REPORTS])
    marks = ", ".join("?" for _ in ids) or "NULL"
    sql = f"SELECT id, revision, read_at FROM documents WHERE id IN ({marks}) AND revision > 1 AND read_at IS NOT NULL"
    return shown.snapshot.rows(sql, ids)


def _revision(id_: str, revision: int, read_at: Any) -> HistoryStep:
    return HistoryStep(
        at=read_at.replace(tzinfo=UTC), kind="revised", text=f"article {id_} read again, revision {revision}"
    )


def _neighbours(shown: Shown, event: LinkedEvent) -> list[str]:
    """Other events of the same parties around the same days, which may be the same happening."""
    codes = list(dict.fromkeys(a.code for a in (*event.actors, *event.recipients) if a.code))[:4]
    if not codes or event.earliest is None:
        return []
    marks = ", ".join("?" for _ in codes)
    # The few events of these days first: the parties of all events are many times more.
    first, last = (
        event.earliest - timedelta(_NEIGHBOUR_DAYS),
        (event.latest or event.earliest) + timedelta(_NEIGHBOUR_DAYS),
    )
    # The codes of an event stand apart from it with all that puts it in order, so that nothing is joined.
    sql = f"""SELECT event FROM served_codes WHERE code IN ({marks}) AND day BETWEEN ? AND ?
        GROUP BY event, type, day, tie HAVING count(*) >= {min(len(codes), 2)}
        ORDER BY type = ? DESC, abs(date_diff('day', day, ?::DATE)), tie LIMIT {_NEIGHBOURS + 1}"""
    numbers = [number for (number,) in shown.snapshot.rows(sql, [*codes, first, last, event.type, event.earliest])]
    ids = shown.snapshot.event_ids(numbers)
    return shown.snapshot.cards([number for number in numbers if ids.get(number) not in (None, event.id)][:_NEIGHBOURS])
