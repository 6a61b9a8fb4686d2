"""Who changed what: the audit of the actor's territory."""

from fastapi import Response

from opora.access.actor import Actor
from opora.core.database import Reader
from opora.core.listing import Listing
from opora.core.tables import Audit
from opora.wiring.schemas import AuditEntry, AuditList

A = Audit.__table__.c
AUDIT = Listing(
    source=Audit.__table__,
    key=A.id,
    fields=tuple(A[name] for name in AuditEntry.model_fields),
    sorts={"at": A.at},
    filters={"entity": lambda value: A.entity == value, "entity_id": lambda value: A.entity_id == value},
)


async def list_audit(reader: Reader, actor: Actor, query: AuditList) -> Response:
    """Newest first."""
    given = {"entity": query.entity, "entity_id": query.entity_id}
    return await AUDIT.page(reader, actor.entry, query.sort, query, given)
