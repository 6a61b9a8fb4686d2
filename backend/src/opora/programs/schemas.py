"""Programmes, their policy for deficits and their participants over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from opora.core.inputs import Day, Input, Line, Output, PageParams, Versioned
from opora.territory.schemas import MunicipalityRef, NameSort, NetworkModel, StatusCode, absent

ProgramKind = Literal[
    "regional_innovation", "municipal_project", "municipal_transition", "school_transition", "joint_network",
]  # fmt: skip
NewProgramKind = Literal["regional_innovation", "municipal_project"]
ProgramLevel = Literal["region", "municipality", "institution"]
ProgramStatus = Literal[
    "draft", "team_formed", "submitted", "in_expertise", "admitted_to_defense", "defended", "approved_by_council",
    "approved", "active", "summarizing", "completed", "revision", "rejected", "suspended",
]  # fmt: skip
Routing = Literal["strict", "advisory"]
Category = Literal["low_results", "risk_zone", "high_results", "resilient"]
MentorStatus = Literal["high_results", "resilient"]
MentorStatuses = Annotated[list[MentorStatus], Field(min_length=1, max_length=2)]
ProgramAction = Literal["update", "manage_participants"]
ParticipantAction = Literal["change", "leave"]

Level = Annotated[int, Field(ge=1, le=3, strict=True)]
Threshold = Annotated[float, Field(ge=0.001, le=1, allow_inf_nan=False)]


class ParticipantCounts(Output):
    """Schools in the programme today, by the four categories of the model, as far as the reader may see them."""

    low_results: int
    risk_zone: int
    high_results: int
    resilient: int


class ProgramRead(Versioned):
    """A network programme with its policy for deficits.

    `extended_to` comes from the latest revision; `participant_counts` is null for readers who see single schools only.
    """

    id: UUID
    code: str
    kind: ProgramKind
    title: str
    level: ProgramLevel
    municipality: MunicipalityRef | None
    parent_id: UUID | None
    model: NetworkModel | None
    status: ProgramStatus
    declared_from: date
    declared_to: date
    extended_to: date | None
    common_threshold: float
    deficit_routing: Routing
    individual_route_statuses: list[StatusCode]
    lead_statuses: list[StatusCode]
    is_synthetic_extension: bool
    participant_counts: ParticipantCounts | None
    allowed_actions: list[ProgramAction]


class ProgramCreate(Input):
    """A regional programme, or the project of one municipality; its code is made by the system.

    A municipal project belongs to the regional programme (INV-11): `parent_id` may be left out when there is one only.
    `municipality_id` may be left out by a coordinator who has one. `deficit_routing` null: strict in the concentrated
    model, else advisory.
    """

    kind: NewProgramKind
    title: Line
    municipality_id: UUID | None = None
    parent_id: UUID | None = None
    model: Annotated[NetworkModel | None, Field(description="Of a municipal project only.")] = None
    declared_from: Day
    declared_to: Day
    common_threshold: Threshold = 1
    deficit_routing: Routing | None = None
    individual_route_statuses: MentorStatuses = Field(default=["high_results"])


class ProgramUpdate(Input):
    """Merge patch of the policy: from which share a deficit type is common, and how strictly its scope decides."""

    common_threshold: Threshold = Field(default_factory=absent)
    deficit_routing: Routing = Field(default_factory=absent)
    individual_route_statuses: MentorStatuses = Field(default_factory=absent)


class ParticipantSchool(Output):
    id: UUID
    full_name: str
    short_name: str


class ParticipantRead(Output):
    """A school in a programme: the category it joined with and, in the mixed model, its mentoring level."""

    id: UUID
    school: ParticipantSchool
    category: Category
    mentor_level: int | None
    level_basis: str | None
    joined_on: date | None
    left_on: date | None
    consent_on: date | None
    allowed_actions: list[ParticipantAction]


class ParticipantGroup(Output):
    category: Category
    count: int


class ParticipantsRead(Versioned):
    """All participations of a programme, past ones too; `groups` count today's and always name all four categories.

    `version` is the programme's: its participants belong to it.
    """

    items: list[ParticipantRead]
    groups: list[ParticipantGroup]


class ParticipantCreate(Input):
    """A school joins of its own will (INV-15): without its consent it does not."""

    school_id: UUID
    category: Category
    mentor_level: Level | None = None
    joined_on: Day
    consent_on: Day


class ParticipantUpdate(Input):
    """A new level or category from today on; the past stays as it was."""

    mentor_level: Level | None = None
    category: Category = Field(default_factory=absent)


class ParticipantLeave(Input):
    """`left_on` is the first day on which the school no longer takes part."""

    left_on: Day


class ParticipationRead(Output):
    """The same fact seen from the school."""

    program_id: UUID
    program_title: str
    category: Category
    mentor_level: int | None
    joined_on: date | None
    left_on: date | None


class ProgramParams(PageParams):
    kind: ProgramKind | None = None
    municipality_id: UUID | None = None
    sort: NameSort = "name"
