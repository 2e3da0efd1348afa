"""One shape for every error of the API: `application/problem+json` (RFC 9457), with a stable code."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import msgspec

from dragoman.serving.web.wire import Problem

MEDIA_TYPE: Final = "application/problem+json"
# Each code and its status. The codes are the contract: programs ask for them, people read the detail.
CODES: Final[dict[str, int]] = {
    "invalid-parameter": 422,
    "invalid-body": 422,
    "invalid-cursor": 422,
    "unauthorized": 401,
    "forbidden": 403,
    "csrf": 403,
    "bad-host": 421,
    "not-found": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "conflict": 409,
    "too-large": 413,
    "unsupported-media-type": 415,
    "too-many-requests": 429,
    "internal": 500,
    "unavailable": 503,
}


class ProblemError(Exception):
    """Ends a request with a problem.

    Args:
        code: One of `CODES`.
        detail: What is wrong, what was expected and the remedy, in a sentence.
        parameter: The parameter or field that is wrong.
        retry_after: Seconds after which to try again.
    """

    def __init__(self, code: str, detail: str, *, parameter: str | None = None, retry_after: int | None = None) -> None:
        self.code, self.detail, self.parameter, self.retry_after = code, detail, parameter, retry_after
        self.status = CODES[code]
        super().__init__(detail)

    def body(self) -> bytes:
        """The problem as JSON."""
        return msgspec.json.encode(
            Problem(
                type="about:blank",
                title=HTTPStatus(self.status).phrase,
                status=self.status,
                detail=self.detail,
                code=self.code,
                parameter=self.parameter,
            )
        )

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The headers that go with it."""
        found = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store")]
        if self.retry_after is not None:
            found.append((b"retry-after", str(self.retry_after).encode()))
        if self.status == HTTPStatus.UNAUTHORIZED:
            found.append((b"www-authenticate", b'Bearer realm="dragoman"'))
        return found
