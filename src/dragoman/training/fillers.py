"""Names, places and days that fill the slots of a frame.

Half of the names are real, taken from the package's own tables of actors, half are invented: so that the reader learns
the shape of a name and not that one country stands for war and another for trade.
"""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from random import Random
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")
_THE = re.compile(
    r"^(United|Netherlands|Philippines|Maldives|Bahamas|Gambia|Comoros|Seychelles|Czech Republic|Dominican)"
)
_VOWEL = re.compile(r"\b([Aa]) (?=[AEIOaeio])")
_PERSONS = frozenset({"leader", "official", "envoy", "person"})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


class Fillers:
    """Fills slots from `fillers.toml` and from the actor tables of the package.

    Args:
        path: The TOML file of fillers.
        tables: The folder with `countries.tsv`, `roles.tsv`, `organisations.tsv`, `armed_groups.tsv`, `media.tsv`,
            `metonyms.tsv`. Absent tables leave their slots to invented names.
    """

    def __init__(self, path: Path, tables: Path) -> None:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self.plural: frozenset[str] = frozenset(data.pop("plural"))
        self.kinds: dict[str, list[str]] = data.pop("kinds")
        self.apposition: dict[str, list[str]] = data.pop("apposition")
        self.lists: dict[str, list[str]] = data
        self._read_tables(tables)

    def _read_tables(self, folder: Path) -> None:
        def read(name: str) -> list[dict[str, str]]:
            return _rows(folder / name) if (folder / name).is_file() else []

        countries = [row for row in read("countries.tsv") if row["kind"] == "state" and row["adjectives"]]
        self.countries = [
            (
                f"the {row['name']}" if _THE.match(row["name"]) else row["name"],
                row["adjectives"].split("|")[0],
                row["capital"] or row["name"],
            )
            for row in countries
        ]
        self.cities = [c for row in countries for c in (row["capital"], *row["cities"].split("|")) if c]
        people = [row for row in read("roles.tsv") if row["person"].count(" ") in (1, 2)]
        self.people = sorted({row["person"] for row in people})
        self.leaders = sorted(
            {row["person"] for row in people if row["office"] in ("head_of_state", "head_of_government")}
        )
        organisations = read("organisations.tsv")
        by_kind: dict[str, list[str]] = {}
        for row in organisations:
            by_kind.setdefault(row["kind"], []).append(row["name"])
            if row["abbreviations"] and len(row["name"]) > 20:
                by_kind[row["kind"]].append(row["abbreviations"].split("|")[0])
        self.igos = by_kind.get("igo", []) + by_kind.get("un_body", []) or ["the United Nations"]
        self.ngos = by_kind.get("ngo", []) + by_kind.get("union", []) or ["the Red Cross"]
        self.parties = by_kind.get("party", []) or ["Democratic Party"]
        self.companies = by_kind.get("company", []) or ["Delta Oil"]
        self.groups = [row["name"] for row in read("armed_groups.tsv")] or ["Northern Front"]
        self.media = [row["name"] for row in read("media.tsv")] or ["the daily Metro"]
        self.metonyms = [row["name"] for row in read("metonyms.tsv") if row["sector"] == "GOV"] or ["the palace"]
        if not self.countries:
            self.countries, self.cities = [("Ruritania", "Ruritanian", "Strelsau")], ["Strelsau"]

    def invented(self, rng: Random) -> str:
        """A name that nobody bears, of two or three syllables."""
        return "".join(rng.choice(self.lists["syllables"]) for _ in range(rng.choice((2, 2, 3)))).capitalize()

    def name(self, rng: Random) -> str:
        """A person's name: real, or put together from given and family names, or invented."""
        draw = rng.random()
        if draw < 0.4 and self.people:
            return rng.choice(self.people)
        if draw < 0.85:
            return f"{rng.choice(self.lists['given'])} {rng.choice(self.lists['family'])}"
        return f"{rng.choice(self.lists['given'])} {self.invented(rng)}"

    def word(self, slot: str, rng: Random, country: tuple[str, str, str]) -> str:
        """What stands for one inner slot, such as `{adj}` or `{city}`."""
        chosen: dict[str, Any] = {
            "country": lambda: country[0] if rng.random() < 0.93 else f"{self.invented(rng)}ia",
            "adj": lambda: country[1] if rng.random() < 0.93 else f"{self.invented(rng)}ian",
            "capital": lambda: country[2],
            "metonym": lambda: rng.choice(self.metonyms),
            "city": lambda: rng.choice(self.cities) if rng.random() < 0.8 else self.invented(rng),
            "name": lambda: self.name(rng),
            "surname": lambda: self.name(rng).split()[-1],
            "given": lambda: rng.choice(self.lists["given"]),
            "leader": lambda: rng.choice(self.leaders) if self.leaders else self.name(rng),
            "n": lambda: rng.choice(self.lists["numbers"]),
            "group": lambda: rng.choice(self.groups),
            "media": lambda: rng.choice(self.media),
            "party": lambda: rng.choice(self.parties),
            "company": lambda: rng.choice(self.companies),
            "igo": lambda: self._with_article(rng.choice(self.igos)),
            "org": lambda: self._with_article(rng.choice(self.ngos)),
            "head": lambda: rng.choice(self.lists["invented_heads"]),
            "invented": lambda: self.invented(rng),
        }
        return str(chosen[slot]())

    @staticmethod
    def _with_article(name: str) -> str:
        return name if (name.isupper() and len(name) < 6) or name.lower().startswith("the ") else f"the {name}"

    def actor(self, kind: str, rng: Random, *, plain: bool = False) -> tuple[str, str]:
        """A participant of `kind`: its words as marked, and what may follow them outside the mark (mostly nothing)."""
        country = rng.choice(self.countries)
        text = rng.choice(self.kinds.get(kind, self.kinds["any"]))
        text = _SLOT.sub(lambda m: self.word(m[1], rng, country), text)
        text = _VOWEL.sub(r"\1n ", text).replace("the the ", "the ").replace("the The ", "the ")
        text = re.sub(r"\ban (?=(?:Eu|Uk|Uga|Uz|Uru|US|UN))", "a ", text)
        if plain or kind == "place" or rng.random() > 0.09:
            return text, ""
        group = "plural" if kind in self.plural else "person" if kind in _PERSONS else "singular"
        tail = _SLOT.sub(lambda m: self.word(m[1], rng, country), rng.choice(self.apposition[group]))
        if rng.random() < 0.5:
            return text + tail.rstrip(","), "," if tail.endswith(",") else ""
        return text, tail

    def place(self, rng: Random) -> str:
        """A bare place name."""
        if rng.random() < 0.75:
            return rng.choice(self.cities)
        return rng.choice(self.countries)[0] if rng.random() < 0.5 else self.invented(rng)

    def time(self, rng: Random, *, past: bool) -> str:
        """A full adverbial; one that can only be past where `past` allows it."""
        return rng.choice(self.lists["days"] + (self.lists["past"] if past else []))
