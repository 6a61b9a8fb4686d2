"""Accounts and what they act through. Secrets are stored as hashes only; scope roles cannot read them at all."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from opora.access.permissions import Role
from opora.core.models import Base, Identified, Locked, Stamped, one_of

SCOPES = ("region", "municipality", "school", "person", "admin", "job")
ACCOUNT_KINDS = ("person", "client", "system")


class Account(Identified, Locked, Base):
    """A login. Its territory (`municipality_id`, `school_id`) decides which coordinator or head may manage it."""

    __tablename__ = "account"
    __table_args__ = (
        one_of("kind", ACCOUNT_KINDS),
        CheckConstraint("login = lower(login)", name="login_lower"),
        Index("account_person", "person_id", unique=True),
        Index("account_region_login", "region_id", "login", "id"),
        Index("account_municipality_login", "municipality_id", "login", "id"),
        Index("account_school_login", "school_id", "login", "id"),
    )
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(server_default=text("'person'"))
    login: Mapped[str] = mapped_column(unique=True)
    activated_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]

    @property
    def status(self) -> str:
        if self.disabled_at:
            return "disabled"
        return "active" if self.activated_at else "invited"


class Credential(Base):
    """The argon2 hash of an account's password, apart from the account so that no scope role can read it."""

    __tablename__ = "credential"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password_hash: Mapped[str]
    changed_at: Mapped[datetime]


class RoleAssignment(Identified, Stamped, Base):
    """A role with a scope for a time. Nothing but its end ever changes (a trigger holds it), so its meaning may be cached."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        ForeignKeyConstraint(
            ["region_id", "municipality_id", "school_id"],
            ["school.region_id", "school.municipality_id", "school.id"],
        ),
        one_of("role", tuple(role.value for role in Role)),
        one_of("scope", SCOPES),
        CheckConstraint(
            "case scope when 'municipality' then municipality_id is not null and school_id is null"
            " when 'school' then school_id is not null when 'person' then person_id is not null else municipality_id is null end",
            name="scope_has_owner",
        ),
        Index("role_assignment_account", "account_id"),
        Index(
            "role_assignment_live",
            "account_id",
            "role",
            "scope_id",
            text("coalesce(school_id, scope_id)"),
            unique=True,
            postgresql_where=text("valid_to is null"),
        ),
    )
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    scope: Mapped[str]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    scope_id: Mapped[UUID] = mapped_column(
        Computed(
            "case scope when 'municipality' then municipality_id when 'school' then school_id"
            " when 'person' then person_id else region_id end",
            persisted=True,
        )
    )
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    granted_by: Mapped[UUID | None]


class BrowserSession(Identified, Base):
    """A browser's live login: the SHA-256 of its cookie. Switching the role is a new session."""

    __tablename__ = "browser_session"
    __table_args__ = (Index("browser_session_account", "account_id"),)
    hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("role_assignment.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_until: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str | None]


class LoginAttempt(Base):
    """Failed logins per login name and network, counted so that guessing slows down and the owner is never locked out."""

    __tablename__ = "login_attempt"
    login: Mapped[str] = mapped_column(primary_key=True)
    network: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]


class Invitation(Identified, Base):
    """A one-time link to set a password: for a new account or after a forgotten one. Only the hash of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("purpose", ("invitation", "reset")), Index("invitation_account", "account_id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiClient(Identified, Locked, Base):
    """A regional system that reads the API: the SHA-256 of its long random secret and the scopes it may ask for."""

    __tablename__ = "api_client"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("role_assignment.id"))
    name: Mapped[str]
    secret_hash: Mapped[bytes]
    scopes: Mapped[list[str]]
    revoked_at: Mapped[datetime | None]
