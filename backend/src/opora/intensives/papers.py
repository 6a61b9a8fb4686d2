"""What a Day's papers say, gathered from the Day, its sessions, attendance and feedback (domain.md 6.10, 6.11, 6.14)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, text

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.texts import Text, day_words
from opora.documents.errors import NobodyCame
from opora.documents.models import Document
from opora.documents.papers import AttendancePaper, CountLine, DayPaper, Decision, Feedback, SessionLine, SheetLine
from opora.documents.service import Attended, Occasion, Subject, issue_certificates, request_paper
from opora.events.practices import AUDIENCES, MODES, PRACTICES
from opora.events.taking_part import CAME
from opora.intensives.errors import DayStateForbids
from opora.intensives.models import IntensiveDay
from opora.intensives.queries import Case, Session_, load_case
from opora.programs.models import Program
from opora.territory.models import Organization

HOUR = 45
"""Minutes of an academic hour."""
OVER = ("held", "reported", "closed")
_EVENTS = bindparam("events", type_=ARRAY(Uuid()))
_NAMES = text(
    "select r.event_id, r.person_id, r.name, r.school_name, r.status, r.audience from event_registration r"
    " where r.event_id = any(:events) and r.status not in ('cancelled', 'rejected', 'waitlisted', 'requested')"
    " order by r.sort_key, r.id"
).bindparams(_EVENTS)
_COUNTS = text(
    "select distinct on (c.event_id, c.school_id, c.audience) c.event_id, s.short_name, c.audience, c.count as came"
    " from attendance_count c join school s on s.id = c.school_id and s.municipality_id = c.municipality_id"
    " where c.event_id = any(:events) order by c.event_id, c.school_id, c.audience, c.seq desc"
).bindparams(_EVENTS)
_FEEDBACK = text(
    "select rating, sum(answers)::int as answers from gate.feedback_figures(:event) group by rating"
).bindparams(bindparam("event", type_=Uuid()))
_WORDS = text("select * from gate.feedback_comments(:event)").bindparams(bindparam("event", type_=Uuid()))
_TOO_EARLY = Text("Это можно после Дня.", "Possible after the Day.")


async def request(session: Session, actor: Actor, day_id: UUID, kind: str) -> Document:
    """A paper of the Day. Raises `DayStateForbids` for what can only be said afterwards, `NobodyCame`."""
    case = await load_case(session, actor, day_id)
    if kind in ("day_protocol", "attendance_sheet", "certificates") and case.day.status not in OVER:
        raise DayStateForbids(reason=_TOO_EARLY, event=kind)
    return await make(session, actor, case, kind)


async def make(session: Session, actor: Actor, case: Case, kind: str) -> Document:
    day = case.day
    if kind == "certificates":
        return await certify(session, actor, case)
    if kind in ("attendance_sheet", "attendance_blank"):
        paper: Any = await _sheet(session, case, is_blank=kind == "attendance_blank")
    else:
        paper = await _day_paper(session, case, with_what_happened=kind == "day_protocol")
    return await request_paper(session, actor, _subject(day), kind, f"{_TITLES[kind]} {_dot(day)}", paper)


_TITLES = {
    "day_protocol": "Протокол Дня образовательных интенсивов",
    "day_programme": "Программа Дня образовательных интенсивов",
    "attendance_sheet": "Лист регистрации Дня",
    "attendance_blank": "Лист регистрации Дня (для подписей)",
}


def _subject(day: IntensiveDay) -> Subject:
    return Subject("intensive_day", day.id, day.municipality_id, day.region_id)


def _dot(day: IntensiveDay) -> str:
    return f"{day.held_on or day.month:%d.%m.%Y}"


def _date(day: IntensiveDay) -> str:
    return f"{day_words(day.held_on or day.month).ru} г."


async def certify(session: Session, actor: Actor, case: Case) -> Document:
    """A certificate for everybody who came to a session, and for who led one: hours of all of them together."""
    day = case.day
    issuer = await session.get(Organization, day.organizer_id)
    assert issuer is not None, "intensive_day_organizer_id_fkey"
    held_on = day.held_on or day.month
    title = f"День образовательных интенсивов{f' «{day.theme}»' if day.theme else ''}"
    occasion = Occasion(title, held_on, _date(day), issuer.id, issuer.short_name or issuer.name, "Руководитель")
    return await issue_certificates(session, actor, _subject(day), occasion, await _attended(session, case))


async def certify_if_anybody(session: Session, actor: Actor, case: Case) -> None:
    """The same at the close of a Day; a Day of head-counts only has nobody to certify."""
    try:
        await certify(session, actor, case)
    except NobodyCame:
        return


async def _attended(session: ReadSession, case: Case) -> list[Attended]:
    minutes = {s.event.id: int((s.event.ends_at - s.event.starts_at).total_seconds() // 60) for s in case.held}
    found: dict[UUID, tuple[str, int, str]] = {}
    for row in await session.execute(_NAMES, {"events": list(minutes)}):
        if row.status in CAME:
            _, before, role = found.get(row.person_id, ("", 0, "listener"))
            found[row.person_id] = (row.name, before + minutes[row.event_id], role)
    for of_day in case.held:
        for speaker in of_day.speakers:
            if speaker.person_id is not None:
                name, before, _ = found.get(speaker.person_id, (speaker.name, 0, ""))
                found[speaker.person_id] = (name, before + minutes[of_day.event.id], "leader")
    return [
        Attended(person, name, (Decimal(total) / HOUR).quantize(Decimal("0.1"), ROUND_HALF_UP), role)
        for person, (name, total, role) in sorted(found.items(), key=lambda item: item[1][0])
    ]


async def _day_paper(session: ReadSession, case: Case, *, with_what_happened: bool) -> DayPaper:
    day, protocol = case.day, case.day.protocol if with_what_happened else {}
    organizer = await session.get(Organization, day.organizer_id)
    program = await session.get(Program, day.program_id)
    ids = [s.event.id for s in case.held]
    came = await _came(session, ids) if with_what_happened else {}
    return DayPaper(
        issuer=organizer.name if organizer else "", approver="", number=protocol.get("number") or "", date=_date(day),
        place=day.place or "", mode=MODES[day.mode].ru, theme=day.theme or (program.title if program else ""),
        chair=protocol.get("chair") or "", secretary=protocol.get("secretary") or "",
        questions=list(protocol.get("questions", [])), deficits=[theme.type.title for theme in case.themes],
        sessions=[_line(s, came.get(s.event.id, {})) for s in case.held],
        decisions=[
            Decision(text=d["text"], responsible=d["responsible"], due=_due(d["due_on"])) for d in protocol.get("decisions", [])
        ],
        feedback=await _feedback(session, ids) if with_what_happened else None,
    )  # fmt: skip


def _due(day: str | None) -> str:
    return f"{day_words(datetime.fromisoformat(day).date()).ru} г." if day else ""


def _line(found: Session_, came: dict[str, int]) -> SessionLine:
    event = found.event
    starts, ends = clock.local(event.starts_at), clock.local(event.ends_at)
    leaders = ", ".join(speaker.name for speaker in found.speakers) or event.host_name or ""
    return SessionLine(
        time=f"{starts:%H:%M}–{ends:%H:%M}", place=", ".join(filter(None, (event.room, event.place))), title=event.title,
        form=PRACTICES[event.kind].ru, leader=leaders, audience=", ".join(AUDIENCES[a].ru for a in event.audience),
        deficits=[type_.title for type_ in found.types], **came,
    )  # fmt: skip


async def _came(session: ReadSession, events: list[UUID]) -> dict[UUID, dict[str, int]]:
    """How many came to each session, by audience."""
    found: dict[UUID, dict[str, int]] = {}
    for row in await session.execute(_NAMES, {"events": events}):
        if row.status in CAME:
            of_event = found.setdefault(row.event_id, {})
            of_event[row.audience] = of_event.get(row.audience, 0) + 1
    for row in await session.execute(_COUNTS, {"events": events}):
        of_event = found.setdefault(row.event_id, {})
        of_event[row.audience] = of_event.get(row.audience, 0) + row.came
    return found


async def _feedback(session: ReadSession, events: Iterable[UUID]) -> Feedback:
    """Of sessions with five answers or more (INV-38), together."""
    spread: dict[int, int] = {}
    remarks: list[str] = []
    for event in events:
        for row in await session.execute(_FEEDBACK, {"event": event}):
            spread[row.rating] = spread.get(row.rating, 0) + row.answers
        remarks += list(await session.scalars(_WORDS, {"event": event}))
    answers = sum(spread.values())
    mean = sum(rating * n for rating, n in spread.items()) / answers if answers else None
    words = f"{mean:.1f}".replace(".", ",") if mean is not None else None
    return Feedback(mean=words, answers=answers, remarks=list(dict.fromkeys(remarks))[:10])


async def _sheet(session: ReadSession, case: Case, *, is_blank: bool) -> AttendancePaper:
    """One sheet for the Day: everybody once, and counts of students and parents when it is filled."""
    day, ids = case.day, [s.event.id for s in case.held]
    organizer = await session.get(Organization, day.organizer_id)
    people: dict[UUID, SheetLine] = {}
    for row in await session.execute(_NAMES, {"events": ids}):
        mark = "" if is_blank else "присутствует" if row.status in CAME else "отсутствует"
        known = people.get(row.person_id)
        if known is None or mark == "присутствует":
            position = AUDIENCES[row.audience].ru
            people[row.person_id] = SheetLine(
                name=row.name,
                school=row.school_name or "",
                position=position,
                mark=mark,
            )
    counts = [] if is_blank else [
        CountLine(school=row.short_name, audience=AUDIENCES[row.audience].ru, count=row.came)
        for row in await session.execute(_COUNTS, {"events": ids})
    ]  # fmt: skip
    return AttendancePaper(
        issuer=organizer.name if organizer else "", title=f"День образовательных интенсивов. {day.theme or ''}".strip(),
        date=_date(day), place=day.place or "", leader="", lines=list(people.values()), counts=counts, is_blank=is_blank,
    )  # fmt: skip
