"""Cut a document into parsed sentences whose spans point into the article as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from dragoman.models.english import load_english
from dragoman.models.language import ENGLISH, identify, told_code
from dragoman.models.parsing import EnglishParser, Parsed
from dragoman.records import Document, Sentence, Span, Token
from dragoman.text.blocks import Block, find_blocks
from dragoman.text.boundaries import mark_boundaries
from dragoman.text.datelines import clock_end, find_dateline
from dragoman.text.names import with_states
from dragoman.text.repairs import better_heads
from dragoman.text.verbs import with_verbs

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
        self._parse = EnglishParser(load_english(), mark_boundaries)

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
        foreign = [_foreign_language(document, block) for block in blocks]
        english = [plain[b.start : b.end] for b, code in zip(blocks, foreign, strict=True) if code is None]
        parsed = self._passes(english)
        index = 0
        for number, (block, code) in enumerate(zip(blocks, foreign, strict=True)):
            if code is not None:
                yield _unparsed(document, block, code, index, number)
                index += 1
                continue
            found = next(parsed)
            clitics = _clitic_ends(found)
            ends = [*found.bounds[1:], len(found.texts)]
            for first, end in zip(found.bounds, ends, strict=True):
                sentence = _sentence(document, found, range(first, end), clitics, block, index, number)
                if sentence is not None:
                    yield sentence
                    index += 1

    def _passes(self, texts: Sequence[str]) -> Iterator[Parsed]:
        for first in range(0, len(texts), BLOCKS_PER_PASS):
            yield from self._parse(texts[first : first + BLOCKS_PER_PASS])


def _foreign_language(document: Document, block: Block) -> str | None:
    """The language of a block that is not to be coded, or `None`: its own where it is sure, in doubt the document's."""
    code = identify(document.text[block.start : block.end]).code or told_code(document.language)
    return None if code in (None, ENGLISH) else code


def _unparsed(document: Document, block: Block, language: str, index: int, number: int) -> Sentence:
    """A block in another language than English, as one sentence: kept as text, not as a parse."""
    return Sentence(
        document_id=document.id,
        index=index,
        span=Span(start=block.start, end=block.end),
        text=document.text[block.start : block.end],
        tokens=(),
        kind=block.kind,
        block=number,
        language=language,
    )


def _without_dateline(text: str, block: Block) -> Block:
    dateline = find_dateline(text, block.start)
    if dateline is None or dateline.span.end >= block.end:
        return block
    return Block(dateline.span.end, block.end, block.kind)


def _without_clock(text: str, block: Block) -> Block:
    """The clock of a live report is no part of its sentence: the parser makes a number of what follows it."""
    start = clock_end(text, block.start)
    return block if start == block.start or start >= block.end else Block(start, block.end, block.kind)


def _clitic_ends(parsed: Parsed) -> set[int]:
    """The tokens that a name ends with though they are only what makes it a genitive ("Kenya's")."""
    found = set()
    for index, text in enumerate(parsed.texts):
        if text in _CLITICS and parsed.entities[index] and not parsed.begins[index]:
            following = index + 1
            if following == len(parsed.texts) or not parsed.entities[following] or parsed.begins[following]:
                found.add(index)
    return found


def _sentence(
    document: Document, parsed: Parsed, part: range, clitics: set[int], block: Block, index: int, number: int
) -> Sentence | None:
    """The sentence of the tokens of `part`; `None` where all of them are white space."""
    printed = [t for t in part if not parsed.texts[t].isspace()]
    if not printed:
        return None
    first, last = printed[0], printed[-1]
    span = Span(
        start=block.start + parsed.starts[first], end=block.start + parsed.starts[last] + len(parsed.texts[last])
    )
    # Longer ones are kept as text, not as a parse.
    tokens = _tokens(parsed, part, printed, clitics, block.start) if len(printed) <= LONGEST_SENTENCE else []
    tokens = with_verbs(with_states(tokens))
    for token, head in better_heads(tokens).items():
        tokens[token] = msgspec.structs.replace(tokens[token], head=head)
    return Sentence(
        document_id=document.id,
        index=index,
        span=span,
        text=document.text[span.start : span.end],
        tokens=tuple(tokens),
        kind=block.kind,
        block=number,
    )


def _tokens(parsed: Parsed, part: range, own: Sequence[int], clitics: set[int], offset: int) -> list[Token]:
    """The tokens of a sentence, their heads counted within it.

    White-space tokens carry no syntax: they are left out, and what hangs on one is hung on its governor.
    """
    position = {token: place for place, token in enumerate(own)}
    found = []
    for token in own:
        head = parsed.heads[token]
        while head not in position and parsed.heads[head] != head and parsed.heads[head] in part:
            head = parsed.heads[head]
        text, pos, lemma = parsed.texts[token], parsed.pos[token], parsed.lemmas[token]
        entity = "" if token in clitics else parsed.entities[token]
        start = offset + parsed.starts[token]
        found.append(
            Token(
                text=text,
                start=start,
                end=start + len(text),
                lemma=lemma.lower() if pos != "PROPN" else lemma,
                pos=pos,
                tag=parsed.tags[token],
                dep=parsed.deps[token],
                head=position.get(head, position[token]),
                entity=entity,
                entity_start=bool(entity) and parsed.begins[token],
            )
        )
    return found
