"""The same person at the same time: found among registrations and among those who speak."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, literal, select, union_all

from opora.core.database import ReadSession
from opora.events.models import AHEAD, Event, EventSpeaker
from opora.events.schemas import Clash
from opora.events.taking_part import OVER, EventRegistration

_TAKES_PLACE = (*AHEAD, "in_progress")


async def clashes_of(session: ReadSession, event: Event, people: Sequence[UUID]) -> dict[UUID, list[Clash]]:
    """By person: other events that overlap `event` and in which they take part or speak."""
    taken = _beside(event, EventRegistration, "participant").where(
        EventRegistration.person_id.in_(people), EventRegistration.status.not_in(OVER)
    )
    spoken = _beside(event, EventSpeaker, "speaker").where(EventSpeaker.person_id.in_(people))
    found: dict[UUID, list[Clash]] = defaultdict(list)
    listed = union_all(taken, spoken).subquery()
    for row in await session.execute(select(listed).order_by(listed.c.starts_at, listed.c.event_id, listed.c.role)):
        found[row.person_id].append(
            Clash(event_id=row.event_id, title=row.title, starts_at=row.starts_at, ends_at=row.ends_at, role=row.role)
        )
    return found


def _beside(event: Event, of: Any, role: Literal["participant", "speaker"]) -> Select[Any]:
    return (
        select(
            of.person_id, Event.id.label("event_id"), Event.title, Event.starts_at, Event.ends_at, literal(role).label("role")
        )
        .join(Event, (Event.id == of.event_id) & (Event.municipality_id == of.municipality_id))
        .where(
            Event.id != event.id,
            Event.status.in_(_TAKES_PLACE),
            Event.starts_at < event.ends_at,
            Event.ends_at > event.starts_at,
        )
    )  # fmt: skip
