"""Who a request is from: a browser's cookie or a system's token becomes an Actor."""

import time
from typing import Any
from uuid import UUID

from fastapi import Request

from opora.access.actor import Actor
from opora.core.problems import Unauthenticated
from opora.identity import cookies
from opora.identity.errors import AccountChanged, AssignmentChanged, CsrfRefused
from opora.identity.keys import digest
from opora.identity.tokens import Tokens

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOUCH_AFTER = 300.0
_MOST = 100_000


class SessionAuthenticator:
    """`access.Authenticator`. The usual request costs it no message to the database: actors are kept in memory, and the
    transaction that follows asks PostgreSQL whether the session still lives."""

    def __init__(self, state: Any) -> None:
        self._state = state
        self._cookie = cookies.cookie_name(state.settings)
        self._tokens = Tokens(state.settings)
        self._touched: dict[bytes, float] = {}

    async def __call__(self, request: Request) -> Actor:
        """Raises `Unauthenticated`, `CsrfRefused` (unsafe, and not from our pages), `AssignmentChanged` (another role),
        `AccountChanged` (another person signed in)."""
        if (authorization := request.headers.get("authorization")) is not None:
            return await self._by_token(authorization)
        secret = cookies.readable(request.cookies.get(self._cookie))
        if secret is None:
            raise Unauthenticated
        if request.method not in SAFE:
            if request.headers.get("x-opora-client") != "web":
                raise CsrfRefused
            cookies.check_origin(request, self._state.settings)
        session = digest(secret)
        actor: Actor = await self._state.actors.get(session)
        wanted = request.headers.get("x-opora-assignment")
        if wanted is not None and wanted.lower() != str(actor.assignment_id):
            changed = AssignmentChanged if await self._is_of(actor, _uuid(wanted)) else AccountChanged
            raise changed(session_assignment_id=str(actor.assignment_id), requested_assignment_id=_uuid(wanted))
        await self._touch(session)
        return actor

    async def _is_of(self, actor: Actor, assignment: str | None) -> bool:
        """Whether the named assignment is a live one of the actor's account; others' and unknown ones look alike."""
        if assignment is None:
            return False
        try:
            named: Actor = await self._state.actors.get(None, UUID(assignment))
        except Unauthenticated:
            return False
        return named.account_id == actor.account_id

    async def _by_token(self, authorization: str) -> Actor:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated
        claims = self._tokens.verify(token.strip())
        actor: Actor = await self._state.actors.get(None, claims.assignment_id, claims.scopes)
        return actor

    async def _touch(self, session: bytes) -> None:
        """Move the idle end on, at most every five minutes a session and process. The first sight only starts the
        clock: a login has just set it, and a list must not wait for it."""
        now = time.monotonic()
        last = self._touched.setdefault(session, now)
        if now - last < TOUCH_AFTER:
            return
        if len(self._touched) > _MOST:
            self._touched.clear()
        self._touched[session] = now
        await self._state.reader.lookup("select gate.touch_session($1, $2)", session, self._state.settings.session_idle)


def _uuid(text: str) -> str | None:
    try:
        return str(UUID(text[:64]))
    except ValueError:
        return None
