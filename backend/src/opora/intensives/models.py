"""The Day, the deficits it serves, and the agenda on its way."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from opora.core.models import Base, Identified, Locked, Stamped, one_of
from opora.events.practices import AUDIENCES, MODES, PRACTICES

STATUSES = (
    "draft", "program_built", "published", "moved", "registration_closed", "in_progress", "held", "reported", "closed",
    "cancelled",
)  # fmt: skip
AHEAD = ("published", "moved", "registration_closed")
"""Announced and not begun."""
ITEM_STATES = ("proposed", "accepted", "dropped")
_AUDIENCES = ", ".join(f"'{audience}'" for audience in AUDIENCES)


class IntensiveDay(Identified, Locked, Base):
    """The monthly Day of a programme; its sessions are events with `intensive_day_id`.

    `month` is the first of the month (INV-46), `held_on` the date of its own. `expected` says how many people of each
    audience are expected, `rooms` (name, seats) and `slots` (local start and end) what the agenda may use. `promised` is what
    was announced when the Day was published. `protocol` holds chair, secretary, questions and decisions.
    """

    __tablename__ = "intensive_day"
    __table_args__ = (
        ForeignKeyConstraint(["region_id", "municipality_id"], ["municipality.region_id", "municipality.id"]),
        ForeignKeyConstraint(["program_id", "region_id"], ["program.id", "program.region_id"]),
        UniqueConstraint("id", "municipality_id", name="intensive_day_in_municipality"),
        one_of("mode", tuple(MODES)),
        one_of("status", STATUSES),
        CheckConstraint(f"cardinality(audiences) > 0 and audiences <@ array[{_AUDIENCES}]", name="audiences_known"),
        CheckConstraint("extract(day from month) = 1", name="month_is_first"),
        CheckConstraint(
            "held_on is null or date_trunc('month', held_on::timestamp) = month::timestamp", name="held_in_month"
        ),
        CheckConstraint("status in ('draft', 'program_built', 'cancelled') or held_on is not null", name="has_date"),
        CheckConstraint("status <> 'cancelled' or status_note is not null", name="cancelled_has_reason"),
        CheckConstraint("tracks between 1 and 10", name="tracks_sane"),
        # INV-46
        Index("intensive_day_month", "program_id", "month", unique=True, postgresql_where=text("status <> 'cancelled'")),
        Index("intensive_day_region_month", "region_id", "month", "id"),
        Index("intensive_day_municipality_month", "municipality_id", "month", "id"),
        Index(
            "intensive_day_due", "region_id", "held_on",
            postgresql_where=text("status in ('published', 'moved', 'registration_closed', 'in_progress')"),
        ),
    )  # fmt: skip
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    program_id: Mapped[UUID]
    month: Mapped[date]
    held_on: Mapped[date | None]
    moved_from: Mapped[date | None]
    theme: Mapped[str | None]
    audiences: Mapped[list[str]]
    expected: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    mode: Mapped[str]
    place: Mapped[str | None]
    link: Mapped[str | None]
    organizer_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    rooms: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    slots: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    tracks: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    registration_closes_on: Mapped[date | None]
    status: Mapped[str]
    status_since: Mapped[datetime]
    status_note: Mapped[str | None]
    promised: Mapped[dict[str, Any] | None]
    protocol: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    coordinator_id: Mapped[UUID]


def _of_day() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["day_id", "municipality_id"], ["intensive_day.id", "intensive_day.municipality_id"])


class DayTheme(Identified, Stamped, Base):
    """A common deficit that the Day serves, with the figures of the day it was chosen."""

    __tablename__ = "intensive_day_theme"
    __table_args__ = (
        _of_day(),
        UniqueConstraint("day_id", "type_id", name="intensive_day_theme_once"),
        CheckConstraint("holders between 0 and participants", name="figures_sane"),
        Index("intensive_day_theme_type", "type_id", "municipality_id", "day_id"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    day_id: Mapped[UUID]
    type_id: Mapped[UUID] = mapped_column(ForeignKey("deficit_type.id"))
    holders: Mapped[int]
    participants: Mapped[int]


class AgendaProposal(Identified, Stamped, Base):
    """One answer of the solver, kept: how good it is, or which rules block."""

    __tablename__ = "agenda_proposal"
    __table_args__ = (
        _of_day(),
        one_of("status", ("optimal", "bounded", "blocked")),
        UniqueConstraint("day_id", "number", name="agenda_proposal_number"),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    day_id: Mapped[UUID]
    number: Mapped[int]
    status: Mapped[str]
    objective: Mapped[int]
    bound: Mapped[int]
    conflicts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    created_by: Mapped[UUID]


class AgendaItem(Identified, Stamped, Base):
    """A proposed session with its reason; an accepted one has become the event `event_id`, a dropped one does not come back.

    `is_pinned`: stays where it is when the rest is proposed anew.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        _of_day(),
        one_of("audience", tuple(AUDIENCES)),
        one_of("kind", tuple(PRACTICES)),
        one_of("state", ITEM_STATES),
        CheckConstraint("(state = 'accepted') = (event_id is not null)", name="accepted_has_event"),
        CheckConstraint("slot >= 1", name="slot_positive"),
        UniqueConstraint("day_id", "type_id", "audience", name="agenda_item_once"),
        Index("agenda_item_event", "event_id", unique=True, postgresql_where=text("event_id is not null")),
    )
    region_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    day_id: Mapped[UUID]
    type_id: Mapped[UUID] = mapped_column(ForeignKey("deficit_type.id"))
    audience: Mapped[str]
    kind: Mapped[str]
    slot: Mapped[int] = mapped_column(SmallInteger)
    room: Mapped[str | None]
    host_school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    host_name: Mapped[str | None]
    state: Mapped[str]
    is_pinned: Mapped[bool] = mapped_column(server_default=text("false"))
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"))
    reason: Mapped[dict[str, Any]]
