"""Random secrets and their hashes. A secret of 256 random bits needs no salt and no slow hash."""

import hashlib
import hmac
import secrets

from opora.settings import Settings


def new_secret() -> str:
    """43 characters of a cookie, an invitation or a client's secret."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def derived_key(settings: Settings, purpose: str) -> bytes:
    """256 bits for one purpose: one-way from the installation's secret, the same in every process."""
    return hmac.digest(settings.secret.get_secret_value().encode(), f"opora {purpose}".encode(), "sha256")
