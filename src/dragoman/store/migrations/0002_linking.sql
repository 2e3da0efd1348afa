-- What linking makes of the whole store. Everything here but `judgements` can be made again from the articles; ids and their
-- trail cannot, since they tell what was asked for before. Rows name the event mention by its id.

CREATE TABLE linked_documents (
    document_id VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,        -- of the reading that was linked: a document with another is linked anew
    head VARCHAR NOT NULL,          -- the first article of its group of copies; its own id where it is no copy
    parent VARCHAR,                 -- the earlier version that it is most like
    jaccard DOUBLE,
    containment DOUBLE,
    kind VARCHAR,                   -- what was done to the parent: identical, shortened, extended, edited, updated, corrected
    changes VARCHAR                 -- JSON: sentence by sentence
);

CREATE TABLE copy_keys (
    document_id VARCHAR NOT NULL,
    key BIGINT NOT NULL
);

CREATE TABLE copy_pairs (
    earlier VARCHAR NOT NULL,
    later VARCHAR NOT NULL,
    jaccard DOUBLE NOT NULL,
    containment DOUBLE NOT NULL,
    shared INTEGER NOT NULL
);

CREATE TABLE linked_mentions (      -- one row a mention, with what is compared; the columns of linking.rows.SCHEMA
    mention_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    "within" VARCHAR,
    published DATE,
    type VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    is_bodily BOOLEAN NOT NULL,
    word VARCHAR NOT NULL,
    sense VARCHAR NOT NULL,
    modes VARCHAR[] NOT NULL,
    status VARCHAR NOT NULL,
    is_symmetric BOOLEAN NOT NULL,
    actors VARCHAR[] NOT NULL,
    recipients VARCHAR[] NOT NULL,
    parties VARCHAR[] NOT NULL,
    actor_ids VARCHAR[] NOT NULL,
    recipient_ids VARCHAR[] NOT NULL,
    day_first DATE,
    day_last DATE,
    day_is_told BOOLEAN NOT NULL,
    place VARCHAR,
    country VARCHAR,
    lat DOUBLE,
    lon DOUBLE,
    precision VARCHAR,
    radius_km DOUBLE,
    names VARCHAR[] NOT NULL,
    terms VARCHAR[] NOT NULL,
    counts VARCHAR[] NOT NULL,
    count_kinds VARCHAR[] NOT NULL,
    stands_for VARCHAR NOT NULL,    -- of a mention in a copy, that of the first article; of a toll, its act; else itself
    is_toll BOOLEAN NOT NULL        -- tells only what another act of its article led to
);

CREATE TABLE link_keys (
    mention_id VARCHAR NOT NULL,
    scale INTEGER NOT NULL,
    width INTEGER NOT NULL,
    is_sparse BOOLEAN NOT NULL,
    key VARCHAR NOT NULL,
    narrower VARCHAR NOT NULL
);

CREATE TABLE links (                -- pairs that by themselves speak for one event, and why: feature → level
    left_id VARCHAR NOT NULL,
    right_id VARCHAR NOT NULL,
    bits DOUBLE NOT NULL,
    levels VARCHAR NOT NULL
);

CREATE TABLE linked_members (
    event_id VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE linked_events (
    id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    date_first DATE,
    date_last DATE,
    published_first DATE,
    place VARCHAR,
    place_country VARCHAR,
    actors VARCHAR[] NOT NULL,      -- codes
    recipients VARCHAR[] NOT NULL,
    parties VARCHAR[] NOT NULL,     -- codes of both, in order
    quad INTEGER NOT NULL,          -- 1 and 2 verbal and material cooperation, 3 and 4 verbal and material conflict
    score DOUBLE NOT NULL,          -- from -10, conflict, to 10, cooperation
    reports INTEGER NOT NULL,
    independent_reports INTEGER NOT NULL,
    part_of VARCHAR,                -- the longer event of which it is an episode
    json VARCHAR NOT NULL
);

CREATE TABLE event_trail (          -- what became of an id; the steps of the latest run hold
    run INTEGER NOT NULL,
    event_id VARCHAR NOT NULL,
    into_id VARCHAR,
    kind VARCHAR NOT NULL           -- merged, split, gone
);

CREATE TABLE judgements (           -- a person's word; never changed and never removed, a later one overrules
    number INTEGER NOT NULL,
    left_id VARCHAR NOT NULL,
    right_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,       -- same, not_same
    judge VARCHAR,
    reason VARCHAR,
    judged_at TIMESTAMP NOT NULL    -- UTC
);

CREATE TABLE link_runs (
    number INTEGER NOT NULL,
    linked_at TIMESTAMP NOT NULL,   -- UTC
    version VARCHAR NOT NULL,       -- of the code and tables that linked: with another, all is linked anew
    judgement INTEGER NOT NULL,     -- the last judgement that was heeded
    documents INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    events INTEGER NOT NULL
);
