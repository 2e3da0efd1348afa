// What the API answers, as docs/reference/records.md and the API's reference tell it.

export type Status = "actual" | "planned" | "possible" | "denied";
export type Verdict = "accept" | "correct" | "reject" | "unsure";

export interface Span {
  start: number;
  end: number;
}

export interface Actor {
  name: string;
  id: string | null;
  code: string | null;
  country: string | null;
  sector: string | null;
  kind?: string | null;
  score?: number;
  reason?: string;
}

export interface Interval {
  first: string | null;
  last: string | null;
  granularity?: string | null;
  historical?: boolean;
  reason?: string;
}

export interface Place {
  name: string;
  country: string | null;
  lat: number | null;
  lon: number | null;
  precision: string;
  radius_km: number | null;
  claimants?: string[];
  reason?: string;
}

export interface Count {
  kind: string;
  low: number | null;
  best?: number;
  high: number | null;
}

export interface Card {
  id: string;
  type: string;
  modes: string[];
  contexts: string[];
  status: Status;
  quad: number;
  score: number;
  actors: Actor[];
  recipients: Actor[];
  time: Interval | null;
  place: Place | null;
  counts: Count[];
  reports: number;
  independent_reports: number;
  publishers: string[];
  source_kinds: string[];
  first_reported: string | null;
  last_reported: string | null;
  probability: number | null;
  link_probability: number | null;
  disputed: boolean;
  denied_by: string[];
  evidence: string;
  document_id: string | null;
  mention_id: string | null;
  importance: number;
  part_of: string | null;
  first_seen: string | null;
  changed_at: string | null;
  review: { verdict: Verdict; judge: string; judged_at: string } | null;
  withheld: boolean;
}

export interface Participant {
  span: Span;
  text: string;
  actor: Actor | null;
}

export interface Mention {
  id: string;
  document_id: string;
  sentence: number;
  type: string;
  trigger: Span;
  trigger_text: string;
  status: Status;
  modes: string[];
  contexts: string[];
  actors: Participant[];
  recipients: Participant[];
  place: Place | null;
  time: Interval | null;
  counts: (Count & { text: string })[];
  content: string | null;
  score: number;
  probability: number | null;
  rule: string;
  reasons: string[];
}

export interface DocumentRow {
  id: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  url: string | null;
  language?: string | null;
  mentions?: number;
  copy_of?: string | null;
  withheld?: boolean;
}

export interface Mark extends Span {
  role: string;
  record: string;
  kind: string;
  label: string | null;
}

export interface ClaimRow {
  source: string | null;
  kind: string;
  chain: string[];
  stance: "asserts" | "denies" | "leaves_open";
  status: Status;
  factuality: number;
  certainty: string;
  probability: number | null;
  target: string;
  evidence: string;
  cue: string | null;
  document_id: string;
  mention_id: string;
  claim_id: string;
  publisher: string | null;
  published: string | null;
  denies: string | null;
  reason: string;
}

export interface SaidCount {
  low: number | null;
  high: number | null;
  text: string;
  mention_id: string;
  document_id: string;
  published: string | null;
  publisher: string | null;
  source: string | null;
  is_withdrawn: boolean;
}

export interface LinkedEvent {
  id: string;
  type: string;
  types: string[];
  status: Status;
  statuses: Status[];
  modes: string[];
  contexts: string[];
  actors: Actor[];
  recipients: Actor[];
  place: Place | null;
  places: string[];
  time: Interval | null;
  earliest: string | null;
  latest: string | null;
  counts: { kind: string; low: number; best: number; high: number | null; said: SaidCount[] }[];
  contradictions: { field: string; versions: { value: string; mentions: string[] }[] }[];
  reports: number;
  independent_reports: number;
}

export interface Change {
  field: string;
  before: unknown;
  after: unknown;
  at?: string;
}

export interface CopyRow {
  document_id: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  head: string;
  parent: string | null;
  kind: string | null;
  jaccard: number | null;
  containment: number | null;
  changes: { kind: string; before: string; after: string; numbers: [string, string][] }[];
}

export interface Review {
  number: number;
  subject: string;
  kind: string;
  verdict: Verdict;
  fields: Record<string, unknown>;
  judge: string;
  reason: string | null;
  judged_at: string;
}

export interface Judgement {
  number: number;
  left_id: string;
  right_id: string;
  verdict: "same" | "not_same";
  judge: string;
  reason: string | null;
  judged_at: string;
}

export interface EventAnswer {
  asked: string;
  event: LinkedEvent;
  card: Card;
  reports: {
    mention: Mention;
    document: DocumentRow;
    text: string;
    text_start: number;
    marks: Mark[];
    copy: { head: string; parent: string | null; kind: string | null; containment: number | null } | null;
    withheld: boolean;
  }[];
  claims: ClaimRow[];
  copies: CopyRow[];
  probability: {
    value: number | null;
    link: number | null;
    reasons: { mention_id: string; rule: string; score: number; probability: number | null; reasons: string[] }[];
    links: {
      mention_id: string;
      to_id: string;
      probability: number;
      reasons: { feature: string; level: string; bits: number }[];
    }[];
  };
  history: { at: string; kind: string; text: string; changes: Change[]; by: string | null }[];
  reviews: Review[];
  judgements: Judgement[];
  episodes: Card[];
  part_of: Card | null;
  neighbours: Card[];
}

export interface MentionAnswer {
  mention: Mention;
  event_id: string | null;
  document: DocumentRow;
  text: string;
  text_start: number;
  marks: Mark[];
  reviews: Review[];
  withheld: boolean;
}

export interface Relation {
  id: string;
  document_id: string;
  kind: string;
  subject: Participant;
  object: Participant;
}

export interface LeftOut {
  sentence?: number;
  trigger?: Span;
  start?: number;
  end?: number;
  text?: string;
  type: string | null;
  reason: string;
  words?: string;
  score: number;
}

export interface Issue {
  stage: string;
  error: string;
  message: string;
}

export interface DocumentAnswer {
  document: DocumentRow & { text: string; origin: string | null };
  sentences: { index: number; start: number; end: number; kind: string; block: number }[];
  mentions: Mention[];
  event_ids: Record<string, string>;
  relations: Relation[];
  left_out: LeftOut[];
  issues: Issue[];
  marks: Mark[];
  copies: CopyRow[];
  revision: number;
  read_at: string | null;
  left_out_words: Record<string, string>;
  withheld: boolean;
}

export interface ReadAnswer {
  document: DocumentRow & { text: string };
  sentences: {
    index: number;
    start: number;
    end: number;
    text: string;
    kind: string;
    mentions: Mention[];
    claims: ClaimRow[];
    relations: Relation[];
    left_out: LeftOut[];
  }[];
  marks: Mark[];
  issues: Issue[];
  seconds: number;
}

export interface List<T> {
  items: T[];
  next: string | null;
  total: number;
}

export interface StatusAnswer {
  dragoman: string;
  store: string;
  documents: number;
  mentions: number;
  events: number;
  relations: number;
  issues: number;
  first_day: string | null;
  last_day: string | null;
  linked: boolean;
  linked_at: string | null;
  behind: number;
  reviews: number;
}

export interface Session {
  name: string | null;
  rights: string[];
  tokens: boolean;
}

export interface Named {
  name: string;
  definition: string;
}

export interface Ontology {
  version: string;
  types: { name: string; quad: number; label: string; definition: string; modes: Named[] }[];
  contexts: Named[];
  sectors: Named[];
}

export interface TurningPoint {
  one?: string;
  other?: string;
  period: string;
  before: number;
  after: number;
  events?: string[];
  names?: Record<string, string>;
}

export interface Today {
  since: string;
  last_day: string;
  new: Card[];
  changed: { event: Card; changes: Change[] }[];
  planned: Card[];
  disputed: Card[];
  turning_points: TurningPoint[];
  counts: { new: number; changed: number; documents: number };
}

export interface SavedQuery {
  id: number;
  name: string;
  query: string;
  made_by: string | null;
  made_at: string;
  seen_at: string | null;
  new: number;
}

export interface SearchAnswer {
  q: string;
  actors: { id: string; code: string | null; name: string; sector: string | null; events: number }[];
  places: { name: string; country: string | null; lat: number | null; lon: number | null; events: number }[];
  events: Card[];
  documents: DocumentRow[];
}

export interface ActorRow {
  id: string;
  code: string | null;
  name: string;
  sector: string | null;
  events: number;
  first: string | null;
  last: string | null;
}

export interface ActorAnswer {
  id: string;
  code: string | null;
  name: string;
  country: string | null;
  sectors: string[];
  names: string[];
  ids: string[];
  events: number;
  first: string | null;
  last: string | null;
  as_actor: number;
  as_recipient: number;
  types: { type: string; as_actor: number; as_recipient: number }[];
  partners: { code: string; name: string; events: number; cooperation: number; conflict: number; balance: number }[];
  step: string;
  series: { period: string; events: number; cooperation: number; conflict: number; quads: number[]; sum: number; balance: number }[];
  turning_points: TurningPoint[];
  recent: Card[];
  agreements: Card[];
  planned: Card[];
  relations: Relation[];
  roles: { name: string; role: string; code: string | null; sector: string | null; from: string | null; to: string | null }[];
}

export interface Flow {
  period: string;
  actor: string;
  recipient: string;
  events: number;
  quads: [number, number, number, number];
  cooperation: number;
  conflict: number;
  balance: number;
}

export interface PairAnswer {
  one: string;
  other: string;
  names: Record<string, string>;
  first: string | null;
  last: string | null;
  step: "day" | "week" | "month";
  half_life_days: number;
  flows: Flow[];
  series: { period: string; events: number; sum: number; balance: number }[];
  turning_points: TurningPoint[];
  events: Card[];
  agreements: Card[];
  relations: Relation[];
  planned: Card[];
  disputed: Card[];
  known: { day: string | null; method: string };
}

export interface SystemAnswer {
  on: string;
  known: { day: string | null; method: string };
  half_life_days: number;
  nodes: { code: string; name: string; events: number; balance: number }[];
  ties: Omit<Flow, "period">[];
  relations: { kind: string; subject: string; object: string; documents: number }[];
  total_ties: number;
}

export interface MapFeature {
  id: string;
  geometry: { type: "Point"; coordinates: [number, number] };
  properties: {
    id: string;
    type: string;
    status: Status;
    quad: number;
    score: number;
    name: string;
    country: string | null;
    precision: string;
    radius_km: number | null;
    vague: boolean;
    first: string | null;
    last: string | null;
    who: string;
    whom: string;
    independent_reports: number;
    importance: number;
    disputed: boolean;
  };
}

export interface MapAnswer {
  features: MapFeature[];
  total: number;
  unplaced: number;
  first: string | null;
  last: string | null;
}

export interface Timeline {
  step: string;
  first: string | null;
  last: string | null;
  items: { period: string; events: number; quads: number[]; cooperation: number; conflict: number }[];
}

export interface Rate {
  name: string;
  judged: number;
  right: number;
  precision: number | null;
  low: number | null;
  high: number | null;
}

export interface Audit {
  id: string;
  name: string | null;
  seed: number;
  kind: string;
  size: number;
  population: number;
  query: string;
  made_at: string;
  made_by: string | null;
  judged: number;
  items?: {
    position: number;
    subject: string;
    type: string;
    source_kind: string;
    verdict: Verdict | null;
    judge: string | null;
  }[];
  result: (Omit<Rate, "name"> & { by_type: Rate[]; by_source: Rate[] }) | null;
}
