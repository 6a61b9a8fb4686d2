"""What the worker does through the services people use: the clock's steps as the system's own account, papers as whoever asked.

One transaction a thing, so that what one refuses keeps nothing else from happening.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from opora.access.actor import Actor, Actors
from opora.access.sessions import acting
from opora.core.database import Reader, ReadSession, Session, make_engine, make_pool, make_sessions
from opora.core.problems import Problem
from opora.documents.jobs import make_document
from opora.events.jobs import due_events, tick_event
from opora.intensives.jobs import draft_next, due_days, programs_without_draft, tick_day
from opora.settings import Settings

log = structlog.get_logger()
Find = Callable[[ReadSession], Awaitable[Sequence[UUID]]]
Do = Callable[[Session, Actor, UUID], Awaitable[Any]]


class Clockwork:
    """The clock acts as the system's assignment; without one (no region yet) it does nothing."""

    def __init__(self, state: Any) -> None:
        self._state = state

    async def tick(self) -> int:
        """Events and Days move to where the clock says they are; how many did."""

        async def event(session: Session, _: Actor, id_: UUID) -> Any:
            return await tick_event(session, id_)

        return await self._each(due_events, event) + await self._each(due_days, tick_day)

    async def draft(self) -> int:
        """Next month's Days; how many were made."""
        return await self._each(programs_without_draft, draft_next)

    async def make(self, assignment: UUID, document: UUID) -> str:
        """Draw a paper as whoever asked for it; the state reached."""
        return await make_document(self._state, assignment, document)

    async def _each(self, find: Find, do: Do) -> int:
        row = await self._state.reader.lookup("select gate.system_assignment()")
        if row is None or row[0] is None:
            return 0
        assignment, done = row[0], 0
        async with acting(self._state, assignment) as (session, _):
            found = await find(session)
        for id_ in found:
            try:
                async with acting(self._state, assignment) as (session, actor):
                    done += bool(await do(session, actor, id_))
            except Problem as refused:
                log.warning("clock_refused", id=str(id_), code=refused.code)
            except DBAPIError as failed:  # a lock not granted, a check not met: this one's, not the others'
                log.warning("clock_failed", id=str(id_), error=type(failed.orig).__name__)
        return done


@asynccontextmanager
async def clockwork(settings: Settings) -> AsyncIterator[Clockwork]:
    """A clockwork on connections of its own."""
    url = settings.database_url
    assert url
    engine = make_engine(url, 1)
    try:
        async with make_pool(url, 1) as pool:
            reader = Reader(pool)
            yield Clockwork(
                SimpleNamespace(
                    reader=reader, sessions=make_sessions(engine), actors=Actors(reader.lookup), settings=settings
                )
            )
    finally:
        await engine.dispose()
