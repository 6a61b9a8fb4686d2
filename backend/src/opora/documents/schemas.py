"""The documented contract of papers and certificates."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from opora.core.inputs import Input, Note, Output, PageParams, Versioned

Kind = Literal["day_protocol", "day_programme", "attendance_blank", "attendance_sheet", "certificates"]
SubjectKind = Literal["intensive_day", "event"]
Status = Literal["queued", "making", "ready", "failed"]


class DocumentList(PageParams):
    sort: Literal["-created_at", "created_at"] = "-created_at"
    subject_id: UUID | None = None
    kind: Kind | None = None
    status: Status | None = None


class DocumentRow(Output):
    """A paper as a line of a list: `done` of `total` pieces are drawn."""

    id: UUID
    kind: Kind
    subject_kind: SubjectKind
    subject_id: UUID
    number: int
    title: str
    status: Status
    done: int
    total: int
    created_at: datetime
    version: int


class FileRead(Output):
    id: UUID
    name: str
    media_type: str
    size: int


class DocumentRead(Versioned):
    """A version of a paper with its files. `missing` names the fields printed as «не заполнено»."""

    id: UUID
    kind: Kind
    subject_kind: SubjectKind
    subject_id: UUID
    number: int
    title: str
    status: Status
    done: int
    total: int
    missing: list[str]
    error: str | None
    files: list[FileRead]
    created_at: datetime


class CertificateList(PageParams):
    sort: Literal["-created_at", "created_at"] = "-created_at"
    subject_id: UUID | None = None
    person_id: UUID | None = None


class CertificateRow(Output):
    id: UUID
    subject_id: UUID
    person_id: UUID
    name: str
    title: str
    held_on: date
    year: int
    number: int
    code: str
    role: Literal["listener", "leader"]
    issuer_name: str
    revoked_at: datetime | None
    created_at: datetime
    version: int


class CertificateRead(CertificateRow):
    """A certificate as issued; `revoke_reason` when it was withdrawn."""

    hours: float
    revoke_reason: str | None


class CertificateRevoke(Input):
    comment: Note


class CertificateCheck(Output):
    """What the public page says: what is on the paper, and whether it is valid."""

    is_valid: bool
    number: str
    name: str
    title: str
    held_on: date
    hours: float
    role: Literal["listener", "leader"]
    issuer_name: str
