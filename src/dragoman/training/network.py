"""The network: a BERT encoder of six layers with marks, and three heads. Only training and export import it.

`torch` carries no types that `mypy --strict` could use here, so everything of it is `Any`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

HEADS, EPSILON = 12, 1e-12


class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
    """One transformer layer, post-norm as in BERT. `plain` spells attention out, for the export."""

    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.out, self.norm1 = nn.Linear(width, width), nn.LayerNorm(width, eps=EPSILON)
        self.up, self.down, self.norm2 = (
            nn.Linear(width, inner),
            nn.Linear(inner, width),
            nn.LayerNorm(width, eps=EPSILON),
        )
        self.dropout, self.plain = nn.Dropout(dropout), False

    def forward(self, hidden: Any, mask: Any) -> Any:
        """Hidden states (batch, tokens, width) → the same shape. `mask` is additive (batch, 1, 1, tokens) or `None`."""
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


class Network(nn.Module):  # type: ignore[misc, unused-ignore]
    """Encoder and heads. Pooling: the first token and the means of the opening marks, zero where a mark is absent."""

    def __init__(self, weights: dict[str, Any], *, types: int, statuses: int, modes: int, dropout: float) -> None:
        super().__init__()
        table = weights["embeddings.word_embeddings.weight"]
        self.vocabulary, width = table.shape
        self.words = nn.Parameter(table.clone(), requires_grad=False)
        self.marks = nn.Parameter(table[[2107, 2203, 2832, 4012, 3120, 2203]].clone())
        self.positions = nn.Parameter(weights["embeddings.position_embeddings.weight"].clone())
        self.segment = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0].clone())
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        inner = weights["encoder.layer.0.intermediate.dense.weight"].shape[0]
        count = 1 + max(int(k.split(".")[2]) for k in weights if k.startswith("encoder.layer."))
        self.layers = nn.ModuleList(Layer(width, inner, dropout) for _ in range(count))
        self.dropout = nn.Dropout(dropout)
        self.types, self.statuses, self.modes = (nn.Linear(4 * width, n) for n in (types, statuses, modes))
        self._copy(weights)

    def _copy(self, weights: dict[str, Any]) -> None:
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
            "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        with torch.no_grad():
            for part in ("weight", "bias"):
                getattr(self.norm, part).copy_(weights[f"embeddings.LayerNorm.{part}"])
                for number, layer in enumerate(self.layers):
                    for ours, theirs in names.items():
                        getattr(getattr(layer, ours), part).copy_(weights[f"encoder.layer.{number}.{theirs}.{part}"])

    def forward(self, ids: Any, mask: Any = None) -> tuple[Any, Any, Any]:
        """Token ids (batch, tokens) → logits of types, statuses, modes. `mask` is true on real tokens."""
        table = torch.cat([self.words, self.marks]) if not self.training else None
        if table is None:
            marked = ids >= self.vocabulary
            plain = functional.embedding(ids.clamp(max=self.vocabulary - 1), self.words)
            extra = functional.embedding((ids - self.vocabulary).clamp(min=0), self.marks)
            hidden = torch.where(marked[..., None], extra, plain)
        else:
            hidden = functional.embedding(ids, table)
        hidden = self.dropout(self.norm(hidden + self.positions[: ids.shape[1]] + self.segment))
        added = None if mask is None else torch.where(mask, 0.0, -1e9)[:, None, None, :].to(hidden.dtype)
        for layer in self.layers:
            hidden = layer(hidden, added)
        pooled = [hidden[:, 0]]
        for number in range(3):
            here = (ids == self.vocabulary + 2 * number).to(hidden.dtype)[..., None]
            pooled.append((hidden * here).sum(1) / here.sum(1).clamp(min=1.0))
        features = self.dropout(torch.cat(pooled, dim=-1))
        return self.types(features), self.statuses(features), self.modes(features)


def load_weights(path: Path) -> dict[str, Any]:
    """The tensors of a safetensors file, without a leading `bert.`."""
    return {k.removeprefix("bert."): v for k, v in load_file(str(path)).items()}
