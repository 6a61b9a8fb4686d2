"""Events: what a client sends and reads of them."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from opora.core import clock
from opora.core.inputs import Day, Flag, Input, Instant, Line, Note, Output, PageParams, Versioned, WebLink
from opora.deficits.schemas import SchoolRef, TypeRef
from opora.events.schemas.vocabulary import (
    Audience,
    Audiences,
    Capacity,
    EventMove,
    EventStatus,
    Kind,
    Mode,
    RegistrationStatus,
    Track,
)


class EventList(PageParams):
    """`mine`: where the reader is registered or speaks. Days are of the region's zone; `to` is inclusive."""

    sort: Literal["starts_at", "-starts_at", "-updated_at", "updated_at"] = "starts_at"
    program_id: UUID | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None
    intensive_day_id: UUID | None = None
    type_id: UUID | None = None
    kind: Kind | None = None
    status: EventStatus | None = None
    audience: Audience | None = None
    from_day: Day | None = None
    to_day: Day | None = None
    mine: bool = False
    ahead: bool = False


class SpeakerInput(Input):
    """Somebody of the network by `person_id`, or a guest from outside by `name`."""

    person_id: UUID | None = None
    name: Line | None = None
    note: Line | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.person_id is None) == (self.name is None):
            raise ValueError("one_of_two")
        return self


class MaterialInput(Input):
    title: Line
    url: WebLink


Speakers = Annotated[list[SpeakerInput], Field(max_length=20)]
Materials = Annotated[list[MaterialInput], Field(max_length=30)]
Ids = Annotated[list[UUID], Field(max_length=40)]


class EventCreate(Input):
    """A draft. The organiser is an organisation or a school; `capacity` null is unlimited."""

    program_id: UUID
    kind: Kind
    title: Line
    description: Note | None = None
    audience: Audiences
    content_track: Track | None = None
    starts_at: Instant
    ends_at: Instant
    mode: Mode = "in_person"
    place: Line | None = None
    room: Line | None = None
    link: WebLink | None = None
    organizer_id: UUID | None = None
    organizer_school_id: UUID | None = None
    host_school_id: UUID | None = None
    speakers: Speakers = Field(default_factory=list)
    capacity: Capacity | None = None
    needs_approval: Flag = False
    registration_opens_at: Instant | None = None
    registration_closes_at: Instant | None = None
    deficit_type_ids: Ids = Field(default_factory=list)
    deficit_ids: Ids = Field(default_factory=list)
    materials: Materials = Field(default_factory=list)


class EventUpdate(Input):
    """Merge patch: only the fields sent are changed; a list replaces the list. Once published, time moves by `move`."""

    kind: Kind = "other"
    title: Line = ""
    description: Note | None = None
    audience: Audiences = Field(default_factory=list)
    content_track: Track | None = None
    starts_at: Instant = Field(default_factory=clock.now)
    ends_at: Instant = Field(default_factory=clock.now)
    mode: Mode = "in_person"
    place: Line | None = None
    room: Line | None = None
    link: WebLink | None = None
    organizer_id: UUID | None = None
    organizer_school_id: UUID | None = None
    host_school_id: UUID | None = None
    speakers: Speakers = Field(default_factory=list)
    capacity: Capacity | None = None
    needs_approval: Flag = False
    registration_opens_at: Instant | None = None
    registration_closes_at: Instant | None = None
    deficit_type_ids: Ids = Field(default_factory=list)
    deficit_ids: Ids = Field(default_factory=list)
    materials: Materials = Field(default_factory=list)


class EventMovePayload(Input):
    """The new time, for `move`."""

    starts_at: Instant | None = None
    ends_at: Instant | None = None


class EventTransitionInput(Input):
    event: EventMove
    comment: Note | None = None
    payload: EventMovePayload = EventMovePayload()


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
