"""One-time links to choose a password: for a new account, or after a forgotten one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi import Request
from sqlalchemy import func, update

from opora.access.actor import Actor
from opora.core import outbox
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.texts import Text
from opora.identity import cookies, passwords, schemas
from opora.identity.errors import AccountState, InvitationNotFound, ResetNotBySchool
from opora.identity.gate import through_gate
from opora.identity.keys import digest, new_secret
from opora.identity.managing import load_managed
from opora.identity.models import Account, Invitation
from opora.settings import Settings

RESET_LIFETIME = timedelta(hours=24)
_STATES = {
    "invitation": Text(
        "Приглашение нужно тому, кто ещё не выбрал пароль. Забывшему пароль отправьте ссылку для сброса.",
        "An invitation is for who has not chosen a password yet. Send a reset link to who forgot it.",
    ),
    "reset": Text(
        "Пароль ещё не выбран или учётная запись отключена. Отправьте приглашение или включите её.",
        "No password has been chosen yet, or the account is disabled. Send an invitation or enable the account.",
    ),
}
_ACTIONS = {"invitation": "invite_again", "reset": "reset_password"}


async def invite(
    session: Session, actor: Actor, account_id: UUID, purpose: schemas.InvitationPurpose, settings: Settings
) -> schemas.InvitationLink:
    """A new link; earlier ones of the account stop working.

    Raises `AccountNotFound` (404), `AccountNotManaged` (403), `OwnAccount` or `AccountState` (409).
    """
    actor.require("accounts.manage")
    account, allowed = await load_managed(session, actor, account_id, resetting=purpose == "reset")
    if _ACTIONS[purpose] not in allowed:
        if purpose == "reset" and actor.scope == "school":
            raise ResetNotBySchool
        raise AccountState(reason=_STATES[purpose])
    link = await make_link(session, account, purpose, actor.account_id, settings)
    await outbox.record(session, "account.invited", account, purpose=purpose)
    return link


async def make_link(
    session: Session, account: Account, purpose: schemas.InvitationPurpose, by: UUID, settings: Settings
) -> schemas.InvitationLink:
    """Store the hash, hand out the secret. The database's clock decides when the link ends, so real time is taken."""
    now, token = datetime.now(UTC), new_secret()
    earlier = (
        Invitation.account_id == account.id, Invitation.used_at.is_(None), Invitation.expires_at > func.now()
    )  # fmt: skip
    await session.execute(update(Invitation).where(*earlier).values(expires_at=func.now()))
    expires = now + (settings.invitation_lifetime if purpose == "invitation" else RESET_LIFETIME)
    session.add(
        Invitation(
            id=uuid7(), token_hash=digest(token), account_id=account.id, purpose=purpose, created_at=now, created_by=by,
            expires_at=expires, region_id=account.region_id, municipality_id=account.municipality_id, school_id=account.school_id,
        )
    )  # fmt: skip
    await session.flush()
    base = (settings.public_url or settings.origin).rstrip("/")
    return schemas.InvitationLink(url=f"{base}/invite/{token}", token=token, expires_at=expires)


async def read_invitation(request: Request, token: str) -> schemas.InvitationRead:
    """What the link is for. Raises `InvitationNotFound` when it is used, withdrawn, expired or never was."""
    async with through_gate(request) as gate:
        found = await gate.fetchrow("select * from gate.invitation($1)", digest(token))
    if found["purpose"] is None:
        raise InvitationNotFound
    return schemas.InvitationRead(**found)


async def accept_invitation(request: Request, token: str, password: str) -> None:
    """Choose the password; the link is used up, open sessions end. Raises `InvitationNotFound`, `Invalid` (weak, 422)."""
    settings = request.app.state.settings
    cookies.check_origin(request, settings)
    invitation = await read_invitation(request, token)
    passwords.check_policy(password, invitation.login, "/password", demo=settings.demo)
    new = await passwords.hashed(password)
    async with through_gate(request) as gate:
        accepted = await gate.fetchval("select gate.accept_invitation($1, $2)", digest(token), new)
    if not accepted:
        raise InvitationNotFound
