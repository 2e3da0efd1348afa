"""The task `plv`: given a sentence, its source and its target, which root does the first do to the second?

The data follows an older codebook of 15 roots, so some of our readings are renamed, by rules of its books only:

- CONCEDE and RETREAT are its YIELD; what we call either but is still to come is its AGREE, as CAMEO's root 03, to express
  intent to yield, is; so is aid, cooperation or a meeting to come. Harm to come is its THREATEN (CAMEO 13).
- Tear gas and water cannon, our ASSAULT crowd-control, are its COERCE (CAMEO 175); a conviction, our SANCTION convict, is its
  ACCUSE (CAMEO 116); sanctions and embargoes imposed, our SANCTION discontinue, are its COERCE (CAMEO 163, in the published
  map of 2021), where the sentence names them so.
- Its AGREE is intent alone (CAMEO 03). An agreement that stands, reached, struck or sealed, is its SUPPORT (CAMEO 057), and so
  is backing pledged in words (CAMEO 051).
- CAMEO's root 19, to fight, is its ASSAULT as a whole: blockades (191) and the taking of territory (192), which are our COERCE
  restrict and seize. So are attacks on computers, our COERCE cyber; the data has them so, CAMEO's later draft (176) does not.

NONE is no answer there and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.models.reader import NONE, Marked, Reader, Scores, load_reader
from dragoman.records import Span

_YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_TO_COME = {
    "CONCEDE": "AGREE", "RETREAT": "AGREE", "AID": "AGREE", "COOPERATE": "AGREE", "CONSULT": "AGREE",
    "ASSAULT": "THREATEN", "COERCE": "THREATEN", "SANCTION": "THREATEN", "MOBILIZE": "THREATEN", "PROTEST": "THREATEN",
}  # fmt: skip
_BY_MODE = {"ASSAULT/crowd-control": "COERCE", "SANCTION/convict": "ACCUSE", "COERCE/cyber": "ASSAULT"}
_NAMED = (
    ("SANCTION/discontinue", "COERCE", re.compile(r"\b(sanction(s|ed|ing)?|embargo(es)?)\b", re.IGNORECASE)),
    ("COERCE/restrict", "ASSAULT", re.compile(r"\bblockad", re.IGNORECASE)),
    ("COERCE/seize", "ASSAULT", re.compile(r"\b(captur|occup|seiz|took over|taken over|overr[au]n)", re.IGNORECASE)),
)
_CONCLUDED = re.compile(
    r"(?<!will )(?<!would )(?<!to )\b(reach|sign|str[iu]ck|clinch|seal|conclud|initial)\w*\W+(?:[\w'-]+\W+){0,5}?(agreement|deal|accord|pact|treaty|settlement)s?\b"
    r"|\bagreed (?:on |to )?(?:a|an|the)\W+(?:[\w'-]+\W+){0,4}?(agreement|deal|accord|pact|treaty|text)\b"
    r"|\b(pledg|promis|reaffirm|reiterat)\w*\W+(?:[\w'-]+\W+){0,5}?support\b",
    re.IGNORECASE,
)
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
    renamed = _BY_MODE | {mode: root for mode, root, pattern in _NAMED if pattern.search(text)}
    to_come = scores.statuses.get("planned", 0.0)
    totals: dict[str, float] = {}
    for type_, value in scores.types.items():
        if type_ == NONE:
            continue
        left = value
        for mode, root in renamed.items():
            if mode.split("/")[0] == type_:
                part = min(left, value * scores.modes.get(mode, 0.0))
                totals[root] = totals.get(root, 0.0) + part
                left -= part
        if type_ == "AGREE" and _CONCLUDED.search(text):
            totals["SUPPORT"] = totals.get("SUPPORT", 0.0) + left
            left = 0.0
        if type_ in _TO_COME:
            totals[_TO_COME[type_]] = totals.get(_TO_COME[type_], 0.0) + left * to_come
            left -= left * to_come
        root = _YIELD.get(type_, type_)
        totals[root] = totals.get(root, 0.0) + left
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
