-- Linking a million mentions: mentions are numbered, and keys and what is joined by them are whole numbers, not text. Numbers
-- are given as rows come; they name a row, order nothing and are told to nobody. What was linked before is linked anew.

DELETE FROM linked_mentions;
ALTER TABLE linked_mentions ADD COLUMN number INTEGER;
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
