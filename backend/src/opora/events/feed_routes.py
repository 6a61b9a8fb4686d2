"""HTTP of calendars: one event as a file, subscriptions, and the feed behind a secret address."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from opora.access.actor import ActorDep, allow, public
from opora.access.routing import context_router
from opora.access.sessions import ReadSessionDep, SessionDep
from opora.core.inputs import Items
from opora.events import feeds
from opora.events.schemas import FeedCreate, FeedCreated, FeedRead

router = context_router("events")
Token = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{20,100}$")]


@router.get("/events/{event_id}/calendar", response_class=Response, responses=feeds.CALENDAR, **allow("events.read"))
async def get_event_calendar(event_id: UUID, session: ReadSessionDep, actor: ActorDep, request: Request) -> Response:
    return await feeds.read_event_calendar(session, actor, event_id, request.app.state.settings)


@router.get("/calendar-feeds", response_model=Items[FeedRead], **allow("calendar.subscribe"))
async def list_calendar_feeds(session: ReadSessionDep, actor: ActorDep) -> Items[FeedRead]:
    return await feeds.list_feeds(session, actor)


@router.post("/calendar-feeds", status_code=201, response_model=FeedCreated, **allow("calendar.subscribe", secret=True))
async def create_calendar_feed(data: FeedCreate, session: SessionDep, actor: ActorDep, request: Request) -> FeedCreated:
    return await feeds.create_feed(session, actor, data, request.app.state.settings)


@router.delete("/calendar-feeds/{feed_id}", status_code=204, **allow("calendar.subscribe"))
async def end_calendar_feed(feed_id: UUID, session: SessionDep, actor: ActorDep) -> None:
    await feeds.end_feed(session, actor, feed_id)


@router.get("/calendar/{token}.ics", response_class=Response, responses=feeds.CALENDAR, **public())
async def get_calendar_feed(token: Token, request: Request) -> Response:
    return await feeds.read_feed(request, token)
