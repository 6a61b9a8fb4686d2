"""Access tokens of API clients: the only module that touches python-jose (ADR 0005).

The library accepts much that it should not (no `exp`, an unknown `crit`, no `aud`) and lets RecursionError and OverflowError
out. So everything is pinned here, checked again, and whatever the parser throws is 401.
"""

import re
import time
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from jose import jwt
from jose.exceptions import JOSEError

from opora.access.permissions import CLIENT_SCOPES
from opora.core.ids import uuid7
from opora.core.problems import Unauthenticated
from opora.identity.keys import derived_key
from opora.settings import Settings

ALGORITHM, KEY_ID, TYPE, AUDIENCE = "HS256", "access-1", "at+jwt", "opora-api"
LONGEST = timedelta(minutes=15)
LEEWAY = 10
MAX_SIZE = 4096
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_REQUIRED = {f"require_{name}": True for name in ("exp", "iat", "aud", "iss", "sub", "jti")}


class Claims(NamedTuple):
    """What a genuine token says."""

    client_id: UUID
    assignment_id: UUID
    scopes: frozenset[str]


class Tokens:
    """Issues and verifies the tokens of one installation: the key follows from its secret, the issuer is its address."""

    def __init__(self, settings: Settings) -> None:
        self._key = derived_key(settings, "access tokens 1")
        self._issuer = settings.origin
        self.lifetime = settings.token_lifetime

    def issue(self, assignment_id: UUID, client_id: UUID, scopes: frozenset[str]) -> str:
        """A token for `client_id` acting through `assignment_id`."""
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(client_id),
            "assignment": str(assignment_id),
            "scope": " ".join(sorted(scopes)),
            "iat": now,
            "exp": now + int(self.lifetime.total_seconds()),
            "jti": str(uuid7()),
        }
        token: str = jwt.encode(claims, self._key, ALGORITHM, headers={"typ": TYPE, "kid": KEY_ID})
        return token

    def verify(self, token: str) -> Claims:
        """The claims of a genuine, living token. Raises `Unauthenticated` for anything else, whatever it is."""
        if len(token) > MAX_SIZE or not _FORM.fullmatch(token):
            raise Unauthenticated
        try:
            header = jwt.get_unverified_header(token)
            if set(header) != {"alg", "typ", "kid"} or (header["alg"], header["typ"], header["kid"]) != (
                ALGORITHM,
                TYPE,
                KEY_ID,
            ):
                raise Unauthenticated
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=self._issuer,
                options={**_REQUIRED, "leeway": LEEWAY},
            )
            return self._checked(claims)
        except Unauthenticated:
            raise
        except (JOSEError, RecursionError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError):
            raise Unauthenticated from None

    def _checked(self, claims: dict[str, Any]) -> Claims:
        """What the library does not look at. Raises `Unauthenticated`, ValueError, TypeError or LookupError."""
        issued, expires = claims["iat"], claims["exp"]
        if type(issued) is not int or type(expires) is not int or claims["aud"] != AUDIENCE:
            raise Unauthenticated
        if issued > time.time() + LEEWAY or not 0 < expires - issued <= LONGEST.total_seconds():
            raise Unauthenticated
        scopes = frozenset(claims["scope"].split())
        if not scopes <= CLIENT_SCOPES.keys():
            raise Unauthenticated
        return Claims(UUID(claims["sub"]), UUID(claims["assignment"]), scopes)
