"""Papers with their files, and certificates with a public page.

Revision: 0013_documents
Revises: 0012_clock
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_documents"
down_revision = "0012_clock"
branch_labels = None
depends_on = None

SEEN = "opora_region, opora_municipality, opora_job"
DEFINER = "security definer set search_path = pg_catalog, pg_temp"
REGION = "region_id = (select ctx('scope'))"
MUNICIPALITY = "municipality_id = (select ctx('scope'))"
TABLES = ("document", "document_file", "certificate")
AUDITED = {"document": "snapshot", "certificate": "name,person_id"}  # a file never changes and is its own record
CHECK = f"""
create function gate.certificate(p_code text)
  returns table (is_valid boolean, number text, name text, title text, held_on date, hours double precision, role text,
                 issuer_name text)
  language sql stable {DEFINER} as $$
  select c.revoked_at is null, c.number || '/' || c.year, c.name, c.title, c.held_on, c.hours::double precision, c.role,
         c.issuer_name from public.certificate c where c.code = p_code $$
"""
# Codes cannot be guessed; who tries by the hundred is stopped where wrong passwords are counted.
LOOKS = f"""
create function gate.certificate_looks(p_network text) returns int language sql {DEFINER} as $$
  insert into public.login_attempt as t (login, network, failures, last_at)
  values ('certificate', p_network, 1, clock_timestamp())
  on conflict on constraint login_attempt_pkey do update
     set failures = case when t.last_at < clock_timestamp() - interval '1 hour' then 1 else t.failures + 1 end,
         last_at = case when t.last_at < clock_timestamp() - interval '1 hour' then clock_timestamp() else t.last_at end
  returning failures $$
"""


def _policy(name: str, table: str, role: str, condition: str, command: str = "all") -> None:
    op.execute(f"create policy {name} on {table} for {command} to opora_{role} using ({condition})")


def _rights() -> None:
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to opora_owner using (true)")
        _policy("region", table, "region", REGION, "select")
        _policy("municipality", table, "municipality", MUNICIPALITY)
        _policy("job", table, "job", REGION)
        op.execute(f"grant select on {table} to {SEEN}")
        op.execute(f"grant insert on {table} to opora_municipality, opora_job")
    op.execute("grant update on document, certificate to opora_municipality, opora_job")
    _policy("own", "certificate", "person", "person_id = (select ctx('scope'))", "select")
    op.execute("grant select on certificate to opora_person")
    for table, personal in AUDITED.items():
        op.execute(
            f"create trigger audit after insert or update or delete on {table}"
            f" for each row execute function audit_row('{personal}')"
        )
    for signature, statement in {"certificate(text)": CHECK, "certificate_looks(text)": LOOKS}.items():
        op.execute(statement)
        op.execute(f"revoke execute on function gate.{signature} from public")
        op.execute(f"grant execute on function gate.{signature} to opora_auth")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("missing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('day_protocol', 'day_programme', 'attendance_blank', 'attendance_sheet', 'certificates')",
            name=op.f("document_kind_known"),
        ),
        sa.CheckConstraint("status <> 'failed' or error is not null", name=op.f("document_failed_says_why")),
        sa.CheckConstraint("status in ('queued', 'making', 'ready', 'failed')", name=op.f("document_status_known")),
        sa.CheckConstraint("subject_kind in ('intensive_day', 'event')", name=op.f("document_subject_kind_known")),
        sa.CheckConstraint("done between 0 and total", name=op.f("document_progress_sane")),
        sa.ForeignKeyConstraint(
            ["region_id", "municipality_id"],
            ["municipality.region_id", "municipality.id"],
            name=op.f("document_region_id_municipality_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("document_pkey")),
        sa.UniqueConstraint("id", "municipality_id", name="document_in_municipality"),
        sa.UniqueConstraint("subject_id", "kind", "number", name="document_version"),
    )
    op.create_index("document_municipality_recent", "document", ["municipality_id", "created_at", "id"], unique=False)
    op.create_index("document_region_recent", "document", ["region_id", "created_at", "id"], unique=False)
    op.create_index("document_subject", "document", ["subject_id", "created_at", "id"], unique=False)
    op.create_table(
        "document_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", postgresql.BYTEA(), nullable=False),
        sa.Column("content", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size = octet_length(content)", name=op.f("document_file_size_true")),
        sa.ForeignKeyConstraint(
            ["document_id", "municipality_id"],
            ["document.id", "document.municipality_id"],
            name=op.f("document_file_document_id_municipality_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("document_file_pkey")),
    )
    op.create_index("document_file_document", "document_file", ["document_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.Column("issuer_name", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=1), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role in ('listener', 'leader')", name=op.f("certificate_role_known")),
        sa.CheckConstraint("(revoked_at is null) = (revoke_reason is null)", name=op.f("certificate_revoked_says_why")),
        sa.CheckConstraint("hours > 0", name=op.f("certificate_hours_positive")),
        sa.ForeignKeyConstraint(
            ["document_id", "municipality_id"],
            ["document.id", "document.municipality_id"],
            name=op.f("certificate_document_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["issuer_id"], ["organization.id"], name=op.f("certificate_issuer_id_fkey")),
        sa.ForeignKeyConstraint(
            ["person_id", "region_id"],
            ["person.id", "person.region_id"],
            name=op.f("certificate_person_id_region_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id", "municipality_id"],
            ["municipality.region_id", "municipality.id"],
            name=op.f("certificate_region_id_municipality_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("certificate_pkey")),
        sa.UniqueConstraint("code", name="certificate_code"),
        sa.UniqueConstraint("issuer_id", "year", "number", name="certificate_number"),
        sa.UniqueConstraint("subject_id", "person_id", name="certificate_once"),
    )
    op.create_index(
        "certificate_municipality_recent", "certificate", ["municipality_id", "created_at", "id"], unique=False
    )
    op.create_index("certificate_person", "certificate", ["person_id", "created_at", "id"], unique=False)
    op.create_index("certificate_region_recent", "certificate", ["region_id", "created_at", "id"], unique=False)
    _rights()


def downgrade() -> None:
    op.execute("drop function gate.certificate(text)")
    op.execute("drop function gate.certificate_looks(text)")
    op.drop_index("certificate_region_recent", table_name="certificate")
    op.drop_index("certificate_person", table_name="certificate")
    op.drop_index("certificate_municipality_recent", table_name="certificate")
    op.drop_table("certificate")
    op.drop_index("document_file_document", table_name="document_file")
    op.drop_table("document_file")
    op.drop_index("document_subject", table_name="document")
    op.drop_index("document_region_recent", table_name="document")
    op.drop_index("document_municipality_recent", table_name="document")
    op.drop_table("document")
