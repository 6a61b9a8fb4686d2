"""What the register reads: lists and search on the native path, single records through the session."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from fastapi.responses import Response
from sqlalchemy import FromClause, Text, bindparam, func, literal_column, select

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Entry, Reader, ReadSession
from opora.core.inputs import Items
from opora.core.listing import compiled
from opora.core.problems import NotFound
from opora.core.sorting import normal_form
from opora.territory import lists, schemas
from opora.territory.models import (
    Municipality,
    MunicipalityVersion,
    Okrug,
    Region,
    School,
    SchoolAlias,
    SchoolIdentifier,
    SchoolStatus,
)
from opora.territory.rights import school_actions
from opora.territory.search import closeness, matching, searchable, words_of
from opora.territory.statuses import is_current


async def regions(session: ReadSession) -> Items[schemas.RegionRead]:
    found = await session.scalars(select(Region).order_by(Region.name))
    return Items(items=[schemas.RegionRead.model_validate(region) for region in found])


async def okrugs(session: ReadSession) -> Items[schemas.OkrugRead]:
    found = await session.scalars(select(Okrug).order_by(Okrug.code))
    return Items(items=[schemas.OkrugRead.model_validate(okrug) for okrug in found])


async def list_municipalities(reader: Reader, actor: Actor, params: schemas.MunicipalityParams) -> Response:
    given = {"q": words_of(params.q) if params.q else None}
    return await lists.MUNICIPALITIES.page(reader, actor.entry, params.sort, params, given)


async def list_organizations(reader: Reader, actor: Actor, params: schemas.OrganizationParams) -> Response:
    given = {"kind": params.kind, "municipality_id": params.municipality_id}
    return await lists.ORGANIZATIONS.page(reader, actor.entry, params.sort, params, given)


async def list_governance_bodies(reader: Reader, actor: Actor, params: schemas.GovernanceBodyParams) -> Response:
    given = {"kind": params.kind, "municipality_id": params.municipality_id}
    return await lists.GOVERNANCE_BODIES.page(reader, actor.entry, params.sort, params, given)


async def list_schools(reader: Reader, actor: Actor, params: schemas.SchoolParams, *, csv: bool) -> Response:
    """Schools the actor sees. Asking by status needs the right to see statuses: the answer would tell them."""
    if params.status is not None:
        actor.require("statuses.read")
    given = {
        "municipality_id": params.municipality_id,
        "type": params.type,
        "status": params.status,
        "q": words_of(params.q) if params.q else None,
    }
    show = actor.may("statuses.read")
    if csv:
        return await lists.SCHOOLS_CSV[show].csv(reader, actor.entry, params.sort, given, "schools")
    return await lists.SCHOOLS[show].page(reader, actor.entry, params.sort, params, given)


async def load_school(session: ReadSession, school_id: UUID) -> School:
    """Raises `NotFound` when the actor does not see the school."""
    if (school := await session.get(School, school_id)) is None:
        raise NotFound
    return school


async def school_detail(session: ReadSession, actor: Actor, school_id: UUID) -> schemas.SchoolDetail:
    return await read_school(session, actor, await load_school(session, school_id))


async def read_school(session: ReadSession, actor: Actor, school: School) -> schemas.SchoolDetail:
    """The whole school; statuses only for those who may see them."""
    name = await session.scalar(select(Municipality.name).where(Municipality.id == school.municipality_id))
    history = await _history(session, school) if actor.may("statuses.read") else []
    return schemas.SchoolDetail(
        id=school.id,
        code=school.code,
        full_name=school.full_name,
        short_name=school.short_name,
        type=school.type,
        municipality=schemas.MunicipalityRef(id=school.municipality_id, name=name or ""),
        is_hub=school.is_hub,
        is_resource_center=school.is_resource_center,
        statuses=sorted({row.status for row in history if row.is_current}),
        aliases=[schemas.AliasRead.model_validate(row) for row in await _of(session, SchoolAlias, school)],
        identifiers=[
            schemas.IdentifierRead.model_validate(row) for row in await _of(session, SchoolIdentifier, school)
        ],
        status_history=history,
        allowed_actions=school_actions(actor, school),
        version=school.version,
    )


async def statuses_of(session: ReadSession, school: School) -> Sequence[SchoolStatus]:
    """Every status the school ever held, latest first, those of unknown beginning last."""
    mine = (SchoolStatus.school_id == school.id) & (SchoolStatus.municipality_id == school.municipality_id)
    order = (SchoolStatus.valid_from.desc().nulls_last(), SchoolStatus.id.desc())
    return (await session.scalars(select(SchoolStatus).where(mine).order_by(*order))).all()


async def _history(session: ReadSession, school: School) -> list[schemas.StatusRead]:
    today = clock.today()
    return [
        schemas.StatusRead(
            id=row.id,
            status=row.status,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            basis=row.basis,
            is_current=is_current(row, today),
        )
        for row in await statuses_of(session, school)
    ]


async def _of(session: ReadSession, model: type[SchoolAlias] | type[SchoolIdentifier], school: School) -> Sequence[Any]:
    mine = (model.school_id == school.id) & (model.municipality_id == school.municipality_id)
    return (await session.scalars(select(model).where(mine).order_by(model.created_at, model.id))).all()


async def municipality_detail(session: ReadSession, actor: Actor, municipality_id: UUID) -> schemas.MunicipalityDetail:
    """Raises `NotFound`. The number of schools is null where the actor does not see them all."""
    if (found := await session.get(Municipality, municipality_id)) is None:
        raise NotFound
    versions = await session.scalars(
        select(MunicipalityVersion)
        .where(MunicipalityVersion.municipality_id == found.id)
        .order_by(MunicipalityVersion.valid_from.nulls_last(), MunicipalityVersion.id)
    )
    counted = actor.scope != "person" and actor.municipality_id in (None, found.id)
    count = await session.scalar(select(func.count()).where(School.municipality_id == found.id)) if counted else None
    fields = {
        column: getattr(found, column) for column in schemas.MunicipalityRead.model_fields if column != "school_count"
    }
    return schemas.MunicipalityDetail(
        **fields,
        school_count=count,
        versions=[schemas.MunicipalityVersionRead.model_validate(version) for version in versions],
        version=found.version,
    )


async def name_owner(session: ReadSession, municipality_id: UUID, name: str, besides: UUID | None = None) -> str | None:
    """The school of the municipality that is already called `name`, by a name or an alias (INV-02), or None."""
    wanted = normal_form(name)
    here = select(School.id, School.short_name, School.full_name).where(School.municipality_id == municipality_id)
    for row in await session.execute(here):
        if row.id != besides and wanted in (normal_form(row.short_name), normal_form(row.full_name)):
            return str(row.short_name)
    other = SchoolAlias.school_id != besides if besides else SchoolAlias.school_id.is_not(None)
    return await session.scalar(
        select(School.short_name)
        .join(
            SchoolAlias, (SchoolAlias.school_id == School.id) & (SchoolAlias.municipality_id == School.municipality_id)
        )
        .where(SchoolAlias.municipality_id == municipality_id, SchoolAlias.normalized == wanted, other)
    )


# The global search: best match first.


async def search_schools(reader: Reader, entry: Entry, q: str, limit: int) -> list[schemas.Found]:
    return await _search(reader, entry, "schools", q, limit)


async def search_municipalities(reader: Reader, entry: Entry, q: str, limit: int) -> list[schemas.Found]:
    return await _search(reader, entry, "municipalities", q, limit)


async def _search(reader: Reader, entry: Entry, what: str, q: str, limit: int) -> list[schemas.Found]:
    sql, names = _SEARCHES[what](entry.scope, limit)
    return await found_by(reader, entry, sql, names, q)


async def found_by(reader: Reader, entry: Entry, sql: str, names: Sequence[str], q: str) -> list[schemas.Found]:
    """Run a search statement made with `best_first`."""
    words = words_of(q)
    bound = {"words": words, "phrase": " ".join(words)}
    rows = await reader.fetch(entry, sql, [bound[name] for name in names])
    return [schemas.Found(id=row["id"], title=row["title"], subtitle=row["subtitle"]) for row in rows]


def best_first(
    scope: str, limit: int, table: FromClause, text: Any, source: FromClause, title: Any, subtitle: Any
) -> tuple[str, list[str]]:
    """A search statement of `table`: rows that match every word, the closest to the whole phrase first."""
    rank = closeness(bindparam("phrase", type_=Text), text(table))
    statement = (
        select(table.c.id, title.label("title"), subtitle.label("subtitle"))
        .select_from(source)
        .where(matching(table, text)(bindparam("words")))
        .order_by(rank.desc(), table.c.sort_key, table.c.id)
        .limit(literal_column(str(limit)))
    )
    return compiled(statement, scope)


@lru_cache(maxsize=100)
def _schools(scope: str, limit: int) -> tuple[str, list[str]]:
    school, municipality = lists.school, lists.municipality
    joined = school.join(municipality, municipality.c.id == school.c.municipality_id)
    return best_first(scope, limit, school, lambda t: t.c.search_text, joined, school.c.short_name, municipality.c.name)


@lru_cache(maxsize=100)
def _municipalities(scope: str, limit: int) -> tuple[str, list[str]]:
    table = lists.municipality
    nothing = literal_column("null", Text)
    return best_first(scope, limit, table, lambda t: searchable(t.c.name), table, table.c.name, nothing)


_SEARCHES = {"schools": _schools, "municipalities": _municipalities}
