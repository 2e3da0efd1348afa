"""Linking a store: the same events in whatever order articles come, ids that stay and lead on, and a person's word."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "linking"))

from reports import BEIRUT, TYRE, act, killed, report

from dragoman.errors import StoreError
from dragoman.evaluation.gold_stories import read_stories
from dragoman.evaluation.linking import score_linking
from dragoman.pipeline import Reader
from dragoman.pipeline.linking import as_known_on, is_behind, link_store, linking_version
from dragoman.records import Reading
from dragoman.store import EventQuery, Store

STORIES = sorted((Path(__file__).parents[2] / "gold" / "stories").glob("*.txt"))
MON, TUE = "2025-03-03", "2025-03-04"
WIRE = (
    "An Israeli drone struck a car near the coast road south of the city on Monday and killed two people, medics said."
)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as opened:
        yield opened


def strike(when: str = MON, **more: Any) -> dict[str, Any]:
    return act("ISR", "LBN", when, **{"place": TYRE} | more)


def link(store: Store, *readings: Reading) -> dict[str, set[str]]:
    """Write, link, and give the events with their mentions."""
    store.writer().write(readings)
    link_store(store)
    return events(store)


def events(store: Store) -> dict[str, set[str]]:
    return {event.id: set(event.mentions) for event in store.view().linked_events()}


def holding(store: Store, mention: str) -> str:
    return next(id_ for id_, mentions in events(store).items() if mention in mentions)


def live(store: Store) -> dict[frozenset[str], Any]:
    """All that is known of the events, but their ids."""
    names = {id_: min(mentions) for id_, mentions in events(store).items()}
    told = {}
    for event in store.view().linked_events():
        fields = {name: getattr(event, name) for name in event.__struct_fields__ if name != "id"}
        fields["part_of"] = names.get(event.part_of or "")
        fields["episodes"] = sorted(names[id_] for id_ in event.episodes)
        told[frozenset(event.mentions)] = fields
    return told


def judge(store: Store, left: str, right: str, verdict: str, at: str = "2025-06-01") -> None:
    keep_judgement(store, left, right, verdict, at)
    link_store(store)


def keep_judgement(store: Store, left: str, right: str, verdict: str, at: str = "2025-06-01") -> None:
    links = store.links()
    with links.transaction():
        links.judge(left, right, verdict, judge="A. N.", reason=None, at=datetime.fromisoformat(at).replace(tzinfo=UTC))


def test_reports_of_one_strike_are_one_event_and_the_next_day_is_another(store: Store) -> None:
    found = link(store, report("a", TUE, strike()), report("b", TUE, strike()), report("c", "2025-03-05", strike(TUE)))
    assert sorted(map(sorted, found.values())) == [["a#0", "b#0"], ["c#0"]]


def test_copies_do_not_count_as_reports(store: Store) -> None:
    link(
        store,
        report("a", TUE, strike(), text=WIRE, publisher="Wire"),
        report("b", TUE, strike(), text=f"{WIRE} / It rained.", publisher="Post"),
        report("c", TUE, strike(), publisher="Herald"),
    )
    (event,) = store.view().linked_events()
    assert (event.reports, event.independent_reports, event.publishers) == (3, 2, ("Wire", "Post", "Herald"))
    (first, second, third) = store.view().copies()
    assert [(c.document_id, c.head, c.parent, c.kind) for c in (first, second, third)] == [
        ("a", "a", None, None),
        ("b", "a", "a", "extended"),
        ("c", "c", None, None),
    ]
    assert second.changes[0].after == "It rained."


def test_publisher_that_looks_back_is_no_second_witness(store: Store) -> None:
    link(store, report("a", TUE, strike(), publisher="Wire"), report("b", "2025-03-09", strike(), publisher="Wire"))
    (event,) = store.view().linked_events()
    assert (event.reports, event.independent_reports) == (2, 1)


def test_earlier_original_that_comes_later_takes_the_head_of_its_copies(store: Store) -> None:
    link(store, report("b", "2025-03-05", strike(), text=WIRE, publisher="Post"))
    link(store, report("a", TUE, strike(), text=WIRE, publisher="Wire"))
    assert {copy.document_id: copy.head for copy in store.view().copies()} == {"a": "a", "b": "a"}
    (event,) = store.view().linked_events()
    assert (event.reports, event.independent_reports) == (2, 1)


def test_id_stays_when_reports_come(store: Store) -> None:
    (before,) = link(store, report("b", TUE, strike()))
    (after,) = link(store, report("a", "2025-03-03", strike()), report("c", "2025-03-05", strike()))
    assert before == after


def test_id_of_a_merged_event_leads_to_the_one_it_is_now(store: Store) -> None:
    link(
        store,
        report("a", TUE, act("ISR", "", MON, word="raided")),
        report("b", TUE, act("", "LBN", MON, word="killed", place=TYRE)),
    )
    two = events(store)
    assert len(two) == 2
    judge(store, "a#0", "b#0", "same")
    (one,) = events(store)
    assert {store.view().resolve_event(id_)[0] for id_ in two} == {one}
    gone = next(id_ for id_ in two if id_ != one)
    found = store.view().linked_event(gone)
    assert found is not None
    assert found.id == one
    assert {m.id for m in store.view().mentions(EventQuery(event=gone))} == {"a#0", "b#0"}


def test_split_event_keeps_its_id_and_the_trail_tells_of_the_rest(store: Store) -> None:
    (before,) = link(store, *(report(x, TUE, strike()) for x in "abc"))
    keep_judgement(store, "a#0", "b#0", "not_same")
    judge(store, "a#0", "c#0", "not_same")
    found = events(store)
    assert found[before] == {"b#0", "c#0"}
    rows = store.links().rows("SELECT event_id, into_id, kind FROM event_trail")
    assert rows == [(before, holding(store, "a#0"), "split")]
    assert store.view().resolve_event(before) == [before]


def test_event_of_a_removed_report_is_gone(store: Store) -> None:
    (before,) = link(store, report("a", TUE, strike()))
    link(store, report("a", TUE))
    assert events(store) == {}
    assert store.view().resolve_event(before) == []
    assert store.view().linked_event(before) is None


def test_a_corrected_report_splits_what_it_held_together(store: Store) -> None:
    link(store, report("a", TUE, strike()), report("b", TUE, strike()))
    assert len(events(store)) == 1
    assert sorted(map(sorted, link(store, report("b", TUE, strike(place=BEIRUT), text="It was Beirut.")).values())) == [
        ["a#0"],
        ["b#0"],
    ]


def test_judgement_wins_now_and_after_new_reports(store: Store) -> None:
    link(store, report("a", TUE, strike()), report("b", TUE, strike()))
    judge(store, "a#0", "b#0", "not_same")
    link(store, report("c", TUE, strike()), report("d", TUE, strike()))
    assert holding(store, "a#0") != holding(store, "b#0")
    judge(store, "a#0", "b#0", "same")
    assert holding(store, "a#0") == holding(store, "b#0")
    assert len(store.links().judgements()) == 2


def test_judgement_joins_what_the_days_keep_apart(store: Store) -> None:
    link(store, report("a", TUE, strike()), report("b", "2025-03-05", strike(TUE)))
    assert len(events(store)) == 2
    judge(store, "a#0", "b#0", "same")
    (event,) = store.view().linked_events()
    assert [c.field for c in event.contradictions] == ["day"]
    assert event.links[0].reasons[0].feature == "JUDGED"


def test_judgement_parts_a_copy_from_its_original(store: Store) -> None:
    link(store, report("a", TUE, strike(), text=WIRE), report("b", TUE, strike(), text=WIRE))
    assert len(events(store)) == 1
    judge(store, "a#0", "b#0", "not_same")
    assert len(events(store)) == 2


def test_judgement_of_an_unknown_mention_is_refused(store: Store) -> None:
    link(store, report("a", TUE, strike()))
    with pytest.raises(StoreError, match="there is no event mention 'z#0'"):
        judge(store, "a#0", "z#0", "same")
    with pytest.raises(StoreError, match="both ids are one"):
        judge(store, "a#0", "a#0", "same")


def test_long_event_holds_its_episodes(store: Store) -> None:
    link(
        store,
        report("a", "2025-03-30", act("ISR", "LBN", "2025-02-25 2025-03-30", word="fighting")),
        report("b", TUE, strike()),
        report("c", "2025-04-20", strike("2025-04-18")),
    )
    long = next(e for e in store.view().linked_events() if "a#0" in e.mentions)
    inside = next(e for e in store.view().linked_events() if "b#0" in e.mentions)
    assert (inside.part_of, long.episodes) == (long.id, (inside.id,))
    assert len(events(store)) == 3


def test_weakest_link_is_the_probability_and_its_reasons_are_told(store: Store) -> None:
    link(store, report("a", TUE, strike()), report("b", TUE, strike()))
    (event,) = store.view().linked_events()
    (found,) = event.links
    assert event.probability == found.probability > 0.9
    assert ("day", "same_day") in {(r.feature, r.level) for r in found.reasons}


def test_nothing_new_changes_nothing(store: Store) -> None:
    assert not is_behind(store)
    store.writer().write([report("a", TUE, strike())])
    assert is_behind(store)
    assert link_store(store).changed == 1
    assert not is_behind(store)
    assert link_store(store).changed == 0


def test_new_way_of_linking_links_anew_and_keeps_ids(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (before,) = link(store, report("a", TUE, strike()))
    monkeypatch.setattr("dragoman.pipeline.linking.linking_version", lambda: f"{linking_version()}+")
    assert is_behind(store)
    assert link_store(store).changed == 1
    assert list(events(store)) == [before]


def test_failure_leaves_the_store_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = link(store, report("a", TUE, strike()))
    store.writer().write([report("b", TUE, strike())])
    monkeypatch.setattr("dragoman.pipeline.linking._Run._episodes", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        link_store(store)
    monkeypatch.undo()
    assert events(store) == before
    assert is_behind(store)


def test_past_is_by_what_was_printed_and_judged_by_then(store: Store) -> None:
    link(
        store,
        report("a", TUE, strike(counts=killed(2)), publisher="Wire"),
        report("b", "2025-03-06", strike(counts=killed(4)), publisher="Post"),
        report("c", "2025-03-06", act("ISR", "LBN", "2025-03-05")),
        report("n", None, strike()),
    )
    judge(store, "a#0", "b#0", "not_same", at="2025-03-10")
    now = live(store)
    with as_known_on(store, date(2025, 3, 5)) as past:
        (event,) = past.view().linked_events()
        assert (event.mentions, event.counts[0].best) == (("a#0",), 2)
        assert event.id == holding(store, "a#0")
    with as_known_on(store, date(2025, 3, 9)) as past:
        assert holding(past, "a#0") == holding(past, "b#0")
    with as_known_on(store, date(2025, 3, 10)) as past:
        assert holding(past, "a#0") != holding(past, "b#0")
    assert live(store) == now


def test_limit_of_memory_is_as_before_after_two_threads_linked_at_once(tmp_path: Path) -> None:
    def limit() -> str:
        return str(store.links().rows("SELECT current_setting('memory_limit')")[0][0])

    def second() -> None:
        with store.links().transaction(at_most_mb=300):
            seen.append(limit())

    seen: list[str] = []
    with Store.open(tmp_path / "news.duckdb") as store:
        before = limit()
        thread = threading.Thread(target=second)
        with store.links().transaction(at_most_mb=200):
            bound = limit()
            thread.start()
            thread.join(0.3)
            assert seen == []
            assert limit() == bound != before
        thread.join()
        assert seen[0] not in {before, bound}
        assert limit() == before


def test_crowd_that_outgrows_its_key_links_as_if_it_had_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.linking.block.CROWDED", 4)
    readings = [report(f"d{n}", TUE, strike(word=("struck", "bombed")[n % 2])) for n in range(9)]
    with Store.in_memory() as at_once, Store.in_memory() as one_by_one:
        link(at_once, *readings)
        for reading in reversed(readings):
            link(one_by_one, reading)
        assert live(at_once) == live(one_by_one)


@pytest.fixture(scope="module")
def gold(reader: Reader) -> list[Reading]:
    return [reader.read(article.document) for article in read_stories(STORIES[:1])]


def test_twenty_orders_of_intake_end_in_the_same_events(gold: list[Reading]) -> None:
    with Store.in_memory() as store:
        link(store, *gold)
        wanted = live(store)
    for seed in range(20):
        chance = random.Random(seed)
        order = list(gold)
        chance.shuffle(order)
        cut = sorted(chance.sample(range(1, len(order)), 2))
        with Store.in_memory() as store:
            for part in (order[: cut[0]], order[cut[0] : cut[1]], order[cut[1] :]):
                link(store, *part)
            assert live(store) == wanted, seed


def test_reports_that_came_and_went_leave_no_trace_in_the_events(gold: list[Reading]) -> None:
    with Store.in_memory() as store:
        link(store, *gold[:20])
        wanted = live(store)
    with Store.in_memory() as store:
        link(store, *gold[:30])
        for reading in gold[20:30]:
            for table, column in (
                ("documents", "id"),
                ("event_mentions", "document_id"),
                ("event_members", "document_id"),
            ):
                store.links().run(f"DELETE FROM {table} WHERE {column} = ?", [reading.document.id])
        link_store(store)
        assert live(store) == wanted


def test_gold_stories_are_linked_as_well_as_pinned(gold: list[Reading]) -> None:
    scores = score_linking(read_stories(STORIES[:1]), gold)
    assert scores.events.f1 >= 0.93
    assert scores.copies.f1 == 1.0


@pytest.mark.parametrize("name", ["3-unrest.txt", "4-elsewhere.txt"])
def test_stories_that_no_weight_was_set_by_are_linked_well(reader: Reader, name: str) -> None:
    articles = read_stories([path for path in STORIES if path.name == name])
    scores = score_linking(articles, [reader.read(article.document) for article in articles])
    assert scores.events.f1 >= 0.9
    assert scores.events.b3 >= 0.9
    assert (scores.copies.precision, scores.copies.recall) == (1.0, 1.0)
