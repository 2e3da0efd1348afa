-- What watching remembers of its sources, of the items they brought and of who was told of which event.

CREATE TABLE watched (
    name VARCHAR PRIMARY KEY,       -- of the source
    address VARCHAR NOT NULL,       -- with another address the rest of the row is forgotten
    etag VARCHAR,
    modified VARCHAR,               -- Last-Modified as the server wrote it
    due_at TIMESTAMP,               -- UTC, as all moments here
    polled_at TIMESTAMP,
    new_at TIMESTAMP,               -- when something new came last
    failures INTEGER NOT NULL,      -- in a row
    errors INTEGER NOT NULL,        -- in all
    error VARCHAR                   -- the last one, NULL when the last poll went well
);

CREATE TABLE sightings (            -- one row an item, by what tells it from all others
    key VARCHAR PRIMARY KEY,        -- its address, or the source and the id that the source gives it
    document_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    mark VARCHAR NOT NULL,          -- digest of the item as the source shows it: with another, it is read anew
    text_digest VARCHAR,            -- sha256 of the text, once it is there
    rights VARCHAR,                 -- what its publisher allows: all, no-text; NULL where nothing is told
    seen_at TIMESTAMP NOT NULL
);

CREATE TABLE told_events (          -- what the subscribers of a query were told of last
    query VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    digest VARCHAR NOT NULL
);

CREATE TABLE outbox (
    number BIGINT NOT NULL,         -- from 1, without end
    query VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,          -- new, changed
    made_at TIMESTAMP NOT NULL,
    json VARCHAR NOT NULL,
    webhook VARCHAR,                -- where it is still to be sent; NULL when there is nothing to send
    tries INTEGER NOT NULL,
    not_before TIMESTAMP,
    error VARCHAR
);
