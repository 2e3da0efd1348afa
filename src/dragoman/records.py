"""The records that travel between rooms: data, no logic.

Every record is a frozen, keyword-only `msgspec.Struct` that refuses unknown fields; its JSON carries the same names. A
`Span` counts Unicode code points of the document's text as it came, end exclusive, so that
`document.text[span.start:span.end]` shows the evidence for every statement. Days are `date`, moments aware UTC `datetime`,
countries ISO 3166 alpha-3. What is not known is `None` or empty, and a `reason` beside it says why.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

Status = Literal["actual", "planned", "possible", "denied"]
SourceKind = Literal["author", "named", "official", "anonymous", "media"]
SentenceKind = Literal["body", "title", "caption", "bullet"]
Extent = Literal["whole", "summary"]
Precision = Literal["exact", "town", "district", "region", "country", "area"]
RelationKind = Literal["foe", "ally", "neighbour", "arms_supplier", "party_to"]
Stance = Literal["asserts", "denies", "leaves_open"]
Certainty = Literal["CT+", "PR+", "PS+", "UU", "PS-", "PR-", "CT-"]
ClaimTarget = Literal["act", "content", "party"]
CountKind = Literal["killed", "injured", "arrested", "displaced", "taking_part", "abducted", "missing"]


# Python's collector of cycles need not look at records, which cannot hold themselves: it took a third of linking.
class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The common base: frozen, keyword-only, strict about unknown fields."""


class Span(Record, frozen=True, kw_only=True, order=True):
    """A stretch of the document's text: code points, end exclusive, `0 <= start < end`."""

    start: int
    end: int


class Document(Record, frozen=True, kw_only=True):
    """An article exactly as it came.

    `published` is the day of publication, `None` when neither the user nor the text tells it. `origin` says where it was
    read (`wire.jsonl:14`), for messages to people. `language` is the ISO 639 code of the language that the text is in as far
    as it can be identified, else the one that is told of it. `author` holds names, parted by `; `. `published_at` and
    `modified_at` are there only where a time was told with its zone. `extent` says whether the text is the article or, as in
    many feeds, a summary of it.
    """

    id: str
    text: str
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    origin: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    extent: Extent = "whole"


class Token(Record, frozen=True, kw_only=True):
    """One token of a parsed sentence; `start` and `end` count into the document's text.

    `head` is the index of the governing token in the sentence (its own index for the root). `pos` is the universal, `tag`
    the Penn Treebank part of speech, `dep` the ClearNLP dependency label, `entity` the OntoNotes label of the named entity
    that the token lies in, or `""`; `entity_start` is true on the first token of one.
    """

    text: str
    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""
    entity_start: bool = False


class Sentence(Record, frozen=True, kw_only=True):
    """A sentence with its parse. `index` counts within the document from 0, `block` the paragraph it stands in.

    `language` is `None` for English and what is read as English; the ISO 639 code of another language stands on a paragraph
    that is in it, which is kept as one sentence without tokens, and never coded.
    """

    document_id: str
    index: int
    span: Span
    text: str
    tokens: tuple[Token, ...]
    kind: SentenceKind = "body"
    block: int = 0
    language: str | None = None


class Candidate(Record, frozen=True, kw_only=True):
    """One reading that resolution weighed. `score` runs from 0 to 1 and is not a probability."""

    id: str
    name: str
    score: float


class Actor(Record, frozen=True, kw_only=True):
    """Who a participant or source is, on the day of the event.

    `code` is what event data writes: ISO 3166 alpha-3 for a state and whatever belongs to it, an organisation's usual
    abbreviation (UN, EU, NATO, AU) for an intergovernmental body, `NGO`, `MNC` or `IMG` for what belongs to no state, and
    `None` when in doubt, with the `reason`. `sector` is a PLOVER sector or `None`. `id` is stable (`SYR-GOV`, `SYR`,
    `person:ahmed-al-sharaa`), or `None` for NIL.
    """

    name: str
    id: str | None = None
    code: str | None = None
    country: str | None = None
    sector: str | None = None
    kind: str | None = None
    score: float = 0.0
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


class Place(Record, frozen=True, kw_only=True):
    """Where: a point with its precision. `lat` and `lon` are WGS 84 degrees, `radius_km` the honest size of the place.

    `country` is the state the place is counted to; `claimants` names every state that claims it. `None` coordinates mean
    that the place was named but could not be found.
    """

    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    precision: Precision = "town"
    radius_km: float | None = None
    claimants: tuple[str, ...] = ()
    span: Span | None = None
    score: float = 0.0
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


class Interval(Record, frozen=True, kw_only=True):
    """When: the first and last day (both inclusive) on which the act may have fallen.

    Both are `None` where the text does not say, with the `reason`. `granularity` is that of the expression (`day`, `month`,
    `year`, ...), `edtf` its Extended Date/Time Format string, `timex` its TIMEX3 value, `anchor` what a relative expression
    was counted from (`published`, `text`, `absolute`). `historical` marks acts more than a year before publication.
    """

    first: date | None = None
    last: date | None = None
    granularity: str | None = None
    edtf: str | None = None
    timex: str | None = None
    anchor: str | None = None
    historical: bool = False
    span: Span | None = None
    reason: str = ""


class Participant(Record, frozen=True, kw_only=True):
    """One actor, recipient or other party of an event mention as the text names it.

    `span` covers the noun phrase, `head` its head word. `via` names the syntactic road by which it was reached (`nsubj`,
    `agent`, `poss`, `between`, ...). `actor` is filled by resolution.
    """

    span: Span
    head: Span
    text: str
    via: str = ""
    actor: Actor | None = None


class Source(Record, frozen=True, kw_only=True):
    """Who vouches for a statement. Of several, the outermost comes first. `span` is `None` for the author of the article.

    `note` keeps what is told of an unnamed source: position, place, reason for anonymity.
    """

    kind: SourceKind
    text: str | None = None
    span: Span | None = None
    cue: Span | None = None
    note: str | None = None
    actor: Actor | None = None


class Count(Record, frozen=True, kw_only=True):
    """A number of people that the text gives for an event. `low` and `high` bound it (`None`: open); equal when exact."""

    kind: CountKind
    low: int | None
    high: int | None
    span: Span
    text: str


class Claim(Record, frozen=True, kw_only=True):
    """What one source holds of the act that a mention reports: that it happened, will happen, may have, or did not.

    `sources` is the chain behind the claim, outermost first; the last is who holds the view. The article itself is the source
    only of what it asserts. `target` tells what the claim is about: the act, the act spoken of in a speech act (`content`), or
    the part of one `party` in it. `factuality` runs from -3 (certainly not) to 3 (certainly) in the eyes of that source and
    `certainty` is the same on FactBank's grid. `denies` is the id of the claim that this one contradicts. `reason` tells by
    which words the claim was found.
    """

    id: str
    mention: str
    sources: tuple[Source, ...]
    stance: Stance
    status: Status
    target: ClaimTarget = "act"
    party: Participant | None = None
    factuality: float
    certainty: Certainty
    probability: float | None = None
    cue: Span | None = None
    evidence: tuple[Span, ...]
    denies: str | None = None
    reason: str = ""


class EventMention(Record, frozen=True, kw_only=True):
    """One sentence's report of one act, with all its parties: not exploded into pairs.

    `score` is the raw output of what proposed it, 0 to 1; `probability` a calibrated one or `None`. `rule` names what
    proposed it; `reasons` tell, field by field, why it stands as it does or is empty (`place: NO_PLACE_IN_CLAUSE`).
    `content` is the type of the act promised, threatened, demanded or refused, where the mention is of such a speech act.
    `sources` and `status` are those of the sentence; `claims` holds every source's view, those of other sentences too.
    """

    id: str
    document_id: str
    sentence: int
    type: str
    trigger: Span
    trigger_text: str = ""
    evidence: tuple[Span, ...]
    status: Status
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    place: Place | None = None
    time: Interval | None = None
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    counts: tuple[Count, ...] = ()
    content: str | None = None
    symmetric: bool = False
    factuality: float | None = None
    score: float = 0.0
    probability: float | None = None
    rule: str = ""
    reasons: tuple[str, ...] = ()


class Relation(Record, frozen=True, kw_only=True):
    """A standing relation that the text states between two actors, or an actor's part in a named agreement."""

    id: str
    document_id: str
    kind: RelationKind
    subject: Participant
    object: Participant
    evidence: tuple[Span, ...]
    cue: Span | None = None
    sources: tuple[Source, ...] = ()
    rule: str = ""


class Event(Record, frozen=True, kw_only=True):
    """One happening, with every mention of it that was linked. `mentions` are ids, in text order."""

    id: str
    type: str
    mentions: tuple[str, ...]
    documents: tuple[str, ...]
    status: Status
    modes: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Place | None = None
    time: Interval | None = None
    reasons: tuple[str, ...] = ()


class SaidCount(Record, frozen=True, kw_only=True):
    """What one mention says of a number. `source` is who is quoted for it, `None` for the article's own voice.

    `is_withdrawn` marks what a later version of the same report corrected or updated.
    """

    low: int | None
    high: int | None
    text: str
    mention_id: str
    document_id: str
    published: date | None = None
    publisher: str | None = None
    source: str | None = None
    source_kind: SourceKind = "author"
    is_withdrawn: bool = False


class EventCount(Record, frozen=True, kw_only=True):
    """A number of people of a linked event: lowest and highest that is said, the best, and who says which.

    `best` is the number that most independent reports give in their latest version; of equal ones, the one told last.
    `high` is `None` where somebody gives only a lower bound above all other numbers.
    """

    kind: CountKind
    low: int
    best: int
    high: int | None
    said: tuple[SaidCount, ...]


class Version(Record, frozen=True, kw_only=True):
    """One of several values that reports give, with the mentions that give it."""

    value: str
    mentions: tuple[str, ...]


class Contradiction(Record, frozen=True, kw_only=True):
    """A field on which the reports of one event disagree, and the values, the best supported first."""

    field: str
    versions: tuple[Version, ...]


class LinkReason(Record, frozen=True, kw_only=True):
    """Why two mentions are one event: a feature, its level, and what that weighs in bits. `JUDGED` is a person's word."""

    feature: str
    level: str
    bits: float


class Link(Record, frozen=True, kw_only=True):
    """A mention and the earlier one of its event that speaks most for it, with the probability and its reasons."""

    mention_id: str
    to_id: str
    probability: float
    reasons: tuple[LinkReason, ...] = ()


class LinkedEvent(Record, frozen=True, kw_only=True):
    """One happening with every report of it in the store: the best of each field, how far it spreads, who says what.

    `type`, `status`, `place`, `actors` and `recipients` are those that most independent reports give; `types`, `statuses`
    and `places` tell all, the best first. `time` is the narrowest interval that most give, `earliest` and `latest` the
    spread of all that are told. `reports` counts articles, `independent_reports` publishers, those of copies not counted;
    `documents` stand in the order of publication. `part_of` is the longer event of which this is an episode, `episodes` are its own.
    `probability` is that of the weakest link that holds it together, 1 where there is only one report.
    """

    id: str
    type: str
    status: Status
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Place | None = None
    places: tuple[str, ...] = ()
    time: Interval | None = None
    earliest: date | None = None
    latest: date | None = None
    counts: tuple[EventCount, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    mentions: tuple[str, ...]
    documents: tuple[str, ...]
    reports: int
    independent_reports: int
    publishers: tuple[str, ...] = ()
    source_kinds: tuple[SourceKind, ...] = ()
    first_reported: date | None = None
    last_reported: date | None = None
    probability: float = 1.0
    links: tuple[Link, ...] = ()
    part_of: str | None = None
    episodes: tuple[str, ...] = ()


class SentenceChange(Record, frozen=True, kw_only=True):
    """One sentence in which a version of an article differs from the earlier one. `numbers` took each other's place."""

    kind: Literal["replaced", "added", "left_out"]
    before: str = ""
    after: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


class Copy(Record, frozen=True, kw_only=True):
    """A document among the versions of a report.

    `head` is the first article of the group, `parent` the earlier one that this is most like, `None` for the head itself;
    `kind` says what was done to the parent, `changes` how. `containment` is the share of the shorter one's wording that
    stands in the other.
    """

    document_id: str
    head: str
    parent: str | None = None
    jaccard: float | None = None
    containment: float | None = None
    kind: Literal["identical", "shortened", "extended", "edited", "updated", "corrected"] | None = None
    changes: tuple[SentenceChange, ...] = ()


class Issue(Record, frozen=True, kw_only=True):
    """Something that went wrong with one document or sentence, and what was done about it. Nothing is lost in silence."""

    document_id: str | None
    stage: str
    error: str
    message: str
    origin: str | None = None


class LeftOut(Record, frozen=True, kw_only=True):
    """A candidate that was not taken as an event, and why: so that a reader can see what was weighed."""

    document_id: str
    sentence: int
    trigger: Span
    type: str | None
    reason: str
    score: float = 0.0


class Versions(Record, frozen=True, kw_only=True):
    """What made a row: code, ontology, language pipeline, knowledge base, trained artefacts.

    `knowledge` is the digest of our tables of actors and, behind a `+`, that of the user's.
    """

    dragoman: str
    ontology: str
    pipeline: str
    knowledge: str
    models: tuple[str, ...] = ()


class Reading(Record, frozen=True, kw_only=True):
    """All that was read from one document."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[EventMention, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    issues: tuple[Issue, ...] = ()
    versions: Versions | None = None
    read_at: datetime | None = None
