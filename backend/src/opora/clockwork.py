"""The clock as an actor: what happens by itself is done by the system's own account, through the services people use.

One transaction a thing, so that what one refuses keeps nothing else from happening.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import structlog

from opora.access.actor import Actor, Actors
from opora.access.sessions import acting
from opora.core.database import Reader, ReadSession, Session, make_engine, make_pool, make_sessions
from opora.core.problems import Problem
from opora.events.jobs import due_events, tick_event
from opora.intensives.jobs import draft_next, due_days, programs_without_draft, tick_day

log = structlog.get_logger()
Find = Callable[[ReadSession], Awaitable[Sequence[UUID]]]
Do = Callable[[Session, Actor, UUID], Awaitable[Any]]


class Clockwork:
    """Acts as the system's assignment; without one (no region yet) it does nothing."""

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
        return done


@asynccontextmanager
async def clockwork(url: str) -> AsyncIterator[Clockwork]:
    """A clockwork on connections of its own. `url` logs in as the gate."""
    engine = make_engine(url, 1)
    try:
        async with make_pool(url, 1) as pool:
            reader = Reader(pool)
            yield Clockwork(
                SimpleNamespace(reader=reader, sessions=make_sessions(engine), actors=Actors(reader.lookup))
            )
    finally:
        await engine.dispose()
