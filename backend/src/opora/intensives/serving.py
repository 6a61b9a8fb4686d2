"""Whom a Day served and whom it missed: schools by their deficits, deficits by their sessions, months without a Day."""

from datetime import date
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select, text

from opora.access.actor import Actor
from opora.access.sessions import language
from opora.core import clock
from opora.core.database import ReadSession
from opora.core.inputs import Items
from opora.core.texts import Text, day_words, plural
from opora.deficits.queries import load_case as load_deficit
from opora.deficits.schemas import SchoolRef, TypeRef
from opora.intensives.models import IntensiveDay
from opora.intensives.queries import came_to, load_day
from opora.intensives.schemas import MissedItem, MissedMonths, ServingSession
from opora.programs.models import Program, ProgramRevision
from opora.programs.queries import load_program

PAST = ("held", "reported", "closed")
_MISSED = text(
    f"""
with came as ({came_to("= :day")})
select s.id as school_id, s.short_name, t.id as type_id, t.code, t.title, d.id as deficit_id,
       array(select e.title from event e join event_target x on x.event_id = e.id and x.municipality_id = e.municipality_id
              where e.intensive_day_id = :day and e.status <> 'cancelled' and x.type_id = d.type_id and x.deficit_id is null
              order by e.starts_at, e.id) as sessions
  from deficit_action a
  join deficit d on d.id = a.deficit_id and d.municipality_id = a.municipality_id
  join school s on s.id = d.school_id and s.municipality_id = d.municipality_id
  join deficit_type t on t.id = d.type_id
 where a.target_id = :day and a.target_kind = 'intensive_day' and a.state <> 'cancelled'
   and not exists (select from came where came.school_id = d.school_id and came.type_id = d.type_id)
 order by s.sort_key, s.id, t.sort_key
"""
).bindparams(bindparam("day", type_=Uuid()))
_SERVING = text(
    """
select e.id as event_id, e.intensive_day_id as day_id, e.title, e.starts_at, e.status, e.audience,
       ((select count(*) from event_registration r where r.event_id = e.id and r.municipality_id = e.municipality_id
           and r.school_id = :school and r.status in ('attended', 'feedback_given'))
        + coalesce((select sum(c.count) from (select distinct on (audience) count from attendance_count
             where event_id = e.id and municipality_id = e.municipality_id and school_id = :school
             order by audience, seq desc) c), 0))::int as came
  from event_target t join event e on e.id = t.event_id and e.municipality_id = t.municipality_id
 where t.type_id = :type and t.municipality_id = :municipality and e.program_id = :program
   and (t.deficit_id is null or t.deficit_id = :deficit) and e.status not in ('draft', 'cancelled')
   and e.starts_at >= :since
 order by e.starts_at desc, e.id limit 50
"""
).bindparams(*(bindparam(name, type_=Uuid()) for name in ("school", "type", "municipality", "program", "deficit")))


async def missed(session: ReadSession, actor: Actor, day_id: UUID) -> Items[MissedItem]:
    """Schools whose deficit the Day served and nobody of which came to a session that serves it; a school reads its own.

    Before the Day was held nobody has missed it. Raises `DayNotFound`.
    """
    day = await load_day(session, actor, day_id)
    if day.status not in PAST:
        return Items(items=[])
    rows = await session.execute(_MISSED, {"day": day_id})
    return Items(
        items=[
            MissedItem(
                school=SchoolRef(id=row.school_id, short_name=row.short_name),
                type=TypeRef(id=row.type_id, code=row.code, title=row.title), deficit_id=row.deficit_id,
                sessions=list(row.sessions),
            )
            for row in rows
        ]
    )  # fmt: skip


async def sessions_serving(session: ReadSession, deficit_id: UUID) -> Items[ServingSession]:
    """Sessions that serve a deficit since it was opened, and how many of its school came. Raises `DeficitNotFound`."""
    deficit = (await load_deficit(session, deficit_id)).deficit
    rows = await session.execute(
        _SERVING,
        {
            "school": deficit.school_id, "type": deficit.type_id, "municipality": deficit.municipality_id,
            "program": deficit.program_id, "deficit": deficit.id, "since": clock.midnight(deficit.opened_on),
        },
    )  # fmt: skip
    return Items(items=[ServingSession.model_validate(row) for row in rows])


async def missed_months(session: ReadSession, program_id: UUID) -> MissedMonths:
    """Months of the school year, before the present one, without a Day that was held; they count from the programme's start
    or its extension (3.11). Raises `NotFound`."""
    program = await load_program(session, program_id)
    since = await _begins(session, program)
    first = max(since.replace(day=1), clock.school_year_start(clock.today()))
    held = (IntensiveDay.program_id == program_id) & IntensiveDay.status.in_(("in_progress", *PAST))
    had = set(await session.scalars(select(IntensiveDay.month).where(held, IntensiveDay.month >= first)))
    months = [month for month in _school_months(first, clock.today().replace(day=1)) if month not in had]
    warning = _warning(months) if months and program.model == "concentrated" else None
    return MissedMonths(
        program_id=program_id, since=first, months=months, warning=warning.of(language(session)) if warning else None
    )


async def _begins(session: ReadSession, program: Program) -> date:
    """The start that holds today: the declared one, or that of the extension under which the programme runs."""
    today = clock.today()
    if program.declared_from <= today <= program.declared_to:
        return program.declared_from
    extended = select(func.max(ProgramRevision.extended_from)).where(
        ProgramRevision.program_id == program.id, ProgramRevision.extended_from <= today
    )
    return await session.scalar(extended) or program.declared_from


def _school_months(first: date, before: date) -> list[date]:
    """September to May."""
    found, month = [], first
    while month < before:
        if month.month not in (6, 7, 8):
            found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def _warning(months: list[date]) -> Text:
    count = len(months)
    words = day_words(months[0])
    ru, en = words.ru.split(" ", 1)[1], words.en.split(" ", 1)[1]
    return Text(
        f"День ежемесячный, а {count} {plural(count, 'месяц прошёл', 'месяца прошли', 'месяцев прошли')} без него, начиная с"
        f" {ru}.",
        f"The Day is monthly, and {count} {'month' if count == 1 else 'months'} went by without one, from {en}.",
    )
