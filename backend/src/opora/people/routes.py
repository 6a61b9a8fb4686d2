"""HTTP of persons and their consents."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.listing import CSV_ANSWER
from opora.people import queries, schemas, service

router = context_router("people")


@router.get("/people", response_model=Page[schemas.PersonRead], responses=CSV_ANSWER, **allow("people.read"))
async def list_people(
    request: Request, params: Annotated[schemas.PersonParams, Query()], reader: ReaderDep, actor: ActorDep
) -> Response:
    csv = "text/csv" in request.headers.get("accept", "")
    return await queries.list_people(reader, actor, params, csv=csv)


@router.get("/people/{person_id}", response_model=schemas.PersonDetail, **allow("people.read"))
async def get_person(person_id: UUID, session: ReadSessionDep, actor: ActorDep) -> schemas.PersonDetail:
    return await queries.person_detail(session, actor, person_id)


@router.post("/people", status_code=201, response_model=schemas.PersonDetail, **allow("people.manage"))
async def create_person(data: schemas.PersonCreate, session: SessionDep, actor: ActorDep) -> schemas.PersonDetail:
    return await service.create_person(session, actor, data)


@router.patch("/people/{person_id}", response_model=schemas.PersonDetail, **allow("people.manage"))
async def update_person(
    person_id: UUID, data: schemas.PersonUpdate, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> schemas.PersonDetail:
    return await service.update_person(session, actor, person_id, data, if_match)


@router.post(
    "/people/{person_id}/positions/{position_id}/end", response_model=schemas.PersonDetail, **allow("people.manage")
)
async def end_position(
    person_id: UUID, position_id: UUID, data: schemas.PositionEnd, session: SessionDep, actor: ActorDep
) -> schemas.PersonDetail:
    return await service.end_position(session, actor, person_id, position_id, data)


@router.get("/people/{person_id}/consents", response_model=Items[schemas.ConsentRead], **allow("consents.read"))
async def list_consents(person_id: UUID, session: ReadSessionDep) -> Items[schemas.ConsentRead]:
    return await queries.consents_of(session, person_id)


@router.post(
    "/people/{person_id}/consents",
    status_code=201,
    response_model=schemas.ConsentRead,
    **allow("consents.manage"),
)
async def give_consent(
    person_id: UUID, data: schemas.ConsentCreate, session: SessionDep, actor: ActorDep
) -> schemas.ConsentRead:
    return await service.give_consent(session, actor, person_id, data)


@router.post(
    "/people/{person_id}/consents/{consent_id}/withdraw",
    response_model=schemas.ConsentRead,
    **allow("consents.manage"),
)
async def withdraw_consent(
    person_id: UUID, consent_id: UUID, session: SessionDep, actor: ActorDep
) -> schemas.ConsentRead:
    return await service.withdraw_consent(session, actor, person_id, consent_id)
