"""Makes sentences of frames and phrases: each with its marks, acts and participants.

Modality is compositional, so that one verb phrase is seen under several labels: "provided aid" is AID, "agreed to
provide aid" AGREE, "refused to" REJECT, "urged … to" REQUEST, "stopped providing" SANCTION.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

import msgspec

from dragoman.records import Record
from dragoman.training.fillers import Fillers
from dragoman.training.markup import finish, tidy, wrap
from dragoman.training.text import Frame, FrameEvent, Modal, Passage, Phrase
from dragoman.training.verbs import participle, passive, third

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
YIELDING = frozenset({"CONCEDE", "RETREAT"})
VERBAL_CONFLICT = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
HARMFUL = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
GROUPS: dict[str, tuple[tuple[str, float], ...]] = {
    "AGREE": (("own", 6), ("headline", 1), ("possible", 0.5), ("denied", 0.5), ("backing", 0.3), ("passive", 1)),
    "COOP": (
        ("own", 5), ("headline", 1), ("promise", 2), ("future", 1.6), ("refuse", 1.6), ("demand", 1.0), ("stopcoop", 1.2),
        ("possible", 0.5), ("denied", 0.6), ("purpose", 0.5), ("accuse", 0.5), ("threatenstop", 0.5), ("backing", 0.4),
        ("passive", 1), ("noun", 1),
    ),
    "YIELD": (
        ("own", 7), ("headline", 1), ("promise", 2.6), ("yieldnow", 0.4), ("refuse", 1.4), ("demand", 1.0),
        ("possible", 0.4), ("denied", 0.5), ("purpose", 0.3), ("backing", 0.4), ("passive", 1.5), ("noun", 1),
    ),
    "VERBAL": (
        ("own", 7), ("headline", 1), ("planned", 0.4), ("possible", 0.4), ("denied", 0.5), ("passive", 1.5), ("noun", 1),
        ("accuse", 0.3),
    ),
    "HARM": (
        ("own", 6), ("headline", 1), ("threaten", 1.8), ("willharm", 0.6), ("stopharm", 1.8), ("accuse", 1.6),
        ("stopdemand", 0.8), ("demand", 0.4), ("possible", 0.5), ("denied", 0.6), ("purpose", 0.5), ("backing", 0.3),
        ("planned", 0.3), ("passive", 2), ("noun", 1.2),
    ),
}  # fmt: skip
_CONTENT_MODE = {
    "CONSULT": "meet", "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "AGREE": "assist", "CONCEDE": "yield",
    "RETREAT": "yield",
}  # fmt: skip
_THREAT_MODE = {"ASSAULT": "violence", "MOBILIZE": "violence", "PROTEST": "restrict", "SANCTION": "relations"}
_SINGULAR_ONLY = re.compile(
    r"\{A\} (is|has|was|wants|says|does|calls|gave its|committed itself)\b|\b(it|its) (would|will|was|is|might|had|view|partners)\b|said it \\{|, which"
)
_PLURAL_ONLY = re.compile(r"\{A\} (are|have|were|plan) |\bthey (would|had)\b")
_SLOT = re.compile(r"\{(\w+)(?::(\w+)|=([^{}]*))?\}")
_BREAK = "␞"
_TRIGGER = re.compile(r"<(\d):")
_AID_NOUNS = (
    "military aid", "humanitarian aid", "help", "emergency loans", "more weapons", "financial support", "medicine",
    "asylum", "air defence systems", "peacekeepers", "assistance", "food aid", "debt relief", "support", "visas",
    "protection", "intelligence", "extra troops", "recognition", "a bigger quota",
)  # fmt: skip
_PASSIVES = (
    "{R} {be} {v} {rest} by {A}",
    "{R} {be} {v} by {A} {rest}",
    "{R} {be} {v} by {A} {rest} {t}",
    "{R}, {v} by {A} {rest}, waited for news",
    "{R}, who {be} {v} {rest} by {A}, spoke {t}",
)
_CONNECTORS = (
    ", while ",
    ", and ",
    "; ",
    ", but ",
    " as ",
    " after ",
    ", a day after ",
    " before ",
    ", hours after ",
    " even as ",
    ". ",
)
_THIRD_KINDS = ("state", "igo", "leader", "org", "party", "gov", "official", "envoy")


class Act(Record, frozen=True):
    """An act in a finished sentence: labels, and the names of its marks."""

    type: str
    modes: tuple[str, ...]
    status: str
    trigger: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    speech: bool = False


class Composed(Record, frozen=True):
    """A finished sentence. `spans` gives, by mark name, its code-point spans; `source` names the frame it came from."""

    text: str
    spans: dict[str, list[tuple[int, int]]]
    acts: tuple[Act, ...]
    source: str
    aliases: tuple[tuple[str, str, str], ...] = ()


def _acts_of(events: Sequence[FrameEvent]) -> tuple[Act, ...]:
    return tuple(
        Act(
            type=e.type, modes=e.modes, status=e.status, trigger=f"t{e.trigger}", actors=e.actors, recipients=e.recipients,
            speech=e.of is None,
        )
        for e in events
    )  # fmt: skip


class Composer:
    """Builds sentences, in the order asked, from one random stream."""

    def __init__(
        self,
        fillers: Fillers,
        *,
        modals: list[Modal],
        nouns: list[str],
        prefixes: list[str],
        suffixes: list[str],
        wraps: dict[str, list[str]],
    ) -> None:
        self.fillers, self.nouns, self.prefixes, self.suffixes, self.wraps = fillers, nouns, prefixes, suffixes, wraps
        self.modals: dict[str, list[Modal]] = {}
        for modal in modals:
            self.modals.setdefault(modal.group, []).append(modal)

    # frames

    def frame(self, frame: Frame, rng: Random) -> Composed:
        """One filling of a frame."""
        past = all(e.status == "actual" for e in frame.events) and " will " not in frame.text
        text = self._fill(_TRIGGER.sub(lambda m: f"⟦t{m[1]}¦", frame.text).replace(">", "⟧"), rng, past=past)
        if frame.voice not in ("headline", "quote") and rng.random() < 0.15:
            text = self._surround(text, rng, chance=0.6)
        if rng.random() < 0.15:
            text = text.rstrip(".")
        plain, spans = finish(tidy(text))
        return Composed(text=plain, spans=spans, acts=_acts_of(frame.events), source=frame.text)

    def passage(self, passage: Passage, rng: Random) -> list[Composed]:
        """One filling of a passage, sentence by sentence: the reader sees one at a time.

        An act belongs to the sentence of its trigger; a participant whom that sentence does not name is left out of it.
        """
        whole = _BREAK.join(passage.sentences)
        past = all(e.status == "actual" for e in passage.events) and " will " not in whole
        filled = self._fill(_TRIGGER.sub(lambda m: f"⟦t{m[1]}¦", whole).replace(">", "⟧"), rng, past=past)
        out = []
        for number, text in enumerate(filled.split(_BREAK)):
            plain, spans = finish(tidy(text))
            acts = tuple(
                msgspec.structs.replace(
                    act,
                    actors=tuple(a for a in act.actors if a in spans),
                    recipients=tuple(r for r in act.recipients if r in spans),
                )
                for act in _acts_of(passage.events)
                if act.trigger in spans
            )
            out.append(Composed(text=plain, spans=spans, acts=acts, source=passage.sentences[number]))
        return out

    def _fill(self, text: str, rng: Random, *, past: bool) -> str:
        known: dict[str, str] = {}

        def slot(match: re.Match[str]) -> str:
            name, kind, literal = match[1], match[2], match[3]
            if literal is not None:
                return wrap(name, literal)
            if kind is None and name in ("p", "q"):
                return self.fillers.place(rng)
            if kind is None and name in ("t", "day"):
                return self.fillers.time(rng, past=past) if name == "t" else rng.choice(self.fillers.lists["weekdays"])
            if kind is None and name == "n":
                return self._number(text[match.end() :], rng)
            if kind is None:
                return wrap(name, known.get(name, name))
            words, tail = self.fillers.actor(kind, rng, plain=name == "x")
            known[name] = words
            return words if name == "x" else wrap(name, words) + tail

        return _SLOT.sub(slot, text)

    def _number(self, after: str, rng: Random) -> str:
        if after.startswith("th"):
            return str(rng.choice((4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30)))
        return str(rng.choice(self.fillers.lists["numbers"]))

    def _surround(self, text: str, rng: Random, *, chance: float) -> str:
        """With a prefix, a suffix, both or neither, whose words belong to other classes."""
        if rng.random() < chance:
            end = rng.choice(self.suffixes)
            text = f"{text.rstrip('.')}{self._fill(end, rng, past=True)}."
        if rng.random() < chance * 0.8 and not text.startswith('"'):
            start = self._fill(rng.choice(self.prefixes), rng, past=True)
            text = f"{start} {text}"
        return text

    # phrases

    def phrase(self, phrase: Phrase, rng: Random, *, other: Phrase | None = None) -> Composed | None:
        """One sentence around a phrase; with `other`, that phrase's plain report stands beside it."""
        made = self._clause(phrase, rng, ("A", "R", "C", "O"), None)
        if made is None:
            return None
        text, acts, aliases = made
        if other is not None:
            second = self._clause(other, rng, ("E", "F", "G", "H"), "own")
            if second is not None:
                text, acts = self._join(text, acts, second[0], second[1], rng)
        text = self._surround(f"{text}.", rng, chance=0.36)
        if rng.random() < 0.12:
            text = text.rstrip(".")
        plain, spans = finish(tidy(text))
        return Composed(text=plain, spans=spans, acts=tuple(acts), source=phrase.base, aliases=aliases)

    @staticmethod
    def _join(text: str, acts: list[Act], second: str, more: list[Act], rng: Random) -> tuple[str, list[Act]]:
        if rng.random() < 0.3:
            text, second = second, text
        return text + rng.choice(_CONNECTORS) + second, acts + more

    def _group(self, type_: str, rng: Random) -> str:
        key = (
            "COOP" if type_ in COOPERATIVE
            else "YIELD" if type_ in YIELDING
            else "VERBAL" if type_ in VERBAL_CONFLICT
            else "HARM" if type_ in HARMFUL
            else "AGREE"
        )  # fmt: skip
        names, weights = zip(*GROUPS[key], strict=True)
        return str(rng.choices(names, weights)[0])

    def _clause(
        self, phrase: Phrase, rng: Random, names: tuple[str, str, str, str], group: str | None
    ) -> tuple[str, list[Act], tuple[tuple[str, str, str], ...]] | None:
        group = group or self._group(phrase.type, rng)
        if group == "willharm" and phrase.type not in ("ASSAULT", "COERCE"):
            group = "planned" if phrase.type != "SANCTION" else "threaten"
        if group == "passive":
            return self._passive(phrase, rng, names)
        if group == "noun":
            return self._noun(phrase, rng, names)
        return self._modal(phrase, group, rng, names)

    def _recipient(self, phrase: Phrase, name: str, rng: Random) -> str:
        if phrase.recipient in ("", "-"):
            return ""
        words, tail = self.fillers.actor(phrase.recipient, rng)
        direct = phrase.past.endswith(" {R}") and phrase.past.count(" ") <= 2
        if direct and phrase.recipient != "place" and phrase.type in self.wraps and rng.random() < 0.22:
            words, tail = rng.choice(self.wraps[phrase.type]).replace("{R}", words), ""
        return wrap(name, words) + tail

    def _own(self, phrase: Phrase, actor: str, recipient: str, trigger: str | None, status: str) -> Act:
        return Act(
            type=phrase.type,
            modes=(phrase.mode,) if phrase.mode else (),
            status=status,
            trigger=trigger,
            actors=(actor,),
            recipients=(recipient,) if phrase.recipient not in ("", "-") else (),
        )

    def _passive(
        self, phrase: Phrase, rng: Random, names: tuple[str, str, str, str]
    ) -> tuple[str, list[Act], tuple[tuple[str, str, str], ...]] | None:
        form = passive(phrase.past)
        if form is None or phrase.recipient in ("", "-", "place"):
            return self._modal(phrase, "own", rng, names)
        actor = wrap(names[0], self.fillers.actor(phrase.actor, rng)[0])
        recipient = wrap(names[1], self.fillers.actor(phrase.recipient, rng)[0])
        plural = phrase.recipient in self.fillers.plural
        be = rng.choice(("were", "were", "have been", "had been") if plural else ("was", "was", "has been", "had been"))
        verb = "w" if names[0] == "E" else "v"
        first, _, rest = form.partition(" ")
        text = rng.choice(_PASSIVES).replace("{R}", recipient).replace("{A}", actor).replace("{be}", be)
        text = text.replace("{v}", wrap(verb, first)).replace("{rest}", rest)
        text = self._fill(text, rng, past=True)
        return text, [self._own(phrase, names[0], names[1], verb, "actual")], ()

    def _noun(
        self, phrase: Phrase, rng: Random, names: tuple[str, str, str, str]
    ) -> tuple[str, list[Act], tuple[tuple[str, str, str], ...]] | None:
        if not phrase.noun or phrase.recipient in ("", "-"):
            return self._modal(phrase, "own", rng, names)
        actor = wrap(names[0], self.fillers.actor(phrase.actor, rng)[0])
        recipient = wrap(names[1], self.fillers.actor(phrase.recipient, rng)[0])
        before, _, after = phrase.noun.partition("{R}")
        words = before.split()
        preposition = {"of", "to", "with", "for", "on", "against", "from", "by", "into", "between", "at", "in", "over"}
        cut = next((i for i, w in enumerate(words) if w in preposition and i > 0), len(words))
        lead = [w for w in words[:cut] if w in ("the", "a", "an")]
        head = " ".join(words[len(lead) : cut])
        if not head:
            return self._modal(phrase, "own", rng, names)
        article = lead[0] if lead else ""
        text = f"{article} {wrap('v', head)} {' '.join(words[cut:])} {recipient}{after}"
        template = self._fill(rng.choice(self.nouns).replace("{A}", "\x01").replace("{noun}", "\x02"), rng, past=True)
        return (
            template.replace("\x01", actor).replace("\x02", text),
            [self._own(phrase, names[0], names[1], "v", "actual")],
            (),
        )

    def _verb(self, form: str, rng: Random, name: str) -> str:
        """The phrase with its trigger marked: the verb, or for a light verb mostly the noun after it."""
        words = form.split(" ")
        first = words[0]
        stop = next((i for i, w in enumerate(words) if "{R}" in w), len(words))
        light = first in _LIGHT
        if light and stop >= 3 and rng.random() < 0.6:
            inner = [i for i in range(1, stop) if len(words[i]) > 3 and words[i] not in _FUNCTION]
            if inner:
                words[inner[0]] = wrap(name, words[inner[0]])
                return " ".join(words)
        if stop >= 2 and rng.random() < 0.15:
            last = stop - 1 if words[stop - 1] in _FUNCTION and stop > 2 else stop
            return f"{wrap(name, ' '.join(words[:last]))} {' '.join(words[last:])}".strip()
        return " ".join([wrap(name, first), *words[1:]])

    def _modal(
        self, phrase: Phrase, group: str, rng: Random, names: tuple[str, str, str, str]
    ) -> tuple[str, list[Act], tuple[tuple[str, str, str], ...]]:
        plural = phrase.actor in self.fillers.plural
        wrong = _SINGULAR_ONLY if plural else _PLURAL_ONLY
        usable = [m for m in self.modals[group] if not wrong.search(m.template)] or self.modals["own"][:1]
        if group in ("own", "headline") and rng.random() < 0.45:
            usable = usable[:1]
        modal = rng.choice(usable)
        template = modal.template
        actor_name, recipient_name, critic_name, object_name = names
        demand = group == "demand"
        text = template
        verb_name = "w" if actor_name == "E" else "v"
        forms = {
            "past": phrase.past, "base": phrase.base, "ing": phrase.ing, "pp": participle(phrase.past),
            "third": phrase.base if plural else third(phrase.base), "obase": phrase.base,
        }  # fmt: skip
        # a mark around a whole form is dropped: the phrase marks its own verb
        text = re.sub(r"<\d:(\{\w+\})>", r"\1", text)
        text = re.sub(r"<\d:([^>]*)>", lambda m: wrap("s", m[1]), text)
        recipient = self._recipient(phrase, object_name if demand else recipient_name, rng)

        def form(match: re.Match[str]) -> str:
            made = self._verb(forms[match[1]], rng, verb_name)
            return made.replace("{R}", recipient)

        if demand:
            text = text.replace("{A}", "\x01").replace("{R}", "\x02")
            text = re.sub(r"\{(obase)\}", form, text)
            asker = self.fillers.actor(rng.choice(_THIRD_KINDS), rng)
            asked = self.fillers.actor(phrase.actor, rng)
            text = text.replace("\x01", wrap(actor_name, asker[0]) + asker[1]).replace(
                "\x02", wrap(recipient_name, asked[0])
            )
        else:
            text = re.sub(r"\{(past|base|ing|pp|third)\}", form, text)
            actor = self.fillers.actor(phrase.actor, rng)
            text = text.replace("{A}", wrap(actor_name, actor[0]) + actor[1])
            if "{C}" in text:
                critic = self.fillers.actor(rng.choice(_THIRD_KINDS), rng)
                text = text.replace("{C}", wrap(critic_name, critic[0]) + critic[1])
            text = text.replace("{anoun}", rng.choice(_AID_NOUNS))
        text = self._fill(text, rng, past=group in ("own", "accuse", "denied"))
        acts, aliases = self._acts(phrase, modal, names, verb_name)
        return text, acts, aliases

    def _acts(
        self, phrase: Phrase, modal: Modal, names: tuple[str, str, str, str], verb: str
    ) -> tuple[list[Act], tuple[tuple[str, str, str], ...]]:
        """The acts of a modal frame around a phrase. Aliases name pairs that the speech act also speaks for."""
        actor, recipient, critic, thing = names
        if modal.type == "=":
            return [self._own(phrase, actor, recipient, verb, modal.content or "actual")], ()
        speech_mode = self._speech_mode(phrase, modal)
        has_recipient = phrase.recipient not in ("", "-")
        if modal.group == "demand":
            speech = self._speech(modal.type, speech_mode, "s", actor, (recipient,))
            content = self._own(phrase, recipient, thing, verb, modal.content)
            return [speech, content], ((actor, thing, modal.type),) if has_recipient else ()
        if "{C}" in modal.template:
            speech = self._speech(modal.type, speech_mode, "s", critic, (actor,))
            return [speech, self._own(phrase, actor, recipient, verb, modal.content)], ()
        recipients = (recipient,) if has_recipient else ()
        if "<2:" not in modal.template:
            mark = verb if "<1:{" in modal.template else "s"
            return [self._speech(modal.type, speech_mode, mark, actor, recipients)], ()
        speech = self._speech(modal.type, speech_mode, "s", actor, recipients)
        return [speech, self._own(phrase, actor, recipient, verb, modal.content)], ()

    @staticmethod
    def _speech(type_: str, mode: str, trigger: str, actor: str, recipients: tuple[str, ...]) -> Act:
        modes = (mode,) if mode else ()
        return Act(
            type=type_,
            modes=modes,
            status="actual",
            trigger=trigger,
            actors=(actor,),
            recipients=recipients,
            speech=True,
        )

    @staticmethod
    def _speech_mode(phrase: Phrase, modal: Modal) -> str:
        if modal.mode != "=":
            return modal.mode
        if modal.type == "THREATEN":
            if phrase.type == "COERCE":
                return "arrest" if phrase.mode == "arrest" else "restrict"
            return "expel" if phrase.mode == "expel" else _THREAT_MODE.get(phrase.type, "")
        return _CONTENT_MODE.get(phrase.type, "change")


_LIGHT_TEXT = (
    "make made making take took taken taking give gave given giving hold held holding have had having put putting stage "
    "staged staging launch launched launching carry carried carrying mount mounted mounting open opened opening issue issued "
    "issuing impose imposed imposing conduct conducted conducting lay laid laying place placed placing lend lent lending offer "
    "offered offering send sent sending deliver delivered delivering pay paid paying reach reached reaching sign signed "
    "signing host hosted hosting begin began begun beginning start started starting makes takes gives holds has puts"
)
_LIGHT = frozenset(_LIGHT_TEXT.split())
_FUNCTION_TEXT = "the a an its their his her of to with for on against from by into between at in over and that as out up down off about"
_FUNCTION = frozenset(_FUNCTION_TEXT.split())
