"""The matrix of schools and types, and entry for many schools at once with undo."""

from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Reader, Session
from opora.core.ids import uuid7
from opora.core.listing import csv_response, json_response
from opora.core.outbox import record_many
from opora.core.problems import Invalid, NotFound
from opora.core.texts import Text
from opora.deficits.lifecycle import STATUS_NAMES
from opora.deficits.models import Deficit, DeficitType
from opora.deficits.picture import read_picture
from opora.deficits.schemas import MatrixCreated, MatrixInput, MatrixKept, MatrixResult, MatrixUndone
from opora.programs.errors import OwnProgramOnly
from opora.programs.models import Program, ProgramParticipant
from opora.programs.queries import program_ends
from opora.programs.rights import require_running


async def read_matrix(reader: Reader, actor: Actor, program_id: UUID, *, as_csv: bool = False) -> Response:
    """School × type for a programme, one statement. Raises `NotFound`."""
    picture = await read_picture(reader, actor.entry, program_id)
    if not as_csv:
        return json_response(picture.as_matrix())
    cells = {(c.school_id, c.type_id): f"{c.severity} ({STATUS_NAMES[c.status].ru})" for c in picture.cells}
    header = ["Школа", *(title for _, _, title, _, _ in picture.types)]
    rows = [[name, *(cells.get((id_, kind[0]), "") for kind in picture.types)] for id_, name, _, _ in picture.schools]
    return csv_response("deficit-matrix", header, rows)


async def enter_matrix(session: Session, actor: Actor, data: MatrixInput) -> MatrixResult:
    """Draft deficits for many schools in one go; what is open already stays as it is. All or nothing.

    Raises `Invalid` naming the entries whose school is not in the programme or whose type is not for schools;
    `OwnProgramOnly` (403) for a programme of the region, `ProgramOver` and `ProgramFinished` for one that no longer runs.
    """
    chosen = select(Program, program_ends()).where(Program.id == data.program_id)
    found = (await session.execute(chosen)).one_or_none()
    if found is None:
        raise NotFound
    program, ends = found
    if program.municipality_id is None:
        raise OwnProgramOnly
    require_running(program, ends)
    schools = set(
        await session.scalars(
            select(ProgramParticipant.school_id).where(
                ProgramParticipant.program_id == program.id, ProgramParticipant.left_on.is_(None)
            )
        )
    )
    wanted = {entry.type_id for entry in data.entries}
    types = {t.id: t for t in await session.scalars(select(DeficitType).where(DeficitType.id.in_(wanted)))}
    _refuse_unknown(data, schools, types)
    batch, now, today = uuid7(), clock.now(), clock.today()
    owner = {"region_id": program.region_id, "municipality_id": program.municipality_id}
    rows: list[dict[str, Any]] = [
        {
            **owner, "id": uuid7(), "school_id": school, "program_id": program.id, "type_id": type_.id, "bearer_kind": "school",
            "person_id": None, "visibility": "school", "component": type_.component, "nature": type_.nature,
            "severity": severity, "status": "draft", "status_since": now, "opened_on": today, "batch_id": batch,
            "created_by": actor.account_id, "created_at": now, "updated_at": now, "version": 1,
        }
        for (school, type_), severity in {(e.school_id, types[e.type_id]): e.severity for e in data.entries}.items()
    ]  # fmt: skip
    statement = insert(Deficit).values(rows).on_conflict_do_nothing().returning(Deficit.id)
    made = set(await session.scalars(statement))
    created = [row for row in rows if row["id"] in made]
    told = {"event": "create", "from": None, "to": "draft", "comment": None}
    await record_many(session, [("deficit.create", Deficit(**row), told) for row in created])
    missed = [(row["school_id"], row["type_id"]) for row in rows if row["id"] not in made]
    return MatrixResult(
        batch_id=batch, created=[_created(row) for row in created], existing=await _open(session, program.id, missed)
    )


def _refuse_unknown(data: MatrixInput, schools: set[UUID], types: dict[UUID, DeficitType]) -> None:
    errors = []
    for index, entry in enumerate(data.entries):
        if entry.school_id not in schools:
            errors.append((
                f"/entries/{index}/school_id", "not-a-participant",
                Text("Школа не участвует в программе", "The school is not in the programme"),
            ))  # fmt: skip
        type_ = types.get(entry.type_id)
        if type_ is None or not type_.is_active or "school" not in type_.bearer_kinds:
            errors.append((
                f"/entries/{index}/type_id", "unknown-reference",
                Text("Такого вида дефицита школы нет в каталоге", "The catalogue has no such deficit type of schools"),
            ))  # fmt: skip
    if errors:
        raise Invalid(*errors[:50])


async def _open(session: Session, program_id: UUID, pairs: list[tuple[UUID, UUID]]) -> list[MatrixCreated]:
    if not pairs:
        return []
    found = await session.execute(
        select(Deficit.id, Deficit.school_id, Deficit.type_id).where(
            Deficit.program_id == program_id,
            Deficit.person_id.is_(None),
            Deficit.status.not_in(("closed", "rejected")),
            tuple_(Deficit.school_id, Deficit.type_id).in_(pairs),
        )
    )
    return [MatrixCreated(school_id=row.school_id, type_id=row.type_id, deficit_id=row.id) for row in found]


def _created(row: dict[str, Any]) -> MatrixCreated:
    return MatrixCreated(school_id=row["school_id"], type_id=row["type_id"], deficit_id=row["id"])


async def undo_matrix(session: Session, actor: Actor, batch_id: UUID) -> MatrixUndone:
    """Take back one's own entry: drafts that nobody has touched are removed, the rest stays and is named.

    An undone entry was a slip, not a diagnosis: no list shows it; the audit and the facts keep that it was there.
    Raises `NotFound`, also the second time.
    """
    batch = list(
        await session.scalars(
            select(Deficit)
            .where(Deficit.batch_id == batch_id, Deficit.created_by == actor.account_id)
            .order_by(Deficit.id)
            .with_for_update()
        )
    )
    if not batch:
        raise NotFound
    slips = [deficit for deficit in batch if deficit.status == "draft" and deficit.version == 1]
    kept = [MatrixKept(deficit_id=deficit.id, status=deficit.status) for deficit in batch if deficit not in slips]
    told = {"event": "undo_entry", "from": "draft", "to": None, "comment": None}
    await record_many(session, [("deficit.undo_entry", deficit, told) for deficit in slips])
    await session.execute(delete(Deficit).where(Deficit.id.in_([deficit.id for deficit in slips])))
    return MatrixUndone(removed=len(slips), kept=kept)
