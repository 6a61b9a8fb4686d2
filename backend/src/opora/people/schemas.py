"""People over HTTP. Adults only (INV-07): pupils and parents appear in the system as counts, never as persons."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from opora.core.inputs import Day, Input, Line, Output, PageParams, Query, Versioned
from opora.territory.schemas import NameSort, absent

Capacity = Literal[
    "school_director", "deputy_director_uvr", "teacher", "association_head", "methodical_specialist",
    "methodical_service_head", "municipal_tutor", "school_tutor", "municipal_specialist", "scientific_consultant",
    "expert", "curator",
]  # fmt: skip
Purpose = Literal["account", "mentor_base", "publication", "certificate"]
Method = Literal["paper", "electronic", "account"]
PersonAction = Literal["update", "give_consent", "withdraw_consent"]

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    ),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()-]{4,24}$")]


class PersonRef(Output):
    """A person named inside another record."""

    id: UUID
    name: str


class PositionRead(Output):
    """Where and as what a person works, with the name of the school or organisation as it is today."""

    id: UUID
    capacity: Capacity
    subject: str | None
    organization_name: str | None
    valid_from: date | None
    valid_to: date | None


class PersonRead(Versioned):
    """An adult of the network. `municipality_id` and `school_id` are those of the main employment."""

    id: UUID
    last_name: str
    first_name: str
    patronymic: str | None
    name: str
    email: str | None
    phone: str | None
    is_fictional: bool
    municipality_id: UUID | None
    school_id: UUID | None
    positions: list[PositionRead]


class PersonDetail(PersonRead):
    allowed_actions: list[PersonAction]


class PersonCreate(Input):
    """An adult with the main employment in a school or an organisation. INV-07: no pupils, no parents."""

    last_name: Line
    first_name: Line
    patronymic: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    school_id: UUID | None = None
    organization_id: UUID | None = None
    capacity: Capacity
    subject: Line | None = None


class PersonUpdate(Input):
    """Merge patch: what is left out stays; null empties patronymic, e-mail and telephone."""

    last_name: Line = Field(default_factory=absent)
    first_name: Line = Field(default_factory=absent)
    patronymic: Line | None = None
    email: Email | None = None
    phone: Phone | None = None


class ConsentRead(Output):
    """A consent to one purpose; withdrawn, never deleted."""

    id: UUID
    purpose: Purpose
    text_version: str
    given_on: date
    method: Method
    withdrawn_at: datetime | None
    is_active: bool


class PositionEnd(Input):
    """`valid_to` is the first day on which the person no longer works there; today when it is left out."""

    valid_to: Day | None = None


class ConsentCreate(Input):
    """One consent has one purpose and names the version of the text that was signed."""

    purpose: Purpose
    text_version: Line
    given_on: Day
    method: Method


class PersonParams(PageParams):
    """`q` forgives typos in names; `capacity` asks for those who work in it today."""

    q: Query | None = None
    school_id: UUID | None = None
    municipality_id: UUID | None = None
    capacity: Capacity | None = None
    sort: NameSort = "name"
