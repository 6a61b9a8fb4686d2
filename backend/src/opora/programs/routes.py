"""HTTP of programmes, their policy and participants."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.programs import creating, queries, schemas, service

router = context_router("programs")


@router.get("/programs", response_model=Page[schemas.ProgramRead], **allow("programs.read"))
async def list_programs(
    params: Annotated[schemas.ProgramParams, Query()], reader: ReaderDep, actor: ActorDep
) -> Response:
    return await queries.list_programs(reader, actor, params)


@router.post("/programs", status_code=201, response_model=schemas.ProgramRead, **allow("programs.create"))
async def create_program(data: schemas.ProgramCreate, session: SessionDep, actor: ActorDep) -> schemas.ProgramRead:
    """Create a programme. It is `active` at once: expertise and defence, which come before that, are not here yet."""
    return await creating.create_program(session, actor, data)


@router.get("/programs/{program_id}", response_model=schemas.ProgramRead, **allow("programs.read"))
async def get_program(program_id: UUID, session: ReadSessionDep, actor: ActorDep) -> schemas.ProgramRead:
    return await queries.program_detail(session, actor, program_id)


@router.patch("/programs/{program_id}", response_model=schemas.ProgramRead, **allow("programs.update"))
async def update_program(
    program_id: UUID, data: schemas.ProgramUpdate, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> schemas.ProgramRead:
    return await service.update_program(session, actor, program_id, data, if_match)


@router.get(
    "/programs/{program_id}/participants",
    response_model=schemas.ParticipantsRead,
    **allow("participants.read"),
)
async def list_participants(program_id: UUID, session: ReadSessionDep, actor: ActorDep) -> schemas.ParticipantsRead:
    return await queries.participants_of(session, actor, program_id)


@router.post(
    "/programs/{program_id}/participants",
    status_code=201,
    response_model=schemas.ParticipantsRead,
    **allow("participants.manage"),
)
async def add_participant(
    program_id: UUID, data: schemas.ParticipantCreate, session: SessionDep, actor: ActorDep
) -> schemas.ParticipantsRead:
    return await service.add_participant(session, actor, program_id, data)


@router.patch(
    "/programs/{program_id}/participants/{participant_id}",
    response_model=schemas.ParticipantsRead,
    **allow("participants.manage"),
)
async def change_participant(
    program_id: UUID,
    participant_id: UUID,
    data: schemas.ParticipantUpdate,
    session: SessionDep,
    actor: ActorDep,
    if_match: IfMatch = None,
) -> schemas.ParticipantsRead:
    return await service.change_participant(session, actor, program_id, participant_id, data, if_match)


@router.post(
    "/programs/{program_id}/participants/{participant_id}/leave",
    response_model=schemas.ParticipantsRead,
    **allow("participants.manage"),
)
async def leave_program(
    program_id: UUID,
    participant_id: UUID,
    data: schemas.ParticipantLeave,
    session: SessionDep,
    actor: ActorDep,
) -> schemas.ParticipantsRead:
    return await service.leave_program(session, actor, program_id, participant_id, data)


@router.get(
    "/schools/{school_id}/participations",
    response_model=Items[schemas.ParticipationRead],
    **allow("participants.read"),
)
async def list_participations(school_id: UUID, session: ReadSessionDep) -> Items[schemas.ParticipationRead]:
    return await queries.participations_of(session, school_id)
