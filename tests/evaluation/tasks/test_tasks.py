"""Every task reads its input fields, survives broken records and never looks at gold."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.errors import NotBuiltError
from dragoman.evaluation.tasks import TASKS, is_built, load_task

BUILT = (
    "documents",
    "timex",
    "geoparsing",
    "attribution",
    "classify",
    "gsr",
    "ner",
    "multilabel",
    "events",
    "templates",
    "groups",
    "coref",
)
TEXT = "KAMPALA - Police arrested 30 students in Kampala on Tuesday, a police spokesman said.\n"


def one(task: str, **record: Any) -> dict[str, Any]:
    return next(iter(load_task(task)([{"id": "a", **record}])))


@pytest.mark.parametrize("task", BUILT)
def test_broken_records_give_empty_predictions(task: str) -> None:
    records: list[dict[str, Any]] = [
        {"id": "none"},
        {"id": "null", "text": None, "sentence": None, "published": None, "dct": None, "scheme": None, "lang": None},
        {"id": "number", "text": 7, "input": None, "published": "soon", "dct": 3, "sentences": [None, {"start": "x"}]},
        {"id": "odd", "text": "\x00\u202e🙂\n\n", "title": ["x"]},
    ]
    found = list(load_task(task)(records))
    assert [line["id"] for line in found] == [record["id"] for record in records]
    if task != "groups":
        assert all(not value for line in found for key, value in line.items() if key != "id")


@pytest.mark.parametrize("task", BUILT)
def test_gold_fields_are_not_looked_at(task: str) -> None:
    record = {
        "id": "a",
        "text": TEXT,
        "sentence": TEXT,
        "published": "2024-05-02",
        "date": "2024-05-02",
        "dct": "2024-05-02",
    }
    sentences = [{"start": 0, "end": len(TEXT), "labels": []}]
    gold: dict[str, Any] = {
        "events": [{"type": "AID"}], "relations": [1], "timexes": [1], "toponyms": [1], "attributions": [1], "label": 3,
        "spans": [1], "penta": 2, "templates": [1], "triples": [1], "labels": ["KILL"], "mentions": [1], "group": "g",
        "topic": "t", "gold": {"events": [1]},
    }  # fmt: skip
    plain = list(load_task(task)([{**record, "sentences": sentences}]))
    told = list(load_task(task)([{**record, **gold, "sentences": [{**sentences[0], "labels": ["KILL"]}]}]))
    assert plain == told


def test_registry_knows_what_is_built() -> None:
    assert set(BUILT) <= {task for task in TASKS if is_built(task)}
    with pytest.raises(NotBuiltError, match="not a task"):
        load_task("weather")


def test_documents_writes_the_whole_record() -> None:
    events = one("documents", text=TEXT, published="2024-05-02")["events"]
    event = next(e for e in events if e["type"] == "COERCE")
    assert {a["code"] for a in event["actors"]} == {"UGA"}
    assert (event["start"], event["end"], event["status"]) == ("2024-04-30", "2024-04-30", "actual")
    assert event["place"]["country"] == "UGA"
    assert event["sources"][0]["kind"] == "official"
    assert TEXT[event["evidence"][0]["start"] : event["evidence"][0]["end"]].startswith("Police arrested")


def test_documents_reads_a_gold_line_by_its_input() -> None:
    line = {"input": {"id": "a", "text": TEXT, "published": "2024-05-02"}, "gold": {"events": []}}
    assert one("documents", **line) == one("documents", text=TEXT, published="2024-05-02")


def test_timex_counts_from_the_documents_day() -> None:
    found = one("timex", text="They met last Tuesday.", dct="2024-05-02")["timexes"]
    assert [(t["text"], t["type"], t["value"]) for t in found] == [("last Tuesday", "DATE", "2024-04-30")]


def test_geoparsing_gives_coordinates() -> None:
    found = one("geoparsing", text="Two ferries left Mombasa for Zanzibar on Friday.")["toponyms"]
    assert [t["text"] for t in found] == ["Mombasa", "Zanzibar"]
    assert abs(found[0]["lat"] - -4.05) < 0.2


def test_attribution_gives_three_parts() -> None:
    text = "The mayor said that the bridge was closed."
    found = one("attribution", text=text)["attributions"][0]
    assert [[text[s:e] for s, e in found[part]] for part in ("source", "cue")] == [["The mayor"], ["said"]]
    assert "the bridge was closed" in text[found["content"][0][0] : found["content"][0][1]]


def test_attribution_tells_the_outermost_speaker_alone() -> None:
    text = 'The mayor told Reuters that the engineer had warned that the bridge was unsafe. "Close it," he said.'
    found = one("attribution", text=text)["attributions"]
    cues = [[text[s:e] for s, e in a["cue"]] for a in found]
    assert cues == [["told"], ["said"]]
    assert [text[s:e] for s, e in found[0]["source"]] == ["The mayor"]


def test_classify_answers_in_the_scheme_of_the_file() -> None:
    (quad,) = load_task("classify")([{"id": "cameo-class-1", "text": "Turkey shelled Kurdish villages in Iraq."}])
    (label,) = load_task("classify")([{"id": "case21-t2-1", "text": "A Russian drone struck a fuel depot near Odesa."}])
    (none,) = load_task("classify")([{"id": "cameo-class-2", "text": "The choir sang well."}])
    assert (quad["label"], label["label"], none["label"]) == (4, "AIR_STRIKE", 0)


def test_gsr_follows_the_scheme_and_leaves_other_languages() -> None:
    sentence = "Police in Kenya arrested a Ugandan journalist."
    assert one("gsr", sentence=sentence, scheme="plover")["triples"] == [["KENCOP", "UGAJRN", "COERCE"]]
    assert one("gsr", sentence=sentence, scheme="cameo")["triples"] == [["KENCOP", "UGAMED", "173"]]
    assert one("gsr", sentence=sentence, scheme="plover-es", lang="es")["triples"] == []


def test_ner_marks_who_acts_upon_whom() -> None:
    spans = one("ner", text="Norway gave Moldova ten million euros in aid.")["spans"]
    assert {(s["text"], s["label"]) for s in spans} == {("Norway", "source"), ("Moldova", "target")}


def test_ner_marks_entities_for_re3d() -> None:
    (found,) = load_task("ner")([{"id": "re3d-1", "text": "General Haftar met diplomats in Benghazi on Sunday."}])
    assert ("Benghazi", "Location") in {(s["text"], s["label"]) for s in found["spans"]}


def test_multilabel_labels_the_units_it_is_given() -> None:
    units = [{"start": 0, "end": 90}, {"start": 90, "end": 120}]
    found = one("multilabel", text=TEXT, sentences=units)
    assert {"ANY_ACTION", "ARREST"} <= set(found["labels"])
    assert found["sentences"][0]["labels"] == found["labels"]
    assert found["sentences"][1]["labels"] == []


def test_events_have_roles_of_their_scheme() -> None:
    (kairos,) = load_task("events")([{"id": "wikievents-1", "text": TEXT}])
    (meantime,) = load_task("events")([{"id": "meantime-1", "text": TEXT}])
    event = next(e for e in kairos["events"] if e["type"] == "Justice.ArrestJailDetain.Unspecified")
    assert {a["role"] for a in event["arguments"]} >= {"Jailer", "Detainee"}
    assert all("type" not in e for e in meantime["events"])


def test_templates_gather_one_kind_of_attack() -> None:
    found = one("templates", text="Gunmen killed two nurses in Goma. The gunmen also shot at a priest in Goma.")[
        "templates"
    ]
    assert [t["type"] for t in found] == ["attack"]
    assert found[0]["Victim"]


def test_coref_joins_one_lemma_within_a_story() -> None:
    texts = [
        "The dam in Nurek collapsed after the quake near Nurek.",
        "Nurek's dam collapsed, drowning fields near Nurek.",
    ]
    found = list(load_task("coref")([{"id": n, "text": text} for n, text in enumerate(texts)]))
    clusters = [{m["cluster"] for m in line["mentions"]} for line in found]
    assert clusters[0] & clusters[1]


@pytest.mark.parametrize("task", ["coref", "groups"])
def test_whole_tasks_leave_out_what_is_done(task: str) -> None:
    records = [{"id": n, "text": "A ferry sank off Batam."} for n in range(3)]
    whole = list(load_task(task)(records))
    assert list(load_task(task)(records, done={0, 1})) == whole[2:]


def test_coref_clusters_the_spans_that_are_given_and_looks_at_nothing_else_of_them() -> None:
    text = "The rebels shelled the port on Monday. The shelling went on for hours."
    spans = [(11, 18), (43, 51)]
    assert [text[s:e] for s, e in spans] == ["shelled", "shelling"]
    mentions = [{"start": s, "end": e, "kind": "event", "cluster": f"gold{s}"} for s, e in spans]
    mentions.append({"start": 4, "end": 10, "kind": "participant", "cluster": "x"})
    (found,) = load_task("coref")([{"id": "a", "text": text, "mentions": mentions}])
    assert [(m["start"], m["end"]) for m in found["mentions"]] == spans
    assert len({m["cluster"] for m in found["mentions"]}) == 1


@pytest.mark.parametrize("mentions", [[], [{"start": 3, "end": 3}], [{"start": "a"}, 7], [{"start": 90, "end": 95}]])
def test_coref_takes_given_spans_as_they_are(mentions: list[Any]) -> None:
    (found,) = load_task("coref")([{"id": "a", "text": "They met.", "mentions": mentions}])
    assert all(m["start"] < m["end"] for m in found["mentions"])
