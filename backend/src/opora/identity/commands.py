"""What the command line does with accounts, as the owner of the tables: the first administrator, and API clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from opora.access.permissions import CLIENT_SCOPES, Role
from opora.core import outbox
from opora.core.database import Entry, Session
from opora.core.ids import uuid7
from opora.core.owning import owning
from opora.identity import grants
from opora.identity.accounts import add_account, add_role
from opora.identity.invitations import make_link
from opora.identity.keys import digest, new_secret
from opora.identity.models import Account, ApiClient, RoleAssignment
from opora.identity.placing import Place
from opora.identity.schemas import NewLogin
from opora.settings import SettingsError, get_settings
from opora.territory.models import Municipality, Region, School

SYSTEM_LOGIN = "system.command-line"
_login: TypeAdapter[str] = TypeAdapter(NewLogin)


async def create_user(
    url: str, *, login: str, role: str, last_name: str, first_name: str, municipality: str | None, school: str | None
) -> dict[str, Any]:
    """An account with its role, and the link to choose a password. Raises `SettingsError` with one line."""
    known = [name.value for name in Role if name in grants.SCOPES_OF_ROLE and name is not Role.CLIENT]
    if role not in known:
        raise SettingsError(f"the role {role} is not one of {', '.join(known)}")
    try:
        names = SimpleNamespace(
            login=_login.validate_python(login),
            last_name=last_name.strip(),
            first_name=first_name.strip(),
            patronymic=None,
        )
    except ValidationError:
        raise SettingsError(
            "a login has 3 to 100 letters, digits or . _ @ + - and begins with a letter or digit"
        ) from None
    async with _owned(url) as (session, region):
        where = await _place(session, Role(role), municipality, school)
        account = await add_account(session, region, where, Role(role), names, session.info["account_id"])
        await outbox.record(session, "account.created", account, role=role)
        link = await make_link(session, account, "invitation", session.info["account_id"], get_settings())
        return {"account_id": account.id, "login": account.login, "role": role} | link.model_dump(
            include={"url", "expires_at"}
        )


async def create_client(url: str, *, name: str, scopes: list[str], municipality: str | None) -> dict[str, Any]:
    """Another system's account with its secret, which is shown only now. Raises `SettingsError` with one line."""
    unknown = set(scopes) - CLIENT_SCOPES.keys()
    if unknown or not scopes:
        raise SettingsError(
            f"unknown scope {', '.join(sorted(unknown)) or '(none)'}: choose from {', '.join(CLIENT_SCOPES)}"
        )
    if not name.strip():
        raise SettingsError("a client needs a name")
    async with _owned(url) as (session, region):
        where = await _place(session, Role.CLIENT, municipality, None)
        secret, id_ = new_secret(), uuid7()
        account = Account(
            id=uuid7(), region_id=region, municipality_id=where.municipality_id, kind="client", login=f"client.{id_}",
            activated_at=func.now(),
        )  # fmt: skip
        session.add(account)
        await session.flush()
        assignment = await add_role(session, account, Role.CLIENT, where, session.info["account_id"])

        session.add(
            ApiClient(
                id=id_, account_id=account.id, assignment_id=assignment.id, name=name.strip(), secret_hash=digest(secret),
                scopes=sorted(set(scopes)),
            )
        )  # fmt: skip
        await session.flush()
        await outbox.record(session, "account.created", account, role=Role.CLIENT.value, client_id=id_)
        return {
            "client_id": id_,
            "client_secret": secret,
            "token_url": f"{(get_settings().public_url or get_settings().origin).rstrip('/')}/oauth2/token",
            "scopes": sorted(set(scopes)),
        }


@asynccontextmanager
async def _owned(url: str) -> AsyncIterator[tuple[Session, UUID]]:
    """A transaction of the owner that acts as the command line's own account, and the region."""
    try:
        async with owning(url) as session:
            region = await session.scalar(select(Region.id))
            if region is None:
                raise SettingsError("the database holds no region yet: run `opora region create` first")
            await _act(session, region)
            yield session, region
    except IntegrityError as error:
        if "account_login_key" in str(error.orig):
            raise SettingsError("an account has this login already: choose another") from None
        raise


async def _act(session: Session, region: UUID) -> None:
    """Facts and audit name an account: the command line has one, made at its first use."""
    found = (
        await session.execute(
            select(Account.id, RoleAssignment.id)
            .join(RoleAssignment, RoleAssignment.account_id == Account.id)
            .where(Account.login == SYSTEM_LOGIN)
        )
    ).first()
    account, assignment = found or (uuid7(), None)
    await session.execute(text("select set_config('opora.account', :account, true)"), {"account": str(account)})
    if assignment is None:
        mine = Account(id=account, region_id=region, kind="system", login=SYSTEM_LOGIN)
        session.add(mine)
        await session.flush()
        assignment = (await add_role(session, mine, Role.SYSTEM, Place("job", None, None), account)).id
    session.info.update(account_id=account, entry=Entry("job", None, assignment))


async def _place(session: Session, role: Role, municipality: str | None, school: str | None) -> Place:
    if role in grants.NEEDS_SCHOOL:
        if school is None:
            raise SettingsError(f"the role {role} needs --school with the code of a school")
        row = await session.scalar(select(School).where(School.code == school))
        if row is None:
            raise SettingsError(f"there is no school with the code {school}")
        return Place(grants.SCOPES_OF_ROLE[role][0], row.municipality_id, row.id)
    if role in grants.NEEDS_MUNICIPALITY and municipality is None:
        raise SettingsError(f"the role {role} needs --municipality with the code of a municipality")
    if municipality is None:
        return Place(grants.SCOPES_OF_ROLE[role][0], None, None)
    if role in (Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR):
        raise SettingsError(f"the role {role} acts for the whole region: leave --municipality out")
    id_ = await session.scalar(select(Municipality.id).where(Municipality.code == municipality))
    if id_ is None:
        raise SettingsError(f"there is no municipality with the code {municipality}")
    return Place(grants.SCOPES_OF_ROLE[role][-1], id_, None)
