"""A Day as its reader sees it, and what this actor may do now."""

from typing import Any
from uuid import UUID

from opora.access.actor import Actor
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession
from opora.core.texts import Language, Text
from opora.deficits.schemas import TypeRef
from opora.intensives.lifecycle import RULES, UNTOLD, Rule, Sight, not_editable, refusal, target_of
from opora.intensives.models import IntensiveDay
from opora.intensives.queries import Case, present
from opora.intensives.schemas import (
    DayRead,
    DayTransitionRead,
    DecisionRead,
    ExpectedRead,
    ProtocolRead,
    RoomRead,
    SlotRead,
    ThemeRead,
)
from opora.territory.models import Organization

_PLAIN = (
    "id", "municipality_id", "program_id", "month", "held_on", "moved_from", "theme", "audiences", "mode", "place", "link",
    "organizer_id", "tracks", "registration_closes_on", "status", "status_since", "status_note", "updated_at", "version",
)  # fmt: skip
_LACKS = {
    "chair": Text("председатель", "the chair"),
    "secretary": Text("секретарь", "the secretary"),
    "decisions": Text("решения", "decisions"),
}


async def render(session: ReadSession, actor: Actor, case: Case) -> DayRead:
    """The whole Day for `actor`."""
    day, sight = case.day, await see(session, case)
    organizer = await session.get(Organization, day.organizer_id)
    transitions = [
        transition(rule, day, sight, language(session))
        for rule in RULES
        if actor.role in rule.roles and actor.may("intensives.transition")
    ]
    return DayRead(
        **{name: getattr(day, name) for name in _PLAIN},
        organizer_name=(organizer.short_name or organizer.name) if organizer else "",
        expected=[ExpectedRead(audience=a, people=n) for a, n in sorted(day.expected.items())],
        rooms=[RoomRead(**room) for room in day.rooms],
        slots=slots_read(day),
        themes=[
            ThemeRead(
                type=TypeRef.model_validate(theme.type), holders=theme.row.holders, participants=theme.row.participants,
                is_common=theme.is_common,
            )
            for theme in case.themes
        ],
        protocol=protocol_read(day.protocol),
        transitions=transitions,
        allowed_actions=[t.event for t in transitions if t.allowed] + _others(actor, day),
    )  # fmt: skip


async def see(session: ReadSession, case: Case) -> Sight:
    """What the guards look at. Attendance is counted only where a report is due."""
    held = case.held
    uncounted: list[str] = []
    if case.day.status == "held":
        came = await present(session, [s.event.id for s in held])
        uncounted = [s.event.title for s in held if not came.get(s.event.id)]
    protocol = case.day.protocol
    return Sight(
        sessions=[s.event for s in held],
        unled=[s.event.title for s in held if not s.is_led],
        aimless=[s.event.title for s in held if not s.is_aimed],
        common_themes=len(_served_types(case)),
        uncounted=uncounted,
        protocol_lacks=[text for name, text in _LACKS.items() if not protocol.get(name)],
        today=clock.today(),
        now=clock.now(),
    )


def _served_types(case: Case) -> set[UUID]:
    """Types decided as common that a session of the Day serves."""
    common = {theme.type.id for theme in case.themes if theme.is_common}
    return common & {type_.id for s in case.held for type_ in s.types}


def transition(rule: Rule, day: IntensiveDay, sight: Sight, speech: Language) -> DayTransitionRead:
    """The event for this actor now, or why not."""
    refused = refusal(rule, day, sight)
    return DayTransitionRead.model_validate(
        {
            "event": rule.event,
            "to": target_of(rule, day),
            "allowed": refused is None,
            "reason": refused[1].of(speech) if refused else None,
            "requires": list(rule.requires),
        }
    )


def _others(actor: Actor, day: IntensiveDay) -> list[str]:
    found = {
        "update": actor.may("intensives.manage") and not not_editable(day, {"protocol"}),
        "plan": actor.may("intensives.manage") and day.status in UNTOLD,
        "see_missed": actor.may("intensives.missed") and day.status in ("held", "reported", "closed"),
    }
    return [name for name, possible in found.items() if possible]


def slots_read(day: IntensiveDay) -> list[SlotRead]:
    return [SlotRead(number=n, **slot) for n, slot in enumerate(day.slots, start=1)]


def protocol_read(protocol: dict[str, Any]) -> ProtocolRead:
    return ProtocolRead(
        number=protocol.get("number"), chair=protocol.get("chair"), secretary=protocol.get("secretary"),
        questions=protocol.get("questions", []),
        decisions=[DecisionRead(**decision) for decision in protocol.get("decisions", [])],
    )  # fmt: skip
