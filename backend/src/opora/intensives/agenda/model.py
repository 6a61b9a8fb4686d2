"""What an agenda is made of and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

Rule = Literal["pin", "audience_served", "room_once", "room_seats", "host_once", "speaker_once", "audience_once"]
"""What may block an agenda: a session fixed by the coordinator; an audience without a session (INV-47); a room, host,
speaker or audience wanted twice at one time; a room with too few seats."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A common deficit of the programme: held by `holders` of `participants` low-result schools, `severity` 1 to 3 on
    average, last served `idle_months` ago (null: never)."""

    type_id: UUID
    component: str
    holders: int
    participants: int
    severity: float
    idle_months: int | None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of the Day; slots are numbered from the earliest and do not overlap."""

    number: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """`seats` null: as many as come."""

    name: str
    seats: int | None


@dataclass(frozen=True, slots=True)
class Host:
    """Who may present experience: any school, whatever its results (INV-48), or the methodical service.

    `closed`: the types it has closed with evidence; `strong`: a school of high results or a resilient one.
    """

    key: UUID
    closed: frozenset[UUID] = frozenset()
    strong: bool = False
    is_school: bool = True


@dataclass(frozen=True, slots=True)
class Fixed:
    """A session that stays as the coordinator wants it: accepted or pinned. What is null is left to the proposal."""

    key: str
    type_id: UUID | None
    audiences: tuple[str, ...]
    kind: str
    slot: int
    room: str | None = None
    host: UUID | None = None
    speakers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposed session with what led to it: the theme's score (1 to 1000) and its place among the themes."""

    type_id: UUID
    audience: str
    kind: str
    slot: int
    room: str | None
    host: UUID | None
    score: int
    rank: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule that takes part in the contradiction, and whom it concerns: a fixed session's key, an audience, or nobody."""

    rule: Rule
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Everything the proposal depends on. `audiences`: those declared, with how many people are expected; `tracks`: how many
    sessions of one audience may run at once. Without rooms the Day is online. `dropped`: themes the coordinator does not
    want for an audience; `previous`: the last proposal, which a new one changes as little as it can."""

    themes: tuple[Theme, ...]
    audiences: Mapping[str, int]
    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...] = ()
    hosts: tuple[Host, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    dropped: frozenset[tuple[UUID, str]] = frozenset()
    previous: tuple[Placed, ...] = ()
    tracks: int = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """`optimal`, or `bounded` when the effort ran out: `objective` then lies below `bound`. `blocked`: no agenda is possible,
    `conflicts` name a smallest set of rules that contradict each other."""

    status: Literal["optimal", "bounded", "blocked"]
    sessions: tuple[Placed, ...] = ()
    objective: int = 0
    bound: int = 0
    conflicts: tuple[Conflict, ...] = field(default=())
