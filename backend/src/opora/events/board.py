"""The screen beside the door: polled, so that unchanged it costs an empty answer."""

from uuid import UUID

from fastapi import Request, Response

from opora.access.actor import Actor
from opora.core.database import ReadSession
from opora.core.listing import polled_response
from opora.events.queries import figures, load_event
from opora.events.schemas import EventBoard


async def read_board(request: Request, session: ReadSession, actor: Actor, event_id: UUID) -> Response:
    """Seats, waiting list and attendance as numbers. Raises `EventNotFound`."""
    event = await load_event(session, actor, event_id)
    seats = await figures(session, event_id)
    free = None if event.capacity is None else max(0, event.capacity - seats.taken)
    plain = {name: getattr(event, name) for name in ("title", "status", "starts_at", "ends_at", "capacity")}
    board = EventBoard(event_id=event.id, **plain, free=free, seats=seats)
    return polled_response(request, board.model_dump(mode="json"))
