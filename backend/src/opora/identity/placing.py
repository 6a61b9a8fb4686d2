"""Where a role is granted: the territory that follows from the role, the input and the granter's own territory."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core.database import Session
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.identity import grants
from opora.identity.errors import GrantNotAllowed
from opora.territory.errors import unknown_reference
from opora.territory.models import Municipality, School

_SCHOOL = Text("Для этой роли укажите школу", "This role needs a school")
_MUNICIPALITY = Text("Для этой роли укажите муниципальное образование", "This role needs a municipality")
_NOT_HERE = Text("Для этой роли не указывается", "This role takes none")
_OTHER = Text("Школа находится в другом муниципальном образовании", "The school lies in another municipality")


class Place(NamedTuple):
    """A scope with its territory, as role assignments keep it."""

    scope: str
    municipality_id: UUID | None
    school_id: UUID | None


async def place(
    session: Session, actor: Actor, role: Role, municipality_id: UUID | None, school_id: UUID | None
) -> Place:
    """The place of `role`; without input the actor's own territory is meant, where the role has one.

    Raises `GrantNotAllowed` (403) for a role or territory that is not the actor's to grant, `Invalid` (422) with a pointer.
    """
    allowed = grants.GRANTS.get(actor.role, {}).get(role)
    if allowed is None:
        raise GrantNotAllowed
    if role in grants.NEEDS_SCHOOL:
        found: tuple[UUID | None, UUID | None] = await _school(session, actor, municipality_id, school_id)
    else:
        found = await _municipality(session, actor, role, municipality_id, school_id)
    scope = next((s for s in grants.SCOPES_OF_ROLE[role] if s != "region" or found[0] is None), "")
    for own, asked in ((actor.municipality_id, found[0]), (actor.school_id, found[1])):
        if own is not None and own != asked:
            raise GrantNotAllowed
    if scope not in allowed:
        raise GrantNotAllowed
    return Place(scope, *found)


async def _school(
    session: Session, actor: Actor, municipality_id: UUID | None, school_id: UUID | None
) -> tuple[UUID, UUID]:
    wanted = school_id or actor.school_id
    if wanted is None:
        raise Invalid(("/school_id", "missing", _SCHOOL))
    home = await session.scalar(select(School.municipality_id).where(School.id == wanted))
    if home is None:
        raise unknown_reference("/school_id")
    if municipality_id not in (None, home):
        raise Invalid(("/municipality_id", "other-municipality", _OTHER))
    return home, wanted


async def _municipality(
    session: Session, actor: Actor, role: Role, municipality_id: UUID | None, school_id: UUID | None
) -> tuple[UUID | None, None]:
    if school_id is not None:
        raise Invalid(("/school_id", "not-applicable", _NOT_HERE))
    if role not in grants.NEEDS_MUNICIPALITY | grants.MAY_HAVE_MUNICIPALITY:
        if municipality_id is not None:
            raise Invalid(("/municipality_id", "not-applicable", _NOT_HERE))
        return None, None
    wanted = municipality_id or actor.municipality_id
    if wanted is None and role in grants.NEEDS_MUNICIPALITY:
        raise Invalid(("/municipality_id", "missing", _MUNICIPALITY))
    if wanted is not None and not await session.scalar(select(Municipality.id).where(Municipality.id == wanted)):
        raise unknown_reference("/municipality_id")
    return wanted, None
