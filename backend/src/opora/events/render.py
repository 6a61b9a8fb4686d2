"""An event as its reader sees it: what it is, what is left of it, and what this actor may do now."""

from uuid import UUID

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession
from opora.core.texts import Language
from opora.deficits.schemas import SchoolRef, TypeRef
from opora.events.lifecycle import RULES, not_editable, refusal
from opora.events.models import Event
from opora.events.queries import Case, figures, registration_of, waiting_position
from opora.events.schemas import (
    EventRead,
    EventTransitionRead,
    HostRef,
    MaterialRead,
    MyRegistration,
    Organizer,
    SpeakerRead,
    TargetDeficit,
)
from opora.events.seating import closed_for, from_start

_PLAIN = (
    "id", "municipality_id", "program_id", "intensive_day_id", "kind", "title", "description", "audience", "content_track",
    "starts_at", "ends_at", "moved_from", "mode", "place", "room", "link", "capacity", "needs_approval",
    "registration_opens_at", "registration_closes_at", "sequence", "status", "status_since", "status_note", "updated_at",
    "version",
)  # fmt: skip


async def render(session: ReadSession, actor: Actor, case: Case) -> EventRead:
    """The whole event for `actor`."""
    event = case.event
    mine = await _mine(session, actor.person_id, event)
    transitions = [
        read for read in (transition(rule.event, case, actor, language(session)) for rule in RULES) if read is not None
    ]
    return EventRead(
        **{name: getattr(event, name) for name in _PLAIN},
        organizer=_organizer(event),
        host_school=HostRef(id=event.host_school_id, name=event.host_name or "") if event.host_school_id else None,
        speakers=[SpeakerRead.model_validate(speaker) for speaker in case.speakers],
        deficit_types=[TypeRef.model_validate(type_) for target, type_, _ in case.targets if target.deficit_id is None],
        deficits=[
            TargetDeficit(
                id=target.deficit_id, type=TypeRef.model_validate(type_), school=SchoolRef.model_validate(school)
            )
            for target, type_, school in case.targets
            if target.deficit_id is not None and school is not None
        ],
        materials=[MaterialRead(**material) for material in event.materials],
        seats=await figures(session, event.id),
        my_registration=mine,
        leads=case.led_by(actor.person_id),
        transitions=transitions,
        allowed_actions=[t.event for t in transitions if t.allowed] + other_actions(case, actor, mine),
    )


def _organizer(event: Event) -> Organizer:
    if event.organizer_school_id is not None:
        return Organizer(kind="school", id=event.organizer_school_id, name=event.organizer_name)
    assert event.organizer_id is not None, "event_one_organizer"
    return Organizer(kind="organization", id=event.organizer_id, name=event.organizer_name)


async def _mine(session: ReadSession, person_id: UUID | None, event: Event) -> MyRegistration | None:
    row = await registration_of(session, person_id, event.id) if person_id else None
    if row is None:
        return None
    position = await waiting_position(session, row)
    return MyRegistration.model_validate(
        {"id": row.id, "status": row.status, "number": row.number, "waiting_position": position}
    )


def transition(name: str, case: Case, actor: Actor, speech: Language) -> EventTransitionRead | None:
    """The event for this actor now, or why not; None for who never runs it."""
    rule = next(rule for rule in RULES if rule.event == name)
    if actor.role not in rule.roles or not actor.may("events.transition"):
        return None
    refused = refusal(rule, case.event, bool(case.targets), clock.now())
    return EventTransitionRead.model_validate(
        {
            "event": rule.event,
            "to": rule.target,
            "allowed": refused is None,
            "reason": refused[1].of(speech) if refused else None,
            "requires": list(rule.requires),
        }
    )


def other_actions(case: Case, actor: Actor, mine: MyRegistration | None) -> list[str]:
    """What else the actor may do with the event now, beside its transitions."""
    event, now = case.event, clock.now()
    open_now = closed_for(event, actor.role, now) is None
    marking = from_start(event, now) is None
    leads = actor.role is Role.TEACHER and case.led_by(actor.person_id)  # other roles do not see the others' rows
    keeps = actor.role is Role.METHODOLOGIST or leads
    found = {
        "update": actor.may("events.manage") and not not_editable(event, frozenset({"materials"})),
        "register": actor.may("events.register") and actor.person_id is not None and mine is None and open_now,
        "register_many": actor.may("events.register_many") and open_now,
        "mark_attendance": actor.may("attendance.mark") and keeps and marking,
        "show_code": actor.may("attendance.code") and keeps and marking,
        "check_in": actor.may("attendance.check_in") and mine is not None and mine.status == "confirmed" and marking,
        "put_counts": actor.may("attendance_counts.put") and marking,
        "give_feedback": mine is not None and mine.status == "attended",
    }
    return [name for name, possible in found.items() if possible]
