"""Who takes part in events: registrations, attendance, head-counts, feedback."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Locked, one_of
from opora.events.models import of_event
from opora.events.practices import ADULTS, AUDIENCES, COUNTED

REGISTRATION_STATUSES = (
    "requested", "confirmed", "waitlisted", "attended", "no_show", "feedback_given", "cancelled", "rejected",
)  # fmt: skip
SEATED = ("confirmed", "attended", "no_show", "feedback_given")
"""Statuses that take a seat."""
CAME = ("attended", "feedback_given")
OVER = ("cancelled", "rejected")


class EventRegistration(Identified, Locked, Base):
    """An adult's place at an event (3.4). Rows are never deleted; who comes back gets a new one with a new number.

    `number` is the place in the order in which the lock on the event was taken: it orders the waiting list. `name` and
    `school_name` are kept as on the attendance sheet: the session's leader reads it and sees neither persons nor schools.
    """

    __tablename__ = "event_registration"
    __table_args__ = (
        of_event(),
        ForeignKeyConstraint(["person_id", "region_id"], ["person.id", "person.region_id"]),
        UniqueConstraint("id", "event_id", name="event_registration_path"),
        UniqueConstraint("event_id", "number", name="event_registration_number"),
        one_of("status", REGISTRATION_STATUSES),
        one_of("audience", ADULTS),
        one_of("source", ("self", "school", "methodologist")),
        CheckConstraint("number >= 1", name="number_positive"),
        # INV-27
        Index(
            "event_registration_once", "event_id", "person_id", unique=True,
            postgresql_where=text("status not in ('cancelled', 'rejected')"),
        ),
        Index("event_registration_event_name", "event_id", "sort_key", "id"),
        Index("event_registration_waiting", "event_id", "number", postgresql_where=text("status = 'waitlisted'")),
        Index("event_registration_person", "person_id", "created_at", "id"),
        Index("event_registration_school", "school_id", "created_at", "id"),
        Index("event_registration_municipality", "municipality_id", "created_at", "id"),
    )  # fmt: skip
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    event_id: Mapped[UUID]
    person_id: Mapped[UUID]
    number: Mapped[int]
    audience: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str]
    school_name: Mapped[str | None]
    source: Mapped[str]
    status: Mapped[str]
    status_since: Mapped[datetime]
    note: Mapped[str | None]
    feedback_on: Mapped[date | None]
    registered_by: Mapped[UUID]


class EventAttendance(Identified, Base):
    """A mark that somebody came or did not. Append-only: the latest by `seq` holds, a correction says why."""

    __tablename__ = "event_attendance"
    __table_args__ = (
        of_event(),
        ForeignKeyConstraint(["registration_id", "event_id"], ["event_registration.id", "event_registration.event_id"]),
        one_of("source", ("list", "bulk", "code")),
        CheckConstraint("source <> 'code' or is_present", name="code_means_present"),
        Index("event_attendance_current", "registration_id", text("seq desc")),
    )
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    event_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    person_id: Mapped[UUID]
    is_present: Mapped[bool]
    source: Mapped[str]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]


class AttendanceCount(Identified, Base):
    """How many students or parents of a school came: a number, never a name (INV-07). Append-only like attendance."""

    __tablename__ = "attendance_count"
    __table_args__ = (
        of_event(),
        one_of("audience", COUNTED),
        CheckConstraint("count between 0 and 100000", name="count_sane"),
        Index("attendance_count_current", "event_id", "school_id", "audience", text("seq desc")),
    )
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    event_id: Mapped[UUID]
    audience: Mapped[str]
    count: Mapped[int]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]


class EventFeedback(Base):
    """An answer without its author (INV-38): no account, no address, no instant, and an id that tells no time.

    Nobody reads rows: `gate.event_feedback` gives figures from five answers on.
    """

    __tablename__ = "event_feedback"
    __table_args__ = (
        of_event(),
        one_of("audience", tuple(AUDIENCES)),
        CheckConstraint("rating between 1 and 5", name="rating_range"),
        CheckConstraint("char_length(comment) between 1 and 4000", name="comment_length"),
        Index("event_feedback_event", "event_id", "audience"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    event_id: Mapped[UUID]
    audience: Mapped[str]
    rating: Mapped[int] = mapped_column(SmallInteger)
    comment: Mapped[str | None]
    given_on: Mapped[date]
