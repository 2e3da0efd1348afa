"""Who may do what, and what a hostile page, article or address can not do."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest_web import HERE, HOSTILE, READ_TOKEN, REVIEW_TOKEN, TEXT
from starlette.testclient import TestClient

from dragoman.errors import ConfigError
from dragoman.serving.web.access import Limiter, Sessions, Tokens, read_tokens

V1 = "/api/v1"
REVIEW = {"subject": "a1:0:1", "verdict": "accept"}
READ = {"Authorization": f"Bearer {READ_TOKEN}"}


def code(response: object) -> str:
    return str(response.json()["code"])  # type: ignore[attr-defined]


def test_nothing_is_told_without_a_token(guarded: TestClient) -> None:
    for path in ("/events", "/status", "/documents/a1", "/map", "/queries"):
        response = guarded.get(V1 + path)
        assert (response.status_code, code(response)) == (401, "unauthorized")
        assert response.headers["www-authenticate"].startswith("Bearer")
    assert guarded.get(f"{V1}/session").json() == {"name": None, "rights": [], "tokens": True}
    assert guarded.get("/health").status_code == 200
    assert guarded.get(f"{V1}/events", headers={"Authorization": f"Bearer {READ_TOKEN}x"}).status_code == 401


def operations(client: TestClient) -> list[tuple[str, str]]:
    """Every method and path of the declaration, with something in the place of each parameter."""
    declared = client.get(f"{V1}/openapi.json").json()["paths"]
    return [(method.upper(), re.sub(r"{.*?}", "1", path)) for path, methods in declared.items() for method in methods]


def test_every_route_asks_for_its_right(guarded: TestClient) -> None:
    asked = operations(guarded)
    assert len(asked) > 25
    ours = {"X-Dragoman": "desk"}
    open_ = {("GET", f"{V1}/session"), ("POST", f"{V1}/session"), ("DELETE", f"{V1}/session")}
    for method, path in asked:
        if (method, path) in open_:
            continue
        nobody = guarded.request(method, path, headers=ours)
        assert (nobody.status_code, code(nobody)) == (401, "unauthorized"), f"{method} {path}"
        if method == "GET" or path == f"{V1}/read":
            continue
        reader = guarded.request(method, path, headers=READ, json={})
        assert (reader.status_code, code(reader)) == (403, "forbidden"), f"{method} {path}"
        forged = guarded.request(method, path, json={})
        assert (forged.status_code, code(forged)) == (403, "csrf"), f"{method} {path}"


def test_a_token_to_read_may_not_review(guarded: TestClient) -> None:
    assert guarded.get(f"{V1}/events", headers=READ).status_code == 200
    response = guarded.post(f"{V1}/reviews", json=REVIEW, headers=READ)
    assert (response.status_code, code(response)) == (403, "forbidden")
    told = guarded.post(f"{V1}/read", json={"text": TEXT}, headers=READ)
    assert told.status_code == 200


def test_a_session_holds_its_rights_in_a_cookie_that_scripts_cannot_read(guarded: TestClient) -> None:
    ours = {"X-Dragoman": "desk"}
    assert guarded.post(f"{V1}/session", json={"token": "wrong" * 6}, headers=ours).status_code == 401
    opened = guarded.post(f"{V1}/session", json={"token": READ_TOKEN, "name": "Ada"}, headers=ours)
    assert opened.json() == {"name": "Ada", "rights": ["read"], "tokens": True}
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert READ_TOKEN not in cookie
    assert guarded.get(f"{V1}/events").status_code == 200
    assert guarded.post(f"{V1}/reviews", json=REVIEW, headers=ours).status_code == 403
    assert guarded.delete(f"{V1}/session", headers=ours).status_code == 204
    guarded.cookies.clear()
    assert guarded.get(f"{V1}/events").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Dragoman": "1", "Origin": "http://evil.example"},
        {"X-Dragoman": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Dragoman": "1", "Origin": "null"},
    ],
)
def test_a_page_elsewhere_cannot_write(client: TestClient, headers: dict[str, str]) -> None:
    bare = TestClient(client.app, base_url=HERE)
    response = bare.post(f"{V1}/reviews", json=REVIEW, headers=headers)
    assert (response.status_code, code(response)) == (403, "csrf")


def test_a_form_cannot_write(client: TestClient) -> None:
    response = client.post(f"{V1}/reviews", content=b'{"subject": "x"}', headers={"Content-Type": "text/plain"})
    assert (response.status_code, code(response)) == (415, "unsupported-media-type")


def test_a_server_on_this_machine_is_not_asked_under_another_name(client: TestClient) -> None:
    response = client.get(f"{V1}/events", headers={"Host": "evil.example:8321"})
    assert (response.status_code, code(response)) == (421, "bad-host")
    for host in ("localhost:8321", "127.0.0.1", "[::1]:8321"):
        assert client.get(f"{V1}/session", headers={"Host": host}).status_code == 200


def test_every_answer_has_its_headers(client: TestClient) -> None:
    for path in ("/", "/event/x", f"{V1}/events", f"{V1}/nothing", "/health"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
    assert "script-src 'self'" in client.get("/").headers["content-security-policy"]


def test_hostile_articles_stay_data(client: TestClient) -> None:
    response = client.get(f"{V1}/documents", params={"limit": 1})
    assert response.headers["content-type"] == "application/json"
    assert response.json()["items"][0]["title"] == HOSTILE
    text = client.get(f"{V1}/events", params={"format": "csv", "by": "mention"}).text
    assert not any(cell.startswith(("=", "+", "@")) for line in text.splitlines() for cell in line.split(","))


@pytest.mark.parametrize(
    "name", ["actor", "recipient", "either", "place", "source", "denied_by", "text", "document", "event"]
)
@pytest.mark.parametrize("value", ["'; DROP TABLE documents; --", '" OR 1=1', "%", "\\", "\x00", "a' UNION SELECT 1"])
def test_sql_in_a_filter_is_a_text(client: TestClient, name: str, value: str) -> None:
    for path in ("events", "export", "map", "timeline"):
        response = client.get(f"{V1}/{path}", params={name: value})
        assert response.status_code == 200, response.text
    assert client.get(f"{V1}/status").json()["documents"] == 3


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "/assets/..%2f..%2f..%2fetc%2fpasswd.x",
        "/api/../../etc/passwd",
        "/%00.js",
    ],
)
def test_no_path_leads_out_of_the_desk(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404 or "<title>Desk</title>" in response.text
    assert "root:" not in response.text


def test_ids_in_paths_are_texts(client: TestClient) -> None:
    for bad in ("'; DROP TABLE documents; --", "../x", "%", "\x00"):
        for kind in ("events", "mentions", "documents", "actors"):
            assert client.get(f"{V1}/{kind}/{quote(bad, safe='')}").status_code == 404


def test_what_is_too_long_is_refused(client: TestClient) -> None:
    assert code(client.post(f"{V1}/reviews", json={**REVIEW, "reason": "x" * 70_000})) == "too-large"
    assert code(client.post(f"{V1}/read", json={"text": "a" * 200_001})) == "too-large"

    def endless() -> object:
        yield from (b"x" * 10_000 for _ in range(300))

    streamed = client.post(f"{V1}/read", content=endless(), headers={"Content-Type": "application/json"})  # type: ignore[arg-type]
    assert streamed.status_code == 413
    assert client.get(f"{V1}/events", params={"text": "x" * 501}).status_code == 422


def test_parameters_that_mean_nothing_are_refused(client: TestClient) -> None:
    for asked in (
        {"colour": "red"},
        {"limit": "0"},
        {"limit": "501"},
        {"from": "soon"},
        {"cursor": "x"},
        {"bbox": "1,2"},
    ):
        response = client.get(f"{V1}/events", params=asked)
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
    cursor = client.get(f"{V1}/events", params={"limit": 1}).json()["next"]
    assert code(client.get(f"{V1}/events", params={"cursor": cursor, "type": "AID"})) == "invalid-cursor"
    assert client.post(f"{V1}/events").status_code == 405


def test_a_bucket_empties_and_fills() -> None:
    now = [0.0]
    limiter = Limiter(2.0, 3, lambda: now[0])
    assert [limiter.wait_s("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert limiter.wait_s("b") == 0
    now[0] = 0.5
    assert limiter.wait_s("a") == 0
    assert Limiter(0, 1).wait_s("a") == 0


def test_a_session_ends() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    secret = sessions.open(("read",), "Ada")
    assert sessions.caller(secret).name == "Ada"  # type: ignore[union-attr]
    now[0] = 13 * 3600
    assert sessions.caller(secret) is None


def test_tokens_of_a_file_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(f'read = "{READ_TOKEN}"\nreview = "{REVIEW_TOKEN}"\n')
    file.chmod(0o600)
    assert read_tokens(file) == Tokens(read=READ_TOKEN, review=REVIEW_TOKEN)
    for text, told in (
        ('read = "short"', "short"),
        (f'read = "{READ_TOKEN}"\nreview = "{READ_TOKEN}"', "both tokens are one"),
        ('write = "x"', "the keys are write"),
        ("read = ", "cannot be read"),
    ):
        file.write_text(text)
        with pytest.raises(ConfigError, match=told):
            read_tokens(file)
    file.write_text(f'read = "{READ_TOKEN}"')
    file.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        read_tokens(file)
