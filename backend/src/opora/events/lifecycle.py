"""The life of an event (domain.md 3.3 for a single practice): one table of transitions, pure, with no session and no HTTP.

`moved` is alive: the event goes on with its registrations on another date. A role that may never run an event is refused
with 403, a state or a missing condition with 409 and its reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from opora.access.permissions import Role
from opora.core.texts import Text

MC, ME, SY = Role.MUNICIPAL_COORDINATOR, Role.METHODOLOGIST, Role.SYSTEM
STAFF = frozenset({MC, ME})
Refusal = tuple[Literal["state", "guard"], Text]

STATUS_NAMES = {
    "draft": Text("черновик", "a draft"),
    "published": Text("опубликовано", "published"),
    "moved": Text("перенесено", "moved"),
    "in_progress": Text("идёт", "in progress"),
    "held": Text("проведено", "held"),
    "cancelled": Text("отменено", "cancelled"),
}


class EventFacts(Protocol):
    status: str
    starts_at: datetime
    mode: str
    place: str | None
    link: str | None
    content_track: str | None
    intensive_day_id: UUID | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `requires` names what must be sent with the event."""

    event: str
    sources: tuple[str, ...]
    target: str
    roles: frozenset[Role]
    requires: tuple[str, ...] = ()
    guard: Callable[[EventFacts, bool, datetime], Text | None] | None = None


def _publishable(event: EventFacts, has_targets: bool, now: datetime) -> Text | None:
    if event.starts_at <= now:
        return Text("Начало уже прошло. Укажите будущее время.", "The start has passed. Set a time to come.")
    if event.mode in ("in_person", "field", "hybrid") and not event.place:
        return Text("Укажите место проведения.", "Say where it takes place.")
    if event.mode in ("online", "hybrid") and not event.link:
        return Text("Укажите ссылку для подключения.", "Give the link to join by.")
    if event.intensive_day_id and not has_targets and not event.content_track:  # INV-48
        return Text(
            "Занятие Дня называет дефициты или содержательный модуль, которым оно служит. Добавьте их.",
            "A session of a Day names the deficits or the content track it serves. Add them.",
        )
    return None


def _has_begun(event: EventFacts, _: bool, now: datetime) -> Text | None:
    if event.starts_at <= now:
        return None
    return Text("Время начала ещё не наступило.", "The start time has not come yet.")


RULES: tuple[Rule, ...] = (
    Rule("publish", ("draft",), "published", STAFF, guard=_publishable),
    Rule("start", ("published", "moved"), "in_progress", STAFF | {SY}, guard=_has_begun),
    Rule("finish", ("in_progress",), "held", STAFF | {SY}),
    Rule("move", ("published", "moved"), "moved", STAFF, requires=("comment", "starts_at", "ends_at")),
    Rule("cancel", ("draft", "published", "moved"), "cancelled", STAFF, requires=("comment",)),
)
BY_EVENT = {rule.event: rule for rule in RULES}

FROZEN = frozenset({"starts_at", "ends_at"})
"""What was promised: once published, the time changes by `move` only, which tells everybody."""
_EDITABLE: dict[str, frozenset[str] | None] = {
    "draft": None, "held": frozenset({"materials", "description"}), "cancelled": frozenset(),
}  # fmt: skip
ON_CALENDAR = frozenset({"title", "description", "starts_at", "ends_at", "mode", "place", "room", "link", "speakers"})
"""A change of these makes `sequence` rise, so that calendars take the new revision."""


def refusal(rule: Rule, event: EventFacts, has_targets: bool, now: datetime) -> Refusal | None:
    """Why the state or a condition forbids the event now; None when it is possible."""
    if event.status not in rule.sources:
        names = [STATUS_NAMES[source] for source in rule.sources]
        return "state", Text(
            f"Мероприятие: {STATUS_NAMES[event.status].ru}. Это возможно в состоянии «{'» или «'.join(n.ru for n in names)}».",
            f"The event is {STATUS_NAMES[event.status].en}; it needs to be {' or '.join(n.en for n in names)}.",
        )
    if rule.guard and (missing := rule.guard(event, has_targets, now)):
        return "guard", missing
    return None


def not_editable(event: EventFacts, fields: frozenset[str]) -> frozenset[str]:
    """Those of `fields` that the event's status does not let anybody edit."""
    if event.status not in _EDITABLE:
        return fields & FROZEN
    allowed = _EDITABLE[event.status]
    return frozenset() if allowed is None else fields - allowed
