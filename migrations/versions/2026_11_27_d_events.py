"""Events, who takes part in them, attendance and feedback: the tables.

Revision: 0008_events
Revises: 0007_notices
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_events"
down_revision = "0007_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("intensive_day_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("audience", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("content_track", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("organizer_id", sa.Uuid(), nullable=True),
        sa.Column("organizer_school_id", sa.Uuid(), nullable=True),
        sa.Column("organizer_name", sa.Text(), nullable=False),
        sa.Column("host_school_id", sa.Uuid(), nullable=True),
        sa.Column("host_name", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("registration_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "materials", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_note", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cardinality(audience) > 0 and audience <@ array['administrators', 'teachers', 'students', 'parents']",
            name=op.f("event_audience_known"),
        ),
        sa.CheckConstraint(
            "content_track is null or content_track in ('modern_lesson', 'quality_management')",
            name=op.f("event_track_known"),
        ),
        sa.CheckConstraint(
            "kind in ('seminar', 'workshop', 'master_class', 'thematic_consultation', 'open_lesson', 'scientific_conference', 'creative_meeting', 'joint_teachers_council', 'discussion', 'open_doors_day', 'professional_trial', 'seminar_workshop', 'field_seminar', 'round_table', 'methodical_conference', 'contest', 'pair_organization', 'mentor_organization', 'team_formation', 'project_development', 'expert_session', 'mentor_selection', 'regulation_development', 'analysis', 'monitoring', 'plan_correction', 'other', 'lecture', 'webinar', 'open_session', 'business_game', 'trial_lesson', 'management_workshop', 'network_okrug_council', 'internship_visit', 'virtual_reception', 'virtual_association', 'chat_conference', 'kickoff_meeting', 'training_course', 'joint_event', 'joint_planning', 'information_exchange')",
            name=op.f("event_kind_known"),
        ),
        sa.CheckConstraint("mode in ('in_person', 'online', 'hybrid', 'field')", name=op.f("event_mode_known")),
        sa.CheckConstraint("status <> 'cancelled' or status_note is not null", name=op.f("event_cancelled_has_reason")),
        sa.CheckConstraint("status <> 'moved' or moved_from is not null", name=op.f("event_moved_remembers")),
        sa.CheckConstraint(
            "status in ('draft', 'published', 'moved', 'in_progress', 'held', 'cancelled')",
            name=op.f("event_status_known"),
        ),
        sa.CheckConstraint("capacity is null or capacity >= 1", name=op.f("event_capacity_positive")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("event_times_in_order")),
        sa.CheckConstraint("num_nonnulls(organizer_id, organizer_school_id) = 1", name=op.f("event_one_organizer")),
        sa.CheckConstraint(
            "registration_opens_at is null or registration_closes_at is null or registration_closes_at > registration_opens_at",
            name=op.f("event_registration_in_order"),
        ),
        sa.ForeignKeyConstraint(["host_school_id"], ["school.id"], name=op.f("event_host_school_id_fkey")),
        sa.ForeignKeyConstraint(["organizer_id"], ["organization.id"], name=op.f("event_organizer_id_fkey")),
        sa.ForeignKeyConstraint(["organizer_school_id"], ["school.id"], name=op.f("event_organizer_school_id_fkey")),
        sa.ForeignKeyConstraint(
            ["program_id", "region_id"],
            ["program.id", "program.region_id"],
            name=op.f("event_program_id_region_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id", "municipality_id"],
            ["municipality.region_id", "municipality.id"],
            name=op.f("event_region_id_municipality_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("event_pkey")),
        sa.UniqueConstraint("id", "municipality_id", name="event_in_municipality"),
    )
    op.create_index(
        "event_day",
        "event",
        ["intensive_day_id", "starts_at", "id"],
        unique=False,
        postgresql_where=sa.text("intensive_day_id is not null"),
    )
    op.create_index(
        "event_due",
        "event",
        ["region_id", "ends_at"],
        unique=False,
        postgresql_where=sa.text("status in ('published', 'moved', 'in_progress')"),
    )
    op.create_index("event_municipality_recent", "event", ["municipality_id", "updated_at", "id"], unique=False)
    op.create_index("event_municipality_starts", "event", ["municipality_id", "starts_at", "id"], unique=False)
    op.create_index(
        "event_municipality_status", "event", ["municipality_id", "status", "starts_at", "id"], unique=False
    )
    op.create_index("event_program", "event", ["program_id", "starts_at", "id"], unique=False)
    op.create_index("event_region_recent", "event", ["region_id", "updated_at", "id"], unique=False)
    op.create_index("event_region_starts", "event", ["region_id", "starts_at", "id"], unique=False)
    op.create_table(
        "attendance_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("audience in ('students', 'parents')", name=op.f("attendance_count_audience_known")),
        sa.CheckConstraint("count between 0 and 100000", name=op.f("attendance_count_count_sane")),
        sa.ForeignKeyConstraint(
            ["event_id", "municipality_id"],
            ["event.id", "event.municipality_id"],
            name=op.f("attendance_count_event_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("attendance_count_school_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("attendance_count_pkey")),
    )
    op.create_index(
        "attendance_count_current",
        "attendance_count",
        ["event_id", "school_id", "audience", sa.literal_column("seq desc")],
        unique=False,
    )
    op.create_table(
        "event_feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "audience in ('administrators', 'teachers', 'students', 'parents')",
            name=op.f("event_feedback_audience_known"),
        ),
        sa.CheckConstraint("char_length(comment) between 1 and 4000", name=op.f("event_feedback_comment_length")),
        sa.CheckConstraint("rating between 1 and 5", name=op.f("event_feedback_rating_range")),
        sa.ForeignKeyConstraint(
            ["event_id", "municipality_id"],
            ["event.id", "event.municipality_id"],
            name=op.f("event_feedback_event_id_municipality_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("event_feedback_pkey")),
    )
    op.create_index("event_feedback_event", "event_feedback", ["event_id", "audience"], unique=False)
    op.create_table(
        "event_registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "audience in ('administrators', 'teachers')", name=op.f("event_registration_audience_known")
        ),
        sa.CheckConstraint(
            "source in ('self', 'school', 'methodologist')", name=op.f("event_registration_source_known")
        ),
        sa.CheckConstraint(
            "status in ('requested', 'confirmed', 'waitlisted', 'attended', 'no_show', 'feedback_given', 'cancelled', 'rejected')",
            name=op.f("event_registration_status_known"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("event_registration_number_positive")),
        sa.ForeignKeyConstraint(
            ["event_id", "municipality_id"],
            ["event.id", "event.municipality_id"],
            name=op.f("event_registration_event_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "region_id"],
            ["person.id", "person.region_id"],
            name=op.f("event_registration_person_id_region_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("event_registration_school_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("event_registration_pkey")),
        sa.UniqueConstraint("event_id", "number", name="event_registration_number"),
        sa.UniqueConstraint("id", "event_id", name="event_registration_path"),
    )
    op.create_index("event_registration_event_name", "event_registration", ["event_id", "sort_key", "id"], unique=False)
    op.create_index(
        "event_registration_municipality", "event_registration", ["municipality_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "event_registration_once",
        "event_registration",
        ["event_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("status not in ('cancelled', 'rejected')"),
    )
    op.create_index("event_registration_person", "event_registration", ["person_id", "created_at", "id"], unique=False)
    op.create_index("event_registration_school", "event_registration", ["school_id", "created_at", "id"], unique=False)
    op.create_index(
        "event_registration_waiting",
        "event_registration",
        ["event_id", "number"],
        unique=False,
        postgresql_where=sa.text("status = 'waitlisted'"),
    )
    op.create_table(
        "event_speaker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("event_speaker_position_positive")),
        sa.ForeignKeyConstraint(
            ["event_id", "municipality_id"],
            ["event.id", "event.municipality_id"],
            name=op.f("event_speaker_event_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "region_id"],
            ["person.id", "person.region_id"],
            name=op.f("event_speaker_person_id_region_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("event_speaker_pkey")),
    )
    op.create_index("event_speaker_event", "event_speaker", ["event_id", "position"], unique=False)
    op.create_index(
        "event_speaker_once",
        "event_speaker",
        ["event_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("person_id is not null"),
    )
    op.create_index(
        "event_speaker_person",
        "event_speaker",
        ["person_id", "event_id"],
        unique=False,
        postgresql_where=sa.text("person_id is not null"),
    )
    op.create_table(
        "event_attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("source <> 'code' or is_present", name=op.f("event_attendance_code_means_present")),
        sa.CheckConstraint("source in ('list', 'bulk', 'code')", name=op.f("event_attendance_source_known")),
        sa.ForeignKeyConstraint(
            ["event_id", "municipality_id"],
            ["event.id", "event.municipality_id"],
            name=op.f("event_attendance_event_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id", "event_id"],
            ["event_registration.id", "event_registration.event_id"],
            name=op.f("event_attendance_registration_id_event_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("event_attendance_school_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("event_attendance_pkey")),
    )
    op.create_index(
        "event_attendance_current", "event_attendance", ["registration_id", sa.literal_column("seq desc")], unique=False
    )
    op.create_table(
        "event_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column("deficit_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(deficit_id is null) = (school_id is null)", name=op.f("event_target_deficit_has_school")),
        sa.ForeignKeyConstraint(["deficit_id"], ["deficit.id"], name=op.f("event_target_deficit_id_fkey")),
        sa.ForeignKeyConstraint(
            ["event_id", "municipality_id"],
            ["event.id", "event.municipality_id"],
            name=op.f("event_target_event_id_municipality_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("event_target_school_id_fkey")),
        sa.ForeignKeyConstraint(["type_id"], ["deficit_type.id"], name=op.f("event_target_type_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("event_target_pkey")),
    )
    op.create_index(
        "event_target_deficit",
        "event_target",
        ["deficit_id"],
        unique=False,
        postgresql_where=sa.text("deficit_id is not null"),
    )
    op.create_index(
        "event_target_once",
        "event_target",
        ["event_id", "type_id", sa.literal_column("coalesce(deficit_id, type_id)")],
        unique=True,
    )
    op.create_index("event_target_type", "event_target", ["type_id", "municipality_id", "event_id"], unique=False)


def downgrade() -> None:
    for table in (
        "event_feedback", "attendance_count", "event_attendance", "event_registration", "event_target", "event_speaker", "event",
    ):  # fmt: skip
        op.drop_table(table)
