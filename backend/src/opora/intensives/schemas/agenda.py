"""The agenda of a Day: sessions, proposals with their reasons, and what stands in the way."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from opora.core.inputs import Input, Line, Output
from opora.deficits.schemas import TypeRef
from opora.events.schemas import Seats
from opora.events.schemas.vocabulary import Audience, Audiences, EventStatus, Kind, Mode, Track
from opora.intensives.schemas.vocabulary import DayStatus, Experience, ItemMove, ItemState, Number, SlotRead


class ItemReason(Output):
    """Why the session is proposed: place among the themes, share of low-result schools, mean severity, months unserved (null:
    never served), what makes the host fit. `text` says it in a sentence."""

    rank: int
    score: int
    holders: int
    participants: int
    severity: float
    idle_months: int | None
    experience: Experience | None
    text: str


class AgendaItemRead(Output):
    """A proposed session; accepted, it is the event `event_id`."""

    id: UUID
    type: TypeRef
    audience: Audience
    kind: Kind
    slot: int
    room: str | None
    host_school_id: UUID | None
    host_name: str | None
    state: ItemState
    is_pinned: bool
    event_id: UUID | None
    reason: ItemReason
    allowed_actions: list[ItemMove]


class SessionRead(Output):
    """A session of the Day, an event; `slot` is null when it lies outside the slots."""

    id: UUID
    item_id: UUID | None
    title: str
    kind: Kind
    audience: list[Audience]
    slot: int | None
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    room: str | None
    host_school_id: UUID | None
    host_name: str | None
    speakers: list[str]
    types: list[TypeRef]
    capacity: int | None
    seats: Seats
    status: EventStatus


class ConflictRead(Output):
    """One rule of a contradiction, in a sentence."""

    rule: Literal["pin", "audience_served", "room_once", "room_seats", "host_once", "speaker_once", "audience_once"]
    text: str


class ProposalRead(Output):
    """The last answer of the solver. `blocked`: no agenda is possible, `conflicts` name a smallest set of rules that contradict
    each other and `advice` the way out. `gap` is how far from the best possible it may be, per cent."""

    number: int
    status: Literal["optimal", "bounded", "blocked"]
    objective: int
    bound: int
    gap: float
    conflicts: list[ConflictRead]
    advice: str | None
    created_at: datetime


class Agenda(Output):
    """The board of a Day: audience × slot, what is accepted, what is proposed, what was dropped."""

    day_id: UUID
    status: DayStatus
    slots: list[SlotRead]
    sessions: list[SessionRead]
    items: list[AgendaItemRead]
    proposal: ProposalRead | None
    allowed_actions: list[Literal["propose", "add_session"]]


class SessionInput(Input):
    """A session of the Day at one of its slots. It serves common deficits, or has a content track (INV-48). `led_by` names who
    leads it where no school does; left out, the organiser of the Day."""

    kind: Kind
    title: Line
    audience: Audiences
    slot: Number
    room: Line | None = None
    host_school_id: UUID | None = None
    led_by: Line | None = None
    deficit_type_ids: Annotated[list[UUID], Field(max_length=40)] = Field(default_factory=list)
    content_track: Track | None = None


class ItemPlace(Input):
    """Where and how, for `move`: only the fields sent are changed."""

    slot: Number = 1
    room: Line | None = None
    kind: Kind = "other"
    host_school_id: UUID | None = None


class ItemTransitionInput(Input):
    event: ItemMove
    payload: ItemPlace = ItemPlace()
