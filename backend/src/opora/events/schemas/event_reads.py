"""Events: what a client reads of them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from opora.core.inputs import Output, Versioned
from opora.deficits.schemas import SchoolRef, TypeRef
from opora.events.schemas.vocabulary import Audience, EventMove, EventStatus, Kind, Mode, RegistrationStatus, Track


class Seats(Output):
    """Counted from registrations: seats taken, people waiting, requests to approve, people who came."""

    taken: int
    waiting: int
    requested: int
    attended: int


class EventRow(Output):
    """An event as a line of a list. `my_status` is the reader's own registration."""

    id: UUID
    municipality_id: UUID
    program_id: UUID
    intensive_day_id: UUID | None
    kind: Kind
    title: str
    audience: list[Audience]
    content_track: Track | None
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    place: str | None
    room: str | None
    organizer_name: str
    host_name: str | None
    capacity: int | None
    needs_approval: bool
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    status: EventStatus
    speakers: list[str]
    seats: Seats
    my_status: RegistrationStatus | None
    updated_at: datetime
    version: int


class Organizer(Output):
    kind: Literal["organization", "school"]
    id: UUID
    name: str


class HostRef(Output):
    id: UUID
    name: str


class SpeakerRead(Output):
    id: UUID
    person_id: UUID | None
    name: str
    note: str | None


class MaterialRead(Output):
    title: str
    url: str


class TargetDeficit(Output):
    """A school's own deficit that the event serves; others do not see it."""

    id: UUID
    type: TypeRef
    school: SchoolRef


class MyRegistration(Output):
    """The reader's own; `waiting_position` is 1 for who is next."""

    id: UUID
    status: RegistrationStatus
    number: int
    waiting_position: int | None


class EventTransitionRead(Output):
    """An event of the state machine for this actor now: allowed, or why not; `requires` names what to send with it."""

    event: EventMove
    to: EventStatus
    allowed: bool
    reason: str | None
    requires: list[Literal["comment", "starts_at", "ends_at"]]


class EventRead(Versioned):
    """A whole event, with what may be done next. `leads`: the reader is one of its speakers."""

    id: UUID
    municipality_id: UUID
    program_id: UUID
    intensive_day_id: UUID | None
    kind: Kind
    title: str
    description: str | None
    audience: list[Audience]
    content_track: Track | None
    starts_at: datetime
    ends_at: datetime
    moved_from: datetime | None
    mode: Mode
    place: str | None
    room: str | None
    link: str | None
    organizer: Organizer
    host_school: HostRef | None
    speakers: list[SpeakerRead]
    capacity: int | None
    needs_approval: bool
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    deficit_types: list[TypeRef]
    deficits: list[TargetDeficit]
    materials: list[MaterialRead]
    sequence: int
    status: EventStatus
    status_since: datetime
    status_note: str | None
    seats: Seats
    my_registration: MyRegistration | None
    leads: bool
    transitions: list[EventTransitionRead]
    allowed_actions: list[str]
    updated_at: datetime


class EventBoard(Output):
    """What a screen beside the door shows: it is polled, unchanged it answers 304."""

    event_id: UUID
    title: str
    status: EventStatus
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    free: int | None
    seats: Seats
