"""HTTP of the register: regions, municipalities, organisations, schools with aliases, identifiers and statuses."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.listing import CSV_ANSWER
from opora.territory import queries, schemas, service

router = context_router("territory")


@router.get("/regions", response_model=Items[schemas.RegionRead], **allow("territory.read"))
async def list_regions(session: ReadSessionDep) -> Items[schemas.RegionRead]:
    return await queries.regions(session)


@router.get("/okrugs", response_model=Items[schemas.OkrugRead], **allow("territory.read"))
async def list_okrugs(session: ReadSessionDep) -> Items[schemas.OkrugRead]:
    return await queries.okrugs(session)


@router.get("/municipalities", response_model=Page[schemas.MunicipalityRead], **allow("territory.read"))
async def list_municipalities(
    params: Annotated[schemas.MunicipalityParams, Query()], reader: ReaderDep, actor: ActorDep
) -> Response:
    return await queries.list_municipalities(reader, actor, params)


@router.get("/municipalities/{municipality_id}", response_model=schemas.MunicipalityDetail, **allow("territory.read"))
async def get_municipality(
    municipality_id: UUID, session: ReadSessionDep, actor: ActorDep
) -> schemas.MunicipalityDetail:
    return await queries.municipality_detail(session, actor, municipality_id)


@router.post(
    "/municipalities",
    status_code=201,
    response_model=schemas.MunicipalityDetail,
    **allow("municipalities.create"),
)
async def create_municipality(
    data: schemas.MunicipalityCreate, session: SessionDep, actor: ActorDep
) -> schemas.MunicipalityDetail:
    return await service.create_municipality(session, actor, data)


@router.get("/organizations", response_model=Page[schemas.OrganizationRead], **allow("territory.read"))
async def list_organizations(
    params: Annotated[schemas.OrganizationParams, Query()], reader: ReaderDep, actor: ActorDep
) -> Response:
    return await queries.list_organizations(reader, actor, params)


@router.get("/governance-bodies", response_model=Page[schemas.GovernanceBodyRead], **allow("territory.read"))
async def list_governance_bodies(
    params: Annotated[schemas.GovernanceBodyParams, Query()], reader: ReaderDep, actor: ActorDep
) -> Response:
    return await queries.list_governance_bodies(reader, actor, params)


@router.get("/schools", response_model=Page[schemas.SchoolRead], responses=CSV_ANSWER, **allow("schools.read"))
async def list_schools(
    request: Request, params: Annotated[schemas.SchoolParams, Query()], reader: ReaderDep, actor: ActorDep
) -> Response:
    csv = "text/csv" in request.headers.get("accept", "")
    return await queries.list_schools(reader, actor, params, csv=csv)


@router.get("/schools/{school_id}", response_model=schemas.SchoolDetail, **allow("schools.read"))
async def get_school(school_id: UUID, session: ReadSessionDep, actor: ActorDep) -> schemas.SchoolDetail:
    return await queries.school_detail(session, actor, school_id)


@router.post("/schools", status_code=201, response_model=schemas.SchoolDetail, **allow("schools.create"))
async def create_school(data: schemas.SchoolCreate, session: SessionDep, actor: ActorDep) -> schemas.SchoolDetail:
    return await service.create_school(session, actor, data)


@router.patch("/schools/{school_id}", response_model=schemas.SchoolDetail, **allow("schools.update"))
async def update_school(
    school_id: UUID, data: schemas.SchoolUpdate, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> schemas.SchoolDetail:
    return await service.update_school(session, actor, school_id, data, if_match)


@router.post(
    "/schools/{school_id}/aliases",
    status_code=201,
    response_model=schemas.SchoolDetail,
    **allow("schools.update"),
)
async def add_alias(
    school_id: UUID, data: schemas.AliasCreate, session: SessionDep, actor: ActorDep
) -> schemas.SchoolDetail:
    return await service.add_alias(session, actor, school_id, data)


@router.delete(
    "/schools/{school_id}/aliases/{alias_id}", response_model=schemas.SchoolDetail, **allow("schools.update")
)
async def remove_alias(
    school_id: UUID, alias_id: UUID, session: SessionDep, actor: ActorDep, if_match: IfMatch = None
) -> schemas.SchoolDetail:
    return await service.remove_alias(session, actor, school_id, alias_id, if_match)


@router.post(
    "/schools/{school_id}/identifiers",
    status_code=201,
    response_model=schemas.SchoolDetail,
    **allow("schools.update"),
)
async def add_identifier(
    school_id: UUID, data: schemas.IdentifierCreate, session: SessionDep, actor: ActorDep
) -> schemas.SchoolDetail:
    return await service.add_identifier(session, actor, school_id, data)


@router.post(
    "/schools/{school_id}/statuses",
    status_code=201,
    response_model=schemas.SchoolDetail,
    **allow("statuses.manage"),
)
async def add_status(
    school_id: UUID, data: schemas.StatusCreate, session: SessionDep, actor: ActorDep
) -> schemas.SchoolDetail:
    return await service.add_status(session, actor, school_id, data)


@router.post(
    "/schools/{school_id}/statuses/{status_id}/end",
    response_model=schemas.SchoolDetail,
    **allow("statuses.manage"),
)
async def end_status(
    school_id: UUID, status_id: UUID, data: schemas.StatusEnd, session: SessionDep, actor: ActorDep
) -> schemas.SchoolDetail:
    return await service.end_status(session, actor, school_id, status_id, data)
