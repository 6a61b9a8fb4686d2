"""Who acts: an account through one role assignment."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import Depends, Request

from opora.access.permissions import Role, permissions_of
from opora.core.database import Entry
from opora.core.problems import Forbidden, Unauthenticated


@dataclass(frozen=True, slots=True)
class Actor:
    """An account acting through one role assignment.

    An assignment never changes, it only ends: so an actor may be kept in memory while every transaction asks PostgreSQL
    (through `entry`) whether it still lives.
    """

    assignment_id: UUID
    account_id: UUID
    person_id: UUID | None
    role: Role
    scope: str
    scope_id: UUID
    region_id: UUID
    municipality_id: UUID | None
    school_id: UUID | None
    entry: Entry
    client_scopes: frozenset[str] = frozenset()
    permissions: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "permissions", permissions_of(self.role, self.client_scopes))

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises `Forbidden` when the actor's role does not include `permission`."""
        if permission not in self.permissions:
            raise Forbidden


class Authenticator(Protocol):
    """What `identity` provides: the actor behind a request's cookie or bearer token.

    Raises `Unauthenticated` when there is none.
    """

    async def __call__(self, request: Request) -> Actor: ...


class Actors:
    """Actors by credential, bounded. A hit saves a round trip, not the check: the database repeats it in every
    transaction.
    """

    def __init__(self, lookup: Callable[..., Any], size: int = 10_000) -> None:
        self._lookup, self._size, self._known = lookup, size, dict[Hashable, Actor]()

    async def get(
        self, session: bytes | None, assignment: UUID | None = None, client_scopes: frozenset[str] = frozenset()
    ) -> Actor:
        """The actor of a session's hash or of an assignment the program vouches for. Raises `Unauthenticated`."""
        key = (session or assignment, client_scopes)
        if (actor := self._known.get(key)) is None:
            row = await self._lookup("select * from gate.actor($1, $2)", session, assignment)
            if row is None:
                raise Unauthenticated
            if len(self._known) >= self._size:
                self._known.clear()
            actor = self._known[key] = Actor(
                assignment_id=row["assignment_id"],
                account_id=row["account_id"],
                person_id=row["person_id"],
                role=Role(row["role"]),
                scope=row["scope"],
                scope_id=row["scope_id"],
                region_id=row["region_id"],
                municipality_id=row["municipality_id"],
                school_id=row["school_id"],
                entry=Entry(row["scope"], session, row["assignment_id"]),
                client_scopes=client_scopes,
            )
        return actor


async def current_actor(request: Request) -> Actor:
    """The actor of the request, allowed to call its operation: an operation without a declared permission is
    refused.
    """
    actor: Actor = await request.app.state.authenticate(request)
    permission = (getattr(request.scope.get("route"), "openapi_extra", None) or {}).get("x-permission")
    if permission is None:
        raise Forbidden
    actor.require(permission)
    return actor


ActorDep = Annotated[Actor, Depends(current_actor)]


def allow(permission: str, *, secret: bool = False) -> dict[str, Any]:
    """Keyword arguments of a route that needs `permission`: `@router.get("", **allow("deficits.read"))`.

    `secret`: the answer holds a secret, so it is never stored for replay.
    """
    return {"openapi_extra": {"x-permission": permission} | ({"x-secret": True} if secret else {})}


def public() -> dict[str, Any]:
    """Keyword arguments of a route that anybody may call."""
    return {"openapi_extra": {"x-permission": "public", "x-secret": True, "security": []}}
