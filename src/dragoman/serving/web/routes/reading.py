"""A text that somebody pastes, read before their eyes: sentence by sentence, with what was left out and why."""

from __future__ import annotations

import hashlib
import time
from typing import Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from dragoman.errors import InputError
from dragoman.records import Document, LeftOut, Reading, Sentence
from dragoman.serving.left_out import left_out_words
from dragoman.serving.web.answers import json_answer
from dragoman.serving.web.evidence import claim_row, left_out_marks, mention_marks, relation_marks
from dragoman.serving.web.problems import ProblemError
from dragoman.serving.web.routes.common import answers, body_of, desk_of, parse_body, takes
from dragoman.serving.web.wire import DocumentText, LeftOutRow, ReadAnswer, ReadEvent, ReadRequest, ReadSentence

MOST_CHARACTERS: Final = 200_000


def add_reading(router: APIRouter) -> None:
    """Add the endpoint that reads a text."""

    @router.post(
        "/read",
        tags=["articles"],
        summary="Read a text",
        openapi_extra=takes(ReadRequest),
        **answers(ReadAnswer, "invalid-body", "csrf", "too-large", "unsupported-media-type"),
    )
    async def read_text(request: Request) -> Response:
        """Read a text, without keeping it, and show what each sentence was taken to say."""
        asked = parse_body(await body_of(request), ReadRequest)
        if len(asked.text) > MOST_CHARACTERS:
            raise ProblemError(
                "too-large", f"The text has {len(asked.text)} characters; at most {MOST_CHARACTERS} may come."
            )
        digest = hashlib.sha256(asked.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        document = Document(
            id=f"text-{digest}",
            text=asked.text,
            published=asked.published,
            publisher=asked.publisher,
            title=asked.title,
        )
        start = time.perf_counter()
        try:
            reading = await run_in_threadpool(desk_of(request).read, document)
        except InputError as err:
            raise ProblemError("invalid-body", err.message) from err
        return json_answer(read_answer(reading, time.perf_counter() - start))


def read_answer(reading: Reading, seconds: float) -> ReadAnswer:
    """A reading by its sentences."""
    document = reading.document
    marks = [mark for one in reading.mentions for mark in mention_marks(one)]
    marks += [mark for one in reading.relations for mark in relation_marks(one)]
    marks += left_out_marks(reading.left_out)
    return ReadAnswer(
        document=DocumentText(**{name: getattr(document, name) for name in DocumentText.__struct_fields__}),
        sentences=tuple(_sentence(reading, sentence) for sentence in reading.sentences),
        events=tuple(
            ReadEvent(id=event.id, type=event.type, status=event.status, mentions=event.mentions)
            for event in reading.events
        ),
        marks=tuple(marks),
        issues=reading.issues,
        seconds=round(seconds, 3),
    )


def _sentence(reading: Reading, sentence: Sentence) -> ReadSentence:
    mentions = tuple(one for one in reading.mentions if one.sentence == sentence.index)
    span = sentence.span
    inside = [one for one in reading.relations if span.start <= one.evidence[0].start < span.end]
    return ReadSentence(
        index=sentence.index,
        start=span.start,
        end=span.end,
        text=sentence.text,
        kind=sentence.kind,
        mentions=mentions,
        claims=tuple(claim_row(claim, reading.document) for one in mentions for claim in one.claims),
        relations=tuple(inside),
        left_out=tuple(
            _left_out(one, reading.document.text) for one in reading.left_out if one.sentence == sentence.index
        ),
    )


def _left_out(one: LeftOut, text: str) -> LeftOutRow:
    return LeftOutRow(
        start=one.trigger.start,
        end=one.trigger.end,
        text=text[one.trigger.start : one.trigger.end],
        type=one.type,
        reason=one.reason,
        words=left_out_words(one.reason),
        score=one.score,
    )
