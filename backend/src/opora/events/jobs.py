"""What the clock does with events: those whose hour has come start, those whose hour is over end."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.events.lifecycle import BY_EVENT
from opora.events.models import AHEAD, Event
from opora.events.queries import Case, speakers_of, targets_of
from opora.events.schemas import EventTransitionInput
from opora.events.service import run

AT_ONCE = 200
"""How many events one round looks at; the next round is a minute away."""


async def due_events(session: ReadSession) -> Sequence[UUID]:
    """Events that should start or end by now, the longest due first."""
    now = clock.now()
    starts = Event.status.in_(AHEAD) & (Event.starts_at <= now)
    ends = (Event.status == "in_progress") & (Event.ends_at <= now)
    return list(await session.scalars(select(Event.id).where(starts | ends).order_by(Event.ends_at).limit(AT_ONCE)))


async def tick_event(session: Session, event_id: UUID) -> list[str]:
    """Move one event to where the clock says it is; the transitions made. Nothing when somebody else was first."""
    chosen = select(Event).where(Event.id == event_id).with_for_update(key_share=True, skip_locked=True)
    event = await session.scalar(chosen)
    made: list[str] = []
    if event is None:
        return made
    case = Case(event, await speakers_of(session, event.id), await targets_of(session, event.id))
    for step, states, due in (("start", AHEAD, event.starts_at), ("finish", ("in_progress",), event.ends_at)):
        if event.status in states and due <= clock.now():
            await run(session, case, BY_EVENT[step], EventTransitionInput(event=step))
            made.append(step)
    return made
