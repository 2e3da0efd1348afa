"""The English pipeline's own weights, run faster than spaCy runs them.

spaCy multiplies matrices with a library that was a third as fast as numpy's where this was measured (2026-11), looks at every entity
action for every word, and matches 180 patterns where a small table of what came out before would do. Here the same weights are
used in the same order of steps: vectors of words, their context, tags, heads (spaCy's own parser), names, parts of speech and
base forms. What comes out differs from spaCy's own answer only where two actions are worth the same to the last digits.

* A word's first vector depends on the word alone: it is computed once, in double precision, so that no neighbour can change it.
* Names: a word outside a name is scored without regard to what came before, so all are scored at once; only inside a name it
  goes step by step, and there only "goes on" and "ends" are possible.
* Part of speech and base form depend on word, tag and label: they are asked of spaCy's rules once for each such triple. The few
  rules that look at two words at once are left to spaCy, in blocks that hold such words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from spacy import attrs
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    import numpy.typing as npt
    from spacy.language import Language

    Floats = npt.NDArray[np.float32]
    Ids = npt.NDArray[np.uint64]

_FEATURES: Final = [attrs.NORM, attrs.PREFIX, attrs.SUFFIX, attrs.SHAPE, attrs.SPACY, attrs.IS_SPACE]
_PAD: Final = 4  # empty rows between blocks: as far as four layers see to either side
_LAYERS: Final = 4
_KEPT_WORDS: Final = 32_768  # words whose vectors, and triples whose lemmas, are kept
# First words of the pipeline's rules that look at two words ("gon na", "c'm on", "let's"), and the label of the other kind.
_FIRST_OF_TWO: Final = frozenset(
    [form for word in ("ai", "gon", "got", "let", "c'm", "y", "y'") for form in (word, word.title(), word.upper())]
)
_EXPLETIVE: Final = "expl"
_BEGINS: Final = 3  # spaCy's number for the first token of a name


class Parsed(NamedTuple):
    """What the pipeline says of a block, by token. `starts` are code points of the block, `heads` and `bounds` tokens of it.

    `bounds` are the first tokens of its sentences; `begins` is true for the first token of a name.
    """

    texts: list[str]
    starts: list[int]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    pos: list[str]
    lemmas: list[str]
    entities: list[str]
    begins: list[bool]
    bounds: list[int]


class EnglishParser:
    """Parses blocks of text. Built once per process; it changes the parser of the pipeline it is given.

    Args:
        language: The English pipeline.
        mark: Says of each token, by texts and whether white space follows, whether a sentence begins there: 1, -1 if not, 0 if
            the parser is to say.
    """

    def __init__(self, language: Language, mark: Callable[[Sequence[str], Sequence[bool]], Sequence[int]]) -> None:
        self._make_doc, self._mark = language.make_doc, mark
        self._names_of = _Strings(language.vocab.strings)
        self._words = _Words(language)
        self._tagger: Any = language.get_pipe("tagger")
        softmax = _layer(self._tagger.model, "softmax")
        self._tag_weights, self._tag_bias = softmax.get_param("W").T, softmax.get_param("b")
        self._parser: Any = language.get_pipe("parser")
        _use_numpy(self._parser.model)
        self._context = _Context(language.get_pipe("tok2vec"))
        self._names = _Names(language)
        self._lemmas = _Lemmas(language)
        self._threads = ThreadpoolController()

    def __call__(self, texts: Sequence[str]) -> list[Parsed]:
        """Parse blocks together: what comes out may depend on the blocks in the same call, in the last digits of a score."""
        docs = [self._make_doc(text) for text in texts]
        words = [[token.text for token in doc] for doc in docs]
        if any(words):
            with self._threads.limit(
                limits=1, user_api="blas"
            ):  # more cost more than they bring on such small matrices
                self._annotate(docs, words)
        return [self._parsed(doc, own) for doc, own in zip(docs, words, strict=True)]

    def _annotate(self, docs: Sequence[Doc], words: Sequence[Sequence[str]]) -> None:
        features, lengths = [doc.to_array(_FEATURES) for doc in docs], [len(doc) for doc in docs]
        rows = self._words.rows(np.concatenate(features))
        vectors = self._context(self._words.tagging[rows], lengths)
        guesses = (vectors @ self._tag_weights + self._tag_bias).argmax(axis=1)
        ends = np.cumsum(lengths)[:-1]
        self._tagger.set_annotations(docs, np.split(guesses, ends))
        for doc, own, table, tensor in zip(docs, words, features, np.split(vectors, ends), strict=True):
            doc.tensor = tensor
            marks = self._mark(own, (table[:, _FEATURES.index(attrs.SPACY)] != 0).tolist())
            doc.from_array([attrs.SENT_START], np.asarray(marks, dtype=np.int64).astype(np.uint64))
        self._parser.set_annotations(docs, self._parser.predict(docs))
        self._names(docs, self._words.naming[rows], lengths)

    def _parsed(self, doc: Doc, texts: list[str]) -> Parsed:
        table = doc.to_array(
            [attrs.TAG, attrs.DEP, attrs.IDX, attrs.HEAD, attrs.SENT_START, attrs.ENT_TYPE, attrs.ENT_IOB]
        )
        columns = table.astype(np.int64).T.tolist()
        tags, deps, kinds = ([self._names_of[i] for i in table[:, column].tolist()] for column in (0, 1, 5))
        pos, lemmas = self._lemmas(doc, texts, tags, deps)
        return Parsed(
            texts=texts,
            starts=columns[2],
            tags=tags,
            deps=deps,
            heads=[index + step for index, step in enumerate(columns[3])],
            pos=pos,
            lemmas=lemmas,
            entities=kinds,
            begins=[iob == _BEGINS for iob in columns[6]],
            bounds=[index for index, start in enumerate(columns[4]) if index == 0 or start == 1],
        )


class _Strings(dict[int, str]):
    """The few strings of labels, by number."""

    def __init__(self, strings: Any) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        return self.setdefault(number, self._strings[number])


class _Words:
    """First vectors of words, for tagger and parser (`tagging`) and for names (`naming`), by row; filled as words come."""

    def __init__(self, language: Language) -> None:
        tagging = language.get_pipe("tok2vec").model
        naming = language.get_pipe("ner").model.get_ref("tok2vec")
        self._mixers = tuple(_Mixer(model) for model in (tagging, naming))
        self.tagging, self.naming = (np.zeros((_KEPT_WORDS, m.width), dtype=np.float32) for m in self._mixers)
        self._known: dict[bytes, int] = {}

    def rows(self, features: Ids) -> npt.NDArray[np.int64]:
        """The row of each token, by its features."""
        width = features.strides[0]
        packed = np.ascontiguousarray(features).tobytes()
        keys = [packed[i : i + width] for i in range(0, len(packed), width)]
        new = {key: place for place, key in enumerate(keys) if key not in self._known}
        if len(self._known) + len(new) > _KEPT_WORDS:
            self._known.clear()
            new = {key: place for place, key in enumerate(keys)}
            self._grow(len(new))
        if new:
            first = len(self._known)
            fresh = features[list(new.values())]
            for table, mixer in zip((self.tagging, self.naming), self._mixers, strict=True):
                table[first : first + len(new)] = mixer(fresh)
            self._known.update((key, first + number) for number, key in enumerate(new))
        return np.array([self._known[key] for key in keys])

    def _grow(self, needed: int) -> None:
        if needed > len(self.tagging):
            self.tagging, self.naming = (np.zeros((needed, m.width), dtype=np.float32) for m in self._mixers)


class _Mixer:
    """From the features of a word to its first vector: hashed tables, one mixing layer, normed."""

    def __init__(self, model: Any) -> None:
        self._tables = [m for m in model.walk() if m.name == "hashembed"]
        mixing = next(m for m in model.walk() if m.name == "maxout")
        self._layer = _Maxout(mixing, next(m for m in model.walk() if m.name == "layernorm"), np.float64)
        self.width: int = mixing.get_dim("nO")

    def __call__(self, features: Ids) -> Floats:
        columns = (t.predict(np.ascontiguousarray(features[:, t.attrs["column"]])) for t in self._tables)
        # In double precision: a product of matrices may round a row differently beside other rows, and once rounded to single
        # precision nothing is left of that.
        return self._layer(np.concatenate(list(columns), axis=1).astype(np.float64)).astype(np.float32)


class _Maxout:
    """A layer that takes the largest of three, and norms. Weights are laid out so that the three are blocks of columns."""

    def __init__(self, maxout: Any, layernorm: Any, kind: type[np.floating[Any]] = np.float32) -> None:
        weights, bias, gain, shift = (
            layer.get_param(name).astype(kind)
            for layer, name in ((maxout, "W"), (maxout, "b"), (layernorm, "G"), (layernorm, "b"))
        )
        self._width, pieces, inputs = weights.shape
        order = weights.transpose(1, 0, 2).reshape(pieces * self._width, inputs)
        self._weights, self._bias = np.ascontiguousarray(order.T), np.ascontiguousarray(bias.T).reshape(-1)
        self._pieces = pieces
        self._gain, self._shift, self._kind = gain, shift, kind

    def __call__(self, inputs: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found = inputs @ self._weights
        found += self._bias
        width = self._width
        best: npt.NDArray[Any] = np.maximum(found[:, :width], found[:, width : 2 * width])
        for piece in range(2, self._pieces):
            np.maximum(best, found[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / self._kind(width) + self._kind(1e-8)
        best *= (1 / np.sqrt(spread))[:, None]
        best *= self._gain
        best += self._shift
        return best


class _Context:
    """What the neighbours say: four layers, each of which sees one word to either side."""

    def __init__(self, component: Any) -> None:
        model = component.model if hasattr(component, "model") else component
        maxouts = [m for m in model.walk() if m.name == "maxout"][1:]
        norms = [m for m in model.walk() if m.name == "layernorm"][1:]
        self._layers = [_Maxout(m, n) for m, n in zip(maxouts, norms, strict=True)]
        if len(self._layers) != _LAYERS:
            raise ValueError(f"{len(self._layers)} layers of context; this code is for {_LAYERS}")

    def __call__(self, vectors: Floats, lengths: Sequence[int]) -> Floats:
        places = _padded_places(lengths)
        width = vectors.shape[1]
        rows = np.zeros((len(vectors) + _PAD * (sum(n > 0 for n in lengths) + 1), width), dtype=np.float32)
        rows[places] = vectors
        around = np.zeros((len(rows), 3 * width), dtype=np.float32)
        for layer in self._layers:
            around[1:, :width] = rows[:-1]
            around[:, width : 2 * width] = rows
            around[:-1, 2 * width :] = rows[1:]
            rows += layer(around)
        return rows[places]


def _padded_places(lengths: Sequence[int]) -> npt.NDArray[np.int64]:
    """Where the tokens of each block stand when empty rows stand before, between and behind the blocks that have any."""
    found, at = [], _PAD
    for length in lengths:
        if length:
            found.append(np.arange(at, at + length))
            at += length + _PAD
    return np.concatenate(found)


class _Names:
    """The names of a block, by the actions of spaCy's recognizer: begins, goes on, ends, alone, outside."""

    def __init__(self, language: Language) -> None:
        component: Any = language.get_pipe("ner")
        model = component.model
        self._context = _Context(model.get_ref("tok2vec"))
        linear = _layer(model.get_ref("tok2vec"), "linear")
        self._narrow, self._narrow_bias = linear.get_param("W").T, linear.get_param("b")
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        features, self._hidden, pieces, inputs = lower.get_param("W").shape
        if (features, pieces) != (3, 2) or model.attrs["unseen_classes"]:
            raise ValueError("the recognizer of names is not of the kind that this code is for")
        # The two pieces of each hidden unit as two blocks of columns.
        weights = lower.get_param("W").transpose(0, 2, 1, 3).reshape(3, 2 * self._hidden, inputs)
        self._lower = [np.ascontiguousarray(w.T) for w in weights]
        self._empty = [
            np.ascontiguousarray(p) for p in lower.get_param("pad")[0].transpose(0, 2, 1).reshape(3, 2 * self._hidden)
        ]
        self._bias = np.ascontiguousarray(lower.get_param("b").T).reshape(-1)
        moves = [component.moves.get_class_name(i).partition("-") for i in range(component.moves.n_moves)]
        self._upper, self._upper_bias = upper.get_param("W"), upper.get_param("b")
        self._kinds = sorted({kind for _, _, kind in moves if kind})
        self._rows = {(move, kind): row for row, (move, _, kind) in enumerate(moves)}
        self._moves = [(move, kind) for move, _, kind in moves]
        # Outside a name: those that begin or stand alone, and outside; in the pipeline's order, since the first of equals wins.
        self._free = np.array(
            [i for i, (move, kind) in enumerate(self._moves) if move == "O" or (move in ("B", "U") and kind)]
        )
        self._free_upper = np.ascontiguousarray(self._upper[self._free].T)
        self._free_bias = self._upper_bias[self._free]
        self._begins = np.array([self._moves[i][0] == "B" for i in self._free])
        self._outside = next(n for n, i in enumerate(self._free) if self._moves[i][0] == "O")
        self._inside = {k: [self._rows["I", k], self._rows["L", k]] for k in self._kinds}

    def __call__(self, docs: Sequence[Doc], vectors: Floats, lengths: Sequence[int]) -> None:
        """Set the names of the blocks."""
        narrow = self._context(vectors, lengths) @ self._narrow + self._narrow_bias
        first = narrow @ self._lower[0]
        hidden = self._activated(first + self._empty[1] + self._empty[2])
        scores = hidden @ self._free_upper + self._free_bias
        flags = np.concatenate([doc.to_array([attrs.SENT_START, attrs.IS_SPACE]) for doc in docs]).astype(np.int64)
        ends = np.cumsum(lengths)
        last = np.zeros(len(narrow), dtype=bool)  # of its sentence or block: a name cannot go on behind it
        last[:-1] = flags[1:, 0] == 1
        last[ends[ends > 0] - 1] = True
        scores[np.ix_(last, self._begins)] = -np.inf
        space = flags[:, 1] != 0
        scores[space] = np.where(np.arange(scores.shape[1]) == self._outside, scores[space], -np.inf)
        best = scores.argmax(axis=1)
        stops = np.flatnonzero(best != self._outside).tolist()
        start = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            found = self._walk(start, end, [i for i in stops if start <= i < end], best, last, narrow, first)
            doc.set_ents([Span(doc, a - start, b - start, label=kind) for a, b, kind in found], default="outside")
            start = end

    def _activated(self, sums: Floats) -> Floats:
        sums = sums + self._bias
        return np.maximum(sums[..., : self._hidden], sums[..., self._hidden :])

    def _walk(
        self,
        start: int,
        end: int,
        stops: Sequence[int],
        best: npt.NDArray[np.int64],
        last: npt.NDArray[np.bool_],
        narrow: Floats,
        first: Floats,
    ) -> list[tuple[int, int, str]]:
        """The names between two tokens: first, behind the last, kind."""
        found = []
        behind = start
        for begin in stops:
            if begin < behind:
                continue  # inside the name before
            move, kind = self._moves[self._free[best[begin]]]
            behind = begin + 1
            if move == "B":
                behind = self._end(begin, kind, last, narrow, first)
            found.append((begin, min(behind, end), kind))
        return found

    def _end(self, begin: int, kind: str, last: npt.NDArray[np.bool_], narrow: Floats, first: Floats) -> int:
        """Behind the last token of a name that begins at a token."""
        opening = narrow[begin] @ self._lower[1]
        rows = self._inside[kind]
        current = begin + 1
        while not last[current]:
            before = narrow[current - 1] @ self._lower[2]
            hidden = self._activated(first[current] + opening + before)
            on, over = self._upper[rows] @ hidden + self._upper_bias[rows]
            if over > on:
                break
            current += 1
        return current + 1


class _Kind(NamedTuple):
    """Part of speech by number and name, features, and the base form where the rules tell it."""

    pos: int
    pos_: str
    morph: Any
    lemma: str


class _Word(NamedTuple):
    """What the lemmatizer asks of a token; `orth` only tells words apart."""

    orth: str
    text: str
    pos: int
    pos_: str
    morph: Any


class _Lemmas:
    """Parts of speech and base forms, by word, tag and label."""

    def __init__(self, language: Language) -> None:
        self._vocab = language.vocab
        self._rules: Any = language.get_pipe("attribute_ruler")
        self._lemmatizer: Any = language.get_pipe("lemmatizer")
        known_forms = self._lemmatizer.lookups.get_table("lemma_index")
        for kind, forms in list(known_forms.items()):
            known_forms[kind] = frozenset(
                forms
            )  # spaCy looks through a list of thousands for every word that is new to it
        self._named = frozenset(_words_of(self._rules.patterns))
        self._known: dict[tuple[str, str, str, bool], tuple[str, str]] = {}
        self._kinds: dict[tuple[str, str, str, bool], _Kind] = {}

    def __call__(
        self, doc: Doc, texts: Sequence[str], tags: Sequence[str], deps: Sequence[str]
    ) -> tuple[list[str], list[str]]:
        """The part of speech and the base form of each token."""
        if not _FIRST_OF_TWO.isdisjoint(texts):
            self._lemmatizer(self._rules(doc))
            return [token.pos_ for token in doc], [token.lemma_ for token in doc]
        known, found = self._known, []
        after_expletive = False
        for text, tag, dep in zip(texts, tags, deps, strict=True):
            key = (text, tag, dep, after_expletive)
            after_expletive = dep == _EXPLETIVE
            answer = known.get(key)
            if answer is None:
                if len(known) >= _KEPT_WORDS:
                    known.clear()
                answer = known[key] = self._ask(*key)
            found.append(answer)
        return [pos for pos, _ in found], [lemma for _, lemma in found]

    def _ask(self, text: str, tag: str, dep: str, after_expletive: bool) -> tuple[str, str]:
        lower = text.lower()
        key = (lower if lower in self._named or text.isspace() else "", tag, dep, after_expletive)
        if key not in self._kinds:
            self._kinds[key] = self._kind(text, tag, dep, after_expletive)
        kind = self._kinds[key]
        # The lemmatizer is given what it looks at of a token: making a document of one word takes longer than its answer.
        word = _Word(text, text, kind.pos, kind.pos_, kind.morph)
        return kind.pos_, kind.lemma or str(self._lemmatizer.lemmatize(word)[0])

    def _kind(self, text: str, tag: str, dep: str, after_expletive: bool) -> _Kind:
        """What the pipeline's rules make of a word alone, or behind an expletive ("there is"); the base form if they tell it."""
        doc = Doc(self._vocab, words=["there", text] if after_expletive else [text])
        doc[0].dep_ = _EXPLETIVE
        token = doc[len(doc) - 1]
        token.tag_, token.dep_ = tag, dep
        self._rules(doc)
        return _Kind(token.pos, token.pos_, token.morph, token.lemma_)


def _words_of(patterns: Sequence[Any]) -> Iterator[str]:
    """The words, in lower case, that rules of the pipeline name."""
    for rule in patterns:
        for token in (t for pattern in rule["patterns"] for t in pattern):
            named = token.get("LOWER", ())
            if isinstance(named, str):
                yield named
            elif isinstance(named, dict):
                yield from named.get("IN", ())


def _layer(model: Any, name: str) -> Any:
    return next(m for m in reversed(list(model.walk())) if m.name == name)


def _use_numpy(model: Any) -> None:
    """Let a model multiply its matrices by numpy."""
    ops = NumpyOps(use_blis=False)
    for layer in model.walk():
        layer.ops = ops
