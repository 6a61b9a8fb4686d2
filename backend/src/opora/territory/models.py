"""The register: readable to everybody signed in, changed by coordinators, history dated and never overwritten."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Locked, Stamped, one_of

SCHOOL_TYPES = ("sosh", "oosh", "gymnasium", "lyceum", "education_center", "boarding")
STATUSES = ("low_results", "adverse_social", "risk_zone", "high_results", "resilient")
MUNICIPALITY_TYPES = ("municipal_district", "urban_okrug", "municipal_okrug")
ORGANIZATION_KINDS = (
    "regional_authority", "regional_institute", "department", "municipal_authority", "methodical_service",
    "university", "enterprise", "ngo", "other_partner",
)  # fmt: skip
BODY_KINDS = (
    "coordination_council", "regional_structure", "municipal_structure", "project_team", "subject_association",
    "school_team", "problem_group",
)  # fmt: skip
IDENTIFIER_SYSTEMS = ("inn", "ogrn", "kpp", "fis_oko_login", "regional_code", "netschool_id", "esia_org_oid")


class Region(Identified, Locked, Base):
    __tablename__ = "region"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    oktmo: Mapped[str]
    timezone: Mapped[str]


class Okrug(Identified, Stamped, Base):
    """An educational okrug. The sources name five and neither their names nor their composition."""

    __tablename__ = "okrug"
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str | None]


class Municipality(Identified, Locked, Base):
    """A municipality as it is called today; its dated names are `MunicipalityVersion`."""

    __tablename__ = "municipality"
    __table_args__ = (
        UniqueConstraint("region_id", "id", name="municipality_path"),
        one_of("type", MUNICIPALITY_TYPES),
        Index("municipality_sort", "sort_key", "id"),
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    okrug_id: Mapped[UUID | None] = mapped_column(ForeignKey("okrug.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    type: Mapped[str]
    oktmo: Mapped[str | None]
    network_model: Mapped[str | None]
    sort_key: Mapped[str]

    @property
    def municipality_id(self) -> UUID:
        return self.id


class MunicipalityVersion(Identified, Stamped, Base):
    """A name valid for a time (INV-01: versions with known dates never overlap)."""

    __tablename__ = "municipality_version"
    __table_args__ = (
        one_of("type", MUNICIPALITY_TYPES),
        CheckConstraint("valid_to is null or valid_from is null or valid_to > valid_from", name="dates_in_order"),
        ExcludeConstraint(
            ("municipality_id", "="),
            (text("daterange(valid_from, valid_to, '[)')"), "&&"),
            name="municipality_version_overlap",
            where=text("valid_from is not null"),
        ),
    )
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str]
    type: Mapped[str]
    oktmo: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    note: Mapped[str | None]


class Organization(Identified, Locked, Base):
    """An authority, a methodical service, an institute, a partner. Schools have a table of their own."""

    __tablename__ = "organization"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        one_of("kind", ORGANIZATION_KINDS),
        Index("organization_sort", "sort_key", "id"),
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str | None]
    inn: Mapped[str | None]
    ogrn: Mapped[str | None]
    sort_key: Mapped[str]


class GovernanceBody(Identified, Locked, Base):
    """A council, a project team, a subject association (РМО)."""

    __tablename__ = "governance_body"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        one_of("kind", BODY_KINDS),
        one_of("level", ("region", "municipality", "institution")),
        Index("governance_body_sort", "sort_key", "id"),
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    level: Mapped[str]
    name: Mapped[str]
    association: Mapped[str | None]
    is_synthetic_name: Mapped[bool] = mapped_column(server_default=text("false"))
    sort_key: Mapped[str]


class School(Identified, Locked, Base):
    """A school. Never identified by its name: `id`, identifiers, and aliases within one municipality (D10).

    `search_text` holds names and aliases, lower case, kept by the database; `sort_key` is the Russian order.
    """

    __tablename__ = "school"
    __table_args__ = (
        UniqueConstraint("region_id", "municipality_id", "id", name="school_path"),
        UniqueConstraint("id", "municipality_id", name="school_in_municipality"),
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        one_of("type", SCHOOL_TYPES),
        Index("school_region_sort", "region_id", "sort_key", "id"),
        Index("school_municipality_sort", "municipality_id", "sort_key", "id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    short_name: Mapped[str]
    type: Mapped[str]
    is_hub: Mapped[bool] = mapped_column(server_default=text("false"))
    is_resource_center: Mapped[bool] = mapped_column(server_default=text("false"))
    sort_key: Mapped[str]
    search_text: Mapped[str] = mapped_column(server_default=text("''"))

    @property
    def school_id(self) -> UUID:
        return self.id


class SchoolAlias(Identified, Stamped, Base):
    """How a school is also written. INV-02: unique inside a municipality in its normalised form."""

    __tablename__ = "school_alias"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
            onupdate="CASCADE",
        ),
        UniqueConstraint("municipality_id", "normalized", name="school_alias_unique"),
        Index("school_alias_school", "school_id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID]
    text: Mapped[str]
    normalized: Mapped[str]


class SchoolIdentifier(Identified, Stamped, Base):
    """A school's number in another system. INV-03: one owner per system and value among valid ones."""

    __tablename__ = "school_identifier"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
            onupdate="CASCADE",
        ),
        one_of("system", IDENTIFIER_SYSTEMS),
        Index("school_identifier_unique", "system", "value", unique=True, postgresql_where=text("valid_to is null")),
        Index("school_identifier_school", "school_id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID]
    system: Mapped[str]
    value: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


def _never_together(name: str, *statuses: str) -> ExcludeConstraint:
    listed = ", ".join(f"'{status}'" for status in statuses)
    return ExcludeConstraint(
        ("school_id", "="),
        (text("daterange(valid_from, valid_to, '[)')"), "&&"),
        name=name,
        where=text(f"status in ({listed}) and valid_from is not null"),
    )


class SchoolStatus(Identified, Stamped, Base):
    """A dated mark of a school with its basis. History is only added to and ended (INV-04 to INV-06).

    A status of unknown beginning has no `valid_from` and stays out of the overlap rules.
    """

    __tablename__ = "school_status"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
        ),
        one_of("status", STATUSES),
        CheckConstraint("valid_to is null or valid_from is null or valid_to > valid_from", name="dates_in_order"),
        _never_together("school_status_low_or_high", "low_results", "high_results"),
        _never_together("school_status_low_or_risk", "low_results", "risk_zone"),
        _never_together("school_status_high_or_resilient", "high_results", "resilient"),
        _never_together("school_status_adverse_once", "adverse_social"),
        Index("school_status_school", "school_id", "status"),
        Index("school_status_municipality", "municipality_id", "status", "school_id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID]
    status: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    basis: Mapped[str]
    confirmed_by: Mapped[UUID | None]
