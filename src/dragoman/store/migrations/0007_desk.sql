-- What the server keeps. First what people say and save: rows that are never changed, so that a later one overrules an
-- earlier one. Then the published tables: what is asked most, laid out for asking. They can be made again from the rest.

CREATE TABLE reviews (              -- a person's word on a record
    number INTEGER NOT NULL,
    subject VARCHAR NOT NULL,       -- id of an event, an event mention or a relation
    kind VARCHAR NOT NULL,          -- event, mention, relation
    document_id VARCHAR,            -- of a mention or relation
    verdict VARCHAR NOT NULL,       -- accept, correct, reject, unsure
    fields VARCHAR NOT NULL,        -- JSON: what is right instead, by field
    record VARCHAR NOT NULL,        -- JSON: the record as it was judged
    judge VARCHAR,
    reason VARCHAR,
    audit INTEGER,                  -- the sample for which it was judged
    judged_at TIMESTAMP NOT NULL    -- UTC
);

CREATE TABLE audits (               -- a random sample of records
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    seed BIGINT NOT NULL,
    kind VARCHAR NOT NULL,          -- mention, event
    query VARCHAR NOT NULL,         -- JSON: of what it was drawn
    population BIGINT NOT NULL,     -- how many there were to draw from
    made_by VARCHAR,
    made_at TIMESTAMP NOT NULL
);

CREATE TABLE audit_items (
    audit INTEGER NOT NULL,
    position INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    source_kind VARCHAR NOT NULL
);

CREATE TABLE saved_queries (
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    query VARCHAR NOT NULL,         -- as in the address: type=PROTEST&country=KEN
    made_by VARCHAR,
    made_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP,              -- when its answer was last looked through
    removed_at TIMESTAMP
);

CREATE TABLE publications (         -- each time the tables below were brought up to date
    generation INTEGER NOT NULL,
    published_at TIMESTAMP NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    gone INTEGER NOT NULL
);

CREATE TABLE served_events (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    digest UBIGINT NOT NULL,        -- of the linked event: with another the row is made anew
    type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    quad UTINYINT NOT NULL,
    score DOUBLE NOT NULL,
    newest DATE NOT NULL,           -- the last day of the act, 0001-01-01 where no day is told
    oldest DATE NOT NULL,           -- the first day of the act, 9999-12-31 where no day is told
    day DATE,                       -- the day on which it counts: its first, else that of its first report
    reported DATE,                  -- first and last report
    last_reported DATE,
    reported_key DATE NOT NULL,     -- `reported`, 0001-01-01 where it is not known
    lat DOUBLE,
    lon DOUBLE,
    probability DOUBLE,
    importance DOUBLE NOT NULL,
    reports INTEGER NOT NULL,
    independent_reports INTEGER NOT NULL,
    disputed BOOLEAN NOT NULL,
    first_seen TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    verdict VARCHAR NOT NULL,       -- of the last review, 'none' without one
    review VARCHAR NOT NULL,        -- JSON of that, or null
    feature VARCHAR,                -- GeoJSON of an event that has coordinates
    card VARCHAR NOT NULL           -- JSON: the event as lists show it, without its last brace
);

CREATE TABLE served_mentions (
    m INTEGER NOT NULL,
    event INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    type VARCHAR NOT NULL,
    modes VARCHAR[] NOT NULL,
    status VARCHAR NOT NULL,
    date_first DATE,
    date_last DATE,
    newest DATE NOT NULL,
    oldest DATE NOT NULL,
    published DATE,
    published_key DATE NOT NULL,
    probability DOUBLE,
    kinds UTINYINT NOT NULL,        -- source kinds as bits: author 1, named 2, official 4, anonymous 8, media 16
    disputed BOOLEAN NOT NULL,
    place INTEGER
);

CREATE TABLE served_parties (       -- each way in which somebody is named, once
    party INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    actor_id VARCHAR,
    code VARCHAR,
    country VARCHAR,
    sector VARCHAR,
    name VARCHAR,
    words VARCHAR NOT NULL
);

CREATE TABLE served_party_mentions (
    party INTEGER NOT NULL,
    is_actor BOOLEAN NOT NULL,
    m INTEGER NOT NULL
);

CREATE TABLE served_sources (       -- the same of those who hold a claim
    source INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    source_id VARCHAR,
    source_code VARCHAR,
    source_words VARCHAR NOT NULL
);

CREATE TABLE served_source_mentions (
    source INTEGER NOT NULL,
    denies BOOLEAN NOT NULL,
    m INTEGER NOT NULL
);

CREATE TABLE served_places (
    place INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    country VARCHAR,
    lat DOUBLE,
    lon DOUBLE,
    geonames_id BIGINT,
    words VARCHAR NOT NULL
);

CREATE TABLE served_words (         -- the words of the evidence, in lower case
    word INTEGER NOT NULL,
    text VARCHAR NOT NULL
);

CREATE TABLE served_word_mentions (
    word INTEGER NOT NULL,
    m INTEGER NOT NULL
);

CREATE TABLE served_codes (
    code VARCHAR NOT NULL,
    event INTEGER NOT NULL
);

CREATE TABLE served_dyads (         -- what counts in flows: one row per event and ordered pair
    event INTEGER NOT NULL,
    day DATE NOT NULL,
    actor VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    quad INTEGER NOT NULL,
    score DOUBLE NOT NULL,
    independent_reports INTEGER NOT NULL,
    reported DATE
);

CREATE TABLE served_actors (
    id VARCHAR NOT NULL,
    code VARCHAR,
    name VARCHAR NOT NULL,
    sector VARCHAR,
    country VARCHAR,
    words VARCHAR NOT NULL,
    events INTEGER NOT NULL,
    first DATE,
    last DATE
);

CREATE TABLE served_changes (       -- what changed in an event between two publications
    event_id VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changes VARCHAR NOT NULL        -- JSON: field, before, after
);
