"""The whole set of samples, from the text files and one seed: the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from random import Random

from dragoman.records import Record
from dragoman.training.compose import Composed, Composer
from dragoman.training.fillers import Fillers
from dragoman.training.samples import Sample, Sampler, Vocabulary
from dragoman.training.text import Frame, Phrase, Split, read_frames, read_lines, read_modals, read_phrases, read_wraps


class TextConfig(Record, frozen=True, kw_only=True):
    """Where the text lies and how much is made of it.

    `frame_fillings` and `phrase_fillings` are sentences per frame and phrase in training; the other sides get
    `held_fillings`. `share_*` are the parts of the three shapes.
    """

    frames: tuple[str, ...]
    phrases: tuple[str, ...]
    modals: str
    nouns: str
    prefixes: str
    suffixes: str
    wraps: str
    fillers: str
    actor_tables: str
    frame_fillings: int = 4
    phrase_fillings: int = 9
    held_fillings: int = 2
    second_clause: float = 0.25
    test_share: float = 0.15
    dev_share: float = 0.08
    size: int = 26000
    seed: int = 20231


class TextSet(Record, frozen=True, kw_only=True):
    """The samples by side, with the counts of what they were made of."""

    train: list[Sample]
    dev: list[Sample]
    test: list[Sample]
    counts: dict[str, int]


def _sentences(
    composer: Composer, frames: list[Frame], phrases: list[Phrase], split: Split, config: TextConfig, rng: Random
) -> list[Composed]:
    train = split == "train"
    out = []
    for frame in (f for f in frames if f.split == split):
        for _ in range(config.frame_fillings if train else config.held_fillings):
            out.append(composer.frame(frame, rng))
    side = [p for p in phrases if p.split == split]
    for phrase in side:
        for _ in range(config.phrase_fillings if train else config.held_fillings):
            other = rng.choice(side) if rng.random() < config.second_clause else None
            made = composer.phrase(phrase, rng, other=other)
            if made is not None:
                out.append(made)
    return out


def _draw(sentences: list[Composed], sampler: Sampler, size: int | None, rng: Random) -> list[Sample]:
    """Samples of the three shapes in equal parts, at most `size` in all."""
    shapes: list[list[Sample]] = [[], [], []]
    for composed in sentences:
        for bucket, make in zip(shapes, (sampler.pair, sampler.trigger, sampler.both), strict=True):
            bucket.extend(make(composed, rng))
    for bucket in shapes:
        rng.shuffle(bucket)
    part = min(len(b) for b in shapes) if size is None else size // 3
    samples = [s for bucket in shapes for s in bucket[:part]]
    rng.shuffle(samples)
    return samples


def generate(config: TextConfig, folder: Path) -> TextSet:
    """Make every sample.

    Args:
        config: Counts, shares and file names, relative to `folder`.
        folder: The recipe's folder.
    """
    share = {"test": config.test_share, "dev": config.dev_share}
    frames = [f for name in config.frames for f in read_frames(folder / name, **share)]
    phrases = [p for name in config.phrases for p in read_phrases(folder / name, **share)]
    composer = Composer(
        Fillers(folder / config.fillers, folder / config.actor_tables),
        modals=read_modals(folder / config.modals),
        nouns=read_lines(folder / config.nouns),
        prefixes=read_lines(folder / config.prefixes),
        suffixes=read_lines(folder / config.suffixes),
        wraps=read_wraps(folder / config.wraps),
    )
    sides: dict[str, list[Sample]] = {}
    vocabulary = Vocabulary()
    for number, split in enumerate(("train", "dev", "test")):
        rng = Random(config.seed + number)
        sentences = _sentences(composer, frames, phrases, split, config, rng)  # type: ignore[arg-type]
        if split == "train":
            for composed in sentences:
                vocabulary.add(composed)
        sampler = Sampler(vocabulary)
        sides[split] = _draw(sentences, sampler, config.size if split == "train" else None, rng)
    counts = {
        "frames": len(frames),
        "phrases": len(phrases),
        "frames_train": sum(f.split == "train" for f in frames),
        "phrases_train": sum(p.split == "train" for p in phrases),
        **{f"samples_{k}": len(v) for k, v in sides.items()},
    }
    return TextSet(train=sides["train"], dev=sides["dev"], test=sides["test"], counts=counts)
