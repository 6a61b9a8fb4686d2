"""The rotating code of a session: six digits that follow from a secret of the event and the half minute. Pure.

The secret is derived from the installation's (no row holds it), so a reader of the database cannot check anybody in.
"""

import hmac
import struct
from datetime import datetime, timedelta
from uuid import UUID

WINDOW = 30
"""Seconds a code is shown."""
TOLERANCE = 1
"""Windows back that are still taken: the time between reading a code and its arrival."""
DIGITS = 6


def _window(at: datetime) -> int:
    return int(at.timestamp()) // WINDOW


def _code(key: bytes, event_id: UUID, window: int) -> str:
    """HOTP truncation (RFC 4226, 5.3) of an HMAC-SHA-256 over event and window."""
    digest = hmac.digest(key, event_id.bytes + struct.pack(">q", window), "sha256")
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def code_at(key: bytes, event_id: UUID, at: datetime) -> str:
    """The code to show now."""
    return _code(key, event_id, _window(at))


def good_until(at: datetime) -> datetime:
    """When the screen changes to the next code."""
    return datetime.fromtimestamp((_window(at) + 1) * WINDOW, at.tzinfo)


def is_right(key: bytes, event_id: UUID, at: datetime, given: str) -> bool:
    """Whether the code was shown in this window or the last one. Every comparison takes its full time."""
    right = False
    for back in range(TOLERANCE + 1):
        right |= hmac.compare_digest(_code(key, event_id, _window(at - timedelta(seconds=back * WINDOW))), given)
    return right


def guest_mark(key: bytes, event_id: UUID) -> str:
    """The tail of a guest's link: proof that somebody who keeps the event handed it out."""
    return hmac.digest(key, b"guest " + event_id.bytes, "sha256").hex()[:32]


def event_of(key: bytes, token: str) -> UUID | None:
    """The event a guest's token is for, or None for a token nobody gave out."""
    try:
        event_id = UUID(hex=token[:32])
    except ValueError:
        return None
    return event_id if hmac.compare_digest(guest_mark(key, event_id), token[32:]) else None


def guest_token(key: bytes, event_id: UUID) -> str:
    """What stands in a guest's link."""
    return event_id.hex + guest_mark(key, event_id)
