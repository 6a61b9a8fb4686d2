"""Identifiers that are the same at every load: UUIDs of version 7 whose random part is a digest of a code."""

import hashlib
from typing import Final
from uuid import UUID

_MILLISECONDS = 1_767_225_600_000  # 2026-01-01T00:00:00Z, one instant for everything; `order` counts on from it


def stable_id(kind: str, code: str, order: int = 0) -> UUID:
    """The identifier of `code` among things of one `kind`. Those with a higher `order` sort later, as UUIDv7 do."""
    digest = hashlib.blake2b(f"{kind}:{code}".encode(), digest_size=10).digest()
    value = int.from_bytes((_MILLISECONDS + order).to_bytes(6) + digest)
    return UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 7 << 76 | 2 << 62)


SYSTEM_ACCOUNT: Final = stable_id("account", "system.demo")
"""Who loads the demonstration, in the audit; it cannot sign in."""
SYNTHETIC_BATCH: Final = stable_id("batch", "synthetic")
"""The batch of every deficit that the demonstration made up."""
