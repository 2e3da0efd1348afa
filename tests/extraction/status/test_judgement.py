"""Moods and certainties of acts in pairs of sentences that differ in one word."""

from __future__ import annotations

import pytest

from dragoman.extraction.status import Judgement, factuality, judge

from .conftest import Find


@pytest.mark.parametrize(
    ("text", "word", "mood"),
    [
        ("The guards opened the gate.", "opened", "actual"),
        ("The guards never opened the gate.", "opened", "denied"),
        ("The guards managed to open the gate.", "open", "actual"),
        ("The guards failed to open the gate.", "open", "denied"),
        ("The guards did not fail to open the gate.", "open", "actual"),
        ("The guards tried to open the gate.", "open", "irrealis"),
        ("The guards plan to open the gate.", "open", "planned"),
        ("The guards will open the gate on Friday.", "open", "planned"),
        ("The guards may open the gate on Friday.", "open", "possible"),
        ("The mayor urged the guards to open the gate.", "open", "irrealis"),
        ("The guards were forced to open the gate.", "open", "actual"),
        ("The guards took the time to open the gate.", "open", "actual"),
        ("The guards missed the chance to open the gate.", "open", "denied"),
        ("The guards left without opening the gate.", "opening", "denied"),
        ("The mayor reportedly opened the gate.", "opened", "possible"),
        ("If the guards open the gate, the crowd will cheer.", "open", "possible"),
        ("Neither guard opened the gate.", "opened", "denied"),
        ("Guards to open the gate on Friday.", "open", "planned"),
        ("The withdrawal of the guards is to begin on Friday.", "withdrawal", "planned"),
        ("The withdrawal of the guards began on Friday.", "withdrawal", "actual"),
        ("The withdrawal of the guards is to be discussed on Friday.", "withdrawal", "actual"),
        ("The complaint is to be made in a letter.", "complaint", "planned"),
        ("The request is to be refused by the mayor on Friday.", "refused", "planned"),
        ("The duty of the guards is to open the gate.", "open", "irrealis"),
        ("The visit has been cancelled.", "visit", "irrealis"),
        ("The visit has been postponed until May.", "visit", "planned"),
        ("The visit has been postponed.", "visit", "irrealis"),
        ("The mayor is said to have opened the gate.", "opened", "possible"),
        ("The mayor is said by neighbours to have opened the gate.", "opened", "actual"),
        ("It is alleged that the mayor opened the gate.", "opened", "possible"),
        ("Rumours said the mayor had opened the gate.", "opened", "possible"),
        ("Guards said the mayor had opened the gate.", "opened", "actual"),
        ("According to unconfirmed reports, the mayor opened the gate.", "opened", "possible"),
        ("The inquiry concluded that the mayor opened the gate.", "opened", "actual"),
        ("The mayor showed little inclination to open the gate.", "open", "irrealis"),
        ("The mayor, far from opening the gate, bolted it.", "opening", "denied"),
        ("The mayor came within an hour of opening the gate.", "opening", "denied"),
        ("The guards held back from opening the gate.", "opening", "irrealis"),
        ("The gate remains to be opened.", "opened", "denied"),
        ("The mayor all but opened the gate.", "opened", "denied"),
        ("The guards will open the gate on condition that the crowd leaves.", "open", "possible"),
        ("Had the mayor opened the gate, the crowd would have cheered.", "opened", "denied"),
        ("It was there that, two years later, the mayor would open the gate.", "open", "actual"),
        ("The mayor was going to open the gate; instead he fled.", "open", "denied"),
        ("Economists expect the mayor to open the gate.", "open", "possible"),
        ("Parliament rejected the merger.", "merger", "irrealis"),
        ("Parliament rejected the offer.", "offer", "actual"),
        ("A failed coup shook the town.", "coup", "actual"),
        ("A failed sale shook the town.", "sale", "denied"),
        ("The planned handover collapsed.", "handover", "denied"),
        ("The handover did not go ahead.", "handover", "denied"),
        ("The bridge opens on Monday.", "opens", "planned"),
        ("It took a court to make the guards open the gate.", "open", "actual"),
        ("The mayors held talks on closing the gate.", "closing", "possible"),
    ],
)
def test_one_word_changes_the_mood(find: Find, text: str, word: str, mood: str) -> None:
    assert judge(*find(text, word)).mood == mood


def test_source_and_author_differ_under_a_verb_of_saying(find: Find) -> None:
    told = judge(*find("The ministry said the guards had fled.", "fled"))
    assert 0 < told.author < told.source
    denied = judge(*find("The ministry denied that the guards had fled.", "fled"))
    assert denied.source < denied.author < 0
    assert denied.status == "denied"


def test_innermost_source_decides(find: Find) -> None:
    judgement = judge(*find("State radio said the ministry denied that the guards had fled.", "fled"))
    assert judgement.status == "denied"


def test_denied_claim_is_denied(find: Find) -> None:
    assert judge(*find("The ministry denied claims that the guards had fled.", "fled")).status == "denied"


def test_fact_holds_under_negation(find: Find) -> None:
    assert factuality(*find("The mayor did not know that the guards had fled.", "fled")) > 1


def test_belief_takes_the_negation_down(find: Find) -> None:
    assert factuality(*find("The mayor does not think that the guards fled.", "fled")) < -0.5


def test_first_person_makes_the_author_the_source(find: Find) -> None:
    mine = factuality(*find("I doubt that the guards fled.", "fled"))
    theirs = factuality(*find("They doubt that the guards fled.", "fled"))
    assert mine < theirs


def test_certainty_shrinks_along_a_chain(find: Find) -> None:
    said = factuality(*find("Police said the guards fled.", "fled"))
    may = factuality(*find("Police said the guards may have fled.", "fled"))
    assert 0 < may < said < 3


def test_refusal_is_no_report_and_denied() -> None:
    refused = Judgement(mood="irrealis", reason="UNDER:refuse", author=-2.8, source=-2.8)
    asked = Judgement(mood="irrealis", reason="UNDER:ask", author=0.4, source=0.4)
    assert (refused.status, asked.status) == ("denied", "possible")
