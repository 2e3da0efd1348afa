"""A reader without a model: every "met" is a CONSULT. Some words make it fail, refuse, wait or die."""

from __future__ import annotations

import os
import re
import time

from dragoman.errors import InputError, ModelError
from dragoman.records import (
    Claim,
    Document,
    Event,
    EventMention,
    LeftOut,
    Participant,
    Reading,
    Relation,
    Sentence,
    Source,
    Span,
    Token,
    Versions,
)

VERSIONS = Versions(dragoman="0.1.0", ontology="plover-2023", pipeline="stub", knowledge="none")


class StubReader:
    """Reads sentences that end in a full stop."""

    versions = VERSIONS

    def read(self, document: Document) -> Reading:
        text = document.text
        if "DIE" in text:
            os._exit(3)
        if "FAIL" in text:
            raise ValueError("the number\nis odd")
        if "REFUSE" in text:
            raise InputError("not this one", where=document.origin, remedy="send another")
        if "WAIT" in text:
            time.sleep(0.3)
        sentences = tuple(_sentence(document, number, match) for number, match in enumerate(_parts(text)))
        mentions = tuple(
            _mention(document, sentence, match) for sentence in sentences for match in re.finditer("met", sentence.text)
        )
        return Reading(
            document=document,
            sentences=sentences,
            mentions=mentions,
            events=tuple(_event(document, mention) for mention in mentions),
            relations=_relations(document),
            left_out=tuple(
                LeftOut(document_id=document.id, sentence=0, trigger=_span(match), type=None, reason="GAME", score=0.1)
                for match in re.finditer("match", text)
            ),
            versions=VERSIONS,
        )


def make_stub() -> StubReader:
    """A factory that workers can import."""
    return StubReader()


def make_nothing() -> StubReader:
    """A factory that finds its model missing."""
    raise ModelError("the model is missing", remedy="install it")


def make_dead() -> StubReader:
    """A factory that takes its process with it."""
    os._exit(9)


def _parts(text: str) -> list[re.Match[str]]:
    return [match for match in re.finditer(r"[^.]+\.?", text) if match[0].strip()]


def _span(match: re.Match[str], offset: int = 0) -> Span:
    return Span(start=offset + match.start(), end=offset + match.end())


def _sentence(document: Document, number: int, match: re.Match[str]) -> Sentence:
    token = Token(
        text="x", start=match.start(), end=match.start() + 1, lemma="x", pos="X", tag="XX", dep="ROOT", head=0
    )
    return Sentence(document_id=document.id, index=number, span=_span(match), text=match[0], tokens=(token,))


def _mention(document: Document, sentence: Sentence, match: re.Match[str]) -> EventMention:
    trigger = _span(match, sentence.span.start)
    id_ = f"{document.id}:{trigger.start}"
    return EventMention(
        id=id_,
        document_id=document.id,
        sentence=sentence.index,
        type="CONSULT",
        trigger=trigger,
        trigger_text=match[0],
        evidence=(sentence.span,),
        status="actual",
        claims=(
            Claim(
                id=f"{id_}!1",
                mention=id_,
                sources=(Source(kind="author"),),
                stance="asserts",
                status="actual",
                factuality=3.0,
                certainty="CT+",
                evidence=(sentence.span,),
            ),
        ),
        score=0.4 if "maybe" in sentence.text else 0.9,
        probability=0.3 if "maybe" in sentence.text else 0.9,
    )


def _event(document: Document, mention: EventMention) -> Event:
    return Event(
        id=f"{mention.id}:e",
        type=mention.type,
        mentions=(mention.id,),
        documents=(document.id,),
        status=mention.status,
    )


def _relations(document: Document) -> tuple[Relation, ...]:
    match = re.search("foe of", document.text)
    if match is None:
        return ()
    party = Participant(span=_span(match), head=_span(match), text="foe")
    return (
        Relation(
            id=f"{document.id}:r",
            document_id=document.id,
            kind="foe",
            subject=party,
            object=party,
            evidence=(_span(match),),
        ),
    )


class SlowReader(StubReader):
    """Takes a tenth of a second for a document, so that a kill finds it at work."""

    def read(self, document: Document) -> Reading:
        time.sleep(0.1)
        return super().read(document)


def make_slow() -> SlowReader:
    """A factory that workers can import."""
    return SlowReader()
