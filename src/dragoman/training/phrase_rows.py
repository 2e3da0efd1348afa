"""Make rows of the verb table from verb phrases written out in full, by parsing each in a carrier sentence.

    python -m dragoman.training.phrase_rows recipes/reader/text/phrases_*.tsv > src/dragoman/extraction/data/phrases.tsv

A phrase such as "threw its weight behind {R}" becomes the verb with what must stand beside it (object `weight`, preposition
`behind`) and the road to the recipient. Phrases whose parse leaves no such road, whose verb says nothing by itself, or that stand
for two types, are left out.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.records import Document
from dragoman.syntax import Tree
from dragoman.text import SentenceParser

_CARRIERS = ("The ministry {} yesterday.", "The army {} last week.")
_RECIPIENT = "France"
# Verbs that say nothing by themselves: a row needs a bound object, particle or fixed preposition as well.
_EMPTY = frozenset(
    [
        "make",
        "take",
        "have",
        "give",
        "put",
        "get",
        "go",
        "come",
        "do",
        "be",
        "set",
        "keep",
        "hold",
        "let",
        "bring",
        "send",
        "turn",
        "call",
        "run",
        "show",
        "hand",
        "move",
        "offer",
        "pay",
        "say",
        "tell",
        "raise",
        "open",
        "lay",
        "draw",
        "throw",
        "see",
        "find",
        "cast",
        "drop",
        "lift",
        "leave",
        "meet",
        "work",
        "play",
        "stand",
        "sit",
        "look",
        "carry",
        "pull",
        "push",
        "lend",
        "extend",
        "issue",
        "launch",
        "start",
        "begin",
        "end",
        "close",
        "cut",
        "break",
        "strike",
        "order",
        "charge",
        "press",
        "fix",
        "file",
        "name",
        "return",
        "grant",
        "win",
        "lose",
        "want",
        "reach",
        "step",
        "face",
        "force",
        "use",
        "place",
        "read",
        "write",
        "add",
        "cover",
        "build",
        "ask",
        "answer",
        "change",
        "lead",
        "share",
        "serve",
        "sign",
        "stop",
        "stay",
        "treat",
        "try",
        "wave",
        "fire",
        "hit",
        "pass",
        "point",
        "pick",
    ]
)
_NO_OBJECTS = frozenset({"yesterday", "week", "france"})

Row = tuple[str, str, str, str, str]


def compile_phrases(rows: Iterable[dict[str, str]], parser: SentenceParser) -> list[Row]:
    """Rows of lemma, conditions, type, mode, recipient road; sorted, each once, without contradictions."""
    found: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        for pattern in _patterns(row["past"], parser):
            found[pattern].add((row["type"], row["mode"]))
    kept = []
    for (lemma, when, road), kinds in found.items():
        types = {kind for kind, _ in kinds}
        if len(types) == 1:
            modes = {mode for _, mode in kinds}
            kept.append((lemma, when, types.pop(), modes.pop() if len(modes) == 1 else "", road))
    # The more a row asks for, the earlier it is tried.
    return sorted(kept, key=lambda r: (r[0], -len(r[1].split()), r))


def _patterns(past: str, parser: SentenceParser) -> Iterator[tuple[str, str, str]]:
    for carrier in _CARRIERS:
        text = carrier.format(past.replace("{R}", _RECIPIENT))
        sentences = parser([Document(id="phrase", text=text)])[0]
        if len(sentences) != 1:
            continue
        tree = Tree(sentences[0])
        pattern = _pattern(Clauses(tree, load_lexicon()), tree)
        if pattern is not None:
            yield pattern


def _pattern(clauses: Clauses, tree: Tree) -> tuple[str, str, str] | None:
    root = next((i for i, t in enumerate(tree.tokens) if t.dep == "ROOT"), None)
    if root is None or tree.token(root).pos != "VERB" or tree.first(root, "auxpass", "xcomp", "ccomp") is not None:
        return None
    lemma = clauses.key(root)[0]
    conditions: list[str] = []
    bound = "_" in lemma
    recipient = next((i for i, t in enumerate(tree.tokens) if t.text == _RECIPIENT), None)
    objects = [i for i in tree.all(root, "dobj") if tree.token(i).lemma.lower() not in _NO_OBJECTS]
    if objects and objects[0] != recipient:
        conditions.append(f"obj={tree.token(objects[0]).lemma.lower()}")
        bound = True
    road = ""
    if recipient is not None:
        step = _road(tree, root, recipient, objects)
        if step is None:
            return None
        road, condition, fixed = step
        if condition:
            conditions.append(condition)
        bound = bound or fixed
    if tree.token(root).lemma.lower() in _EMPTY and not bound:
        return None
    if not conditions and not bound:
        return None
    if not bound and any(entry.row > 0 for entry in load_lexicon().verbs.get(lemma, ())):
        return None  # a free object or preposition says too little where the table by hand already knows the verb
    return lemma, " ".join(conditions), road


def _road(tree: Tree, root: int, recipient: int, objects: list[int]) -> tuple[str, str, bool] | None:
    """The road from the verb to the recipient, the condition that it sets, and whether that binds the verb."""
    token = tree.token(recipient)
    if token.head == root and token.dep == "dobj":
        return "obj@,obj", "obj=@actor", False
    if token.head == root and token.dep == "dative":
        return "iobj", "", False
    if objects and token.head == objects[0]:
        if token.dep == "poss":
            return "obj.poss,obj.of", "", True
        if token.dep in ("compound", "amod", "nmod"):
            return "obj.mod,obj.poss", "", True
    if token.dep == "pobj":
        preposition = tree.token(token.head)
        name = preposition.text.lower()
        if preposition.head == root:
            return (
                f"{name},obj.{name}",
                f"prep={name}:@actor",
                name not in ("in", "on", "at", "for", "from", "to", "by", "of"),
            )
        if objects and preposition.head == objects[0]:
            return f"obj.{name},{name}", f"prep={name}:@actor", True
    return None


def main(paths: list[str]) -> int:
    """Write the compiled table to standard output."""
    rows: list[dict[str, str]] = []
    for path in sorted(paths):
        with Path(path).open(encoding="utf-8", newline="") as lines:
            rows.extend(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    compiled = compile_phrases(rows, SentenceParser())
    sys.stdout.write("lemma\twhen\ttype\tmode\trecipient\tflags\n")
    for row in compiled:
        sys.stdout.write("\t".join(row) + "\t\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
