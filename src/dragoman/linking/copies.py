"""Articles that are copies or reworkings of others: found by shared wording, grouped under the first of them.

A wire report is printed by many papers, cut here and lengthened there. Two articles are one report when half of the wording
of the shorter stands in the longer (three-word shingles, containment; Broder, "On the resemblance and containment of
documents", 1997). Candidates come from MinHash bands, which find texts alike as wholes, and from sentences printed word
for word, which find the few paragraphs of an agency inside a long article. Neither reads the articles in pairs.

An article joins the group of the earlier article that it is most like; the first article heads the group. The groups depend
on the articles and their days, not on the order in which they were read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import rensa

from dragoman.records import Record

SHINGLE_WORDS: Final = 3
# Share of the shorter article's shingles that the longer one has too. In gold/stories copies have .78 and more, different
# reports of one act .41 and less, so that any value between would do there; half says what is meant.
CONTAINED: Final = 0.5
# Fewer shared shingles are a formula ("the foreign ministry said in a statement"), not an article.
FEWEST_SHARED: Final = 10
# An article whose group's head it hardly resembles any more is a report of its own, however long the chain of versions.
CONTAINED_IN_HEAD: Final = 0.25
_PERMUTATIONS: Final = 192
_ROWS: Final = 3
_SEED: Final = 20260
# Shorter sentences are formulas that many articles share.
_SENTENCE_WORDS: Final = 9
# Articles that one key is compared with, the earliest of those that have it: a key in more is boilerplate, or the copies of
# one report, of which the earliest few are enough to find the group.
MOST_COMPARED: Final = 40
_WORD: Final = re.compile(r"\w+")
Keys = npt.NDArray[np.int64]


class Likeness(Record, frozen=True):
    """How much two articles share: shingles of both over those of either, and over those of the shorter; from 0 to 1."""

    jaccard: float
    containment: float
    shared: int

    @property
    def is_copy(self) -> bool:
        """Whether one of the two is made of the other."""
        return self.shared >= FEWEST_SHARED and self.containment >= CONTAINED


class Printed(Record, frozen=True):
    """An article in the order of printing. Articles without a day come last."""

    id: str
    published: date | None = None

    @property
    def order(self) -> tuple[date, str]:
        """What puts articles in their order: the day, then the id."""
        return (self.published or date.max, self.id)


class Copied(Record, frozen=True):
    """An article's place among the versions of a report. `parent` is the earlier article that it is most like."""

    id: str
    head: str
    parent: str | None = None
    likeness: Likeness | None = None


def shingles(text: str) -> frozenset[str]:
    """The runs of three words of a text, in small letters; of a shorter text, the text."""
    words = [word.lower() for word in _WORD.findall(text)]
    last = max(len(words) - SHINGLE_WORDS + 1, 1 if words else 0)
    return frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in range(last))


def copy_keys(text: str, sentences: Iterable[str]) -> list[int]:
    """The keys by which a copy of an article is found: of its MinHash bands and of its longer sentences.

    Two articles with a Jaccard likeness of .4 share a band with probability .985, with one of .3 with .82; two unrelated
    ones (.01) with .00006.

    Returns:
        Signed 64-bit numbers, each once, in ascending order.
    """
    return [int(key) for key in all_copy_keys([(text, sentences)])[0]]


def all_copy_keys(articles: Sequence[tuple[str, Iterable[str]]]) -> list[Keys]:
    """The keys of every article (text, sentences), as `copy_keys` gives them: the bands of all are mixed at once."""
    cut = [shingles(text) for text, _ in articles]
    bands = _band_keys([_signature(found) for found in cut if found])
    place = iter(bands)
    found = []
    for shingled, (_, sentences) in zip(cut, articles, strict=True):
        own = np.fromiter(_sentence_keys(sentences), np.int64) if shingled else np.empty(0, np.int64)
        found.append(np.unique(np.concatenate([next(place), own])) if shingled else own)
    return found


def _signature(found: frozenset[str]) -> list[int]:
    sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(list(found))  # the least of all, so in any order
    signature: list[int] = sketch.digest()
    return signature


def _band_keys(signatures: Sequence[Sequence[int]]) -> Keys:
    """For every signature one number for each of its bands and its place, mixed as splitmix64 does (Steele and others, 2014)."""
    rows = np.asarray(signatures, dtype=np.uint64).reshape(len(signatures), _PERMUTATIONS // _ROWS, _ROWS)
    mixed = np.broadcast_to(np.arange(1, rows.shape[1] + 1, dtype=np.uint64), rows.shape[:2])
    for column in range(_ROWS):
        mixed = (mixed ^ rows[:, :, column]) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
    return mixed.view(np.int64)


def _sentence_keys(sentences: Iterable[str]) -> Iterable[int]:
    for sentence in sentences:
        words = [word.lower() for word in _WORD.findall(sentence)]
        if len(words) >= _SENTENCE_WORDS:
            digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
            yield int.from_bytes(digest, "little", signed=True)


def candidates_sql(keys: str, documents: str, new: str | None = None) -> str:
    """Pairs (`earlier`, `later`) of articles that share a key, of which at least one is new.

    Args:
        keys: Table of `document_id`, `key`.
        documents: Table of `id`, `published`.
        new: Table of `id`; `None` where all are.
    """
    asked = f"WHERE key IN (SELECT key FROM {keys} SEMI JOIN {new} n ON n.id = document_id)" if new else ""
    is_new = f"AND (a.id IN (SELECT id FROM {new}) OR b.id IN (SELECT id FROM {new}))" if new else ""
    return f"""WITH shared AS (SELECT key FROM {keys} {asked} GROUP BY key HAVING count(*) > 1), ranked AS (
            SELECT k.key, d.id, row_number() OVER (PARTITION BY k.key ORDER BY d.published NULLS LAST, d.id) AS place
            FROM {keys} k SEMI JOIN shared USING (key) JOIN {documents} d ON d.id = k.document_id
        )
        SELECT DISTINCT a.id AS earlier, b.id AS later
        FROM ranked a JOIN ranked b ON b.key = a.key AND a.place < b.place
        WHERE a.place <= {MOST_COMPARED} {is_new}
        ORDER BY earlier, later"""


def likeness(left: frozenset[str], right: frozenset[str]) -> Likeness:
    """How much two sets of shingles share."""
    shared = len(left & right)
    if not shared:
        return Likeness(jaccard=0.0, containment=0.0, shared=0)
    jaccard, containment = shared / len(left | right), shared / min(len(left), len(right))
    return Likeness(jaccard=round(jaccard, 6), containment=round(containment, 6), shared=shared)


def group_copies(articles: Iterable[Printed], alike: Mapping[tuple[str, str], Likeness]) -> list[Copied]:
    """Every article with the head of its group, in the order of printing.

    Args:
        articles: All articles.
        alike: Likeness of pairs of ids, in either order, of those that were compared. Pairs that are no copies only tell
            how far an article has moved from the head of a group.
    """
    order = sorted(articles, key=lambda article: article.order)
    place = {article.id: number for number, article in enumerate(order)}
    earlier: dict[str, list[tuple[str, Likeness]]] = {}
    for (one, other), value in alike.items():
        if one in place and other in place and value.is_copy:
            first, second = sorted((one, other), key=place.__getitem__)
            earlier.setdefault(second, []).append((first, value))
    head: dict[str, str] = {}
    found = []
    for article in order:
        choices = sorted(earlier.get(article.id, ()), key=lambda choice: (-choice[1].jaccard, place[choice[0]]))
        chosen = next((c for c in choices if _near_head(article.id, head[c[0]], alike)), None)
        head[article.id] = head[chosen[0]] if chosen else article.id
        found.append(
            Copied(
                id=article.id,
                head=head[article.id],
                parent=chosen[0] if chosen else None,
                likeness=chosen[1] if chosen else None,
            )
        )
    return found


def _near_head(id_: str, head: str, alike: Mapping[tuple[str, str], Likeness]) -> bool:
    """Whether an article still resembles the head of a group. A pair that shares no key was not compared, and does not."""
    value = alike.get((head, id_)) or alike.get((id_, head))
    return value is not None and value.containment >= CONTAINED_IN_HEAD


def compare_articles(pairs: Sequence[tuple[str, str]], texts: Mapping[str, str]) -> dict[tuple[str, str], Likeness]:
    """The likeness of pairs of articles; those that share next to nothing are left out."""
    cut: dict[str, frozenset[str]] = {}
    found = {}
    for pair in pairs:
        for id_ in pair:
            if id_ not in cut:
                cut[id_] = shingles(texts[id_])
        value = likeness(cut[pair[0]], cut[pair[1]])
        if value.containment >= CONTAINED_IN_HEAD and value.shared >= FEWEST_SHARED:
            found[pair] = value
    return found
