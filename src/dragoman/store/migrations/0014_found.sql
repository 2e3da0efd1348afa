-- Published tables of a million events, once more. A report stands beside all by which its event is put in order, drawn or summed, so
-- that filters of reports find events without a join; titles have postings of their words; an actor's ties and sides stand side by side. `tie` orders
-- what is equal in all else: it comes from the id, so that an order never tells in which order things came.

-- Made anew when a server starts: DuckDB alters and drops no table that has indexes.
DROP INDEX IF EXISTS by_served_event_id;
DROP INDEX IF EXISTS by_served_event_number;
DROP INDEX IF EXISTS by_served_mention_event;

ALTER TABLE served_events ADD COLUMN tie BIGINT;
UPDATE served_events SET tie = ('0x' || left(md5(id), 15))::BIGINT;

CREATE TABLE wide_mentions (
    m INTEGER NOT NULL,
    tie BIGINT NOT NULL,
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
    place INTEGER,
    alone BOOLEAN NOT NULL,         -- no other report of its event
    e_tie BIGINT NOT NULL,          -- from here on columns of its event
    e_newest DATE NOT NULL,
    e_oldest DATE NOT NULL,
    e_day DATE,
    e_reported DATE,
    e_reported_key DATE NOT NULL,
    e_first_seen TIMESTAMP NOT NULL,
    e_changed_at TIMESTAMP NOT NULL,
    e_importance DOUBLE NOT NULL,
    e_reports INTEGER NOT NULL,
    e_independent_reports INTEGER NOT NULL,
    e_quad UTINYINT NOT NULL,
    e_score DOUBLE NOT NULL,
    e_lat DOUBLE,
    e_lon DOUBLE
);
INSERT INTO wide_mentions
    SELECT m.m, ('0x' || left(md5(m.id), 15))::BIGINT, m.event, m.id, m.document_id, m.revision, m.type, m.modes, m.status, m.date_first, m.date_last,
        m.newest, m.oldest, m.published, m.published_key, m.probability, m.kinds, m.disputed, m.place, n.reports = 1,
        e.tie, e.newest, e.oldest, e.day, e.reported, e.reported_key, e.first_seen, e.changed_at, e.importance, e.reports,
        e.independent_reports, e.quad, e.score, e.lat, e.lon
    FROM served_mentions m JOIN served_events e ON e.number = m.event
    JOIN (SELECT event, count(*) AS reports FROM served_mentions GROUP BY event) n ON n.event = m.event ORDER BY n.reports > 1, m.m;
DROP TABLE served_mentions;
ALTER TABLE wide_mentions RENAME TO served_mentions;

CREATE TABLE tied_codes (
    code VARCHAR NOT NULL,
    event INTEGER NOT NULL,
    tie BIGINT NOT NULL,
    type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    quad UTINYINT NOT NULL,
    score DOUBLE NOT NULL,
    independent_reports INTEGER NOT NULL,
    newest DATE NOT NULL,
    oldest DATE NOT NULL,
    day DATE,
    reported DATE,
    disputed BOOLEAN NOT NULL
);
INSERT INTO tied_codes
    SELECT c.code, c.event, e.tie, c.type, c.status, e.quad, c.score, c.independent_reports, c.newest, c.oldest, c.day, c.reported, c.disputed
    FROM served_codes c JOIN served_events e ON e.number = c.event ORDER BY c.code, c.event;
DROP TABLE served_codes;
ALTER TABLE tied_codes RENAME TO served_codes;

CREATE TABLE served_sides (         -- who stands on which side of the reports of an event
    code VARCHAR NOT NULL,
    event INTEGER NOT NULL,
    type VARCHAR NOT NULL,          -- of the event
    acts BOOLEAN NOT NULL,          -- somebody with the code is an actor in a report of it
    receives BOOLEAN NOT NULL       -- or a recipient
);
INSERT INTO served_sides
    SELECT p.code, x.event, e.type, bool_or(x.is_actor), bool_or(NOT x.is_actor)
    FROM served_party_mentions x JOIN served_parties p ON p.party = x.party JOIN served_events e ON e.number = x.event
    WHERE p.code IS NOT NULL GROUP BY p.code, x.event, e.type ORDER BY p.code, x.event;

CREATE TABLE served_ties (          -- the rows of served_dyads, seen from either end
    code VARCHAR NOT NULL,
    other VARCHAR NOT NULL,
    event INTEGER NOT NULL,
    day DATE NOT NULL,
    score DOUBLE NOT NULL,
    once BOOLEAN NOT NULL           -- one of the rows of an event with this code and this other
);
INSERT INTO served_ties
    SELECT code, other, event, day, score, row_number() OVER (PARTITION BY code, other, event ORDER BY is_actor) = 1
    FROM (SELECT actor AS code, recipient AS other, event, day, score, true AS is_actor FROM served_dyads UNION ALL
        SELECT recipient, actor, event, day, score, false FROM served_dyads) ORDER BY 1, 4, 2, 3;

CREATE TABLE served_pairs (         -- the events in which two take part together, with all that a pair's lists are ordered by
    one VARCHAR NOT NULL,           -- the smaller code
    other VARCHAR NOT NULL,
    event INTEGER NOT NULL,
    tie BIGINT NOT NULL,
    type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    independent_reports INTEGER NOT NULL,
    newest DATE NOT NULL,
    oldest DATE NOT NULL,
    day DATE,
    reported DATE,
    disputed BOOLEAN NOT NULL
);
INSERT INTO served_pairs
    SELECT a.code, b.code, a.event, a.tie, a.type, a.status, a.score, a.independent_reports, a.newest, a.oldest, a.day, a.reported,
        a.disputed
    FROM served_codes a JOIN served_codes b ON b.event = a.event AND a.code < b.code ORDER BY a.code, b.code, a.event;

-- Articles as lists show them. Filled by the first publication after this.
CREATE TABLE served_documents (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    title VARCHAR,
    publisher VARCHAR,
    published DATE,
    published_key DATE NOT NULL,    -- 0001-01-01 where it is not known
    url VARCHAR,
    language VARCHAR,
    read_at TIMESTAMP,
    mentions INTEGER NOT NULL
);

CREATE TABLE served_title_words (   -- the words of titles, by the numbers of served_words
    word INTEGER NOT NULL,
    document INTEGER NOT NULL
);
