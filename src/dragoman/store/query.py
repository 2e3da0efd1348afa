"""What can be asked of a store, and the SQL that asks it. `*_sql` return SQL with its parameters and run nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from dragoman.errors import ConfigError
from dragoman.records import Record, RelationKind, SourceKind, Status
from dragoman.store.words import split_words

Order = Literal["text", "oldest", "newest", "published", "score"]
Sql = tuple[str, list[Any]]

# Every order ends in the place in the text, so that two runs of one query list the same rows in the same order.
_TEXT_ORDER = "m.document_id, m.sentence, m.trigger_start, m.position"
_ORDERS: dict[Order, str] = {
    "text": _TEXT_ORDER,
    "oldest": f"coalesce(m.date_first, m.date_last) ASC NULLS LAST, m.date_last ASC NULLS LAST, {_TEXT_ORDER}",
    "newest": f"coalesce(m.date_last, m.date_first) DESC NULLS LAST, m.date_first DESC NULLS LAST, {_TEXT_ORDER}",
    "published": f"d.published DESC NULLS LAST, {_TEXT_ORDER}",
    "score": f"m.score DESC, {_TEXT_ORDER}",
}
_EVENT_ORDERS: dict[Order, str] = {
    "oldest": "coalesce(e.date_first, e.date_last) ASC NULLS LAST, ",
    "newest": "coalesce(e.date_last, e.date_first) DESC NULLS LAST, ",
}
_CODE = re.compile(r"[A-Z0-9]{2,}([ _-][A-Z0-9]+)*|[a-z]+:\S+")
_SOURCE_COLUMNS = ("p.source_id", "p.source_code")
_TERM = re.compile(r'"([^"]+)"|(\S+)')


class EventQuery(Record, frozen=True):
    """Which event mentions are asked for. All that is given must hold; what is not given does not matter.

    Attributes:
        actor: An actor, recipient or either is meant when its id, code, country or sector, or code and sector together
            (`SYR GOV`), is the value, or when the value stands as whole words in its name or in the text, whatever the
            case and the accents. A value all in capitals asks the text for the same capitals: `US` is not "us".
        recipient: The same of those acted upon.
        either: The same of both.
        country: ISO 3166 alpha-3 country of any actor or recipient.
        place: Whole words of the place's name, or its GeoNames number.
        place_country: ISO 3166 alpha-3 country to which the place is counted.
        type: Any of these event types.
        mode: Any of these modes.
        status: Any of these.
        source_kind: Any source is of one of these kinds. A mention without a source is the author's own.
        disputed: Only mentions of which one source asserts what another denies, or the other way round with `False`.
        denied_by: One who denies the act or somebody's part in it: an id, a code, or whole words of the source's name.
        day_from: The act may have fallen on this day or later. Acts without a day are not found by days.
        day_to: The act may have fallen on this day or earlier.
        published_from: First day of publication.
        published_to: Last day of publication.
        text: Words, or phrases in double quotes, that must all occur, as parts of words too, whatever the case.
        text_in: Where they must occur: in the evidence, or anywhere in the article or its title.
        document: Id of the document.
        event: Id of the event that the mention was linked to, within its article (`event:…`) or over all (`linked:…`).
        min_probability: Lowest probability, from 0 to 1; rows without one are not found by it.
        order: `text` (document, then place in it), `oldest` and `newest` by the day of the act, `published` (latest
            first) or `score` (highest first).
        limit: Most mentions to return; `None` is all.
        offset: Mentions to leave out first.
    """

    actor: str | None = None
    recipient: str | None = None
    either: str | None = None
    country: str | None = None
    place: str | None = None
    place_country: str | None = None
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    source_kind: tuple[SourceKind, ...] = ()
    disputed: bool | None = None
    denied_by: str | None = None
    day_from: date | None = None
    day_to: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    text: str | None = None
    text_in: Literal["evidence", "article"] = "evidence"
    document: str | None = None
    event: str | None = None
    min_probability: float | None = None
    order: Order = "text"
    limit: int | None = None
    offset: int = 0

    def __post_init__(self) -> None:
        """Refuse what can have no answer.

        Raises:
            ConfigError: A negative number, days the wrong way round, or a single word where several may stand.
        """
        if self.offset < 0 or (self.limit is not None and self.limit < 0):
            raise ConfigError(f"limit {self.limit}, offset {self.offset}", expected="numbers of 0 or more")
        if self.order not in _ORDERS:
            raise ConfigError(f"order {self.order!r}", expected=f"one of {', '.join(_ORDERS)}")
        for name, first, last in (
            ("day", self.day_from, self.day_to),
            ("published", self.published_from, self.published_to),
        ):
            if first and last and first > last:
                raise ConfigError(f"{name}_from {first} is after {name}_to {last}", remedy="exchange the two days")
        for name in ("type", "mode", "status", "source_kind"):
            if isinstance(getattr(self, name), str):
                raise ConfigError(f"{name} is one word, {getattr(self, name)!r}", expected="a tuple of words")


class Condition(Record, frozen=True):
    """A piece of a WHERE clause with the parameters of its question marks."""

    sql: str
    parameters: tuple[Any, ...] = ()


def mentions_sql(query: EventQuery, columns: str) -> Sql:
    """The event mentions asked for, in their order: `columns` of `m` (event_mentions) and `d` (documents)."""
    where, parameters = _where_sql(event_conditions(query))
    sql = f"SELECT {columns} FROM event_mentions m JOIN documents d ON d.id = m.document_id{where}"
    return _page_sql(f"{sql} ORDER BY {order_sql(query)}", parameters, query.limit, query.offset)


def order_sql(query: EventQuery) -> str:
    """The columns of `m` and `d` that put the mentions in the order asked for, ties included."""
    return _ORDERS[query.order]


def unresolved_sql() -> Sql:
    """Parties and sources without a code, or with one guessed: text, reason, mentions, documents, first mention's evidence.

    Pronouns and speakers stand for somebody else and are left out.
    """
    pointing = ["NO_ANTECEDENT", "SPEAKER", "PRONOUN"]
    guessed = ["COUNTRY_INFERRED", "PERSON_COUNTRY_INFERRED", "TITLE_COUNTRY_FROM_TEXT"]
    return (
        "WITH named AS ("
        " SELECT document_id, mention_id, text, coalesce(reason, '') AS reason FROM participants"
        " WHERE (code IS NULL AND NOT list_contains(?, coalesce(reason, ''))) OR list_contains(?, reason)"
        " UNION ALL"
        " SELECT document_id, mention_id, text, 'SOURCE' FROM sources"
        " WHERE code IS NULL AND text IS NOT NULL AND kind IN ('named', 'official', 'media'))"
        " SELECT n.text, n.reason, count(*) AS mentions, list_sort(list(DISTINCT n.document_id)) AS documents,"
        " arg_min(m.evidence_text, n.document_id || '#' || lpad(CAST(m.trigger_start AS VARCHAR), 9, '0')) AS example"
        " FROM named n JOIN event_mentions m ON m.document_id = n.document_id AND m.id = n.mention_id"
        " GROUP BY n.text, n.reason ORDER BY mentions DESC, n.text, n.reason",
        [pointing, guessed],
    )


def dropped_sql(reason: str) -> Sql:
    """What was left out for a reason: document, its sentence, and how many characters of it stand before the trigger."""
    return (
        "SELECT l.document_id, s.text, l.trigger_start - s.span_start FROM left_out l"
        " JOIN sentences s ON s.document_id = l.document_id AND s.position = l.sentence"
        " WHERE l.reason = ? ORDER BY l.document_id, l.position",
        [reason],
    )


def count_sql(query: EventQuery) -> Sql:
    """How many event mentions the query would find without its limit and offset."""
    where, parameters = _where_sql(event_conditions(query))
    return f"SELECT count(*) FROM event_mentions m JOIN documents d ON d.id = m.document_id{where}", parameters


def events_sql(query: EventQuery) -> Sql:
    """The events of which at least one mention is asked for, in text order or by day; the limit counts events."""
    where, parameters = _where_sql(event_conditions(query))
    found = f"SELECT m.id FROM event_mentions m JOIN documents d ON d.id = m.document_id{where}"
    order = _EVENT_ORDERS.get(query.order, "")
    sql = (
        "SELECT e.json FROM events e WHERE (e.document_id, e.id) IN (SELECT (x.document_id, x.event_id)"
        f" FROM event_members x SEMI JOIN ({found}) f ON f.id = x.mention_id)"
        f" ORDER BY {order}e.document_id, e.position"
    )
    return _page_sql(sql, parameters, query.limit, query.offset)


def relations_sql(
    kind: RelationKind | None, party: str | None, document: str | None, limit: int | None, offset: int
) -> Sql:
    """The stated relations of a kind, with a party (on either side) or of a document, in text order."""
    conditions = []
    if kind is not None:
        conditions.append(Condition(sql="kind = ?", parameters=(kind,)))
    if document is not None:
        conditions.append(Condition(sql="document_id = ?", parameters=(document,)))
    if party is not None:
        sides = [party_condition(party, f"{side}_", id_column="id") for side in ("subject", "object")]
        conditions.append(any_of(sides))
    where, parameters = _where_sql(conditions)
    return _page_sql(f"SELECT json FROM relations{where} ORDER BY document_id, position", parameters, limit, offset)


def event_conditions(query: EventQuery) -> list[Condition]:
    """What must hold of `m` and `d`, one condition per thing asked."""
    return [
        *_party_conditions(query),
        *_place_conditions(query),
        *_kind_conditions(query),
        *_day_conditions(query),
        *_text_conditions(query),
    ]


def _party_conditions(query: EventQuery) -> Iterable[Condition]:
    for value, roles in (
        (query.actor, ("actor",)),
        (query.recipient, ("recipient",)),
        (query.either, ("actor", "recipient")),
    ):
        if value is not None:
            condition = party_condition(value, "p.", id_column="actor_id")
            yield _exists(
                "participants p", f"{_in('p.role', roles)} AND {condition.sql}", *roles, *condition.parameters
            )
    if query.country is not None:
        yield _exists("participants p", "p.country = upper(?)", query.country)


def party_condition(value: str, prefix: str, *, id_column: str) -> Condition:
    """A party is meant by `value`: see `EventQuery.actor`."""
    words = split_words(value)
    columns = [f"{prefix}{name}" for name in (id_column, "code", "country")]
    choices = [Condition(sql=f"lower({column}) = lower(?)", parameters=(value,)) for column in columns]
    if prefix == "p.":
        choices.append(Condition(sql="p.sector = upper(?)", parameters=(value,)))
        both = "concat_ws(' ', upper(p.code), p.sector)"
        choices.append(Condition(sql=f"{both} = ?", parameters=(words.strip().upper(),)))
    if words != " ":
        column = f"{prefix}words"
        if _CODE.fullmatch(value):
            choices.append(Condition(sql=f"contains({column}, ?)", parameters=(words,)))
        else:
            choices.append(Condition(sql=f"contains(lower({column}), lower(?))", parameters=(words,)))
    return any_of(choices)


def _place_conditions(query: EventQuery) -> Iterable[Condition]:
    if query.place is not None and query.place.isdecimal():
        yield _exists("places p", "p.geonames_id = ?", int(query.place))
    elif query.place is not None:
        yield _exists("places p", "contains(lower(p.words), lower(?))", split_words(query.place))
    if query.place_country is not None:
        yield _exists("places p", "p.country = upper(?)", query.place_country)


def _kind_conditions(query: EventQuery) -> Iterable[Condition]:
    if query.type:
        yield Condition(sql=_in("m.type", query.type), parameters=query.type)
    if query.mode:
        yield Condition(sql="list_has_any(m.modes, ?)", parameters=(list(query.mode),))
    if query.status:
        yield Condition(sql=_in("m.status", query.status), parameters=query.status)
    if query.source_kind:
        told = _exists("sources p", _in("p.kind", query.source_kind), *query.source_kind)
        own = Condition(sql=f"NOT {_exists('sources p', 'true').sql}")
        yield any_of([told, own]) if "author" in query.source_kind else told
    yield from _claim_conditions(query)
    if query.document is not None:
        yield Condition(sql="m.document_id = ?", parameters=(query.document,))
    if query.event is not None:
        sql = (
            "(m.id IN (SELECT x.mention_id FROM event_members x WHERE x.event_id = ?)"
            " OR m.id IN (SELECT x.mention_id FROM linked_members x WHERE x.event_id = ?))"
        )
        yield Condition(sql=sql, parameters=(query.event, query.event))
    if query.min_probability is not None:
        yield Condition(sql="m.probability >= ?", parameters=(query.min_probability,))


def _claim_conditions(query: EventQuery) -> Iterable[Condition]:
    if query.disputed is not None:
        disputed = _exists("claims p", "p.denies IS NOT NULL").sql
        yield Condition(sql=disputed if query.disputed else f"NOT {disputed}")
    if query.denied_by is not None:
        words = split_words(query.denied_by)
        choices = [Condition(sql=f"lower({c}) = lower(?)", parameters=(query.denied_by,)) for c in _SOURCE_COLUMNS]
        if words.strip():
            choices.append(Condition(sql="contains(lower(p.source_words), lower(?))", parameters=(words,)))
        condition = any_of(choices)
        yield _exists("claims p", f"p.stance = 'denies' AND {condition.sql}", *condition.parameters)


def _day_conditions(query: EventQuery) -> Iterable[Condition]:
    """Intervals overlap; an interval open at one end reaches as far as may be, one open at both is not known at all."""
    if query.day_from is not None:
        sql = "(m.date_last >= ? OR (m.date_last IS NULL AND m.date_first IS NOT NULL))"
        yield Condition(sql=sql, parameters=(query.day_from,))
    if query.day_to is not None:
        sql = "(m.date_first <= ? OR (m.date_first IS NULL AND m.date_last IS NOT NULL))"
        yield Condition(sql=sql, parameters=(query.day_to,))
    if query.published_from is not None:
        yield Condition(sql="d.published >= ?", parameters=(query.published_from,))
    if query.published_to is not None:
        yield Condition(sql="d.published <= ?", parameters=(query.published_to,))


def _text_conditions(query: EventQuery) -> Iterable[Condition]:
    column = {"evidence": "m.evidence_text", "article": "concat_ws(' ', d.title, d.text)"}[query.text_in]
    for term in terms(query.text or ""):
        yield Condition(sql=f"{column} ILIKE ? ESCAPE '\\'", parameters=(f"%{escape_like(term)}%",))


def terms(text: str) -> list[str]:
    """The words of a question for text, and its phrases in double quotes."""
    return [phrase or word for phrase, word in _TERM.findall(text)]


def escape_like(text: str) -> str:
    """The text as a LIKE pattern that means just itself, with `\\` as the escape."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def _exists(table: str, sql: str, *parameters: Any) -> Condition:
    """The mention has a row in `table`, there named `p`, of which `sql` holds."""
    joined = "p.document_id = m.document_id AND p.mention_id = m.id"
    return Condition(sql=f"EXISTS (SELECT 1 FROM {table} WHERE {joined} AND {sql})", parameters=parameters)


def any_of(conditions: list[Condition]) -> Condition:
    """At least one of these holds."""
    parameters = tuple(value for condition in conditions for value in condition.parameters)
    return Condition(sql=f"({' OR '.join(condition.sql for condition in conditions)})", parameters=parameters)


def _in(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join('?' for _ in values)})"


def _where_sql(conditions: list[Condition]) -> Sql:
    if not conditions:
        return "", []
    parameters = [value for condition in conditions for value in condition.parameters]
    return f" WHERE {' AND '.join(condition.sql for condition in conditions)}", parameters


def _page_sql(sql: str, parameters: list[Any], limit: int | None, offset: int) -> Sql:
    if limit is not None:
        sql, parameters = f"{sql} LIMIT ?", [*parameters, limit]
    if offset:
        sql, parameters = f"{sql} OFFSET ?", [*parameters, offset]
    return sql, parameters
