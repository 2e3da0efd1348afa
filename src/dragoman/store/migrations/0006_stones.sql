-- What stands in the place of a document that was taken out for good. It tells that and why, nothing of what the text said.

CREATE TABLE stones (
    document_id VARCHAR PRIMARY KEY,
    text_digest VARCHAR NOT NULL,   -- sha256 of the text, so that it is not read again under another id
    reason VARCHAR NOT NULL,
    judge VARCHAR,
    removed_at TIMESTAMP NOT NULL   -- UTC
);
