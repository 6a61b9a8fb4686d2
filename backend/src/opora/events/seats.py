"""Seats in the database: a turn under the lock of the event, and the promotion of who waits."""

from uuid import UUID

from sqlalchemy import DateTime, bindparam, text
from sqlalchemy.types import Uuid

from opora.core import clock
from opora.core.database import Session
from opora.core.outbox import record_many
from opora.core.texts import Text
from opora.events.errors import EventNotFound
from opora.events.models import Event
from opora.events.seating import Turn
from opora.notices.service import notify

_TURN = text("select * from gate.take_turn(:event)").bindparams(bindparam("event", type_=Uuid()))
_PROMOTE = text("select * from gate.promote(:event, :at)").bindparams(
    bindparam("event", type_=Uuid()), bindparam("at", type_=DateTime(timezone=True))
)

_SEAT_GIVEN = Text(
    "Вы были в листе ожидания, теперь ваше место подтверждено. Если не придёте, отмените регистрацию: место получит следующий.",
    "You were on the waiting list, now your seat is confirmed. If you cannot come, cancel: the next one gets the seat.",
)


async def take_turn(session: Session, event: Event) -> Turn:
    """Lock the event until the transaction ends and count: what is free now stays free for the caller.

    Whoever had the lock before may have cancelled or started the event: `event` then shows what it is now.
    """
    row = (await session.execute(_TURN, {"event": event.id})).one()
    if row.number is None:
        raise EventNotFound
    if row.status != event.status:
        await session.refresh(event)
    return Turn(row.capacity, row.taken, row.waiting, row.number)


async def promote(session: Session, event_id: UUID) -> int:
    """Give free seats to who waits, in the order of their numbers, and tell each (`registration.promote`, one notice).

    Whoever freed a seat need not see the person who gets it. Returns how many were promoted.
    """
    rows = list(await session.execute(_PROMOTE, {"event": event_id, "at": clock.now()}))
    told = {"event": "promote", "from": "waitlisted", "to": "confirmed", "event_id": event_id}
    await record_many(session, [("registration.promote", row, told | {"number": row.number}) for row in rows])
    accounts = [row.account_id for row in rows if row.account_id]
    await notify(session, "seat_given", accounts, _SEAT_GIVEN, f"/events/{event_id}")
    return len(rows)
