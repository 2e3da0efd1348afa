"""Cut a document into parsed sentences whose spans point into the article as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spacy.language import Language

from dragoman.models.english import load_english
from dragoman.records import Document, Sentence, Span, Token
from dragoman.text.blocks import Block, find_blocks
from dragoman.text.boundaries import BOUNDARIES, mark_boundaries
from dragoman.text.datelines import clock_end, find_dateline
from dragoman.text.repairs import better_heads

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

LONGEST_SENTENCE = 300  # tokens; longer ones are lists and tables, and clause rules cost more than their length
BLOCKS_PER_PASS = 32  # fixed, so that a document is parsed alike whatever the batch it comes in

# One code point for one, so that offsets stay those of the article.
_PLAIN = {ord(c): " " for c in "\n\r\t\x0b\x0c\u2028\u2029\xa0\u200b\u200e\u200f\u202a\u202b\u202c\ufeff\u2009\u202f"}
_PLAIN |= {ord(c): "'" for c in "‘’‛ʼ`´"} | {ord(c): '"' for c in "“”„‟«»"} | {ord("‐"): "-", ord("‑"): "-"}
_PLAIN |= {code: " " for code in (*range(32), *range(127, 160)) if code not in _PLAIN}
_LETTER = re.compile(r"[^\W\d_]")
_CLITICS = ("'s", "'", "’s")


class SentenceParser:
    """Cut documents into sentences and parse them with the English pipeline."""

    def __init__(self) -> None:
        self._language = load_english()
        if BOUNDARIES not in self._language.pipe_names:
            Language.component(BOUNDARIES, func=mark_boundaries)
            self._language.add_pipe(BOUNDARIES, before="parser")

    def __call__(self, batch: Sequence[Document]) -> list[tuple[Sentence, ...]]:
        """The sentences of each document, in the order of `batch`; empty where a text has no letter.

        Each document is parsed by itself, in passes of fixed size: its parse does not depend on its neighbours.
        """
        return [tuple(self._sentences(document)) for document in batch]

    def _sentences(self, document: Document) -> Iterator[Sentence]:
        blocks = [
            _without_clock(document.text, _without_dateline(document.text, b)) for b in find_blocks(document.text)
        ]
        blocks = [b for b in blocks if _LETTER.search(document.text, b.start, b.end)]
        plain = document.text.translate(_PLAIN)
        parsed = self._language.pipe((plain[b.start : b.end] for b in blocks), batch_size=BLOCKS_PER_PASS)
        index = 0
        for number, (block, doc) in enumerate(zip(blocks, parsed, strict=True)):
            tokens = _tokens(doc, block.start)
            for part in doc.sents:
                sentence = _sentence(document, part, tokens, block, index, number)
                if sentence is not None:
                    yield sentence
                    index += 1


def _without_dateline(text: str, block: Block) -> Block:
    dateline = find_dateline(text, block.start)
    if dateline is None or dateline.span.end >= block.end:
        return block
    return Block(dateline.span.end, block.end, block.kind)


def _without_clock(text: str, block: Block) -> Block:
    """The clock of a live report is no part of its sentence: the parser makes a number of what follows it."""
    start = clock_end(text, block.start)
    return block if start == block.start or start >= block.end else Block(start, block.end, block.kind)


def _tokens(doc: Doc, offset: int) -> list[Token]:
    """The tokens of a block; heads count within the block and are moved to the sentence by `_sentence`."""
    clitic_ends = {entity.end - 1 for entity in doc.ents if doc[entity.end - 1].text in _CLITICS and len(entity) > 1}
    found = []
    for token in doc:
        start = offset + token.idx
        entity = "" if token.i in clitic_ends else token.ent_type_
        found.append(
            Token(
                text=token.text,
                start=start,
                end=start + len(token.text),
                lemma=token.lemma_.lower() if token.pos_ != "PROPN" else token.lemma_,
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=token.head.i,
                entity=entity,
                entity_start=bool(entity) and token.ent_iob_ == "B",
            )
        )
    return found


def _sentence(
    document: Document, part: DocSpan, tokens: list[Token], block: Block, index: int, number: int
) -> Sentence | None:
    own = [t for t in range(part.start, part.end) if tokens[t].text.strip()]
    if not own:
        return None
    if len(own) > LONGEST_SENTENCE:
        own = []  # kept as text, not as a parse
    # White-space tokens carry no syntax: they are left out, and what hangs on one is hung on its governor.
    position = {token: place for place, token in enumerate(own)}
    moved = []
    for token in own:
        head = tokens[token].head
        while head not in position and tokens[head].head != head and part.start <= tokens[head].head < part.end:
            head = tokens[head].head
        moved.append(_with_head(tokens[token], position.get(head, position[token])))
    for token, head in better_heads(moved).items():
        moved[token] = _with_head(moved[token], head)
    first, last = _printed(tokens, part)
    span = Span(start=tokens[first].start, end=tokens[last].end)
    return Sentence(
        document_id=document.id,
        index=index,
        span=span,
        text=document.text[span.start : span.end],
        tokens=tuple(moved),
        kind=block.kind,
        block=number,
    )


def _printed(tokens: list[Token], part: DocSpan) -> tuple[int, int]:
    """The first and last token of a sentence that is not white space."""
    printed = [t for t in range(part.start, part.end) if tokens[t].text.strip()]
    return printed[0], printed[-1]


def _with_head(token: Token, head: int) -> Token:
    return Token(
        text=token.text,
        start=token.start,
        end=token.end,
        lemma=token.lemma,
        pos=token.pos,
        tag=token.tag,
        dep=token.dep,
        head=head,
        entity=token.entity,
        entity_start=token.entity_start,
    )
