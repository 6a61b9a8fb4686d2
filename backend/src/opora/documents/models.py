"""Papers with their files, and certificates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Locked, Stamped, one_of

KINDS = ("day_protocol", "day_programme", "attendance_blank", "attendance_sheet", "certificates")
SUBJECTS = ("intensive_day", "event")
STATUSES = ("queued", "making", "ready", "failed")


class Document(Identified, Locked, Base):
    """One version of a paper. `snapshot` is what it was made from and never changes; the subject lives in a context above.

    `done` of `total` pieces are drawn: a certificate is a piece, another paper is one.
    """

    __tablename__ = "document"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        UniqueConstraint("id", "municipality_id", name="document_in_municipality"),
        UniqueConstraint("subject_id", "kind", "number", name="document_version"),
        one_of("kind", KINDS),
        one_of("subject_kind", SUBJECTS),
        one_of("status", STATUSES),
        CheckConstraint("done between 0 and total", name="progress_sane"),
        CheckConstraint("status <> 'failed' or error is not null", name="failed_says_why"),
        Index("document_municipality_recent", "municipality_id", "created_at", "id"),
        Index("document_region_recent", "region_id", "created_at", "id"),
        Index("document_subject", "subject_id", "created_at", "id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    number: Mapped[int]
    title: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    missing: Mapped[list[str]]
    status: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    error: Mapped[str | None]
    requested_by: Mapped[UUID]


class DocumentFile(Identified, Stamped, Base):
    """A file of a paper, as it was drawn."""

    __tablename__ = "document_file"
    __table_args__ = (
        ForeignKeyConstraint(["document_id", "municipality_id"], ["document.id", "document.municipality_id"]),
        CheckConstraint("size = octet_length(content)", name="size_true"),
        Index("document_file_document", "document_id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    document_id: Mapped[UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    content: Mapped[bytes]


class Certificate(Identified, Locked, Base):
    """A certificate of participation (domain.md 6.14), as issued; withdrawn, never deleted.

    `number` counts within the issuer and the year of issue. `code` is what the public page is asked for.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        ForeignKeyConstraint(["document_id", "municipality_id"], ["document.id", "document.municipality_id"]),
        ForeignKeyConstraint(["person_id", "region_id"], ["person.id", "person.region_id"]),
        UniqueConstraint("issuer_id", "year", "number", name="certificate_number"),
        UniqueConstraint("code", name="certificate_code"),
        UniqueConstraint("subject_id", "person_id", name="certificate_once"),
        one_of("role", ("listener", "leader")),
        CheckConstraint("hours > 0", name="hours_positive"),
        CheckConstraint("(revoked_at is null) = (revoke_reason is null)", name="revoked_says_why"),
        Index("certificate_municipality_recent", "municipality_id", "created_at", "id"),
        Index("certificate_region_recent", "region_id", "created_at", "id"),
        Index("certificate_person", "person_id", "created_at", "id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    document_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    person_id: Mapped[UUID]
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    issuer_name: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    held_on: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 1))
    role: Mapped[str]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str | None]
