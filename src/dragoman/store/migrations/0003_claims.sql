-- Who holds what of each act: one row per claim, in the order of the mention's record. The record stands whole in the `json`
-- of its mention, so that a mention written before this migration has none until its document is read anew.

CREATE TABLE claims (
    document_id VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    stance VARCHAR NOT NULL,        -- asserts, denies, leaves_open
    status VARCHAR NOT NULL,
    target VARCHAR NOT NULL,        -- act, content, party
    party VARCHAR,                  -- whose part in the act is spoken of, as the text names it
    factuality DOUBLE NOT NULL,     -- -3 to 3, in the eyes of the source
    certainty VARCHAR NOT NULL,     -- the same on FactBank's grid
    probability DOUBLE,
    source_kind VARCHAR NOT NULL,   -- the last of the chain, who holds the view
    source VARCHAR,
    source_id VARCHAR,
    source_code VARCHAR,
    source_words VARCHAR NOT NULL,  -- the words of `source` and of its resolved name without accents, each between blanks
    chain VARCHAR[] NOT NULL,       -- all sources by name, outermost first
    cue_start INTEGER,
    cue_end INTEGER,
    evidence_start INTEGER NOT NULL,
    evidence_end INTEGER NOT NULL,
    evidence_text VARCHAR NOT NULL,
    denies VARCHAR,                 -- id of the claim that this one contradicts
    reason VARCHAR NOT NULL
);
