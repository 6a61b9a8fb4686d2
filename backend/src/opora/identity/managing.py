"""Loading an account in order to change it: what the actor may do with it, and who must not vanish."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, or_, select, text

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core.database import Session
from opora.identity import grants
from opora.identity.errors import AccountNotFound, AccountNotManaged, LastAdministrator, OwnAccount
from opora.identity.models import Account, RoleAssignment

LIVE = or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > func.now())


async def load_managed(
    session: Session, actor: Actor, account_id: UUID, *, resetting: bool = False
) -> tuple[Account, Collection[str]]:
    """An account and what the actor may do with it now.

    Raises `AccountNotFound` (404), `OwnAccount` (409), `AccountNotManaged` (403) when the actor may never do it: `resetting`
    a password reaches further than the rest, see `grants.resets`.
    """
    account = await load_account(session, actor, account_id)
    found = (
        await session.execute(
            select(RoleAssignment.role, LIVE.label("live")).where(RoleAssignment.account_id == account_id)
        )
    ).all()
    roles = {Role(row.role) for row in found if row.live} or {Role(row.role) for row in found}
    if not (grants.manages(actor.role, roles) or (resetting and grants.resets(actor.role, roles))):
        raise AccountNotManaged
    return account, grants.actions(actor.role, own=False, status=account.status, roles=roles)


async def load_account(session: Session, actor: Actor, account_id: UUID) -> Account:
    """Somebody else's account. Raises `AccountNotFound` (404), `OwnAccount` (409)."""
    account = await session.scalar(select(Account).where(Account.id == account_id, Account.kind != "system"))
    if account is None:
        raise AccountNotFound
    if account.id == actor.account_id:
        raise OwnAccount
    return account


async def keep_an_administrator(session: Session, account: Account) -> None:
    """Two administrators who disable each other at once wait for one another here; the second finds no other left."""
    await session.execute(text("select pg_advisory_xact_lock(hashtext('opora administrators'))"))
    administrators = select(RoleAssignment.account_id).where(RoleAssignment.role == Role.ADMINISTRATOR.value, LIVE)
    able = (Account.activated_at.isnot(None), Account.disabled_at.is_(None), Account.id.in_(administrators))
    found = set(await session.scalars(select(Account.id).where(*able)))
    if found == {account.id}:
        raise LastAdministrator
