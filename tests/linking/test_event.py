"""The record of an event: the best of each field by independent reports, and who disagrees."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from reports import LEBANON, TYRE, act, day, killed, report

from dragoman.linking.changes import VersionKind
from dragoman.linking.event import Reported, event_record
from dragoman.linking.standins import InSentence, stand_ins, tolls
from dragoman.records import Interval, Reading, Source

MON = "2025-03-03"


def told(
    id_: str,
    fields: dict[str, Any],
    *,
    head: str | None = None,
    version: VersionKind | None = None,
    is_toll: bool = False,
) -> Reported:
    (mention,) = report(id_, "2025-03-04", fields).mentions
    return Reported(
        mention=mention,
        published=date(2025, 3, 4),
        publisher=id_.upper(),
        head=head or id_,
        witness=(head or id_).upper(),
        version=version,
        is_toll=is_toll,
    )


def test_copies_have_no_vote() -> None:
    reports = [
        told("a", act("ISR", "LBN", MON, place=TYRE, counts=killed(2))),
        told("b", act("ISR", "LBN", MON, counts=killed(3))),
        told("c", act("ISR", "LBN", MON, counts=killed(2)), head="a"),
        told("d", act("ISR", "LBN", MON, counts=killed(3), place=LEBANON)),
    ]
    event = event_record("E", reports)
    assert (event.reports, event.independent_reports) == (4, 3)
    (count,) = event.counts
    assert (count.low, count.best, count.high) == (2, 3, 3)
    assert [(s.publisher, s.low) for s in count.said] == [("A", 2), ("B", 3), ("C", 2), ("D", 3)]
    assert event.place == TYRE
    assert event.places == ("Tyre", "Lebanon")


def test_numbers_that_cannot_both_be_right_are_named() -> None:
    event = event_record("E", [told("a", act("ISR", counts=killed(5))), told("b", act("ISR", counts=killed(7)))])
    (found,) = event.contradictions
    assert (found.field, [v.value for v in found.versions]) == ("killed", ["5", "7"])
    assert found.versions[0].mentions == ("a#0",)


def test_at_least_five_and_seven_do_not_contradict() -> None:
    event = event_record("E", [told("a", act("ISR", counts=killed(5, None))), told("b", act("ISR", counts=killed(7)))])
    assert event.contradictions == ()
    assert (event.counts[0].low, event.counts[0].high) == (5, 7)


def test_open_number_above_all_others_leaves_the_top_open() -> None:
    event = event_record("E", [told("a", act("ISR", counts=killed(9, None))), told("b", act("ISR", counts=killed(9)))])
    assert event.counts[0].high is None


def test_corrected_number_is_withdrawn() -> None:
    reports = [
        told("a", act("ISR", counts=killed(54))),
        told("b", act("ISR", counts=killed(45)), head="a", version="corrected"),
    ]
    (count,) = event_record("E", reports).counts
    assert (count.low, count.best, count.high) == (45, 45, 45)
    assert [s.is_withdrawn for s in count.said] == [True, False]


def test_denial_is_a_contradiction_and_the_majority_holds() -> None:
    reports = [
        told(x, act("ISR SYR", kind="CONSULT", status=s))
        for x, s in (("a", "actual"), ("b", "denied"), ("c", "actual"))
    ]
    event = event_record("E", reports)
    assert (event.status, event.statuses) == ("actual", ("actual", "denied"))
    assert event.contradictions[0].field == "status"


def test_planned_and_then_done_is_done() -> None:
    reports = [told(x, act("ISR", status=s)) for x, s in (("a", "planned"), ("b", "planned"), ("c", "actual"))]
    assert event_record("E", reports).status == "actual"


def test_narrow_day_that_most_give_is_best_and_the_spread_is_kept() -> None:
    reports = [
        told("a", act("ISR", time=day("2025-03-01", "2025-03-07"))),
        told("b", act("ISR", time=day(MON))),
        told("c", act("ISR", time=Interval())),
    ]
    event = event_record("E", reports)
    assert event.time == day(MON)
    assert (event.earliest, event.latest) == (date(2025, 3, 1), date(2025, 3, 7))


def test_actor_that_few_name_is_left_out_and_the_most_precise_is_told() -> None:
    reports = [told(x, act(who, "LBN")) for x, who in (("a", "ISR"), ("b", "ISR-MIL"), ("c", "ISR"), ("d", "USA"))]
    event = event_record("E", reports)
    assert [actor.id for actor in event.actors] == ["ISR-MIL"]


def test_kinds_of_sources_are_told_apart() -> None:
    reports = [
        told("a", act("ISR", sources=(Source(kind="official", text="the army"),))),
        told("b", act("ISR")),
        told("c", act("ISR")),
    ]
    assert event_record("E", reports).source_kinds == ("author", "official")


def test_toll_gives_numbers_and_no_vote() -> None:
    reports = [
        told("a", act("ISR", "LBN", MON, modes=("drone",))),
        told("b", act("", "LBN", modes=("targeted",), counts=killed(4)), is_toll=True),
    ]
    event = event_record("E", reports)
    assert event.modes == ("drone",)
    assert event.counts[0].best == 4


def in_sentences(reading: Reading) -> list[InSentence]:
    return [InSentence(mention=m, sentence=reading.sentences[m.sentence].text) for m in reading.mentions]


def test_mention_of_a_copy_stands_for_that_of_the_original() -> None:
    text = "The army shelled the market on Monday. / Medics asked for blood."
    first = report("a", None, act("SDN"), act("SDN", kind="REQUEST", word="asked"), text=text)
    second = report(
        "b", None, act("SDN"), act("SDN", kind="REQUEST", word="asked"), text=text.replace("Monday", "Sunday")
    )
    assert stand_ins(in_sentences(first), in_sentences(second)) == {"b#0": "a#0", "b#1": "a#1"}


def test_other_sentence_of_a_copy_stands_for_itself() -> None:
    first = report("a", None, act("SDN"), text="The army shelled the market on Monday.")
    second = report("b", None, act("SDN"), text="Two days before, soldiers of another unit struck a bridge far away.")
    assert stand_ins(in_sentences(first), in_sentences(second)) == {}


def test_killing_without_a_doer_belongs_to_the_act_before_it() -> None:
    reading = report("a", None, act("ISR", "LBN", MON), act("", "LBN", word="killed"), act("", "SYR", word="killed"))
    assert tolls(in_sentences(reading)) == {"a#1": "a#0"}


def test_killing_on_another_day_is_an_act_of_its_own() -> None:
    reading = report("a", None, act("ISR", "LBN", MON), act("", "LBN", "2025-03-01", word="killed"))
    assert tolls(in_sentences(reading)) == {}
