"""The SQL that lays out what readers ask most. `*_SQL` are statements in their order; nothing here runs them.

All work on the temporary tables `todo` (events to lay out anew: `id`, `digest`, `number`, `first_seen`, `old`, `part_of`)
and `gone_numbers` (those whose rows go first). Bulk statements: a million events are laid out in some minutes, a batch of
the watch loop in a second.
"""

from __future__ import annotations

from typing import Final

from dragoman.store.flows import pairs_sql

_NO_DAY: Final = "DATE '0001-01-01'"
_NEVER: Final = "DATE '9999-12-31'"
# Parts of a key never hold a unit separator: names come from texts without control characters.
_KEY: Final = "concat_ws(chr(31), coalesce({0}, ''), coalesce({1}, ''), coalesce({2}, ''), coalesce({3}, ''), {4})"
_PARTY_KEY: Final = _KEY.format("p.actor_id", "p.code", "p.country", "p.sector", "p.words")
_SOURCE_KEY: Final = "concat_ws(chr(31), coalesce(c.source_id, ''), coalesce(c.source_code, ''), c.source_words)"
_PLACE_KEY: Final = (
    "concat_ws(chr(31), coalesce(p.geonames_id::VARCHAR, ''), coalesce(p.country, ''), p.name,"
    " coalesce(p.lat::VARCHAR, ''), coalesce(p.lon::VARCHAR, ''))"
)

# Lookups of one record by its id in tables without a key. Made when a server starts, so that a bulk run without one pays
# nothing for them: 20,000 mentions wrote at the same speed with them as without, within the noise of a shared machine.
INDEXES_SQL: Final = (
    "CREATE INDEX IF NOT EXISTS by_mention_id ON event_mentions (id)",
    "CREATE INDEX IF NOT EXISTS by_mention_document ON event_mentions (document_id)",
    "CREATE INDEX IF NOT EXISTS by_sentence_document ON sentences (document_id)",
    "CREATE INDEX IF NOT EXISTS by_linked_event_id ON linked_events (id)",
    "CREATE INDEX IF NOT EXISTS by_member_event ON linked_members (event_id)",
    "CREATE INDEX IF NOT EXISTS by_member_mention ON linked_members (mention_id)",
    "CREATE INDEX IF NOT EXISTS by_linked_document ON linked_documents (document_id)",
    "CREATE INDEX IF NOT EXISTS by_linked_head ON linked_documents (head)",
    "CREATE INDEX IF NOT EXISTS by_left_out_document ON left_out (document_id)",
    "CREATE INDEX IF NOT EXISTS by_relation_document ON relations (document_id)",
    "CREATE INDEX IF NOT EXISTS by_served_event_id ON served_events (id)",
    "CREATE INDEX IF NOT EXISTS by_served_event_number ON served_events (number)",
    "CREATE INDEX IF NOT EXISTS by_served_mention_event ON served_mentions (event)",
)

# Where an article was taken out, nothing is told of what changed: the card of before quotes it.
TODO_SQL: Final = """CREATE OR REPLACE TEMP TABLE todo AS
    WITH moved AS (
        SELECT s.event, bool_or(d.id IS NULL) AS is_lost
        FROM served_mentions s LEFT JOIN documents d ON d.id = s.document_id
        WHERE d.revision IS DISTINCT FROM s.revision GROUP BY s.event
    ), lost AS (SELECT event FROM moved WHERE is_lost)
    SELECT e.id, hash(e.json, coalesce(e.part_of, '')) AS digest, s.number AS was, s.first_seen,
        CASE WHEN s.number NOT IN (FROM lost) THEN s.changed_at END AS changed_at,
        CASE WHEN s.number NOT IN (FROM lost) THEN s.card END AS old,
        (coalesce((SELECT max(number) FROM served_events), 0)
            + row_number() OVER (ORDER BY s.number IS NOT NULL, e.date_last DESC NULLS LAST, e.id))::INTEGER AS new_number
    FROM linked_events e LEFT JOIN served_events s ON s.id = e.id
    WHERE s.digest IS DISTINCT FROM hash(e.json, coalesce(e.part_of, '')) OR s.number IN (SELECT event FROM moved)"""

GONE_SQL: Final = """CREATE OR REPLACE TEMP TABLE gone_numbers AS
    SELECT s.number FROM served_events s ANTI JOIN linked_events e ON e.id = s.id
    UNION ALL SELECT was FROM todo WHERE was IS NOT NULL"""

# What is taken down before it is laid out anew, in this order: the mentions tell which postings go.
CLEAR_SQL: Final = (
    "CREATE OR REPLACE TEMP TABLE gone_m AS SELECT m FROM served_mentions WHERE event IN (SELECT number FROM gone_numbers)",
    "DELETE FROM served_party_mentions WHERE m IN (SELECT m FROM gone_m)",
    "DELETE FROM served_source_mentions WHERE m IN (SELECT m FROM gone_m)",
    "DELETE FROM served_word_mentions WHERE m IN (SELECT m FROM gone_m)",
    """DELETE FROM served_changes WHERE event_id IN (
        SELECT e.id FROM served_events e JOIN served_mentions s ON s.event = e.number
        ANTI JOIN documents d ON d.id = s.document_id)""",
    "DELETE FROM served_mentions WHERE event IN (SELECT number FROM gone_numbers)",
    "DELETE FROM served_codes WHERE event IN (SELECT number FROM gone_numbers)",
    "DELETE FROM served_dyads WHERE event IN (SELECT number FROM gone_numbers)",
    "DELETE FROM served_events WHERE number IN (SELECT number FROM gone_numbers)",
)

# The mention that speaks for its event: the most probable one, the first of equals.
FACES_SQL: Final = """CREATE OR REPLACE TEMP TABLE faces AS
    WITH members AS (
        SELECT x.event_id, x.position, m.id, m.document_id, m.evidence_text, m.probability, m.score
        FROM linked_members x SEMI JOIN todo ON todo.id = x.event_id JOIN event_mentions m ON m.id = x.mention_id
    ), best AS (
        SELECT event_id, max(probability) AS probability,
            first(struct_pack(id := id, document := document_id, text := left(evidence_text, 400))
                ORDER BY probability DESC NULLS LAST, score DESC, position) AS face
        FROM members GROUP BY event_id
    ), denied AS (
        SELECT x.event_id, list(DISTINCT coalesce(c.source, c.source_kind) ORDER BY coalesce(c.source, c.source_kind))
                FILTER (c.stance = 'denies') AS denied_by,
            bool_or(c.denies IS NOT NULL) AS disputed
        FROM linked_members x SEMI JOIN todo ON todo.id = x.event_id JOIN claims c ON c.mention_id = x.mention_id
        GROUP BY x.event_id
    )
    SELECT best.*, coalesce(denied.denied_by, []) AS denied_by, coalesce(denied.disputed, false) AS disputed
    FROM best LEFT JOIN denied USING (event_id)"""

# What cards are made of, put in their order once: joined anew for every batch, it grew with the square of the events.
STAGE_SQL: Final = """CREATE OR REPLACE TEMP TABLE card_rows AS
    SELECT t.id, t.digest, t.new_number, t.first_seen, t.changed_at, t.old, e.json, e.part_of, e.quad, e.score,
        f.probability, f.face.id AS mention_id, f.face.document AS document_id, f.face.text AS evidence, f.denied_by, f.disputed
    FROM todo t JOIN linked_events e ON e.id = t.id LEFT JOIN faces f ON f.event_id = t.id
    ORDER BY t.new_number"""
CARDS_SQL: Final = "SELECT * FROM card_rows WHERE new_number BETWEEN ? AND ? ORDER BY new_number"

LAY_SQL: Final = (
    f"""INSERT INTO served_places
        SELECT (coalesce((SELECT max(place) FROM served_places), 0) + row_number() OVER (ORDER BY key))::INTEGER, *
        FROM (SELECT DISTINCT ON (key) {_PLACE_KEY} AS key, p.name, p.country, p.lat, p.lon, p.geonames_id, p.words
            FROM places p SEMI JOIN (SELECT mention_id FROM linked_members SEMI JOIN todo ON todo.id = event_id) n
                ON n.mention_id = p.mention_id
            WHERE {_PLACE_KEY} NOT IN (SELECT key FROM served_places) ORDER BY key, p.words)""",
    f"""CREATE OR REPLACE TEMP TABLE fresh AS
        WITH cited AS (
            SELECT mention_id, bit_or(CASE kind WHEN 'author' THEN 1 WHEN 'named' THEN 2 WHEN 'official' THEN 4
                WHEN 'anonymous' THEN 8 ELSE 16 END)::UTINYINT AS kinds
            FROM sources GROUP BY mention_id
        ), told AS (SELECT mention_id, bool_or(denies IS NOT NULL) AS disputed FROM claims GROUP BY mention_id),
        placed AS (
            SELECT p.mention_id, min(s.place) AS place FROM places p JOIN served_places s ON s.key = {_PLACE_KEY}
            GROUP BY p.mention_id
        )
        SELECT (coalesce((SELECT max(m) FROM served_mentions), 0) + row_number() OVER (ORDER BY t.new_number, x.position))::INTEGER AS m,
            t.new_number AS event, e.id, e.document_id, d.revision, e.type, e.modes, e.status, e.date_first, e.date_last,
            coalesce(e.date_last, e.date_first, {_NO_DAY}) AS newest,
            coalesce(e.date_first, e.date_last, {_NEVER}) AS oldest,
            d.published, coalesce(d.published, {_NO_DAY}) AS published_key, e.probability,
            coalesce(c.kinds, 1)::UTINYINT AS kinds, coalesce(o.disputed, false) AS disputed, p.place, e.evidence_text
        FROM todo t JOIN linked_members x ON x.event_id = t.id JOIN event_mentions e ON e.id = x.mention_id
        JOIN documents d ON d.id = e.document_id
        LEFT JOIN cited c ON c.mention_id = e.id LEFT JOIN told o ON o.mention_id = e.id
        LEFT JOIN placed p ON p.mention_id = e.id""",
    "INSERT INTO served_mentions SELECT * EXCLUDE (evidence_text) FROM fresh",
    f"""INSERT INTO served_parties
        SELECT (coalesce((SELECT max(party) FROM served_parties), 0) + row_number() OVER (ORDER BY key))::INTEGER, *
        FROM (SELECT DISTINCT ON (key) {_PARTY_KEY} AS key, p.actor_id, p.code, p.country, p.sector, p.name, p.words
            FROM participants p SEMI JOIN fresh f ON f.id = p.mention_id
            WHERE {_PARTY_KEY} NOT IN (SELECT key FROM served_parties) ORDER BY key, p.name)""",
    f"""INSERT INTO served_party_mentions
        SELECT DISTINCT s.party, p.role = 'actor' AS is_actor, f.m, f.event
        FROM participants p JOIN fresh f ON f.id = p.mention_id JOIN served_parties s ON s.key = {_PARTY_KEY}
        ORDER BY s.party, f.m""",
    f"""INSERT INTO served_sources
        SELECT (coalesce((SELECT max(source) FROM served_sources), 0) + row_number() OVER (ORDER BY key))::INTEGER, *
        FROM (SELECT DISTINCT ON (key) {_SOURCE_KEY} AS key, c.source_id, c.source_code, c.source_words
            FROM claims c SEMI JOIN fresh f ON f.id = c.mention_id
            WHERE c.source_words <> ' ' AND {_SOURCE_KEY} NOT IN (SELECT key FROM served_sources))""",
    f"""INSERT INTO served_source_mentions
        SELECT s.source, bool_or(c.stance = 'denies'), f.m, f.event
        FROM claims c JOIN fresh f ON f.id = c.mention_id JOIN served_sources s ON s.key = {_SOURCE_KEY}
        GROUP BY s.source, f.m, f.event ORDER BY s.source, f.m""",
    """CREATE OR REPLACE TEMP TABLE said AS
        SELECT DISTINCT unnest(regexp_split_to_array(lower(evidence_text), '[^\\pL\\pN]+')) AS text, m, event FROM fresh""",
    """INSERT INTO served_words
        SELECT (coalesce((SELECT max(word) FROM served_words), 0) + row_number() OVER (ORDER BY text))::INTEGER, text
        FROM (SELECT DISTINCT text FROM said WHERE text <> '' AND text NOT IN (SELECT text FROM served_words))""",
    """INSERT INTO served_word_mentions
        SELECT w.word, s.m, s.event FROM said s JOIN served_words w USING (text) ORDER BY w.word, s.m""",
    """INSERT INTO served_codes
        SELECT p.code, s.number, s.type, s.status, s.score, s.independent_reports, s.newest, s.oldest, s.day, s.reported, s.disputed
        FROM (SELECT unnest(e.parties) AS code, t.new_number AS event FROM todo t JOIN linked_events e ON e.id = t.id) p
        JOIN served_events s ON s.number = p.event ORDER BY p.code, s.number""",
    # As `flows` has them, made of the events at hand: reading all flows for those of a batch would cost more.
    "INSERT INTO served_dyads BY NAME "
    + pairs_sql(
        "new_number AS event, day, actor, recipient, type, quad, score, independent_reports, published_first AS reported",
        "todo JOIN linked_events e ON e.id = todo.id",
    )
    + " ORDER BY actor, recipient, day",
)

# Who acts in how many events. Made as a whole: a name is that which most mentions give.
ACTORS_SQL: Final = (
    "DELETE FROM served_actors",
    """INSERT INTO served_actors
        WITH named AS (
            SELECT p.party, coalesce(p.actor_id, p.code) AS id, p.code, p.name, p.sector, p.country, p.words
            FROM served_parties p WHERE coalesce(p.actor_id, p.code) IS NOT NULL
        ), used AS (
            SELECT n.id, n.party, s.event, min(s.oldest) AS first, max(s.newest) AS last
            FROM named n JOIN served_party_mentions x ON x.party = n.party JOIN served_mentions s ON s.m = x.m
            GROUP BY n.id, n.party, s.event
        ), sums AS (
            SELECT id, count(DISTINCT event)::INTEGER AS events,
                min(first) FILTER (first < DATE '9999-12-31') AS first, max(last) FILTER (last > DATE '0001-01-01') AS last
            FROM used GROUP BY id
        ), weights AS (SELECT id, party, count(*) AS weight FROM used GROUP BY id, party),
        faces AS (
            SELECT n.id, arg_max(struct_pack(code := n.code, name := coalesce(n.name, n.id), sector := n.sector,
                country := n.country, words := n.words), struct_pack(weight := w.weight, party := -n.party)) AS face
            FROM named n JOIN weights w ON w.party = n.party AND w.id = n.id GROUP BY n.id
        )
        SELECT id, face.code, face.name, face.sector, face.country, face.words, events, first, last
        FROM faces JOIN sums USING (id) ORDER BY events DESC, id""",
)

# What nothing refers to any more.
UNUSED_SQL: Final = (
    "DELETE FROM served_words WHERE word NOT IN (SELECT word FROM served_word_mentions)",
    "DELETE FROM served_parties WHERE party NOT IN (SELECT party FROM served_party_mentions)",
    "DELETE FROM served_sources WHERE source NOT IN (SELECT source FROM served_source_mentions)",
    f"DELETE FROM served_places WHERE key NOT IN (SELECT {_PLACE_KEY} FROM places p)",
    "DELETE FROM served_changes WHERE event_id NOT IN (SELECT id FROM served_events)",
)
