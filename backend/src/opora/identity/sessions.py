"""The own browser sessions: see them, end them."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import func, select, update

from opora.access.actor import Actor
from opora.core import outbox
from opora.core.database import ReadSession, Session
from opora.core.inputs import Items
from opora.identity import cookies, schemas
from opora.identity.errors import SessionNotFound
from opora.identity.models import Account, BrowserSession

# Sessions end by the database's clock, whatever day a demonstration plays.
_LIVE = (
    BrowserSession.ended_at.is_(None),
    BrowserSession.expires_at > func.now(),
    BrowserSession.idle_until > func.now(),
)


async def list_sessions(session: ReadSession, actor: Actor) -> Items[schemas.SessionRead]:
    """The live ones, the last seen first."""
    table = BrowserSession
    columns = (table.id, table.created_at, table.last_seen_at, table.expires_at, table.user_agent)
    mine = table.id == func.gate.session_id(actor.entry.session)
    statement = (
        select(*columns, mine.label("is_current"))
        .where(table.account_id == actor.account_id, *_LIVE)
        .order_by(table.last_seen_at.desc(), table.id.desc())
    )
    return Items(items=[schemas.SessionRead.model_validate(row) for row in await session.execute(statement)])


async def end_session(session: Session, actor: Actor, session_id: UUID) -> None:
    """End one, the present one too. Raises `SessionNotFound` for one that is not live or not one's own."""
    if not await _end(session, actor, BrowserSession.id == session_id):
        raise SessionNotFound


async def end_other_sessions(session: Session, actor: Actor) -> None:
    await _end(session, actor, BrowserSession.id != func.gate.session_id(actor.entry.session))


async def log_out(request: Request, session: Session, actor: Actor) -> Response:
    """End the present session and take the cookie away."""
    await _end(session, actor, BrowserSession.id == func.gate.session_id(actor.entry.session))
    response = Response(status_code=204)
    cookies.clear_cookie(response, request.app.state.settings)
    return response


async def _end(session: Session, actor: Actor, which: object) -> int:
    mine = BrowserSession.account_id == actor.account_id
    statement = update(BrowserSession).where(mine, which, *_LIVE).values(ended_at=func.now())  # type: ignore[arg-type]
    ended = (await session.execute(statement.returning(BrowserSession.id))).all()
    if ended:
        account = (await session.scalars(select(Account).where(Account.id == actor.account_id))).one()
        await outbox.record(session, "account.sessions_ended", account, count=len(ended))
    return len(ended)
