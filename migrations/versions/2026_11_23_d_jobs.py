"""The job queue: pgqueuer's tables, worked by `opora_job` only; everybody else enqueues through one function.

Revision: 0004_jobs
Revises: 0003_gate_identity
"""

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy.util import await_only

revision = "0004_jobs"
down_revision = "0003_gate_identity"
branch_labels = None
depends_on = None

SCOPES = "opora_region, opora_municipality, opora_school, opora_person, opora_admin, opora_job"

# A payload holds ids only; rights are checked again when the job runs, as the assignment that caused it.
ENQUEUE = """
create function gate.enqueue(p_entrypoint text, p_data jsonb, p_dedupe text) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare made bigint; actor uuid := public.ctx('actor');
begin
  if actor is null then raise insufficient_privilege using message = 'a job without an actor'; end if;
  insert into public.pgqueuer (priority, entrypoint, payload, dedupe_key, status)
  values (0, p_entrypoint, convert_to(jsonb_build_object('actor', actor, 'data', p_data)::text, 'UTF8'), p_dedupe, 'queued')
  on conflict do nothing returning id into made;
  if made is not null then
    insert into public.pgqueuer_log (job_id, status, entrypoint, priority) values (made, 'queued', p_entrypoint, 0);
  end if;
  return made;
end $$
"""
QUEUED = """
create function gate.queued() returns bigint language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select count(*) from public.pgqueuer where status = 'queued' $$
"""
TABLES = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")


def _script(sql: str) -> None:
    """A script of many statements goes to the driver as it is; a statement of ours has begun the transaction before."""
    connection = op.get_bind()
    connection.exec_driver_sql("select 1")
    driver = connection.connection.driver_connection
    await_only(driver.execute(sql))


def upgrade() -> None:
    _script(QueryBuilderEnvironment().build_install_query())
    for table in TABLES:
        op.execute(f"grant select, insert, update, delete, truncate on {table} to opora_job")
    for table in TABLES:
        op.execute(f"grant usage on sequence {table}_id_seq to opora_job")
    op.execute(ENQUEUE)
    op.execute(QUEUED)
    op.execute("revoke execute on function gate.enqueue(text, jsonb, text), gate.queued() from public")
    op.execute("revoke execute on function fn_pgqueuer_changed() from public")
    op.execute("grant execute on function fn_pgqueuer_changed() to opora_job")
    op.execute(f"grant execute on function gate.enqueue(text, jsonb, text) to {SCOPES}")
    op.execute("grant execute on function gate.queued() to opora_gate")


def downgrade() -> None:
    op.execute("drop function gate.enqueue(text, jsonb, text)")
    op.execute("drop function gate.queued()")
    _script(QueryBuilderEnvironment().build_uninstall_query())
