"""Use cases of Days: draft, change, move along the machine."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.access.routing import check_version
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.outbox import record
from opora.core.problems import Forbidden, Invalid
from opora.core.texts import Text
from opora.deficits.models import DeficitScopeDecision
from opora.intensives.effects import EFFECTS
from opora.intensives.errors import DayFrozen, DayStateForbids, ReasonNeeded
from opora.intensives.lifecycle import BY_EVENT, Rule, not_editable, refusal, target_of
from opora.intensives.models import DayTheme, IntensiveDay
from opora.intensives.queries import Case, load_case, themes_of
from opora.intensives.render import render, see
from opora.intensives.schemas import DayCreate, DayRead, DayTransitionInput, DayUpdate
from opora.programs.errors import OwnProgramOnly
from opora.programs.models import Program
from opora.territory.errors import unknown_reference
from opora.territory.models import Organization

_NOT_IN_MONTH = Text("Дата лежит в другом месяце", "The date lies in another month")
_IN_PAST = Text("Этот день уже прошёл", "This day is past")
_NOT_COMMON = Text(
    "Этот дефицит не признан общим в программе", "This deficit is not decided as common in the programme"
)
_TOO_LATE = Text("Регистрация закрывается не позже самого Дня", "Registration closes no later than the Day itself")
_NO_ORGANIZER = Text("Укажите организатора: методическую службу района", "Name the organiser: the methodical service")
_APART = frozenset({"type_ids", "expected", "rooms", "slots", "protocol", "organizer_id"})


async def read_day(session: ReadSession, actor: Actor, day_id: UUID) -> DayRead:
    """Raises `DayNotFound`."""
    return await render(session, actor, await load_case(session, actor, day_id))


async def create_day(session: Session, actor: Actor, data: DayCreate) -> DayRead:
    """A draft for a month (INV-46). Raises `MonthTaken`, `OwnProgramOnly`, `Invalid`."""
    program = await session.get(Program, data.program_id)
    if program is None:
        raise unknown_reference("/program_id")
    if program.municipality_id is None or program.municipality_id != actor.municipality_id:
        raise OwnProgramOnly
    day = await new_day(session, program, data, actor.account_id)
    return await render(session, actor, Case(day, await themes_of(session, day), []))


async def new_day(session: Session, program: Program, data: DayCreate, coordinator: UUID) -> IntensiveDay:
    """The rows of a draft, for a person and for the clock alike."""
    _require_dates(data.month, data.held_on, data.registration_closes_on)
    day = IntensiveDay(
        id=uuid7(), region_id=program.region_id, municipality_id=program.municipality_id,
        **data.model_dump(exclude=set(_APART)), **_plain(data, frozenset({"expected", "rooms", "slots"})),
        organizer_id=await _organizer(session, program, data.organizer_id), status="draft", status_since=clock.now(),
        protocol={}, coordinator_id=coordinator,
    )  # fmt: skip
    session.add(day)
    await session.flush()
    await _set_themes(session, day, data.type_ids)
    await record(session, "intensive_day.create", day, event="create", to="draft", comment=None, **{"from": None})
    return day


async def update_day(session: Session, actor: Actor, day_id: UUID, data: DayUpdate, if_match: str | None) -> DayRead:
    """Merge patch. Raises `DayFrozen` for what was announced, `Stale`, `Invalid`."""
    case = await load_case(session, actor, day_id, lock=True)
    day, fields = case.day, frozenset(data.model_fields_set)
    check_version(day, if_match)
    if frozen := not_editable(day, fields):
        raise DayFrozen(fields=", ".join(sorted(frozen)))
    for name in fields - _APART:
        setattr(day, name, getattr(data, name))
    for name, value in _plain(data, fields).items():
        setattr(day, name, value)
    if "organizer_id" in fields:
        program = await session.get(Program, day.program_id)
        assert program is not None, "intensive_day_program_id_region_id_fkey"
        day.organizer_id = await _organizer(session, program, data.organizer_id)
    if fields & {"held_on", "registration_closes_on"}:
        _require_dates(day.month, day.held_on if "held_on" in fields else None, day.registration_closes_on, day.held_on)
    if "type_ids" in fields:
        for theme in case.themes:
            await session.delete(theme.row)
        await session.flush()
        await _set_themes(session, day, data.type_ids)
    day.touch()
    await session.flush()
    await record(session, "intensive_day.update", day, event="update", fields=sorted(fields))
    return await render(session, actor, await load_case(session, actor, day_id))


async def transition_day(
    session: Session, actor: Actor, day_id: UUID, data: DayTransitionInput, if_match: str | None
) -> DayRead:
    """Move a Day along its table. 403 what the role never may, 409 what the state or a condition forbids."""
    case, rule = await load_case(session, actor, day_id, lock=True), BY_EVENT[data.event]
    check_version(case.day, if_match, required=False)
    if actor.role not in rule.roles:
        raise Forbidden
    await run(session, actor, case, rule, data)
    return await render(session, actor, await load_case(session, actor, day_id))


async def run(session: Session, actor: Actor, case: Case, rule: Rule, data: DayTransitionInput) -> None:
    """The transition itself, for the clock as well. Raises `DayStateForbids`, `ReasonNeeded`."""
    day, left = case.day, case.day.status
    if refused := refusal(rule, day, await see(session, case)):
        raise DayStateForbids(reason=refused[1], event=rule.event)
    if "comment" in rule.requires and not data.comment:
        raise ReasonNeeded
    target = target_of(rule, day)
    if rule.event in ("move", "cancel"):
        day.status_note = data.comment
    if (effect := EFFECTS.get(rule.event)) is not None:
        await effect(session, actor, case, data)
    day.status, day.status_since = target, clock.now()
    day.touch()
    await session.flush()
    facts: dict[str, Any] = {"event": rule.event, "from": left, "to": target, "comment": data.comment}
    await record(session, f"intensive_day.{rule.event}", day, **facts)


def _plain(data: DayCreate | DayUpdate, fields: frozenset[str]) -> dict[str, Any]:
    """Lists and the protocol as they are stored: JSON of plain values."""
    found: dict[str, Any] = {}
    if "expected" in fields:
        found["expected"] = {row.audience: row.people for row in data.expected}
    if "rooms" in fields:
        found["rooms"] = [room.model_dump() for room in data.rooms]
    if "slots" in fields:
        found["slots"] = [{"starts": f"{s.starts:%H:%M}", "ends": f"{s.ends:%H:%M}"} for s in data.slots]
    if "protocol" in fields and isinstance(data, DayUpdate):
        found["protocol"] = data.protocol.model_dump(mode="json")
    return found


def _require_dates(month: date, held_on: date | None, closes_on: date | None, day: date | None = None) -> None:
    if held_on is not None and held_on.replace(day=1) != month:
        raise Invalid(("/held_on", "other_month", _NOT_IN_MONTH))
    if held_on is not None and held_on < clock.today():
        raise Invalid(("/held_on", "in_past", _IN_PAST))
    held = held_on or day
    if closes_on is not None and held is not None and closes_on > held:
        raise Invalid(("/registration_closes_on", "out_of_order", _TOO_LATE))


async def _organizer(session: Session, program: Program, wanted: UUID | None) -> UUID:
    """The organisation that holds the Day: as given, or the methodical service of the municipality, or its authority."""
    if wanted is not None:
        if await session.get(Organization, wanted) is None:
            raise unknown_reference("/organizer_id")
        return wanted
    own = Organization.municipality_id == program.municipality_id
    kinds = ("methodical_service", "municipal_authority")
    chosen = select(Organization.id).where(own, Organization.kind.in_(kinds))
    found = await session.scalar(chosen.order_by(Organization.kind, Organization.id).limit(1))
    if found is None:
        raise Invalid(("/organizer_id", "missing", _NO_ORGANIZER))
    return found


async def _set_themes(session: Session, day: IntensiveDay, wanted: list[UUID] | None) -> None:
    """The common deficits to serve, with the figures of their decisions; None takes all. Raises `Invalid` for another."""
    decided = (
        DeficitScopeDecision.program_id == day.program_id,
        DeficitScopeDecision.revised_at.is_(None),
        DeficitScopeDecision.decided_scope == "common",
    )
    decisions = {row.type_id: row for row in await session.scalars(select(DeficitScopeDecision).where(*decided))}
    types = sorted(decisions) if wanted is None else wanted
    for index, type_id in enumerate(types):
        if type_id not in decisions:
            raise Invalid((f"/type_ids/{index}", "not-common", _NOT_COMMON))
        session.add(
            DayTheme(
                id=uuid7(), region_id=day.region_id, municipality_id=day.municipality_id, day_id=day.id, type_id=type_id,
                holders=decisions[type_id].holders, participants=decisions[type_id].participants,
            )
        )  # fmt: skip
    await session.flush()
