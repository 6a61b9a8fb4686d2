"""Calendar subscriptions by secret address.

Revision: 0016_feeds
Revises: 0015_workplaces
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_feeds"
down_revision = "0015_workplaces"
branch_labels = None
depends_on = None

TABLE = "calendar_feed"
READERS = "opora_region, opora_municipality, opora_school, opora_person"
# Whose feed it is ends with the role: `gate.actor` refuses an assignment that is over.
FOUND = """
create function gate.calendar_feed(p_hash bytea) returns table (assignment_id uuid, selection text, language text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.assignment_id, f.selection, f.language from public.calendar_feed f where f.token_hash = p_hash $$
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("selection", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("selection in ('own', 'all')", name=op.f("calendar_feed_selection_known")),
        sa.CheckConstraint("language in ('ru', 'en')", name=op.f("calendar_feed_language_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("calendar_feed_account_id_fkey")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["role_assignment.id"], name=op.f("calendar_feed_assignment_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("calendar_feed_pkey")),
    )
    op.create_index("calendar_feed_account", TABLE, ["account_id", "created_at", "id"])
    op.create_index("calendar_feed_token", TABLE, ["token_hash"], unique=True)
    op.execute(f"alter table {TABLE} enable row level security")
    op.execute(f"alter table {TABLE} force row level security")
    op.execute(f"create policy owner on {TABLE} to opora_owner using (true)")
    mine = "account_id = (select ctx('account'))"
    acting = "assignment_id = (select ctx('actor'))"  # a feed of another role than the acting one is nobody's to make
    op.execute(f"create policy own on {TABLE} to {READERS} using ({mine}) with check ({mine} and {acting})")
    op.execute(f"grant select, insert, delete on {TABLE} to {READERS}")
    op.execute(FOUND)
    op.execute("revoke execute on function gate.calendar_feed(bytea) from public")
    op.execute("grant execute on function gate.calendar_feed(bytea) to opora_auth")


def downgrade() -> None:
    op.execute("drop function gate.calendar_feed(bytea)")
    op.drop_table(TABLE)
