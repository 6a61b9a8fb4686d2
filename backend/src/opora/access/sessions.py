"""Transactions of a request: opened as the actor, committed before the response is sent (ADR 0003)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from opora.access.actor import Actor, ActorDep
from opora.core.database import Reader, ReadSession, Session
from opora.core.texts import Language, language_of


def _info(actor: Actor, request_id: str, language: Language = "ru") -> dict[str, Any]:
    return {"entry": actor.entry, "account_id": actor.account_id, "request_id": request_id, "language": language}


def _of(request: Request, actor: Actor) -> dict[str, Any]:
    return _info(actor, request.state.request_id, language_of(request.headers.get("accept-language")))


async def _session(request: Request, actor: ActorDep) -> AsyncIterator[AsyncSession]:
    make = request.app.state.sessions
    async with make(info=_of(request, actor)) as session, session.begin():
        yield session


async def _read_session(request: Request, actor: ActorDep) -> AsyncIterator[AsyncSession]:
    make = request.app.state.sessions
    async with make(info=_of(request, actor), autoflush=False) as session, session.begin():
        await session.execute(text("set transaction read only"))
        yield session


async def _reader(request: Request) -> Reader:  # async: FastAPI sends a plain function to the thread pool
    return request.app.state.reader  # type: ignore[no-any-return]


# scope="function": the dependency ends, and so commits, before the response is sent
SessionDep = Annotated[Session, Depends(_session, scope="function")]
ReadSessionDep = Annotated[ReadSession, Depends(_read_session, scope="function")]
ReaderDep = Annotated[Reader, Depends(_reader)]


@asynccontextmanager
async def acting(state: Any, assignment: UUID, request_id: str = "job") -> AsyncIterator[tuple[Session, Actor]]:
    """A transaction outside a request (a job): the same gate, as the assignment of whoever caused it."""
    actor = await state.actors.get(None, assignment)
    async with state.sessions(info=_info(actor, request_id)) as session, session.begin():
        yield session, actor


def language(session: ReadSession) -> Language:
    """The language in which whoever opened the session reads texts."""
    return session.info.get("language", "ru")  # type: ignore[no-any-return]
