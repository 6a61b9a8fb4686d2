"""Attendance of adults: marks are added, never changed; the latest holds (INV-28, 3.4)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.outbox import record_many
from opora.core.problems import Forbidden, Invalid
from opora.events.errors import ReasonNeeded, RegistrationStateForbids
from opora.events.models import Event
from opora.events.queries import figures, leads, load_event
from opora.events.schemas import AttendanceInput, AttendanceMark, AttendanceRecorded
from opora.events.seating import BY_EVENT, MARKED, from_start, refusal
from opora.events.taking_part import CAME, EventAttendance, EventRegistration
from opora.territory.errors import unknown_reference


async def record_attendance(
    session: Session, actor: Actor, event_id: UUID, data: AttendanceInput
) -> AttendanceRecorded:
    """Mark people of an event, all or none. A methodologist and the leaders of the event do.

    Raises `Forbidden`, `RegistrationStateForbids` before the start, `ReasonNeeded` for a correction without one, `Invalid`
    for registrations of other events.
    """
    event = await load_event(session, actor, event_id)
    if not await keeps_sheet(session, actor, event_id):
        raise Forbidden
    if refused := from_start(event, clock.now()):
        raise RegistrationStateForbids(reason=refused[1])
    rows = await _rows(session, event, data.entries)
    marked = [(rows[entry.registration_id], entry) for entry in data.entries]
    new = await mark(session, actor, event, marked, data.source)
    return AttendanceRecorded(recorded=new, unchanged=len(data.entries) - new, seats=await figures(session, event.id))


async def keeps_sheet(session: ReadSession, actor: Actor, event_id: UUID) -> bool:
    """A methodologist, or a leader acting as participant: other roles do not see the others' rows."""
    if actor.role is Role.METHODOLOGIST:
        return True
    return actor.role is Role.TEACHER and await leads(session, actor.person_id, event_id)


async def _rows(session: Session, event: Event, entries: Sequence[AttendanceMark]) -> dict[UUID, EventRegistration]:
    wanted = [entry.registration_id for entry in entries]
    found = await session.scalars(  # in one order for everybody: two who mark at once wait and do not deadlock
        select(EventRegistration)
        .where(EventRegistration.event_id == event.id, EventRegistration.id.in_(wanted))
        .order_by(EventRegistration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = {row.id: row for row in found}
    missing = [index for index, id_ in enumerate(wanted) if id_ not in rows]
    if missing:
        raise Invalid(*(e for i in missing[:50] for e in unknown_reference(f"/entries/{i}/registration_id").errors))
    return rows


async def mark(
    session: Session,
    actor: Actor,
    event: Event,
    marks: Sequence[tuple[EventRegistration, AttendanceMark]],
    source: str,
) -> int:
    """Add marks to locked registrations; how many said something new. Raises `RegistrationStateForbids`, `ReasonNeeded`."""
    now, facts = clock.now(), []
    for registration, entry in marks:
        left = registration.status
        if left in MARKED and (left in CAME) is entry.present:
            continue
        rule = BY_EVENT["mark_attended" if entry.present else "mark_absent"]
        if refused := refusal(rule, registration, event, now):
            raise RegistrationStateForbids(reason=refused[1], registration_id=registration.id)
        if left in MARKED and not entry.reason:
            raise ReasonNeeded
        registration.status, registration.status_since = rule.target, now
        if entry.present and registration.feedback_on:
            registration.status = "feedback_given"
        session.add(_entry(registration, entry, source, actor.account_id))
        told = {"event": rule.event, "from": left, "to": registration.status, "event_id": event.id, "source": source}
        facts.append((f"registration.{rule.event}", registration, told | {"comment": entry.reason}))
    await session.flush()
    await record_many(session, facts)
    return len(facts)


def _entry(registration: EventRegistration, entry: AttendanceMark, source: str, by: UUID) -> EventAttendance:
    columns = ("region_id", "municipality_id", "school_id", "event_id", "person_id")
    return EventAttendance(
        id=uuid7(), **{name: getattr(registration, name) for name in columns}, registration_id=registration.id,
        is_present=entry.present, source=source, reason=entry.reason, recorded_at=clock.now(), recorded_by=by,
    )  # fmt: skip
