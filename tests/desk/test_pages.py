"""The desk in a real browser: every page in two looks, and what an analyst does with them.

With `DRAGOMAN_PICTURES=docs/images` the run writes the pictures of the docs.
"""

from __future__ import annotations

import csv
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from conftest_desk import HOSTILE, HOSTILE_ARTICLE, READ_TOKEN, REVIEW_TOKEN

PHONE = {"width": 390, "height": 844}
SINCE = "2025-05-01"
REPORT = (
    "A Syrian and an Israeli official met in Baku on Saturday, a diplomatic source said. "
    "Syria denied that any official had travelled to Azerbaijan. "
    "Police arrested 12 people in Damascus on Friday. "
    "Israel and Syria agreed to meet again next week. The weather was mild."
)

Ask = Callable[[str], Any]
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def places(ask: Ask) -> dict[str, str]:
    """Name of a page → its address, of records that the store has."""
    disputed = ask("events?disputed=true&order=importance")["items"]
    event = next(card for card in disputed if card["counts"])
    document = ask("documents?limit=1")["items"][0]
    return {
        "today": f"today?since={SINCE}",
        "search": "search?type=ASSAULT",
        "found": "search?q=Baku",
        "event": f"event/{quote(event['id'], safe='')}",
        "pair": "pair/RUS/UKR",
        "actor": "actor/RUS",
        "actors": "actors",
        "map": "map",
        "system": "system",
        "articles": "articles",
        "article": f"article/{quote(document['id'], safe='')}",
        "report": "report",
        "review": "review",
        "audit": "audit",
        "nowhere": "nowhere",
    }


NAMES = (
    *("today", "search", "found", "event", "pair", "actor", "actors", "map", "system", "articles", "article", "report"),
    *("review", "audit", "nowhere"),
)


def findings(page: Any, axe: str) -> list[str]:
    """What axe-core finds serious or critical."""
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{found['id']}: {node['html']} {node.get('failureSummary', '')}"
        for found in result["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


def picture(page: Any, name: str, tmp_path: Path, **options: Any) -> None:
    """A picture of what the window shows; into the folder of the docs where the run is asked for it."""
    folder = Path(os.environ.get("DRAGOMAN_PICTURES") or tmp_path)
    page.mouse.move(0, 0)
    page.screenshot(path=str(folder / f"desk-{name}.png"), **options)


@pytest.mark.parametrize("name", NAMES)
def test_page_is_whole_and_accessible_on_a_wide_screen(
    name: str, places: dict[str, str], open_page: Open, axe: str, tmp_path: Path
) -> None:
    watched = open_page(places[name])
    assert watched.page.title().endswith("Dragoman")
    assert watched.page.locator(".failure").count() == 0
    assert findings(watched.page, axe) == []
    if name in ("today", "search", "event", "pair", "map", "system", "review"):
        picture(watched.page, name, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_page_is_accessible_in_the_dark_and_fits_a_phone(
    name: str, places: dict[str, str], open_page: Open, axe: str, tmp_path: Path
) -> None:
    watched = open_page(places[name], size=PHONE, scheme="dark")
    beyond = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert beyond == 0, f"{name} is {beyond} pixels wider than a phone"
    assert findings(watched.page, axe) == []
    if name in ("today", "event", "map"):
        picture(watched.page, f"{name}-phone", tmp_path)


def test_filters_stand_in_the_address_and_find_what_the_api_finds(open_page: Open, ask: Ask) -> None:
    watched = open_page("search")
    page = watched.page
    page.select_option("form select[name=type]", "CONSULT")
    page.fill("form input[name=either]", "IRN")
    page.click(".filters button.primary")
    watched.settle()
    assert "type=CONSULT" in page.url
    assert "either=IRN" in page.url
    expected = ask("events?type=CONSULT&either=IRN")
    assert expected["total"] > 0
    assert page.locator(".event-row").count() == len(expected["items"])
    assert page.locator(".event-row .type").first.inner_text().strip().endswith("CONSULT")
    # The address alone shows a colleague the same.
    other = open_page(page.url.split("#/")[1])
    assert other.page.locator(".event-row").all_inner_texts() == page.locator(".event-row").all_inner_texts()
    page.click(".chosen a:has-text('type: CONSULT')")
    watched.settle()
    assert "type=" not in page.url


def test_evidence_is_marked_as_the_spans_say(open_page: Open, ask: Ask, places: dict[str, str], tmp_path: Path) -> None:
    watched = open_page(places["event"])
    told = ask(places["event"].replace("event/", "events/"))
    report = told["reports"][0]
    points = list(report["text"])
    trigger = next(mark for mark in report["marks"] if mark["role"] == "trigger")
    words = "".join(points[trigger["start"] - report["text_start"] : trigger["end"] - report["text_start"]])
    marked = watched.page.locator(".report").first.locator("mark.role-trigger")
    own_text = "node => [...node.childNodes].filter(child => child.nodeType === 3).map(child => child.data).join('')"
    assert marked.first.evaluate(own_text) == words
    # Each role tells itself by a letter and to a screen reader, not by colour alone.
    assert marked.first.locator(".letter").inner_text().startswith("V")
    assert "[the act:" in marked.first.text_content()
    assert watched.page.locator(".claim").count() >= 2
    assert watched.page.locator(".claim.stance-denies").count() >= 1
    watched.page.get_by_role("heading", name="Who says what").scroll_into_view_if_needed()
    watched.page.evaluate("document.querySelector('.claims').scrollIntoView()")
    watched.page.evaluate("window.scrollBy(0, -110)")
    picture(watched.page, "evidence", tmp_path)


def test_code_tells_its_meaning_on_focus(open_page: Open, places: dict[str, str]) -> None:
    watched = open_page(places["event"])
    code = watched.page.locator(".lead .code.type")
    code.focus()
    tip = watched.page.locator(".tip")
    assert tip.is_visible()
    assert tip.inner_text() == code.get_attribute("aria-description")
    watched.page.keyboard.press("Escape")
    assert tip.is_hidden()


def test_report_is_read_sentence_by_sentence(open_page: Open, axe: str, tmp_path: Path) -> None:
    watched = open_page("report")
    page = watched.page
    page.fill("textarea", REPORT)
    page.fill("input[type=date]", "2025-07-13")
    page.click("button:has-text('Read')")
    page.wait_for_selector(".sentences", timeout=240_000)
    assert page.locator(".sentences > li").count() == 5
    first = page.locator(".sentences > li").nth(0)
    assert "12 Jul 2025" in first.inner_text()
    assert first.locator("mark.role-actor").count() >= 1
    assert "denied" in page.locator(".sentences > li").nth(1).inner_text()
    assert "CONTENT_OF_SPEECH_ACT" in page.locator(".sentences > li").nth(3).locator(".left-out").first.inner_text()
    assert "no act reported" in page.locator(".sentences > li").nth(4).inner_text()
    assert findings(page, axe) == []
    page.locator(".sentences > li").last.scroll_into_view_if_needed()
    picture(page, "report", tmp_path)


def test_hostile_text_stays_text(open_page: Open) -> None:
    watched = open_page("report")
    page = watched.page
    page.fill("textarea", f"{HOSTILE} Israel struck a port in Lebanon on Friday.")
    page.click("button:has-text('Read')")
    page.wait_for_selector(".sentences", timeout=240_000)
    assert "<script>" in page.locator(".sentences").text_content()
    assert page.locator("main img, main script").count() == 0


def test_hostile_articles_stay_text_on_every_page(open_page: Open, ask: Ask) -> None:
    id_ = quote(HOSTILE_ARTICLE["id"], safe="")
    cards = ask(f"events?document={id_}")["items"]
    assert any("<script>" in actor["name"] for card in cards for actor in card["actors"]), (
        "an actor's name is hostile too"
    )
    watched = open_page(f"article/{id_}")
    page = watched.page
    assert page.locator("h1").text_content() == HOSTILE_ARTICLE["title"]
    assert "<script>alert(2)" in page.locator(".article").first.text_content()
    pages = [f"article/{id_}", "articles?published_from=2014-01-01", f"search?document={id_}", "today?since=2014-01-01"]
    pages += [f"event/{quote(card['id'], safe='')}" for card in cards]
    pages += [
        f"review?document={id_}",
        f"search?q={quote(HOSTILE)}",
        f"search?text={quote(HOSTILE)}",
        f"map?document={id_}",
    ]
    for address in pages:
        watched.open(address)
        assert page.locator("main img, main script, main [onerror]").count() == 0, address
        assert page.locator("a[href^='javascript']").count() == 0, address


def test_review_accepts_and_corrects_without_writing_over(open_page: Open, ask: Ask) -> None:
    before = ask("reviews")["total"]
    watched = open_page("review")
    page = watched.page
    first = page.locator(".columns h2").first.inner_text()
    page.get_by_label("Your name").fill("Ada")
    page.click("button[data-verdict=accept]")
    page.locator(".columns h2").first.filter(has_not_text=first).wait_for()
    watched.settle()
    page.click("button[data-verdict=correct]")
    page.locator(".correction select").nth(1).select_option("possible")
    page.get_by_label("Reason (may be left out)").fill("The article only fears it.")
    page.click("button:has-text('Keep correction')")
    watched.settle()
    kept = ask("reviews")
    assert kept["total"] == before + 2
    last, earlier = kept["items"][:2]
    assert (last["verdict"], last["judge"], last["fields"]) == ("correct", "Ada", {"status": "possible"})
    assert earlier["verdict"] == "accept"
    # The record says what it said; the judgement stands beside it.
    told = ask(f"events/{quote(last['subject'], safe='')}")
    assert told["event"]["status"] != "possible"
    assert told["card"]["review"]["verdict"] == "correct"
    watched.open("review?show=done")
    assert "The article only fears it." in page.locator("table").inner_text()


def test_same_and_not_same_are_kept(open_page: Open, ask: Ask, places: dict[str, str]) -> None:
    watched = open_page(places["event"])
    page = watched.page
    same = page.locator(".same").last
    same.get_by_text("Not the same").click()
    same.get_by_label("Your name").fill("Ada")
    same.get_by_text("Not the same").click()
    page.locator(".same .said", has_text="Kept").or_(page.locator(".reviews", has_text="not same")).first.wait_for()
    assert ask("judgements")["items"][0]["verdict"] == "not_same"


def test_audit_gives_precision_with_its_interval(open_page: Open, axe: str, tmp_path: Path) -> None:
    watched = open_page("audit")
    page = watched.page
    page.get_by_label("Name of the audit").fill("November")
    page.get_by_label("Records (of").fill("4")
    page.click("button:has-text('Draw')")
    page.get_by_role("heading", name="Record 1 of 4").wait_for()
    page.get_by_label("Your name").fill("Ada")
    for number, verdict in enumerate(("accept", "accept", "reject"), 2):
        watched.settle()
        page.click(f"button[data-verdict={verdict}]")
        page.get_by_role("heading", name=f"Record {number} of 4").wait_for()
    watched.settle()
    tiles = page.locator(".tiles").inner_text()
    assert "67 %" in tiles
    assert "2 / 3" in tiles
    # Wilson's interval of 2 of 3.
    assert "21 % – 94 %" in tiles
    assert findings(page, axe) == []
    picture(page, "audit", tmp_path)


def saved(page: Any, link: str, path: Path) -> Path:
    """The file behind a link of the menu of exports."""
    page.click(".menu summary")
    page.locator(".menu-panel").get_by_role("link", name=link, exact=True).wait_for()
    with page.expect_download() as caught:
        page.locator(".menu-panel").get_by_role("link", name=link, exact=True).click()
    caught.value.save_as(path)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_export_holds_all_that_the_filters_find(open_page: Open, ask: Ask, axe: str, tmp_path: Path) -> None:
    page = open_page("search").page
    rows = rows_of(saved(page, "CSV (spreadsheet)", tmp_path / "all.csv"))
    total = ask("events?limit=1")["total"]
    assert len(rows) == total
    assert len(rows) > page.locator(".event-rows > li").count(), "more than the page shows"
    page.locator(".menu-panel", has_text=f"All {total} events").wait_for()
    assert findings(page, axe) == []
    page = open_page("search?type=ACCUSE").page
    rows = rows_of(saved(page, "CSV (spreadsheet)", tmp_path / "events.csv"))
    assert len(rows) == ask("events?type=ACCUSE")["total"]
    assert {row["type"] for row in rows} == {"ACCUSE"}


def test_exchange_formats_and_figures_of_drawings_are_saved(open_page: Open, ask: Ask, tmp_path: Path) -> None:
    path = saved(open_page("search?type=ASSAULT").page, "PLOVER JSON", tmp_path / "events.zip")
    with zipfile.ZipFile(path) as archive:
        report = json.loads(archive.read("events.plover.jsonl.report.json"))
        lines = archive.read("events.plover.jsonl").splitlines()
    assert (report["written"], report["format"]) == (len(lines), "plover")
    flows = rows_of(saved(open_page("pair/RUS/UKR").page, "CSV (spreadsheet)", tmp_path / "flows.csv"))
    assert len(flows) == len(ask("pairs/RUS/UKR")["flows"])
    ties = rows_of(saved(open_page("system").page, "CSV (spreadsheet)", tmp_path / "ties.csv"))
    assert len(ties) == ask("system?limit=5000")["total_ties"]
    mapped = json.loads(saved(open_page("map").page, "GeoJSON (maps)", tmp_path / "map.geojson").read_text("utf-8"))
    assert len(mapped["features"]) == len(ask("map?limit=5000")["features"])


def test_withheld_words_are_missing_with_a_reason(open_page: Open, axe: str, quiet: tuple[str, str]) -> None:
    server, article = quiet
    watched = open_page(f"article/{quote(article, safe='')}", server=server)
    page = watched.page
    page.get_by_label("Token").fill(READ_TOKEN)
    page.keyboard.press("Enter")
    page.locator(".withheld.whole", has_text="keeps its words to itself").wait_for()
    assert page.locator("main mark").count() == 0
    assert page.locator(".mention").count() >= 1, "what is coded is shown"
    assert findings(page, axe) == []
    watched.open("search")
    page.locator(".event-rows .withheld").first.wait_for()
    assert page.locator(".event-rows .evidence").count() == 0
    page.locator(".event-rows a.event-link").first.click()
    page.locator(".report .withheld").first.wait_for()
    assert page.locator(".report mark").count() == 0
    # A token was asked for, which Chromium logs as answers of 401.
    watched.trouble = [line for line in watched.trouble if "401" not in line]


def test_who_may_review_sees_withheld_words_and_is_told(open_page: Open, quiet: tuple[str, str]) -> None:
    server, article = quiet
    watched = open_page(f"article/{quote(article, safe='')}", server=server)
    page = watched.page
    page.get_by_label("Token").fill(REVIEW_TOKEN)
    page.keyboard.press("Enter")
    page.locator(".withheld.whole", has_text="Shown for review only").wait_for()
    assert page.locator("main mark").count() >= 1
    watched.trouble = [line for line in watched.trouble if "401" not in line]


def test_an_actor_has_a_balance_with_its_figures(open_page: Open, ask: Ask) -> None:
    told = ask("actors/RUS")
    page = open_page("actor/RUS").page
    chart = page.locator("figure.chart svg").first
    assert f"{told['events']} events" in page.locator(".tiles").inner_text().replace("\n", " ")
    assert "the balance ends at" in chart.get_attribute("aria-label")
    for title in ("Turning points", "Agreements", "Relations", "Offices held", "Dealings with"):
        assert page.get_by_role("heading", name=title).count() == 1
    page.locator("figure.chart summary").first.click()
    rows = page.locator("figure.chart table").first.locator("tbody tr")
    assert rows.count() == sum(point["events"] > 0 for point in told["series"])


def test_saved_query_comes_back_on_today(open_page: Open) -> None:
    watched = open_page("search?type=PROTEST")
    page = watched.page
    page.get_by_label("Save this query as").fill("Protests")
    page.click(".save-form button")
    page.locator(".save-form .said", has_text="Protests").wait_for()
    watched.open("today")
    page.click("a:has-text('Protests')")
    page.wait_for_url("**/#/search?type=PROTEST")


def test_map_is_used_by_keyboard_and_its_state_is_in_the_address(open_page: Open) -> None:
    watched = open_page("map")
    page = watched.page
    page.locator(".map .land").wait_for()
    assert page.locator(".map .area").count() >= 1, "vague places are areas"
    spot = page.locator(".map .spot").first
    spot.focus()
    page.keyboard.press("Enter")
    page.locator(".map .spot.chosen").wait_for()
    assert "pick=" in page.url
    page.get_by_label("Nearer").click()
    page.wait_for_url("**at=**")
    other = open_page(page.url.split("#/")[1])
    other.page.locator(".map .chosen").first.wait_for()


def test_keys_lead_to_pages_and_through_lists(open_page: Open, places: dict[str, str]) -> None:
    watched = open_page(places["today"])
    page = watched.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == page.locator("a.event-link").nth(1).text_content()
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "top-search"
    page.keyboard.type("Baku")
    page.keyboard.press("Enter")
    watched.settle()
    assert page.url.endswith("#/search?q=Baku")
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_wrong_id_says_what_to_do(open_page: Open) -> None:
    watched = open_page("today")
    page = watched.page
    page.goto(f"{watched.desk}/#/event/linked%3Anone")
    page.locator(".failure").wait_for()
    assert "Search for it" in page.locator(".failure").inner_text()
    # Chromium itself logs every answer of 404.
    watched.trouble = [line for line in watched.trouble if "404" not in line]


def test_light_and_dark_can_be_chosen(open_page: Open) -> None:
    watched = open_page("today")
    page = watched.page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    for _ in range(2):
        page.get_by_label("Colours").click()
    assert page.evaluate(ground) != light
    page.reload()
    watched.settle()
    assert page.evaluate(ground) != light
