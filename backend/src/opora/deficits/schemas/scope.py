"""The matrix, prevalence and decisions about scope."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from opora.core.inputs import (
    Input,
    Note,
    Output,
)
from opora.deficits.schemas.vocabulary import (
    Component,
    SchoolRef,
    Scope,
    Severity,
    Status,
    TypeRef,
)


class ScopeDecisionRead(Output):
    id: UUID
    program_id: UUID
    type: TypeRef
    holders: int
    participants: int
    threshold: float
    proposed_scope: Scope | None
    decided_scope: Scope
    comment: str | None
    decided_by_name: str | None
    decided_at: datetime
    revised_at: datetime | None


class ProgramQuery(Input):
    program_id: UUID


class MatrixQuery(ProgramQuery):
    bearer_kind: Literal["school"] = "school"


class MatrixType(Output):
    """A column: how many of the low-result schools hold the type."""

    id: UUID
    code: str
    title: str
    component: Component
    holders: int
    decided_scope: Scope | None
    proposed_scope: Scope | None


class MatrixSchool(Output):
    id: UUID
    short_name: str
    category: Literal["low_results", "risk_zone", "high_results", "resilient"]
    counts_in_prevalence: bool


class MatrixCell(Output):
    school_id: UUID
    type_id: UUID
    deficit_id: UUID
    status: Status
    severity: int


class Matrix(Output):
    program_id: UUID
    threshold: float
    low_result_total: int
    types: list[MatrixType]
    schools: list[MatrixSchool]
    cells: list[MatrixCell]


class MatrixEntry(Input):
    school_id: UUID
    type_id: UUID
    severity: Severity


class MatrixInput(ProgramQuery):
    entries: Annotated[list[MatrixEntry], Field(min_length=1, max_length=500)]


class MatrixCreated(Output):
    school_id: UUID
    type_id: UUID
    deficit_id: UUID


class MatrixResult(Output):
    """What an entry for many schools did: drafts made, and open deficits that were there before."""

    batch_id: UUID
    created: list[MatrixCreated]
    existing: list[MatrixCreated]


class MatrixUndo(Input):
    batch_id: UUID


class MatrixKept(Output):
    deficit_id: UUID
    status: Status


class MatrixUndone(Output):
    """Untouched drafts of the batch that were removed, and deficits that went on meanwhile and stay."""

    removed: int
    kept: list[MatrixKept]


class PrevalenceItem(Output):
    """How common a type is among the low-result schools of the programme, and what follows."""

    type: TypeRef
    component: Component
    holders: int
    participants: int
    share: float | None
    threshold: float
    proposed_scope: Scope | None
    explanation: str
    waiting: int
    decision: ScopeDecisionRead | None
    schools_with: list[SchoolRef]
    schools_without: list[SchoolRef]


class Prevalence(Output):
    program_id: UUID
    threshold: float
    participants: int
    items: list[PrevalenceItem]


class ScopeDecisionInput(ProgramQuery):
    type_id: UUID
    decided_scope: Scope
    comment: Note | None = None


class ScopeDecided(ScopeDecisionRead):
    """The decision and what it did: deficits that took its scope, planned actions that no longer fit."""

    applied: int
    flagged_actions: int


class ScopeDecisionList(ProgramQuery):
    type_id: UUID | None = None


class TeacherSummaryItem(Output):
    """Open deficits of teachers by type; a figure under five is masked."""

    type: TypeRef
    open: int | None
    masked: bool
