"""What the coordinator does with proposed sessions: accept, move, pin, drop and restore."""

from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Session
from opora.core.outbox import record
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.deficits.models import DeficitType
from opora.events.practices import AUDIENCES, COUNTED, PRACTICES
from opora.events.schemas import EventCreate, SpeakerInput
from opora.events.service import create_event
from opora.intensives.board import allowed, read_agenda
from opora.intensives.errors import AgendaFixed, ItemNotFound, ItemStateForbids, PlaceTaken
from opora.intensives.lifecycle import UNTOLD
from opora.intensives.models import AgendaItem
from opora.intensives.queries import Case, load_case, slot_of, slot_times
from opora.intensives.schemas import Agenda, ItemPlace, ItemTransitionInput
from opora.territory.errors import unknown_reference
from opora.territory.models import School

_NO_SLOT = Text("Такого окна времени нет", "There is no such slot")
_NO_ROOM = Text("Такого помещения нет в списке Дня", "The Day has no such room")
_NOT_NOW = Text("С этим занятием так поступить уже нельзя.", "This can no longer be done with the session.")


async def transition_item(
    session: Session, actor: Actor, day_id: UUID, item_id: UUID, data: ItemTransitionInput
) -> Agenda:
    """Accept, move, pin, unpin, drop or restore. Raises `ItemNotFound`, `ItemStateForbids`, `AgendaFixed`, `PlaceTaken`;
    `Invalid` for a slot or room the Day does not have.
    """
    case, item, type_ = await _load(session, actor, day_id, item_id)
    if data.event not in allowed(case, item):
        raise ItemStateForbids(reason=_NOT_NOW)
    match data.event:
        case "accept":
            await _accept(session, actor, case, item, type_)
        case "move":
            await _move(session, case, item, data.payload)
        case "drop":
            item.state, item.is_pinned = "dropped", False
        case "restore":
            await _require_free(session, case, item)
            item.state = "proposed"
        case _:
            item.is_pinned = data.event == "pin"
    await _told(session, case, item, data.event)
    return await read_agenda(session, actor, day_id)


async def accept_all(session: Session, actor: Actor, day_id: UUID) -> Agenda:
    """Accept every proposed session at once, all or nothing. Raises `AgendaFixed`."""
    case = await load_case(session, actor, day_id, lock=True)
    if case.day.status not in UNTOLD:
        raise AgendaFixed
    rows = await session.execute(
        select(AgendaItem, DeficitType)
        .join(DeficitType, DeficitType.id == AgendaItem.type_id)
        .where(AgendaItem.day_id == day_id, AgendaItem.state == "proposed")
        .order_by(AgendaItem.slot, AgendaItem.id)
    )
    for item, type_ in rows.all():
        await _accept(session, actor, case, item, type_)
        await _told(session, case, item, "accept")
    return await read_agenda(session, actor, day_id)


async def _move(session: Session, case: Case, item: AgendaItem, to: ItemPlace) -> None:
    """What the coordinator placed is pinned: the next proposal leaves it there."""
    fields = to.model_fields_set
    if "slot" in fields:
        if to.slot > len(case.day.slots):
            raise Invalid(("/payload/slot", "unknown-slot", _NO_SLOT))
        item.slot = to.slot
    if "room" in fields:
        if to.room is not None and all(room["name"] != to.room for room in case.day.rooms):
            raise Invalid(("/payload/room", "unknown-room", _NO_ROOM))
        item.room = to.room
    if "kind" in fields:
        item.kind = to.kind
    if "host_school_id" in fields:
        await _give_to(session, item, to.host_school_id)
    await _require_free(session, case, item)
    item.is_pinned = True


async def _give_to(session: Session, item: AgendaItem, school_id: UUID | None) -> None:
    """Any school may present its experience (INV-48)."""
    school = await session.get(School, school_id) if school_id else None
    if school_id and school is None:
        raise unknown_reference("/payload/host_school_id")
    item.host_school_id, item.host_name = school_id, school.short_name if school else None
    item.reason = item.reason | {"experience": "any_school" if school else None}


async def _load(session: Session, actor: Actor, day_id: UUID, item_id: UUID) -> tuple[Case, AgendaItem, DeficitType]:
    case = await load_case(session, actor, day_id, lock=True)
    if case.day.status not in UNTOLD:
        raise AgendaFixed
    found = (
        await session.execute(
            select(AgendaItem, DeficitType)
            .join(DeficitType, DeficitType.id == AgendaItem.type_id)
            .where(AgendaItem.id == item_id, AgendaItem.day_id == day_id)
        )
    ).one_or_none()
    if found is None:
        raise ItemNotFound
    return case, found[0], found[1]


async def _accept(session: Session, actor: Actor, case: Case, item: AgendaItem, type_: DeficitType) -> None:
    """The item becomes a draft session: an event of the Day. Where no school hosts it, the service that does leads it."""
    day = case.day
    _, starts, ends = slot_times(day)[item.slot - 1]
    seats = next((room["seats"] for room in day.rooms if room["name"] == item.room), None)
    closes = day.registration_closes_on
    event = await create_event(
        session, actor,
        EventCreate(
            program_id=day.program_id, kind=item.kind, title=f"{PRACTICES[item.kind].ru}: {type_.title}"[:300],
            audience=[item.audience], starts_at=starts, ends_at=ends, mode=day.mode, place=day.place, room=item.room,
            link=day.link, organizer_id=day.organizer_id, host_school_id=item.host_school_id,
            speakers=[SpeakerInput(name=item.host_name)] if item.host_name and item.host_school_id is None else [],
            capacity=None if item.audience in COUNTED else seats, deficit_type_ids=[item.type_id],
            registration_closes_at=clock.day_end(closes) if closes and closes < (day.held_on or closes) else None,
        ),
        intensive_day_id=day.id,
    )  # fmt: skip
    item.state, item.event_id, item.is_pinned = "accepted", event.id, False


async def _require_free(session: Session, case: Case, item: AgendaItem) -> None:
    """The place is free of other proposals and sessions at that time. Raises `PlaceTaken` with what is there."""
    others = [
        (other.room, other.host_school_id, [other.audience], f"«{other_type.title}»")
        for other, other_type in (await _proposed(session, item))
    ] + [
        (s.event.room, s.event.host_school_id, s.event.audience, f"«{s.event.title}»")
        for s in case.held
        if slot_of(case.day, s.event) == item.slot
    ]
    same = 0
    for room, host, audiences, title in others:
        if item.room is not None and room == item.room:
            raise PlaceTaken(reason=Text(f"Помещение занято: {title}.", f"The room is taken: {title}."))
        if item.host_school_id is not None and host == item.host_school_id:
            raise PlaceTaken(reason=Text(f"Школа в это время проводит {title}.", f"The school gives {title} then."))
        same += item.audience in audiences
    if same >= case.day.tracks:
        words = AUDIENCES[item.audience]
        raise PlaceTaken(reason=Text(f"Аудитория занята: {words.ru}.", f"The audience is busy: {words.en}."))
    seats = next((room["seats"] for room in case.day.rooms if room["name"] == item.room), None)
    people = case.day.expected.get(item.audience)
    if seats is not None and people is not None and seats < people:
        raise PlaceTaken(
            reason=Text(f"Мест {seats}, а ожидается {people}.", f"There are {seats} seats and {people} are expected.")
        )


async def _proposed(session: Session, item: AgendaItem) -> list[tuple[AgendaItem, DeficitType]]:
    rows = await session.execute(
        select(AgendaItem, DeficitType)
        .join(DeficitType, DeficitType.id == AgendaItem.type_id)
        .where(
            AgendaItem.day_id == item.day_id, AgendaItem.state == "proposed", AgendaItem.slot == item.slot,
            AgendaItem.id != item.id,
        )
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


async def _told(session: Session, case: Case, item: AgendaItem, event: str) -> None:
    case.day.touch()
    await session.flush()
    await record(session, f"intensive_day.item_{event}", case.day, event=event, item_id=item.id, type_id=item.type_id)
