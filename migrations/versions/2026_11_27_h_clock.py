"""The clock acts as the system's own account: the worker may learn which assignment that is.

Revision: 0012_clock
Revises: 0011_intensives
"""

from alembic import op

revision = "0012_clock"
down_revision = "0011_intensives"
branch_labels = None
depends_on = None

SYSTEM = """
create function gate.system_assignment() returns uuid language sql stable
  security definer set search_path = pg_catalog, pg_temp as $$
  select a.id from public.role_assignment a join public.account c on c.id = a.account_id
   where c.kind = 'system' and a.role = 'system' and a.valid_to is null and c.disabled_at is null
   order by a.created_at, a.id limit 1 $$
"""


def upgrade() -> None:
    op.execute(SYSTEM)
    op.execute("revoke execute on function gate.system_assignment() from public")
    op.execute("grant execute on function gate.system_assignment() to opora_gate")


def downgrade() -> None:
    op.execute("drop function gate.system_assignment()")
