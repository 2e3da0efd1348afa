-- Published tables of a million events. Postings name the event of their mention, so that a question for one name or word need
-- not read all mentions; and the events of a code stand side by side with all by which they are put in order, so that the
-- pages of an actor and of a pair need not read all events.

CREATE TABLE wide_codes (
    code VARCHAR NOT NULL,
    event INTEGER NOT NULL,
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
INSERT INTO wide_codes
    SELECT c.code, c.event, e.type, e.status, e.score, e.independent_reports, e.newest, e.oldest, e.day, e.reported, e.disputed
    FROM served_codes c JOIN served_events e ON e.number = c.event ORDER BY c.code, c.event;
DROP TABLE served_codes;
ALTER TABLE wide_codes RENAME TO served_codes;

CREATE TABLE party_postings (party INTEGER NOT NULL, is_actor BOOLEAN NOT NULL, m INTEGER NOT NULL, event INTEGER NOT NULL);
INSERT INTO party_postings
    SELECT x.party, x.is_actor, x.m, s.event FROM served_party_mentions x JOIN served_mentions s USING (m) ORDER BY x.party, x.m;
DROP TABLE served_party_mentions;
ALTER TABLE party_postings RENAME TO served_party_mentions;

CREATE TABLE source_postings (source INTEGER NOT NULL, denies BOOLEAN NOT NULL, m INTEGER NOT NULL, event INTEGER NOT NULL);
INSERT INTO source_postings
    SELECT x.source, x.denies, x.m, s.event FROM served_source_mentions x JOIN served_mentions s USING (m) ORDER BY x.source, x.m;
DROP TABLE served_source_mentions;
ALTER TABLE source_postings RENAME TO served_source_mentions;

CREATE TABLE word_postings (word INTEGER NOT NULL, m INTEGER NOT NULL, event INTEGER NOT NULL);
INSERT INTO word_postings
    SELECT x.word, x.m, s.event FROM served_word_mentions x JOIN served_mentions s USING (m) ORDER BY x.word, x.m;
DROP TABLE served_word_mentions;
ALTER TABLE word_postings RENAME TO served_word_mentions;
