"""Seats and the life of a registration (domain.md 3.4): who may register when, what they get, and what may follow. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from opora.access.permissions import Role
from opora.core.texts import Text
from opora.events.lifecycle import Refusal
from opora.events.models import AHEAD

SCHOOL = frozenset({Role.SCHOOL_HEAD, Role.SCHOOL_CURATOR})
ME = Role.METHODOLOGIST
MARKED = ("attended", "no_show", "feedback_given")

STATUS_NAMES = {
    "requested": Text("ждёт согласования", "requested"),
    "confirmed": Text("подтверждена", "confirmed"),
    "waitlisted": Text("в листе ожидания", "on the waiting list"),
    "attended": Text("присутствие отмечено", "attended"),
    "no_show": Text("отмечено отсутствие", "absent"),
    "feedback_given": Text("отзыв дан", "with feedback given"),
    "cancelled": Text("отменена", "cancelled"),
    "rejected": Text("отклонена", "rejected"),
}


class Window(Protocol):
    """What decides whether an event takes registrations."""

    status: str
    starts_at: datetime
    ends_at: datetime
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None


class RegistrationFacts(Protocol):
    status: str
    school_id: UUID | None


@dataclass(frozen=True, slots=True)
class Who:
    """The actor as the table sees them: by role, as the person registered, as a leader of the event."""

    role: Role
    is_self: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What was counted while the event was locked: seats, those taken, those waiting, the next number."""

    capacity: int | None
    taken: int
    waiting: int
    number: int

    @property
    def free(self) -> int | None:
        """Seats left; None is unlimited."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def seat(self) -> str:
        """What the next one gets: nobody passes those who wait."""
        return "confirmed" if self.capacity is None or (self.free and not self.waiting) else "waitlisted"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of 3.4. `by_self` and `by_leader` add to the roles."""

    event: str
    sources: tuple[str, ...]
    target: str
    roles: frozenset[Role] = frozenset()
    by_self: bool = False
    by_leader: bool = False
    requires: tuple[str, ...] = ()


RULES: tuple[Rule, ...] = (
    Rule("approve", ("requested",), "confirmed", SCHOOL),
    Rule("reject", ("requested",), "rejected", SCHOOL, requires=("comment",)),
    Rule("cancel", ("requested", "confirmed", "waitlisted"), "cancelled", SCHOOL | {ME}, by_self=True),
    Rule("mark_attended", ("confirmed", "no_show"), "attended", frozenset({ME}), by_leader=True),
    Rule("mark_absent", ("confirmed", "attended", "feedback_given"), "no_show", frozenset({ME}), by_leader=True),
    Rule("give_feedback", ("attended",), "feedback_given", by_self=True),
)
BY_EVENT = {rule.event: rule for rule in RULES}


def may_run(rule: Rule, registration: RegistrationFacts, who: Who) -> bool:
    """Whether the table ever lets them: the head of somebody's school approves, a methodologist for who has no school."""
    if (who.is_self and rule.by_self) or (who.leads and rule.by_leader):
        return True
    if rule.event in ("approve", "reject") and registration.school_id is None:
        return who.role is ME
    return who.role in rule.roles


def needs_comment(rule: Rule, registration: RegistrationFacts) -> bool:
    """A rejection, and a correction of a mark, say why."""
    correction = rule.event in ("mark_attended", "mark_absent") and registration.status in MARKED
    return correction or "comment" in rule.requires


def refusal(rule: Rule, registration: RegistrationFacts, event: Window, now: datetime) -> Refusal | None:
    """Why the state of the registration or of its event forbids it now; None when it is possible."""
    if registration.status not in rule.sources:
        return "state", Text(
            f"Регистрация {STATUS_NAMES[registration.status].ru}; это действие для неё невозможно.",
            f"The registration is {STATUS_NAMES[registration.status].en}; this is not possible for it.",
        )
    if rule.event in ("approve", "reject", "cancel"):
        return before_start(event, now)
    return from_start(event, now)


def before_start(event: Window, now: datetime) -> Refusal | None:
    """Places are given and returned until the event begins."""
    if event.status in AHEAD and now < event.starts_at:
        return None
    return "guard", Text(
        "Мероприятие уже началось, завершено или отменено: регистрации больше не меняются.",
        "The event has begun, is over or was cancelled: registrations no longer change.",
    )


def from_start(event: Window, now: datetime) -> Refusal | None:
    """INV-28."""
    if event.status in ("draft", "cancelled"):
        return "guard", Text("Мероприятие не проводится.", "The event does not take place.")
    if now < event.starts_at:
        return "guard", Text(
            "Отмечать присутствие можно с начала мероприятия.", "Attendance is marked from the start of the event."
        )
    return None


def closed_for(event: Window, role: Role, now: datetime) -> Text | None:
    """Why `role` cannot register anybody now. A methodologist writes latecomers in until the event ends."""
    if event.status == "draft":
        return Text("Мероприятие ещё не опубликовано.", "The event is not published yet.")
    if event.status in ("held", "cancelled") or event.ends_at <= now:
        return Text("Мероприятие завершено или отменено.", "The event is over or cancelled.")
    if role is ME:
        return None
    if event.status == "in_progress" or event.starts_at <= now:
        return Text("Мероприятие уже началось. Обратитесь к методисту.", "It has begun. Ask a methodologist.")
    if event.registration_opens_at and now < event.registration_opens_at:
        return Text("Регистрация ещё не открыта.", "Registration is not open yet.")
    if event.registration_closes_at and event.registration_closes_at <= now:
        return Text("Регистрация закрыта. Обратитесь к методисту.", "Registration is closed. Ask a methodologist.")
    return None


def first_status(turn: Turn, *, needs_approval: bool, by_own_school: bool) -> str:
    """What a new registration is: a request where the head's approval is on, else a seat, else a place on the list."""
    return "requested" if needs_approval and not by_own_school else turn.seat
