"""Registering adults (domain.md 3.4): oneself, a school its staff, a methodologist anybody of the municipality.

Everything that can be known before is looked up before the lock on the event is taken: behind it others wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.outbox import record_many
from opora.core.problems import Conflict, Invalid
from opora.events.clashes import clashes_of
from opora.events.errors import AlreadyRegistered, NoPersonToRegister, NotForThisAudience, RegistrationClosed
from opora.events.models import Event
from opora.events.practices import seat_of
from opora.events.queries import capacities_of, figures, load_event, registered_elsewhere
from opora.events.registrations import render_registration
from opora.events.schemas import (
    RegistrationCreate,
    RegistrationMany,
    RegistrationOutcome,
    RegistrationRead,
    RegistrationsMade,
)
from opora.events.seating import SCHOOL, closed_for, first_status
from opora.events.seats import take_turn
from opora.events.taking_part import OVER, EventRegistration
from opora.people.models import Person
from opora.territory.errors import unknown_reference
from opora.territory.models import School


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to register: of which school, as which audience, or what refuses them."""

    person: Person
    school_id: UUID | None
    school_name: str | None
    audience: str
    refused: type[Conflict] | None = None
    existing: EventRegistration | None = None


async def register_self(session: Session, actor: Actor, event_id: UUID, data: RegistrationCreate) -> RegistrationRead:
    """A seat, a place on the waiting list, or a request where the head's approval is on.

    Raises `RegistrationClosed`, `NotForThisAudience`, `AlreadyRegistered` (INV-27), `NoPersonToRegister`.
    """
    event = await load_event(session, actor, event_id)
    _require_open(event, actor)
    if actor.person_id is None or actor.municipality_id != event.municipality_id:
        raise NoPersonToRegister
    candidate = (await _candidates(session, actor, event, [actor.person_id]))[0]
    if candidate.refused:
        raise candidate.refused
    clashes = await clashes_of(session, event, [actor.person_id])
    made = (await _seat(session, actor, event, [candidate], "self", data.note))[0]
    return await render_registration(session, actor, made, event, clashes.get(actor.person_id, []))


async def register_many(session: Session, actor: Actor, event_id: UUID, data: RegistrationMany) -> RegistrationsMade:
    """Many people in one turn: who cannot be registered is named with the reason and keeps nobody else out.

    Raises `RegistrationClosed`, and `Invalid` for people the actor does not see.
    """
    event = await load_event(session, actor, event_id)
    _require_open(event, actor)
    candidates = await _candidates(session, actor, event, data.person_ids)
    clashes = await clashes_of(session, event, data.person_ids)
    fit = [candidate for candidate in candidates if candidate.refused is None]
    source = "school" if actor.role in SCHOOL else "methodologist"
    rows = {row.person_id: row for row in await _seat(session, actor, event, fit, source, None)} if fit else {}
    speech = language(session)

    def told(candidate: Candidate) -> RegistrationOutcome:
        row, refused = rows.get(candidate.person.id) or candidate.existing, candidate.refused
        outcome = "registered" if refused is None else "already" if candidate.existing else "refused"
        return RegistrationOutcome.model_validate(
            {
                "person_id": candidate.person.id, "name": candidate.person.name, "outcome": outcome,
                "registration_id": row.id if row else None, "status": row.status if row else None,
                "number": row.number if row else None, "code": refused.code if refused else None,
                "reason": refused.detail.of(speech) if refused and refused.detail else None,
                "clashes": clashes.get(candidate.person.id, []),
            }
        )  # fmt: skip

    return RegistrationsMade(items=[told(c) for c in candidates], seats=await figures(session, event.id))


def _require_open(event: Event, actor: Actor) -> None:
    if reason := closed_for(event, actor.role, clock.now()):
        raise RegistrationClosed(reason=reason)


async def _candidates(session: ReadSession, actor: Actor, event: Event, wanted: Sequence[UUID]) -> list[Candidate]:
    """A school registers whoever works there, for itself; others are registered for the school of their main employment."""
    of = actor.school_id if actor.role in SCHOOL else Person.school_id
    own = (School.id == of) & (School.municipality_id == Person.municipality_id)
    rows = await session.execute(
        select(Person, School.id, School.short_name)
        .outerjoin(School, own)
        .where(Person.id.in_(wanted), Person.municipality_id == event.municipality_id)
    )
    found = {person.id: (person, school_id, school) for person, school_id, school in rows}
    if missing := [index for index, id_ in enumerate(wanted) if id_ not in found]:
        raise Invalid(*(error for index in missing for error in unknown_reference(f"/person_ids/{index}").errors))
    live = await session.scalars(
        select(EventRegistration).where(
            EventRegistration.event_id == event.id,
            EventRegistration.person_id.in_(wanted),
            EventRegistration.status.not_in(OVER),
        )
    )
    existing = {row.person_id: row for row in live}
    elsewhere: set[UUID] = set()
    if actor.role in SCHOOL:  # somebody's main school has registered them, which this one does not see
        elsewhere = await registered_elsewhere(session, event.id, wanted)
    positions = await capacities_of(session, wanted, clock.today())
    candidates = []
    for id_ in wanted:
        person, school_id, school = found[id_]
        audience = seat_of(positions.get(id_, set()), event.audience)
        taken = id_ in existing or id_ in elsewhere
        refused = AlreadyRegistered if taken else NotForThisAudience if audience is None else None
        candidates.append(Candidate(person, school_id, school, audience or "", refused, existing.get(id_)))
    return candidates


def _answers_for(actor: Actor, candidate: Candidate, source: str) -> bool:
    """Whether the head's approval is given with the registration; a methodologist answers for who has no school."""
    return actor.role in SCHOOL or (candidate.school_id is None and source == "methodologist")


async def _seat(
    session: Session, actor: Actor, event: Event, candidates: list[Candidate], source: str, note: str | None
) -> list[EventRegistration]:
    """Registrations in one turn, in the order given."""
    turn = await take_turn(session, event)
    _require_open(event, actor)
    rows = []
    for candidate in candidates:
        person = candidate.person
        status = first_status(
            turn, needs_approval=event.needs_approval, by_own_school=_answers_for(actor, candidate, source)
        )
        rows.append(
            EventRegistration(
                id=uuid7(), region_id=event.region_id, municipality_id=event.municipality_id, school_id=candidate.school_id,
                event_id=event.id, person_id=person.id, number=turn.number, audience=candidate.audience, name=person.name,
                sort_key=person.sort_key, school_name=candidate.school_name, source=source, status=status,
                status_since=clock.now(), note=note, registered_by=actor.account_id,
            )
        )  # fmt: skip
        turn = replace(
            turn,
            number=turn.number + 1,
            taken=turn.taken + (status == "confirmed"),
            waiting=turn.waiting + (status == "waitlisted"),
        )
    session.add_all(rows)
    await session.flush()
    await record_many(
        session,
        [
            (
                "registration.register",
                row,
                {"event": "register", "from": None, "to": row.status, "event_id": event.id, "number": row.number},
            )
            for row in rows
        ],
    )
    return rows
