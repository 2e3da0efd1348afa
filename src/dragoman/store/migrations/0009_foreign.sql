-- Events of other data sets, for comparison: kept apart from ours, never linked and never counted among them.

CREATE TABLE foreign_events (
    dataset VARCHAR NOT NULL,       -- gdelt, icews, polecat
    id VARCHAR NOT NULL,            -- the file's own; of ICEWS with the day, since its numbers occur twice
    day DATE NOT NULL,
    actor VARCHAR,                  -- our code: alpha-3, UN, EU, or the file's block for another body; NULL where it has none
    actor_name VARCHAR,
    recipient VARCHAR,
    recipient_name VARCHAR,
    type VARCHAR,                   -- PLOVER; NULL for what PLOVER does not code
    mode VARCHAR,
    code VARCHAR NOT NULL,          -- as the file has it: CAMEO, or PLOVER type
    score DOUBLE,
    place VARCHAR,
    place_country VARCHAR,          -- alpha-3
    lat DOUBLE,
    lon DOUBLE,
    reports INTEGER NOT NULL,       -- articles that the file counts; 1 where it does not count
    url VARCHAR,
    origin VARCHAR NOT NULL         -- file and line
);
