"""What the API answers and takes, as records: the OpenAPI document, the server's tests and the Python client rest on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec

from dragoman.records import (
    Actor,
    Certainty,
    ClaimTarget,
    EventMention,
    Issue,
    LeftOut,
    Link,
    LinkedEvent,
    Record,
    Relation,
    SentenceChange,
    SentenceKind,
    SourceKind,
    Span,
    Stance,
    Status,
    Versions,
)
from dragoman.serving.audit import AuditResult
from dragoman.store import Card, Change

Role = Literal[
    "trigger",
    "actor",
    "recipient",
    "place",
    "time",
    "source",
    "cue",
    "count",
    "evidence",
    "subject",
    "object",
    "left_out",
]
Right = Literal["read", "review"]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Words = Annotated[str, msgspec.Meta(max_length=2000)]
Quads = tuple[int, int, int, int]


class Problem(Record, frozen=True):
    """An error, as RFC 9457 has it; `code` is stable, `parameter` names what was wrong."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    parameter: str | None = None


class Session(Record, frozen=True):
    """Who asks, and what they may do. `tokens` tells whether a token is needed."""

    name: str | None
    rights: tuple[Right, ...]
    tokens: bool


class Login(Record, frozen=True):
    """A token for a session, and the name under which judgements are kept."""

    token: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    name: Name | None = None


class StoreStatus(Record, frozen=True):
    """What the store holds. `behind` counts documents that are not linked yet; `watch` is what the watch loop tells."""

    dragoman: str
    schema: int
    store: str
    documents: int
    mentions: int
    events: int
    relations: int
    issues: int
    first_day: date | None
    last_day: date | None
    linked: bool
    linked_at: datetime | None
    behind: int
    generation: int
    published_at: datetime | None
    watch: dict[str, Any] | None
    reviews: int
    rights: tuple[Right, ...]


class NamedMeaning(Record, frozen=True):
    """A word of the ontology and what it means."""

    name: str
    definition: str


class TypeEntry(Record, frozen=True):
    """An event type with its modes."""

    name: str
    label: str
    quad: int
    score: float
    definition: str
    modes: tuple[NamedMeaning, ...]


class OntologyAnswer(Record, frozen=True):
    """All words that records use."""

    version: str
    types: tuple[TypeEntry, ...]
    contexts: tuple[NamedMeaning, ...]
    sectors: tuple[NamedMeaning, ...]
    statuses: tuple[str, ...]
    source_kinds: tuple[str, ...]
    roles: tuple[str, ...]


class CardList(Record, frozen=True):
    """A page of events."""

    items: tuple[Card, ...]
    next: str | None
    total: int


class DocumentHead(Record, frozen=True):
    """An article without its text."""

    id: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    language: str | None


class MentionRow(Record, frozen=True):
    """An event mention in a list."""

    mention: EventMention
    event_id: str | None
    document: DocumentHead
    withheld: bool = False


class MentionList(Record, frozen=True):
    """A page of event mentions."""

    items: tuple[MentionRow, ...]
    next: str | None
    total: int


class Mark(Record, frozen=True):
    """A stretch of the article, what it is in which record, and a label for it. Marks may overlap."""

    start: int
    end: int
    role: Role
    record: str
    kind: Literal["mention", "relation", "claim", "left_out"]
    label: str


class CopyRow(Record, frozen=True):
    """A document among the versions of its report."""

    document_id: str
    title: str | None
    publisher: str | None
    published: date | None
    head: str
    parent: str | None
    kind: str | None
    jaccard: float | None
    containment: float | None
    changes: tuple[SentenceChange, ...]


class Report(Record, frozen=True):
    """One mention of an event with the text around it. `text` begins at `text_start` of the article, which marks count by.

    `withheld`, here and elsewhere: the publisher keeps its words to itself. Who may only read gets none of them.
    """

    mention: EventMention
    document: DocumentHead
    text: str
    text_start: int
    marks: tuple[Mark, ...]
    copy: CopyRow | None
    withheld: bool = False


class ClaimRow(Record, frozen=True):
    """What one source holds of an event, with its evidence. `source` is who holds it, `chain` all who pass it on."""

    claim_id: str
    mention_id: str
    document_id: str
    publisher: str | None
    published: date | None
    source: str | None
    kind: SourceKind
    actor: Actor | None
    chain: tuple[str, ...]
    stance: Stance
    status: Status
    factuality: float
    certainty: Certainty
    probability: float | None
    target: ClaimTarget
    party: str | None
    cue: str | None
    evidence: str
    spans: tuple[Span, ...]
    denies: str | None
    reason: str


class MentionReasons(Record, frozen=True):
    """Why a mention is as sure as it is."""

    mention_id: str
    rule: str
    score: float
    probability: float | None
    reasons: tuple[str, ...]


class ProbabilityAnswer(Record, frozen=True):
    """How sure an event is: `value` that it is rightly read, `link` that its reports are of one happening, and why."""

    value: float | None
    link: float
    reasons: tuple[MentionReasons, ...]
    links: tuple[Link, ...]


class HistoryStep(Record, frozen=True):
    """Something that happened to a record."""

    at: datetime
    kind: Literal["new", "changed", "merged", "split", "gone", "revised", "judged", "reviewed"]
    text: str
    changes: tuple[Change, ...] = ()
    by: str | None = None


class ReviewAnswer(Record, frozen=True):
    """A person's word on a record."""

    number: int
    subject: str
    kind: Literal["event", "mention", "relation"]
    verdict: Literal["accept", "correct", "reject", "unsure"]
    fields: dict[str, Any]
    judge: str | None
    reason: str | None
    audit: str | None
    judged_at: datetime
    document_id: str | None


class JudgementAnswer(Record, frozen=True):
    """A person's word on whether two mentions are one happening."""

    number: int
    left_id: str
    right_id: str
    verdict: Literal["same", "not_same"]
    judge: str | None
    reason: str | None
    judged_at: datetime


class EventAnswer(Record, frozen=True):
    """All that is known of an event."""

    asked: str
    event: LinkedEvent
    card: Card
    reports: tuple[Report, ...]
    claims: tuple[ClaimRow, ...]
    copies: tuple[CopyRow, ...]
    probability: ProbabilityAnswer
    history: tuple[HistoryStep, ...]
    reviews: tuple[ReviewAnswer, ...]
    judgements: tuple[JudgementAnswer, ...]
    episodes: tuple[Card, ...]
    part_of: Card | None
    neighbours: tuple[Card, ...]


class MentionAnswer(Record, frozen=True):
    """An event mention with the text around it."""

    mention: EventMention
    event_id: str | None
    document: DocumentHead
    text: str
    text_start: int
    marks: tuple[Mark, ...]
    claims: tuple[ClaimRow, ...]
    reviews: tuple[ReviewAnswer, ...]
    withheld: bool = False


class ChangedEvent(Record, frozen=True):
    """An event and what changed in it."""

    event: Card
    changes: tuple[Change, ...]


class PairTurn(Record, frozen=True):
    """A period with which two actors have to do with each other otherwise than before."""

    one: str
    other: str
    period: date
    before: float
    after: float
    names: dict[str, str]


class TodayCounts(Record, frozen=True):
    """How many of each there are in all."""

    new: int
    changed: int
    documents: int


class TodayAnswer(Record, frozen=True):
    """What is new and what changed, the most important first."""

    since: date | None
    last_day: date | None
    new: tuple[Card, ...]
    changed: tuple[ChangedEvent, ...]
    planned: tuple[Card, ...]
    disputed: tuple[Card, ...]
    turning_points: tuple[PairTurn, ...]
    counts: TodayCounts


class DocumentRow(Record, frozen=True):
    """An article in a list. `copy_of` is the first article of its report, where it is not that itself."""

    id: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    language: str | None
    mentions: int
    copy_of: str | None
    read_at: datetime | None
    withheld: bool = False


class DocumentList(Record, frozen=True):
    """A page of articles."""

    items: tuple[DocumentRow, ...]
    next: str | None
    total: int


class DocumentText(Record, frozen=True):
    """An article as it came."""

    id: str
    text: str
    published: date | None
    publisher: str | None
    title: str | None
    url: str | None
    language: str | None
    origin: str | None


class SentenceRow(Record, frozen=True):
    """Where a sentence stands in its article."""

    index: int
    start: int
    end: int
    kind: SentenceKind
    block: int


class DocumentAnswer(Record, frozen=True):
    """An article with all that was read from it."""

    document: DocumentText
    sentences: tuple[SentenceRow, ...]
    mentions: tuple[EventMention, ...]
    event_ids: dict[str, str]
    relations: tuple[Relation, ...]
    left_out: tuple[LeftOut, ...]
    issues: tuple[Issue, ...]
    marks: tuple[Mark, ...]
    copies: tuple[CopyRow, ...]
    revision: int
    read_at: datetime | None
    versions: Versions | None
    left_out_words: dict[str, str]
    withheld: bool = False


class ActorRow(Record, frozen=True):
    """An actor in a list."""

    id: str
    code: str | None
    name: str
    sector: str | None
    country: str | None
    events: int
    first: date | None
    last: date | None


class ActorList(Record, frozen=True):
    """A page of actors."""

    items: tuple[ActorRow, ...]
    next: str | None
    total: int


class PlaceRow(Record, frozen=True):
    """A place in an answer of search."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    events: int


class SearchAnswer(Record, frozen=True):
    """What a search found, by kind."""

    q: str
    actors: tuple[ActorRow, ...]
    places: tuple[PlaceRow, ...]
    events: tuple[Card, ...]
    documents: tuple[DocumentRow, ...]


class TypeCount(Record, frozen=True):
    """How often an actor did something, and had it done to them."""

    type: str
    as_actor: int
    as_recipient: int


class Partner(Record, frozen=True):
    """One with whom an actor has to do."""

    code: str
    name: str
    events: int
    cooperation: float
    conflict: float
    balance: float


class SeriesPoint(Record, frozen=True):
    """A period of an actor: events by quad class, scores, their sum, and the balance of all so far, each halved every 30 days."""

    period: date
    events: int
    cooperation: float
    conflict: float
    quads: Quads
    sum: float
    balance: float


class RoleHeld(Record, frozen=True):
    """An office and who held it when, as the tables of actors tell."""

    name: str
    role: str
    code: str | None
    sector: str | None
    first: date | None = msgspec.field(name="from")
    last: date | None = msgspec.field(name="to")


class ActorAnswer(Record, frozen=True):
    """All that the store tells of an actor."""

    id: str
    code: str | None
    name: str
    country: str | None
    sectors: tuple[str, ...]
    names: tuple[str, ...]
    ids: tuple[str, ...]
    events: int
    first: date | None
    last: date | None
    as_actor: int
    as_recipient: int
    types: tuple[TypeCount, ...]
    partners: tuple[Partner, ...]
    step: str
    series: tuple[SeriesPoint, ...]
    turning_points: tuple[PairTurningPoint, ...]
    recent: tuple[Card, ...]
    agreements: tuple[Card, ...]
    planned: tuple[Card, ...]
    relations: tuple[Relation, ...]
    roles: tuple[RoleHeld, ...]


class Known(Record, frozen=True):
    """How the knowledge of a day was made: `relinked` anew from what was printed by then, or by the day of first report."""

    day: date | None
    method: Literal["now", "relinked", "first_reported"]


class FlowRow(Record, frozen=True):
    """What one actor did to another in a period."""

    period: date
    actor: str
    recipient: str
    events: int
    quads: Quads
    cooperation: float
    conflict: float
    balance: float


class PairPoint(Record, frozen=True):
    """A period of a pair, both directions together."""

    period: date
    events: int
    sum: float
    balance: float


class PairTurningPoint(Record, frozen=True):
    """A period with which the sum of scores has a new mean, and the events that weigh most in it."""

    period: date
    before: float
    after: float
    events: tuple[str, ...]


class PairAnswer(Record, frozen=True):
    """Two actors over time."""

    one: str
    other: str
    names: dict[str, str]
    first: date | None
    last: date | None
    step: Literal["day", "week", "month"]
    half_life_days: float
    flows: tuple[FlowRow, ...]
    series: tuple[PairPoint, ...]
    turning_points: tuple[PairTurningPoint, ...]
    events: tuple[Card, ...]
    agreements: tuple[Card, ...]
    relations: tuple[Relation, ...]
    planned: tuple[Card, ...]
    disputed: tuple[Card, ...]
    known: Known


class SystemNode(Record, frozen=True):
    """An actor of the graph."""

    code: str
    name: str
    events: int
    balance: float


class TieRow(Record, frozen=True):
    """What one actor did to another up to a day."""

    actor: str
    recipient: str
    events: int
    quads: Quads
    cooperation: float
    conflict: float
    balance: float


class RelationEdge(Record, frozen=True):
    """A standing relation that articles state, and in how many."""

    kind: str
    subject: str
    object: str
    documents: int


class SystemAnswer(Record, frozen=True):
    """The graph of relations as of a day."""

    on: date | None
    known: Known
    half_life_days: float
    nodes: tuple[SystemNode, ...]
    ties: tuple[TieRow, ...]
    relations: tuple[RelationEdge, ...]
    total_ties: int


class Point(Record, frozen=True):
    """A point of GeoJSON: longitude and latitude in degrees."""

    type: Literal["Point"]
    coordinates: tuple[float, float]


class FeatureProperties(Record, frozen=True):
    """What the map shows of an event."""

    id: str
    type: str
    status: Status
    quad: int
    score: float
    name: str
    country: str | None
    precision: str
    radius_km: float | None
    vague: bool
    first: date | None
    last: date | None
    who: str
    whom: str
    independent_reports: int
    importance: float
    disputed: bool


class Feature(Record, frozen=True):
    """An event of GeoJSON."""

    type: Literal["Feature"]
    id: str
    geometry: Point
    properties: FeatureProperties


class FeatureCollection(Record, frozen=True, kw_only=True):
    """Events by place. `unplaced` counts those found without coordinates."""

    type: Literal["FeatureCollection"]
    bbox: tuple[float, float, float, float] | msgspec.UnsetType = msgspec.UNSET
    features: tuple[Feature, ...]
    total: int
    unplaced: int
    first: date | None
    last: date | None


class TimelineRow(Record, frozen=True):
    """A period of a timeline."""

    period: date
    events: int
    quads: Quads
    cooperation: float
    conflict: float


class Timeline(Record, frozen=True):
    """Events over time; periods in which nothing happened are left out."""

    step: Literal["day", "week", "month"]
    first: date | None
    last: date | None
    items: tuple[TimelineRow, ...]


class RelationList(Record, frozen=True):
    """A page of stated relations."""

    items: tuple[Relation, ...]
    next: str | None
    total: int


class ReadRequest(Record, frozen=True):
    """A text to read. Nothing of it is kept."""

    text: Annotated[str, msgspec.Meta(min_length=1)]
    published: date | None = None
    publisher: Name | None = None
    title: Words | None = None


class LeftOutRow(Record, frozen=True):
    """A candidate that was not taken, and why, in the word of the record and in words for people."""

    start: int
    end: int
    text: str
    type: str | None
    reason: str
    words: str
    score: float


class ReadSentence(Record, frozen=True):
    """A sentence and all that was read from it."""

    index: int
    start: int
    end: int
    text: str
    kind: SentenceKind
    mentions: tuple[EventMention, ...]
    claims: tuple[ClaimRow, ...]
    relations: tuple[Relation, ...]
    left_out: tuple[LeftOutRow, ...]


class ReadEvent(Record, frozen=True):
    """Mentions of one happening within the text."""

    id: str
    type: str
    status: Status
    mentions: tuple[str, ...]


class ReadAnswer(Record, frozen=True):
    """A text as it was read."""

    document: DocumentText
    sentences: tuple[ReadSentence, ...]
    events: tuple[ReadEvent, ...]
    marks: tuple[Mark, ...]
    issues: tuple[Issue, ...]
    seconds: float


class CorrectedFields(Record, frozen=True, omit_defaults=True):
    """What is right instead. Actors and recipients are codes. What is left out stays as it is."""

    type: Name | msgspec.UnsetType = msgspec.UNSET
    modes: list[Name] | msgspec.UnsetType = msgspec.UNSET
    status: Status | msgspec.UnsetType = msgspec.UNSET
    actors: list[Name] | msgspec.UnsetType = msgspec.UNSET
    recipients: list[Name] | msgspec.UnsetType = msgspec.UNSET
    place: Name | msgspec.UnsetType | None = msgspec.UNSET
    place_country: Name | msgspec.UnsetType | None = msgspec.UNSET
    first: date | msgspec.UnsetType | None = msgspec.UNSET
    last: date | msgspec.UnsetType | None = msgspec.UNSET


class ReviewRequest(Record, frozen=True):
    """A word on a record."""

    subject: Id
    verdict: Literal["accept", "correct", "reject", "unsure"]
    fields: CorrectedFields = CorrectedFields()
    judge: Name | None = None
    reason: Words | None = None
    audit: Id | None = None


class ReviewList(Record, frozen=True):
    """A page of reviews, the last first."""

    items: tuple[ReviewAnswer, ...]
    next: str | None
    total: int


class JudgementRequest(Record, frozen=True):
    """A word on whether two events or mentions are one happening."""

    left: Id
    right: Id
    verdict: Literal["same", "not_same"]
    judge: Name | None = None
    reason: Words | None = None


class JudgementList(Record, frozen=True):
    """A page of judgements, the last first."""

    items: tuple[JudgementAnswer, ...]
    next: str | None
    total: int


class QueryRow(Record, frozen=True):
    """A saved query; `new` counts its events that were first seen since it was last looked through."""

    id: int
    name: str
    query: str
    made_by: str | None
    made_at: datetime
    seen_at: datetime | None
    new: int


class QueryList(Record, frozen=True):
    """All saved queries."""

    items: tuple[QueryRow, ...]


class QueryRequest(Record, frozen=True):
    """A query to save: its filters as in the address of the list of events."""

    name: Name
    query: Words
    made_by: Name | None = None


class AuditRequest(Record, frozen=True):
    """A sample to draw."""

    size: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 50
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 1
    kind: Literal["mention", "event"] = "mention"
    query: Words = ""
    name: Name | None = None
    made_by: Name | None = None


class AuditRow(Record, frozen=True):
    """A record of a sample with the last word on it."""

    position: int
    subject: str
    type: str
    source_kind: str
    verdict: str | None
    judge: str | None


class AuditAnswer(Record, frozen=True):
    """A sample with its records and its result."""

    id: str
    name: str
    seed: int
    kind: Literal["mention", "event"]
    size: int
    population: int
    query: str
    made_at: datetime
    made_by: str | None
    judged: int
    items: tuple[AuditRow, ...]
    result: AuditResult


class AuditHead(Record, frozen=True):
    """A sample in a list."""

    id: str
    name: str
    seed: int
    kind: Literal["mention", "event"]
    size: int
    population: int
    query: str
    made_at: datetime
    made_by: str | None
    judged: int


class AuditList(Record, frozen=True):
    """All samples, the last first."""

    items: tuple[AuditHead, ...]
