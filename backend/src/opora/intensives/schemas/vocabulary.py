"""Words of the contract: enumerations and small inputs of a Day."""

from datetime import time
from itertools import pairwise
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from opora.core.inputs import Day, Input, Line, Output
from opora.events.schemas.vocabulary import Audience, once

DayStatus = Literal[
    "draft", "program_built", "published", "moved", "registration_closed", "in_progress", "held", "reported", "closed",
    "cancelled",
]  # fmt: skip
DayMove = Literal["build", "publish", "close_registration", "start", "finish", "report", "close", "move", "cancel"]
ItemState = Literal["proposed", "accepted", "dropped"]
ItemMove = Literal["accept", "drop", "restore", "pin", "unpin", "move"]
Experience = Literal["closed_it", "strong_school", "methodical_service", "any_school"]


def _first_of_month(value: Any) -> Any:
    if getattr(value, "day", 1) != 1:
        raise ValueError("first_of_month")
    return value


def _clock_time(value: Any) -> Any:
    """A local time of the Day, to the minute: `09:30`."""
    if isinstance(value, time):
        return value
    try:
        if not isinstance(value, str) or len(value) != 5:
            raise ValueError
        return time.fromisoformat(value)
    except ValueError:
        raise ValueError("time_of_day") from None


Month = Annotated[Day, AfterValidator(_first_of_month)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Expected = Annotated[int, Field(ge=1, le=10_000, strict=True)]
Tracks = Annotated[int, Field(ge=1, le=10, strict=True)]
Number = Annotated[int, Field(ge=1, le=40, strict=True)]


class RoomInput(Input):
    """A room that sessions may use; without `seats` as many as come."""

    name: Line
    seats: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None


class SlotInput(Input):
    """A time of the Day, local."""

    starts: ClockTime
    ends: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError("slot_order")
        return self


class ExpectedInput(Input):
    audience: Audience
    people: Expected


class DecisionInput(Input):
    text: Line
    responsible: Line
    due_on: Day | None = None


class ProtocolInput(Input):
    """What only people can say about the Day (domain.md 6.10, 3.11)."""

    number: Line | None = None
    chair: Line | None = None
    secretary: Line | None = None
    questions: Annotated[list[Line], Field(max_length=30)] = Field(default_factory=list)
    decisions: Annotated[list[DecisionInput], Field(max_length=30)] = Field(default_factory=list)


class RoomRead(Output):
    name: str
    seats: int | None


class SlotRead(Output):
    """`number` counts from 1 in the order of time."""

    number: int
    starts: str
    ends: str


class ExpectedRead(Output):
    audience: Audience
    people: int


class DecisionRead(Output):
    text: str
    responsible: str
    due_on: str | None


class ProtocolRead(Output):
    number: str | None
    chair: str | None
    secretary: str | None
    questions: list[str]
    decisions: list[DecisionRead]


def all_audiences() -> list[Audience]:
    return ["administrators", "teachers", "students", "parents"]


def distinct_rooms(rooms: list[RoomInput]) -> list[RoomInput]:
    once([room.name for room in rooms])
    return rooms


def apart(slots: list[SlotInput]) -> list[SlotInput]:
    """Slots in the order of time; none may overlap another."""
    ordered = sorted(slots, key=lambda slot: slot.starts)
    if any(later.starts < earlier.ends for earlier, later in pairwise(ordered)):
        raise ValueError("slots_overlap")
    return ordered


def one_each(expected: list[ExpectedInput]) -> list[ExpectedInput]:
    once([row.audience for row in expected])
    return expected


Rooms = Annotated[list[RoomInput], Field(max_length=40), AfterValidator(distinct_rooms)]
Slots = Annotated[list[SlotInput], Field(max_length=16), AfterValidator(apart)]
ExpectedPeople = Annotated[list[ExpectedInput], Field(max_length=4), AfterValidator(one_each)]
Types = Annotated[list[UUID], Field(max_length=40), AfterValidator(once)]
