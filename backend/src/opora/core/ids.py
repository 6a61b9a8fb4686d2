"""Identifiers: UUIDv7, made by the program because PostgreSQL 15 has none."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562): 48 bits of Unix milliseconds, 74 random bits."""
    value = int.from_bytes((time.time_ns() // 1_000_000).to_bytes(6) + os.urandom(10))
    return UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 7 << 76 | 2 << 62)
