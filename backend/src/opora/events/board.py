"""The screen beside the door: polled, so that unchanged it costs an empty answer."""

import hashlib
from uuid import UUID

from fastapi import Response

from opora.access.actor import Actor
from opora.core.database import ReadSession
from opora.events.queries import figures, load_event
from opora.events.schemas import EventBoard

_POLLED = {"cache-control": "private, no-cache"}


async def read_board(session: ReadSession, actor: Actor, event_id: UUID, known: str | None) -> Response:
    """Seats, waiting list and attendance as numbers; 304 when `known` (If-None-Match) names the same. Raises `EventNotFound`."""
    event = await load_event(session, actor, event_id)
    seats = await figures(session, event_id)
    free = None if event.capacity is None else max(0, event.capacity - seats.taken)
    plain = {name: getattr(event, name) for name in ("title", "status", "starts_at", "ends_at", "capacity")}
    body = EventBoard(event_id=event.id, **plain, free=free, seats=seats).model_dump_json().encode()
    headers = {"etag": f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"', **_POLLED}
    if known is not None and headers["etag"] in (tag.strip() for tag in known.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, "application/json")
