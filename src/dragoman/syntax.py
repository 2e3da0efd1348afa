"""Moving about in the parse of a sentence: children, subtrees, noun phrases, clauses.

Shared by the rooms that read syntax (`extraction`, `resolution`); it knows nothing of events or actors. Labels are those of
ClearNLP as the English spaCy pipelines write them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.records import Sentence, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
CLAUSE_HEADS = frozenset(
    {"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "csubjpass", "parataxis"}
)
_PHRASE_BREAKERS = frozenset({"relcl", "acl", "appos", "cc", "conj", "punct", "advcl", "parataxis", "prep"})


class Tree:
    """The dependency tree of one sentence. Tokens are named by their index in the sentence."""

    __slots__ = ("_subtrees", "children", "sentence", "tokens")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.children: list[list[int]] = [[] for _ in self.tokens]
        self._subtrees: dict[int, list[int]] = {}
        for index, token in enumerate(self.tokens):
            if token.head != index:
                self.children[token.head].append(index)

    def __len__(self) -> int:
        return len(self.tokens)

    def token(self, index: int) -> Token:
        return self.tokens[index]

    def word(self, index: int) -> Span:
        """The span of the token alone."""
        token = self.tokens[index]
        return Span(start=token.start, end=token.end)

    def at(self, start: int) -> int | None:
        """The token that begins at `start` in the document's text, or `None`."""
        return next((i for i, t in enumerate(self.tokens) if t.start == start), None)

    def head_of(self, span: Span) -> int | None:
        """The first token touching `span` whose governor lies outside it; the last one where none does."""
        inside = [i for i, t in enumerate(self.tokens) if t.start < span.end and t.end > span.start]
        outer = (i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i)
        return next(outer, inside[-1] if inside else None)

    def first(self, index: int, *labels: str) -> int | None:
        """The first child of `index` with one of the dependency labels, or `None`."""
        return next((child for child in self.children[index] if self.tokens[child].dep in labels), None)

    def all(self, index: int, *labels: str) -> list[int]:
        """The children of `index` with one of the dependency labels, in text order."""
        return [child for child in self.children[index] if self.tokens[child].dep in labels]

    def subtree(self, index: int) -> Iterator[int]:
        """`index` and all that hangs on it, depth first, in no textual order."""
        found = self._subtrees.get(index)
        if found is None:
            found, stack = [], [index]
            while stack:
                current = stack.pop()
                found.append(current)
                stack.extend(self.children[current])
            self._subtrees[index] = found
        return iter(found)

    def ancestors(self, index: int) -> Iterator[int]:
        """The governors of `index`, nearest first."""
        while self.tokens[index].head != index:
            index = self.tokens[index].head
            yield index

    def conjuncts(self, index: int) -> list[int]:
        """`index` and everything coordinated with it after it, in text order."""
        found = [index]
        for child in self.children[index]:
            if self.tokens[child].dep == "conj":
                found.extend(self.conjuncts(child))
        return sorted(found)

    def phrase(self, index: int, *, full: bool = False) -> Span:
        """The span of the noun phrase headed by `index`.

        Without coordination, relative clauses and appositions; `full` keeps the prepositional phrases behind the head.
        """
        breakers = _PHRASE_BREAKERS - {"prep"} if full else _PHRASE_BREAKERS
        start, end = self.tokens[index].start, self.tokens[index].end
        stack = [index]
        while stack:
            current = stack.pop()
            token = self.tokens[current]
            start, end = min(start, token.start), max(end, token.end)
            for child in self.children[current]:
                dep = self.tokens[child].dep
                if dep in breakers and not (dep == "punct" and self.tokens[child].text in "-–'’."):
                    continue
                if dep == "acl" and any(self.tokens[i].text == "," for i in range(current + 1, child)):
                    continue  # "Jammeh, defeated at the polls": an aside, like a relative clause
                stack.append(child)
        return Span(start=start, end=end)

    def span(self, index: int) -> Span:
        """The span of the whole subtree of `index`."""
        indices = list(self.subtree(index))
        return Span(start=min(self.tokens[i].start for i in indices), end=max(self.tokens[i].end for i in indices))

    def clause(self, index: int) -> int:
        """The head of the clause that `index` stands in: the nearest governor, itself included, that heads a clause."""
        current = index
        while True:
            token = self.tokens[current]
            if token.dep in CLAUSE_HEADS or token.head == current:
                return current
            if token.dep == "conj" and token.pos in ("VERB", "AUX"):
                return current
            current = token.head

    def text(self, span: Span) -> str:
        """The text of a span of the document that lies inside this sentence."""
        offset = self.sentence.span.start
        return self.sentence.text[span.start - offset : span.end - offset]
