"""Events: what a client sends."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from opora.core import clock
from opora.core.inputs import Day, Flag, Input, Instant, Line, Note, PageParams, WebLink
from opora.events.schemas.vocabulary import (
    Audience,
    Audiences,
    Capacity,
    EventMove,
    EventStatus,
    Kind,
    Mode,
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
