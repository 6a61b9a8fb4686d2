"""Diagnosis: opening a draft deficit of a school, its head or a teacher."""

from sqlalchemy import and_, select

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core import clock
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.outbox import record
from opora.core.problems import Forbidden, Invalid
from opora.core.texts import Text
from opora.deficits.lifecycle import SCHOOL
from opora.deficits.models import Deficit, DeficitScopeDecision, DeficitType
from opora.deficits.queries import Case, current_decision
from opora.deficits.recording import add_measurement, require_not_past
from opora.deficits.render import render
from opora.deficits.schemas import DeficitCreate, DeficitRead, MeasurementFields
from opora.people.models import Person
from opora.people.queries import leads_school, person_of_school
from opora.programs.models import Program, ProgramParticipant
from opora.programs.queries import program_ends
from opora.programs.rights import require_running
from opora.territory.models import School

_UNKNOWN = Text("Такой записи нет или она вам не видна", "No such record, or you may not see it")


async def diagnose_deficit(session: Session, actor: Actor, data: DeficitCreate) -> DeficitRead:
    """Open a draft deficit of a school, its head or a teacher.

    A head diagnoses the own school and its head, a teacher oneself, a municipal coordinator schools and heads, a
    methodologist all (3.1, 3.11). Raises `Forbidden`, `Invalid` for what does not belong together, `DeficitAlreadyOpen`,
    `ProgramOver` and `ProgramFinished` when the programme no longer runs.
    """
    _require_bearer(actor, data)
    require_not_past(data.target_date, "/target_date")
    case = await _new_case(session, data)
    deficit = case.deficit
    session.add(deficit)
    await session.flush()
    if data.baseline:
        add_measurement(session, actor, case, "baseline", MeasurementFields(**data.baseline.model_dump()))
        await session.flush()
    await record(session, "deficit.create", deficit, event="create", to=deficit.status, comment=None, **{"from": None})
    return await render(session, actor, case)


def _require_bearer(actor: Actor, data: DeficitCreate) -> None:
    allowed = {
        Role.MUNICIPAL_COORDINATOR: ("school", "head"),
        Role.SCHOOL_HEAD: ("school", "head"),
        Role.SCHOOL_CURATOR: ("school", "head"),
        Role.TEACHER: ("teacher",),
        Role.METHODOLOGIST: ("school", "head", "teacher"),
    }
    if data.bearer_kind not in allowed.get(actor.role, ()):
        raise Forbidden
    if actor.role in SCHOOL and data.school_id != actor.school_id:
        raise Forbidden
    if actor.role is Role.TEACHER and data.person_id != actor.person_id:
        raise Forbidden


async def _new_case(session: Session, data: DeficitCreate) -> Case:
    found = (
        await session.execute(
            select(School, Program, DeficitType, ProgramParticipant.id, DeficitScopeDecision, program_ends())
            .select_from(School)
            .join(Program, Program.id == data.program_id)
            .join(DeficitType, DeficitType.id == data.type_id)
            .outerjoin(
                ProgramParticipant,
                and_(
                    ProgramParticipant.program_id == data.program_id,
                    ProgramParticipant.school_id == School.id,
                    ProgramParticipant.left_on.is_(None),
                ),
            )
            .outerjoin(DeficitScopeDecision, current_decision(data.program_id, data.type_id))
            .where(School.id == data.school_id)
        )
    ).one_or_none()
    if found is None:
        raise await _what_is_unknown(session, data)
    school, program, type_, participant, decision, ends = found
    require_running(program, ends)
    if participant is None:
        raise Invalid(
            (
                "/school_id",
                "not-a-participant",
                Text("Школа не участвует в программе", "The school is not in the programme"),
            )
        )
    if not type_.is_active or data.bearer_kind not in type_.bearer_kinds:
        raise Invalid(
            (
                "/type_id",
                "wrong-bearer",
                Text("Этот вид дефицита не для такого носителя", "The type is not for this bearer"),
            )
        )
    person = await _bearer(session, data)
    now = clock.now()
    deficit = Deficit(
        id=uuid7(),
        region_id=school.region_id,
        municipality_id=school.municipality_id,
        **data.model_dump(exclude={"baseline"}),
        visibility="personal" if data.bearer_kind == "teacher" else "school",
        component=type_.component,
        nature=type_.nature,
        status="draft",
        status_since=now,
        is_reopened=False,
        opened_on=clock.today(),
        created_by=session.info["account_id"],
    )
    return Case(deficit, type_, school, person, program, decision, [], [], ends)


async def _what_is_unknown(session: Session, data: DeficitCreate) -> Invalid:
    models = {"program_id": Program, "school_id": School, "type_id": DeficitType}
    errors = [
        (f"/{name}", "unknown-reference", _UNKNOWN)
        for name, model in models.items()
        if await session.get(model, getattr(data, name)) is None
    ]
    return Invalid(*errors)


async def _bearer(session: Session, data: DeficitCreate) -> Person | None:
    if (data.bearer_kind == "school") != (data.person_id is None):
        raise Invalid(
            (
                "/person_id",
                "bearer",
                Text(
                    "Укажите человека для дефицита руководителя или педагога", "Name the person, or none for a school"
                ),
            )
        )
    if data.person_id is None:
        return None
    person = await person_of_school(session, data.person_id, data.school_id)
    if person is None:
        raise Invalid(
            ("/person_id", "unknown-reference", Text("Этот человек не работает в школе", "Not a person of this school"))
        )
    if data.bearer_kind == "head" and not await leads_school(session, person.id, data.school_id):
        raise Invalid(  # a teacher's difficulty must not become visible to all by another name (3.11)
            (
                "/person_id",
                "not-a-head",
                Text(
                    "Это не руководитель школы. Дефицит педагога выявляет методист или сам педагог.",
                    "Not a head of the school. A teacher's deficit is diagnosed by a methodologist or the teacher.",
                ),
            )
        )
    return person
