"""The life of a Day (domain.md 3.3): one table of transitions, pure, with no session and no HTTP in it.

`moved` is alive: the Day goes on on another date with its registrations, as an event does. Moving a Day that nobody was told
of leaves it in its state.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from opora.access.permissions import Role
from opora.core.texts import Text
from opora.events.practices import AUDIENCES, COUNTED

MC, ME, SY = Role.MUNICIPAL_COORDINATOR, Role.METHODOLOGIST, Role.SYSTEM
Refusal = tuple[Literal["state", "guard"], Text]

STATUS_NAMES = {
    "draft": Text("черновик", "a draft"),
    "program_built": Text("программа составлена", "with its programme built"),
    "published": Text("опубликован", "published"),
    "moved": Text("перенесён", "moved"),
    "registration_closed": Text("регистрация закрыта", "with registration closed"),
    "in_progress": Text("идёт", "in progress"),
    "held": Text("проведён", "held"),
    "reported": Text("отчёт готов", "reported"),
    "closed": Text("закрыт", "closed"),
    "cancelled": Text("отменён", "cancelled"),
}


class DayFacts(Protocol):
    status: str
    held_on: date | None
    audiences: list[str]


class SessionFacts(Protocol):
    """A session of the Day, an event."""

    title: str
    status: str
    audience: list[str]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Sight:
    """What the guards look at: the sessions that are not cancelled, those nobody leads, those that serve nothing, the themes
    whose decision "common" is in force, how many people came to each session, what the protocol still lacks, the time."""

    sessions: Sequence[SessionFacts]
    unled: Sequence[str]
    aimless: Sequence[str]
    common_themes: int
    uncounted: Sequence[str]
    protocol_lacks: Sequence[Text]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of 3.3. `requires` names what must be sent with the event."""

    event: str
    sources: tuple[str, ...]
    target: str
    roles: frozenset[Role]
    requires: tuple[str, ...] = ()
    guard: Callable[[DayFacts, Sight], Text | None] | None = None


def _named(titles: Collection[str]) -> str:
    shown = [f"«{title}»" for title in list(titles)[:3]]
    return ", ".join(shown) + ("…" if len(titles) > len(shown) else "")


def _buildable(day: DayFacts, sight: Sight) -> Text | None:
    """Sessions with time, speaker, audience, deficits."""
    if day.held_on is None:
        return Text("Назначьте дату Дня.", "Set the date of the Day.")
    if not sight.sessions:
        return Text(
            "В программе нет занятий. Предложите программу и примите занятия.",
            "There is no session. Propose the agenda and accept sessions.",
        )
    if sight.unled:
        return Text(
            f"Не указано, кто проводит: {_named(sight.unled)}.", f"Nobody is named to lead: {_named(sight.unled)}."
        )
    if sight.aimless:  # INV-48
        return Text(
            f"Не указаны дефициты или содержательный модуль: {_named(sight.aimless)}.",
            f"No deficits or content track are named: {_named(sight.aimless)}.",
        )
    return None


def _publishable(day: DayFacts, sight: Sight) -> Text | None:
    """INV-47: a date, a session for every declared audience, a confirmed common deficit."""
    if refused := _buildable(day, sight):
        return refused
    if day.held_on is not None and day.held_on <= sight.today:
        return Text("Дата Дня уже прошла. Назначьте другую.", "The date has passed. Set another.")
    missing = [audience for audience in day.audiences if not any(audience in s.audience for s in sight.sessions)]
    if missing:
        ru, en = ", ".join(AUDIENCES[a].ru for a in missing), ", ".join(AUDIENCES[a].en for a in missing)
        return Text(f"Нет занятия для аудитории: {ru}.", f"No session for: {en}.")
    if not sight.common_themes:
        return Text(
            "День служит хотя бы одному общему дефициту. Признайте дефицит общим и добавьте занятие по нему.",
            "A Day serves at least one common deficit. Decide one and add a session for it.",
        )
    return None


def _on_its_day(day: DayFacts, sight: Sight) -> Text | None:
    if day.held_on is not None and day.held_on > sight.today:
        return Text("День ещё не наступил.", "The Day has not come yet.")
    return None


def _all_begun(_: DayFacts, sight: Sight) -> Text | None:
    ahead = [session.title for session in sight.sessions if session.starts_at > sight.now]
    return Text(f"Ещё не начались: {_named(ahead)}.", f"Not begun yet: {_named(ahead)}.") if ahead else None


def _reportable(_: DayFacts, sight: Sight) -> Text | None:
    """Attendance confirmed for at least one person a session, or a head-count of students and parents."""
    if sight.uncounted:
        return Text(
            f"Нет отметок о присутствии: {_named(sight.uncounted)}. Отметьте участников или внесите число.",
            f"Attendance is missing: {_named(sight.uncounted)}. Mark people or enter a count.",
        )
    if sight.protocol_lacks:
        ru, en = ", ".join(t.ru for t in sight.protocol_lacks), ", ".join(t.en for t in sight.protocol_lacks)
        return Text(f"В протоколе не заполнено: {ru}.", f"The protocol lacks: {en}.")
    return None


RULES: tuple[Rule, ...] = (
    Rule("build", ("draft",), "program_built", frozenset({ME}), guard=_buildable),
    Rule("publish", ("program_built",), "published", frozenset({MC}), guard=_publishable),
    Rule("close_registration", ("published", "moved"), "registration_closed", frozenset({ME, SY})),
    Rule("start", ("published", "moved", "registration_closed"), "in_progress", frozenset({ME, SY}), guard=_on_its_day),
    Rule("finish", ("in_progress",), "held", frozenset({ME, SY}), guard=_all_begun),
    Rule("report", ("held",), "reported", frozenset({ME}), guard=_reportable),
    Rule("close", ("reported",), "closed", frozenset({MC})),
    Rule(
        "move",
        ("draft", "program_built", "published", "moved", "registration_closed"),
        "moved",
        frozenset({MC}),
        requires=("comment", "held_on"),
    ),
    Rule(
        "cancel",
        ("draft", "program_built", "published", "moved", "registration_closed"),
        "cancelled",
        frozenset({MC}),
        requires=("comment",),
    ),
)
BY_EVENT = {rule.event: rule for rule in RULES}
UNTOLD = ("draft", "program_built")
"""Nobody outside the municipality's staff has heard of it."""
ENDED = ("closed", "cancelled")
NEXT = {
    "draft": "build", "program_built": "publish", "published": "start", "moved": "start", "registration_closed": "start",
    "in_progress": "finish", "held": "report", "reported": "close",
}  # fmt: skip
"""The event that moves a Day on, by status."""


def target_of(rule: Rule, day: DayFacts) -> str:
    return day.status if rule.event == "move" and day.status in UNTOLD else rule.target


def counted(audiences: Collection[str]) -> bool:
    """Whether somebody comes who is counted and not registered by name (INV-07)."""
    return bool(set(audiences) & set(COUNTED))


def refusal(rule: Rule, day: DayFacts, sight: Sight) -> Refusal | None:
    """Why the state or a condition forbids the event now; None when it is possible."""
    if day.status not in rule.sources:
        names = [STATUS_NAMES[source] for source in rule.sources]
        return "state", Text(
            f"День: {STATUS_NAMES[day.status].ru}. Это возможно в состоянии «{'» или «'.join(n.ru for n in names)}».",
            f"The Day is {STATUS_NAMES[day.status].en}; it needs to be {' or '.join(n.en for n in names)}.",
        )
    if rule.guard and (missing := rule.guard(day, sight)):
        return "guard", missing
    return None


def not_editable(day: DayFacts, fields: Collection[str]) -> frozenset[str]:
    """Those of `fields` that the Day's status does not let anybody edit: once announced, the date changes by `move`, and what
    was planned stays; the protocol is open until the Day is closed."""
    if day.status in ENDED:
        return frozenset(fields)
    if day.status in UNTOLD:
        return frozenset()
    open_ = (
        {"protocol", "link", "place", "registration_closes_on"}
        if day.status in ("published", "moved")
        else {"protocol"}
    )
    return frozenset(fields) - open_
