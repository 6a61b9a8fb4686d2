"""Deficits, their actions and measurements, and what may be done next."""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import model_validator

from opora.core.inputs import (
    Day,
    Figure,
    Flag,
    Input,
    Line,
    Note,
    Output,
    PageParams,
    Versioned,
)
from opora.deficits.schemas.scope import ScopeDecisionRead
from opora.deficits.schemas.vocabulary import (
    BearerKind,
    Component,
    Direction,
    Event,
    Nature,
    PersonRef,
    Route,
    SchoolRef,
    Scope,
    Severity,
    Status,
    TypeRef,
    Waiting,
)


class DeficitList(PageParams):
    sort: Literal["-updated_at", "updated_at", "-severity", "severity", "-opened_on", "opened_on"] = "-updated_at"
    program_id: UUID | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None
    type_id: UUID | None = None
    status: Status | None = None
    scope: Scope | None = None
    component: Component | None = None
    bearer_kind: BearerKind | None = None
    waiting: Waiting | None = None
    open: bool = False
    overdue: bool = False


class DeficitRow(Output):
    """A deficit as a line of a list."""

    id: UUID
    program_id: UUID
    bearer_kind: BearerKind
    component: Component
    nature: Nature
    scope: Scope | None
    severity: int
    status: Status
    route: Route | None
    opened_on: date
    target_date: date | None
    is_overdue: bool
    waiting_for: Waiting | None
    status_since: datetime
    updated_at: datetime
    version: int
    type: TypeRef
    school: SchoolRef
    person: PersonRef | None


class BaselineInput(Input):
    """Where the bearer stands now, and which value means that the deficit is closed."""

    value: Figure
    scale: Line
    target: Figure
    direction: Direction
    measured_on: Day
    source: Line | None = None


class DeficitCreate(Input):
    program_id: UUID
    school_id: UUID
    bearer_kind: BearerKind = "school"
    person_id: UUID | None = None
    type_id: UUID
    severity: Severity
    description: Note | None = None
    growth_point: Note | None = None
    target_date: Day | None = None
    qualitative: Flag = False
    baseline: BaselineInput | None = None


class DeficitUpdate(Input):
    """Merge patch: only the fields sent are changed; null clears an optional one."""

    severity: Severity = 1
    description: Note | None = None
    growth_point: Note | None = None
    target_date: Day | None = None
    qualitative: Flag = False
    shared_with_head: Flag = False


class ActionInput(Input):
    """`owner_id`: the account that answers for it (see `/deficits/{id}/owners`); absent: the planner's own. Who owns a done
    action does not close the deficit.
    """

    route: Route
    title: Line
    purpose: Literal["closing", "supporting"] = "closing"
    planned_on: Day | None = None
    owner_id: UUID | None = None


class ActionOwner(Output):
    """Who may answer for an action of the deficit."""

    account_id: UUID
    name: str
    role: str


class MeasurementFields(Input):
    """A dated value, or a note when what was seen has no figure."""

    measured_on: Day
    value: Figure | None = None
    scale: Line | None = None
    target: Figure | None = None
    direction: Direction | None = None
    source: Line | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.note is None:
            raise ValueError("value_or_note")
        return self


class MeasurementInput(MeasurementFields):
    """A baseline or an interim measurement; the final one comes with the event `measure_final`."""

    kind: Literal["baseline", "interim"]


class TransitionPayload(Input):
    """What some events need: `plan` and `continue` an action, `measure_final` a measurement, `defer` a date,
    and so on.
    """

    action: ActionInput | None = None
    measurement: MeasurementFields | None = None
    scope: Scope | None = None
    until: Day | None = None
    reasoned: Flag = False


class TransitionInput(Input):
    event: Event
    comment: Note | None = None
    payload: TransitionPayload = TransitionPayload()


class ActionTransitionInput(Input):
    event: Literal["complete", "cancel"]
    on: Day | None = None
    effect: Note | None = None


class ActionRead(Output):
    id: UUID
    route: Route
    purpose: Literal["closing", "supporting"]
    state: Literal["planned", "done", "missed", "cancelled"]
    title: str
    target_kind: str | None
    target_id: UUID | None
    planned_on: date | None
    done_on: date | None
    effect: str | None
    owner_id: UUID
    owner_name: str
    is_wrong_route: bool
    allowed_actions: list[Literal["complete", "cancel"]]


class MeasurementRead(Output):
    id: UUID
    kind: Literal["baseline", "interim", "final"]
    measured_on: date
    value: float | None
    scale: str | None
    target: float | None
    direction: Direction | None
    source: str | None
    note: str | None
    measured_by: UUID
    by_name: str


class Improvement(Output):
    """Baseline against the last final measurement; `reached` is null when either is qualitative."""

    reached: bool | None
    change: float | None
    text: str


class TransitionRead(Output):
    """An event of the state machine for this actor now: allowed, or why not; `requires` names what to send with it."""

    event: Event
    to: Status
    allowed: bool
    reason: str | None
    requires: list[Literal["comment", "action", "final_measurement", "review_date", "scope", "reason_without_target"]]


class RouteChoice(Output):
    """Whether a closing action may take the route under the programme's routing; `refusal` says why not and what may."""

    route: Route
    fits: bool
    refusal: str | None


class NextStep(Output):
    """Whose move it is, in one sentence."""

    event: Event | None
    roles: list[str]
    text: str


class DeficitRead(Versioned):
    """A whole deficit, with what may be done next."""

    id: UUID
    program_id: UUID
    municipality_id: UUID
    bearer_kind: BearerKind
    component: Component
    nature: Nature
    scope: Scope | None
    severity: int
    status: Status
    route: Route | None
    opened_on: date
    target_date: date | None
    is_overdue: bool
    waiting_for: Waiting | None
    status_since: datetime
    updated_at: datetime
    type: TypeRef
    school: SchoolRef
    person: PersonRef | None
    visibility: Literal["school", "personal", "shared"]
    description: str | None
    growth_point: str | None
    qualitative: bool
    is_reopened: bool
    deferred_until: date | None
    closed_on: date | None
    closure_note: str | None
    actions: list[ActionRead]
    measurements: list[MeasurementRead]
    improvement: Improvement | None
    decision: ScopeDecisionRead | None
    routes: list[RouteChoice]
    next_step: NextStep
    transitions: list[TransitionRead]
    allowed_actions: list[str]


class HistoryEntry(Output):
    """A fact about the deficit: who, when, what, why."""

    id: str
    at: datetime
    actor_name: str
    type: str
    data: dict[str, Any]
