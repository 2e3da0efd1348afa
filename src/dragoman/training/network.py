"""The network: an encoder with marks, and three heads. Only training and export import it.

Two kinds of encoder are known by their tensors' names: BERT (the packaged MiniLM, six layers) and MPNet (twelve layers, twice
as wide, positions told by a bias on attention as well), which is the larger tier.

`torch` carries no types that `mypy --strict` could use here, so everything of it is `Any`.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

HEADS = 12
REACH = 512  # the longest distance between tokens that the table of MPNet's buckets knows
_BERT = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
    "down": "output.dense", "norm2": "output.LayerNorm",
}  # fmt: skip
_MPNET = {
    **_BERT, "query": "attention.attn.q", "key": "attention.attn.k", "value": "attention.attn.v", "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
}  # fmt: skip
_BIAS = "encoder.relative_attention_bias.weight"
_MARK_WORDS = (2107, 2203, 2832, 4012, 3120, 2203)  # ordinary words of BERT's vocabulary from which the marks start


class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
    """One transformer layer, post-norm as in BERT. `plain` spells attention out, for the export."""

    def __init__(self, width: int, inner: int, dropout: float, epsilon: float) -> None:
        super().__init__()
        self.query, self.key, self.value = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.out, self.norm1 = nn.Linear(width, width), nn.LayerNorm(width, eps=epsilon)
        self.up, self.down, self.norm2 = (
            nn.Linear(width, inner),
            nn.Linear(inner, width),
            nn.LayerNorm(width, eps=epsilon),
        )
        self.dropout, self.plain = nn.Dropout(dropout), False

    def forward(self, hidden: Any, mask: Any) -> Any:
        """Hidden states (batch, tokens, width) → the same shape. `mask` is added to attention, or `None`."""
        batch, tokens, width = hidden.shape

        def split(x: Any) -> Any:
            return x.view(batch, tokens, HEADS, width // HEADS).transpose(1, 2)

        q, k, v = split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden))
        if self.plain:
            weights = (q @ k.transpose(-1, -2)) * (width // HEADS) ** -0.5
            mixed = torch.softmax(weights if mask is None else weights + mask, dim=-1) @ v
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, tokens, width)
        hidden = self.norm1(hidden + self.dropout(self.out(mixed)))
        return self.norm2(hidden + self.dropout(self.down(functional.gelu(self.up(hidden)))))


def _buckets(count: int, buckets: int = 32, furthest: int = 128) -> Any:
    """MPNet's bucket for every pair of positions (count, count): near distances one each, far ones by their logarithm."""
    places = torch.arange(count)
    distance = places[:, None] - places[None, :]  # from the key to the query
    half, near = buckets // 2, buckets // 4
    size = distance.abs()
    far = near + (torch.log(size.clamp(min=1).float() / near) / math.log(furthest / near) * (half - near)).long()
    return torch.where(distance < 0, half, 0) + torch.where(size < near, size, far.clamp(max=half - 1))


class Network(nn.Module):  # type: ignore[misc, unused-ignore]
    """Encoder and heads. Pooling: the first token and the means of the opening marks, zero where a mark is absent.

    Args:
        weights: Tensors of the packaged encoder, by name.
        frozen: How many of the lowest layers keep their weights; with any, the marks' vectors keep theirs too.
    """

    def __init__(
        self, weights: dict[str, Any], *, types: int, statuses: int, modes: int, dropout: float, frozen: int = 0
    ) -> None:
        super().__init__()
        table = weights["embeddings.word_embeddings.weight"]
        self.vocabulary, width = table.shape
        self.frozen, mpnet = frozen, _BIAS in weights
        epsilon = 1e-5 if mpnet else 1e-12
        self.words = nn.Parameter(table.clone(), requires_grad=False)
        marks = table[
            [w + 4 * mpnet for w in _MARK_WORDS]
        ]  # MPNet's own special tokens shift BERT's vocabulary by four
        self.marks = nn.Parameter(marks.clone())
        positions = weights["embeddings.position_embeddings.weight"]
        self.positions = nn.Parameter(positions[2:].clone() if mpnet else positions.clone())
        kinds = None if mpnet else weights["embeddings.token_type_embeddings.weight"][0]
        self.segment = None if kinds is None else nn.Parameter(kinds.clone())
        self.bias = nn.Parameter(weights[_BIAS].clone()) if mpnet else None
        self.register_buffer("buckets", _buckets(REACH) if mpnet else None, persistent=False)
        self.norm = nn.LayerNorm(width, eps=epsilon)
        inner = weights["encoder.layer.0.intermediate.dense.weight"].shape[0]
        count = 1 + max(int(k.split(".")[2]) for k in weights if k.startswith("encoder.layer."))
        self.layers = nn.ModuleList(Layer(width, inner, dropout, epsilon) for _ in range(count))
        self.dropout = nn.Dropout(dropout)
        self.types, self.statuses, self.modes = (nn.Linear(4 * width, n) for n in (types, statuses, modes))
        self._copy(weights, _MPNET if mpnet else _BERT)
        if frozen:
            held = (self.marks, self.positions, self.bias, self.segment, *self.norm.parameters())
            for parameter in (*held, *self.layers[:frozen].parameters()):
                if parameter is not None:
                    parameter.requires_grad_(requires_grad=False)

    def _copy(self, weights: dict[str, Any], names: dict[str, str]) -> None:
        with torch.no_grad():
            for part in ("weight", "bias"):
                getattr(self.norm, part).copy_(weights[f"embeddings.LayerNorm.{part}"])
                for number, layer in enumerate(self.layers):
                    for ours, theirs in names.items():
                        getattr(getattr(layer, ours), part).copy_(weights[f"encoder.layer.{number}.{theirs}.{part}"])

    def _embed(self, ids: Any) -> Any:
        if self.training:
            hidden = functional.embedding(ids, torch.cat([self.words, self.marks]))
        else:  # spelt out for the export: a table put together at run time would be kept in float32
            marked = ids >= self.vocabulary
            plain = functional.embedding(ids.clamp(max=self.vocabulary - 1), self.words)
            extra = functional.embedding((ids - self.vocabulary).clamp(min=0), self.marks)
            hidden = torch.where(marked[..., None], extra, plain)
        hidden = hidden + self.positions[: ids.shape[1]]
        hidden = self.norm(hidden if self.segment is None else hidden + self.segment)
        return hidden if self.frozen else self.dropout(hidden)

    def _added(self, ids: Any, mask: Any) -> Any:
        """What is added to attention: minus infinity on padding, and MPNet's bias."""
        added = None if mask is None else torch.where(mask, 0.0, -1e9)[:, None, None, :].to(self.words.dtype)
        if self.bias is None:
            return added
        tokens = ids.shape[1]
        bias = functional.embedding(self.buckets[:tokens, :tokens], self.bias).permute(2, 0, 1)[None]
        return bias if added is None else added + bias

    def forward(self, ids: Any, mask: Any = None) -> tuple[Any, Any, Any]:
        """Token ids (batch, tokens) → logits of types, statuses, modes. `mask` is true on real tokens."""
        added = self._added(ids, mask)
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.frozen):
            hidden = self._embed(ids)
            for layer in self.layers[: self.frozen]:
                hidden = layer(hidden, added)
        for layer in self.layers[self.frozen :]:
            hidden = layer(hidden, added)
        pooled = [hidden[:, 0]]
        for number in range(3):
            here = (ids == self.vocabulary + 2 * number).to(hidden.dtype)[..., None]
            pooled.append((hidden * here).sum(1) / here.sum(1).clamp(min=1.0))
        features = self.dropout(torch.cat(pooled, dim=-1))
        return self.types(features), self.statuses(features), self.modes(features)

    def train(self, mode: bool = True) -> Network:
        """As in torch, but frozen layers stay without dropout."""
        super().train(mode)
        for layer in self.layers[: self.frozen]:
            layer.eval()
        return self


def load_weights(path: Path) -> dict[str, Any]:
    """The tensors of a safetensors file, without a leading `bert.`."""
    return {k.removeprefix("bert."): v for k, v in load_file(str(path)).items()}
