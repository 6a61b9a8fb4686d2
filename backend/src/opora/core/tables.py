"""Rows the kernel keeps about every context: facts (outbox), audit, idempotency keys."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base


class Change(Base):
    """A fact that happened, written in the transaction of its cause: history, feed, webhooks and jobs read it.

    Readers order by `(xid, seq)` below `pg_snapshot_xmin`, since a slow transaction commits late with an early `seq`.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("change_entity", "entity_id", "seq"),
        Index("change_municipality", "municipality_id", "xid", "seq"),
    )
    xid: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, server_default=text("(pg_current_xact_id()::text)::bigint")
    )
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    assignment_id: Mapped[UUID]
    account_id: Mapped[UUID]
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    visibility: Mapped[str] = mapped_column(server_default=text("'school'"))
    type: Mapped[str]
    entity_id: Mapped[UUID]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Audit(Base):
    """What changed in a row, by whom: written by trigger only, append-only for everybody."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("audit_entity", "entity_id", "at", "id"),
        Index("audit_region_recent", "region_id", "at", "id"),
        Index("audit_municipality_recent", "municipality_id", "at", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    account_id: Mapped[UUID]
    assignment_id: Mapped[UUID | None]
    request_id: Mapped[str | None]
    region_id: Mapped[UUID | None]
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    visibility: Mapped[str] = mapped_column(server_default=text("'school'"))
    entity: Mapped[str]
    entity_id: Mapped[UUID]
    operation: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class IdempotencyKey(Base):
    """The stored answer to a POST, per account and route, for 24 hours."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("idempotency_key_at", "at"),)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    at: Mapped[datetime]
    status: Mapped[int | None] = mapped_column(SmallInteger)
    body: Mapped[str | None]
    etag: Mapped[str | None]
