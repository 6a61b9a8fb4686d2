"""Seats and registrations (domain.md 3.4): who may do what in which state, and what the next one gets."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from opora.access.permissions import Role
from opora.events.practices import audiences_of, seat_of
from opora.events.seating import BY_EVENT, RULES, Turn, Who, closed_for, first_status, may_run, needs_comment, refusal
from opora.events.taking_part import REGISTRATION_STATUSES

# The oracle: domain.md 3.4, written down again by hand. A correction of a mark goes both ways.
LEADS = {
    "approve": {"requested": "confirmed"},
    "reject": {"requested": "rejected"},
    "cancel": dict.fromkeys(("requested", "confirmed", "waitlisted"), "cancelled"),
    "mark_attended": dict.fromkeys(("confirmed", "no_show"), "attended"),
    "mark_absent": dict.fromkeys(("confirmed", "attended", "feedback_given"), "no_show"),
    "give_feedback": {"attended": "feedback_given"},
}
WHO = {  # roles, the person themselves, a leader of the event
    "approve": ("SH SC", False, False), "reject": ("SH SC", False, False), "cancel": ("SH SC ME", True, False),
    "mark_attended": ("ME", False, True), "mark_absent": ("ME", False, True), "give_feedback": ("", True, False),
}  # fmt: skip
SHORT = {"SH": Role.SCHOOL_HEAD, "SC": Role.SCHOOL_CURATOR, "ME": Role.METHODOLOGIST}
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    status: str = "published"
    starts_at: datetime = NOW + HOUR
    ends_at: datetime = NOW + 2 * HOUR
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None


@dataclass(frozen=True)
class Registration:
    status: str = "confirmed"
    school_id: UUID | None = field(default_factory=uuid4)


BEGUN = Event(status="in_progress", starts_at=NOW - HOUR, ends_at=NOW + HOUR)


def test_the_table_holds_exactly_the_events_of_the_domain() -> None:
    assert set(BY_EVENT) == set(LEADS)
    for rule in RULES:
        roles, by_self, by_leader = WHO[rule.event]
        assert (rule.roles, rule.by_self, rule.by_leader) == ({SHORT[n] for n in roles.split()}, by_self, by_leader)


@pytest.mark.parametrize(("event", "status"), list(product(LEADS, REGISTRATION_STATUSES)))
def test_an_event_is_possible_exactly_in_the_states_of_the_domain(event: str, status: str) -> None:
    at = Event() if event in ("approve", "reject", "cancel") else BEGUN
    refused = refusal(BY_EVENT[event], Registration(status), at, NOW)
    if status in LEADS[event]:
        assert (refused, BY_EVENT[event].target) == (None, LEADS[event][status])
    else:
        assert refused is not None
        assert (refused[0], bool(refused[1].ru), bool(refused[1].en)) == ("state", True, True)


@pytest.mark.parametrize("role", Role)
def test_oneself_leaves_and_answers_a_leader_marks_and_nobody_else_does_more(role: Role) -> None:
    for rule in RULES:
        roles, by_self, by_leader = WHO[rule.event]
        by_role = role in {SHORT[n] for n in roles.split()}
        assert may_run(rule, Registration(), Who(role)) is by_role
        assert may_run(rule, Registration(), Who(role, is_self=True)) is (by_role or by_self)
        assert may_run(rule, Registration(), Who(role, leads=True)) is (by_role or by_leader)


def test_a_methodologist_approves_whoever_has_no_head() -> None:
    of_nobody = Registration("requested", None)
    assert may_run(BY_EVENT["approve"], of_nobody, Who(Role.METHODOLOGIST))
    assert not may_run(BY_EVENT["approve"], of_nobody, Who(Role.SCHOOL_HEAD))
    assert not may_run(BY_EVENT["approve"], Registration("requested"), Who(Role.METHODOLOGIST))


@pytest.mark.parametrize("event", ["approve", "reject", "cancel"])
def test_places_are_given_and_returned_until_the_start(event: str) -> None:
    registration = Registration("requested")
    for at in (Event(starts_at=NOW), BEGUN, Event(status="cancelled"), Event(status="held")):
        refused = refusal(BY_EVENT[event], registration, at, NOW)
        assert refused is not None
        assert refused[0] == "guard"
    assert refusal(BY_EVENT[event], registration, Event(status="moved"), NOW) is None


@pytest.mark.parametrize("event", ["mark_attended", "mark_absent"])
def test_attendance_is_marked_from_the_start_and_not_before(event: str) -> None:
    """INV-28."""
    rule, at = BY_EVENT[event], Event(starts_at=NOW + timedelta(seconds=1))
    early = refusal(rule, Registration(), at, NOW)
    assert early is not None
    assert early[0] == "guard"
    assert refusal(rule, Registration(), replace(at, starts_at=NOW), NOW) is None
    assert refusal(rule, Registration(), replace(BEGUN, status="held"), NOW) is None
    assert refusal(rule, Registration(), replace(BEGUN, status="cancelled"), NOW) is not None


def test_a_correction_says_why() -> None:
    assert not needs_comment(BY_EVENT["mark_attended"], Registration("confirmed"))
    for event, status in (("mark_attended", "no_show"), ("mark_absent", "attended"), ("mark_absent", "feedback_given")):
        assert needs_comment(BY_EVENT[event], Registration(status))
    assert needs_comment(BY_EVENT["reject"], Registration("requested"))
    assert not needs_comment(BY_EVENT["cancel"], Registration("requested"))


@pytest.mark.parametrize(
    ("event", "teacher", "methodologist"),
    [
        (Event(), True, True), (Event(status="moved"), True, True), (Event(status="draft"), False, False),
        (BEGUN, False, True), (Event(starts_at=NOW), False, True), (Event(status="held"), False, False),
        (Event(status="cancelled"), False, False), (Event(starts_at=NOW - 2 * HOUR, ends_at=NOW), False, False),
        (Event(registration_opens_at=NOW + HOUR / 2), False, True), (Event(registration_opens_at=NOW), True, True),
        (Event(registration_closes_at=NOW), False, True), (Event(registration_closes_at=NOW + HOUR / 2), True, True),
    ],
)  # fmt: skip
def test_registration_keeps_its_window_and_a_methodologist_writes_latecomers_in(
    event: Event, teacher: bool, methodologist: bool
) -> None:
    assert (closed_for(event, Role.TEACHER, NOW) is None) is teacher
    assert (closed_for(event, Role.METHODOLOGIST, NOW) is None) is methodologist


@pytest.mark.parametrize(
    ("turn", "free", "seat"),
    [
        (Turn(None, 1000, 0, 1001), None, "confirmed"), (Turn(30, 29, 0, 30), 1, "confirmed"),
        (Turn(30, 30, 0, 31), 0, "waitlisted"), (Turn(30, 31, 0, 32), 0, "waitlisted"),
        (Turn(30, 29, 1, 31), 1, "waitlisted"),
    ],
)  # fmt: skip
def test_the_next_one_gets_a_seat_that_is_free_and_never_passes_who_waits(
    turn: Turn, free: int | None, seat: str
) -> None:
    assert (turn.free, turn.seat) == (free, seat)
    assert first_status(turn, needs_approval=False, by_own_school=False) == seat
    assert first_status(turn, needs_approval=True, by_own_school=False) == "requested"
    assert first_status(turn, needs_approval=True, by_own_school=True) == seat


@pytest.mark.parametrize(
    ("capacities", "audiences"),
    [
        ({"teacher"}, ("teachers",)), ({"school_director"}, ("administrators",)),
        ({"deputy_director_uvr", "teacher"}, ("administrators", "teachers")), ({"association_head"}, ("teachers",)),
        ({"methodical_specialist"}, ("administrators", "teachers")), (set(), ("administrators", "teachers")),
    ],
)  # fmt: skip
def test_an_audience_follows_from_the_position(capacities: set[str], audiences: tuple[str, ...]) -> None:
    assert audiences_of(capacities) == audiences


def test_nobody_registers_for_what_is_for_others_and_no_adult_for_students() -> None:
    assert seat_of({"teacher"}, ["administrators"]) is None
    assert seat_of({"deputy_director_uvr", "teacher"}, ["teachers", "students"]) == "teachers"
    assert seat_of({"teacher"}, ["students", "parents"]) is None
