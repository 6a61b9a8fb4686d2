"""Who works in a school today: the region's day, not the server's.

Revision: 0017_local_day
Revises: 0016_feeds
"""

from alembic import op

revision = "0017_local_day"
down_revision = "0016_feeds"
branch_labels = None
depends_on = None

TODAY = """
create function gate.today() returns date language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (now() at time zone gate.timezone())::date $$
"""


def _second_schools(today: str) -> None:
    works = (
        "id = any (array(select e.person_id from employment e where e.school_id = (select ctx('scope'))"
        f" and (e.valid_to is null or e.valid_to > {today})))"
    )
    op.execute("drop policy school_reads_second on person")
    op.execute(f"create policy school_reads_second on person for select to opora_school using ({works})")


def upgrade() -> None:
    op.execute(TODAY)
    op.execute("revoke execute on function gate.today() from public")
    op.execute("grant execute on function gate.today() to opora_school")
    _second_schools("(select gate.today())")


def downgrade() -> None:
    _second_schools("current_date")
    op.execute("drop function gate.today()")
