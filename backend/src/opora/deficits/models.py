"""Deficit types, deficits with their actions and measurements, and decisions about scope."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Locked, Stamped, one_of

COMPONENTS = ("results", "process", "environment", "management")
NATURES = ("educational", "professional", "methodical", "managerial")
FRAMEWORKS = ("transition_components", "risk_profile", "shmp_self_diagnosis", "professional_competence")
BEARERS = ("school", "head", "teacher")
STATUSES = ("draft", "identified", "scoped", "planned", "in_progress", "measured", "closed", "rejected", "deferred")
ROUTES = ("intensive_day", "network_tie", "training_course", "internship", "internal")
DAY = "intensive_day"
"""The route of a common deficit, and the kind of target its action has: a Day of Intensives."""
ACTION_STATES = ("planned", "done", "missed", "cancelled")
"""`missed`: the Day was held and nobody of the school came to a session that serves the deficit."""
COUNTED = ("identified", "scoped", "planned", "in_progress", "measured", "deferred")
"""Statuses that count in prevalence (domain.md 3.11). A deferred draft was never confirmed and does not."""


class DeficitType(Identified, Locked, Base):
    """An entry of the catalogue. Frameworks are versioned; entries that no source gives are marked as samples."""

    __tablename__ = "deficit_type"
    __table_args__ = (
        one_of("framework", FRAMEWORKS),
        one_of("component", COMPONENTS),
        one_of("nature", NATURES),
        Index("deficit_type_sort", "sort_key", "id"),
    )
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    framework: Mapped[str]
    framework_version: Mapped[str]
    component: Mapped[str]
    nature: Mapped[str]
    bearer_kinds: Mapped[list[str]]
    subject: Mapped[str | None]
    is_sample: Mapped[bool] = mapped_column(server_default=text("false"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    note: Mapped[str | None]
    sort_key: Mapped[str]


class Deficit(Identified, Locked, Base):
    """A diagnosed deficit of a school, its head or a teacher.

    `visibility`: `school` for what concerns the school and its head; `personal` for a teacher's own, `shared` once the teacher
    agreed that the head sees it. Row security compares it, children and facts carry a copy.
    """

    __tablename__ = "deficit"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(["program_id", "region_id"], ["program.id", "program.region_id"]),
        UniqueConstraint("id", "region_id", "municipality_id", "school_id", "visibility", name="deficit_path"),
        UniqueConstraint("id", "person_id", name="deficit_person_path"),
        one_of("component", COMPONENTS),
        one_of("nature", NATURES),
        one_of("bearer_kind", BEARERS),
        one_of("status", STATUSES),
        one_of("visibility", ("school", "personal", "shared")),
        CheckConstraint("scope is null or scope in ('common', 'individual')", name="scope_known"),
        CheckConstraint("severity between 1 and 3", name="severity_range"),
        CheckConstraint("(bearer_kind = 'school') = (person_id is null)", name="bearer_has_person"),
        CheckConstraint("(bearer_kind = 'teacher') = (visibility <> 'school')", name="teacher_is_private"),
        CheckConstraint("bearer_kind = 'school' or scope is null or scope = 'individual'", name="person_is_individual"),
        CheckConstraint("(status = 'deferred') = (resume_status is not null)", name="deferred_remembers"),
        CheckConstraint("status <> 'closed' or closed_on is not null", name="closed_has_date"),
        # INV-29: one open deficit per bearer, type and programme
        Index(
            "deficit_open_once", "program_id", "type_id", text("coalesce(person_id, school_id)"), unique=True,
            postgresql_where=text("status not in ('closed', 'rejected')"),
        ),
        *(
            Index(f"deficit_{scope}_{name}", f"{scope}_id", *columns, "id")
            for scope in ("region", "municipality", "school")
            for name, columns in {
                "recent": ("updated_at",), "opened": ("opened_on",), "severe": ("severity",), "status": ("status", "updated_at"),
            }.items()
        ),
        Index("deficit_person_recent", "person_id", "updated_at", "id", postgresql_where=text("person_id is not null")),
        Index("deficit_program_type", "program_id", "type_id", "status"),
    )  # fmt: skip
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID]
    program_id: Mapped[UUID]
    type_id: Mapped[UUID] = mapped_column(ForeignKey("deficit_type.id"))
    bearer_kind: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    visibility: Mapped[str]
    component: Mapped[str]
    nature: Mapped[str]
    severity: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str]
    status_since: Mapped[datetime]
    resume_status: Mapped[str | None]
    scope: Mapped[str | None]
    scope_source: Mapped[str | None]
    route: Mapped[str | None]
    description: Mapped[str | None]
    growth_point: Mapped[str | None]
    qualitative: Mapped[bool] = mapped_column(server_default=text("false"))
    is_reopened: Mapped[bool] = mapped_column(server_default=text("false"))
    opened_on: Mapped[date]
    target_date: Mapped[date | None]
    deferred_until: Mapped[date | None]
    closed_on: Mapped[date | None]
    closure_note: Mapped[str | None]
    batch_id: Mapped[UUID | None]
    created_by: Mapped[UUID]


def _of_deficit(child: str) -> tuple[ForeignKeyConstraint, ForeignKeyConstraint, CheckConstraint]:
    """Children carry the owner and visibility of their deficit; the composite keys keep the copy true. A school's deficit
    has no person, and a key with a null is not checked: hence a key of its own for the person."""
    columns = ("region_id", "municipality_id", "school_id", "visibility")
    return (
        ForeignKeyConstraint(
            ["deficit_id", *columns],
            ["deficit.id", *(f"deficit.{c}" for c in columns)],
            f"{child}_path",
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(["deficit_id", "person_id"], ["deficit.id", "deficit.person_id"], f"{child}_person_path"),
        CheckConstraint("visibility = 'school' or person_id is not null", name="private_has_person"),
    )


class DeficitAction(Identified, Stamped, Base):
    """A step that should close a deficit or support its closing.

    `target_kind` and `target_id` name an event, tie, course or internship without a foreign key: those live in
    contexts above.
    """

    __tablename__ = "deficit_action"
    __table_args__ = (
        *_of_deficit("deficit_action"),
        one_of("route", ROUTES),
        one_of("purpose", ("closing", "supporting")),
        one_of("state", ACTION_STATES),
        CheckConstraint("(state = 'done') = (done_on is not null)", name="done_has_date"),
        CheckConstraint("(target_kind is null) = (target_id is null)", name="target_whole"),
        Index("deficit_action_deficit", "deficit_id"),
        Index("deficit_action_target", "target_id", postgresql_where=text("target_id is not null")),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID]
    visibility: Mapped[str]
    person_id: Mapped[UUID | None]
    deficit_id: Mapped[UUID]
    route: Mapped[str]
    purpose: Mapped[str]
    state: Mapped[str]
    title: Mapped[str]
    target_kind: Mapped[str | None]
    target_id: Mapped[UUID | None]
    planned_on: Mapped[date | None]
    done_on: Mapped[date | None]
    effect: Mapped[str | None]
    owner_id: Mapped[UUID]
    is_wrong_route: Mapped[bool] = mapped_column(server_default=text("false"))


class DeficitMeasurement(Identified, Stamped, Base):
    """A dated value with its scale, target and direction. A qualitative one has no value and says what was seen."""

    __tablename__ = "deficit_measurement"
    __table_args__ = (
        *_of_deficit("deficit_measurement"),
        one_of("kind", ("baseline", "interim", "final")),
        CheckConstraint("direction is null or direction in ('higher', 'lower')", name="direction_known"),
        CheckConstraint("value is not null or note is not null", name="says_something"),
        Index("deficit_measurement_deficit", "deficit_id"),
        Index(
            "deficit_measurement_one_baseline", "deficit_id", unique=True, postgresql_where=text("kind = 'baseline'")
        ),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID]
    visibility: Mapped[str]
    person_id: Mapped[UUID | None]
    deficit_id: Mapped[UUID]
    kind: Mapped[str]
    measured_on: Mapped[date]
    value: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    scale: Mapped[str | None]
    target: Mapped[Decimal | None] = mapped_column(Numeric(12, 3))
    direction: Mapped[str | None]
    source: Mapped[str | None]
    note: Mapped[str | None]
    measured_by: Mapped[UUID]


class DeficitScopeDecision(Identified, Stamped, Base):
    """Common or individual, decided by the municipal coordinator with the figures of that day; holds until revised."""

    __tablename__ = "deficit_scope_decision"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        ForeignKeyConstraint(["program_id", "region_id"], ["program.id", "program.region_id"]),
        one_of("decided_scope", ("common", "individual")),
        CheckConstraint("holders between 0 and participants", name="figures_sane"),
        Index(
            "deficit_scope_decision_current",
            "program_id",
            "type_id",
            unique=True,
            postgresql_where=text("revised_at is null"),
        ),
        Index("deficit_scope_decision_recent", "municipality_id", "decided_at", "id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    program_id: Mapped[UUID]
    type_id: Mapped[UUID] = mapped_column(ForeignKey("deficit_type.id"))
    holders: Mapped[int]
    participants: Mapped[int]
    threshold: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    proposed_scope: Mapped[str | None]
    decided_scope: Mapped[str]
    comment: Mapped[str | None]
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime]
    revised_at: Mapped[datetime | None]
