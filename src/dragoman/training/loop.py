"""The training loop: shuffled, length-bucketed batches, two learning rates, a fixed seed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from dragoman.files import whole_file
from dragoman.records import Record

CHECKPOINT_STEPS = 100


class TrainingConfig(Record, frozen=True, kw_only=True):
    """How the network is trained. Rates are per step of AdamW; `head_factor` multiplies the heads' rate.

    `frozen` of the encoder's lowest layers keep their weights.
    """

    epochs: int = 2
    batch: int = 32
    rate: float = 3e-4
    head_factor: float = 10.0
    smoothing: float = 0.1
    dropout: float = 0.1
    weight_decay: float = 0.01
    warm_up: float = 0.1
    max_tokens: int = 128
    threads: int = 2
    seed: int = 7
    bfloat16: bool = False
    frozen: int = 0


class Example(Record, frozen=True, kw_only=True):
    """A sample in numbers. `status` is -1 for NONE; `modes` are the indices that hold, `open` those that are asked."""

    ids: list[int]
    type: int
    status: int
    modes: list[int]
    open: list[int]


def batches(examples: Sequence[Example], size: int, rng: Random) -> list[list[Example]]:
    """Batches of similar length, in random order."""
    order = list(examples)
    rng.shuffle(order)
    pool = size * 50
    out: list[list[Example]] = []
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lambda e: len(e.ids))
        out.extend(part[i : i + size] for i in range(0, len(part), size))
    rng.shuffle(out)
    return out


def tensors(batch: Sequence[Example], modes: int) -> dict[str, Any]:
    """The padded tensors of a batch."""
    import torch

    longest = max(len(e.ids) for e in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.bool)
    wanted, asked = torch.zeros(len(batch), modes), torch.zeros(len(batch), modes)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = True
        wanted[row, example.modes] = 1.0
        asked[row, example.open] = 1.0
    return {
        "ids": ids, "mask": mask, "type": torch.tensor([e.type for e in batch]),
        "status": torch.tensor([e.status for e in batch]), "wanted": wanted, "asked": asked,
    }  # fmt: skip


def loss(outputs: tuple[Any, Any, Any], batch: dict[str, Any], smoothing: float) -> Any:
    """Types, and with half their weight statuses and modes; modes only of the act's own type."""
    from torch.nn import functional

    types, statuses, modes = (o.float() for o in outputs)
    total = functional.cross_entropy(types, batch["type"], label_smoothing=smoothing)
    if bool((batch["status"] >= 0).any()):
        total = total + 0.5 * functional.cross_entropy(
            statuses, batch["status"], ignore_index=-1, label_smoothing=smoothing / 2
        )
    if bool(batch["asked"].sum() > 0):
        each = functional.binary_cross_entropy_with_logits(modes, batch["wanted"], reduction="none") * batch["asked"]
        total = total + 0.5 * each.sum() / batch["asked"].sum().clamp(min=1.0) * 3.0
    return total


def _optimizer(network: Any, config: TrainingConfig, steps: int) -> tuple[Any, Any]:
    """AdamW with a faster rate for the heads, and its schedule: a linear rise, then a linear fall to nothing."""
    import torch

    heads = [*network.types.parameters(), *network.statuses.parameters(), *network.modes.parameters()]
    known = {id(p) for p in heads}
    body = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": config.rate}, {"params": heads, "lr": config.rate * config.head_factor}],
        weight_decay=config.weight_decay,
    )
    warm = max(1, int(steps * config.warm_up))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    return optimizer, schedule


class Checkpoint:
    """What a run needs to go on where it was cut off; a file of another run (other `key`) is not taken."""

    def __init__(self, path: Path, key: str) -> None:
        self.path, self.key = path, key

    def save(self, step: int, network: Any, optimizer: Any, schedule: Any) -> None:
        """Write everything, in one go."""
        import torch

        parts = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
        }
        with whole_file(self.path, is_alone=True) as file:
            torch.save({"key": self.key, "step": step, "random": torch.get_rng_state(), **parts}, file)

    def load(self, network: Any, optimizer: Any, schedule: Any) -> int:
        """Take up the state and return the steps already done; 0 where there is none."""
        import torch

        if not self.path.is_file():
            return 0
        state = torch.load(self.path, weights_only=True)
        if state["key"] != self.key:
            return 0
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])
        return int(state["step"])


def train(
    network: Any,
    examples: Sequence[Example],
    config: TrainingConfig,
    *,
    modes: int,
    say: Callable[[str], None],
    checkpoint: Checkpoint | None = None,
) -> None:
    """Train in place. With a checkpoint a run that was cut off goes on, and ends with the same weights."""
    import torch

    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    steps = config.epochs * math.ceil(len(examples) / config.batch)
    optimizer, schedule = _optimizer(network, config, steps)
    done = checkpoint.load(network, optimizer, schedule) if checkpoint else 0
    rng = Random(config.seed)
    order = [part for _ in range(config.epochs) for part in batches(examples, config.batch, rng)]
    network.train()
    running, started = 0.0, time.monotonic()
    for step, part in enumerate(order[done:], done + 1):
        batch = tensors(part, modes)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=config.bfloat16):
            outputs = network(batch["ids"], batch["mask"])
        value = loss(outputs, batch, config.smoothing)
        optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_([p for g in optimizer.param_groups for p in g["params"]], 1.0)
        optimizer.step()
        schedule.step()
        running += (float(value.detach()) - running) / min(step - done, 100)
        if step % 25 == 0:
            speed = (step - done) * config.batch / (time.monotonic() - started)
            say(f"step {step}/{steps}, loss {running:.3f}, {speed:.0f} samples/s")
        if checkpoint and step % CHECKPOINT_STEPS == 0:
            checkpoint.save(step, network, optimizer, schedule)
    network.eval()
