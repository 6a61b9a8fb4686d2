"""Use cases of events: draft, change, move along the machine."""

from datetime import datetime
from typing import Any
from uuid import UUID

from opora.access.actor import Actor
from opora.access.routing import check_version
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.outbox import record
from opora.core.problems import Forbidden, Invalid
from opora.core.texts import Text
from opora.events.errors import EventFrozen, EventStateForbids, ReasonNeeded
from opora.events.lifecycle import BY_EVENT, ON_CALENDAR, Rule, not_editable, refusal
from opora.events.models import Event
from opora.events.promises import host_name, organized, set_speakers, set_targets
from opora.events.queries import Case, accounts_registered, load_case
from opora.events.render import render
from opora.events.schemas import EventCreate, EventRead, EventTransitionInput, EventUpdate
from opora.events.seats import promote
from opora.notices.service import notify
from opora.programs.models import Program
from opora.territory.errors import unknown_reference

_LISTS = frozenset({"speakers", "deficit_type_ids", "deficit_ids", "materials"})
_ORGANIZER = frozenset({"organizer_id", "organizer_school_id"})
_IN_PAST = Text("Это время уже прошло", "This time has passed")
_ORDER = Text("Окончание должно быть позже начала", "The end comes after the start")
_WINDOW = Text("Закрытие должно быть позже открытия", "Closing comes after opening")
_REQUIRED = Text("Обязательное поле", "Required")

_TOLD = {
    "move": (
        "event_moved",
        Text(
            "Время изменилось, ваша регистрация сохраняется. Если новое время не подходит, отмените её.",
            "The time has changed, your registration stays. Cancel it if the new time does not suit you.",
        ),
    ),
    "cancel": ("event_cancelled", Text("Мероприятие не состоится.", "The event does not take place.")),
}
"""Kind of notice and text for everybody registered."""


async def read_event(session: ReadSession, actor: Actor, event_id: UUID) -> EventRead:
    """Raises `EventNotFound`."""
    return await render(session, actor, await load_case(session, actor, event_id))


async def create_event(
    session: Session, actor: Actor, data: EventCreate, *, intensive_day_id: UUID | None = None
) -> EventRead:
    """A draft in the actor's municipality; the context above gives the Day of a session. Raises `Invalid`."""
    program = await session.get(Program, data.program_id)
    if actor.municipality_id is None or program is None:
        raise unknown_reference("/program_id")
    _require_times(data.starts_at, data.ends_at)
    _require_window(data.registration_opens_at, data.registration_closes_at)
    held = await organized(session, data.organizer_id, data.organizer_school_id)
    plain = data.model_dump(exclude=set(_LISTS | _ORGANIZER))
    event = Event(
        id=uuid7(), region_id=actor.region_id, municipality_id=actor.municipality_id, **plain,
        intensive_day_id=intensive_day_id, organizer_id=held.organizer_id, organizer_school_id=held.organizer_school_id,
        organizer_name=held.organizer_name, host_name=await host_name(session, data.host_school_id),
        materials=[material.model_dump() for material in data.materials], sequence=0, status="draft",
        status_since=clock.now(), created_by=actor.account_id,
    )  # fmt: skip
    session.add(event)
    await session.flush()
    case = Case(event)
    await set_speakers(session, case, data.speakers)
    await set_targets(session, case, data.deficit_type_ids, data.deficit_ids)
    await session.flush()
    await record(session, "event.create", event, event="create", to="draft", comment=None, **{"from": None})
    return await render(session, actor, case)


async def update_event(
    session: Session, actor: Actor, event_id: UUID, data: EventUpdate, if_match: str | None
) -> EventRead:
    """Merge patch. More seats are given to who waits at once.

    Raises `EventFrozen` for what was promised, `CapacityTaken`, `Stale`, `Invalid`.
    """
    case = await load_case(session, actor, event_id, lock=True)
    event, fields = case.event, frozenset(data.model_fields_set)
    check_version(event, if_match)
    if frozen := not_editable(event, fields):
        raise EventFrozen(fields=", ".join(sorted(frozen)))
    await _apply(session, case, data, fields)
    if event.status != "draft" and fields & ON_CALENDAR:
        event.sequence += 1
    event.touch()
    await session.flush()
    await record(session, "event.update", event, event="update", fields=sorted(fields))
    if "capacity" in fields:
        await promote(session, event.id)
    return await render(session, actor, case)


async def _apply(session: Session, case: Case, data: EventUpdate, fields: frozenset[str]) -> None:
    event = case.event
    for name in fields - _LISTS - _ORGANIZER:
        setattr(event, name, getattr(data, name))
    if fields & {"starts_at", "ends_at"}:
        _require_times(event.starts_at, event.ends_at)
    _require_window(event.registration_opens_at, event.registration_closes_at)
    if fields & _ORGANIZER:
        held = await organized(session, data.organizer_id, data.organizer_school_id)
        event.organizer_id, event.organizer_school_id = held.organizer_id, held.organizer_school_id
        event.organizer_name = held.organizer_name
    if "host_school_id" in fields:
        event.host_name = await host_name(session, data.host_school_id)
    if "materials" in fields:
        event.materials = [material.model_dump() for material in data.materials]
    if "speakers" in fields:
        await set_speakers(session, case, data.speakers)
    types = data.deficit_type_ids if "deficit_type_ids" in fields else None
    await set_targets(session, case, types, data.deficit_ids if "deficit_ids" in fields else None)


async def transition_event(
    session: Session, actor: Actor, event_id: UUID, data: EventTransitionInput, if_match: str | None
) -> EventRead:
    """Move an event along its table. 403 what the role never may, 409 what the state or a condition forbids."""
    case, rule = await load_case(session, actor, event_id, lock=True), BY_EVENT[data.event]
    check_version(case.event, if_match, required=False)
    if actor.role not in rule.roles:
        raise Forbidden
    await run(session, case, rule, data)
    return await render(session, actor, case)


async def run(session: Session, case: Case, rule: Rule, data: EventTransitionInput) -> None:
    """The transition itself, for the Day above and for the clock as well. Raises `EventStateForbids`, `ReasonNeeded`."""
    event, left = case.event, case.event.status
    if refused := refusal(rule, event, bool(case.targets), clock.now()):
        raise EventStateForbids(reason=refused[1], event=rule.event)
    if "comment" in rule.requires and not data.comment:
        raise ReasonNeeded
    if rule.event == "move":
        _move(event, data.payload.starts_at, data.payload.ends_at)
    if rule.event in ("move", "cancel"):
        event.sequence, event.status_note = event.sequence + 1, data.comment
    event.status, event.status_since = rule.target, clock.now()
    event.touch()
    await session.flush()
    facts: dict[str, Any] = {"event": rule.event, "from": left, "to": event.status, "comment": data.comment}
    if rule.event == "move":
        facts["starts_at"] = event.starts_at.isoformat()
    await record(session, f"event.{rule.event}", event, **facts)
    if rule.event in _TOLD:
        kind, body = _TOLD[rule.event]
        await notify(session, kind, await accounts_registered(session, event.id), body, f"/events/{event.id}")


def _move(event: Event, starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Another time; the end of registration keeps its distance to the start."""
    if starts_at is None or ends_at is None:
        raise Invalid(("/payload/starts_at", "missing", _REQUIRED))
    _require_times(starts_at, ends_at, "/payload")
    by = starts_at - event.starts_at
    event.moved_from, event.starts_at, event.ends_at = event.starts_at, starts_at, ends_at
    opens, closes = event.registration_opens_at, event.registration_closes_at
    if closes is not None:
        event.registration_closes_at = None if opens and closes + by <= opens else closes + by


def _require_times(starts_at: datetime, ends_at: datetime, where: str = "") -> None:
    if starts_at <= clock.now():
        raise Invalid((f"{where}/starts_at", "in_past", _IN_PAST))
    if ends_at <= starts_at:
        raise Invalid((f"{where}/ends_at", "out_of_order", _ORDER))


def _require_window(opens_at: datetime | None, closes_at: datetime | None) -> None:
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid(("/registration_closes_at", "out_of_order", _WINDOW))
