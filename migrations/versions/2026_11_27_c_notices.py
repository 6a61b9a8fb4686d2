"""Notices, preferences and letters; telling goes through one function, reading is the addressee's alone.

Revision: 0007_notices
Revises: 0006_children_and_schools
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_notices"
down_revision = "0006_children_and_schools"
branch_labels = None
depends_on = None

READERS = "opora_region, opora_municipality, opora_school, opora_person, opora_admin"
SCOPES = f"{READERS}, opora_job"
OWN = "account_id = (select ctx('account'))"
REGION = "region_id = (select ctx('scope'))"

# Who tells may not see whom it tells, nor what anybody is told: so the rows are written here and never read back. The e-mail
# address is the register's; a letter is made unless the addressee said no to the kind. Returns how many letters wait.
NOTIFY = """
create function gate.notify(p_ids uuid[], p_accounts uuid[], p_kind text, p_texts jsonb, p_link text, p_at timestamptz)
  returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare letters integer; actor uuid := public.ctx('actor');
begin
  if actor is null then raise insufficient_privilege using message = 'a notice without an actor'; end if;
  with told as (
    insert into public.notice (id, account_id, region_id, kind, title_ru, title_en, body_ru, body_en, link, caused_by, created_at)
    select g.id, c.id, c.region_id, p_kind, p_texts ->> 'title_ru', p_texts ->> 'title_en', p_texts ->> 'body_ru',
           p_texts ->> 'body_en', p_link, actor, p_at
      from unnest(p_ids, p_accounts) g(id, account_id)
      join public.account c on c.id = g.account_id and c.disabled_at is null and c.kind = 'person'
    returning id, account_id, region_id),
  queued as (
    insert into public.letter (id, notice_id, region_id, address, subject, body, link, state, attempts, created_at, due_at)
    select gen_random_uuid(), t.id, t.region_id, p.email, p_texts ->> 'title_ru', p_texts ->> 'body_ru', p_link, 'queued', 0,
           p_at, now()
      from told t join public.account c on c.id = t.account_id join public.person p on p.id = c.person_id
      left join public.notice_preference f on f.account_id = t.account_id and f.kind = p_kind
     where p.email is not null and coalesce(f.by_email, true)
    returning 1)
  select count(*) into letters from queued;
  return letters;
end $$
"""


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("kind", "title_ru", "title_en", "body_ru", "body_en", "link")
        ),
        sa.Column("caused_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("notice_account_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_pkey")),
    )
    op.create_index("notice_account_recent", "notice", ["account_id", "created_at", "id"])
    op.create_index(
        "notice_account_unread",
        "notice",
        ["account_id", "created_at", "id"],
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_table(
        "notice_preference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("notice_preference_account_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_preference_pkey")),
    )
    op.create_index("notice_preference_once", "notice_preference", ["account_id", "kind"], unique=True)
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("address", "subject", "body", "link", "state")),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('queued', 'sent', 'recorded', 'failed')", name=op.f("letter_state_known")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("letter_notice_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("letter_pkey")),
    )
    op.create_index("letter_due", "letter", ["due_at", "id"], postgresql_where=sa.text("state = 'queued'"))
    op.create_index("letter_region_recent", "letter", ["region_id", "created_at", "id"])
    _rights()


def _rights() -> None:
    for table in ("notice", "notice_preference", "letter"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to opora_owner using (true)")
    op.execute(f"create policy own on notice to {READERS} using ({OWN})")
    op.execute(f"grant select, update (read_at) on notice to {READERS}")
    op.execute(f"create policy own on notice_preference to {READERS} using ({OWN})")
    op.execute(f"grant select, insert, update on notice_preference to {READERS}")
    op.execute(f"create policy job on letter to opora_job using ({REGION})")
    op.execute(f"create policy admin on letter for select to opora_admin using ({REGION})")
    op.execute("grant select, update (state, attempts, error, due_at, sent_at) on letter to opora_job")
    op.execute("grant select on letter to opora_admin")
    op.execute(NOTIFY)
    signature = "gate.notify(uuid[], uuid[], text, jsonb, text, timestamptz)"
    op.execute(f"revoke execute on function {signature} from public")
    op.execute(f"grant execute on function {signature} to {SCOPES}")


def downgrade() -> None:
    op.execute("drop function gate.notify(uuid[], uuid[], text, jsonb, text, timestamptz)")
    for table in ("letter", "notice_preference", "notice"):
        op.drop_table(table)
