"""What the register says and takes over HTTP. Every list row, detail and input of `territory`."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from opora.core.inputs import Code, Day, Flag, Input, Line, Note, Output, PageParams, Query, Versioned

SchoolType = Literal["sosh", "oosh", "gymnasium", "lyceum", "education_center", "boarding"]
StatusCode = Literal["low_results", "adverse_social", "risk_zone", "high_results", "resilient"]
MunicipalityType = Literal["municipal_district", "urban_okrug", "municipal_okrug"]
NetworkModel = Literal["concentrated", "distributed", "mixed"]
OrganizationKind = Literal[
    "regional_authority", "regional_institute", "department", "municipal_authority", "methodical_service",
    "university", "enterprise", "ngo", "other_partner",
]  # fmt: skip
BodyKind = Literal[
    "coordination_council", "regional_structure", "municipal_structure", "project_team", "subject_association",
    "school_team", "problem_group",
]  # fmt: skip
BodyLevel = Literal["region", "municipality", "institution"]
IdentifierSystem = Literal["inn", "ogrn", "kpp", "fis_oko_login", "regional_code", "netschool_id", "esia_org_oid"]
SchoolAction = Literal[
    "update", "update_short_name", "add_alias", "remove_alias", "add_identifier", "add_status", "end_status",
]  # fmt: skip
NameSort = Literal["name", "-name"]
Oktmo = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}([0-9]{3})?$")]


def absent() -> Any:
    """The default of a merge-patch field that may be left out but not emptied: an explicit null is refused."""
    return None


class SchoolRef(Output):
    """A school named inside another record."""

    id: UUID
    short_name: str


class MunicipalityRef(Output):
    """A municipality named inside another record."""

    id: UUID
    name: str


class Found(Output):
    """One hit of the global search: what it is called and where it belongs."""

    id: UUID
    title: str
    subtitle: str | None


class RegionRead(Output):
    id: UUID
    code: str
    name: str
    oktmo: str
    timezone: str


class OkrugRead(Output):
    """An educational okrug. The sources name five and give neither names nor composition: `name` may be null."""

    id: UUID
    code: str
    name: str | None
    region_id: UUID


class MunicipalityRead(Output):
    """A municipality as it is called today. `school_count` is null outside the reader's own territory."""

    id: UUID
    code: str
    name: str
    type: MunicipalityType
    oktmo: str | None
    region_id: UUID
    okrug_id: UUID | None
    network_model: NetworkModel | None
    school_count: int | None


class MunicipalityVersionRead(Output):
    """A name valid for a time; an unknown beginning is null ("с неизвестной даты")."""

    id: UUID
    name: str
    type: MunicipalityType
    oktmo: str | None
    valid_from: date | None
    valid_to: date | None
    note: str | None


class MunicipalityDetail(MunicipalityRead, Versioned):
    versions: list[MunicipalityVersionRead]


class OrganizationRead(Output):
    id: UUID
    code: str
    kind: OrganizationKind
    name: str
    short_name: str | None
    municipality_id: UUID | None
    parent_id: UUID | None
    inn: str | None
    ogrn: str | None


class GovernanceBodyRead(Output):
    """A council, team or subject association; a name made up for the demonstration says so."""

    id: UUID
    code: str
    kind: BodyKind
    level: BodyLevel
    name: str
    association: str | None
    municipality_id: UUID | None
    is_synthetic_name: bool


class SchoolRead(Versioned):
    """A school. `statuses` are the codes valid today; empty also for readers who may not see statuses."""

    id: UUID
    code: str
    full_name: str
    short_name: str
    type: SchoolType
    municipality: MunicipalityRef
    is_hub: bool
    is_resource_center: bool
    statuses: list[StatusCode]


class AliasRead(Output):
    id: UUID
    text: str


class IdentifierRead(Output):
    id: UUID
    system: IdentifierSystem
    value: str
    valid_from: date | None
    valid_to: date | None


class StatusRead(Output):
    """A dated mark of a school. `valid_to` is the first day it no longer holds; an unknown beginning is null."""

    id: UUID
    status: StatusCode
    valid_from: date | None
    valid_to: date | None
    basis: str
    is_current: bool


class SchoolDetail(SchoolRead):
    aliases: list[AliasRead]
    identifiers: list[IdentifierRead]
    status_history: list[StatusRead]
    allowed_actions: list[SchoolAction]


class MunicipalityCreate(Input):
    """A new municipality with its first name. `valid_from` null: it is called so since an unknown date."""

    code: Annotated[Code, Field(description="A short Latin name, unique; it stays when the municipality is renamed.")]
    name: Line
    type: MunicipalityType
    oktmo: Oktmo | None = None
    okrug_id: UUID | None = None
    valid_from: Day | None = None


class SchoolCreate(Input):
    """A new school; its code is made by the system."""

    municipality_id: UUID
    full_name: Line
    short_name: Annotated[Line, Field(description="The everyday name, by which lists are sorted.")]
    type: SchoolType
    is_hub: Flag = False
    is_resource_center: Flag = False


class SchoolUpdate(Input):
    """Merge patch: what is left out stays. A school head changes the short name only."""

    full_name: Line = Field(default_factory=absent)
    short_name: Line = Field(default_factory=absent)
    type: SchoolType = Field(default_factory=absent)
    is_hub: Flag = Field(default_factory=absent)
    is_resource_center: Flag = Field(default_factory=absent)


class AliasCreate(Input):
    """How the school is also written. INV-02: unique inside the municipality, case, quotes and dashes aside."""

    text: Line


class IdentifierCreate(Input):
    """The school's number in another system. INV-03: INN and OGRN are checked by their check digits."""

    system: IdentifierSystem
    value: Line
    valid_from: Day | None = None


class StatusCreate(Input):
    """A status with its basis (a list, a rule run, a decision). Null: it began on an unknown date."""

    status: StatusCode
    valid_from: Day | None = None
    basis: Note


class StatusEnd(Input):
    """`valid_to` is the first day on which the status no longer holds; `basis` is added to the history."""

    valid_to: Day
    basis: Note


class MunicipalityParams(PageParams):
    q: Query | None = None
    sort: NameSort = "name"


class OrganizationParams(PageParams):
    kind: OrganizationKind | None = None
    municipality_id: UUID | None = None
    sort: NameSort = "name"


class GovernanceBodyParams(PageParams):
    kind: BodyKind | None = None
    municipality_id: UUID | None = None
    sort: NameSort = "name"


class SchoolParams(PageParams):
    """`q` forgives typos and knows aliases; `status` asks for schools that hold it today."""

    q: Query | None = None
    municipality_id: UUID | None = None
    status: StatusCode | None = None
    type: SchoolType | None = None
    sort: NameSort = "name"
