"""The use case of a new programme: the regional one, or a municipality's project below it."""

from uuid import UUID

from sqlalchemy import select

from opora.access.actor import Actor
from opora.core import outbox
from opora.core.database import Session
from opora.core.ids import uuid7
from opora.core.problems import Invalid
from opora.core.sorting import sort_key
from opora.core.texts import Text
from opora.programs import queries, schemas
from opora.programs.errors import ActiveProjectOf, OwnProjectOnly, RegionalProgramMissing
from opora.programs.models import Program
from opora.programs.rights import FINISHED
from opora.programs.service import stored
from opora.territory.errors import unknown_reference
from opora.territory.models import Municipality

_PROJECT_ONLY = Text(
    "Это есть только у муниципального проекта. Оставьте поле пустым.",
    "Only a municipal project has this. Leave the field empty.",
)
_WHICH_MUNICIPALITY = Text("Выберите муниципалитет проекта.", "Choose the municipality of the project.")
_WHICH_PROGRAM = Text(
    "Региональных программ несколько. Выберите ту, в которую входит проект.",
    "There are several regional programmes. Choose the one this project is part of.",
)
_NOT_REGIONAL = Text(
    "Муниципальный проект входит в действующую региональную программу. Выберите её.",
    "A municipal project is part of a running regional programme. Choose that one.",
)
_ENDS_LATER = Text("Программа заканчивается позже, чем начинается.", "A programme ends after it begins.")


async def create_program(session: Session, actor: Actor, data: schemas.ProgramCreate) -> schemas.ProgramRead:
    """A programme, active at once: the way of 3.6 through expertise and defence is not built yet.

    Raises `OwnProjectOnly` (403), `RegionalProgramMissing` (INV-11) and `ActiveProjectOf` (INV-12), 422 with the rule.
    """
    actor.require("programs.create")
    if data.declared_to <= data.declared_from:
        raise Invalid(("/declared_to", "before-beginning", _ENDS_LATER))
    municipality_id = parent_id = None
    if data.kind == "municipal_project":
        municipality_id = await _municipality(session, actor, data)
        parent_id = await _parent(session, actor, data)
        await _require_no_active_project(session, municipality_id)
    else:
        _require_regional(actor, data)
    program = _program(actor, data, municipality_id, parent_id)
    session.add(program)
    await session.flush()
    await outbox.record(session, "program.created", program, code=program.code, kind=program.kind)
    return await queries.read_program(session, actor, program)


def _program(
    actor: Actor, data: schemas.ProgramCreate, municipality_id: UUID | None, parent_id: UUID | None
) -> Program:
    id_ = uuid7()
    given = {name: stored(value) for name, value in data.model_dump(exclude={"municipality_id", "parent_id"}).items()}
    default = "strict" if data.model == "concentrated" else "advisory"
    return Program(
        **given | {"deficit_routing": data.deficit_routing or default},
        id=id_,
        region_id=actor.region_id,
        municipality_id=municipality_id,
        parent_id=parent_id,
        code=f"p-{id_.hex[-12:]}",
        level="municipality" if municipality_id else "region",
        status="active",
        lead_statuses=["high_results"],
        sort_key=sort_key(data.title),
    )


def _require_regional(actor: Actor, data: schemas.ProgramCreate) -> None:
    if actor.scope != "region":
        raise OwnProjectOnly
    for name in ("municipality_id", "parent_id", "model"):
        if getattr(data, name) is not None:
            raise Invalid((f"/{name}", "only-municipal-project", _PROJECT_ONLY))


async def _municipality(session: Session, actor: Actor, data: schemas.ProgramCreate) -> UUID:
    """The municipality of a project: a municipal coordinator's own, for the region the one that is named."""
    if actor.scope == "municipality" and actor.municipality_id is not None:
        if data.municipality_id not in (None, actor.municipality_id):
            raise OwnProjectOnly
        return actor.municipality_id
    if data.municipality_id is None:
        raise Invalid(("/municipality_id", "missing", _WHICH_MUNICIPALITY))
    found = await session.get(Municipality, data.municipality_id)
    if found is None or found.region_id != actor.region_id:
        raise unknown_reference("/municipality_id")
    return found.id


async def _parent(session: Session, actor: Actor, data: schemas.ProgramCreate) -> UUID:
    """INV-11: the regional programme that is named, or the only one."""
    running = select(Program.id).where(
        Program.region_id == actor.region_id,
        Program.kind == "regional_innovation",
        Program.status.not_in(FINISHED),
    )
    regional = (await session.scalars(running)).all()
    if data.parent_id is not None:
        if data.parent_id not in regional:
            raise Invalid(("/parent_id", "not-regional", _NOT_REGIONAL))
        return data.parent_id
    if not regional:
        raise RegionalProgramMissing
    if len(regional) > 1:
        raise Invalid(("/parent_id", "missing", _WHICH_PROGRAM))
    return regional[0]


async def _require_no_active_project(session: Session, municipality_id: UUID) -> None:
    """INV-12; the index `program_one_active_project` holds it when two ask at once."""
    active = select(Program).where(
        Program.municipality_id == municipality_id, Program.kind == "municipal_project", Program.status == "active"
    )
    if (project := await session.scalar(active)) is not None:
        raise ActiveProjectOf(project=project.title, program_id=project.id)
