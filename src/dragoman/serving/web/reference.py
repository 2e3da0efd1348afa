"""Write the API as a page of the docs: `python -m dragoman.serving.web.reference > docs/reference/api.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI

from dragoman.serving.web.app import add_endpoints, openapi
from dragoman.serving.web.problems import CODES

_LEAD: Final = """\
# API

`dragoman serve` answers under `/api/v1`; [the guide](../guides/serve.md) tells how to start and to secure it. The whole
declaration, with the shape of every answer, is OpenAPI 3.1 at `/api/v1/openapi.json`. This page is made from it by
`python -m dragoman.serving.web.reference`; do not edit it by hand.

- Ids hold `:`, `#` and `/`: percent-encode the whole id as one part of the path.
- `format=` or the `Accept` header choose JSON, CSV, Arrow (`application/vnd.apache.arrow.stream`) or GeoJSON where offered.
- Lists give `items`, `next` (the `cursor` of the next page) and `total`. As CSV and Arrow these stand in the headers `Link`
  and `X-Total-Count`.
- Of documents whose publishers withhold their words, articles and lists of articles come without text and title, and tables of
  mentions without title, trigger and evidence; `X-Withheld` counts them. Events and mentions as JSON, which the desk shows, quote
  the stretch that a record rests on.
- Every answer to a GET has an `ETag`; with `If-None-Match` an answer that did not change is 304.
- Requests that write need `Content-Type: application/json` and either a bearer token or a header `X-Dragoman` of any value.
- Spans count code points, end exclusive; days are ISO 8601; what is not known is null.
"""


def reference() -> str:
    """The page as Markdown, ending with a newline."""
    app = FastAPI(title="Dragoman", version="1")
    add_endpoints(app)
    document = openapi(app)
    parts = [_LEAD]
    for path, operations in sorted(document["paths"].items()):
        for method, operation in operations.items():
            parts.append("\n".join(_endpoint(path, method, operation)))
    parts.append("\n".join(_problems()))
    return "\n".join(parts)


def _endpoint(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"## `{method.upper()} {path}`\n"
    yield f"{operation['description']}\n"
    body = operation.get("requestBody")
    if body:
        yield f"Takes `{_name(body['content']['application/json']['schema'])}`.\n"
    for status, answer in operation["responses"].items():
        if int(status) < 300:
            yield f"Answers {_answer(status, answer)}.\n"
    listed = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
    if listed:
        yield "| parameter | value | means |\n| --- | --- | --- |"
        yield from (f"| `{one['name']}` | {_value(one['schema'])} | {one.get('description', '')} |" for one in listed)
        yield ""


def _answer(status: str, answer: dict[str, Any]) -> str:
    kinds = {media: _name(content["schema"]) for media, content in answer.get("content", {}).items() if "json" in media}
    others = [f"`{media}`" for media in answer.get("content", {}) if "json" not in media]
    told = " or ".join([f"`{name}` as `{media}`" for media, name in kinds.items()] + others)
    return f"{status} with {told}" if told else status


def _name(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_name(one) for one in schema["anyOf"])
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _value(schema: dict[str, Any]) -> str:
    """What a parameter may be, in a few words."""
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    told = "; ".join(_kind(one) for one in kinds)
    default = schema.get("default")
    return f"{told} [{default}]" if default is not None else told


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"repeatable: {_kind(schema['items'])}"
    low, high = (schema.get(name) for name in ("minimum", "maximum"))
    name = {"date": "a day", "integer": "whole number", "boolean": "`true`, `false`"}
    kind = name.get(schema.get("format", ""), name.get(schema["type"], str(schema["type"])))
    return f"{kind}, {low} to {high}" if high is not None else kind


def _problems() -> Iterator[str]:
    yield "## Problems\n"
    yield "Every error is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`, `code`, `parameter`.\n"
    yield "| `code` | status |\n| --- | --- |"
    yield from (f"| `{code}` | {status} |" for code, status in CODES.items())
    yield ""


if __name__ == "__main__":
    sys.stdout.write(reference())
