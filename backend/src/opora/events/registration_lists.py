"""Lists of registrations on the native read path: of one event, and of everything the reader sees."""

from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import and_, case, literal_column, select, true

from opora.access.actor import Actor
from opora.core.database import Reader
from opora.core.listing import Listing
from opora.events.errors import EventNotFound
from opora.events.lists import NOBODY, event, registration, sees_drafts
from opora.events.schemas import AttendanceSheet, EventRegistrationList, RegistrationList
from opora.events.seating import STATUS_NAMES
from opora.events.taking_part import SEATED, EventAttendance
from opora.territory.lists import equal_to, labelled
from opora.territory.search import constant

attendance = EventAttendance.__table__
_PERSON = (registration.c.person_id.label("id"), registration.c.name)
_SCHOOL = (registration.c.school_id.label("id"), registration.c.school_name.label("name"))
_IN_CSV = {
    "number": "№", "person.name": "Ф. И. О.", "school.name": "Организация", "status": "Состояние", "note": "Примечание",
}  # fmt: skip


def _plain(*, in_words: bool) -> tuple[Any, ...]:
    names = ("id", "number", "audience", "source", "note", "created_at", "status_since", "version")
    status = labelled(registration.c.status, STATUS_NAMES).label("status") if in_words else registration.c.status
    return (*(registration.c[name] for name in names), status)


def _equal(name: str) -> Any:
    return lambda value: equal_to(registration.c[name], value)


def _of_event(*, in_words: bool) -> Listing:
    return Listing(
        source=registration,
        key=registration.c.id,
        fields=_plain(in_words=in_words),
        nested={"person": _PERSON, "school": _SCHOOL},
        nullable=frozenset({"school"}),
        sorts={"name": registration.c.sort_key, "number": registration.c.number},
        filters={name: _equal(name) for name in ("event_id", "school_id", "status")},
        csv_header=_IN_CSV,
    )


def _all(*, in_words: bool) -> Listing:
    at_event = and_(event.c.id == registration.c.event_id, event.c.municipality_id == registration.c.municipality_id)
    return Listing(
        source=registration.outerjoin(event, at_event),  # outer joins hold the order
        key=registration.c.id,
        fields=_plain(in_words=in_words),
        nested={
            "person": _PERSON, "school": _SCHOOL,
            "event": (event.c.id, event.c.title, event.c.starts_at, event.c.ends_at, event.c.status),
        },
        nullable=frozenset({"school"}),
        sorts={"created_at": registration.c.created_at},
        filters={name: _equal(name) for name in ("event_id", "school_id", "status", "person_id")},
        csv_header={"event.starts_at": "Начало", "event.title": "Мероприятие"} | _IN_CSV,
    )  # fmt: skip


OF_EVENT, OF_EVENT_CSV = _of_event(in_words=False), _of_event(in_words=True)
ALL, ALL_CSV = _all(in_words=False), _all(in_words=True)


def _sheet(*, in_words: bool) -> Listing:
    """Who has a seat, with the mark in force: one look at an index a line."""
    latest = (
        select(*(attendance.c[name] for name in ("is_present", "source", "reason", "recorded_at")))
        .where(attendance.c.registration_id == registration.c.id)
        .order_by(attendance.c.seq.desc())
        .limit(literal_column("1"))
        .lateral("mark")
    )
    names = ("id", "number", "audience", "status", "version")
    seated = registration.c.status.in_([constant(status) for status in SEATED])
    came = case((latest.c.is_present, constant("присутствует")), (~latest.c.is_present, constant("отсутствует")))
    words: dict[str, tuple[Any, ...]] = {"words": (came.label("came"),)} if in_words else {}
    return Listing(
        source=registration.outerjoin(latest, true()),
        key=registration.c.id,
        fields=tuple(registration.c[name] for name in names),
        nested={
            "person": _PERSON, "school": _SCHOOL,
            "mark": (latest.c.is_present, latest.c.source, latest.c.reason, latest.c.recorded_at), **words,
        },
        nullable=frozenset({"school", "mark", "words"}),
        sorts={"name": registration.c.sort_key, "number": registration.c.number},
        filters={name: _equal(name) for name in ("event_id", "school_id")},
        flags={"seated": seated, "marked": latest.c.is_present.is_not(None)},
        csv_header={
            "number": "№", "person.name": "Ф. И. О.", "school.name": "Организация", "words.came": "Отметка",
            "mark.reason": "Примечание",
        },
    )  # fmt: skip


SHEET, SHEET_CSV = _sheet(in_words=False), _sheet(in_words=True)


async def list_attendance(
    reader: Reader, actor: Actor, event_id: UUID, query: AttendanceSheet, *, as_csv: bool = False
) -> Response:
    """The attendance sheet as far as the actor sees it: a school its staff, who keeps it everybody. Raises `EventNotFound`."""
    await require_event(reader, actor, event_id)
    given = query.model_dump(exclude={"limit", "cursor", "include_total", "sort"}) | {
        "event_id": event_id,
        "seated": True,
    }
    if as_csv:
        return await SHEET_CSV.csv(reader, actor.entry, query.sort, given, "attendance")
    return await SHEET.page(reader, actor.entry, query.sort, query, given)


async def list_registrations(
    reader: Reader, actor: Actor, query: RegistrationList, *, as_csv: bool = False
) -> Response:
    """Registrations the actor may see, the newest first by default."""
    given = query.model_dump(exclude={"limit", "cursor", "include_total", "sort", "mine"})
    given["person_id"] = (actor.person_id or NOBODY) if query.mine else None
    if as_csv:
        return await ALL_CSV.csv(reader, actor.entry, query.sort, given, "registrations")
    return await ALL.page(reader, actor.entry, query.sort, query, given)


async def list_event_registrations(
    reader: Reader, actor: Actor, event_id: UUID, query: EventRegistrationList, *, as_csv: bool = False
) -> Response:
    """Who is registered for one event, as far as the actor sees them. Raises `EventNotFound`."""
    await require_event(reader, actor, event_id)
    given = query.model_dump(exclude={"limit", "cursor", "include_total", "sort"}) | {"event_id": event_id}
    if as_csv:
        return await OF_EVENT_CSV.csv(reader, actor.entry, query.sort, given, "registrations")
    return await OF_EVENT.page(reader, actor.entry, query.sort, query, given)


async def require_event(reader: Reader, actor: Actor, event_id: UUID) -> None:
    """An empty list of an event that is not there would be an answer about it. Raises `EventNotFound`."""
    rows = await reader.fetch(
        actor.entry, f"/* {actor.entry.scope} */ select status from event where id = $1", [event_id]
    )
    if not rows or (rows[0]["status"] == "draft" and not sees_drafts(actor)):
        raise EventNotFound
