"""GeoJSON, Web Annotation, FollowTheMoney, PROV, GraphML, Frictionless: each read by a validator, or by its own rules."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import geojson
import networkx
import prov.model
import pytest

from dragoman.serving.exports import write_export
from dragoman.store import EventQuery, View


def test_geojson_has_points_and_keeps_the_status(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "x.geojson", view, EventQuery(), format="geojson")
    found = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))
    assert found["type"] == "FeatureCollection"
    assert (report.written, report.left_out) == (len(found["features"]), {"NO_POINT": 4})
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [21.1667, 42.6667]}
    assert {f["properties"]["status"] for f in found["features"]} == {"actual", "planned", "denied"}
    assert found["features"][0]["properties"]["radius_km"] == 7.0


def test_geojson_is_valid_by_its_library(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "x.geojson", view, EventQuery(), format="geojson")
    read = geojson.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))
    assert isinstance(read, geojson.FeatureCollection)
    assert read.is_valid
    assert len(read.features) == report.written
    assert all(feature.is_valid and isinstance(feature.geometry, geojson.Point) for feature in read.features)


def test_annotations_lead_back_to_the_text(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "a.jsonld", view, EventQuery(), format="webannotation")
    page = json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], len(page["items"])) == ("AnnotationPage", report.rows)
    assert len({one["id"] for one in page["items"]}) == len(page["items"])
    texts = {document.url: document.text for document in view.documents()}
    for annotation in page["items"]:
        text = texts[annotation["target"]["source"]]
        quoted, place = annotation["target"]["selector"]
        assert (quoted["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert text[place["start"] : place["end"]] == quoted["exact"]
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in text
        assert {"classifying", "tagging"} <= {body["purpose"] for body in annotation["body"]}


def test_followthemoney_takes_every_entity(view: View, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own parts; what is tested is the data
        from followthemoney import model

        report = write_export(tmp_path / "f.jsonl", view, EventQuery(), format="ftm")
        lines = (tmp_path / "f.jsonl").read_text(encoding="utf-8").splitlines()
        entities = {}
        for line in lines:
            told = json.loads(line)
            proxy = model.get_proxy(told, cleaned=False)
            proxy.schema.validate(told)
            # what its types clean away would be lost to its users
            assert {name: sorted(proxy.get(name)) for name in told["properties"]} == {
                name: sorted(values) for name, values in told["properties"].items()
            }
            entities[proxy.id] = proxy
    assert report.left_out == {"STATUS_PLANNED": 2, "STATUS_DENIED": 2}
    assert len(entities) == len(lines) == report.rows
    events = [proxy for proxy in entities.values() if proxy.schema.name == "Event"]
    assert len(events) == report.written
    for proxy in events:
        for name in ("organizer", "involved", "proof"):
            assert set(proxy.get(name)) <= set(entities)


def test_prov_is_read_by_the_prov_library(view: View, tmp_path: Path) -> None:
    write_export(tmp_path / "p.json", view, EventQuery(), format="prov")
    found = prov.model.ProvDocument.deserialize(str(tmp_path / "p.json"), format="json")
    kinds = [type(record).__name__ for record in found.get_records()]
    assert kinds.count("ProvDerivation") == 10
    assert kinds.count("ProvActivity") == 2
    assert kinds.count("ProvAttribution") == 2
    again = prov.model.ProvDocument.deserialize(content=found.serialize(format="json"), format="json")
    assert again == found


def test_graphml_is_read_by_networkx(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "s.graphml", view, EventQuery(), format="graphml")
    graph = networkx.read_graphml(tmp_path / "s.graphml")
    assert set(graph.nodes) == {"NOR", "XKX"}
    assert graph.number_of_edges() == report.written
    assert graph.edges["NOR", "XKX"]["events"] >= 1


def test_datapackage_is_valid_by_frictionless(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "pack", view, EventQuery(), format="datapackage")
    assert report.written == 10
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frictionless = pytest.importorskip("frictionless")
        checked = frictionless.validate(str(tmp_path / "pack" / "datapackage.json"))
        assert checked.valid, checked.flatten(["type", "message"])
        assert len(checked.tasks) == 2
