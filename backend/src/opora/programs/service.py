"""Use cases of programmes: the policy for deficits, and schools joining, changing and leaving."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.access.routing import check_version
from opora.core import clock, outbox
from opora.core.database import Session
from opora.core.problems import Invalid, NotFound
from opora.core.texts import Text
from opora.programs import queries, schemas
from opora.programs.errors import (
    AlreadyParticipates,
    CategoryWithoutStatus,
    OwnProgramOnly,
    ParticipationEnded,
    ProgramFinished,
    SchoolOfOtherMunicipality,
)
from opora.programs.models import Program, ProgramParticipant
from opora.programs.rights import FINISHED, runs
from opora.territory import labels
from opora.territory.errors import unknown_reference
from opora.territory.models import School
from opora.territory.queries import load_school, statuses_of
from opora.territory.statuses import is_current

_FUTURE = Text(
    "Эта дата ещё не наступила. Укажите сегодняшнюю или более раннюю.",
    "This day is yet to come. Enter today or earlier.",
)
_CONSENT_FIRST = Text(
    "Школа вступает добровольно: её согласие даётся не позже дня вступления.",
    "A school joins of its own will: it consents on the day of joining or before.",
)
_MIXED_ONLY = Text(
    "Уровни наставничества есть только в смешанной модели. Оставьте поле пустым.",
    "Only the mixed model has mentoring levels. Leave the field empty.",
)
_BEFORE_LEAVING = Text(
    "Школа уже участвовала в программе в этот день. Укажите день после её выхода.",
    "The school still took part on that day. Enter a day after it left.",
)
_BEFORE_JOINING = Text("Выйти можно не раньше дня вступления.", "A school leaves on the day of joining or later.")


async def update_program(
    session: Session, actor: Actor, program_id: UUID, data: schemas.ProgramUpdate, if_match: str | None
) -> schemas.ProgramRead:
    """Change the policy; the fact keeps old and new figures, since decisions rest on them (INV-30, INV-31)."""
    program = await _to_change(session, actor, program_id, "programs.update", if_match)
    old = {f: getattr(program, f) for f in data.model_fields_set}
    new = {f: stored(getattr(data, f)) for f in data.model_fields_set}
    changed = sorted(field for field in new if new[field] != old[field])
    for field in changed:
        setattr(program, field, new[field])
    if changed:
        await session.flush()
        figures = {"old": {f: _told(old[f]) for f in changed}, "new": {f: _told(new[f]) for f in changed}}
        await outbox.record(session, "program.policy_changed", program, **figures)
    return await queries.read_program(session, actor, program)


async def add_participant(
    session: Session, actor: Actor, program_id: UUID, data: schemas.ParticipantCreate
) -> schemas.ParticipantsRead:
    """A school joins (INV-14, INV-15) in a category that is its status on that day. Raises 409, 422 with the rule."""
    program = await _to_change(session, actor, program_id, "participants.manage")
    school = await session.get(School, data.school_id)
    if school is None:
        raise unknown_reference("/school_id")
    if program.municipality_id not in (None, school.municipality_id):
        raise SchoolOfOtherMunicipality
    _require_past("/joined_on", data.joined_on)
    if data.consent_on > data.joined_on:
        raise Invalid(("/consent_on", "consent-after-joining", _CONSENT_FIRST))
    _require_level_allowed(program, data.mentor_level)
    await _require_not_taking_part(session, program, school, data.joined_on)
    await _require_status(session, school, data.category, data.joined_on)
    row = ProgramParticipant(
        region_id=school.region_id,
        municipality_id=school.municipality_id,
        program_id=program.id,
        **data.model_dump(),
    )
    session.add(row)
    return await _changed(session, actor, program, row, "program_participant.joined")


async def change_participant(
    session: Session,
    actor: Actor,
    program_id: UUID,
    participant_id: UUID,
    data: schemas.ParticipantUpdate,
    if_match: str | None,
) -> schemas.ParticipantsRead:
    """A new level or category ends the row today and begins another: levels are dated, history stays (INV-45)."""
    program = await _to_change(session, actor, program_id, "participants.manage", if_match)
    row = await _taking_part(session, program, participant_id)
    new = {"category": row.category, "mentor_level": row.mentor_level} | data.model_dump(include=data.model_fields_set)
    if (new["category"], new["mentor_level"]) == (row.category, row.mentor_level):
        return await queries.read_participants(session, actor, program)
    today = clock.today()
    if "mentor_level" in data.model_fields_set:
        _require_level_allowed(program, data.mentor_level)
    if new["category"] != row.category:
        await _require_status(session, await load_school(session, row.school_id), new["category"], today)
    row.left_on = today
    await session.flush()  # the row must end before its successor begins: one active row per school
    successor = ProgramParticipant(
        region_id=row.region_id,
        municipality_id=row.municipality_id,
        school_id=row.school_id,
        program_id=program.id,
        level_basis=row.level_basis if new["mentor_level"] == row.mentor_level else None,
        joined_on=today,
        consent_on=row.consent_on,
        **new,
    )
    session.add(successor)
    return await _changed(session, actor, program, successor, "program_participant.changed")


async def leave_program(
    session: Session, actor: Actor, program_id: UUID, participant_id: UUID, data: schemas.ParticipantLeave
) -> schemas.ParticipantsRead:
    """A school leaves; its participation stays in history."""
    program = await _to_change(session, actor, program_id, "participants.manage")
    row = await _taking_part(session, program, participant_id)
    _require_past("/left_on", data.left_on)
    if row.joined_on is not None and data.left_on < row.joined_on:
        raise Invalid(("/left_on", "before-joining", _BEFORE_JOINING))
    row.left_on = data.left_on
    return await _changed(session, actor, program, row, "program_participant.left")


_ANY = "*"


async def _to_change(
    session: Session, actor: Actor, program_id: UUID, permission: str, if_match: str | None = _ANY
) -> Program:
    """The programme, locked. 404 when unseen, 403 when not the municipality's own, 428 and 412 for its version, 409 when
    finished."""
    actor.require(permission)
    program = await queries.load_program(session, program_id)
    if not runs(actor, program):
        raise OwnProgramOnly
    await session.refresh(program, with_for_update=True)
    check_version(program, if_match)
    if program.status in FINISHED:
        raise ProgramFinished
    return program


async def _taking_part(session: Session, program: Program, participant_id: UUID) -> ProgramParticipant:
    row = await session.get(ProgramParticipant, participant_id)
    if row is None or row.program_id != program.id:
        raise NotFound
    if row.left_on is not None:
        raise ParticipationEnded(left_on=_day(row.left_on))
    return row


async def _changed(
    session: Session, actor: Actor, program: Program, row: ProgramParticipant, fact: str
) -> schemas.ParticipantsRead:
    """A participant changed: the programme's version rises, the fact is told to the school too."""
    program.touch()
    await session.flush()
    await outbox.record(
        session,
        fact,
        row,
        program_id=program.id,
        category=row.category,
        mentor_level=row.mentor_level,
        on=str(row.left_on or row.joined_on),
    )
    return await queries.read_participants(session, actor, program)


async def _require_not_taking_part(session: Session, program: Program, school: School, on: date) -> None:
    past = select(ProgramParticipant).where(
        ProgramParticipant.program_id == program.id, ProgramParticipant.school_id == school.id
    )
    for row in await session.scalars(past):
        if row.left_on is None:
            raise AlreadyParticipates
        if on < row.left_on:
            raise Invalid(("/joined_on", "still-taking-part", _BEFORE_LEAVING))


async def _require_status(session: Session, school: School, category: str, on: date) -> None:
    if not any(row.status == category and is_current(row, on) for row in await statuses_of(session, school)):
        raise CategoryWithoutStatus(school=school.short_name, category=labels.STATUSES[category], day=_day(on))


def _require_level_allowed(program: Program, level: int | None) -> None:
    if level is not None and program.model != "mixed":
        raise Invalid(("/mentor_level", "only-mixed-model", _MIXED_ONLY))


def _require_past(pointer: str, day: date) -> None:
    if day > clock.today():
        raise Invalid((pointer, "in-the-future", _FUTURE))


def stored(value: Any) -> Any:
    """As the column holds it: shares have three decimals, lists name each status once."""
    if isinstance(value, float):
        return Decimal(str(round(value, 3)))
    return list(dict.fromkeys(value)) if isinstance(value, list) else value


def _told(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
