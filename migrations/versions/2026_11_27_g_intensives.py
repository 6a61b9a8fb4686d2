"""Days of Educational Intensives: the Day, its themes, the agenda on its way; what it gives the deficits is found by its id.

Revision: 0011_intensives
Revises: 0010_undo_and_second_schools
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011_intensives"
down_revision = "0010_undo_and_second_schools"
branch_labels = None
depends_on = None

REGION = "region_id = (select ctx('scope'))"
MUNICIPALITY = "municipality_id = (select ctx('scope'))"
AROUND = "municipality_id = (select ctx('municipality'))"
ANNOUNCED = "status not in ('draft', 'program_built')"
TABLES = ("intensive_day", "intensive_day_theme", "agenda_proposal", "agenda_item")
AGENDA = ("agenda_proposal", "agenda_item")  # for who prepares the Day, and the region above


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
        op.execute(f"grant select on {table} to opora_region, opora_municipality, opora_job")
        op.execute(f"grant insert, update on {table} to opora_municipality, opora_job")
        op.execute(
            f"create trigger audit after insert or update or delete on {table}"
            f" for each row execute function audit_row('')"
        )
    for role in ("school", "person"):
        _policy(role, "intensive_day", role, f"{AROUND} and {ANNOUNCED}", "select")
        _policy(role, "intensive_day_theme", role, AROUND, "select")
    op.execute("grant select on intensive_day, intensive_day_theme to opora_school, opora_person")
    op.execute("grant delete on intensive_day_theme, agenda_item to opora_municipality")


def upgrade() -> None:
    op.create_table(
        "intensive_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("audiences", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "expected", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rooms", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column(
            "slots", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("tracks", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("registration_closes_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_note", sa.Text(), nullable=True),
        sa.Column("promised", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "protocol", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("coordinator_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cardinality(audiences) > 0 and audiences <@ array['administrators', 'teachers', 'students', 'parents']",
            name=op.f("intensive_day_audiences_known"),
        ),
        sa.CheckConstraint(
            "held_on is null or date_trunc('month', held_on::timestamp) = month::timestamp",
            name=op.f("intensive_day_held_in_month"),
        ),
        sa.CheckConstraint("mode in ('in_person', 'online', 'hybrid', 'field')", name=op.f("intensive_day_mode_known")),
        sa.CheckConstraint(
            "status <> 'cancelled' or status_note is not null", name=op.f("intensive_day_cancelled_has_reason")
        ),
        sa.CheckConstraint(
            "status in ('draft', 'program_built', 'cancelled') or held_on is not null",
            name=op.f("intensive_day_has_date"),
        ),
        sa.CheckConstraint(
            "status in ('draft', 'program_built', 'published', 'moved', 'registration_closed', 'in_progress', 'held', 'reported', 'closed', 'cancelled')",
            name=op.f("intensive_day_status_known"),
        ),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("intensive_day_month_is_first")),
        sa.CheckConstraint("tracks between 1 and 10", name=op.f("intensive_day_tracks_sane")),
        sa.ForeignKeyConstraint(["organizer_id"], ["organization.id"], name=op.f("intensive_day_organizer_id_fkey")),
        sa.ForeignKeyConstraint(
            ["program_id", "region_id"],
            ["program.id", "program.region_id"],
            name=op.f("intensive_day_program_id_region_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id", "municipality_id"],
            ["municipality.region_id", "municipality.id"],
            name=op.f("intensive_day_region_id_municipality_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("intensive_day_pkey")),
        sa.UniqueConstraint("id", "municipality_id", name="intensive_day_in_municipality"),
    )
    op.create_index(
        "intensive_day_due",
        "intensive_day",
        ["region_id", "held_on"],
        unique=False,
        postgresql_where=sa.text("status in ('published', 'moved', 'registration_closed', 'in_progress')"),
    )
    op.create_index(
        "intensive_day_month",
        "intensive_day",
        ["program_id", "month"],
        unique=True,
        postgresql_where=sa.text("status <> 'cancelled'"),
    )
    op.create_index(
        "intensive_day_municipality_month", "intensive_day", ["municipality_id", "month", "id"], unique=False
    )
    op.create_index("intensive_day_region_month", "intensive_day", ["region_id", "month", "id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slot", sa.SmallInteger(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("host_school_id", sa.Uuid(), nullable=True),
        sa.Column("host_name", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (event_id is not null)", name=op.f("agenda_item_accepted_has_event")
        ),
        sa.CheckConstraint(
            "audience in ('administrators', 'teachers', 'students', 'parents')", name=op.f("agenda_item_audience_known")
        ),
        sa.CheckConstraint(
            "kind in ('seminar', 'workshop', 'master_class', 'thematic_consultation', 'open_lesson', 'scientific_conference', 'creative_meeting', 'joint_teachers_council', 'discussion', 'open_doors_day', 'professional_trial', 'seminar_workshop', 'field_seminar', 'round_table', 'methodical_conference', 'contest', 'pair_organization', 'mentor_organization', 'team_formation', 'project_development', 'expert_session', 'mentor_selection', 'regulation_development', 'analysis', 'monitoring', 'plan_correction', 'other', 'lecture', 'webinar', 'open_session', 'business_game', 'trial_lesson', 'management_workshop', 'network_okrug_council', 'internship_visit', 'virtual_reception', 'virtual_association', 'chat_conference', 'kickoff_meeting', 'training_course', 'joint_event', 'joint_planning', 'information_exchange')",
            name=op.f("agenda_item_kind_known"),
        ),
        sa.CheckConstraint("state in ('proposed', 'accepted', 'dropped')", name=op.f("agenda_item_state_known")),
        sa.CheckConstraint("slot >= 1", name=op.f("agenda_item_slot_positive")),
        sa.ForeignKeyConstraint(
            ["day_id", "municipality_id"],
            ["intensive_day.id", "intensive_day.municipality_id"],
            name=op.f("agenda_item_day_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("agenda_item_event_id_fkey")),
        sa.ForeignKeyConstraint(["host_school_id"], ["school.id"], name=op.f("agenda_item_host_school_id_fkey")),
        sa.ForeignKeyConstraint(["type_id"], ["deficit_type.id"], name=op.f("agenda_item_type_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("agenda_item_pkey")),
        sa.UniqueConstraint("day_id", "type_id", "audience", name="agenda_item_once"),
    )
    op.create_index(
        "agenda_item_event", "agenda_item", ["event_id"], unique=True, postgresql_where=sa.text("event_id is not null")
    )
    op.create_table(
        "agenda_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("objective", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Integer(), nullable=False),
        sa.Column(
            "conflicts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status in ('optimal', 'bounded', 'blocked')", name=op.f("agenda_proposal_status_known")),
        sa.ForeignKeyConstraint(
            ["day_id", "municipality_id"],
            ["intensive_day.id", "intensive_day.municipality_id"],
            name=op.f("agenda_proposal_day_id_municipality_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("agenda_proposal_pkey")),
        sa.UniqueConstraint("day_id", "number", name="agenda_proposal_number"),
    )
    op.create_table(
        "intensive_day_theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column("holders", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("holders between 0 and participants", name=op.f("intensive_day_theme_figures_sane")),
        sa.ForeignKeyConstraint(
            ["day_id", "municipality_id"],
            ["intensive_day.id", "intensive_day.municipality_id"],
            name=op.f("intensive_day_theme_day_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["type_id"], ["deficit_type.id"], name=op.f("intensive_day_theme_type_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("intensive_day_theme_pkey")),
        sa.UniqueConstraint("day_id", "type_id", name="intensive_day_theme_once"),
    )
    op.create_index(
        "intensive_day_theme_type", "intensive_day_theme", ["type_id", "municipality_id", "day_id"], unique=False
    )
    op.create_index(
        "deficit_action_target",
        "deficit_action",
        ["target_id"],
        unique=False,
        postgresql_where=sa.text("target_id is not null"),
    )
    _rights()


def downgrade() -> None:
    op.drop_index(
        "deficit_action_target", table_name="deficit_action", postgresql_where=sa.text("target_id is not null")
    )
    op.drop_index("intensive_day_theme_type", table_name="intensive_day_theme")
    op.drop_table("intensive_day_theme")
    op.drop_table("agenda_proposal")
    op.drop_index("agenda_item_event", table_name="agenda_item", postgresql_where=sa.text("event_id is not null"))
    op.drop_table("agenda_item")
    op.drop_index("intensive_day_region_month", table_name="intensive_day")
    op.drop_index("intensive_day_municipality_month", table_name="intensive_day")
    op.drop_index("intensive_day_month", table_name="intensive_day", postgresql_where=sa.text("status <> 'cancelled'"))
    op.drop_index(
        "intensive_day_due",
        table_name="intensive_day",
        postgresql_where=sa.text("status in ('published', 'moved', 'registration_closed', 'in_progress')"),
    )
    op.drop_table("intensive_day")
