"""HTTP of taking part: registrations, attendance, counts, feedback."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Page
from opora.core.listing import CSV_ANSWER
from opora.events import registering, registration_lists, registrations
from opora.events.routes import Accept
from opora.events.schemas import (
    EventRegistrationList,
    EventRegistrationRow,
    RegistrationCreate,
    RegistrationList,
    RegistrationMany,
    RegistrationRead,
    RegistrationRow,
    RegistrationsMade,
    RegistrationTransitionInput,
)

router = context_router("events")


@router.get("/registrations", response_model=Page[RegistrationRow], responses=CSV_ANSWER, **allow("registrations.read"))
async def list_registrations(
    actor: ActorDep, reader: ReaderDep, query: Annotated[RegistrationList, Query()], accept: Accept = None
) -> Response:
    return await registration_lists.list_registrations(reader, actor, query, as_csv="text/csv" in (accept or ""))


@router.get("/registrations/{registration_id}", response_model=RegistrationRead, **allow("registrations.read"))
async def get_registration(registration_id: UUID, session: ReadSessionDep, actor: ActorDep) -> RegistrationRead:
    return await registrations.read_registration(session, actor, registration_id)


@router.post(
    "/registrations/{registration_id}/transitions",
    response_model=RegistrationRead,
    **allow("registrations.transition"),
)
async def transition_registration(
    registration_id: UUID,
    data: RegistrationTransitionInput,
    session: SessionDep,
    actor: ActorDep,
    if_match: IfMatch = None,
) -> RegistrationRead:
    return await registrations.transition_registration(session, actor, registration_id, data, if_match)


@router.get(
    "/events/{event_id}/registrations",
    response_model=Page[EventRegistrationRow],
    responses=CSV_ANSWER,
    **allow("registrations.read"),
)
async def list_event_registrations(
    event_id: UUID,
    actor: ActorDep,
    reader: ReaderDep,
    query: Annotated[EventRegistrationList, Query()],
    accept: Accept = None,
) -> Response:
    as_csv = "text/csv" in (accept or "")
    return await registration_lists.list_event_registrations(reader, actor, event_id, query, as_csv=as_csv)


@router.post(
    "/events/{event_id}/registrations", status_code=201, response_model=RegistrationRead, **allow("events.register")
)
async def register(event_id: UUID, data: RegistrationCreate, session: SessionDep, actor: ActorDep) -> RegistrationRead:
    return await registering.register_self(session, actor, event_id, data)


@router.post(
    "/events/{event_id}/registrations/batch",
    status_code=201,
    response_model=RegistrationsMade,
    **allow("events.register_many"),
)
async def register_many(
    event_id: UUID, data: RegistrationMany, session: SessionDep, actor: ActorDep
) -> RegistrationsMade:
    return await registering.register_many(session, actor, event_id, data)
