"""The whole set of samples, from the text files and one seed: the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec

from dragoman.records import Record
from dragoman.training.compose import Composed, Composer
from dragoman.training.fillers import Fillers
from dragoman.training.questions import Asker
from dragoman.training.samples import Sample, Sampler, Vocabulary
from dragoman.training.text import (
    Frame,
    Passage,
    Phrase,
    Split,
    read_frames,
    read_lines,
    read_modals,
    read_passages,
    read_phrases,
    read_wraps,
)


class TextConfig(Record, frozen=True, kw_only=True):
    """Where the text lies and how much is made of it.

    `lessons` are passages of which none is held back. `frame_fillings` and `phrase_fillings` are sentences per frame and phrase in training; the other sides get
    `held_fillings`. `shares` are the parts of the three shapes in training: the pair, the trigger, and both marked.
    """

    frames: tuple[str, ...]
    passages: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    phrases: tuple[str, ...]
    modals: str
    nouns: str
    prefixes: str
    suffixes: str
    wraps: str
    fillers: str
    actor_tables: str
    frame_fillings: int = 4
    passage_fillings: int = 3
    phrase_fillings: int = 9
    held_fillings: int = 2
    second_clause: float = 0.25
    test_share: float = 0.15
    dev_share: float = 0.08
    passage_test_share: float = 0.3
    passage_dev_share: float = 0.3
    size: int = 26000
    shares: tuple[float, float, float] = (0.4, 0.25, 0.35)
    seed: int = 20231


class TextSet(Record, frozen=True, kw_only=True):
    """The samples by side, with the counts of what they were made of."""

    train: list[Sample]
    dev: list[Sample]
    test: list[Sample]
    counts: dict[str, int]


class Text(Record, frozen=True):
    """The training text as read, and what composes sentences of it."""

    frames: list[Frame]
    passages: list[Passage]
    phrases: list[Phrase]
    composer: Composer


def sentences_of(text: Text, split: Split, config: TextConfig, rng: Random) -> list[Composed]:
    """The sentences of a side, each frame, passage and phrase filled as often as the config says."""
    train = split == "train"
    out = []
    for frame in (f for f in text.frames if f.split == split):
        for _ in range(config.frame_fillings if train else config.held_fillings):
            out.append(text.composer.frame(frame, rng))
    for passage in (p for p in text.passages if p.split == split):
        for _ in range(config.passage_fillings if train else config.held_fillings):
            out.extend(text.composer.passage(passage, rng))
    side = [p for p in text.phrases if p.split == split]
    for phrase in side:
        for _ in range(config.phrase_fillings if train else config.held_fillings):
            other = rng.choice(side) if rng.random() < config.second_clause else None
            made = text.composer.phrase(phrase, rng, other=other)
            if made is not None:
                out.append(made)
    return out


def _draw(
    sentences: list[Composed], sampler: Sampler, size: int | None, shares: tuple[float, float, float], rng: Random
) -> list[Sample]:
    """Samples of the three shapes by their shares, at most `size` in all; without a size as many as come of each."""
    shapes: list[list[Sample]] = [[], [], []]
    for composed in sentences:
        for bucket, make in zip(shapes, (sampler.pair, sampler.trigger, sampler.both), strict=True):
            bucket.extend(make(composed, rng))
    for bucket in shapes:
        rng.shuffle(bucket)
    least = min(len(b) for b in shapes)
    parts = [least if size is None else int(size * share) for share in shares]
    samples = [s for bucket, part in zip(shapes, parts, strict=True) for s in bucket[:part]]
    rng.shuffle(samples)
    return samples


def read_text(config: TextConfig, folder: Path) -> Text:
    """Read every text file of a recipe.

    Args:
        config: File names, relative to `folder`, and the shares of the sides.
        folder: The recipe's folder.

    Raises:
        DataError: A line that is none of what its file holds.
    """
    share = {"test": config.test_share, "dev": config.dev_share}
    passages = {"test": config.passage_test_share, "dev": config.passage_dev_share}
    return Text(
        frames=[f for name in config.frames for f in read_frames(folder / name, **share)],
        passages=[
            *(p for name in config.passages for p in read_passages(folder / name, **passages)),
            *(p for name in config.lessons for p in read_passages(folder / name, test=0.0, dev=0.0)),
        ],
        phrases=[p for name in config.phrases for p in read_phrases(folder / name, **share)],
        composer=Composer(
            Fillers(folder / config.fillers, folder / config.actor_tables),
            modals=read_modals(folder / config.modals),
            nouns=read_lines(folder / config.nouns),
            prefixes=read_lines(folder / config.prefixes),
            suffixes=read_lines(folder / config.suffixes),
            wraps=read_wraps(folder / config.wraps),
        ),
    )


def questions(config: TextConfig, folder: Path, size: int) -> list[Sample]:
    """At most `size` samples that are Dragoman's own questions about the training side, in random order.

    They come of passages, whose every act is marked, and of frames. In phrases only some acts are.

    Args:
        config: As for `generate`.
        folder: The recipe's folder.
        size: How many.
    """
    text = read_text(config, folder)
    rng = Random(config.seed + 3)
    sentences = sentences_of(msgspec.structs.replace(text, phrases=[]), "train", config, rng)
    samples = Asker()(sentences)
    rng.shuffle(samples)
    return samples[:size]


def generate(config: TextConfig, folder: Path) -> TextSet:
    """Make every sample.

    Args:
        config: Counts, shares and file names, relative to `folder`.
        folder: The recipe's folder.
    """
    text = read_text(config, folder)
    sides: dict[str, list[Sample]] = {}
    vocabulary = Vocabulary()
    distinct: set[str] = set()
    for number, split in enumerate(("train", "dev", "test")):
        rng = Random(config.seed + number)
        sentences = sentences_of(text, split, config, rng)  # type: ignore[arg-type]
        distinct.update(s.text for s in sentences)
        if split == "train":
            for composed in sentences:
                vocabulary.add(composed)
        size = config.size if split == "train" else None
        sides[split] = _draw(sentences, Sampler(vocabulary), size, config.shares, rng)
    counts = {
        "frames": len(text.frames),
        "passages": len(text.passages),
        "phrases": len(text.phrases),
        "frames_train": sum(f.split == "train" for f in text.frames),
        "passages_train": sum(p.split == "train" for p in text.passages),
        "phrases_train": sum(p.split == "train" for p in text.phrases),
        "sentences": len(distinct),
        **{f"samples_{k}": len(v) for k, v in sides.items()},
    }
    return TextSet(train=sides["train"], dev=sides["dev"], test=sides["test"], counts=counts)
