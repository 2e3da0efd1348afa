"""Writes the trained network as an int8 ONNX file."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def export(network: Any, path: Path) -> None:
    """Write `path` (int8: weights of matrix products per channel, embedding tables as they come out of the quantiser).

    The graph takes `input_ids` (batch, tokens) without padding and gives `types`, `statuses`, `modes` as float32 logits.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    for layer in network.layers:
        layer.plain = True
    floats = path.with_suffix(".fp32.onnx")
    example = torch.tensor([[101, network.vocabulary, 2000, network.vocabulary + 1, 102]])
    torch.onnx.export(
        network, (example,), str(floats), input_names=["input_ids"], output_names=["types", "statuses", "modes"],
        dynamic_axes={"input_ids": {0: "batch", 1: "tokens"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    for layer in network.layers:
        layer.plain = False
    quantize_dynamic(
        str(floats), str(path), weight_type=QuantType.QInt8, per_channel=True, extra_options={"MatMulConstBOnly": True}
    )
