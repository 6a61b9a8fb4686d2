"""Days: what a client sends and reads."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from opora.core.inputs import Day, Input, Line, Note, Output, PageParams, Versioned, WebLink
from opora.deficits.schemas import SchoolRef, TypeRef
from opora.events.schemas.vocabulary import Audience, Audiences, Mode
from opora.intensives.schemas.vocabulary import (
    DayMove,
    DayStatus,
    ExpectedPeople,
    ExpectedRead,
    Month,
    ProtocolInput,
    ProtocolRead,
    RoomRead,
    Rooms,
    SlotRead,
    Slots,
    Tracks,
    Types,
    all_audiences,
)


class DayList(PageParams):
    """Days of a programme or of all that the reader sees; months are inclusive."""

    sort: Literal["-month", "month"] = "-month"
    program_id: UUID | None = None
    municipality_id: UUID | None = None
    status: DayStatus | None = None
    from_month: Month | None = None
    to_month: Month | None = None


class DayCreate(Input):
    """A draft for a month of a programme (INV-46). Without `type_ids` it serves every deficit that is decided as common."""

    program_id: UUID
    month: Month
    held_on: Day | None = None
    theme: Line | None = None
    audiences: Audiences = Field(default_factory=all_audiences)
    expected: ExpectedPeople = Field(default_factory=list)
    mode: Mode = "in_person"
    place: Line | None = None
    link: WebLink | None = None
    organizer_id: UUID | None = None
    rooms: Rooms = Field(default_factory=list)
    slots: Slots = Field(default_factory=list)
    tracks: Tracks = 1
    registration_closes_on: Day | None = None
    type_ids: Types | None = None


class DayUpdate(Input):
    """Merge patch: only the fields sent are changed; a list replaces the list."""

    held_on: Day | None = None
    theme: Line | None = None
    audiences: Audiences = Field(default_factory=list)
    expected: ExpectedPeople = Field(default_factory=list)
    mode: Mode = "in_person"
    place: Line | None = None
    link: WebLink | None = None
    organizer_id: UUID | None = None
    rooms: Rooms = Field(default_factory=list)
    slots: Slots = Field(default_factory=list)
    tracks: Tracks = 1
    registration_closes_on: Day | None = None
    type_ids: Types = Field(default_factory=list)
    protocol: ProtocolInput = Field(default_factory=ProtocolInput)


class DayMovePayload(Input):
    """The new date, for `move`; another month is allowed when it has no Day (INV-46)."""

    held_on: Day | None = None


class DayTransitionInput(Input):
    event: DayMove
    comment: Note | None = None
    payload: DayMovePayload = DayMovePayload()


class DayRow(Output):
    """A Day as a line of a list. `sessions` counts what is not cancelled, `taken` the seats taken in them."""

    id: UUID
    municipality_id: UUID
    program_id: UUID
    month: date
    held_on: date | None
    theme: str | None
    audiences: list[Audience]
    mode: Mode
    place: str | None
    status: DayStatus
    sessions: int
    updated_at: datetime
    version: int


class ThemeRead(Output):
    """A common deficit that the Day serves; `is_common` says whether that decision is in force today."""

    type: TypeRef
    holders: int
    participants: int
    is_common: bool


class DayTransitionRead(Output):
    """An event of the state machine for this actor now: allowed, or why not; `requires` names what to send with it."""

    event: DayMove
    to: DayStatus
    allowed: bool
    reason: str | None
    requires: list[Literal["comment", "held_on"]]


class DayRead(Versioned):
    """A whole Day, with what may be done next."""

    id: UUID
    municipality_id: UUID
    program_id: UUID
    month: date
    held_on: date | None
    moved_from: date | None
    theme: str | None
    audiences: list[Audience]
    expected: list[ExpectedRead]
    mode: Mode
    place: str | None
    link: str | None
    organizer_id: UUID
    organizer_name: str
    rooms: list[RoomRead]
    slots: list[SlotRead]
    tracks: int
    registration_closes_on: date | None
    status: DayStatus
    status_since: datetime
    status_note: str | None
    themes: list[ThemeRead]
    protocol: ProtocolRead
    updated_at: datetime
    transitions: list[DayTransitionRead]
    allowed_actions: list[str]


class PaperInput(Input):
    """Which paper of the Day. Certificates are for everybody who came and has none of this Day yet."""

    kind: Literal["day_protocol", "day_programme", "attendance_blank", "attendance_sheet", "certificates"]


class MissedItem(Output):
    """A school whose deficit a session of the Day served and nobody of which came."""

    school: SchoolRef
    type: TypeRef
    deficit_id: UUID
    sessions: list[str]


class ServingSession(Output):
    """A session that serves a deficit's type, and how many of its school came."""

    event_id: UUID
    day_id: UUID | None
    title: str
    starts_at: datetime
    status: str
    audience: list[Audience]
    came: int


class MissedMonths(Output):
    """Months of the school year, so far, without a Day that was held; `warning` after one in the concentrated model."""

    program_id: UUID
    since: date
    months: list[date]
    warning: str | None
