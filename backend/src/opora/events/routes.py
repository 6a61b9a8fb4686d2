"""HTTP of events: parse, one call, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Request, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.listing import CSV_ANSWER, POLLED_ANSWER
from opora.events import board, lists, service
from opora.events.schemas import (
    EventBoard,
    EventCreate,
    EventList,
    EventRead,
    EventRow,
    EventTransitionInput,
    EventTransitionRead,
    EventUpdate,
)

router = context_router("events")
Accept = Annotated[str | None, Header(alias="Accept", max_length=300, include_in_schema=False)]


@router.get("/events", response_model=Page[EventRow], responses=CSV_ANSWER, **allow("events.read"))
async def list_events(
    actor: ActorDep, reader: ReaderDep, query: Annotated[EventList, Query()], accept: Accept = None
) -> Response:
    return await lists.list_events(reader, actor, query, as_csv="text/csv" in (accept or ""))


@router.post("/events", status_code=201, response_model=EventRead, **allow("events.manage"))
async def create_event(data: EventCreate, session: SessionDep, actor: ActorDep) -> EventRead:
    return await service.create_event(session, actor, data)


@router.get("/events/{event_id}", response_model=EventRead, **allow("events.read"))
async def get_event(event_id: UUID, session: ReadSessionDep, actor: ActorDep) -> EventRead:
    return await service.read_event(session, actor, event_id)


@router.patch("/events/{event_id}", response_model=EventRead, **allow("events.manage"))
async def update_event(
    event_id: UUID, data: EventUpdate, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> EventRead:
    return await service.update_event(session, actor, event_id, data, if_match)


@router.get("/events/{event_id}/board", response_model=EventBoard, responses=POLLED_ANSWER, **allow("events.read"))
async def get_event_board(event_id: UUID, request: Request, session: ReadSessionDep, actor: ActorDep) -> Response:
    return await board.read_board(request, session, actor, event_id)


@router.get("/events/{event_id}/transitions", response_model=Items[EventTransitionRead], **allow("events.read"))
async def list_event_transitions(
    event_id: UUID, session: ReadSessionDep, actor: ActorDep
) -> Items[EventTransitionRead]:
    return Items(items=(await service.read_event(session, actor, event_id)).transitions)


@router.post("/events/{event_id}/transitions", response_model=EventRead, **allow("events.transition"))
async def transition_event(
    event_id: UUID, data: EventTransitionInput, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> EventRead:
    return await service.transition_event(session, actor, event_id, data, if_match)
