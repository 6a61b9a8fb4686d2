"""Feedback (3.4, INV-38): given once by who came, by guests with a link, and read as figures from five answers on.

No answer is kept beside an account: the request is not stored for replay, the fact tells that somebody answered and not what.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi import Request
from sqlalchemy import SmallInteger, bindparam, select, text
from sqlalchemy.types import Uuid

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.outbox import record
from opora.core.problems import Forbidden
from opora.events import codes
from opora.events.check_in import key_of
from opora.events.errors import (
    FeedbackAlreadyGiven,
    FeedbackClosed,
    FeedbackLinkNotFound,
    NotAttending,
    NotForThisAudience,
    TooManyTries,
)
from opora.events.queries import leads, load_event
from opora.events.schemas import (
    AudienceFeedback,
    FeedbackInput,
    FeedbackLink,
    FeedbackRead,
    GuestEvent,
    GuestFeedbackInput,
)
from opora.events.taking_part import OVER, EventRegistration
from opora.identity.cookies import network_of
from opora.settings import Settings

OPEN_FOR = timedelta(days=14)
GUESTS_AN_HOUR = 300
"""Answers from one network and event: a hall shares one, a script would be faster."""
_GIVE = text("select gate.give_feedback(:id, :event, :audience, :rating, :comment, :day)").bindparams(
    bindparam("id", type_=Uuid()), bindparam("event", type_=Uuid()), bindparam("rating", type_=SmallInteger())
)
_FIGURES = text("select * from gate.feedback_figures(:event)").bindparams(bindparam("event", type_=Uuid()))
_COMMENTS = text("select * from gate.feedback_comments(:event)").bindparams(bindparam("event", type_=Uuid()))


def _is_open(event: Any) -> bool:
    """From the start until two weeks after the end."""
    takes_place = event.status not in ("draft", "cancelled")
    return takes_place and event.starts_at <= clock.now() <= event.ends_at + OPEN_FOR


async def give_feedback(session: Session, actor: Actor, event_id: UUID, data: FeedbackInput) -> None:
    """Answer once, having come. Raises `FeedbackClosed`, `FeedbackAlreadyGiven`, `NotAttending`."""
    event = await load_event(session, actor, event_id)
    if not _is_open(event):
        raise FeedbackClosed
    mine = (EventRegistration.event_id == event_id) & (EventRegistration.person_id == actor.person_id)
    live = select(EventRegistration).where(mine, EventRegistration.status.not_in(OVER)).with_for_update()
    registration = await session.scalar(live)
    if registration is not None and registration.feedback_on is not None:
        raise FeedbackAlreadyGiven
    if registration is None or registration.status != "attended":
        raise NotAttending
    answer = {"id": uuid4(), "event": event_id, "audience": registration.audience, "day": clock.today()}
    await session.execute(_GIVE, answer | data.model_dump())
    registration.status, registration.status_since = "feedback_given", clock.now()
    registration.feedback_on = clock.today()
    await session.flush()
    told = {"event": "give_feedback", "from": "attended", "to": "feedback_given", "event_id": event_id}
    await record(session, "registration.give_feedback", registration, **told)


async def read_feedback(session: ReadSession, actor: Actor, event_id: UUID) -> FeedbackRead:
    """What came together. A teacher reads it of events they lead. Raises `EventNotFound`, `Forbidden`."""
    await load_event(session, actor, event_id)
    if actor.role is Role.TEACHER and not await leads(session, actor.person_id, event_id):
        raise Forbidden
    rows = [tuple(row) for row in await session.execute(_FIGURES, {"event": event_id})]
    comments = list(await session.scalars(_COMMENTS, {"event": event_id}))
    spread = [sum(n for _, rating, n in rows if rating == mark) for mark in range(1, 6)]
    answers = sum(spread)
    groups = sorted({audience for audience, _, _ in rows if audience is not None})
    return FeedbackRead(
        event_id=event_id,
        is_hidden=not answers,
        answers=answers or None,
        mean=_mean(rows) if answers else None,
        distribution=spread if answers else [],
        by_audience=[_of_audience(group, [row for row in rows if row[0] == group]) for group in groups],
        comments=comments,
    )


def _mean(rows: list[tuple[Any, ...]]) -> float:
    mean: float = sum(rating * n for _, rating, n in rows) / sum(n for _, _, n in rows)
    return round(mean, 2)


def _of_audience(audience: str, rows: list[tuple[Any, ...]]) -> AudienceFeedback:
    return AudienceFeedback.model_validate(
        {"audience": audience, "answers": sum(n for _, _, n in rows), "mean": _mean(rows)}
    )


async def guest_link(session: ReadSession, actor: Actor, event_id: UUID, settings: Settings) -> FeedbackLink:
    """The link that the coordinator, a methodologist or a leader hands to guests. Raises `EventNotFound`, `Forbidden`."""
    event = await load_event(session, actor, event_id)
    if actor.role is Role.TEACHER and not await leads(session, actor.person_id, event_id):
        raise Forbidden
    token = codes.guest_token(key_of(settings), event.id)
    return FeedbackLink(token=token, url=f"{settings.origin}/feedback/{token}")


async def read_guest_event(request: Request, token: str) -> GuestEvent:
    """Raises `FeedbackLinkNotFound`."""
    _, event = await _guest_event(request, token)
    return GuestEvent(
        **{name: event[name] for name in GuestEvent.model_fields if name != "is_open"}, is_open=_open(event)
    )


async def give_guest_feedback(request: Request, token: str, data: GuestFeedbackInput) -> None:
    """An answer of somebody without a login. The network is counted beside the event and never beside the answer.

    Raises `FeedbackLinkNotFound`, `FeedbackClosed`, `NotForThisAudience`, `TooManyTries`.
    """
    event_id, event = await _guest_event(request, token)
    if not _open(event):
        raise FeedbackClosed
    if data.audience not in event["audience"]:
        raise NotForThisAudience
    async with request.app.state.reader.before_actor() as gate:
        answers = await gate.fetchval("select gate.guest_answers($1, $2)", event_id, network_of(request))
        if answers <= GUESTS_AN_HOUR:
            await gate.execute(
                "select gate.give_feedback($1, $2, $3, $4, $5, $6)",
                data.id, event_id, data.audience, data.rating, data.comment, clock.today(),
            )  # fmt: skip
    if answers > GUESTS_AN_HOUR:
        raise TooManyTries(3600)


async def _guest_event(request: Request, token: str) -> tuple[UUID, Any]:
    event_id = codes.event_of(key_of(request.app.state.settings), token)
    if event_id is None:
        raise FeedbackLinkNotFound
    async with request.app.state.reader.before_actor() as gate:
        event = await gate.fetchrow("select * from gate.guest_event($1)", event_id)
    if event is None:
        raise FeedbackLinkNotFound
    return event_id, event


def _open(event: Any) -> bool:
    return bool(event["starts_at"] <= clock.now() <= event["ends_at"] + OPEN_FOR)
