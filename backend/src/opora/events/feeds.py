"""Subscriptions to a calendar by a secret address: whoever has the address reads what its owner would see, until it is ended.

A calendar program cannot sign in, so the address is the key: 256 random bits of which only the hash is kept. The feed is read
as the role it was made in, through the same row security.
"""

import hashlib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from sqlalchemy import ForeignKey, Index, LargeBinary, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from opora.access.actor import Actor
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.inputs import Items
from opora.core.models import Base, Identified, Stamped, one_of
from opora.core.problems import NotFound, Unauthenticated
from opora.events.calendar import as_calendar
from opora.events.errors import FeedNotFound, TooManyFeeds
from opora.events.queries import load_event
from opora.events.schemas import FeedCreate, FeedCreated, FeedRead
from opora.identity.gate import through_gate
from opora.identity.keys import digest, new_secret
from opora.settings import Settings

SELECTIONS = ("own", "all")
MOST = 10
"""Subscriptions of one account."""
PAST, AHEAD, CANCELLED_STAYS = timedelta(days=90), timedelta(days=400), timedelta(days=60)
"""A cancelled event stays until every program has seen that it is cancelled."""
CALENDAR: dict[int | str, dict[str, Any]] = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}
_FOUND = """
select e.id, e.title, e.description, e.starts_at, e.ends_at, e.mode, e.place, e.room, e.organizer_name, e.status, e.sequence,
       e.updated_at
  from event e
 where e.status <> 'draft' and e.starts_at between $1 and $2 and (e.status <> 'cancelled' or e.status_since > $3)
"""
_OWN = """
   and (e.id in (select r.event_id from event_registration r
                  where r.person_id = $4 and r.status not in ('cancelled', 'rejected'))
     or e.id in (select s.event_id from event_speaker s where s.person_id = $4))
"""
_ORDER = " order by e.starts_at, e.id limit 2000"


class CalendarFeed(Identified, Stamped, Base):
    """A subscription of one account, in one of its roles."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        one_of("selection", SELECTIONS),
        one_of("language", ("ru", "en")),
        Index("calendar_feed_account", "account_id", "created_at", "id"),
        Index("calendar_feed_token", "token_hash", unique=True),
    )
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("role_assignment.id"))
    selection: Mapped[str]
    language: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)


async def list_feeds(session: ReadSession, actor: Actor) -> Items[FeedRead]:
    """The account's own, latest first; their addresses are shown once, when they are made."""
    mine = select(CalendarFeed).where(CalendarFeed.account_id == actor.account_id)
    rows = await session.scalars(mine.order_by(CalendarFeed.created_at.desc(), CalendarFeed.id.desc()))
    return Items(items=[FeedRead.model_validate(row) for row in rows])


async def create_feed(session: Session, actor: Actor, data: FeedCreate, settings: Settings) -> FeedCreated:
    """A new secret address. Raises `TooManyFeeds` (409)."""
    own = CalendarFeed.account_id == actor.account_id
    if (await session.scalar(select(func.count()).select_from(CalendarFeed).where(own)) or 0) >= MOST:
        raise TooManyFeeds(most=MOST)
    token = new_secret()
    feed = CalendarFeed(
        id=uuid7(), account_id=actor.account_id, assignment_id=actor.assignment_id, selection=data.selection,
        language=language(session), token_hash=digest(token),
    )  # fmt: skip
    session.add(feed)
    await session.flush()
    read = FeedRead.model_validate(feed)
    return FeedCreated(**read.model_dump(), url=f"{_address(settings)}/api/v1/calendar/{token}.ics")


async def end_feed(session: Session, actor: Actor, feed_id: UUID) -> None:
    """The address stops working at once. Raises `FeedNotFound`."""
    mine = (CalendarFeed.id == feed_id, CalendarFeed.account_id == actor.account_id)
    ended = await session.scalar(delete(CalendarFeed).where(*mine).returning(CalendarFeed.id))
    if ended is None:
        raise FeedNotFound


async def read_feed(request: Request, token: str) -> Response:
    """The calendar behind an address, 304 when nothing in it changed. Raises `FeedNotFound`: ended, or never was."""
    state = request.app.state
    async with through_gate(request) as gate:
        feed = await gate.fetchrow("select * from gate.calendar_feed($1)", digest(token))
    if feed is None or feed["assignment_id"] is None:
        raise FeedNotFound
    try:
        actor = await state.actors.get(None, feed["assignment_id"])
        rows = await state.reader.fetch(actor.entry, *_question(actor, feed["selection"]))
    except Unauthenticated:  # the role is over; the actor may be known from before, the database is not deceived
        raise FeedNotFound from None
    found = [dict(row) for row in rows]
    said = orjson.dumps([feed["selection"], feed["language"], _address(state.settings), found], default=str)
    etag = f'"{hashlib.sha256(said).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if etag in (request.headers.get("if-none-match") or ""):
        return Response(None, 304, headers)
    events = [SimpleNamespace(**row) for row in found]
    return _calendar(as_calendar(events, feed["selection"], _address(state.settings), feed["language"]), headers)


def _question(actor: Actor, selection: str) -> tuple[str, list[Any]]:
    now = clock.now()
    values: list[Any] = [now - PAST, now + AHEAD, now - CANCELLED_STAYS]
    if selection == "all":
        return f"/* {actor.scope} */ {_FOUND}{_ORDER}", values
    return f"/* {actor.scope} */ {_FOUND}{_OWN}{_ORDER}", [*values, actor.person_id]


async def read_event_calendar(session: ReadSession, actor: Actor, event_id: UUID, settings: Settings) -> Response:
    """One event as a file to add to a calendar; added again after a move, it replaces itself. Raises `EventNotFound`."""
    event = await load_event(session, actor, event_id)
    if event.status == "draft":
        raise NotFound
    name = {"content-disposition": f'attachment; filename="event-{event.starts_at:%Y-%m-%d}.ics"'}
    content = as_calendar([event], "all", _address(settings), language(session))
    return _calendar(content, name | {"cache-control": "private, no-cache"})


def _calendar(content: bytes, headers: dict[str, str]) -> Response:
    return Response(content, 200, headers, "text/calendar; charset=utf-8")


def _address(settings: Settings) -> str:
    return (settings.public_url or settings.origin).rstrip("/")
