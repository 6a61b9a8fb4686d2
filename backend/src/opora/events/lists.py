"""Lists of events on the native read path."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import ColumnElement, Text, Uuid, and_, bindparam, func, literal_column, or_, select, true, union_all
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Reader
from opora.core.listing import Listing
from opora.events.models import AHEAD, Event, EventSpeaker, EventTarget
from opora.events.practices import MODES, PRACTICES
from opora.events.schemas import EventList
from opora.events.taking_part import OVER, EventRegistration
from opora.territory.lists import equal_to, labelled
from opora.territory.search import constant

event, speaker, target = Event.__table__, EventSpeaker.__table__, EventTarget.__table__
registration = EventRegistration.__table__
NOBODY = UUID(int=0)
_ME = bindparam("person", type_=Uuid, unique=False)


def live() -> ColumnElement[bool]:
    """Registrations that were neither cancelled nor rejected."""
    return and_(*(registration.c.status != constant(status) for status in OVER))


def _my_status() -> ColumnElement[Any]:
    mine = and_(registration.c.event_id == event.c.id, registration.c.person_id == _ME, live())
    return select(registration.c.status).where(mine).correlate(event).scalar_subquery().label("my_status")


def _speakers() -> ColumnElement[Any]:
    names = select(speaker.c.name).where(speaker.c.event_id == event.c.id).order_by(speaker.c.position, speaker.c.id)
    return func.array(names.correlate(event).scalar_subquery(), type_=ARRAY(Text)).label("speakers")


def _seats() -> ColumnElement[Any]:
    """Counted by a definer function: a school sees how many seats are left and not who sits there."""
    return func.to_jsonb(func.gate.event_figures(event.c.id), type_=JSONB).label("seats")


def _of_mine(person: Any) -> ColumnElement[bool]:
    registered = select(registration.c.event_id).where(registration.c.person_id == person, live())
    spoken = select(speaker.c.event_id).where(speaker.c.person_id == person)
    return event.c.id.in_(union_all(registered, spoken))


def _serving(type_id: Any) -> ColumnElement[bool]:
    serves = and_(target.c.event_id == event.c.id, target.c.type_id == type_id)
    return select(literal_column("1")).select_from(target).where(serves).correlate(event).exists()


def _held_by(school: Any) -> ColumnElement[bool]:
    return or_(event.c.host_school_id == school, event.c.organizer_school_id == school)


def _events(*, in_words: bool) -> Listing:
    kind: ColumnElement[Any] = event.c.kind
    mode: ColumnElement[Any] = event.c.mode
    if in_words:
        kind, mode = labelled(kind, PRACTICES).label("kind"), labelled(mode, MODES).label("mode")
    by_value = {name: _equal(name) for name in ("program_id", "municipality_id", "intensive_day_id", "kind", "status")}
    return Listing(
        source=event,
        key=event.c.id,
        fields=(
            event.c.id, event.c.municipality_id, event.c.program_id, event.c.intensive_day_id, kind, event.c.title,
            event.c.audience, event.c.content_track, event.c.starts_at, event.c.ends_at, mode, event.c.place,
            event.c.room, event.c.organizer_name, event.c.host_name, event.c.capacity, event.c.needs_approval,
            event.c.registration_opens_at, event.c.registration_closes_at, event.c.status, _speakers(), _seats(),
            _my_status(), event.c.updated_at, event.c.version,
        ),
        sorts={"starts_at": event.c.starts_at, "updated_at": event.c.updated_at},
        filters=by_value | {
            "school_id": _held_by,
            "type_id": _serving,
            "audience": lambda value: value == func.any(event.c.audience),
            "since": lambda value: event.c.starts_at >= value,
            "until": lambda value: event.c.starts_at < value,
            "mine": _of_mine,
            "person": lambda _: true(),  # whose `my_status` is shown: a parameter of every shape
        },
        flags={
            "announced": event.c.status != constant("draft"),
            "ahead": event.c.status.in_([constant(status) for status in AHEAD]),
        },
        csv_header={
            "starts_at": "Начало", "ends_at": "Окончание", "title": "Мероприятие", "kind": "Вид", "mode": "Форма",
            "place": "Место", "room": "Помещение", "organizer_name": "Организатор", "host_name": "Принимает",
            "speakers": "Ведущие", "capacity": "Мест", "seats.taken": "Занято", "seats.waiting": "Ожидают",
            "status": "Состояние",
        },
    )  # fmt: skip


def _equal(name: str) -> Any:
    return lambda value: equal_to(event.c[name], value)


EVENTS, EVENTS_CSV = _events(in_words=False), _events(in_words=True)


def sees_drafts(actor: Actor) -> bool:
    """Observers, schools and clients read what is published (3.10)."""
    return actor.may("events.manage") or actor.scope == "region"


def first_instant(day: date | None) -> Any:
    """When a local day of the region begins, for filters."""
    return clock.midnight(day) if day else None


async def list_events(reader: Reader, actor: Actor, query: EventList, *, as_csv: bool = False) -> Response:
    """Events the actor may see, in the order of their time by default."""
    until = query.to_day + timedelta(days=1) if query.to_day else None
    given = query.model_dump(exclude={"limit", "cursor", "include_total", "sort", "from_day", "to_day", "mine"})
    given |= {
        "since": first_instant(query.from_day),
        "until": first_instant(until),
        "person": actor.person_id or NOBODY,
        "mine": (actor.person_id or NOBODY) if query.mine else None,
        "announced": not sees_drafts(actor),
    }
    if as_csv:
        return await EVENTS_CSV.csv(reader, actor.entry, query.sort, given, "events")
    return await EVENTS.page(reader, actor.entry, query.sort, query, given)
