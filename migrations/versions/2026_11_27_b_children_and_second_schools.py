"""A deficit's children carry its whole path; a teacher may hold the role in a second school; a person has one account.

Revision: 0006_children_and_schools
Revises: 0005_zone_and_register
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_children_and_schools"
down_revision = "0005_zone_and_register"
branch_labels = None
depends_on = None

CHILDREN = ("deficit_action", "deficit_measurement")
OLD, NEW = (
    ("municipality_id", "school_id", "visibility"),
    ("region_id", "municipality_id", "school_id", "visibility"),
)


def _drop_keys(child: str) -> None:
    """The keys to the deficit by what they are: long names were shortened when they were made."""
    op.execute(
        f"do $$ declare key text; begin for key in select conname from pg_constraint where contype = 'f' and conrelid = '{child}'"
        f"::regclass and confrelid = 'deficit'::regclass loop execute format('alter table {child} drop constraint %I', key);"
        " end loop; end $$"
    )


def _path(columns: tuple[str, ...], name: str | None) -> None:
    """The key that the children's owner and visibility follow."""
    for child in CHILDREN:
        _drop_keys(child)
    op.drop_constraint("deficit_path", "deficit", type_="unique")
    op.create_unique_constraint("deficit_path", "deficit", ["id", *columns])
    for child in CHILDREN:
        named = f"{child}_{name}" if name else None
        op.create_foreign_key(named, child, "deficit", ["deficit_id", *columns], ["id", *columns], onupdate="CASCADE")


def upgrade() -> None:
    _path(NEW, "path")
    op.create_unique_constraint("deficit_person_path", "deficit", ["id", "person_id"])
    for child in CHILDREN:
        op.create_foreign_key(
            f"{child}_person_path", child, "deficit", ["deficit_id", "person_id"], ["id", "person_id"]
        )
        op.create_check_constraint(
            op.f(f"{child}_private_has_person"), child, "visibility = 'school' or person_id is not null"
        )
    op.drop_index("role_assignment_live", table_name="role_assignment")
    op.create_index(
        "role_assignment_live", "role_assignment",
        ["account_id", "role", "scope_id", sa.text("coalesce(school_id, scope_id)")],
        unique=True, postgresql_where=sa.text("valid_to is null"),
    )  # fmt: skip

    op.create_index("account_person", "account", ["person_id"], unique=True)


def downgrade() -> None:
    op.drop_index("account_person", table_name="account")
    op.drop_index("role_assignment_live", table_name="role_assignment")
    op.create_index(
        "role_assignment_live", "role_assignment", ["account_id", "role", "scope_id"],
        unique=True, postgresql_where=sa.text("valid_to is null"),
    )  # fmt: skip
    for child in CHILDREN:
        op.drop_constraint(op.f(f"{child}_private_has_person"), child, type_="check")
        op.drop_constraint(f"{child}_person_path", child, type_="foreignkey")
    op.drop_constraint("deficit_person_path", "deficit", type_="unique")
    _path(OLD, None)
