"""Everything that reads single Days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, and_, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import ReadSession
from opora.deficits.models import DeficitScopeDecision, DeficitType
from opora.events.lists import sees_drafts
from opora.events.models import Event, EventSpeaker, EventTarget
from opora.intensives.errors import DayNotFound
from opora.intensives.lifecycle import UNTOLD
from opora.intensives.models import DayTheme, IntensiveDay


def came_to(days: str) -> str:
    """SQL of (day_id, school_id, type_id, title): schools of which somebody came to a session that serves a type, by name or
    counted. `days` is the condition on the Day: "= :day". Row security narrows it to what the reader may see of attendance."""
    return f"""
select e.intensive_day_id as day_id, r.school_id, t.type_id, e.title from event e
  join event_target t on t.event_id = e.id and t.municipality_id = e.municipality_id and t.deficit_id is null
  join event_registration r on r.event_id = e.id and r.municipality_id = e.municipality_id
       and r.status in ('attended', 'feedback_given') and r.school_id is not null
 where e.intensive_day_id {days} and e.status <> 'cancelled'
 union
select e.intensive_day_id, c.school_id, t.type_id, e.title from event e
  join event_target t on t.event_id = e.id and t.municipality_id = e.municipality_id and t.deficit_id is null
  join (select distinct on (event_id, school_id, audience) event_id, municipality_id, school_id, count from attendance_count
         order by event_id, school_id, audience, seq desc) c on c.event_id = e.id and c.municipality_id = e.municipality_id
       and c.count > 0
 where e.intensive_day_id {days} and e.status <> 'cancelled'
"""


_CAME = text(came_to("= :day")).bindparams(bindparam("day", type_=Uuid()))
_PRESENT = text(
    "select e.id, (select count(*) from event_registration r where r.event_id = e.id"
    " and r.municipality_id = e.municipality_id and r.status in ('attended', 'feedback_given'))"
    " + coalesce((select sum(c.count) from (select distinct on (school_id, audience) count from attendance_count"
    "    where event_id = e.id and municipality_id = e.municipality_id order by school_id, audience, seq desc) c), 0) as came"
    " from event e where e.id = any(:events)"
).bindparams(bindparam("events", type_=ARRAY(Uuid())))


@dataclass(slots=True)
class Session_:  # noqa: N801  a session of the Day; `Session` is the database's
    """A session of the Day: the event, who leads it, what it serves."""

    event: Event
    speakers: list[EventSpeaker] = field(default_factory=list)
    types: list[DeficitType] = field(default_factory=list)
    serves_school: bool = False

    @property
    def is_led(self) -> bool:
        return bool(self.speakers) or self.event.host_school_id is not None

    @property
    def is_aimed(self) -> bool:
        """INV-48: deficits or a content track are named."""
        return bool(self.types) or self.serves_school or self.event.content_track is not None


@dataclass(slots=True)
class Theme_:  # noqa: N801
    """A common deficit the Day serves; `is_common` while that decision is in force."""

    row: DayTheme
    type: DeficitType
    is_common: bool


@dataclass(slots=True)
class Case:
    """A Day with everything its rules look at."""

    day: IntensiveDay
    themes: list[Theme_]
    sessions: list[Session_]

    @property
    def held(self) -> list[Session_]:
        """Sessions that are not cancelled."""
        return [session for session in self.sessions if session.event.status != "cancelled"]


async def load_day(session: ReadSession, actor: Actor, day_id: UUID, *, lock: bool = False) -> IntensiveDay:
    """The Day as the actor may see it. Raises `DayNotFound`."""
    statement = select(IntensiveDay).where(IntensiveDay.id == day_id)
    if lock:
        statement = statement.with_for_update(key_share=True)
    day = await session.scalar(statement)
    if day is None or (day.status in UNTOLD and not sees_drafts(actor)):
        raise DayNotFound
    return day


async def load_case(session: ReadSession, actor: Actor, day_id: UUID, *, lock: bool = False) -> Case:
    """The Day with its themes and sessions. Raises `DayNotFound`."""
    day = await load_day(session, actor, day_id, lock=lock)
    return Case(day, await themes_of(session, day), await sessions_of(session, day.id))


async def themes_of(session: ReadSession, day: IntensiveDay) -> list[Theme_]:
    in_force = and_(
        DeficitScopeDecision.program_id == day.program_id,
        DeficitScopeDecision.type_id == DayTheme.type_id,
        DeficitScopeDecision.revised_at.is_(None),
        DeficitScopeDecision.decided_scope == "common",
    )
    rows = await session.execute(
        select(DayTheme, DeficitType, DeficitScopeDecision.id)
        .join(DeficitType, DeficitType.id == DayTheme.type_id)
        .outerjoin(DeficitScopeDecision, in_force)
        .where(DayTheme.day_id == day.id)
        .order_by(DeficitType.sort_key, DayTheme.id)
    )
    return [Theme_(row[0], row[1], row[2] is not None) for row in rows]


async def sessions_of(session: ReadSession, day_id: UUID) -> list[Session_]:
    """In the order of time, as far as the reader sees them."""
    chosen = select(Event).where(Event.intensive_day_id == day_id).order_by(Event.starts_at, Event.id)
    found = {event.id: Session_(event) for event in await session.scalars(chosen)}
    if not found:
        return []
    speakers = select(EventSpeaker).where(EventSpeaker.event_id.in_(list(found)))
    for speaker in await session.scalars(speakers.order_by(EventSpeaker.position, EventSpeaker.id)):
        found[speaker.event_id].speakers.append(speaker)
    targets = await session.execute(
        select(EventTarget, DeficitType)
        .join(DeficitType, DeficitType.id == EventTarget.type_id)
        .where(EventTarget.event_id.in_(list(found)))
        .order_by(DeficitType.sort_key, EventTarget.id)
    )
    for target, type_ in targets:
        if target.deficit_id is None:
            found[target.event_id].types.append(type_)
        else:
            found[target.event_id].serves_school = True
    return list(found.values())


async def came(session: ReadSession, day_id: UUID) -> dict[tuple[UUID, UUID], str]:
    """School and type → a session that served the type and had somebody of the school."""
    rows = await session.execute(_CAME, {"day": day_id})
    return {(row.school_id, row.type_id): row.title for row in sorted(rows, key=lambda row: row.title)}


async def present(session: ReadSession, events: Sequence[UUID]) -> dict[UUID, int]:
    """How many came to each event: marked by name, and counted."""
    rows: Sequence[Row[Any]] = (await session.execute(_PRESENT, {"events": list(events)})).all()
    return {row.id: row.came for row in rows}


def slot_times(day: IntensiveDay) -> list[tuple[int, datetime, datetime]]:
    """The slots of the Day as instants: number, start, end. Empty without a date."""
    if day.held_on is None:
        return []
    midnight = clock.midnight(day.held_on)

    def at(moment: str) -> datetime:
        found = time.fromisoformat(moment)
        return midnight + timedelta(hours=found.hour, minutes=found.minute)

    return [(number, at(slot["starts"]), at(slot["ends"])) for number, slot in enumerate(day.slots, start=1)]


def slot_of(day: IntensiveDay, event: Event) -> int | None:
    """The first slot that the event overlaps; None when it lies outside all."""
    return next((n for n, starts, ends in slot_times(day) if event.starts_at < ends and event.ends_at > starts), None)
