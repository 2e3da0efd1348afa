"""Put every claim to the act that it is about, and let a denial name the claim that it denies.

A mention brings the claims of its own sentence. A `Reply` ("Beijing denied the charge", "the president was not there") belongs
to a mention told before it: of the kind that its noun names or, where it points back at a statement as such, to the nearest
statement of somebody else, first among those in which the speaker has a part. Where that is not clear the reply stays without
an act, and nothing is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from dragoman.linking.within import trigger_family
from dragoman.records import Claim, ClaimTarget, Event, EventMention, Participant, Record, Source, Stance

_NEAR = 2  # sentences between a statement and an answer that points at it by a pronoun or "the charge"
_FAR = 12  # sentences between an act and an answer that names it ("the meeting"): a screenful of news
_GATHERINGS = frozenset({"CONSULT", "AGREE", "PROTEST", "COOPERATE"})
_OF_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", None})  # speak for one another before the world
_SPEECH = frozenset({"ACCUSE"})
# What a text calls an act of a type when it comes back to it by another word than the one it told it with.
_GENERAL = {
    "ASSAULT": frozenset(
        {"attack", "assault", "incident", "killing", "death", "violence", "raid", "clash", "bloodshed"}
    ),
    "CONSULT": frozenset({"meeting", "talk", "encounter", "contact", "visit"}),
    "COERCE": frozenset({"arrest", "detention", "seizure", "operation"}),
}
_NEUTRAL = 0.5  # from -3 to 3: nearer to 0 than this is no stand


class Reply(Record, frozen=True):
    """A claim that answers something told before character `start`. Its own `mention` and `id` are empty.

    `about` is the noun by which it points there; `family` tells that it is that of the act itself, not of a statement.
    """

    claim: Claim
    sentence: int
    start: int
    about: str = ""
    family: bool = False
    type: str | None = None


def link_claims(
    mentions: Sequence[EventMention], events: Sequence[Event], replies: Sequence[Reply]
) -> tuple[EventMention, ...]:
    """The mentions, each with all claims about its act, in text order; ids count from 1 within a mention.

    Args:
        mentions: Those of one document, in text order, with the claims of their own sentences.
        events: The events that they make up.
        replies: Answers of any sentence, in text order.
    """
    added: dict[str, list[Claim]] = {m.id: [] for m in mentions}
    for reply in replies:
        found = _addressee(reply, mentions)
        if found is not None:
            mention, target = found
            if not _repeats(reply.claim, (*mention.claims, *added[mention.id])):
                added[mention.id].append(msgspec.structs.replace(reply.claim, target=target))
    numbered = [_numbered(m, (*m.claims, *added[m.id])) for m in mentions]
    return _opposed(numbered, events)


def _numbered(mention: EventMention, claims: Iterable[Claim]) -> EventMention:
    return msgspec.structs.replace(
        mention,
        claims=tuple(
            msgspec.structs.replace(c, id=f"{mention.id}!{n}", mention=mention.id)
            for n, c in enumerate(claims, start=1)
        ),
    )


def _repeats(claim: Claim, others: Iterable[Claim]) -> bool:
    """Whether the same source has said the same of the same act already."""
    return any(
        _holder(c) == _holder(claim)
        and (c.stance, c.target) == (claim.stance, claim.target)
        and (c.party is None) == (claim.party is None)
        and (c.party is None or claim.party is None or _same_party(c.party, claim.party))
        for c in others
    )


# ---------------------------------------------------------------------- whom a reply answers


def _addressee(reply: Reply, mentions: Sequence[EventMention]) -> tuple[EventMention, ClaimTarget] | None:
    before = [m for m in mentions if m.trigger.end <= reply.start and reply.sentence - m.sentence <= _FAR]
    before.sort(key=lambda m: m.trigger, reverse=True)
    if reply.claim.target == "party" or reply.family:
        found = _of_kind(reply, before)
        return (found, reply.claim.target) if found is not None else None
    return _statement(reply, [m for m in before if reply.sentence - m.sentence <= _NEAR])


def _of_kind(reply: Reply, before: Sequence[EventMention]) -> EventMention | None:
    """The nearest act of the kind that is named or, of somebody's presence at nothing named, the nearest gathering."""
    claim = reply.claim
    others = [m for m in before if claim.target == "party" or not _is_own(claim, m)]
    if reply.about:
        family = trigger_family(reply.about)
        named = [m for m in others if trigger_family(m.trigger_text) == family]
        if not named and claim.target == "party":
            named = [
                m for m in others if m.type in _GATHERINGS and m.symmetric and reply.sentence - m.sentence <= _NEAR
            ]
        if not named:
            near = [m for m in others if reply.sentence - m.sentence <= _NEAR]
            named = [m for m in near if reply.about in _GENERAL.get(m.type, ())]
        return next((m for m in named if reply.type in (None, m.type)), None)
    wanted = [m for m in others if reply.sentence - m.sentence <= _NEAR]
    if claim.reason.startswith("PRESENCE"):
        wanted = [m for m in wanted if m.type in _GATHERINGS]
        return wanted[0] if wanted else None
    return next((m for m in wanted if _takes_part(claim, m)), None)


def _statement(reply: Reply, before: Sequence[EventMention]) -> tuple[EventMention, ClaimTarget] | None:
    """What a denial or confirmation without an act of its own answers."""
    others = [m for m in before if not _is_own(reply.claim, m) and _is_answerable(m, reply)]
    if not others:
        return None
    concerned = [m for m in others if _takes_part(reply.claim, m)]
    told = [m for m in others if m.sources and m.sources[-1].kind != "author"]
    if not (concerned or told):
        return None
    found = (concerned or told)[0]
    if found.type in _SPEECH:
        # "Washington accused Beijing of ramming a boat. Beijing denied it": the ramming, where it stands as an act
        inner = [
            m for m in others if m.sentence == found.sentence and m.trigger > found.trigger and m.type not in _SPEECH
        ]
        return (inner[-1], "act") if inner else (found, "content")
    return found, "act"


def _is_answerable(mention: EventMention, reply: Reply) -> bool:
    """An act that nobody but the article tells is answered only right where it stands, or by one who has a part in it."""
    if mention.type in _SPEECH or (mention.sources and mention.sources[-1].kind != "author"):
        return True
    return reply.sentence - mention.sentence <= 1 and _takes_part(reply.claim, mention)


def _is_own(claim: Claim, mention: EventMention) -> bool:
    """Whether the mention is told on the word of the one who answers, or is an accusation of their own."""
    holder = claim.sources[-1]
    if holder.kind == "author":
        return False
    if mention.sources and _same_source(holder, mention.sources[-1]):
        return True
    return mention.type in _SPEECH and any(_is_same(holder, p) for p in mention.actors)


def _takes_part(claim: Claim, mention: EventMention) -> bool:
    holder = claim.sources[-1]
    parties = mention.recipients if mention.type in _SPEECH else (*mention.actors, *mention.recipients)
    return any(_is_same(holder, p) for p in parties)


def _is_same(source: Source, party: Participant) -> bool:
    if source.actor is not None and party.actor is not None and source.actor.code and party.actor.code:
        alike = source.actor.sector == party.actor.sector or {source.actor.sector, party.actor.sector} <= _OF_STATE
        return source.actor.code == party.actor.code and alike
    return bool(source.text) and _last_word(source.text or "") == _last_word(party.text)


def _last_word(text: str) -> str:
    return text.lower().split()[-1] if text.split() else ""


def _same_source(one: Source, other: Source) -> bool:
    if one.span is not None and one.span == other.span:
        return True
    if "anonymous" not in (one.kind, other.kind) and one.actor and other.actor and one.actor.id:
        return one.actor.id == other.actor.id  # "a source" and "a second source" resolve to the same nobody
    return bool(one.text) and (one.text or "").lower() == (other.text or "").lower()


def _same_party(one: Participant, other: Participant) -> bool:
    ids = [p.actor.id for p in (one, other) if p.actor is not None and (p.actor.id or "").startswith("person:")]
    if len(ids) == 2:
        return ids[0] == ids[1]
    return _last_word(one.text) == _last_word(other.text)


def _is_part_of(party: Participant, other: Participant) -> bool:
    """Whether the two are one, or the first is the state or body that the second belongs to."""
    one, two = party.actor, other.actor
    if one is None or two is None or (one.id or "").startswith("person:"):
        return _same_party(party, other)
    return bool(one.code) and one.code == two.code


def _holder(claim: Claim) -> tuple[str, str]:
    source = claim.sources[-1]
    known = source.actor.id if source.actor is not None and source.kind != "anonymous" else None
    return source.kind, (known or source.text or "").lower()


# ---------------------------------------------------------------------- what a denial denies


def _opposed(mentions: Sequence[EventMention], events: Sequence[Event]) -> tuple[EventMention, ...]:
    """The mentions, their denials linked to what they deny: in the same mention first, then in another of its event."""
    together = {id_: event.mentions for event in events for id_ in event.mentions}
    by_id = {m.id: m for m in mentions}
    found = []
    for mention in mentions:
        others = [c for id_ in together.get(mention.id, ()) if id_ != mention.id for c in by_id[id_].claims]
        claims = tuple(_denying(c, mention, (*mention.claims, *others)) for c in mention.claims)
        found.append(msgspec.structs.replace(mention, claims=claims))
    return tuple(found)


def _denying(claim: Claim, mention: EventMention, others: Sequence[Claim]) -> Claim:
    if claim.stance != "denies":
        return claim
    against = [c for c in others if c.stance == "asserts" and _holder(c) != _holder(claim)]
    if claim.party is not None:
        of_party = [c for c in against if c.party is not None and _same_party(c.party, claim.party)]
        takes_part = any(_is_part_of(claim.party, p) for p in (*mention.actors, *mention.recipients))
        against = of_party or ([c for c in against if c.party is None] if takes_part else [])
    else:
        against = [c for c in against if c.party is None]
    return msgspec.structs.replace(claim, denies=against[0].id) if against else claim


def stance_of(factuality: float) -> Stance:
    """What a source does with an act of which it is certain from -3 (not at all) to 3."""
    if factuality >= _NEUTRAL:
        return "asserts"
    return "denies" if factuality <= -_NEUTRAL else "leaves_open"
