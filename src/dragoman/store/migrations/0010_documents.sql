-- What forms tell of an article beyond its text and day. Documents that were read before have none of it, and are whole:
-- a summary could not be read then.
ALTER TABLE documents ADD COLUMN author VARCHAR;
ALTER TABLE documents ADD COLUMN published_at TIMESTAMP;   -- UTC
ALTER TABLE documents ADD COLUMN modified_at TIMESTAMP;    -- UTC
ALTER TABLE documents ADD COLUMN extent VARCHAR DEFAULT 'whole';
-- The language of a passage that is not English and was therefore not coded.
ALTER TABLE sentences ADD COLUMN language VARCHAR;
