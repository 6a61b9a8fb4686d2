"""Events, who speaks at them and what they serve."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Locked, Stamped, one_of
from opora.events.practices import AUDIENCES, MODES, PRACTICES

STATUSES = ("draft", "published", "moved", "in_progress", "held", "cancelled")
AHEAD = ("published", "moved")
"""Announced and not begun: registrations are taken and seats that free are given on."""
_AUDIENCES = ", ".join(f"'{audience}'" for audience in AUDIENCES)

SELECTIONS = ("own", "all")
"""What a calendar subscription holds: what one goes to, or all that one sees."""


class Event(Identified, Locked, Base):
    """A dated practice of a municipality; a session of a Day has `intensive_day_id`.

    `organizer_name` and `host_name` are kept as announced: whoever sees the event sees whose it is, also where the school
    itself lies outside the reader's view. `sequence` is the revision number of calendars (RFC 5545). `capacity` counts
    adults who registered; null is unlimited.
    """

    __tablename__ = "event"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        ForeignKeyConstraint(["program_id", "region_id"], ["program.id", "program.region_id"]),
        UniqueConstraint("id", "municipality_id", name="event_in_municipality"),
        one_of("kind", tuple(PRACTICES)),
        one_of("mode", tuple(MODES)),
        one_of("status", STATUSES),
        CheckConstraint(f"cardinality(audience) > 0 and audience <@ array[{_AUDIENCES}]", name="audience_known"),
        CheckConstraint(
            "content_track is null or content_track in ('modern_lesson', 'quality_management')", name="track_known"
        ),
        CheckConstraint("ends_at > starts_at", name="times_in_order"),
        CheckConstraint("capacity is null or capacity >= 1", name="capacity_positive"),
        CheckConstraint("num_nonnulls(organizer_id, organizer_school_id) = 1", name="one_organizer"),
        CheckConstraint(
            "registration_opens_at is null or registration_closes_at is null"
            " or registration_closes_at > registration_opens_at",
            name="registration_in_order",
        ),
        CheckConstraint("status <> 'cancelled' or status_note is not null", name="cancelled_has_reason"),
        CheckConstraint("status <> 'moved' or moved_from is not null", name="moved_remembers"),
        Index("event_region_starts", "region_id", "starts_at", "id"),
        Index("event_municipality_starts", "municipality_id", "starts_at", "id"),
        Index("event_region_recent", "region_id", "updated_at", "id"),
        Index("event_municipality_recent", "municipality_id", "updated_at", "id"),
        Index("event_municipality_status", "municipality_id", "status", "starts_at", "id"),
        Index("event_program", "program_id", "starts_at", "id"),
        Index("event_day", "intensive_day_id", "starts_at", "id", postgresql_where=text("intensive_day_id is not null")),
        # what the clock starts and ends
        Index("event_due", "region_id", "ends_at", postgresql_where=text("status in ('published', 'moved', 'in_progress')")),
    )  # fmt: skip
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    program_id: Mapped[UUID]
    intensive_day_id: Mapped[UUID | None]
    kind: Mapped[str]
    title: Mapped[str]
    description: Mapped[str | None]
    audience: Mapped[list[str]]
    content_track: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    moved_from: Mapped[datetime | None]
    mode: Mapped[str]
    place: Mapped[str | None]
    room: Mapped[str | None]
    link: Mapped[str | None]
    organizer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    organizer_school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    organizer_name: Mapped[str]
    host_school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    host_name: Mapped[str | None]
    capacity: Mapped[int | None]
    needs_approval: Mapped[bool] = mapped_column(server_default=text("false"))
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    sequence: Mapped[int] = mapped_column(server_default=text("0"))
    status: Mapped[str]
    status_since: Mapped[datetime]
    status_note: Mapped[str | None]
    created_by: Mapped[UUID]


def of_event() -> ForeignKeyConstraint:
    """Children carry the municipality of their event."""
    return ForeignKeyConstraint(["event_id", "municipality_id"], ["event.id", "event.municipality_id"])


class EventSpeaker(Identified, Stamped, Base):
    """Who leads or speaks, by the name that was announced. One from outside the network has no person here."""

    __tablename__ = "event_speaker"
    __table_args__ = (
        of_event(),
        ForeignKeyConstraint(["person_id", "region_id"], ["person.id", "person.region_id"]),
        CheckConstraint("position >= 0", name="position_positive"),
        Index("event_speaker_event", "event_id", "position"),
        Index("event_speaker_person", "person_id", "event_id", postgresql_where=text("person_id is not null")),
        Index(
            "event_speaker_once", "event_id", "person_id", unique=True, postgresql_where=text("person_id is not null")
        ),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    event_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    name: Mapped[str]
    note: Mapped[str | None]
    position: Mapped[int]


class EventTarget(Identified, Stamped, Base):
    """What the event serves: a type of deficits (common ones), or one school's own deficit, which only that school sees."""

    __tablename__ = "event_target"
    __table_args__ = (
        of_event(),
        CheckConstraint("(deficit_id is null) = (school_id is null)", name="deficit_has_school"),
        Index("event_target_once", "event_id", "type_id", text("coalesce(deficit_id, type_id)"), unique=True),
        Index("event_target_type", "type_id", "municipality_id", "event_id"),
        Index("event_target_deficit", "deficit_id", postgresql_where=text("deficit_id is not null")),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    event_id: Mapped[UUID]
    type_id: Mapped[UUID] = mapped_column(ForeignKey("deficit_type.id"))
    deficit_id: Mapped[UUID | None] = mapped_column(ForeignKey("deficit.id"))


class CalendarFeed(Identified, Stamped, Base):
    """A subscription of one account, in one of its roles."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        one_of("selection", SELECTIONS),
        one_of("language", ("ru", "en")),
        Index("calendar_feed_account", "account_id", "created_at", "id"),
        Index("calendar_feed_token", "token_hash", unique=True),
    )
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("role_assignment.id"))
    selection: Mapped[str]
    language: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
