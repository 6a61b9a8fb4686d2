"""Checking in by the rotating code of the session: shown by who keeps the sheet, entered by who has a seat."""

from uuid import UUID

from fastapi import Request
from sqlalchemy import bindparam, select, text
from sqlalchemy.types import Uuid

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.problems import Forbidden
from opora.events import codes
from opora.events.attendance import keeps_sheet, mark
from opora.events.errors import NotAttending, RegistrationStateForbids, TooManyTries, WrongCode
from opora.events.queries import load_event
from opora.events.registration_lists import require_event
from opora.events.schemas import AttendanceMark, CheckedIn, SessionCode
from opora.events.seating import from_start
from opora.events.taking_part import CAME, OVER, EventRegistration
from opora.identity.keys import derived_key
from opora.settings import Settings

_WAIT = text("select gate.code_wait(:event)").bindparams(bindparam("event", type_=Uuid()))


def key_of(settings: Settings) -> bytes:
    """The key from which every event's codes and links follow."""
    return derived_key(settings, "event codes 1")


async def show_code(session: ReadSession, actor: Actor, event_id: UUID, settings: Settings) -> SessionCode:
    """The code of this half minute, for who keeps the sheet. Raises `Forbidden`, `RegistrationStateForbids` before the start."""
    event, now = await load_event(session, actor, event_id), clock.now()
    if not await keeps_sheet(session, actor, event_id):
        raise Forbidden
    if refused := from_start(event, now):
        raise RegistrationStateForbids(reason=refused[1])
    digits, until = codes.code_at(key_of(settings), event.id, now), codes.good_until(now)
    return SessionCode(
        digits=digits,
        url=f"{settings.origin}/check-in/{event.id}?code={digits}",
        valid_until=until,
        seconds=codes.WINDOW,
    )


async def check_in(request: Request, session: Session, actor: Actor, event_id: UUID, code: str) -> CheckedIn:
    """Mark oneself present. A second time changes nothing.

    A wrong code is counted in a transaction of its own, before the one of the request begins: from the fifth on, this account
    waits at this event. Raises `WrongCode`, `TooManyTries`, `NotAttending`, `RegistrationStateForbids`.
    """
    settings: Settings = request.app.state.settings
    if not codes.is_right(key_of(settings), event_id, clock.now(), code):
        await _refuse(request, actor, event_id)
    event = await load_event(session, actor, event_id)
    if wait := await session.scalar(_WAIT, {"event": event_id}):
        raise TooManyTries(wait)
    mine = (EventRegistration.event_id == event_id) & (EventRegistration.person_id == actor.person_id)
    live = select(EventRegistration).where(mine, EventRegistration.status.not_in(OVER)).with_for_update()
    registration = await session.scalar(live)
    if registration is None or registration.status in ("requested", "waitlisted"):
        raise NotAttending
    entry = AttendanceMark(registration_id=registration.id, present=True, reason=None)
    if registration.status == "no_show":  # the leader said otherwise: only the leader takes that back
        raise NotAttending
    new = 0 if registration.status in CAME else await mark(session, actor, event, [(registration, entry)], "code")
    return CheckedIn.model_validate(
        {"registration_id": registration.id, "status": registration.status, "recorded": bool(new)}
    )


async def _refuse(request: Request, actor: Actor, event_id: UUID) -> None:
    reader = request.app.state.reader
    await require_event(reader, actor, event_id)
    async with reader.before_actor() as gate:
        wait = await gate.fetchval("select gate.code_failed($1, $2)", event_id, actor.account_id)
    if wait:
        raise TooManyTries(wait)
    raise WrongCode
