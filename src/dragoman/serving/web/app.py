"""The server as an application: the endpoints, their declaration in OpenAPI, one shape of errors, and the guard before all."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from dragoman import __version__
from dragoman.errors import ConfigError, DragomanError, OntologyError
from dragoman.serving.web import wire
from dragoman.serving.web.access import Sessions, Tokens
from dragoman.serving.web.desk import Desk
from dragoman.serving.web.files import File, add_desk, read_desk
from dragoman.serving.web.guard import Guard, Limits
from dragoman.serving.web.problems import CODES, ProblemError
from dragoman.serving.web.routes.articles import add_articles
from dragoman.serving.web.routes.common import REF
from dragoman.serving.web.routes.events import add_events
from dragoman.serving.web.routes.exports import add_exports
from dragoman.serving.web.routes.flows import add_flows
from dragoman.serving.web.routes.maps import add_maps
from dragoman.serving.web.routes.overview import add_overview
from dragoman.serving.web.routes.reading import add_reading
from dragoman.serving.web.routes.reviews import add_reviews

PREFIX: Final = "/api/v1"
# Names by which a server on this machine is asked.
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_LOG: Final = logging.getLogger("dragoman.serving")
_DESCRIPTION: Final = (
    "Ask a store of Dragoman who did what to whom, where, when, according to whom and how certain; review what it says."
)


def make_app(
    desk: Desk,
    *,
    tokens: Tokens | None = None,
    hosts: Iterable[str] = LOOPBACK,
    limits: Limits | None = None,
    files: dict[str, File] | None = None,
) -> Guard:
    """The application for a server.

    Args:
        desk: The store and what belongs to it; it is started and stopped with the application.
        tokens: Who may read and who may review; without them everybody may do both.
        hosts: Names under which the server may be asked; empty is any.
        limits: How much one client may ask.
        files: The files of the desk; those of the package without them.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.start()
        yield
        desk.stop()

    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.desk, app.state.tokens, app.state.sessions = desk, tokens, Sessions()
    add_endpoints(app)
    document = openapi(app)
    app.state.names = _parameter_names(document)
    encoded = msgspec.json.encode(document)

    @app.get(f"{PREFIX}/openapi.json", include_in_schema=False)
    def show_openapi() -> Response:
        """The declaration of this API, OpenAPI 3.1."""
        return Response(encoded, media_type="application/json")

    add_desk(app, read_desk() if files is None else files)
    _add_errors(app)
    return Guard(
        app,
        tokens=tokens,
        hosts=hosts,
        commits=lambda: desk.store.commits,
        limits=limits or Limits(),
        sessions=app.state.sessions,
    )


def add_endpoints(app: FastAPI) -> None:
    """Add all endpoints of the API."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(_check_names)])
    for add in (add_overview, add_events, add_exports, add_maps, add_articles, add_flows, add_reading, add_reviews):
        add(router)
    app.include_router(router)


def openapi(app: FastAPI) -> dict[str, Any]:
    """The declaration of an API: the endpoints as the framework sees them, the answers as our records are."""
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    kinds = [kind for kind in vars(wire).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    _, schemas = msgspec.json.schema_components(kinds, ref_template=REF)
    document["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "dragoman_session"},
        },
    }
    document["security"] = [{}, {"token": []}, {"session": []}]
    for path in document["paths"].values():
        for operation in path.values():
            # The framework declares its own shape of a refused parameter; ours is the problem that we gave.
            problem = {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}}
            operation["responses"]["422"] = {
                "description": "invalid-parameter, invalid-cursor, invalid-body",
                "content": problem,
            }
    return document


def _parameter_names(document: dict[str, Any]) -> dict[tuple[str, str], frozenset[str]]:
    return {
        (path, method.upper()): frozenset(
            one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"
        )
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def _check_names(request: Request) -> None:
    """Refuse a parameter that means nothing here: it would be ignored, and nobody would wonder at the answer."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = request.app.state.names.get((route.path_format, request.method), frozenset())
    for name in request.query_params:
        if name not in known:
            raise ProblemError(
                "invalid-parameter",
                f"{name!r} is no parameter here; there are {', '.join(sorted(known)) or 'none'}.",
                parameter=name[:100],
            )


def _add_errors(app: FastAPI) -> None:
    """Every error as a problem."""

    async def tell(_: Request, problem: Exception) -> Response:
        assert isinstance(problem, ProblemError)
        headers = {name.decode(): value.decode() for name, value in problem.headers()}
        return Response(problem.body(), status_code=problem.status, headers=headers)

    async def tell_invalid(request: Request, err: Exception) -> Response:
        assert isinstance(err, RequestValidationError)
        first = err.errors()[0]
        name = str(first["loc"][-1])
        return await tell(request, ProblemError("invalid-parameter", f"{name}: {first['msg']}.", parameter=name))

    async def tell_http(request: Request, err: Exception) -> Response:
        assert isinstance(err, HTTPException)
        code = next((code for code, status in CODES.items() if status == err.status_code), "internal")
        answer = await tell(request, ProblemError(code, f"{err.detail}: {request.method} {request.url.path}."))
        if err.headers and "Allow" in err.headers:
            answer.headers["Allow"] = err.headers["Allow"]
        return answer

    async def tell_own(request: Request, err: Exception) -> Response:
        assert isinstance(err, DragomanError)
        if isinstance(err, ConfigError | OntologyError):
            return await tell(request, ProblemError("invalid-parameter", err.message))
        # The message may name files of this machine: it goes to the log, not to the reader.
        _LOG.error("%s %s: %s", request.method, request.url.path, err.message)
        return await tell(
            request, ProblemError("unavailable", "The store cannot answer now; its log tells why.", retry_after=5)
        )

    async def tell_fault(request: Request, err: Exception) -> Response:
        _LOG.error("%s %s", request.method, request.url.path, exc_info=err)
        return await tell(request, ProblemError("internal", "This is a fault of the server; its log tells more."))

    app.add_exception_handler(ProblemError, tell)
    app.add_exception_handler(RequestValidationError, tell_invalid)
    app.add_exception_handler(HTTPException, tell_http)
    app.add_exception_handler(DragomanError, tell_own)
    app.add_exception_handler(Exception, tell_fault)
