"""Writes the exported reader anew in few, fused steps: `python -m dragoman.training.fuse` does it to an artefact.

The weights are those of the export, to the bit. What changes is the order of the work, by a fifth of its time:

* one step of the run time an attention, for what the export spells out in twenty;
* behind the first layer, when every word has looked at every other, words far from the marks are left out (`kept`);
* the last layer is computed for the rows alone that the heads look at (`rows`).
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from dragoman.errors import ModelError
from dragoman.models.reader import ARTEFACTS, read_manifest
from dragoman.training.manifests import write_manifest

HEADS = 12
_OWN = "com.microsoft"
_EPSILON = 1e-12
_EMBEDDED = "/norm/LayerNormalization_output_0"


class _Weights:
    """The tensors of the export, by the names that its steps give them."""

    def __init__(self, model: Any, path: Path) -> None:
        from onnx import numpy_helper

        self._path = path
        self.tensors = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        self._makers = {name: node for node in model.graph.node for name in node.output}
        self.layers = 0
        while f"layers.{self.layers}.up.bias" in self.tensors:
            self.layers += 1
        if not self.layers:
            raise ModelError(
                "no layers found", where=str(path), expected="a reader as dragoman.training.export writes it"
            )

    def product(self, name: str) -> tuple[Any, Any]:
        """Weights (inputs, outputs) in int8 and the scale of each output."""
        node = self._makers.get(f"{name}_output_quantized")
        if node is None or node.op_type != "MatMulInteger":
            raise ModelError(
                f"no int8 product {name}",
                where=str(self._path),
                expected="a reader as dragoman.training.export writes it",
            )
        weights = node.input[1]
        if self.tensors[node.input[3]].any():
            raise ModelError(
                f"{weights} has zero points", where=str(self._path), expected="weights symmetric about zero"
            )
        return self.tensors[weights], self.tensors[weights.removesuffix("_quantized") + "_scale"]

    def linear(self, layer: int, name: str) -> tuple[Any, Any, Any]:
        """Weights, scales and bias of one of a layer's products."""
        return (*self.product(f"/layers.{layer}/{name}/MatMul_output_0"), self.tensors[f"layers.{layer}.{name}.bias"])


class _Graph:
    """Steps and tensors of a graph under construction."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.tensors: dict[str, Any] = {}

    def hold(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.tensors[name] = numpy_helper.from_array(value, name)
        return name

    def step(
        self,
        kind: str,
        inputs: list[str],
        output: str,
        *,
        own: bool = False,
        more: list[str] | None = None,
        **settings: Any,
    ) -> str:
        from onnx import helper

        outputs = [output, *(more or [])]
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=output, domain=_OWN if own else "", **settings))
        return output

    def linear(self, source: str, name: str, weights: Any, scales: Any, bias: Any) -> str:
        inputs = [
            source,
            self.hold(f"{name}.weight", weights),
            self.hold(f"{name}.scale", scales),
            "",
            self.hold(f"{name}.bias", bias),
        ]
        return self.step("DynamicQuantizeMatMul", inputs, f"{name}.out", own=True)

    def normed(self, source: str, beside: str, name: str, tensors: dict[str, Any]) -> str:
        gain, shift = (self.hold(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.step(
            "SkipLayerNormalization", [source, beside, gain, shift], f"{name}.out", own=True, epsilon=_EPSILON
        )


def _attention(graph: _Graph, weights: _Weights, layer: int, hidden: str) -> str:
    """Query, key, value and what is mixed of them, for every row."""
    import numpy as np

    parts = [weights.linear(layer, name) for name in ("query", "key", "value")]
    merged, scales, bias = (np.concatenate([p[i] for p in parts], axis=-1) for i in range(3))
    name = f"layers.{layer}.attention"
    quantised = graph.step(
        "DynamicQuantizeLinear", [hidden], f"{name}.in", more=[f"{name}.in_scale", f"{name}.in_zero"]
    )
    inputs = [
        quantised,
        graph.hold(f"{name}.weight", merged),
        graph.hold(f"{name}.bias", bias),
        f"{name}.in_scale",
        graph.hold(f"{name}.scale", scales),
        "",
        f"{name}.in_zero",
    ]
    return graph.step("QAttention", inputs, f"{name}.out", own=True, num_heads=HEADS)


def _behind(graph: _Graph, weights: _Weights, layer: int, mixed: str, hidden: str) -> str:
    """The rest of a layer, row by row."""
    name = f"layers.{layer}"
    out = graph.linear(mixed, f"{name}.out", *weights.linear(layer, "out"))
    middle = graph.normed(out, hidden, f"{name}.norm1", weights.tensors)
    up = graph.linear(middle, f"{name}.up", *weights.linear(layer, "up"))
    bent = graph.step("Gelu", [up], f"{name}.gelu", own=True)
    down = graph.linear(bent, f"{name}.down", *weights.linear(layer, "down"))
    return graph.normed(down, middle, f"{name}.norm2", weights.tensors)


def _whole_layer(graph: _Graph, weights: _Weights, layer: int, hidden: str) -> str:
    return _behind(graph, weights, layer, _attention(graph, weights, layer, hidden), hidden)


def _last_layer(graph: _Graph, weights: _Weights, layer: int, hidden: str) -> str:
    """The last layer for `rows` (4) alone: every row is a key and a value, only these ask."""
    name = f"layers.{layer}"
    asking = graph.step("Gather", [hidden, "rows"], f"{name}.rows", axis=1)
    query = graph.linear(asking, f"{name}.query", *weights.linear(layer, "query"))
    key, value = (graph.linear(hidden, f"{name}.{n}", *weights.linear(layer, n)) for n in ("key", "value"))
    mixed = graph.step("MultiHeadAttention", [query, key, value], f"{name}.mixed", own=True, num_heads=HEADS)
    return _behind(graph, weights, layer, mixed, asking)


def _heads(graph: _Graph, weights: _Weights, rows: str) -> None:
    """Logits of types, statuses and modes from the four rows, zero where `there` is."""
    import numpy as np

    masked = graph.step("Mul", [rows, "there"], "pooled.masked")
    pooled = graph.step("Reshape", [masked, graph.hold("pooled.shape", np.array([1, -1], dtype=np.int64))], "pooled")
    for name in ("types", "statuses", "modes"):
        product, scales = weights.product(f"{name}_MatMul")
        out = graph.linear(pooled, name, product, scales, weights.tensors[f"{name}.bias"])
        graph.step("Identity", [out], name)


def _write(graph: _Graph, path: Path, inputs: dict[str, tuple[int, list[Any]]], outputs: dict[str, list[Any]]) -> None:
    from onnx import TensorProto, checker, helper, save

    made = helper.make_graph(
        graph.nodes,
        path.stem,
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
        list(graph.tensors.values()),
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_OWN, 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="dragoman")
    checker.check_model(model)
    save(model, str(path))


def fuse(source: Path, target: Path) -> None:
    """Write an exported reader in fused steps; `target` may be `source`.

    The graph takes `input_ids` (1, tokens), `kept` (places of the tokens that go on behind the first layer), `rows` (4: places among
    those of the first token and the opening marks) and `there` (4, 1: 1, or 0 for a mark that is absent), and gives the logits.

    Raises:
        ModelError: The graph is not one that `dragoman.training.export` writes.
    """
    import onnx
    from onnx import TensorProto
    from onnx.utils import Extractor

    model = onnx.load(str(source))
    weights = _Weights(model, source)
    below = Extractor(model).extract_model(["input_ids"], [_EMBEDDED]).graph
    graph = _Graph()
    graph.nodes.extend(below.node)
    graph.tensors.update({t.name: t for t in below.initializer})
    hidden = _whole_layer(graph, weights, 0, _EMBEDDED)
    hidden = graph.step("Gather", [hidden, "kept"], "nearby", axis=1)
    for layer in range(1, weights.layers - 1):
        hidden = _whole_layer(graph, weights, layer, hidden)
    _heads(graph, weights, _last_layer(graph, weights, weights.layers - 1, hidden))
    taken: dict[str, tuple[int, list[Any]]] = {
        "input_ids": (TensorProto.INT64, [1, "tokens"]),
        "kept": (TensorProto.INT64, ["kept"]),
        "rows": (TensorProto.INT64, [4]),
        "there": (TensorProto.FLOAT, [4, 1]),
    }
    given = {n: [1, len(weights.tensors[f"{n}.bias"])] for n in ("types", "statuses", "modes")}
    _write(graph, target, taken, given)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: an artefact whose graph is as exported is written anew, manifest and all; one that is fused stays as it is."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.training.fuse", description="Write a reader in fused steps."
    )
    parser.add_argument("--artefact", type=Path, default=ARTEFACTS / "reader", help="the folder of the artefact")
    folder = parser.parse_args(arguments).artefact
    manifest = read_manifest(folder)
    path = folder / "model.onnx"
    if is_fused(path):
        return
    fuse(path, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    files = [msgspec.structs.replace(f, sha256=digest) if f.name == path.name else f for f in manifest.files]
    write_manifest(
        msgspec.structs.replace(manifest, files=files), folder / "manifest.toml", by="dragoman.training.reader"
    )


def is_fused(path: Path) -> bool:
    """Whether a graph is one that `fuse` wrote."""
    import onnx

    return any(taken.name == "kept" for taken in onnx.load(str(path)).graph.input)


if __name__ == "__main__":
    main()
