"""Registrations: what a client sends and reads of who takes part."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from opora.core.inputs import Input, Note, Output, PageParams, Versioned
from opora.events.schemas.event_reads import Seats
from opora.events.schemas.vocabulary import Adults, EventStatus, RegistrationMove, RegistrationStatus, once
from opora.people.schemas import PersonRef


class RegistrationList(PageParams):
    """Registrations the reader may see: a school those of its staff, a teacher the own and those of events they lead."""

    sort: Literal["-created_at", "created_at"] = "-created_at"
    event_id: UUID | None = None
    school_id: UUID | None = None
    status: RegistrationStatus | None = None
    mine: bool = False


class EventRegistrationList(PageParams):
    """`number` is the order in which people registered."""

    sort: Literal["name", "-name", "number", "-number"] = "name"
    school_id: UUID | None = None
    status: RegistrationStatus | None = None


class RegistrationCreate(Input):
    """Of oneself."""

    note: Note | None = None


class RegistrationMany(Input):
    """A school's own staff, or anybody of the municipality by a methodologist."""

    person_ids: Annotated[list[UUID], Field(min_length=1, max_length=200), AfterValidator(once)]


class RegistrationTransitionInput(Input):
    event: RegistrationMove
    comment: Note | None = None


class EventRef(Output):
    """An event named inside another record."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    status: EventStatus


class SeatSchool(Output):
    """The school as it stands on the attendance sheet."""

    id: UUID
    name: str


class EventRegistrationRow(Output):
    """A line of an event's list."""

    id: UUID
    number: int
    audience: Adults
    status: RegistrationStatus
    source: Literal["self", "school", "methodologist"]
    note: str | None
    created_at: datetime
    status_since: datetime
    version: int
    person: PersonRef
    school: SeatSchool | None


class RegistrationRow(EventRegistrationRow):
    """A registration with its event."""

    event: EventRef


class Clash(Output):
    """Another event at the same time for the same person: a warning, never a refusal."""

    event_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    role: Literal["participant", "speaker"]


class RegistrationTransitionRead(Output):
    """An event of 3.4 for this actor now: allowed, or why not."""

    event: RegistrationMove
    to: RegistrationStatus
    allowed: bool
    reason: str | None
    requires: list[Literal["comment"]]


class RegistrationRead(Versioned):
    """A whole registration. `waiting_position` is 1 for who is next."""

    id: UUID
    number: int
    audience: Adults
    status: RegistrationStatus
    source: Literal["self", "school", "methodologist"]
    note: str | None
    created_at: datetime
    status_since: datetime
    person: PersonRef
    school: SeatSchool | None
    event: EventRef
    waiting_position: int | None
    clashes: list[Clash]
    transitions: list[RegistrationTransitionRead]
    allowed_actions: list[str]


class RegistrationOutcome(Output):
    """What became of one person of a list. `code` and `reason` say why somebody was not registered."""

    person_id: UUID
    name: str
    outcome: Literal["registered", "already", "refused"]
    registration_id: UUID | None
    status: RegistrationStatus | None
    number: int | None
    code: str | None
    reason: str | None
    clashes: list[Clash]


class RegistrationsMade(Output):
    """The list, person by person in the order sent, and what is left of the event."""

    items: list[RegistrationOutcome]
    seats: Seats
