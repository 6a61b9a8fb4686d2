"""Days on the first screen: which one is next and whose step it is, and schools that missed what serves their deficit."""

from datetime import timedelta

from opora.access.actor import Actor
from opora.core import clock
from opora.core.database import Reader
from opora.events.lists import sees_drafts
from opora.intensives.lifecycle import BY_EVENT, NEXT, SY
from opora.intensives.queries import came_to
from opora.wiring.schemas import HomeDay, MissedSession

SHOWN = 5
REMEMBERED = timedelta(days=92)
"""How long a missed session stays on the first screen: a quarter."""
_DAYS = """
select id::text, program_id::text, month, held_on, theme, status from intensive_day
 where status not in ('closed', 'cancelled') and ($1 or status not in ('draft', 'program_built'))
 order by month, id limit 5
"""
_MISSED = f"""
with day as (select * from intensive_day where status in ('held', 'reported', 'closed') and held_on >= $1),
     came as ({came_to("in (select id from day)")})
select d.id::text as deficit_id, s.short_name as school, t.title, y.id::text as day_id, y.held_on
  from day y
  join deficit_action a on a.target_id = y.id and a.municipality_id = y.municipality_id
       and a.target_kind = 'intensive_day' and a.state in ('planned', 'missed')
  join deficit d on d.id = a.deficit_id and d.municipality_id = a.municipality_id and d.status in ('scoped', 'planned')
  join school s on s.id = d.school_id and s.municipality_id = d.municipality_id
  join deficit_type t on t.id = d.type_id
 where not exists (select from came where came.day_id = y.id and came.school_id = d.school_id and came.type_id = d.type_id)
 order by y.held_on desc, s.sort_key, d.id limit 5
"""
"""What waits for the next Day: a deficit that another action has moved on is no longer missed here."""


async def read_days(reader: Reader, actor: Actor) -> tuple[list[HomeDay], list[MissedSession]]:
    """Empty for who sees no Days; what was missed is for the municipality's staff and the school itself."""
    if not actor.may("intensives.read"):
        return [], []
    rows = await reader.fetch(actor.entry, f"/* {actor.scope} */ {_DAYS}", [sees_drafts(actor)])
    days = [_day(actor, row) for row in rows]
    if not actor.may("intensives.missed"):
        return days, []
    since = clock.today() - REMEMBERED
    rows = await reader.fetch(actor.entry, f"/* {actor.scope} */ {_MISSED}", [since])
    return days, [MissedSession(**row) for row in rows]


def _day(actor: Actor, row: dict[str, object]) -> HomeDay:
    """The step that a person takes next; what the clock does by itself is nobody's move."""
    rule = BY_EVENT[NEXT[str(row["status"])]]
    step = None if SY in rule.roles else rule.event
    roles = sorted(str(role) for role in rule.roles) if step else []
    return HomeDay.model_validate(
        dict(row) | {"step": step, "roles": roles, "mine": step is not None and actor.role in rule.roles}
    )
