"""A person's main place of work follows where they work: who left a school is no longer its record to keep.

Revision: 0019_main_place
Revises: 0018_registered
"""

from alembic import op

revision = "0019_main_place"
down_revision = "0018_registered"
branch_labels = None
depends_on = None

# The new main place may be one the caller does not see; nothing of it is told, and the outcome follows from employments alone.
SETTLE = """
create function gate.settle_main_place(p_person uuid, p_today date) returns void language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare next record;
begin
  if exists (select from public.person p join public.employment e on e.person_id = p.id
              where p.id = p_person and e.school_id is not distinct from p.school_id
                and (e.valid_to is null or e.valid_to > p_today)) then return; end if;
  select e.municipality_id, e.school_id into next from public.employment e
   where e.person_id = p_person and (e.valid_to is null or e.valid_to > p_today) order by e.created_at, e.id limit 1;
  if found then
    update public.person set municipality_id = next.municipality_id, school_id = next.school_id, version = version + 1,
           updated_at = now() where id = p_person;
  else
    update public.person set school_id = null, version = version + 1, updated_at = now()
     where id = p_person and school_id is not null;
  end if;
end $$
"""
SIGNATURE = "gate.settle_main_place(uuid, date)"


def upgrade() -> None:
    op.execute(SETTLE)
    op.execute(f"revoke execute on function {SIGNATURE} from public")
    op.execute(
        f"grant execute on function {SIGNATURE} to opora_region, opora_municipality, opora_school, opora_admin, opora_job"
    )


def downgrade() -> None:
    op.execute(f"drop function {SIGNATURE}")
