"""The task `plv`: given a sentence, its source and its target, which root does the first do to the second?

The data follows an older codebook of 15 roots, so four of our readings are renamed, by documented rules only: CONCEDE and
RETREAT are its YIELD; tear gas and water cannon, our ASSAULT crowd-control, are its COERCE (CAMEO 175); a conviction, our
SANCTION convict, is its ACCUSE (CAMEO 116); sanctions and embargoes imposed, our SANCTION discontinue, are its COERCE (CAMEO
163, in the published map of 2021), where the sentence names them so. NONE is no answer there and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.models.reader import NONE, Marked, Reader, Scores, load_reader
from dragoman.records import Span

_YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_BY_MODE = {"ASSAULT/crowd-control": "COERCE", "SANCTION/convict": "ACCUSE"}
_NAMED = ("SANCTION/discontinue", "COERCE", re.compile(r"\b(sanction(s|ed|ing)?|embargo(es)?)\b", re.IGNORECASE))
PENTA = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3, "REJECT": 3,
    "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


def _spans(actor: dict[str, Any]) -> list[Span]:
    """Every marking of an actor; none where it is not in the sentence."""
    pairs = actor.get("spans") or [[actor.get("start"), actor.get("end")]]
    return [Span(start=s, end=e) for s, e in pairs if s is not None and e is not None and s < e]


def _question(record: dict[str, Any]) -> Marked | None:
    """The sentence with both actors marked: of several markings the two that stand nearest to each other."""
    sources, targets = _spans(record["source"]), _spans(record["target"])
    pairs: list[tuple[Span | None, Span | None]] = [(s, t) for s in sources for t in targets if s != t]
    if not pairs:
        pairs = [(s, None) for s in sources[:1]] or [(None, t) for t in targets[:1]]
    if not pairs:
        return None
    source, target = min(pairs, key=lambda p: abs(p[0].start - p[1].start) if p[0] and p[1] else 0)
    return Marked(text=record["sentence"], source=source, target=target)


def root_of(scores: Scores, text: str = "") -> str:
    """The root with the highest probability, the probabilities of renamed readings added to it."""
    totals: dict[str, float] = {}
    renamed = dict(_BY_MODE)
    if _NAMED[2].search(text):
        renamed[_NAMED[0]] = _NAMED[1]
    for type_, value in scores.types.items():
        if type_ == NONE:
            continue
        moved = 0.0
        for mode, root in renamed.items():
            if mode.split("/")[0] == type_:
                part = min(value - moved, value * scores.modes.get(mode, 0.0))
                totals[root] = totals.get(root, 0.0) + part
                moved += part
        root = _YIELD.get(type_, type_)
        totals[root] = totals.get(root, 0.0) + value - moved
    return max(sorted(totals), key=lambda r: totals[r])


def predict(records: Iterable[dict[str, Any]], reader: Reader | None = None) -> Iterator[dict[str, Any]]:
    """`{"id", "root", "penta"}` for every record, in order. A record without any marked actor is read as a whole."""
    model = reader or load_reader()
    for record in records:
        question = _question(record) or Marked(
            text=record["sentence"], source=Span(start=0, end=len(record["sentence"]))
        )
        root = root_of(model.score([question])[0], record["sentence"])
        yield {"id": record["id"], "root": root, "penta": PENTA[root]}
