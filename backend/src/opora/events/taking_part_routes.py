"""HTTP of taking part: registrations, attendance, counts, feedback."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from opora.access.actor import ActorDep, allow, public
from opora.access.routing import IfMatch, context_router
from opora.access.sessions import ReaderDep, ReadSessionDep, SessionDep
from opora.core.inputs import Items, Page
from opora.core.listing import CSV_ANSWER
from opora.events import attendance, counts, feedback, registering, registration_lists, registrations
from opora.events import check_in as checking
from opora.events.routes import Accept
from opora.events.schemas import (
    AttendanceInput,
    AttendanceRecorded,
    AttendanceRow,
    AttendanceSheet,
    CheckedIn,
    CheckInInput,
    CountInput,
    CountRead,
    EventRegistrationList,
    EventRegistrationRow,
    FeedbackInput,
    FeedbackLink,
    FeedbackRead,
    GuestEvent,
    GuestFeedbackInput,
    RegistrationCreate,
    RegistrationList,
    RegistrationMany,
    RegistrationRead,
    RegistrationRow,
    RegistrationsMade,
    RegistrationTransitionInput,
    SessionCode,
)

router = context_router("events")
Token = Annotated[str, Path(pattern=r"^[0-9a-f-]{32,100}$")]


@router.get("/registrations", response_model=Page[RegistrationRow], responses=CSV_ANSWER, **allow("registrations.read"))
async def list_registrations(
    actor: ActorDep, reader: ReaderDep, query: Annotated[RegistrationList, Query()], accept: Accept = None
) -> Response:
    return await registration_lists.list_registrations(reader, actor, query, as_csv="text/csv" in (accept or ""))


@router.get("/registrations/{registration_id}", response_model=RegistrationRead, **allow("registrations.read"))
async def get_registration(registration_id: UUID, session: ReadSessionDep, actor: ActorDep) -> RegistrationRead:
    return await registrations.read_registration(session, actor, registration_id)


@router.post(
    "/registrations/{registration_id}/transitions",
    response_model=RegistrationRead,
    **allow("registrations.transition"),
)
async def transition_registration(
    registration_id: UUID,
    data: RegistrationTransitionInput,
    session: SessionDep,
    actor: ActorDep,
    if_match: IfMatch = None,
) -> RegistrationRead:
    return await registrations.transition_registration(session, actor, registration_id, data, if_match)


@router.get(
    "/events/{event_id}/registrations",
    response_model=Page[EventRegistrationRow],
    responses=CSV_ANSWER,
    **allow("registrations.read"),
)
async def list_event_registrations(
    event_id: UUID,
    actor: ActorDep,
    reader: ReaderDep,
    query: Annotated[EventRegistrationList, Query()],
    accept: Accept = None,
) -> Response:
    as_csv = "text/csv" in (accept or "")
    return await registration_lists.list_event_registrations(reader, actor, event_id, query, as_csv=as_csv)


@router.post(
    "/events/{event_id}/registrations", status_code=201, response_model=RegistrationRead, **allow("events.register")
)
async def register(event_id: UUID, data: RegistrationCreate, session: SessionDep, actor: ActorDep) -> RegistrationRead:
    return await registering.register_self(session, actor, event_id, data)


@router.post(
    "/events/{event_id}/registrations/batch",
    status_code=201,
    response_model=RegistrationsMade,
    **allow("events.register_many"),
)
async def register_many(
    event_id: UUID, data: RegistrationMany, session: SessionDep, actor: ActorDep
) -> RegistrationsMade:
    return await registering.register_many(session, actor, event_id, data)


@router.get(
    "/events/{event_id}/attendance",
    response_model=Page[AttendanceRow],
    responses=CSV_ANSWER,
    **allow("registrations.read"),
)
async def get_attendance_sheet(
    event_id: UUID,
    actor: ActorDep,
    reader: ReaderDep,
    query: Annotated[AttendanceSheet, Query()],
    accept: Accept = None,
) -> Response:
    as_csv = "text/csv" in (accept or "")
    return await registration_lists.list_attendance(reader, actor, event_id, query, as_csv=as_csv)


@router.post(
    "/events/{event_id}/attendance", status_code=201, response_model=AttendanceRecorded, **allow("attendance.mark")
)
async def record_attendance(
    event_id: UUID, data: AttendanceInput, session: SessionDep, actor: ActorDep
) -> AttendanceRecorded:
    return await attendance.record_attendance(session, actor, event_id, data)


@router.get("/events/{event_id}/code", response_model=SessionCode, **allow("attendance.code", secret=True))
async def get_session_code(event_id: UUID, request: Request, session: ReadSessionDep, actor: ActorDep) -> SessionCode:
    return await checking.show_code(session, actor, event_id, request.app.state.settings)


@router.post("/events/{event_id}/check-in", response_model=CheckedIn, **allow("attendance.check_in", secret=True))
async def check_in(
    event_id: UUID, data: CheckInInput, request: Request, session: SessionDep, actor: ActorDep
) -> CheckedIn:
    return await checking.check_in(request, session, actor, event_id, data.code)


@router.get("/events/{event_id}/counts", response_model=Items[CountRead], **allow("attendance_counts.read"))
async def list_attendance_counts(event_id: UUID, session: ReadSessionDep, actor: ActorDep) -> Items[CountRead]:
    return await counts.counts_of(session, actor, event_id)


@router.post(
    "/events/{event_id}/counts", status_code=201, response_model=Items[CountRead], **allow("attendance_counts.put")
)
async def put_attendance_count(
    event_id: UUID, data: CountInput, session: SessionDep, actor: ActorDep
) -> Items[CountRead]:
    return await counts.put_count(session, actor, event_id, data)


@router.get("/events/{event_id}/feedback", response_model=FeedbackRead, **allow("feedback.read"))
async def get_event_feedback(event_id: UUID, session: ReadSessionDep, actor: ActorDep) -> FeedbackRead:
    return await feedback.read_feedback(session, actor, event_id)


@router.post("/events/{event_id}/feedback", status_code=204, **allow("feedback.give", secret=True))
async def give_event_feedback(event_id: UUID, data: FeedbackInput, session: SessionDep, actor: ActorDep) -> None:
    await feedback.give_feedback(session, actor, event_id, data)


@router.get("/events/{event_id}/feedback-link", response_model=FeedbackLink, **allow("feedback.link", secret=True))
async def get_feedback_link(event_id: UUID, request: Request, session: ReadSessionDep, actor: ActorDep) -> FeedbackLink:
    return await feedback.guest_link(session, actor, event_id, request.app.state.settings)


@router.get("/feedback/{token}", response_model=GuestEvent, **public())
async def get_guest_event(token: Token, request: Request) -> GuestEvent:
    return await feedback.read_guest_event(request, token)


@router.post("/feedback/{token}", status_code=204, **public())
async def give_guest_feedback(token: Token, data: GuestFeedbackInput, request: Request) -> None:
    await feedback.give_guest_feedback(request, token, data)
