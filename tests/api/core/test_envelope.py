"""Around every answer, whatever became of the request: its number, the security headers, and no word of what broke inside."""

from typing import Any
from uuid import UUID

import httpx
import pytest
import structlog
from fastapi import FastAPI
from structlog.testing import capture_logs

from opora.access.actor import public
from opora.access.routing import context_router
from opora.core import errors, logs, middleware
from opora.core.problems import Forbidden
from opora.main import create_app
from opora.settings import Settings
from tests.conftest import BASE_URL, Login
from tests.support.world import id_

URL = "/api/v1/deficits"
HEADERS = {
    "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin", "strict-transport-security": "max-age=31536000",
}  # fmt: skip
SECRET = "select * from person where phone = '+79110000000'"


@pytest.fixture
def broken(settings: Settings) -> FastAPI:
    """A throw-away application with operations that fail."""
    app, router = create_app(settings, connect=False), context_router("core")

    @router.get("/crash", **public())
    async def crash() -> None:
        raise RuntimeError(SECRET)

    @router.get("/half", **public())
    async def half() -> None:
        raise ConnectionResetError(SECRET)

    @router.get("/forbidden", **public())
    async def forbidden() -> None:
        raise Forbidden

    app.include_router(router)
    return app


async def get(app: FastAPI, path: str, base_url: str = BASE_URL, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers) as client:
        return await client.get(path)


def enveloped(answer: httpx.Response) -> None:
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.status_code
    policy = answer.headers["content-security-policy"]
    for part in (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert part in policy
    assert "'unsafe-eval'" not in policy
    assert len(answer.headers.get_list("x-request-id")) == 1


async def test_every_kind_of_answer_carries_the_headers(app: FastAPI, login: Login) -> None:
    client, anonymous = login(app, "mc.a@test"), login(app)
    answers = [
        await client.get(URL), await client.get(URL, headers={"accept": "text/csv"}), await anonymous.get(URL),
        await client.get(f"{URL}/{id_('nothing')}"), await client.put(URL), await client.get(URL, params={"limit": 0}),
        await client.post(URL, content=b"{"), await client.post(URL, content=b"x" * 3_000_000), await client.get("/nothing"),
        await anonymous.get("/healthz"), await anonymous.get("/openapi.json"),
        await client.patch(f"{URL}/{id_('deficit.a1.t1')}", json={"severity": 1}), await client.post("/api/v1/auth/logout"),
    ]  # fmt: skip
    assert [a.status_code for a in answers] == [200, 200, 401, 404, 405, 422, 422, 413, 404, 200, 200, 428, 204]
    for answer in answers:
        enveloped(answer)


@pytest.mark.parametrize(("path", "status", "code"), [("/crash", 500, "internal-error"), ("/half", 503, "unavailable")])
async def test_what_breaks_inside_is_not_told_outside(broken: FastAPI, path: str, status: int, code: str) -> None:
    answer = await get(broken, f"/api/v1{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["instance"] == answer.headers["x-request-id"]
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    enveloped(answer)


async def test_a_crash_is_told_in_the_readers_language_and_says_that_nothing_changed(broken: FastAPI) -> None:
    russian = (await get(broken, "/api/v1/crash")).json()
    english = (await get(broken, "/api/v1/crash", **{"Accept-Language": "en"})).json()
    assert (russian["title"], english["title"]) == ("Ошибка на нашей стороне", "Our fault")
    assert "данные не изменены" in russian["detail"]
    assert "nothing changed" in english["detail"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "ru"), ("en", "en"), ("EN-us", "en"), ("de, en;q=0.8, ru;q=0.5", "en"), ("fr-CH", "ru"), ("*", "ru"),
        ("ru, en", "ru"), ("x" * 5000, "ru"), (",;,;q=,", "ru"),
    ],
)  # fmt: skip
async def test_the_first_language_we_speak_is_used(broken: FastAPI, accept: str, language: str) -> None:
    answer = await get(broken, "/api/v1/forbidden", **{"Accept-Language": accept})
    assert answer.headers["content-language"] == language
    assert answer.json()["title"] == {"ru": "Недостаточно прав", "en": "Not allowed"}[language]


@pytest.mark.parametrize("given", ["req-12345678", "A.b_c-9" * 9, "0" * 64])
async def test_a_sane_request_number_is_kept(broken: FastAPI, given: str) -> None:
    answer = await get(broken, "/api/v1/forbidden", **{"X-Request-Id": given})
    assert (answer.headers["x-request-id"], answer.json()["instance"]) == (given, given)


@pytest.mark.parametrize(
    "given", ["", "short", "0" * 65, "with space 1", "line\tbreak1", "<script>alert</script>", "12345678\n"]
)
async def test_any_other_request_number_is_replaced(broken: FastAPI, given: str) -> None:
    headers = [(b"x-request-id", given.encode())]
    number = UUID(await _raw(broken, headers))
    assert number.version == 7


async def _raw(app: FastAPI, headers: list[tuple[bytes, bytes]]) -> str:
    """A request as a server hands it over: clients would refuse to send some of these."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
        "path": "/api/v1/forbidden", "raw_path": b"/api/v1/forbidden", "query_string": b"", "root_path": "",
        "headers": [(b"host", b"opora.test"), *headers], "client": ("10.0.0.1", 1), "server": ("opora.test", 443),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return dict(sent[0]["headers"])[b"x-request-id"].decode()


async def test_transport_security_is_promised_over_https_only(broken: FastAPI) -> None:
    assert "strict-transport-security" not in (await get(broken, "/healthz", "http://opora.test")).headers


async def test_the_log_holds_the_number_and_not_the_data(
    broken: FastAPI, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.configure("info")
    for module in (middleware, errors):  # those in use have kept the level and the output of other tests
        monkeypatch.setattr(module, "log", structlog.get_logger())
    with capture_logs() as lines:
        await login(broken).post("/api/v1/auth/login", json={"nobody": "Canary Person", "login": "canary@person.test"})
        await get(broken, "/api/v1/crash?q=Canary%20Person", **{"X-Request-Id": "number-of-crash"})
    assert "canary" not in repr(lines).lower()
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["status"], line["route"]) for line in requests] == [
        (422, "/api/v1/auth/login"),
        (500, "/api/v1/crash"),
    ]
    assert requests[1]["request_id"] == "number-of-crash"
    [crash] = [line for line in lines if line["event"] == "crash"]
    assert crash["error"] == "RuntimeError"
    assert SECRET not in repr(lines)
    logs.configure("warning")


async def test_a_host_nobody_serves_is_refused(broken: FastAPI) -> None:
    answer = await get(broken, "/healthz", "https://evil.test")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown-host")
    assert answer.headers["content-type"] == "application/problem+json"
    enveloped(answer)
