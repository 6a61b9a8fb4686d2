"""HTTP of notices: the account's own inbox and choices, and the letters of a demonstration."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from opora.access.actor import ActorDep, allow
from opora.access.routing import context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.listing import POLLED_ANSWER
from opora.notices import queries, service
from opora.notices.schemas import (
    LetterList,
    LetterRead,
    NoticeList,
    NoticeRead,
    PreferenceRead,
    PreferenceUpdate,
    Unread,
)

router = context_router("notices")


@router.get("/notices", response_model=Page[NoticeRead], **allow("notices.own"))
async def list_notices(
    actor: ActorDep, reader: ReaderDep, request: Request, query: Annotated[NoticeList, Query()]
) -> Response:
    return await queries.list_notices(reader, actor, request, query)


@router.get("/notices/unread", response_model=Unread, responses=POLLED_ANSWER, **allow("notices.own"))
async def count_unread_notices(actor: ActorDep, reader: ReaderDep, request: Request) -> Response:
    return await queries.count_unread(reader, actor, request)


@router.post("/notices/read", response_model=Unread, **allow("notices.own"))
async def read_all_notices(session: SessionDep) -> Unread:
    return await service.mark_all_read(session)


@router.post("/notices/{notice_id}/read", response_model=NoticeRead, **allow("notices.own"))
async def read_notice(notice_id: UUID, session: SessionDep) -> NoticeRead:
    return await service.mark_read(session, notice_id)


@router.get("/notice-preferences", response_model=Items[PreferenceRead], **allow("notices.own"))
async def list_notice_preferences(session: ReadSessionDep) -> Items[PreferenceRead]:
    return await service.read_preferences(session)


@router.post("/notice-preferences", response_model=Items[PreferenceRead], **allow("notices.own"))
async def choose_notice_preference(data: PreferenceUpdate, session: SessionDep) -> Items[PreferenceRead]:
    return await service.choose(session, data)


@router.get("/letters", response_model=Page[LetterRead], **allow("letters.read"))
async def list_letters(
    actor: ActorDep, reader: ReaderDep, request: Request, query: Annotated[LetterList, Query()]
) -> Response:
    return await queries.list_letters(reader, actor, request, query)
