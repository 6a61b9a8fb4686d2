"""The catalogue of deficit types."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from opora.core.inputs import (
    Code,
    Flag,
    Input,
    Line,
    Note,
    PageParams,
    Versioned,
)
from opora.deficits.schemas.vocabulary import (
    BearerKind,
    Component,
    Framework,
    Nature,
)


class DeficitTypeRead(Versioned):
    """An entry of the catalogue; `is_sample` marks what no source gives."""

    id: UUID
    code: str
    title: str
    framework: Framework
    framework_version: str
    component: Component
    nature: Nature
    bearer_kinds: list[BearerKind]
    subject: str | None
    is_sample: bool
    is_active: bool
    note: str | None


class DeficitTypeCreate(Input):
    code: Code
    title: Line
    framework: Framework
    framework_version: Line
    component: Component
    nature: Nature
    bearer_kinds: Annotated[list[BearerKind], Field(min_length=1, max_length=3)]
    subject: Line | None = None
    note: Note | None = None


class DeficitTypeUpdate(Input):
    title: Line = ""
    is_active: Flag = True
    note: Note | None = None


class DeficitTypeList(PageParams):
    sort: Literal["title", "-title"] = "title"
    framework: Framework | None = None
    component: Component | None = None
    nature: Nature | None = None
    bearer_kind: BearerKind | None = None
    active: bool = False
