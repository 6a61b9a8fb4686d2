"""The contract of the first screen and of global search."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from opora.core.inputs import Code, Input, Output, PageParams, Query
from opora.intensives.schemas.vocabulary import DayStatus

WaitingKind = Literal[
    "deficit_confirm",
    "deficit_scope",
    "deficit_action",
    "deficit_measure",
    "deficit_close",
    "deficit_overdue",
    "deficit_review",
]


class WaitingItem(Output):
    """One thing that waits: a deficit of a school, or a deficit type whose scope is undecided for `schools` schools."""

    program_id: UUID
    type_id: UUID
    deficit_id: UUID | None
    title: str
    school: str | None
    schools: int
    since: datetime


class Waiting(Output):
    """A group of what is stuck: how many deficits, since when, whose move, and the first few. Of one kind there may be two
    groups: what waits for the reader (`mine`) and what waits for others.
    """

    kind: WaitingKind
    count: int
    oldest: datetime | None
    roles: list[str]
    mine: bool
    items: list[WaitingItem]


class StageCount(Output):
    status: str
    count: int


class Totals(Output):
    """Deficits of the reader's territory; `open` = `undecided` + `common` + `individual`."""

    open: int
    undecided: int
    common: int
    individual: int
    closed_this_year: int


class HomeDay(Output):
    """A Day on its way: the step that a person takes next, and whether it is the reader's."""

    id: UUID
    program_id: UUID
    month: date
    held_on: date | None
    theme: str | None
    status: DayStatus
    step: Literal["build", "publish", "report", "close"] | None
    roles: list[str]
    mine: bool


class MissedSession(Output):
    """A school that did not come to the session that serves its deficit; the deficit still waits for its Day."""

    deficit_id: UUID
    school: str
    title: str
    day_id: UUID
    held_on: date


class Home(Output):
    """What is stuck and whose move it is; totals second. `steps` counts the deficits that wait for the reader, each once although
    it may stand in two groups."""

    today: date
    steps: int
    days: list[HomeDay]
    missed: list[MissedSession]
    waiting: list[Waiting]
    totals: Totals
    stages: list[StageCount]


class SearchQuery(Input):
    q: Query
    limit: Annotated[int, Field(ge=1, le=20)] = 12


class Found(Output):
    kind: Literal["school", "person", "deficit_type", "municipality", "program"]
    id: UUID
    title: str
    subtitle: str | None


class AuditList(PageParams):
    sort: Literal["-at", "at"] = "-at"
    entity: Code | None = None
    entity_id: UUID | None = None


class AuditEntry(Output):
    """One change of one row: who, when, what before and after; personal columns say only that they changed."""

    id: UUID
    at: datetime
    account_id: UUID
    request_id: str | None
    entity: str
    entity_id: UUID
    operation: Literal["insert", "update", "delete"]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
