"""Global search: collects from every context, best match first, within what the actor may see."""

from itertools import zip_longest

from opora.access.actor import Actor
from opora.core.database import Reader
from opora.core.inputs import Items
from opora.deficits.catalogue import search_types
from opora.people.queries import search_people
from opora.programs.queries import search_programs
from opora.territory.queries import search_municipalities, search_schools
from opora.wiring.schemas import Found, SearchQuery

_SOURCES = (
    ("school", "schools.read", search_schools),
    ("person", "people.read", search_people),
    ("deficit_type", "deficit_types.read", search_types),
    ("program", "programs.read", search_programs),
    ("municipality", "territory.read", search_municipalities),
)


async def search(reader: Reader, actor: Actor, query: SearchQuery) -> Items[Found]:
    """Up to `limit` things whose names fit `q`, typing errors forgiven: the best of every kind first, so that no kind with many
    hits hides another."""
    found: list[list[Found]] = []
    for kind, permission, source in _SOURCES:
        if actor.may(permission):
            rows = await source(reader, actor.entry, query.q, query.limit)
            found.append([Found.model_validate({"kind": kind, **row.model_dump()}) for row in rows])
    ranked = [one for rank in zip_longest(*found) for one in rank if one is not None]
    return Items(items=ranked[: query.limit])
