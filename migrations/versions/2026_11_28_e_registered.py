"""A school that registers its part-timers may learn who of them another school has registered: names of nobody else.

Revision: 0018_registered
Revises: 0017_local_day
"""

from alembic import op

revision = "0018_registered"
down_revision = "0017_local_day"
branch_labels = None
depends_on = None

# Only people who work in the asking school, now or once: for others it answers nothing.
REGISTERED = """
create function gate.registered(p_event uuid, p_people uuid[]) returns setof uuid language sql stable
  security definer set search_path = pg_catalog, pg_temp as $$
  select r.person_id from public.event_registration r
   where r.event_id = p_event and r.person_id = any (p_people) and r.status not in ('cancelled', 'rejected')
     and exists (select from public.employment e where e.person_id = r.person_id and e.school_id = public.ctx('scope')) $$
"""


def upgrade() -> None:
    op.execute(REGISTERED)
    op.execute("revoke execute on function gate.registered(uuid, uuid[]) from public")
    op.execute("grant execute on function gate.registered(uuid, uuid[]) to opora_school")


def downgrade() -> None:
    op.execute("drop function gate.registered(uuid, uuid[])")
