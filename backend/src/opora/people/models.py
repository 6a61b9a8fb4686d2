"""Persons, employments and personal-data consents. Adults only (INV-07)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Locked, Stamped, one_of

CAPACITIES = (
    "school_director", "deputy_director_uvr", "teacher", "association_head", "methodical_specialist",
    "methodical_service_head", "municipal_tutor", "school_tutor", "municipal_specialist", "scientific_consultant",
    "expert", "curator",
)  # fmt: skip
LEADING = ("school_director", "deputy_director_uvr")
"""Who leads a school: their own deficits are a head's."""
PURPOSES = ("account", "mentor_base", "publication", "certificate")
METHODS = ("paper", "electronic", "account")


class Person(Identified, Locked, Base):
    """An adult. `municipality_id` and `school_id` are those of the main employment and decide who sees the row."""

    __tablename__ = "person"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
            onupdate="CASCADE",
        ),
        UniqueConstraint("id", "region_id", name="person_path"),
        Index("person_region_sort", "region_id", "sort_key", "id"),
        Index("person_municipality_sort", "municipality_id", "sort_key", "id"),
        Index("person_school_sort", "school_id", "sort_key", "id"),
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    last_name: Mapped[str]
    first_name: Mapped[str]
    patronymic: Mapped[str | None]
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    is_fictional: Mapped[bool] = mapped_column(server_default=text("false"))
    sort_key: Mapped[str]

    @property
    def person_id(self) -> UUID:
        return self.id

    @property
    def short_name(self) -> str:
        """«Иванова А. П.»"""
        initials = [f"{part[0]}." for part in (self.first_name, self.patronymic) if part]
        return " ".join([self.last_name, *initials])


class Employment(Identified, Stamped, Base):
    """Where and as what a person works; several at once are allowed, history is dated."""

    __tablename__ = "employment"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
            onupdate="CASCADE",
        ),
        one_of("capacity", CAPACITIES),
        CheckConstraint("num_nonnulls(school_id, organization_id) = 1", name="one_place"),
        CheckConstraint("valid_to is null or valid_from is null or valid_to > valid_from", name="dates_in_order"),
        Index("employment_person", "person_id"),
        Index("employment_school", "school_id", "capacity"),
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str]
    subject: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class PersonalDataConsent(Identified, Stamped, Base):
    """A person's consent to one purpose; withdrawn, never deleted."""

    __tablename__ = "personal_data_consent"
    __table_args__ = (
        one_of("purpose", PURPOSES),
        one_of("method", METHODS),
        Index(
            "personal_data_consent_active",
            "person_id",
            "purpose",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str]
    text_version: Mapped[str]
    given_on: Mapped[date]
    method: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
