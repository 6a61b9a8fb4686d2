"""HTTP of Days: parse, one call, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Request, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.listing import CSV_ANSWER, POLLED_ANSWER
from opora.documents.queries import document_read
from opora.documents.schemas import DocumentRead
from opora.intensives import board, items, lists, papers, proposing, service, serving, sessions
from opora.intensives.schemas import (
    Agenda,
    DayCreate,
    DayList,
    DayRead,
    DayRow,
    DayTransitionInput,
    DayTransitionRead,
    DayUpdate,
    ItemTransitionInput,
    MissedItem,
    MissedMonths,
    PaperInput,
    ServingSession,
    SessionInput,
)

router = context_router("intensives")
Accept = Annotated[str | None, Header(alias="Accept", max_length=300, include_in_schema=False)]
DAYS, DAY = "/intensives-days", "/intensives-days/{day_id}"


@router.get(DAYS, response_model=Page[DayRow], responses=CSV_ANSWER, **allow("intensives.read"))
async def list_intensive_days(
    actor: ActorDep, reader: ReaderDep, query: Annotated[DayList, Query()], accept: Accept = None
) -> Response:
    return await lists.list_days(reader, actor, query, as_csv="text/csv" in (accept or ""))


@router.post(DAYS, status_code=201, response_model=DayRead, **allow("intensives.manage"))
async def create_intensive_day(data: DayCreate, session: SessionDep, actor: ActorDep) -> DayRead:
    return await service.create_day(session, actor, data)


@router.get(DAY, response_model=DayRead, **allow("intensives.read"))
async def get_intensive_day(day_id: UUID, session: ReadSessionDep, actor: ActorDep) -> DayRead:
    return await service.read_day(session, actor, day_id)


@router.patch(DAY, response_model=DayRead, **allow("intensives.manage"))
async def update_intensive_day(
    day_id: UUID, data: DayUpdate, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> DayRead:
    return await service.update_day(session, actor, day_id, data, if_match)


@router.get(f"{DAY}/transitions", response_model=Items[DayTransitionRead], **allow("intensives.read"))
async def list_intensive_day_transitions(
    day_id: UUID, session: ReadSessionDep, actor: ActorDep
) -> Items[DayTransitionRead]:
    return Items(items=(await service.read_day(session, actor, day_id)).transitions)


@router.post(f"{DAY}/transitions", response_model=DayRead, **allow("intensives.transition"))
async def transition_intensive_day(
    day_id: UUID, data: DayTransitionInput, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> DayRead:
    return await service.transition_day(session, actor, day_id, data, if_match)


@router.get(f"{DAY}/agenda", response_model=Agenda, responses=POLLED_ANSWER, **allow("intensives.read"))
async def get_agenda(day_id: UUID, request: Request, session: ReadSessionDep, actor: ActorDep) -> Response:
    return await board.poll_agenda(request, session, actor, day_id)


@router.post(f"{DAY}/agenda/proposals", status_code=201, response_model=Agenda, **allow("intensives.manage"))
async def propose_agenda(day_id: UUID, session: SessionDep, actor: ActorDep) -> Agenda:
    return await proposing.propose_agenda(session, actor, day_id)


@router.post(f"{DAY}/agenda/sessions", status_code=201, response_model=Agenda, **allow("intensives.manage"))
async def add_day_session(day_id: UUID, data: SessionInput, session: SessionDep, actor: ActorDep) -> Agenda:
    return await sessions.add_session(session, actor, day_id, data)


@router.post(f"{DAY}/agenda/accept", response_model=Agenda, **allow("intensives.manage"))
async def accept_agenda(day_id: UUID, session: SessionDep, actor: ActorDep) -> Agenda:
    return await items.accept_all(session, actor, day_id)


@router.post(f"{DAY}/agenda/items/{{item_id}}/transitions", response_model=Agenda, **allow("intensives.manage"))
async def transition_agenda_item(
    day_id: UUID, item_id: UUID, data: ItemTransitionInput, session: SessionDep, actor: ActorDep
) -> Agenda:
    return await items.transition_item(session, actor, day_id, item_id, data)


@router.get(f"{DAY}/missed", response_model=Items[MissedItem], **allow("intensives.missed"))
async def list_missed(day_id: UUID, session: ReadSessionDep, actor: ActorDep) -> Items[MissedItem]:
    return await serving.missed(session, actor, day_id)


@router.post(f"{DAY}/papers", status_code=202, response_model=DocumentRead, **allow("documents.request"))
async def request_day_paper(day_id: UUID, data: PaperInput, session: SessionDep, actor: ActorDep) -> DocumentRead:
    return await document_read(session, await papers.request(session, actor, day_id, data.kind))


@router.get("/deficits/{deficit_id}/sessions", response_model=Items[ServingSession], **allow("deficits.read"))
async def list_serving_sessions(deficit_id: UUID, session: ReadSessionDep) -> Items[ServingSession]:
    return await serving.sessions_serving(session, deficit_id)


@router.get("/programs/{program_id}/missed-months", response_model=MissedMonths, **allow("intensives.read"))
async def get_missed_months(program_id: UUID, session: ReadSessionDep) -> MissedMonths:
    return await serving.missed_months(session, program_id)
