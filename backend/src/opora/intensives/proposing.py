"""From common deficits to a proposed agenda: what the solver is asked, and how its answer is kept."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.ids import uuid7
from opora.core.outbox import record
from opora.core.texts import Text
from opora.deficits.models import Deficit
from opora.deficits.picture import load_picture
from opora.events.models import Event, EventTarget
from opora.intensives.agenda import Conflict, Fixed, Host, Order, Placed, Proposal, Room, Slot, Theme, propose
from opora.intensives.agenda.ranking import experience
from opora.intensives.board import read_agenda
from opora.intensives.errors import AgendaFixed, AgendaNotReady
from opora.intensives.lifecycle import UNTOLD
from opora.intensives.models import AgendaItem, AgendaProposal
from opora.intensives.queries import Case, load_case, slot_of, slot_times
from opora.intensives.schemas import Agenda
from opora.programs.models import ProgramParticipant
from opora.territory.models import Organization, School

STRONG = ("high_results", "resilient")
_EXPERIENCE = {3: "closed_it", 2: "strong_school", 1: "methodical_service", 0: "any_school"}
_one_at_a_time = asyncio.Semaphore(1)
"""The solver takes a whole core: a second question waits, other requests go on."""


async def propose_agenda(session: Session, actor: Actor, day_id: UUID) -> Agenda:
    """Propose what is neither accepted nor pinned nor dropped anew. A contradiction changes no item and is kept with the
    rules that block. Raises `AgendaFixed`, `AgendaNotReady`.
    """
    case = await load_case(session, actor, day_id, lock=True)
    day = case.day
    if day.status not in UNTOLD:
        raise AgendaFixed
    if missing := _not_ready(case):
        raise AgendaNotReady(reason=missing)
    items = list(await session.scalars(select(AgendaItem).where(AgendaItem.day_id == day.id).order_by(AgendaItem.id)))
    items = await _forget_cancelled(session, case, items)
    order = await _order(session, case, items)
    async with _one_at_a_time:
        answer = await asyncio.to_thread(propose, order)
    await _keep(session, actor, case, answer)
    if answer.status != "blocked":
        await _replace(session, case, items, order, answer)
    day.touch()
    await session.flush()
    await record(
        session, "intensive_day.propose", day, event="propose", status=answer.status, sessions=len(answer.sessions)
    )
    return await read_agenda(session, actor, day_id)


def _not_ready(case: Case) -> Text | None:
    if case.day.held_on is None:
        return Text("Назначьте дату Дня.", "Set the date of the Day.")
    if not case.day.slots:
        return Text("Укажите время занятий: хотя бы одно окно.", "Give the times of sessions: at least one slot.")
    if case.day.mode != "online" and not case.day.rooms:
        return Text("Укажите помещения для занятий.", "Name the rooms for sessions.")
    if not any(theme.is_common for theme in case.themes):
        return Text(
            "В программе нет дефицита, признанного общим. Примите решение об охвате.",
            "No deficit of the programme is decided as common. Decide on scope first.",
        )
    return None


async def _forget_cancelled(session: Session, case: Case, items: list[AgendaItem]) -> list[AgendaItem]:
    """An accepted session that was cancelled leaves its place free."""
    cancelled = {s.event.id for s in case.sessions if s.event.status == "cancelled"}
    kept = []
    for item in items:
        if item.event_id in cancelled:
            await session.delete(item)
        else:
            kept.append(item)
    await session.flush()
    return kept


async def _order(session: ReadSession, case: Case, items: list[AgendaItem]) -> Order:
    day = case.day
    online = day.mode == "online"
    return Order(
        themes=await _themes(session, case),
        audiences={audience: int(day.expected.get(audience, 1)) for audience in day.audiences},
        slots=tuple(Slot(number, starts, ends) for number, starts, ends in slot_times(day)),
        rooms=() if online else tuple(Room(room["name"], room["seats"]) for room in day.rooms),
        hosts=await _hosts(session, case),
        fixed=(*_accepted(case), *(_pinned(item) for item in items if item.state == "proposed" and item.is_pinned)),
        dropped=frozenset((item.type_id, item.audience) for item in items if item.state == "dropped"),
        previous=tuple(_placed(item) for item in items if item.state == "proposed" and not item.is_pinned),
        tracks=day.tracks,
    )


async def _themes(session: ReadSession, case: Case) -> tuple[Theme, ...]:
    """Common deficits as they stand today: how many low-result schools hold them, how severely, since when unserved."""
    picture = await load_picture(session, case.day.program_id)
    served = await _last_served(session, case.day.program_id)
    found = []
    for theme in (theme for theme in case.themes if theme.is_common):
        figures = picture.figures(str(theme.type.id))
        holders = picture.holders(str(theme.type.id))
        severities = [c.severity for c in picture.cells if c.type_id == str(theme.type.id) and c.school_id in holders]
        last = served.get(theme.type.id)
        found.append(
            Theme(
                theme.type.id, theme.type.component, figures.holders, figures.participants,
                sum(severities) / len(severities) if severities else 1.0,
                _months(last, case.day.month) if last else None,
            )
        )  # fmt: skip
    return tuple(found)


async def _last_served(session: ReadSession, program_id: UUID) -> dict[UUID, date]:
    """Type → the local date of the last session of a Day that served it and was held."""
    rows = await session.execute(
        select(EventTarget.type_id, func.max(Event.starts_at))
        .join(Event, (Event.id == EventTarget.event_id) & (Event.municipality_id == EventTarget.municipality_id))
        .where(Event.program_id == program_id, Event.intensive_day_id.is_not(None), Event.status == "held")
        .group_by(EventTarget.type_id)
    )
    return {type_id: clock.local(at).date() for type_id, at in rows}


def _months(earlier: date, month: date) -> int:
    return max(0, (month.year - earlier.year) * 12 + month.month - earlier.month)


async def _hosts(session: ReadSession, case: Case) -> tuple[Host, ...]:
    """Schools of the programme, whatever their results (INV-48), and the methodical service that holds the Day."""
    day = case.day
    taking_part = (ProgramParticipant.program_id == day.program_id) & ProgramParticipant.left_on.is_(None)
    schools = (
        await session.execute(select(ProgramParticipant.school_id, ProgramParticipant.category).where(taking_part))
    ).all()
    closed: dict[UUID, set[UUID]] = {}
    of_program = (Deficit.program_id == day.program_id, Deficit.status == "closed", Deficit.bearer_kind == "school")
    for school, type_ in await session.execute(
        select(Deficit.school_id, Deficit.type_id).where(*of_program).distinct()
    ):
        closed.setdefault(school, set()).add(type_)
    found = [Host(school, frozenset(closed.get(school, ())), category in STRONG) for school, category in schools]
    return (*found, Host(day.organizer_id, is_school=False))


def _accepted(case: Case) -> list[Fixed]:
    """Sessions of the Day within its slots."""
    placed = ((session, slot_of(case.day, session.event)) for session in case.held)
    return [
        Fixed(
            str(session.event.id), session.types[0].id if session.types else None, tuple(session.event.audience),
            session.event.kind, slot, _room(case, session.event.room), session.event.host_school_id,
            frozenset(speaker.person_id for speaker in session.speakers if speaker.person_id),
        )
        for session, slot in placed
        if slot is not None
    ]  # fmt: skip


def _room(case: Case, name: str | None) -> str | None:
    """A room that is not of the Day's list clashes with none of them."""
    return name if case.day.mode != "online" and any(room["name"] == name for room in case.day.rooms) else None


def _pinned(item: AgendaItem) -> Fixed:
    return Fixed(str(item.id), item.type_id, (item.audience,), item.kind, item.slot, item.room, item.host_school_id)


def _placed(item: AgendaItem) -> Placed:
    reason = item.reason
    return Placed(
        item.type_id,
        item.audience,
        item.kind,
        item.slot,
        item.room,
        item.host_school_id,
        reason["score"],
        reason["rank"],
    )


async def _keep(session: Session, actor: Actor, case: Case, answer: Proposal) -> None:
    day = case.day
    last = select(func.coalesce(func.max(AgendaProposal.number), 0)).where(AgendaProposal.day_id == day.id)
    conflicts = [_conflict(conflict) for conflict in answer.conflicts]
    session.add(
        AgendaProposal(
            id=uuid7(), region_id=day.region_id, municipality_id=day.municipality_id, day_id=day.id,
            number=(await session.scalar(last) or 0) + 1, status=answer.status, objective=answer.objective,
            bound=answer.bound, conflicts=conflicts, created_by=actor.account_id,
        )
    )  # fmt: skip
    await session.flush()


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {"rule": conflict.rule, "about": conflict.about}


async def _replace(session: Session, case: Case, items: list[AgendaItem], order: Order, answer: Proposal) -> None:
    """The rest of the former proposal goes, the new one comes, each session with its reason."""
    for item in items:
        if item.state == "proposed" and not item.is_pinned:
            await session.delete(item)
    await session.flush()
    themes = {theme.type_id: theme for theme in order.themes}
    hosts = {host.key: host for host in order.hosts}
    names = await _names(session, order)
    for placed in answer.sessions:
        host = hosts.get(placed.host) if placed.host else None
        session.add(
            AgendaItem(
                id=uuid7(), region_id=case.day.region_id, municipality_id=case.day.municipality_id, day_id=case.day.id,
                type_id=placed.type_id, audience=placed.audience, kind=placed.kind, slot=placed.slot, room=placed.room,
                host_school_id=host.key if host and host.is_school else None,
                host_name=names.get(host.key) if host else None, state="proposed", is_pinned=False, event_id=None,
                reason=_reason(themes[placed.type_id], placed, host),
            )
        )  # fmt: skip
    await session.flush()


def _reason(theme: Theme, placed: Placed, host: Host | None) -> dict[str, Any]:
    return {
        "rank": placed.rank, "score": placed.score, "holders": theme.holders, "participants": theme.participants,
        "severity": round(theme.severity, 2), "idle_months": theme.idle_months,
        "experience": _EXPERIENCE[experience(host, theme.type_id)] if host else None,
    }  # fmt: skip


async def _names(session: ReadSession, order: Order) -> dict[UUID, str]:
    keys = [host.key for host in order.hosts]
    schools = await session.execute(select(School.id, School.short_name).where(School.id.in_(keys)))
    organizations = await session.execute(
        select(Organization.id, func.coalesce(Organization.short_name, Organization.name)).where(
            Organization.id.in_(keys)
        )
    )
    return {id_: name for rows in (schools, organizations) for id_, name in rows}
