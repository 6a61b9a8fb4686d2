"""What is read of programmes: the list on the native path, one programme and its participants through the session."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from fastapi.responses import Response
from sqlalchemy import ColumnElement, Row, func, select

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Entry, Reader, ReadSession
from opora.core.inputs import Items
from opora.core.problems import NotFound
from opora.programs import lists, schemas
from opora.programs.models import CATEGORIES, Program, ProgramParticipant, ProgramRevision
from opora.programs.rights import participant_actions, program_actions, takes_part
from opora.territory.lists import municipality
from opora.territory.models import Municipality, School
from opora.territory.queries import best_first, found_by, load_school
from opora.territory.schemas import Found, MunicipalityRef
from opora.territory.search import searchable

_DERIVED = frozenset(
    {
        "municipality",
        "extended_to",
        "common_threshold",
        "is_synthetic_extension",
        "participant_counts",
        "allowed_actions",
    }
)


async def list_programs(reader: Reader, actor: Actor, params: schemas.ProgramParams) -> Response:
    given = {"kind": params.kind, "municipality_id": params.municipality_id}
    return await lists.programs_for(actor).page(reader, actor.entry, params.sort, params, given)


async def load_program(session: ReadSession, program_id: UUID) -> Program:
    """Raises `NotFound` when the actor does not see the programme."""
    if (program := await session.get(Program, program_id)) is None:
        raise NotFound
    return program


def program_ends() -> ColumnElement[date]:
    """The last day of the programme of a statement: as declared, or as extended."""
    extended = select(func.max(ProgramRevision.extended_to)).where(ProgramRevision.program_id == Program.id)
    return func.greatest(Program.declared_to, extended.correlate(Program).scalar_subquery())


async def program_detail(session: ReadSession, actor: Actor, program_id: UUID) -> schemas.ProgramRead:
    return await read_program(session, actor, await load_program(session, program_id))


async def read_program(session: ReadSession, actor: Actor, program: Program) -> schemas.ProgramRead:
    """The programme with its latest extension and today's participants by category."""
    newest = select(ProgramRevision).where(ProgramRevision.program_id == program.id)
    extension = await session.scalar(newest.order_by(ProgramRevision.number.desc()).limit(1))
    counts = await _counts(session, program) if lists.counts_are_whole(actor) else None
    plain = {f: getattr(program, f) for f in schemas.ProgramRead.model_fields.keys() - _DERIVED}
    return schemas.ProgramRead(
        **plain,
        municipality=await _municipality(session, program),
        extended_to=extension.extended_to if extension else None,
        is_synthetic_extension=extension.is_synthetic if extension else False,
        common_threshold=float(program.common_threshold),
        participant_counts=schemas.ParticipantCounts(**counts) if counts else None,
        allowed_actions=program_actions(actor, program),
    )


async def _municipality(session: ReadSession, program: Program) -> MunicipalityRef | None:
    if program.municipality_id is None:
        return None
    name = await session.scalar(select(Municipality.name).where(Municipality.id == program.municipality_id))
    return MunicipalityRef(id=program.municipality_id, name=name or "")


async def _counts(session: ReadSession, program: Program) -> dict[str, int]:
    today = lists.takes_part_on(lists.participant, clock.today())
    rows = await session.execute(
        select(ProgramParticipant.category, func.count().label("schools"))
        .where(ProgramParticipant.program_id == program.id, today)
        .group_by(ProgramParticipant.category)
    )
    found = {row.category: row.schools for row in rows}
    return {category: found.get(category, 0) for category in CATEGORIES}


async def participants_of(session: ReadSession, actor: Actor, program_id: UUID) -> schemas.ParticipantsRead:
    return await read_participants(session, actor, await load_program(session, program_id))


async def read_participants(session: ReadSession, actor: Actor, program: Program) -> schemas.ParticipantsRead:
    """Every participation, by category in the order of the model, today's count of each category beside it."""
    rows = await _participations(session, program)
    rank = {category: number for number, category in enumerate(CATEGORIES)}
    rows.sort(key=lambda row: rank[row.ProgramParticipant.category])  # stable: schools stay in Russian order
    now = [row.ProgramParticipant for row in rows if takes_part(row.ProgramParticipant, clock.today())]
    return schemas.ParticipantsRead(
        items=[_participant(actor, program, row) for row in rows],
        groups=[
            schemas.ParticipantGroup(category=category, count=sum(row.category == category for row in now))
            for category in CATEGORIES
        ],
        version=program.version,
    )


async def _participations(session: ReadSession, program: Program) -> list[Row[ProgramParticipant, School]]:
    own = (School.id == ProgramParticipant.school_id) & (School.municipality_id == ProgramParticipant.municipality_id)
    found = await session.execute(
        select(ProgramParticipant, School)
        .join(School, own)
        .where(ProgramParticipant.program_id == program.id)
        .order_by(School.sort_key, School.id, ProgramParticipant.joined_on.nulls_first(), ProgramParticipant.id)
    )
    return list(found.all())


def _participant(actor: Actor, program: Program, row: Row[ProgramParticipant, School]) -> schemas.ParticipantRead:
    participant, school = row.ProgramParticipant, row.School
    fields = ("id", "category", "mentor_level", "level_basis", "joined_on", "left_on", "consent_on")
    return schemas.ParticipantRead(
        **{name: getattr(participant, name) for name in fields},
        school=schemas.ParticipantSchool(id=school.id, full_name=school.full_name, short_name=school.short_name),
        allowed_actions=participant_actions(actor, program, participant),
    )


async def participations_of(session: ReadSession, school_id: UUID) -> Items[schemas.ParticipationRead]:
    """The programmes a school takes or took part in, latest first. Raises `NotFound`."""
    school = await load_school(session, school_id)
    rows = await session.execute(
        select(
            ProgramParticipant.program_id,
            Program.title.label("program_title"),
            ProgramParticipant.category,
            ProgramParticipant.mentor_level,
            ProgramParticipant.joined_on,
            ProgramParticipant.left_on,
        )
        .join(Program, Program.id == ProgramParticipant.program_id)
        .where(ProgramParticipant.school_id == school.id, ProgramParticipant.municipality_id == school.municipality_id)
        .order_by(ProgramParticipant.joined_on.desc().nulls_last(), ProgramParticipant.id.desc())
    )
    return Items(items=[schemas.ParticipationRead.model_validate(row) for row in rows])


# For contexts above.


async def search_programs(reader: Reader, entry: Entry, q: str, limit: int) -> list[Found]:
    """Programmes by title, best match first, with their municipality."""
    sql, names = _search(entry.scope, limit)
    return await found_by(reader, entry, sql, names, q)


@lru_cache(maxsize=100)
def _search(scope: str, limit: int) -> tuple[str, list[str]]:
    program = lists.program
    joined = program.outerjoin(municipality, municipality.c.id == program.c.municipality_id)
    return best_first(
        scope, limit, program, lambda table: searchable(table.c.title), joined, program.c.title, municipality.c.name
    )
