"""The browser's cookie, and whether a request comes from our own pages."""

import ipaddress
import re
from urllib.parse import urlsplit

from fastapi import Request, Response

from opora.identity.errors import CsrfRefused
from opora.settings import Settings

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_VALUE = re.compile(r"[A-Za-z0-9_-]{32,128}")


def is_plain(settings: Settings) -> bool:
    """Plain http on this very machine, where some clients send no Secure cookie. Everywhere else the cookie is Secure."""
    parts = urlsplit(settings.origin)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def cookie_name(settings: Settings) -> str:
    """`__Host-` makes browsers hold what we set: Secure, Path=/, this host alone."""
    return "opora_session" if is_plain(settings) else "__Host-opora"


def readable(value: str | None) -> str | None:
    """A cookie's value if it could be one of ours: bounded before anything is computed from it."""
    return value if value and _VALUE.fullmatch(value) else None


def set_cookie(response: Response, secret: str, settings: Settings) -> None:
    """The cookie lives as long as a session can at most; the database decides when it ends."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=int(settings.session_absolute.total_seconds()),
        path="/",
        secure=not is_plain(settings),
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    response.delete_cookie(
        cookie_name(settings), path="/", secure=not is_plain(settings), httponly=True, samesite="lax"
    )


def check_origin(request: Request, settings: Settings) -> None:
    """Raises `CsrfRefused` for a page of somebody else. Clients that are no browsers send no Origin."""
    origin = request.headers.get("origin")
    if origin is None or origin in settings.origins:
        return
    if origin != f"{request.url.scheme}://{request.headers.get('host', '')}":
        raise CsrfRefused


def network_of(request: Request) -> str:
    """The network a request comes from, as failed logins are counted by: /24 of IPv4, /48 of IPv6."""
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))
