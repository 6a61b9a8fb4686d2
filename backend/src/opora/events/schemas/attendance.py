"""Attendance, the rotating code and head-counts."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from opora.core.inputs import Flag, Input, Note, Output, PageParams
from opora.events.schemas.event_reads import Seats
from opora.events.schemas.registrations import SeatSchool
from opora.events.schemas.vocabulary import Adults, Counted, MarkSource, RegistrationStatus
from opora.people.schemas import PersonRef


class AttendanceMark(Input):
    """One line of the sheet. A correction of an earlier mark says why."""

    registration_id: UUID
    present: Flag
    reason: Note | None = None


class AttendanceInput(Input):
    """`list`: typed in from a paper list; `bulk`: all at once on a screen."""

    source: Literal["list", "bulk"] = "list"
    entries: Annotated[list[AttendanceMark], Field(min_length=1, max_length=500)]


class AttendanceRecorded(Output):
    """How many marks are new; those that said the same as before are not recorded again."""

    recorded: int
    unchanged: int
    seats: Seats


class AttendanceSheet(PageParams):
    sort: Literal["name", "-name", "number", "-number"] = "name"
    school_id: UUID | None = None
    marked: bool = False


class MarkRead(Output):
    """The mark in force."""

    is_present: bool
    source: MarkSource
    reason: str | None
    recorded_at: datetime


class AttendanceRow(Output):
    """A line of the attendance sheet: who has a seat, and what was marked last."""

    id: UUID
    number: int
    audience: Adults
    status: RegistrationStatus
    version: int
    person: PersonRef
    school: SeatSchool | None
    mark: MarkRead | None


class SessionCode(Output):
    """The code for the screen of the session. `url` is what its QR code holds."""

    digits: str
    url: str
    valid_until: datetime
    seconds: int


class CheckInInput(Input):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class CheckedIn(Output):
    """`recorded` is false when the presence had been marked before."""

    registration_id: UUID
    status: RegistrationStatus
    recorded: bool


class CountInput(Input):
    """How many students or parents of a school came; another number for the same needs a reason."""

    school_id: UUID
    audience: Counted
    count: Annotated[int, Field(ge=0, le=100_000, strict=True)]
    reason: Note | None = None


class CountRead(Output):
    """The count in force."""

    school: SeatSchool
    audience: Counted
    count: int
    reason: str | None
    recorded_at: datetime
    by_name: str
