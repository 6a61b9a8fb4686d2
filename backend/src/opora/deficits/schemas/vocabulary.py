"""Words of the contract: enumerations and references."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from opora.core.inputs import Output

Component = Literal["results", "process", "environment", "management"]
Nature = Literal["educational", "professional", "methodical", "managerial"]
Framework = Literal["transition_components", "risk_profile", "shmp_self_diagnosis", "professional_competence"]
BearerKind = Literal["school", "head", "teacher"]
Status = Literal[
    "draft", "identified", "scoped", "planned", "in_progress", "measured", "closed", "rejected", "deferred"
]
Scope = Literal["common", "individual"]
Route = Literal["intensive_day", "network_tie", "training_course", "internship", "internal"]
Event = Literal[
    "confirm", "reject", "set_scope", "plan", "start", "measure_final", "close", "continue", "change_scope", "defer",
    "resume", "reopen",
]  # fmt: skip
Waiting = Literal["confirm", "scope", "action", "measure", "close"]
Severity = Annotated[int, Field(ge=1, le=3, strict=True)]
Direction = Literal["higher", "lower"]


class TypeRef(Output):
    id: UUID
    code: str
    title: str


class SchoolRef(Output):
    id: UUID
    short_name: str


class PersonRef(Output):
    id: UUID
    name: str
