"""The region's time zone for the program; the register's audit rows belong to the region; statuses never move.

Revision: 0005_zone_and_register
Revises: 0004_jobs
"""

from alembic import op

revision = "0005_zone_and_register"
down_revision = "0004_jobs"
branch_labels = None
depends_on = None

ZONE = """
create function gate.timezone() returns text language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select timezone from public.region order by id limit 1 $$
"""
# A database holds one region (design): what names none, as the catalogue of deficit types, is the region's.
NAMED = "case tg_table_name when 'region' then (r ->> 'id')::uuid else (r ->> 'region_id')::uuid end"
OWNED = (
    "case tg_table_name when 'region' then (r ->> 'id')::uuid"
    " else coalesce((r ->> 'region_id')::uuid, (select id from public.region order by id limit 1)) end"
)
STATUS_KEY = "school_status_region_id_municipality_id_school_id_fkey"


def _audit(old: str, new: str) -> None:
    """Rewrite the audit's function with another expression for the region."""
    op.execute(
        "do $do$ begin execute replace(pg_get_functiondef('public.audit_row()'::regprocedure),"
        f" $old${old}$old$, $new${new}$new$); end $do$"
    )


def _status_key(onupdate: str | None) -> None:
    columns = ["region_id", "municipality_id", "school_id"]
    op.drop_constraint(STATUS_KEY, "school_status", type_="foreignkey")
    op.create_foreign_key(
        STATUS_KEY, "school_status", "school", columns, ["region_id", "municipality_id", "id"], onupdate=onupdate
    )


def upgrade() -> None:
    op.execute(ZONE)
    op.execute("revoke execute on function gate.timezone() from public")
    op.execute("grant execute on function gate.timezone() to opora_gate, opora_job")
    _audit(NAMED, OWNED)
    _status_key(None)


def downgrade() -> None:
    _status_key("CASCADE")
    _audit(OWNED, NAMED)
    op.execute("drop function gate.timezone()")
