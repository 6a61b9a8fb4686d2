"""What the coordinator does with proposed sessions: accept, move, pin, drop and restore."""

from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.core.database import Session
from opora.core.outbox import record
from opora.core.texts import Text
from opora.deficits.models import DeficitType
from opora.events.practices import PRACTICES
from opora.events.schemas import SpeakerInput
from opora.intensives.board import allowed, read_agenda
from opora.intensives.errors import AgendaFixed, ItemNotFound, ItemStateForbids
from opora.intensives.lifecycle import UNTOLD
from opora.intensives.models import AgendaItem
from opora.intensives.places import require_free, require_place
from opora.intensives.queries import Case, load_case
from opora.intensives.schemas import Agenda, ItemPlace, ItemTransitionInput, SessionInput
from opora.intensives.sessions import hold
from opora.territory.errors import unknown_reference
from opora.territory.models import School

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
            await require_free(session, case, item)
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
    slot, room = to.slot if "slot" in fields else item.slot, to.room if "room" in fields else None
    require_place(case.day, slot, room, "/payload")
    item.slot = slot
    if "room" in fields:
        item.room = room
    if "kind" in fields:
        item.kind = to.kind
    if "host_school_id" in fields:
        await _give_to(session, item, to.host_school_id)
    await require_free(session, case, item)
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
    guest = [SpeakerInput(name=item.host_name)] if item.host_name and item.host_school_id is None else []
    wanted = SessionInput(
        kind=item.kind, title=f"{PRACTICES[item.kind].ru}: {type_.title}"[:300], audience=[item.audience], slot=item.slot,
        room=item.room, host_school_id=item.host_school_id, deficit_type_ids=[item.type_id],
    )  # fmt: skip
    event = await hold(session, actor, case.day, wanted, guest)
    item.state, item.event_id, item.is_pinned = "accepted", event.id, False


async def _told(session: Session, case: Case, item: AgendaItem, event: str) -> None:
    case.day.touch()
    await session.flush()
    await record(session, f"intensive_day.item_{event}", case.day, event=event, item_id=item.id, type_id=item.type_id)
