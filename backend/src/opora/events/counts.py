"""Head-counts of students and parents: a number per school and audience, the latest holds (INV-07, 3.4)."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.inputs import Items
from opora.core.outbox import record
from opora.core.problems import Forbidden
from opora.deficits.queries import names
from opora.events.errors import NotForThisAudience, ReasonNeeded, RegistrationStateForbids
from opora.events.queries import load_event
from opora.events.schemas import CountInput, CountRead, SeatSchool
from opora.events.seating import SCHOOL, from_start
from opora.events.taking_part import AttendanceCount
from opora.territory.errors import unknown_reference
from opora.territory.models import School


async def put_count(session: Session, actor: Actor, event_id: UUID, data: CountInput) -> Items[CountRead]:
    """A school counts its own, a methodologist any of the municipality; the counts in force come back.

    Raises `Forbidden`, `NotForThisAudience`, `RegistrationStateForbids` before the start, `ReasonNeeded` for a correction.
    """
    event = await load_event(session, actor, event_id)
    if actor.role in SCHOOL and data.school_id != actor.school_id:
        raise Forbidden
    school = await session.get(School, data.school_id)
    if school is None or school.municipality_id != event.municipality_id:
        raise unknown_reference("/school_id")
    if data.audience not in event.audience:
        raise NotForThisAudience
    if refused := from_start(event, clock.now()):
        raise RegistrationStateForbids(reason=refused[1])
    old = await session.scalar(_current(event_id).where(*_of(data)))
    if old is None or old.count != data.count:
        if old is not None and not data.reason:
            raise ReasonNeeded
        row = AttendanceCount(
            id=uuid7(), region_id=event.region_id, municipality_id=event.municipality_id, school_id=school.id,
            event_id=event.id, audience=data.audience, count=data.count, reason=data.reason, recorded_at=clock.now(),
            recorded_by=actor.account_id,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        facts = {"event_id": event.id, "audience": row.audience, "count": row.count, "comment": row.reason}
        await record(session, "attendance_count.put", row, **facts)
    return await counts_of(session, actor, event_id)


def _of(data: CountInput) -> tuple[Any, ...]:
    return AttendanceCount.school_id == data.school_id, AttendanceCount.audience == data.audience


def _current(event_id: UUID) -> Any:
    key = (AttendanceCount.school_id, AttendanceCount.audience)
    latest = select(AttendanceCount).where(AttendanceCount.event_id == event_id)
    return latest.ext(distinct_on(*key)).order_by(*key, AttendanceCount.seq.desc())


async def counts_of(session: ReadSession, actor: Actor, event_id: UUID) -> Items[CountRead]:
    """The counts in force that the actor sees, by school. Raises `EventNotFound`."""
    await load_event(session, actor, event_id)
    rows = list(await session.scalars(_current(event_id)))
    called = await names(session, [row.recorded_by for row in rows])
    schools = {s.id: s for s in await session.scalars(select(School).where(School.id.in_([r.school_id for r in rows])))}
    rows.sort(key=lambda row: (schools[row.school_id].sort_key, row.audience))
    return Items(
        items=[
            CountRead.model_validate(
                {
                    "school": SeatSchool(id=row.school_id, name=schools[row.school_id].short_name),
                    "audience": row.audience,
                    "count": row.count,
                    "reason": row.reason,
                    "recorded_at": row.recorded_at,
                    "by_name": called.get(row.recorded_by, "Опора"),
                }
            )
            for row in rows
        ]
    )
