-- Where every document stands: waiting to be read, read, or refused. A row is written with the rows of the reading or of the
-- refusal in one transaction, so that the two never disagree. Documents that older stores hold were read.

CREATE TABLE journal (
    id VARCHAR PRIMARY KEY,         -- of the document; '@' and its origin where no document came of it
    state VARCHAR NOT NULL,         -- waiting, read, refused
    digest VARCHAR NOT NULL,        -- of the content that the state is of; '' where there is none yet
    versions_key VARCHAR NOT NULL,  -- of what read or refused it; '' while it waits
    tries INTEGER NOT NULL,         -- while it waits: how often its fetching or reading was begun and not ended
    origin VARCHAR,
    source VARCHAR,                 -- the watched source that brought it; NULL for what was named on the command line
    error VARCHAR,                  -- why it was refused, or why it still waits
    message VARCHAR,
    document VARCHAR,               -- JSON of the document while it waits to be read
    task VARCHAR,                   -- JSON of what is to be fetched while it waits for that
    not_before TIMESTAMP,           -- UTC; it shall not be fetched earlier
    changed_at TIMESTAMP NOT NULL   -- UTC
);

INSERT INTO journal
SELECT id, 'read', digest, versions_key, 0, origin, NULL, NULL, NULL, NULL, NULL, NULL, coalesce(read_at, TIMESTAMP '1970-01-01')
FROM documents;
