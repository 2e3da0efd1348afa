"""The reader: Dragoman's own small model, which judges what a marked sentence reports.

One encoder (six layers, int8, ONNX) with three heads: the PLOVER type or NONE, the status, the modes of each type. What is
asked is marked in the text: the trigger (`[E]`), the one who acts (`[S]`), the one acted upon (`[T]`), or any of them. The
artefact lies in `artefacts/<name>/` with a manifest that pins every file by digest; how it came to be is told in
`recipes/<name>/`.

A sentence is always read alone, without padding: the int8 layers scale their input by the largest value in the batch, so
that any neighbour would change the answer a little.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from dragoman.errors import ModelError
from dragoman.records import Record, Span

if TYPE_CHECKING:
    import numpy.typing as npt
    from tokenizers import Tokenizer

ARTEFACTS = Path(__file__).parent / "artefacts"
FORMAT = 1
# Tokens that go on behind the first layer, those nearest to a mark. At 48 none of 314 answers about news of the press changed its
# type, and the mean probability by 0.01; at 32, 9 of them (2026-11-24; 24 to 128 tried).
KEPT = 48
NONE = "NONE"
MARKS = ("trigger", "source", "target")
_REMEDY = "Install Dragoman again, or train the reader: python -m dragoman.training.reader --config recipes/reader/config.toml"


class Marked(Record, frozen=True, kw_only=True):
    """A sentence and what is asked about it. Spans are code points of `text`, end exclusive; at least one is given.

    `trigger` are the words that may report an act, `source` who does it, `target` upon whom.
    """

    text: str
    trigger: Span | None = None
    source: Span | None = None
    target: Span | None = None


class Scores(Record, frozen=True, kw_only=True):
    """Calibrated probabilities, rounded to four places.

    `types` sums to 1 over the 16 types and NONE. `statuses` sums to 1 and holds given that there is an act: `actual`,
    `planned`, `possible`, `denied`, and `content` for what is only demanded, threatened or aimed at. `modes` maps
    `TYPE/mode` to the probability of the mode given the type; modes of one type do not exclude each other.
    """

    types: dict[str, float]
    statuses: dict[str, float]
    modes: dict[str, float]


class FileEntry(Record, frozen=True, kw_only=True):
    """A file of the artefact with its digest."""

    name: str
    sha256: str


class Manifest(Record, frozen=True, kw_only=True):
    """What an artefact is: labels, files, temperatures, and where it comes from."""

    name: str
    version: str
    format: int
    recipe_sha256: str
    max_tokens: int
    vocabulary: int
    files: list[FileEntry]
    types: list[str]
    statuses: list[str]
    modes: list[str]
    temperatures: dict[str, float]
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    scores: dict[str, float] = msgspec.field(default_factory=dict)
    reliability: dict[str, list[list[float]]] = msgspec.field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an artefact, its files checked by digest.

    Raises:
        ModelError: The manifest or a file is missing, changed, or made for other code.
    """
    path = folder / "manifest.toml"
    if not path.is_file():
        raise ModelError(f"no artefact named {folder.name!r}", where=str(folder), remedy=_REMEDY)
    try:
        manifest = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Manifest)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise ModelError(f"the manifest cannot be read: {err}", where=str(path), remedy=_REMEDY) from err
    if manifest.format != FORMAT:
        raise ModelError(f"artefact format {manifest.format}", where=str(path), expected=str(FORMAT), remedy=_REMEDY)
    for entry in manifest.files:
        file = folder / entry.name
        found = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "missing"
        if found != entry.sha256:
            raise ModelError(
                f"{entry.name} is {found[:12]}",
                where=str(file),
                expected=f"sha256 {entry.sha256[:12]}…",
                remedy=_REMEDY,
            )
    return manifest


def artefact_id(name: str = "reader", *, folder: Path = ARTEFACTS) -> str:
    """What records name an artefact by: `reader-1-` and the digest of its manifest, which pins every file.

    Raises:
        ModelError: The artefact is missing, changed, or made for other code.
    """
    return _id(read_manifest(folder / name), _manifest_digest(folder / name))


def _id(manifest: Manifest, digest: str) -> str:
    return "-".join(filter(None, (manifest.name, manifest.version, digest[:16])))


def _manifest_digest(folder: Path) -> str:
    return hashlib.sha256((folder / "manifest.toml").read_bytes()).hexdigest()


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer, without padding or truncation; words such as `[SEP]` in an article stay words."""
    tokenizers = import_module("tokenizers")
    tokenizer: Tokenizer = tokenizers.Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    return tokenizer


def mark_ids(vocabulary: int) -> dict[str, tuple[int, int]]:
    """The ids of the opening and closing marks, which follow the word pieces."""
    return {name: (vocabulary + 2 * i, vocabulary + 2 * i + 1) for i, name in enumerate(MARKS)}


def _covered(offsets: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int] | None:
    """The first and last token that touch the span."""
    inside = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    return (inside[0], inside[-1]) if inside else None


def _window(count: int, ranges: Sequence[tuple[int, int]], budget: int) -> list[int]:
    """The tokens to keep: all of them, or those nearest to a mark."""
    if count <= budget:
        return list(range(count))
    edges = sorted({edge for pair in ranges for edge in pair})

    def distance(index: int) -> tuple[int, int]:
        return min(abs(index - e) for e in edges), index

    return sorted(sorted(range(count), key=distance)[:budget])


def _ends(tokenizer: Tokenizer) -> tuple[int, int]:
    """The ids that open and close a text: BERT's or, where the vocabulary has them, MPNet's."""
    names = ("<s>", "</s>") if tokenizer.token_to_id("<s>") is not None else ("[CLS]", "[SEP]")
    first, last = (tokenizer.token_to_id(name) for name in names)
    if first is None or last is None:
        raise ModelError("the vocabulary has no opening and closing token", where="tokenizer.json", remedy=_REMEDY)
    return first, last


def encode(
    tokenizer: Tokenizer, text: str, spans: dict[str, tuple[int, int] | None], *, vocabulary: int, max_tokens: int
) -> list[int]:
    """Token ids of a marked text: `[CLS] … [SEP]`, with the marks' ids around the marked tokens.

    Args:
        spans: By mark name (`MARKS`), code points; `None` and spans without a token are left out.
        max_tokens: The most ids returned. Of a longer sentence the tokens nearest to the marks are kept.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = encoding.offsets
    ranges = {n: _covered(offsets, s) for n in MARKS if (s := spans.get(n)) is not None}
    found = {n: r for n, r in ranges.items() if r is not None}
    budget = max_tokens - 2 - 2 * len(found)
    ids = mark_ids(vocabulary)
    opens: dict[int, list[tuple[int, int]]] = {}
    closes: dict[int, list[tuple[int, int]]] = {}
    for name, (first, last) in found.items():
        opens.setdefault(first, []).append((-last, ids[name][0]))
        closes.setdefault(last, []).append((-first, ids[name][1]))
    first_id, last_id = _ends(tokenizer)
    out = [first_id]
    for index in _window(len(offsets), list(found.values()) or [(0, 0)], budget):
        out.extend(i for _, i in sorted(opens.get(index, ())))
        out.append(encoding.ids[index])
        out.extend(i for _, i in sorted(closes.get(index, ())))
    out.append(last_id)
    return out


def places_of(ids: Sequence[int], vocabulary: int) -> dict[str, npt.NDArray[Any]]:
    """Which tokens go on behind the first layer (`kept`), where the heads look among them (`rows`) and which of the four are `there`."""
    marks = [place for place, number in enumerate(ids) if number >= vocabulary]
    edges = [(place - 1, place - 1) for place in marks or (1,)]
    kept = list(range(len(ids)))
    if len(ids) > KEPT:
        near = _window(len(ids) - 1, edges, KEPT - 1)
        kept = [0, *(place + 1 for place in near)]  # the first token always: a head looks at it
    new = {place: number for number, place in enumerate(kept)}
    opening = {ids[place]: new[place] for place in reversed(marks)}
    found = [opening.get(number) for number, _ in mark_ids(vocabulary).values()]
    return {
        "kept": np.asarray(kept, dtype=np.int64),
        "rows": np.asarray([0, *(place or 0 for place in found)], dtype=np.int64),
        "there": np.asarray([[1.0], *([float(place is not None)] for place in found)], dtype=np.float32),
    }


def _softmax(logits: npt.NDArray[np.float32], temperature: float) -> list[float]:
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max())
    return [round(float(p), 4) for p in powers / powers.sum()]


def _sigmoid(logits: npt.NDArray[np.float32], temperature: float) -> list[float]:
    return [round(float(p), 4) for p in 1 / (1 + np.exp(-logits.astype(np.float64) / temperature))]


class Reader:
    """Scores marked sentences. Build it with `Reader.load`, once per worker."""

    def __init__(self, manifest: Manifest, tokenizer: Tokenizer, session: Any, digest: str = "") -> None:
        self.manifest, self._tokenizer, self._session = manifest, tokenizer, session
        self._digest = digest
        self._inputs = [taken.name for taken in session.get_inputs()]  # a graph as exported takes the ids alone

    @property
    def id(self) -> str:
        """What records name it by; see `artefact_id`."""
        return _id(self.manifest, self._digest)

    @classmethod
    def load(cls, name: str = "reader", *, folder: Path = ARTEFACTS, threads: int = 1) -> Reader:
        """Open the artefact `name`.

        Args:
            folder: Where artefacts lie, one folder each.
            threads: CPU threads for one sentence; the scores do not depend on it.

        Raises:
            ModelError: The artefact is missing, changed, or made for other code.
        """
        manifest = read_manifest(folder / name)
        runtime = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = folder / name / "model.onnx"
        session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        return cls(manifest, load_tokenizer(folder / name / "tokenizer.json"), session, _manifest_digest(folder / name))

    def logits(self, item: Marked) -> tuple[npt.NDArray[np.float32], ...]:
        """Raw outputs for one sentence: types, statuses, modes, in the order of the manifest's labels."""
        spans = {n: (s.start, s.end) if (s := getattr(item, n)) is not None else None for n in MARKS}
        ids = encode(
            self._tokenizer,
            item.text,
            spans,
            vocabulary=self.manifest.vocabulary,
            max_tokens=self.manifest.max_tokens,
        )
        given = places_of(ids, self.manifest.vocabulary) | {"input_ids": np.asarray([ids], dtype=np.int64)}
        outputs = self._session.run(None, {name: given[name] for name in self._inputs})
        return tuple(output[0] for output in outputs)

    def score(self, batch: Sequence[Marked]) -> list[Scores]:
        """Score every marked sentence, in the order of `batch`; the answer for one does not depend on the others.

        Raises:
            ModelError: An item has no mark, or a mark that lies outside its text.
        """
        return [self._score(item) for item in batch]

    def _score(self, item: Marked) -> Scores:
        spans = [s for n in MARKS if (s := getattr(item, n)) is not None]
        if not spans or any(not 0 <= s.start < s.end <= len(item.text) for s in spans):
            raise ModelError(
                f"marks {[(s.start, s.end) for s in spans]} in a text of {len(item.text)} characters",
                where="Reader.score",
                expected="at least one span inside the text",
            )
        types, statuses, modes = self.logits(item)
        heat, labels = self.manifest.temperatures, self.manifest
        return Scores(
            types=dict(zip(labels.types, _softmax(types, heat["type"]), strict=True)),
            statuses=dict(zip(labels.statuses, _softmax(statuses, heat["status"]), strict=True)),
            modes=dict(zip(labels.modes, _sigmoid(modes, heat["mode"]), strict=True)),
        )


@lru_cache(maxsize=2)
def load_reader(name: str = "reader") -> Reader:
    """The shipped reader, opened once per process."""
    return Reader.load(name)
