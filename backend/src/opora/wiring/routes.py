"""HTTP of the first screen, global search, the audit and the probes."""

from typing import Annotated

from fastapi import Query, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import context_router
from opora.access.sessions import ReaderDep
from opora.core.inputs import Items, Page
from opora.wiring import audit, home, search
from opora.wiring.schemas import AuditEntry, AuditList, Found, Home, SearchQuery

router = context_router("wiring")


@router.get("/home", response_model=Home, **allow("home.read"))
async def get_home(actor: ActorDep, reader: ReaderDep) -> Home:
    return await home.read_home(reader, actor)


@router.get("/search", response_model=Items[Found], **allow("search"))
async def search_everything(actor: ActorDep, reader: ReaderDep, query: Annotated[SearchQuery, Query()]) -> Items[Found]:
    return await search.search(reader, actor, query)


@router.get("/audit", response_model=Page[AuditEntry], **allow("audit.read"))
async def list_audit(actor: ActorDep, reader: ReaderDep, query: Annotated[AuditList, Query()]) -> Response:
    return await audit.list_audit(reader, actor, query)
