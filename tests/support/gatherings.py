"""Events of the role matrix: what `places` gives deficits, this gives events.

Of each school `s`, which hosts them: `event.{s}.draft`, `.ahead` (two seats, approval off), `.asks` (approval on), `.begun`
(started, led by `teacher2.{s}@test`) and `.over` (held). Registrations: on `.ahead` `teacher2` confirmed, on `.asks` both
requested, on `.begun` both teachers confirmed, on `.over` `teacher` attended.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from opora.core.models import Base
from opora.core.sorting import sort_key
from opora.events.models import Event, EventSpeaker, EventTarget
from opora.events.taking_part import AttendanceCount, EventAttendance, EventRegistration
from tests.support.world import START, canary, id_

AHEAD, LATER = datetime(2099, 1, 15, 9, tzinfo=UTC), datetime(2099, 1, 15, 11, tzinfo=UTC)
STATES: dict[str, dict[str, Any]] = {
    "draft": {"status": "draft"},
    "ahead": {"status": "published", "capacity": 2},
    "asks": {"status": "published", "needs_approval": True},
    "begun": {"status": "in_progress", "starts_at": START},
    "over": {"status": "held", "starts_at": START, "audience": ["teachers", "administrators", "parents"]},
}
SEATS = {  # event: who, status
    "ahead": {"teacher2": "confirmed"}, "asks": {"teacher2": "requested", "teacher": "requested"},
    "begun": {"teacher": "confirmed", "teacher2": "confirmed"}, "over": {"teacher": "attended"},
}  # fmt: skip


def gathering(name: str, s: str, **more: Any) -> Event:
    """An event hosted by school `s`; `name` gives its id."""
    m = s[0]
    values: dict[str, Any] = {
        "id": id_(f"event.{name}"), "region_id": id_("region"), "municipality_id": id_(f"municipality.{m}"),
        "program_id": id_(f"program.{m}"), "kind": "seminar", "title": canary(m, "Семинар"),
        "audience": ["teachers", "administrators"],
        "starts_at": AHEAD, "ends_at": LATER, "mode": "in_person", "place": canary(m, "Актовый зал"),
        "organizer_school_id": id_(f"school.{s}"), "organizer_name": canary(m, f"Школа {s.upper()}"),
        "host_school_id": id_(f"school.{s}"), "host_name": canary(m, f"Школа {s.upper()}"), "status_since": START,
        "materials": [], "sequence": 0, "created_by": id_(f"account.me.{m}@test"), "created_at": START, "updated_at": START,
    }  # fmt: skip
    return Event(**(values | more))


def seat(of: Event, state: str, who: str, number: int, status: str, s: str) -> EventRegistration:
    """A registration of somebody of the world: `registration.{s}.{state}.{who}`."""
    name = canary(s[0], who.title())
    return EventRegistration(
        id=id_(f"registration.{s}.{state}.{who}"), region_id=of.region_id, municipality_id=of.municipality_id,
        school_id=id_(f"school.{s}"), event_id=of.id, person_id=id_(f"person.{who}.{s}@test"), number=number,
        audience="teachers", name=name, sort_key=sort_key(name), school_name=canary(s[0], f"Школа {s.upper()}"),
        source="school", status=status, status_since=START, registered_by=id_(f"account.head.{s}@test"), created_at=START,
        updated_at=START,
    )  # fmt: skip


def _came(registration: EventRegistration, m: str) -> EventAttendance:
    columns = ("region_id", "municipality_id", "school_id", "event_id", "person_id")
    return EventAttendance(
        **{name: getattr(registration, name) for name in columns}, registration_id=registration.id, is_present=True,
        source="list", recorded_at=START, recorded_by=id_(f"account.me.{m}@test"),
    )  # fmt: skip


def _counted(of: Event, s: str) -> AttendanceCount:
    return AttendanceCount(
        region_id=of.region_id, municipality_id=of.municipality_id, school_id=id_(f"school.{s}"), event_id=of.id,
        audience="parents", count=12, recorded_at=START, recorded_by=id_(f"account.head.{s}@test"),
    )  # fmt: skip


def gatherings(s: str) -> Iterator[Base]:
    """Every row of one school's events, in an order that foreign keys accept."""
    m = s[0]
    for state, columns in STATES.items():
        yield (row := gathering(f"{s}.{state}", s, **columns))
        yield EventTarget(
            region_id=row.region_id, municipality_id=row.municipality_id, event_id=row.id, type_id=id_("type.common")
        )
        yield EventSpeaker(
            region_id=row.region_id, municipality_id=row.municipality_id, event_id=row.id, position=0,
            person_id=id_(f"person.teacher2.{s}@test") if state == "begun" else None, name=canary(m, "Ведущая"),
        )  # fmt: skip
        for number, (who, status) in enumerate(SEATS.get(state, {}).items(), 1):
            yield (taken := seat(row, state, who, number, status, s))
            if status == "attended":
                yield _came(taken, m)
                yield _counted(row, s)
