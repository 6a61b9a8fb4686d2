"""The envelope of every request, one plain ASGI layer: request id, known host, body limit, security headers, one log line."""

import re
import time
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request

from opora.core.errors import crash, respond
from opora.core.ids import uuid7
from opora.core.problems import BodyTooLarge, UnknownHost

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = structlog.get_logger()
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}\Z")
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), microphone=(), camera=(self)"),
    (
        b"content-security-policy",
        (
            b"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "  # the camera's reader of QR codes is WebAssembly
            b"style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
            b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
    ),
]
_HSTS = (b"strict-transport-security", b"max-age=31536000")


class Envelope:
    """Wraps the application. Reads are logged when they fail or are slow; writes always. No personal data is logged:
    method, route template, status, milliseconds, request id."""

    def __init__(
        self, app: Any, *, max_body: int = 1_000_000, slow_ms: int = 1000, hosts: Collection[str] = ("*",)
    ) -> None:
        self.app, self.max_body, self.slow_ms = app, max_body, slow_ms
        self.hosts = None if "*" in hosts else frozenset(host.encode() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given.decode() if _REQUEST_ID.match(given) else str(uuid7())
        scope.setdefault("state", {})["request_id"] = request_id
        started, status, size = time.perf_counter(), 0, 0
        extra = [(b"x-request-id", request_id.encode()), *_HEADERS, *([_HSTS] if scope["scheme"] == "https" else [])]

        async def limited() -> MutableMapping[str, Any]:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.max_body:
                raise HTTPException(413)  # FastAPI passes this one on and swallows others
            return message

        async def enveloped(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        try:
            if self.hosts is not None and _host(headers.get(b"host", b"")) not in self.hosts:
                await respond(Request(scope), UnknownHost())(scope, receive, enveloped)
            elif _length(headers.get(b"content-length", b"0")) > self.max_body:
                await respond(Request(scope), BodyTooLarge())(scope, receive, enveloped)
            else:
                await self.app(scope, limited, enveloped)
        except Exception as error:
            if not status:  # answered here: the framework's own handler stands outside of the envelope
                await (await crash(Request(scope), error))(scope, receive, enveloped)
        finally:
            took = (time.perf_counter() - started) * 1000
            if status >= 500 or scope["method"] not in ("GET", "HEAD") or took > self.slow_ms:
                route = getattr(scope.get("route"), "path", None) or "-"
                log.info(
                    "request",
                    method=scope["method"],
                    route=route,
                    status=status,
                    ms=round(took, 1),
                    request_id=request_id,
                )


def _host(value: bytes) -> bytes:
    """The name or address without port and brackets."""
    name, _, port = value.lower().rpartition(b":")
    return (name if name and port.isdigit() else value.lower()).strip(b"[]")


def _length(value: bytes) -> int:
    return int(value) if value.isdigit() and len(value) < 12 else 0
