"""Where and when a session of a Day can stand: the slots and rooms there are, and what is free of them."""

from sqlalchemy import select

from opora.core.database import Session
from opora.core.problems import Invalid
from opora.core.texts import Text
from opora.deficits.models import DeficitType
from opora.events.practices import AUDIENCES
from opora.intensives.errors import PlaceTaken
from opora.intensives.models import AgendaItem, IntensiveDay
from opora.intensives.queries import Case, slot_of

_NO_SLOT = Text("Такого окна времени нет", "There is no such slot")
_NO_ROOM = Text("Такого помещения нет в списке Дня", "The Day has no such room")


def require_place(day: IntensiveDay, slot: int, room: str | None, pointer: str) -> None:
    """Raises `Invalid` for a slot or a room that the Day does not have."""
    if slot > len(day.slots):
        raise Invalid((f"{pointer}/slot", "unknown-slot", _NO_SLOT))
    if room is not None and all(one["name"] != room for one in day.rooms):
        raise Invalid((f"{pointer}/room", "unknown-room", _NO_ROOM))


async def require_free(session: Session, case: Case, item: AgendaItem) -> None:
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
