"""The catalogue of deficit types: one for the region, readable to everybody, edited by its coordinator."""

from functools import lru_cache
from uuid import UUID

from fastapi import Response

from opora.access.actor import Actor
from opora.access.routing import check_version
from opora.core.database import Entry, Reader, ReadSession, Session
from opora.core.ids import uuid7
from opora.core.listing import Listing
from opora.core.sorting import sort_key
from opora.deficits.errors import DeficitTypeNotFound
from opora.deficits.models import DeficitType
from opora.deficits.schemas import DeficitTypeCreate, DeficitTypeList, DeficitTypeRead, DeficitTypeUpdate
from opora.territory.queries import best_first, found_by
from opora.territory.schemas import Found
from opora.territory.search import searchable

T = DeficitType.__table__.c
TYPES = Listing(
    source=DeficitType.__table__,
    key=T.id,
    fields=tuple(T[name] for name in DeficitTypeRead.model_fields),
    sorts={"title": T.sort_key},
    filters={
        "framework": lambda value: T.framework == value,
        "component": lambda value: T.component == value,
        "nature": lambda value: T.nature == value,
        "bearer_kind": T.bearer_kinds.any,
    },
    flags={"active": T.is_active.is_(True)},
)


async def list_types(reader: Reader, actor: Actor, query: DeficitTypeList) -> Response:
    given = query.model_dump(exclude={"limit", "cursor", "include_total", "sort"})
    return await TYPES.page(reader, actor.entry, query.sort, query, given)


@lru_cache
def _search(scope: str, limit: int) -> tuple[str, list[str]]:
    table = DeficitType.__table__
    return best_first(scope, limit, table, lambda t: searchable(t.c.title), table, T.title, T.code)


async def search_types(reader: Reader, entry: Entry, q: str, limit: int) -> list[Found]:
    """Types whose title fits, for global search."""
    sql, names = _search(entry.scope, limit)
    return await found_by(reader, entry, sql, names, q)


async def _load(session: ReadSession, type_id: UUID) -> DeficitType:
    if (found := await session.get(DeficitType, type_id)) is None:
        raise DeficitTypeNotFound
    return found


async def read_type(session: ReadSession, type_id: UUID) -> DeficitTypeRead:
    """Raises `DeficitTypeNotFound`."""
    return DeficitTypeRead.model_validate(await _load(session, type_id))


async def create_type(session: Session, data: DeficitTypeCreate) -> DeficitTypeRead:
    """Add a type of one's own; it is a sample of nobody's. Raises `DeficitTypeCodeTaken`."""
    row = DeficitType(id=uuid7(), sort_key=sort_key(data.title), is_sample=False, is_active=True, **data.model_dump())
    session.add(row)
    await session.flush()
    return DeficitTypeRead.model_validate(row)


async def update_type(
    session: Session, type_id: UUID, data: DeficitTypeUpdate, if_match: str | None
) -> DeficitTypeRead:
    """Merge patch of title, note and activity. Raises `DeficitTypeNotFound`, `Stale`."""
    row = await _load(session, type_id)
    check_version(row, if_match)
    for name in data.model_fields_set:
        setattr(row, name, getattr(data, name))
    row.sort_key = sort_key(row.title)
    await session.flush()
    return DeficitTypeRead.model_validate(row)
