"""What the ontology is made of, as records. The data lie in `data/plover/`; `loader.py` reads and checks them."""

from __future__ import annotations

from typing import Literal

import msgspec

from dragoman.records import Record, Status

RecipientRule = Literal["required", "optional"]
SectorUse = Literal["frequent", "rare", "secondary"]


class Quad(Record, frozen=True):
    """A quad class: `code` 1 to 4, our `name`, and the text that POLECAT files write."""

    code: int
    name: str
    polecat: str


class Mode(Record, frozen=True):
    """How an act of one type was done. `context` is the context that the mode brings with it, or `None`."""

    name: str
    meaning: str
    score: float
    context: str | None = None


class EventType(Record, frozen=True):
    """What was done. `score` runs from -10 (conflict) to +10 (cooperation) and holds where no mode is given.

    `printed_score` is the value of the published table where we depart from it. `aliases` are older names of the type,
    `aliases_with_mode` older names that were narrower; `mode_aliases` give the mode of today, or `None` for no mode.
    """

    name: str
    definition: str
    quad: int
    score: float
    recipient: RecipientRule
    modes: tuple[Mode, ...] = ()
    printed_score: float | None = None
    aliases: tuple[str, ...] = ()
    aliases_with_mode: dict[str, str] = msgspec.field(default_factory=dict)
    mode_aliases: dict[str, str | None] = msgspec.field(default_factory=dict)
    mode_alias_contexts: dict[str, str] = msgspec.field(default_factory=dict)

    def mode(self, name: str) -> Mode | None:
        """The mode of that name, or `None`."""
        return next((mode for mode in self.modes if mode.name == name), None)


class Context(Record, frozen=True):
    """What an event is about, or why it happens."""

    name: str
    meaning: str
    aliases: tuple[str, ...] = ()


class Sector(Record, frozen=True):
    """A kind of actor within a country. `cameo` lists the CAMEO roles read as it, `ftm` FollowTheMoney topics."""

    code: str
    meaning: str
    use: SectorUse
    cameo: tuple[str, ...] = ()
    ftm: tuple[str, ...] = ()


class ActorClass(Record, frozen=True):
    """What stands in the place of a country for an actor that belongs to none."""

    code: str
    meaning: str
    aliases: tuple[str, ...] = ()


class Boundary(Record, frozen=True):
    """A ruling on a situation: every one of `codes` is written (TYPE or TYPE/mode), nothing where there is none."""

    id: str
    situation: str
    codes: tuple[str, ...]
    context: str | None = None
    note: str | None = None
    disputed: bool = False


class Retired(Record, frozen=True):
    """A type of older versions that no single type replaces. `choices` are the types that may."""

    name: str
    note: str
    choices: tuple[str, ...] = ()


class Mood(Record, frozen=True):
    """How an act that a text plans, supposes or denies is written."""

    name: str
    rule: str
    status: Status


class Ontology(Record, frozen=True):
    """All of PLOVER but the CAMEO crosswalk, by name. `digest` is the SHA-256 of the data files it was read from."""

    version: str
    digest: str
    types: dict[str, EventType]
    quads: dict[int, Quad]
    contexts: dict[str, Context]
    sectors: dict[str, Sector]
    classes: dict[str, ActorClass]
    contested: dict[str, str]
    export_codes: dict[str, str]
    boundaries: tuple[Boundary, ...]
    retired: dict[str, Retired]
    moods: tuple[Mood, ...]
    field_aliases: dict[str, str]
    protest_extension: tuple[str, ...]
    cameo_dropped: tuple[str, ...]


class CameoRule(Record, frozen=True):
    """A row of PLOVER -> CAMEO: it holds for one of `modes`, of `contexts` and for `cue`; empty or `None` hold for any."""

    type: str
    code: str
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    cue: str | None = None


class CameoCode(Record, frozen=True):
    """A CAMEO code read as PLOVER. `type` is `None` for what PLOVER does not code.

    `modes` are alternatives, the likeliest first; `contexts` all hold, and of `either_context` one does. `goldstein` is the
    value GDELT publishes, `goldstein_other` that of the second list in circulation. `changed` marks a reading other than the
    published crosswalk's, `judgement` one that depends on the text, `swap` that CAMEO's source is PLOVER's recipient.
    """

    code: str
    goldstein: float | None = None
    goldstein_other: float | None = None
    type: str | None = None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    either_context: tuple[str, ...] = ()
    changed: bool = False
    judgement: bool = False
    swap: bool = False
    name: str | None = None


class Crosswalk(Record, frozen=True):
    """PLOVER -> CAMEO rules by type, CAMEO -> PLOVER by code (roots of two digits among them)."""

    rules: dict[str, tuple[CameoRule, ...]]
    codes: dict[str, CameoCode]
    plain: dict[str, str]
    fallback: dict[str, str]
