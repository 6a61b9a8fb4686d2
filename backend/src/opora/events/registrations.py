"""One registration: reading it, and its way along 3.4. What frees a seat gives it to who waits, in the same transaction."""

from typing import get_args
from uuid import UUID

from sqlalchemy import and_, select

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.access.routing import check_version
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.outbox import record
from opora.core.problems import Forbidden
from opora.core.texts import Language
from opora.events.attendance import mark
from opora.events.clashes import clashes_of
from opora.events.errors import ReasonNeeded, RegistrationNotFound, RegistrationStateForbids
from opora.events.models import Event
from opora.events.queries import leads, waiting_position
from opora.events.schemas import (
    AttendanceMark,
    Clash,
    EventRef,
    RegistrationRead,
    RegistrationTransitionInput,
    RegistrationTransitionRead,
    SeatSchool,
)
from opora.events.schemas.vocabulary import RegistrationMove
from opora.events.seating import BY_EVENT, RULES, Rule, Who, may_run, needs_comment, refusal
from opora.events.seats import promote, take_turn
from opora.events.taking_part import OVER, SEATED, EventRegistration
from opora.people.schemas import PersonRef

_PLAIN = ("id", "number", "audience", "status", "source", "note", "created_at", "status_since", "version")

_MOVES = get_args(RegistrationMove)


async def load_registration(session: ReadSession, registration_id: UUID) -> tuple[EventRegistration, Event]:
    """The registration and its event as the actor may see them. Raises `RegistrationNotFound`."""
    at_event = and_(Event.id == EventRegistration.event_id, Event.municipality_id == EventRegistration.municipality_id)
    statement = select(EventRegistration, Event).join(Event, at_event).where(EventRegistration.id == registration_id)
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise RegistrationNotFound
    return row[0], row[1]


async def who_acts(session: ReadSession, actor: Actor, registration: EventRegistration) -> Who:
    """The actor in the words of the table. A leader acts as a participant: other roles do not see the others' rows."""
    leading = actor.role is Role.TEACHER and await leads(session, actor.person_id, registration.event_id)
    return Who(actor.role, is_self=registration.person_id == actor.person_id, leads=leading)


async def read_registration(session: ReadSession, actor: Actor, registration_id: UUID) -> RegistrationRead:
    """Raises `RegistrationNotFound`."""
    registration, event = await load_registration(session, registration_id)
    return await render_registration(session, actor, registration, event)


async def transition_registration(
    session: Session, actor: Actor, registration_id: UUID, data: RegistrationTransitionInput, if_match: str | None
) -> RegistrationRead:
    """Approve, reject, cancel, mark. 403 what the actor never may, 409 what the state forbids."""
    registration, event = await load_registration(session, registration_id)
    rule = BY_EVENT[data.event]
    if not may_run(rule, registration, await who_acts(session, actor, registration)):
        raise Forbidden
    if rule.event in ("mark_attended", "mark_absent"):
        await _mark(session, actor, registration, event, rule, data.comment)
    else:
        await _decide(session, registration, event, rule, data.comment, if_match)
    return await render_registration(session, actor, registration, event)


async def _mark(
    session: Session, actor: Actor, registration: EventRegistration, event: Event, rule: Rule, comment: str | None
) -> None:
    await session.refresh(registration, with_for_update=True)
    _require_state(rule, registration, event, comment)
    entry = AttendanceMark(registration_id=registration.id, present=rule.event == "mark_attended", reason=comment)
    await mark(session, actor, event, [(registration, entry)], "list")


async def _decide(
    session: Session,
    registration: EventRegistration,
    event: Event,
    rule: Rule,
    comment: str | None,
    if_match: str | None,
) -> None:
    turn = await take_turn(session, event)
    await session.refresh(registration, with_for_update=True)
    check_version(registration, if_match, required=False)
    _require_state(rule, registration, event, comment)
    left, seated = registration.status, registration.status in SEATED
    registration.status = turn.seat if rule.event == "approve" else rule.target
    registration.status_since = clock.now()
    registration.note = comment or registration.note
    await session.flush()
    facts = {"event": rule.event, "from": left, "to": registration.status, "event_id": event.id}
    await record(session, f"registration.{rule.event}", registration, **facts)
    if seated and registration.status in OVER:
        await promote(session, event.id)


def _require_state(rule: Rule, registration: EventRegistration, event: Event, comment: str | None) -> None:
    if refused := refusal(rule, registration, event, clock.now()):
        raise RegistrationStateForbids(reason=refused[1], event=rule.event)
    if needs_comment(rule, registration) and not comment:
        raise ReasonNeeded


async def render_registration(
    session: ReadSession, actor: Actor, registration: EventRegistration, event: Event, known: list[Clash] | None = None
) -> RegistrationRead:
    """The whole registration for `actor`; `known` are clashes looked up before, while nobody waited."""
    who = await who_acts(session, actor, registration)
    rules = [rule for rule in RULES if rule.event in _MOVES and may_run(rule, registration, who)]
    transitions = [_transition(rule, registration, event, language(session)) for rule in rules]
    if known is None:
        live = registration.status not in OVER
        found = await clashes_of(session, event, [registration.person_id]) if live else {}
        known = found.get(registration.person_id, [])
    return RegistrationRead(
        **{name: getattr(registration, name) for name in _PLAIN},
        person=PersonRef(id=registration.person_id, name=registration.name),
        school=SeatSchool(id=registration.school_id, name=registration.school_name or "")
        if registration.school_id
        else None,
        event=EventRef.model_validate(event),
        waiting_position=await waiting_position(session, registration),
        clashes=known,
        transitions=transitions,
        allowed_actions=[t.event for t in transitions if t.allowed],
    )


def _transition(
    rule: Rule, registration: EventRegistration, event: Event, speech: Language
) -> RegistrationTransitionRead:
    refused = refusal(rule, registration, event, clock.now())
    return RegistrationTransitionRead.model_validate(
        {
            "event": rule.event,
            "to": rule.target,
            "allowed": refused is None,
            "reason": refused[1].of(speech) if refused else None,
            "requires": ["comment"] if needs_comment(rule, registration) else [],
        }
    )
