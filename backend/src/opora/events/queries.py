"""Everything that reads single events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Reader, ReadSession
from opora.deficits.models import DeficitType
from opora.events.errors import EventNotFound
from opora.events.lists import sees_drafts
from opora.events.models import Event, EventSpeaker, EventTarget
from opora.events.schemas import Seats
from opora.events.taking_part import OVER, EventRegistration
from opora.identity.models import Account
from opora.people.models import Employment
from opora.territory.lists import holds_on
from opora.territory.models import School

_FIGURES = text(
    "select e.id as event_id, f.* from unnest(:events) e(id), lateral gate.event_figures(e.id) f"
).bindparams(bindparam("events", type_=ARRAY(Uuid())))

_REGISTERED = text("select gate.registered(:event, :people)").bindparams(
    bindparam("event", type_=Uuid()), bindparam("people", type_=ARRAY(Uuid()))
)
PAST, AHEAD, CANCELLED_STAYS = timedelta(days=90), timedelta(days=400), timedelta(days=60)
"""A cancelled event stays until every program has seen that it is cancelled."""
_FOUND = """
select e.id, e.title, e.description, e.starts_at, e.ends_at, e.mode, e.place, e.room, e.organizer_name, e.status, e.sequence,
       e.updated_at
  from event e
 where e.status <> 'draft' and e.starts_at between $1 and $2 and (e.status <> 'cancelled' or e.status_since > $3)
"""
_OWN = """
   and (e.id in (select r.event_id from event_registration r
                  where r.person_id = $4 and r.status not in ('cancelled', 'rejected'))
     or e.id in (select s.event_id from event_speaker s where s.person_id = $4))
"""
_ORDER = " order by e.starts_at, e.id limit 2000"

_POSITION = text("select gate.waiting_position(:id)").bindparams(bindparam("id", type_=Uuid()))


@dataclass(slots=True)
class Case:
    """An event with everything its rules look at."""

    event: Event
    speakers: list[EventSpeaker] = field(default_factory=list)
    targets: list[tuple[EventTarget, DeficitType, School | None]] = field(default_factory=list)

    def led_by(self, person_id: UUID | None) -> bool:
        """Whether the person is one of the speakers."""
        return person_id is not None and any(speaker.person_id == person_id for speaker in self.speakers)


async def load_event(session: ReadSession, actor: Actor, event_id: UUID, *, lock: bool = False) -> Event:
    """The event as the actor may see it; `lock` keeps others from changing it. Raises `EventNotFound`."""
    statement = select(Event).where(Event.id == event_id)
    if lock:  # rows that merely refer to the event need not wait
        statement = statement.with_for_update(key_share=True)
    event = await session.scalar(statement)
    if event is None or (event.status == "draft" and not sees_drafts(actor)):
        raise EventNotFound
    return event


async def load_case(session: ReadSession, actor: Actor, event_id: UUID, *, lock: bool = False) -> Case:
    """The event with its speakers and targets. Raises `EventNotFound`."""
    event = await load_event(session, actor, event_id, lock=lock)
    return Case(event, await speakers_of(session, event.id), await targets_of(session, event.id))


async def speakers_of(session: ReadSession, event_id: UUID) -> list[EventSpeaker]:
    found = select(EventSpeaker).where(EventSpeaker.event_id == event_id)
    return list(await session.scalars(found.order_by(EventSpeaker.position, EventSpeaker.id)))


async def targets_of(session: ReadSession, event_id: UUID) -> list[tuple[EventTarget, DeficitType, School | None]]:
    """What the event serves, as far as the actor sees it."""
    at_school = and_(School.id == EventTarget.school_id, School.municipality_id == EventTarget.municipality_id)
    rows = await session.execute(
        select(EventTarget, DeficitType, School)
        .join(DeficitType, DeficitType.id == EventTarget.type_id)
        .outerjoin(School, at_school)
        .where(EventTarget.event_id == event_id)
        .order_by(DeficitType.sort_key, EventTarget.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def leads(session: ReadSession, person_id: UUID | None, event_id: UUID) -> bool:
    """Whether the person is a speaker of the event."""
    if person_id is None:
        return False
    mine = (EventSpeaker.event_id == event_id) & (EventSpeaker.person_id == person_id)
    return await session.scalar(select(EventSpeaker.id).where(mine).limit(1)) is not None


async def figures(session: ReadSession, event_id: UUID) -> Seats:
    """Seats counted from rows, for everybody who sees the event."""
    return (await figures_of(session, [event_id]))[event_id]


async def figures_of(session: ReadSession, events: Sequence[UUID]) -> dict[UUID, Seats]:
    """The seats of many events in one statement."""
    rows = await session.execute(_FIGURES, {"events": list(events)})
    return {row["event_id"]: Seats(**{k: v for k, v in row.items() if k != "event_id"}) for row in rows.mappings()}


async def registration_of(session: ReadSession, person_id: UUID | None, event_id: UUID) -> EventRegistration | None:
    """The person's live registration (INV-27: at most one)."""
    mine = (EventRegistration.event_id == event_id) & (EventRegistration.person_id == person_id)
    return await session.scalar(select(EventRegistration).where(mine, EventRegistration.status.not_in(OVER)))


async def waiting_position(session: ReadSession, registration: EventRegistration) -> int | None:
    """1 for who is next; None for who does not wait. Others in the queue are counted, not shown."""
    if registration.status != "waitlisted":
        return None
    position: int | None = await session.scalar(_POSITION, {"id": registration.id})
    return position


async def capacities_of(session: ReadSession, people: Iterable[UUID], day: Any) -> dict[UUID, set[str]]:
    """The positions of people on a day, from their employments."""
    table = Employment.__table__
    rows = await session.execute(
        select(Employment.person_id, func.array_agg(Employment.capacity))
        .where(Employment.person_id.in_(set(people)), holds_on(table, day))
        .group_by(Employment.person_id)
    )
    return {person: set(capacities) for person, capacities in rows}


async def accounts_registered(session: ReadSession, event_id: UUID) -> list[UUID]:
    """Accounts of who is registered or waits, to tell them of a change."""
    live = (EventRegistration.event_id == event_id) & EventRegistration.status.not_in(OVER)
    accounts = select(Account.id).join(EventRegistration, EventRegistration.person_id == Account.person_id)
    return list(await session.scalars(accounts.where(live, Account.disabled_at.is_(None))))


async def on_calendar(reader: Reader, actor: Actor, selection: str) -> Sequence[Any]:
    """Announced events as a subscription shows them, in the order of time: `all` that the actor sees, or the `own`."""
    now = clock.now()
    values: list[Any] = [now - PAST, now + AHEAD, now - CANCELLED_STAYS]
    if selection == "all":
        return await reader.fetch(actor.entry, f"/* {actor.scope} */ {_FOUND}{_ORDER}", values)
    return await reader.fetch(actor.entry, f"/* {actor.scope} */ {_FOUND}{_OWN}{_ORDER}", [*values, actor.person_id])


async def registered_elsewhere(session: ReadSession, event_id: UUID, people: Sequence[UUID]) -> set[UUID]:
    """Staff of the actor's school whom another school has registered, which row security hides."""
    return set(await session.scalars(_REGISTERED, {"event": event_id, "people": list(people)}))
