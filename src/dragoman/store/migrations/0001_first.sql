-- One row per article and one or more per statement read from it. Every derived row names its document, so that a document
-- is replaced by deleting by `document_id`. `position` is the order within the owner, from 0. Spans count code points of
-- `documents.text`, end exclusive. The column `json` holds the whole record; the columns beside it exist to be asked about.
-- Only `documents` has a key: DuckDB's indexes cost much in bulk writing, and the writer keeps the rest unique.

CREATE TABLE versions (
    key VARCHAR PRIMARY KEY,        -- digest of the record
    dragoman VARCHAR NOT NULL,
    ontology VARCHAR NOT NULL,
    pipeline VARCHAR NOT NULL,
    knowledge VARCHAR NOT NULL,
    models VARCHAR[] NOT NULL
);

CREATE TABLE documents (
    id VARCHAR PRIMARY KEY,
    digest VARCHAR NOT NULL,        -- sha256 of all that a reading may depend on
    versions_key VARCHAR NOT NULL,  -- '' where the reading does not tell what made it
    revision INTEGER NOT NULL,      -- 1 when first written, one more each time the document is replaced
    text VARCHAR NOT NULL,
    published DATE,
    publisher VARCHAR,
    title VARCHAR,
    url VARCHAR,
    language VARCHAR,
    origin VARCHAR,
    read_at TIMESTAMP               -- UTC; the only column that two runs over the same input write differently
);

CREATE TABLE sentences (
    document_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    block INTEGER NOT NULL
);

CREATE TABLE event_mentions (
    document_id VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    type VARCHAR NOT NULL,
    modes VARCHAR[] NOT NULL,
    contexts VARCHAR[] NOT NULL,
    status VARCHAR NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    trigger_text VARCHAR NOT NULL,
    evidence_start INTEGER,
    evidence_end INTEGER,
    evidence_text VARCHAR NOT NULL,
    date_first DATE,
    date_last DATE,
    granularity VARCHAR,
    edtf VARCHAR,
    timex VARCHAR,
    anchor VARCHAR,
    historical BOOLEAN NOT NULL,
    content VARCHAR,
    is_symmetric BOOLEAN NOT NULL,
    factuality DOUBLE,
    score DOUBLE NOT NULL,
    probability DOUBLE,
    rule VARCHAR NOT NULL,
    reasons VARCHAR[] NOT NULL,
    json VARCHAR NOT NULL
);

CREATE TABLE participants (
    document_id VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,          -- actor, recipient
    position INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    head_start INTEGER NOT NULL,
    head_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    via VARCHAR NOT NULL,
    actor_id VARCHAR,
    code VARCHAR,
    country VARCHAR,
    sector VARCHAR,
    name VARCHAR,
    score DOUBLE,
    reason VARCHAR,
    words VARCHAR NOT NULL          -- the words of `text` and `name` without accents, each between blanks
);

CREATE TABLE sources (
    document_id VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,      -- 0 is the outermost
    kind VARCHAR NOT NULL,
    span_start INTEGER,
    span_end INTEGER,
    text VARCHAR,
    note VARCHAR,
    actor_id VARCHAR,
    code VARCHAR,
    name VARCHAR
);

CREATE TABLE places (
    document_id VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    country VARCHAR,
    admin1 VARCHAR,
    lat DOUBLE,
    lon DOUBLE,
    geonames_id BIGINT,
    precision VARCHAR NOT NULL,
    radius_km DOUBLE,
    claimants VARCHAR[] NOT NULL,
    span_start INTEGER,
    span_end INTEGER,
    score DOUBLE NOT NULL,
    reason VARCHAR NOT NULL,
    words VARCHAR NOT NULL
);

CREATE TABLE counts (
    document_id VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    low BIGINT,
    high BIGINT,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL
);

CREATE TABLE evidence (
    document_id VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,         -- mention, relation
    owner_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL
);

CREATE TABLE events (
    document_id VARCHAR NOT NULL,   -- the document with whose reading the event was written
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    date_first DATE,
    date_last DATE,
    place VARCHAR,
    place_country VARCHAR,
    json VARCHAR NOT NULL
);

CREATE TABLE event_members (
    document_id VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    mention_id VARCHAR NOT NULL
);

CREATE TABLE relations (
    document_id VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    subject_id VARCHAR,
    subject_code VARCHAR,
    subject_country VARCHAR,
    subject_text VARCHAR NOT NULL,
    subject_words VARCHAR NOT NULL,
    object_id VARCHAR,
    object_code VARCHAR,
    object_country VARCHAR,
    object_text VARCHAR NOT NULL,
    object_words VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    json VARCHAR NOT NULL
);

CREATE TABLE left_out (
    document_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    type VARCHAR,
    reason VARCHAR NOT NULL,
    score DOUBLE NOT NULL
);

CREATE TABLE issues (
    owner_id VARCHAR,               -- the document with whose reading it was written; NULL where there was no reading
    document_id VARCHAR,
    position INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    origin VARCHAR
);
