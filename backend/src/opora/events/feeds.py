"""Subscriptions to a calendar by a secret address: whoever has the address reads what its owner would see, until it is ended.

A calendar program cannot sign in, so the address is the key: 256 random bits of which only the hash is kept. The feed is read
as the role it was made in, through the same row security.
"""

import hashlib
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from sqlalchemy import delete, func, select

from opora.access.actor import Actor
from opora.access.sessions import language
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.inputs import Items
from opora.core.problems import Unauthenticated
from opora.events.calendar import as_calendar
from opora.events.errors import EventNotFound, FeedNotFound, TooManyFeeds
from opora.events.models import CalendarFeed
from opora.events.queries import load_event, on_calendar
from opora.events.schemas import FeedCreate, FeedCreated, FeedRead
from opora.identity.gate import through_gate
from opora.identity.keys import digest, new_secret
from opora.settings import Settings

MOST = 10
"""Subscriptions of one account."""
CALENDAR: dict[int | str, dict[str, Any]] = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}


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
        rows = await on_calendar(state.reader, actor, feed["selection"])
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


async def read_event_calendar(session: ReadSession, actor: Actor, event_id: UUID, settings: Settings) -> Response:
    """One event as a file to add to a calendar; added again after a move, it replaces itself. Raises `EventNotFound`."""
    event = await load_event(session, actor, event_id)
    if event.status == "draft":
        raise EventNotFound
    name = {"content-disposition": f'attachment; filename="event-{event.starts_at:%Y-%m-%d}.ics"'}
    content = as_calendar([event], "all", _address(settings), language(session))
    return _calendar(content, name | {"cache-control": "private, no-cache"})


def _calendar(content: bytes, headers: dict[str, str]) -> Response:
    return Response(content, 200, headers, "text/calendar; charset=utf-8")


def _address(settings: Settings) -> str:
    return (settings.public_url or settings.origin).rstrip("/")
