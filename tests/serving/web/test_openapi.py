"""Whatever is asked of the API within its declaration, no answer is a server error and each is as declared."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

import schemathesis
from conftest_web import HERE
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Examples of each endpoint: few, since each asks a whole server. `SCHEMATHESIS=200` in the environment asks more.
EXAMPLES = int(os.environ.get("SCHEMATHESIS", "3"))
App = Callable[[Any, Any, Any], Awaitable[None]]


def running(app: App) -> App:
    """The application without its start and end: the fixture has started it."""

    async def call(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})

    return call


def test_answers_are_as_declared(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    app, schema = running(client.app), schemathesis.openapi.from_dict(document)
    asked = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        asked.add(f"{operation.method.upper()} {operation.path}")

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            response = case.call(base_url=HERE, headers={"X-Dragoman": "test"}, app=app)
            case.validate_response(response, checks=CHECKS)

        ask()
    assert len(asked) == sum(len(operations) for operations in document["paths"].values())
