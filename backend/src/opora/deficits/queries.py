"""Everything that reads deficits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import and_, bindparam, case, false, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Reader, ReadSession
from opora.core.inputs import Items
from opora.core.listing import Listing
from opora.core.tables import Change
from opora.deficits.errors import DeficitNotFound
from opora.deficits.lifecycle import OPEN, Evidence
from opora.deficits.models import Deficit, DeficitAction, DeficitMeasurement, DeficitScopeDecision, DeficitType
from opora.deficits.schemas import DeficitList, HistoryEntry, ScopeDecisionRead, TeacherSummaryItem, TypeRef
from opora.people.models import Person
from opora.programs.models import Program
from opora.programs.queries import program_ends
from opora.territory.models import School

WAITING = {"draft": "confirm", "identified": "scope", "scoped": "action", "in_progress": "measure", "measured": "close"}
"""What a deficit waits for, by status."""
_STATUS_OF = {waiting: status for status, waiting in WAITING.items()}
_NOT_OVERDUE = ("closed", "rejected", "deferred")

D, T, S, P = Deficit.__table__.c, DeficitType.__table__.c, School.__table__.c, Person.__table__.c
_today = bindparam("today", type_=D.opened_on.type)
_overdue = and_(D.target_date.is_not(None), D.target_date < _today, D.status.not_in(_NOT_OVERDUE))

_FILTERS = ("program_id", "municipality_id", "school_id", "type_id", "status", "scope", "component", "bearer_kind")

DEFICITS = Listing(
    # outer joins hold the order: with inner ones the planner starts from the schools of a municipality and sorts all its rows
    source=Deficit.__table__.outerjoin(
        School.__table__, and_(S.id == D.school_id, S.municipality_id == D.municipality_id)
    )
    .outerjoin(DeficitType.__table__, T.id == D.type_id)
    .outerjoin(Person.__table__, P.id == D.person_id),
    key=D.id,
    fields=(
        D.id, D.program_id, D.bearer_kind, D.component, D.nature, D.scope, D.severity, D.status, D.route, D.opened_on,
        D.target_date, func.coalesce(_overdue, false()).label("is_overdue"),
        case(WAITING, value=D.status, else_=None).label("waiting_for"), D.status_since, D.updated_at, D.version,
    ),
    nested={"type": (T.id, T.code, T.title), "school": (S.id, S.short_name), "person": (P.id, P.name)},
    nullable=frozenset({"person"}),
    sorts={"updated_at": D.updated_at, "severity": D.severity, "opened_on": D.opened_on},
    filters={name: D[name].__eq__ for name in _FILTERS} | {"waiting": D.status.__eq__},
    flags={"open": D.status.in_(OPEN), "overdue": _overdue},
    always=lambda: {"today": clock.today()},
    csv_header={
        "school.short_name": "Школа", "type.title": "Дефицит", "component": "Составляющая", "bearer_kind": "Чей",
        "severity": "Тяжесть", "status": "Состояние", "scope": "Охват", "opened_on": "Выявлен",
        "target_date": "Срок", "waiting_for": "Ждёт",
    },
)  # fmt: skip


async def list_deficits(reader: Reader, actor: Actor, query: DeficitList, *, as_csv: bool = False) -> Response:
    """Deficits the actor may see, newest change first by default."""
    given = query.model_dump(exclude={"limit", "cursor", "include_total", "sort"})
    given["waiting"] = _STATUS_OF.get(query.waiting or "")
    if as_csv:
        return await DEFICITS.csv(reader, actor.entry, query.sort, given, "deficits")
    return await DEFICITS.page(reader, actor.entry, query.sort, query, given)


@dataclass(slots=True)
class Case:
    """A deficit with everything its rules look at."""

    deficit: Deficit
    type: DeficitType
    school: School
    person: Person | None
    program: Program
    decision: DeficitScopeDecision | None
    actions: list[DeficitAction]
    measurements: list[DeficitMeasurement]
    program_ends: date

    @property
    def evidence(self) -> Evidence:
        over = self.program_ends < clock.today()
        return Evidence(self.actions, self.measurements, self.program.deficit_routing, over)


async def load_case(session: ReadSession, deficit_id: UUID, *, lock: bool = False) -> Case:
    """The deficit as the actor may see it; `lock` keeps others from moving it. Raises `DeficitNotFound`."""
    statement = (
        select(Deficit, DeficitType, School, Person, Program, DeficitScopeDecision, program_ends())
        .select_from(Deficit)
        .join(DeficitType, DeficitType.id == Deficit.type_id)
        .join(School, and_(School.id == Deficit.school_id, School.municipality_id == Deficit.municipality_id))
        .join(Program, Program.id == Deficit.program_id)
        .outerjoin(Person, Person.id == Deficit.person_id)
        .outerjoin(DeficitScopeDecision, current_decision(Deficit.program_id, Deficit.type_id))
        .where(Deficit.id == deficit_id)
    )
    if lock:
        statement = statement.with_for_update(of=Deficit)
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise DeficitNotFound
    actions = await session.scalars(
        select(DeficitAction).where(DeficitAction.deficit_id == deficit_id).order_by(DeficitAction.id)
    )
    measured = await session.scalars(
        select(DeficitMeasurement)
        .where(DeficitMeasurement.deficit_id == deficit_id)
        .order_by(DeficitMeasurement.measured_on, DeficitMeasurement.id)
    )
    deficit, type_, school, person, program, decision, ends = row
    return Case(deficit, type_, school, person, program, decision, list(actions), list(measured), ends)


def current_decision(program_id: Any, type_id: Any) -> Any:
    """The condition that joins the decision in force."""
    return and_(
        DeficitScopeDecision.program_id == program_id,
        DeficitScopeDecision.type_id == type_id,
        DeficitScopeDecision.revised_at.is_(None),
    )


async def decision_in_force(session: ReadSession, program_id: UUID, type_id: UUID) -> DeficitScopeDecision | None:
    """The decision that a deficit of the type takes now."""
    return await session.scalar(select(DeficitScopeDecision).where(current_decision(program_id, type_id)))


async def names(session: ReadSession, accounts: Iterable[UUID]) -> dict[UUID, str]:
    """Short names of accounts, to stand beside what they did."""
    if not (wanted := list(set(accounts))):
        return {}
    statement = text("select account_id, name from gate.names(:accounts)").bindparams(
        bindparam("accounts", wanted, type_=ARRAY(Uuid()))
    )
    return {row.account_id: row.name for row in await session.execute(statement)}


async def deficit_history(session: ReadSession, deficit_id: UUID) -> Items[HistoryEntry]:
    """What happened to a deficit, oldest first. Raises `DeficitNotFound`."""
    if await session.scalar(select(Deficit.id).where(Deficit.id == deficit_id)) is None:
        raise DeficitNotFound
    facts = list(
        await session.scalars(
            select(Change).where(Change.entity_id == deficit_id).order_by(Change.at, Change.xid, Change.seq)
        )
    )
    called = await names(session, [fact.account_id for fact in facts])
    return Items(
        items=[
            HistoryEntry(
                id=f"{fact.xid}-{fact.seq}", at=fact.at, actor_name=called.get(fact.account_id, "Опора"), type=fact.type,
                data=fact.data,
            )
            for fact in facts
        ]
    )  # fmt: skip


async def list_decisions(
    session: ReadSession, program_id: UUID, type_id: UUID | None = None, *, in_force: bool = False
) -> Items[ScopeDecisionRead]:
    """Decisions of a programme, newest first, those in force and those revised."""
    statement = (
        select(DeficitScopeDecision, DeficitType)
        .join(DeficitType, DeficitType.id == DeficitScopeDecision.type_id)
        .where(DeficitScopeDecision.program_id == program_id)
        .order_by(DeficitScopeDecision.decided_at.desc(), DeficitScopeDecision.id.desc())
    )
    current = DeficitScopeDecision.revised_at.is_(None)  # one a type: as many as the catalogue has
    statement = statement.where(current) if in_force else statement.limit(200)
    if type_id:
        statement = statement.where(DeficitScopeDecision.type_id == type_id)
    rows = list(await session.execute(statement))
    called = await names(session, [decision.decided_by for decision, _ in rows])
    return Items(items=[decision_read(decision, type_, called) for decision, type_ in rows])


def decision_read(decision: DeficitScopeDecision, type_: DeficitType, called: dict[UUID, str]) -> ScopeDecisionRead:
    return ScopeDecisionRead.model_validate(
        {
            **{name: getattr(decision, name) for name in ScopeDecisionRead.model_fields if hasattr(decision, name)},
            "type": TypeRef.model_validate(type_),
            "decided_by_name": called.get(decision.decided_by, "Опора"),
        }
    )


async def teacher_summary(session: ReadSession, program_id: UUID) -> Items[TeacherSummaryItem]:
    """Open deficits of teachers by type, masked under five: counted by a function of the database, names never
    leave it.
    """
    rows = await session.execute(
        text(
            "select t.id, t.code, t.title, s.open from gate.teacher_summary(:program) s"
            " join deficit_type t on t.id = s.type_id order by t.sort_key, t.id"
        ).bindparams(bindparam("program", program_id, type_=Uuid()))
    )
    return Items(
        items=[
            TeacherSummaryItem(
                type=TypeRef(id=row.id, code=row.code, title=row.title), open=row.open, masked=row.open is None
            )
            for row in rows
        ]
    )
