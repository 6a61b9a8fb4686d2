"""Facts: written in the transaction of their cause, so that nothing is announced that did not happen and
nothing is forgotten.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy import Table, insert

from opora.core import clock
from opora.core.database import Session
from opora.core.tables import Change

_CHANGE = cast(Table, Change.__table__)


class Owned(Protocol):
    """A row of one territory; `visibility` and `person_id` narrow who may read of it."""

    @property
    def id(self) -> Any: ...
    @property
    def region_id(self) -> Any: ...
    @property
    def municipality_id(self) -> Any: ...


async def record(session: Session, type_: str, row: Owned, **data: Any) -> None:
    """Add the fact `type_` (`<entity>.<event>`) about `row`.

    `data` is JSON: ids, codes and figures, and what a user said of the step (`comment`, `title`, `text`), which the
    object's own history shows under the row's visibility. A user's words may name somebody: nothing that leaves the
    program (feed, webhook, letter) repeats them.
    """
    await record_many(session, [(type_, row, data)])


async def record_many(session: Session, facts: Iterable[tuple[str, Owned, Mapping[str, Any]]]) -> None:
    """Facts about many rows in one statement."""
    entry, at = session.info["entry"], clock.now()
    rows = [
        {
            "at": at,
            "assignment_id": entry.assignment,
            "account_id": session.info["account_id"],
            "region_id": row.region_id,
            "municipality_id": row.municipality_id,
            "school_id": getattr(row, "school_id", None),
            "person_id": getattr(row, "person_id", None),
            "visibility": getattr(row, "visibility", "school"),
            "type": type_,
            "entity_id": row.id,
            "data": {key: str(value) if isinstance(value, UUID) else value for key, value in data.items()},
        }
        for type_, row, data in facts
    ]
    if rows:
        # inline: RETURNING the key would need the right to read the fact, which its teller may not have (an administrator)
        await session.execute(insert(_CHANGE).inline(), rows)
