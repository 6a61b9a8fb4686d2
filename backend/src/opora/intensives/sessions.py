"""Sessions of a Day: made from an accepted proposal, or added by hand beside them."""

from collections.abc import Sequence
from uuid import UUID

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.outbox import record
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.events.practices import COUNTED
from opora.events.schemas import EventCreate, EventRead, SpeakerInput
from opora.events.service import create_event
from opora.intensives.board import read_agenda
from opora.intensives.errors import AgendaFixed, AgendaNotReady
from opora.intensives.lifecycle import UNTOLD
from opora.intensives.models import AgendaItem, IntensiveDay
from opora.intensives.places import require_free, require_place
from opora.intensives.queries import load_case, slot_times
from opora.intensives.schemas import Agenda, SessionInput
from opora.territory.models import Organization

_AIM = Text(
    "Назовите общий дефицит или направление: занятие Дня чему-то служит",
    "Name a common deficit or a track: a session of the Day serves something",
)

_NO_DATE = Text("Сначала назначьте дату Дня.", "Set the date of the Day first.")


async def add_session(session: Session, actor: Actor, day_id: UUID, data: SessionInput) -> Agenda:
    """A session that nobody proposed: a plenary, a content track, an own idea. Later proposals leave its place alone.

    Raises `AgendaFixed` once the Day is announced, `AgendaNotReady` without a date, `PlaceTaken`, `Invalid` for a slot or
    room the Day does not have.
    """
    case = await load_case(session, actor, day_id, lock=True)
    if case.day.status not in UNTOLD:
        raise AgendaFixed
    if case.day.held_on is None:
        raise AgendaNotReady(reason=_NO_DATE)
    if not data.deficit_type_ids and data.content_track is None:
        raise Invalid(("/deficit_type_ids", "no-aim", _AIM))
    require_place(case.day, data.slot, data.room, "")
    for audience in data.audience:
        wanted = AgendaItem(
            id=uuid7(), day_id=day_id, slot=data.slot, room=data.room, host_school_id=data.host_school_id, audience=audience
        )  # fmt: skip
        await require_free(session, case, wanted)
    event = await hold(session, actor, case.day, data, await _leaders(session, case.day, data))
    case.day.touch()
    await session.flush()
    await record(session, "intensive_day.session_added", case.day, event="session_added", event_id=event.id)
    return await read_agenda(session, actor, day_id)


async def _leaders(session: Session, day: IntensiveDay, data: SessionInput) -> list[SpeakerInput]:
    if data.host_school_id is not None:
        return []
    organizer = await session.get(Organization, day.organizer_id)
    name = data.led_by or (organizer and (organizer.short_name or organizer.name))
    return [SpeakerInput(name=name)] if name else []


async def hold(
    session: Session, actor: Actor, day: IntensiveDay, of: SessionInput, speakers: Sequence[SpeakerInput] = ()
) -> EventRead:
    """A draft event of the Day at its slot: place, organiser and end of registration are the Day's."""
    _, starts, ends = slot_times(day)[of.slot - 1]
    seats = next((room["seats"] for room in day.rooms if room["name"] == of.room), None)
    closes = day.registration_closes_on
    return await create_event(
        session, actor,
        EventCreate(
            program_id=day.program_id, kind=of.kind, title=of.title, audience=of.audience, content_track=of.content_track,
            starts_at=starts, ends_at=ends, mode=day.mode, place=day.place, room=of.room, link=day.link,
            organizer_id=day.organizer_id, host_school_id=of.host_school_id, speakers=list(speakers),
            capacity=None if set(of.audience) <= set(COUNTED) else seats, deficit_type_ids=of.deficit_type_ids,
            registration_closes_at=clock.day_end(closes) if closes and closes < (day.held_on or closes) else None,
        ),
        intensive_day_id=day.id,
    )  # fmt: skip
