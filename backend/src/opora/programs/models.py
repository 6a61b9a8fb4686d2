"""Programmes and their participants."""

from datetime import date
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

KINDS = ("regional_innovation", "municipal_project", "municipal_transition", "school_transition", "joint_network")
LEVELS = ("region", "municipality", "institution")
MODELS = ("concentrated", "distributed", "mixed")
ROUTINGS = ("strict", "advisory")
PROGRAM_STATUSES = (
    "draft", "team_formed", "submitted", "in_expertise", "admitted_to_defense", "defended", "approved_by_council",
    "approved", "active", "summarizing", "completed", "revision", "rejected", "suspended",
)  # fmt: skip
CATEGORIES = ("low_results", "risk_zone", "high_results", "resilient")


class Program(Identified, Locked, Base):
    """A network programme. `common_threshold` and `deficit_routing` are its policy for deficits (domain.md 2.3)."""

    __tablename__ = "program"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        UniqueConstraint("id", "region_id", name="program_path"),
        one_of("kind", KINDS),
        one_of("level", LEVELS),
        one_of("status", PROGRAM_STATUSES),
        one_of("deficit_routing", ROUTINGS),
        CheckConstraint("model is null or model in ('concentrated', 'distributed', 'mixed')", name="model_known"),
        CheckConstraint("common_threshold > 0 and common_threshold <= 1", name="threshold_is_share"),
        CheckConstraint("declared_to > declared_from", name="dates_in_order"),
        CheckConstraint("kind <> 'municipal_project' or municipality_id is not null", name="project_has_municipality"),
        Index(
            "program_one_active_project", "municipality_id", unique=True,
            postgresql_where=text("kind = 'municipal_project' and status = 'active'"),
        ),
        Index("program_sort", "region_id", "sort_key", "id"),
    )  # fmt: skip
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id"))
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    level: Mapped[str]
    title: Mapped[str]
    model: Mapped[str | None]
    status: Mapped[str]
    declared_from: Mapped[date]
    declared_to: Mapped[date]
    common_threshold: Mapped[Decimal] = mapped_column(Numeric(4, 3), server_default=text("1.0"))
    deficit_routing: Mapped[str]
    individual_route_statuses: Mapped[list[str]]
    lead_statuses: Mapped[list[str]]
    check_in_every_days: Mapped[int] = mapped_column(SmallInteger, server_default=text("14"))
    sort_key: Mapped[str]


class ProgramRevision(Identified, Stamped, Base):
    """An extension of a programme beyond its declared end; a synthetic one is marked (demonstration data)."""

    __tablename__ = "program_revision"
    __table_args__ = (UniqueConstraint("program_id", "number", name="program_revision_number"),)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"))
    number: Mapped[int]
    extended_from: Mapped[date]
    extended_to: Mapped[date]
    note: Mapped[str]
    is_synthetic: Mapped[bool] = mapped_column(server_default=text("false"))


class ProgramParticipant(Identified, Stamped, Base):
    """A school in a programme, with its category and, in the mixed model, its mentoring level. Left, never deleted."""

    __tablename__ = "program_participant"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
            onupdate="CASCADE",
        ),
        ForeignKeyConstraint(["program_id", "region_id"], ["program.id", "program.region_id"]),
        one_of("category", CATEGORIES),
        CheckConstraint("mentor_level between 1 and 3", name="level_known"),
        CheckConstraint("left_on is null or joined_on is null or left_on >= joined_on", name="dates_in_order"),
        Index(
            "program_participant_active",
            "program_id",
            "school_id",
            unique=True,
            postgresql_where=text("left_on is null"),
        ),
        Index("program_participant_municipality", "municipality_id", "program_id", "category", "school_id"),
        Index("program_participant_school", "school_id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID]
    program_id: Mapped[UUID]
    category: Mapped[str]
    mentor_level: Mapped[int | None] = mapped_column(SmallInteger)
    level_basis: Mapped[str | None]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    consent_on: Mapped[date | None]
