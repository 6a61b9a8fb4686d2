"""What the clock does with Days (3.3, «SY»): registration closes, the Day starts and ends, next month gets its draft."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import structlog
from sqlalchemy import exists, or_, select

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import ReadSession, Session
from opora.core.problems import Problem
from opora.intensives.lifecycle import BY_EVENT, refusal
from opora.intensives.models import AHEAD, IntensiveDay
from opora.intensives.queries import Case, sessions_of, themes_of
from opora.intensives.render import see
from opora.intensives.schemas import DayCreate, DayTransitionInput
from opora.intensives.service import new_day, run
from opora.programs.models import Program
from opora.programs.queries import program_ends

log = structlog.get_logger()
SUMMER = (6, 7, 8)


async def due_days(session: ReadSession) -> Sequence[UUID]:
    """Days that have a step of the clock before them."""
    today = clock.today()
    closes = IntensiveDay.status.in_(("published", "moved")) & (IntensiveDay.registration_closes_on < today)
    begins = IntensiveDay.status.in_(AHEAD) & (IntensiveDay.held_on <= today)
    ends = (IntensiveDay.status == "in_progress") & (IntensiveDay.held_on < today)
    return list(
        await session.scalars(select(IntensiveDay.id).where(or_(closes, begins, ends)).order_by(IntensiveDay.held_on))
    )


async def tick_day(session: Session, actor: Actor, day_id: UUID) -> list[str]:
    """Take the steps that are due for one Day; those the rules refuse wait for a person."""
    chosen = select(IntensiveDay).where(IntensiveDay.id == day_id).with_for_update(key_share=True, skip_locked=True)
    day = await session.scalar(chosen)
    made: list[str] = []
    if day is None:
        return made
    case = Case(day, await themes_of(session, day), await sessions_of(session, day.id))
    for step in _steps(case):
        rule = BY_EVENT[step]
        if refusal(rule, day, await see(session, case)) is None:
            await run(session, actor, case, rule, DayTransitionInput(event=step))
            made.append(step)
    return made


def _steps(case: Case) -> list[str]:
    """What the clock asks for, in order: the Day starts with its first session and ends when its date is over."""
    day, today, now = case.day, clock.today(), clock.now()
    held_on, closes = day.held_on, day.registration_closes_on
    assert held_on is not None, "intensive_day_has_date"
    first = min((session.event.starts_at for session in case.held), default=clock.midnight(held_on))
    found = []
    if closes is not None and closes < today and day.status in ("published", "moved"):
        found.append("close_registration")
    if first <= now:
        found.append("start")
    if held_on < today:
        found.append("finish")
    return found


async def programs_without_draft(session: ReadSession) -> Sequence[UUID]:
    """Active municipal projects whose next month has no Day yet; none when it lies in the summer."""
    month = next_month(clock.today())
    if month.month in SUMMER:
        return []
    has = exists().where(
        IntensiveDay.program_id == Program.id, IntensiveDay.month == month, IntensiveDay.status != "cancelled"
    )
    active = (Program.kind == "municipal_project") & (Program.status == "active") & (program_ends() >= month)
    return list(await session.scalars(select(Program.id).where(active, ~has).order_by(Program.id)))


async def draft_next(session: Session, actor: Actor, program_id: UUID) -> UUID | None:
    """The next month's draft, set up as the last Day was; None when the programme lacks what a Day needs."""
    program = await session.get(Program, program_id)
    assert program is not None, "found a moment ago"
    former = select(IntensiveDay).where(IntensiveDay.program_id == program_id, IntensiveDay.status != "cancelled")
    last = await session.scalar(former.order_by(IntensiveDay.month.desc()).limit(1))
    plain = {"program_id": program_id, "month": next_month(clock.today())}
    if last is not None:
        expected = [{"audience": audience, "people": people} for audience, people in last.expected.items()]
        plain |= {
            "audiences": last.audiences, "expected": expected, "mode": last.mode, "place": last.place, "link": last.link,
            "organizer_id": last.organizer_id, "rooms": last.rooms, "slots": last.slots, "tracks": last.tracks,
        }  # fmt: skip
    try:
        coordinator = last.coordinator_id if last is not None else actor.account_id
        return (await new_day(session, program, DayCreate.model_validate(plain), coordinator)).id
    except Problem as refused:
        log.warning("day_not_drafted", program=str(program_id), code=refused.code)
        return None


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
