-- How often the process ended while it read what a source gave, with no poll of it since that came to its end: a file on which
-- the watch itself dies must not be asked for again and again.

ALTER TABLE watched ADD COLUMN begun INTEGER DEFAULT 0;
