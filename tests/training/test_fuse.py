"""Fusing: the shipped graph is a fused one; a graph that is none of ours is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import ModelError
from dragoman.models.reader import load_reader

onnx = pytest.importorskip("onnx", reason="needs the extra `train`")

from dragoman.training.fuse import fuse, main  # noqa: E402 (behind the check of the extra)


def test_a_fused_artefact_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    before = load_reader().id
    main([])
    load_reader.cache_clear()
    assert load_reader().id == before
    assert capsys.readouterr().out == ""


def test_another_graph_is_refused(tmp_path: Path) -> None:
    helper = onnx.helper
    node = helper.make_node("Identity", ["input_ids"], ["types"])
    taken = helper.make_tensor_value_info("input_ids", onnx.TensorProto.FLOAT, [1])
    given = helper.make_tensor_value_info("types", onnx.TensorProto.FLOAT, [1])
    path = tmp_path / "other.onnx"
    onnx.save(helper.make_model(helper.make_graph([node], "other", [taken], [given])), str(path))
    with pytest.raises(ModelError, match="no layers found"):
        fuse(path, tmp_path / "out.onnx")
