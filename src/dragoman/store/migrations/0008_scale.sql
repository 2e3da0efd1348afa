-- Linking a million mentions: mentions are numbered, and keys and what is joined by them are whole numbers, not text. Numbers
-- are given as rows come; they name a row, order nothing and are told to nobody. What was linked before is linked anew.

-- The column comes first: DuckDB commits no table that was emptied and then altered in one transaction.
ALTER TABLE linked_mentions ADD COLUMN number INTEGER;
DELETE FROM linked_mentions;
DROP TABLE link_keys;
CREATE TABLE link_keys (
    number INTEGER NOT NULL,        -- of the mention, in linked_mentions
    scale TINYINT NOT NULL,         -- 1 day, 2 month, 3 year
    width TINYINT NOT NULL,
    is_sparse BOOLEAN NOT NULL,
    is_alone BOOLEAN NOT NULL,      -- names fewer than two parties
    key UBIGINT NOT NULL,
    narrower UBIGINT NOT NULL
);
DROP TABLE links;
CREATE TABLE links (                -- pairs that by themselves speak for one event, and why: feature → level
    left_number INTEGER NOT NULL,   -- of the mention with the smaller id
    right_number INTEGER NOT NULL,
    bits DOUBLE NOT NULL,
    levels VARCHAR NOT NULL
);

-- What flows between ordered pairs of actors, one row an event and pair, sorted by pair and day: a pair's years lie side by
-- side and are read without the rest. The columns are those of flows.dyads_sql.
CREATE TABLE flows (
    actor VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    day DATE NOT NULL,
    event_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    quad INTEGER NOT NULL,
    score DOUBLE NOT NULL,
    independent_reports INTEGER NOT NULL
);
INSERT INTO flows SELECT * FROM (
    SELECT a.actor, r.recipient, coalesce(e.date_first, e.date_last, e.published_first) AS day, e.id, e.type, e.quad, e.score,
        e.independent_reports
    FROM linked_events e, unnest(e.actors) AS a(actor),
        unnest(CASE WHEN len(e.recipients) > 0 THEN e.recipients ELSE e.actors END) AS r(recipient)
    WHERE e.status = 'actual'
) WHERE day IS NOT NULL AND actor <> recipient ORDER BY actor, recipient, day, id;
ALTER TABLE link_runs ADD COLUMN sorted_flows BIGINT;   -- rows of flows at the last time that they were sorted
