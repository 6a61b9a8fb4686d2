"""The browser's cookie and the origin of a request."""

import pytest
from fastapi import Request, Response
from pydantic import SecretStr

from opora.identity import cookies
from opora.identity.errors import CsrfRefused
from opora.settings import Settings


def settings(public_url: str, **more: object) -> Settings:
    return Settings(secret=SecretStr("x" * 40), public_url=public_url, **more)  # type: ignore[arg-type]


def request(host: str = "opora.test", scheme: str = "https", address: str = "192.0.2.7", **headers: str) -> Request:
    given = [(b"host", host.encode()), *((k.encode(), v.encode()) for k, v in headers.items())]
    return Request({
        "type": "http", "method": "POST", "scheme": scheme, "path": "/", "query_string": b"", "headers": given,
        "server": (host, 443), "client": (address, 5),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("address", "name", "secure"),
    [
        ("https://opora.test", "__Host-opora", True),
        ("https://127.0.0.1:8443", "__Host-opora", True),
        ("http://opora.test", "__Host-opora", True),
        ("http://192.168.1.5:8000", "__Host-opora", True),
        ("http://127.0.0.1:8000", "opora_session", False),
        ("http://localhost:8000", "opora_session", False),
        ("http://[::1]:8000", "opora_session", False),
    ],
)
def test_only_plain_http_on_this_machine_has_a_cookie_without_secure(address: str, name: str, secure: bool) -> None:
    response = Response()
    cookies.set_cookie(response, "x" * 43, settings(address))
    header = response.headers["set-cookie"]
    assert header.startswith(f"{name}={'x' * 43}; ")
    assert ("Secure" in header) is secure
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Path=/" in header
    assert "Domain" not in header


@pytest.mark.parametrize("value", ["", "short", "x" * 129, "x" * 42 + "\n", "x" * 42 + "é", "'" * 43, "x" * 10_000])
def test_a_cookie_that_cannot_be_ours_is_not_even_hashed(value: str) -> None:
    assert cookies.readable(value) is None


@pytest.mark.parametrize(
    ("origin", "fine"),
    [
        ("https://opora.test", True),
        ("https://other.test", False),
        ("https://allowed.test", True),
        ("http://opora.test", False),
        ("https://opora.test:8443", False),
        ("https://opora.test.attacker.test", False),
        ("null", False),
        ("", False),
    ],
)
def test_an_origin_is_our_own_or_an_allowed_one(origin: str, fine: bool) -> None:
    own = settings("https://opora.test", allowed_origins="https://allowed.test")
    if fine:
        cookies.check_origin(request(origin=origin), own)
    else:
        with pytest.raises(CsrfRefused):
            cookies.check_origin(request(origin=origin), own)


def test_the_address_typed_on_this_machine_need_not_be_the_configured_one() -> None:
    local = settings("http://127.0.0.1:8000")
    cookies.check_origin(request("localhost:8000", "http", origin="http://localhost:8000"), local)
    cookies.check_origin(request("localhost:8000", "http"), local)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_tries_are_counted_by_network(address: str, network: str) -> None:
    assert cookies.network_of(request(address=address)) == network
