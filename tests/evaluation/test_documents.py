"""The scorer of event records, on records worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.evaluation.documents import (
    evidence_fits,
    pair,
    parties_fit,
    relation_fits,
    score_documents,
    when_fits,
    where_fits,
)


def event(kind: Any = "ASSAULT", at: tuple[int, int] = (0, 100), **fields: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "actors": [{"code": "SYR"}],
        "recipients": [{"code": "ISR"}],
        "start": "2024-05-01",
        "end": "2024-05-01",
        "place": None,
        "status": "actual",
        "sources": [{"kind": "author", "text": None}],
        "evidence": [{"start": at[0], "end": at[1]}],
        **fields,
    }


def figures(ours: list[dict[str, Any]], gold: list[dict[str, Any]]) -> dict[str, float | None]:
    line = {"id": "a", "input": {}, "gold": {"events": gold, "relations": []}}
    return score_documents([line], {"a": {"id": "a", "events": ours, "relations": []}})


def test_equal_records_score_one() -> None:
    found = figures([event()], [event()])
    assert {found[name] for name in ("detect.f1", "who_whom.f1", "when.share", "where.share", "source.share")} == {1.0}


def test_missing_prediction_is_an_empty_one() -> None:
    found = score_documents([{"id": "a", "gold": {"events": [event()], "relations": []}}], {})
    assert (found["detect.recall"], found["when.share"]) == (0.0, None)


def test_wrong_type_of_the_right_quad_counts_only_there() -> None:
    found = figures([event("COERCE")], [event("ASSAULT")])
    assert (found["detect.f1"], found["detect_quad.f1"]) == (0.0, 1.0)


def test_any_of_several_gold_types_is_right() -> None:
    assert figures([event("AGREE")], [event(["CONSULT", "AGREE"])])["detect.f1"] == 1.0


def test_spare_gold_neither_helps_nor_harms() -> None:
    gold = [event(), event("AID", (200, 300), optional=True)]
    assert figures([event()], gold)["detect.f1"] == 1.0
    assert figures([event(), event("AID", (200, 300))], gold)["detect.f1"] == 1.0


def test_needed_gold_is_paired_before_spare_gold() -> None:
    found = figures([event()], [event(optional=True), event()])
    assert (found["detect.recall"], found["detect.precision"]) == (1.0, 1.0)


def test_one_prediction_does_not_serve_two_gold_events() -> None:
    assert figures([event()], [event(), event()])["detect.recall"] == 0.5


def test_as_many_pairs_as_possible() -> None:
    both, first = event(at=(0, 300)), event(at=(0, 90))
    typed, _ = pair([both, first], [event(at=(0, 100)), event(at=(200, 300))])
    assert len(typed) == 2


def test_better_partner_is_taken() -> None:
    right, wrong = event(), event(actors=[{"code": "USA"}])
    typed, _ = pair([wrong, right], [event()])
    assert typed[0][0] is right


def test_articles_without_events_tell_false_alarms() -> None:
    found = figures([event(), event()], [])
    assert (found["false_alarms"], found["clean.share"]) == (2.0, 0.0)
    assert figures([], [])["clean.share"] == 1.0


@pytest.mark.parametrize(
    ("ours", "theirs", "fits"),
    [
        ((0, 100), (50, 150), True),
        ((0, 100), (60, 160), False),
        ((40, 60), (0, 100), True),
        ((0, 100), (100, 200), False),
    ],
)
def test_half_of_the_shorter_span_must_be_shared(ours: tuple[int, int], theirs: tuple[int, int], fits: bool) -> None:
    assert evidence_fits(event(at=ours), event(at=theirs)) is fits


def test_whole_article_is_no_evidence() -> None:
    assert not evidence_fits(event(at=(0, 5000)), event())


def test_empty_gold_side_wants_an_empty_side() -> None:
    gold = event(recipients=[])
    assert parties_fit(event(recipients=[]), gold)
    assert not parties_fit(event(), gold)


def test_parties_of_a_meeting_may_change_places_or_stand_together() -> None:
    gold = event("CONSULT")
    assert parties_fit(event("CONSULT", actors=[{"code": "ISR"}], recipients=[{"code": "SYR"}]), gold)
    assert parties_fit(event("CONSULT", actors=[{"code": "ISR"}, {"code": "SYR"}], recipients=[]), gold)
    assert not parties_fit(event("CONSULT", actors=[{"code": "ISR"}], recipients=[]), gold)


def test_parties_of_an_attack_may_not() -> None:
    assert not parties_fit(event(actors=[{"code": "ISR"}], recipients=[{"code": "SYR"}]), event())


def test_two_sides_among_the_actors_are_both_wanted() -> None:
    gold = event(actors=[{"code": "SDN"}, {"code": ["TCD", "LBY"]}], recipients=[])
    assert parties_fit(event(actors=[{"code": "LBY"}], recipients=[{"code": "SDN"}]), gold)
    assert not parties_fit(event(actors=[{"code": "SDN"}, {"code": "SDN"}], recipients=[]), gold)


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2024-05-01", "2024-05-01", True),
        ("2024-04-15", "2024-05-10", True),
        ("2024-01-01", "2024-12-31", False),
        ("2024-05-02", "2024-05-02", False),
        ("2024-05-01T10:00:00Z", None, True),
        (None, None, False),
    ],
)
def test_days_overlap_without_being_far_more(start: str | None, end: str | None, fits: bool) -> None:
    assert when_fits(event(start=start, end=end), event()) is fits


def test_null_among_gold_days_accepts_null() -> None:
    gold = event(start=["2024-05-01", None], end=["2024-05-01", None])
    assert when_fits(event(start=None, end=None), gold)
    assert when_fits(event(), gold)


def test_place_is_right_by_distance_or_by_name() -> None:
    baku = {"name": "Baku", "country": "AZE", "lat": 40.4, "lon": 49.9}
    assert where_fits(event(place={**baku, "name": "Sumqayit", "lat": 40.6, "lon": 49.7}), event(place=baku))
    assert where_fits(
        event(place={"name": "the city of Baku", "country": "AZE", "lat": None, "lon": None}), event(place=baku)
    )
    assert not where_fits(event(place={**baku, "name": "Ganja", "lat": 40.68, "lon": 46.36}), event(place=baku))
    assert not where_fits(event(place={**baku, "country": "GEO"}), event(place=baku))
    assert where_fits(event(place=None), event(place=[baku, None]))


def test_ends_of_some_relations_may_change_places() -> None:
    gold = {"kind": "ally", "subject": "IRN", "object": "SYR", "evidence": [{"start": 0, "end": 10}]}
    turned = {**gold, "subject": "SYR", "object": "IRN"}
    assert relation_fits(turned, gold)
    assert not relation_fits({**turned, "kind": "arms_supplier"}, {**gold, "kind": "arms_supplier"})


def test_statuses_are_told_apart() -> None:
    gold = [
        event(status="denied"),
        event(at=(200, 300), status=["planned", "actual"]),
        event(at=(400, 500), status="possible", optional=True),
        event(at=(600, 700), status="denied"),
        event(at=(800, 900), status="denied", optional=True),
    ]
    ours = [event(status="denied"), event(at=(200, 300), status="actual"), event(at=(400, 500), status="denied")]
    found = figures(ours, gold)
    # "planned" is right as "actual" too; the act that is only possible counts though it need not be found.
    assert (found["status.actual.f1"], found["status.planned.f1"], found["status.possible.f1"]) == (1.0, None, 0.0)
    assert (found["status.denied.recall"], found["status.denied.number"]) == (1.0, 1.0)
    assert found["status.denied.f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["status.macro_f1"] == pytest.approx((1 + 0 + 2 / 3) / 3, abs=1e-4)
    # Of the two denied acts that must be found one is, and of the one first called planned the other answer is told.
    assert (found["status.denied.told"], found["status.planned.told"]) == (0.5, 1.0)


def test_no_pairs_give_no_statuses() -> None:
    found = figures([], [event(status="denied")])
    assert (found["status.macro_f1"], found["status.denied.told"], found["status.actual.told"]) == (None, 0.0, None)
