"""The SQL that lays out what readers ask most. `*_SQL` are statements in their order; nothing here runs them.

All work on the temporary tables `todo` (events to lay out anew: `id`, `digest`, `was`, `new_number`, `first_seen`, `changed_at`, `old`),
`gone_numbers` (those whose rows go first), `lost_numbers` (those of which an article was taken out) and `todo_documents`. What
they are made of stands in `live_events`, `live_members` and `live_mentions`: views where everything is compared, tables of the
few rows where it is known what changed, since a question that joins reads a column of a million texts for ten of them.
"""

from __future__ import annotations

from typing import Final

from dragoman.store.flows import pairs_sql

_NO_DAY: Final = "DATE '0001-01-01'"
_NEVER: Final = "DATE '9999-12-31'"
# Parts of a key never hold a unit separator: names come from texts without control characters.
_KEY: Final = "concat_ws(chr(31), coalesce({0}, ''), coalesce({1}, ''), coalesce({2}, ''), coalesce({3}, ''), {4})"
# What orders equals: sixty bits of a digest of the id, the same in every store and on every machine.
_TIE: Final = "('0x' || left(md5({0}), 15))::BIGINT"
_WORDS: Final = "regexp_split_to_array(lower({0}), '[^\\pL\\pN]+')"
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
    "CREATE INDEX IF NOT EXISTS by_served_document_id ON served_documents (id)",
    "CREATE INDEX IF NOT EXISTS by_served_document_number ON served_documents (number)",
)

_TODO_COLUMNS: Final = """e.id, hash(e.json, coalesce(e.part_of, '')) AS digest, s.number AS was, s.first_seen,
        CASE WHEN s.number NOT IN (FROM lost_numbers) THEN s.changed_at END AS changed_at,
        CASE WHEN s.number NOT IN (FROM lost_numbers) THEN s.card END AS old,
        (coalesce((SELECT max(number) FROM served_events), 0)
            + row_number() OVER (ORDER BY s.number IS NOT NULL, e.date_last DESC NULLS LAST, e.id))::INTEGER AS new_number"""
_CHANGED: Final = (
    """s.digest IS DISTINCT FROM hash(e.json, coalesce(e.part_of, '')) OR s.number IN (SELECT event FROM moved)"""
)


def _work_sql(events: str, shown: str, documents: str, shown_documents: str) -> tuple[str, ...]:
    """What is to be laid out anew, and what is gone: of events and articles as they are, and of the rows by which they are shown."""
    return (
        f"""CREATE OR REPLACE TEMP TABLE todo AS SELECT {_TODO_COLUMNS}
        FROM {events} e LEFT JOIN {shown} s ON s.id = e.id WHERE {_CHANGED}""",
        f"""CREATE OR REPLACE TEMP TABLE gone_numbers AS
        SELECT s.number FROM {shown} s ANTI JOIN {events} e ON e.id = s.id
        UNION ALL SELECT was FROM todo WHERE was IS NOT NULL""",
        f"""CREATE OR REPLACE TEMP TABLE todo_documents AS
        SELECT d.id, s.number AS was FROM {documents} d LEFT JOIN {shown_documents} s ON s.id = d.id
        WHERE s.revision IS DISTINCT FROM d.revision""",
        f"""CREATE OR REPLACE TEMP TABLE gone_documents AS
        SELECT s.number FROM {shown_documents} s ANTI JOIN {documents} d ON d.id = s.id
        UNION ALL SELECT was FROM todo_documents WHERE was IS NOT NULL""",
    )


# What is to be done, found by comparing everything. Where an article was taken out, nothing is told of what changed: the card
# of before quotes it.
COMPARE_SQL: Final = (
    """CREATE OR REPLACE TEMP TABLE moved AS
        SELECT s.event, bool_or(d.id IS NULL) AS is_lost
        FROM served_mentions s LEFT JOIN documents d ON d.id = s.document_id
        WHERE d.revision IS DISTINCT FROM s.revision GROUP BY s.event""",
    "CREATE OR REPLACE TEMP TABLE lost_numbers AS SELECT event AS number FROM moved WHERE is_lost",
    *_work_sql("linked_events", "served_events", "documents", "served_documents"),
)
LIVE_VIEWS_SQL: Final = (
    "CREATE TEMP VIEW live_events AS SELECT e.* FROM linked_events e SEMI JOIN todo t ON t.id = e.id",
    "CREATE TEMP VIEW live_members AS SELECT x.* FROM linked_members x SEMI JOIN todo t ON t.id = x.event_id",
    "CREATE TEMP VIEW live_mentions AS SELECT * FROM event_mentions",
    "CREATE TEMP VIEW live_documents AS SELECT d.* FROM documents d SEMI JOIN todo_documents t ON t.id = d.id",
)
NO_LIVE_VIEWS_SQL: Final = tuple(
    f"DROP VIEW IF EXISTS {name}" for name in ("live_events", "live_members", "live_mentions", "live_documents")
)
NO_LIVE_TABLES_SQL: Final = tuple(sql.replace("VIEW", "TABLE") for sql in NO_LIVE_VIEWS_SQL)

# The same where it is known which events and articles may have changed: `due_events` and `due_documents`, of `id`.
MOVED_SQL: Final = (
    """CREATE OR REPLACE TEMP TABLE moved AS
        SELECT s.event, bool_or(d.id IS NULL) AS is_lost
        FROM served_mentions s JOIN due_documents u ON u.id = s.document_id LEFT JOIN documents d ON d.id = u.id
        WHERE d.revision IS DISTINCT FROM s.revision GROUP BY s.event""",
    "CREATE OR REPLACE TEMP TABLE lost_numbers AS SELECT event AS number FROM moved WHERE is_lost",
    """INSERT INTO due_events SELECT s.id FROM served_events s
        WHERE s.number IN (SELECT event FROM moved) AND s.id NOT IN (SELECT id FROM due_events)""",
)
# `shown` holds the rows of `served_events`, and `shown_documents` those of `served_documents`, that are due.
DUE_SQL: Final = (
    *_work_sql("live_events", "shown", "live_documents", "shown_documents"),
    "DELETE FROM live_documents WHERE id NOT IN (SELECT id FROM todo_documents)",
)

# What is taken down before it is laid out anew, in this order: the mentions tell which postings go.
CLEAR_SQL: Final = (
    "CREATE OR REPLACE TEMP TABLE gone_m AS SELECT m FROM served_mentions WHERE event IN (SELECT number FROM gone_numbers)",
    "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT party FROM served_party_mentions WHERE m IN (SELECT m FROM gone_m)",
    "DELETE FROM served_party_mentions WHERE m IN (SELECT m FROM gone_m)",
    "DELETE FROM served_source_mentions WHERE m IN (SELECT m FROM gone_m)",
    "DELETE FROM served_word_mentions WHERE m IN (SELECT m FROM gone_m)",
    """DELETE FROM served_changes WHERE event_id IN (
        SELECT id FROM served_events WHERE number IN (SELECT number FROM lost_numbers))""",
    "DELETE FROM served_mentions WHERE event IN (SELECT number FROM gone_numbers)",
    *(
        f"DELETE FROM {table} WHERE event IN (SELECT number FROM gone_numbers)"
        for table in ("served_codes", "served_pairs", "served_sides", "served_dyads", "served_ties")
    ),
    "DELETE FROM served_events WHERE number IN (SELECT number FROM gone_numbers)",
    "DELETE FROM served_title_words WHERE document IN (SELECT number FROM gone_documents)",
    "DELETE FROM served_documents WHERE number IN (SELECT number FROM gone_documents)",
)

# The mention that speaks for its event: the most probable one, the first of equals.
FACES_SQL: Final = """CREATE OR REPLACE TEMP TABLE faces AS
    WITH members AS (
        SELECT x.event_id, x.position, m.id, m.document_id, m.evidence_text, m.probability, m.score
        FROM live_members x SEMI JOIN todo ON todo.id = x.event_id JOIN live_mentions m ON m.id = x.mention_id
    ), best AS (
        SELECT event_id, max(probability) AS probability,
            first(struct_pack(id := id, document := document_id, text := left(evidence_text, 400))
                ORDER BY probability DESC NULLS LAST, score DESC, position) AS face
        FROM members GROUP BY event_id
    ), denied AS (
        SELECT x.event_id, list(DISTINCT coalesce(c.source, c.source_kind) ORDER BY coalesce(c.source, c.source_kind))
                FILTER (c.stance = 'denies') AS denied_by,
            bool_or(c.denies IS NOT NULL) AS disputed
        FROM live_members x SEMI JOIN todo ON todo.id = x.event_id JOIN claims c ON c.mention_id = x.mention_id
        GROUP BY x.event_id
    )
    SELECT best.*, coalesce(denied.denied_by, []) AS denied_by, coalesce(denied.disputed, false) AS disputed
    FROM best LEFT JOIN denied USING (event_id)"""

# What cards are made of, put in their order once: joined anew for every batch, it grew with the square of the events.
STAGE_SQL: Final = """CREATE OR REPLACE TEMP TABLE card_rows AS
    SELECT t.id, t.digest, t.new_number, t.first_seen, t.changed_at, t.old, e.json, e.part_of, e.quad, e.score,
        f.probability, f.face.id AS mention_id, f.face.document AS document_id, f.face.text AS evidence, f.denied_by, f.disputed
    FROM todo t JOIN live_events e ON e.id = t.id LEFT JOIN faces f ON f.event_id = t.id
    ORDER BY t.new_number"""
CARDS_SQL: Final = "SELECT * FROM card_rows WHERE new_number BETWEEN ? AND ? ORDER BY new_number"

LAY_SQL: Final = (
    f"""INSERT INTO served_places
        SELECT (coalesce((SELECT max(place) FROM served_places), 0) + row_number() OVER (ORDER BY key))::INTEGER, *
        FROM (SELECT DISTINCT ON (key) {_PLACE_KEY} AS key, p.name, p.country, p.lat, p.lon, p.geonames_id, p.words
            FROM places p SEMI JOIN (SELECT mention_id FROM live_members) n
                ON n.mention_id = p.mention_id
            WHERE {_PLACE_KEY} NOT IN (SELECT key FROM served_places) ORDER BY key, p.words)""",
    # Events of one report stand apart from the others, so that a question for the one kind skips the other.
    f"""CREATE OR REPLACE TEMP TABLE fresh AS
        WITH cited AS (
            SELECT s.mention_id, bit_or(CASE kind WHEN 'author' THEN 1 WHEN 'named' THEN 2 WHEN 'official' THEN 4
                WHEN 'anonymous' THEN 8 ELSE 16 END)::UTINYINT AS kinds
            FROM sources s SEMI JOIN live_members x ON x.mention_id = s.mention_id GROUP BY s.mention_id
        ), told AS (
            SELECT c.mention_id, bool_or(c.denies IS NOT NULL) AS disputed
            FROM claims c SEMI JOIN live_members x ON x.mention_id = c.mention_id GROUP BY c.mention_id
        ), placed AS (
            SELECT p.mention_id, min(s.place) AS place
            FROM places p SEMI JOIN live_members x ON x.mention_id = p.mention_id JOIN served_places s ON s.key = {_PLACE_KEY}
            GROUP BY p.mention_id
        )
        SELECT (coalesce((SELECT max(m) FROM served_mentions), 0)
                + row_number() OVER (ORDER BY n.reports > 1, t.new_number, x.position))::INTEGER AS m,
            {_TIE.format("e.id")} AS tie, t.new_number AS event, e.id, e.document_id, d.revision, e.type, e.modes, e.status,
            e.date_first, e.date_last, coalesce(e.date_last, e.date_first, {_NO_DAY}) AS newest,
            coalesce(e.date_first, e.date_last, {_NEVER}) AS oldest,
            d.published, coalesce(d.published, {_NO_DAY}) AS published_key, e.probability,
            coalesce(c.kinds, 1)::UTINYINT AS kinds, coalesce(o.disputed, false) AS disputed, p.place,
            n.reports = 1 AS alone, e.evidence_text
        FROM todo t JOIN live_members x ON x.event_id = t.id
        JOIN (SELECT event_id, count(*) AS reports FROM live_members GROUP BY event_id) n ON n.event_id = t.id JOIN live_mentions e ON e.id = x.mention_id
        JOIN documents d ON d.id = e.document_id
        LEFT JOIN cited c ON c.mention_id = e.id LEFT JOIN told o ON o.mention_id = e.id
        LEFT JOIN placed p ON p.mention_id = e.id""",
    """INSERT INTO served_mentions BY NAME
        SELECT f.* EXCLUDE (evidence_text), s.tie AS e_tie, s.newest AS e_newest, s.oldest AS e_oldest, s.day AS e_day,
            s.reported AS e_reported, s.reported_key AS e_reported_key, s.first_seen AS e_first_seen,
            s.changed_at AS e_changed_at, s.importance AS e_importance, s.reports AS e_reports,
            s.independent_reports AS e_independent_reports, s.quad AS e_quad, s.score AS e_score, s.lat AS e_lat, s.lon AS e_lon
        FROM fresh f JOIN served_events s ON s.number = f.event ORDER BY f.m""",
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
    f"""CREATE OR REPLACE TEMP TABLE said AS
        SELECT DISTINCT unnest({_WORDS.format("evidence_text")}) AS text, m, event FROM fresh""",
    """CREATE OR REPLACE TEMP TABLE fresh_documents AS
        SELECT (coalesce((SELECT max(number) FROM served_documents), 0)
                + row_number() OVER (ORDER BY d.published DESC NULLS LAST, d.id))::INTEGER AS number,
            d.id, d.revision, d.title, d.publisher, d.published, coalesce(d.published, DATE '0001-01-01') AS published_key, d.url,
            d.language, d.read_at, coalesce(n.mentions, 0)::INTEGER AS mentions
        FROM live_documents d LEFT JOIN (
            SELECT m.document_id, count(*) AS mentions FROM event_mentions m SEMI JOIN todo_documents t ON t.id = m.document_id
            GROUP BY m.document_id) n ON n.document_id = d.id""",
    "INSERT INTO served_documents BY NAME SELECT * FROM fresh_documents ORDER BY number",
    f"""CREATE OR REPLACE TEMP TABLE titled AS
        SELECT DISTINCT unnest({_WORDS.format("title")}) AS text, number FROM fresh_documents WHERE title IS NOT NULL""",
    """INSERT INTO served_words
        SELECT (coalesce((SELECT max(word) FROM served_words), 0) + row_number() OVER (ORDER BY text))::INTEGER, text
        FROM (SELECT DISTINCT text FROM (SELECT text FROM said UNION ALL SELECT text FROM titled)
            WHERE text <> '' AND text NOT IN (SELECT text FROM served_words))""",
    """INSERT INTO served_title_words
        SELECT w.word, t.number FROM titled t JOIN served_words w USING (text) ORDER BY w.word, t.number""",
    """INSERT INTO served_word_mentions
        SELECT w.word, s.m, s.event FROM said s JOIN served_words w USING (text) ORDER BY w.word, s.m""",
    """INSERT INTO served_codes
        SELECT p.code, s.number, s.tie, s.type, s.status, s.quad, s.score, s.independent_reports, s.newest, s.oldest, s.day, s.reported,
            s.disputed
        FROM (SELECT unnest(e.parties) AS code, t.new_number AS event FROM todo t JOIN live_events e ON e.id = t.id) p
        JOIN served_events s ON s.number = p.event ORDER BY p.code, s.number""",
    """INSERT INTO served_pairs
        WITH own AS (SELECT c.* FROM served_codes c JOIN todo t ON t.new_number = c.event)
        SELECT a.code, b.code, a.event, a.tie, a.type, a.status, a.score, a.independent_reports, a.newest, a.oldest, a.day,
            a.reported, a.disputed
        FROM own a JOIN own b ON b.event = a.event AND a.code < b.code ORDER BY a.code, b.code, a.event""",
    """INSERT INTO served_sides
        SELECT p.code, f.event, s.type, bool_or(x.is_actor), bool_or(NOT x.is_actor)
        FROM fresh f JOIN served_party_mentions x ON x.m = f.m JOIN served_parties p ON p.party = x.party
        JOIN served_events s ON s.number = f.event
        WHERE p.code IS NOT NULL GROUP BY p.code, f.event, s.type ORDER BY p.code, f.event""",
    # As `flows` has them, made of the events at hand: reading all flows for those of a batch would cost more.
    "INSERT INTO served_dyads BY NAME "
    + pairs_sql(
        "new_number AS event, day, actor, recipient, type, quad, score, independent_reports, published_first AS reported",
        "todo JOIN live_events e ON e.id = todo.id",
    )
    + " ORDER BY actor, recipient, day",
    """INSERT INTO served_ties
        WITH own AS (SELECT d.* FROM served_dyads d JOIN todo t ON t.new_number = d.event)
        SELECT code, other, event, day, score, row_number() OVER (PARTITION BY code, other, event ORDER BY is_actor) = 1
        FROM (SELECT actor AS code, recipient AS other, event, day, score, true AS is_actor FROM own UNION ALL
            SELECT recipient, actor, event, day, score, false FROM own) ORDER BY 1, 4, 2, 3""",
)

# Who acts in how many events: all whose reports came or went. The name is that which most events give, the first of equals.
ACTORS_SQL: Final = (
    """CREATE OR REPLACE TEMP TABLE touched_actors AS
        SELECT DISTINCT coalesce(p.actor_id, p.code) AS id FROM served_parties p
        WHERE coalesce(p.actor_id, p.code) IS NOT NULL AND (p.party IN (FROM touched)
            OR p.party IN (SELECT party FROM served_party_mentions x WHERE x.m IN (SELECT m FROM fresh)))""",
    "DELETE FROM served_actors WHERE id IN (SELECT id FROM touched_actors)",
    """INSERT INTO served_actors
        WITH named AS (
            SELECT p.party, t.id, p.key, p.code, p.name, p.sector, p.country, p.words
            FROM served_parties p JOIN touched_actors t ON t.id = coalesce(p.actor_id, p.code)
        ), used AS (
            SELECT n.id, n.party, x.event, min(s.oldest) AS first, max(s.newest) AS last
            FROM named n JOIN served_party_mentions x ON x.party = n.party JOIN served_mentions s ON s.m = x.m
            GROUP BY n.id, n.party, x.event
        ), sums AS (
            SELECT id, count(DISTINCT event)::INTEGER AS events,
                min(first) FILTER (first < DATE '9999-12-31') AS first, max(last) FILTER (last > DATE '0001-01-01') AS last
            FROM used GROUP BY id
        ), weights AS (SELECT id, party, count(*) AS weight FROM used GROUP BY id, party),
        faces AS (
            SELECT n.id, first(struct_pack(code := n.code, name := coalesce(n.name, n.id), sector := n.sector,
                country := n.country, words := n.words) ORDER BY w.weight DESC, n.key) AS face
            FROM named n JOIN weights w ON w.party = n.party AND w.id = n.id GROUP BY n.id
        )
        SELECT id, face.code, face.name, face.sector, face.country, face.words, events, first, last
        FROM faces JOIN sums USING (id) ORDER BY events DESC, id""",
)

# What nothing refers to any more.
UNUSED_SQL: Final = (
    """DELETE FROM served_words WHERE word NOT IN (SELECT word FROM served_word_mentions)
        AND word NOT IN (SELECT word FROM served_title_words)""",
    "DELETE FROM served_parties WHERE party NOT IN (SELECT party FROM served_party_mentions)",
    "DELETE FROM served_sources WHERE source NOT IN (SELECT source FROM served_source_mentions)",
    f"DELETE FROM served_places WHERE key NOT IN (SELECT {_PLACE_KEY} FROM places p)",
    "DELETE FROM served_changes WHERE event_id NOT IN (SELECT id FROM served_events)",
)
