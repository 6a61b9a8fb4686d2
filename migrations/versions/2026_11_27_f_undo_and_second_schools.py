"""An entry of the matrix may be taken back; a school sees whoever works in it, also when their main work is elsewhere.

Revision: 0010_undo_and_second_schools
Revises: 0009_event_rights
"""

from alembic import op

revision = "0010_undo_and_second_schools"
down_revision = "0009_event_rights"
branch_labels = None
depends_on = None

# An untouched draft of the actor's own entry for many schools, and nothing else, may be removed.
OWN_SLIP = (
    "municipality_id = (select ctx('scope')) and status = 'draft' and version = 1 and batch_id is not null"
    " and created_by = (select ctx('account'))"
)
# An array once a statement, not a condition a row: it stays an index condition of the person.
WORKS_HERE = (
    "id = any (array(select e.person_id from employment e where e.school_id = (select ctx('scope'))"
    " and (e.valid_to is null or e.valid_to > current_date)))"
)


def upgrade() -> None:
    op.execute("grant delete on deficit to opora_municipality")
    op.execute(f"create policy own_slip on deficit as restrictive for delete to opora_municipality using ({OWN_SLIP})")
    op.execute(f"create policy school_reads_second on person for select to opora_school using ({WORKS_HERE})")


def downgrade() -> None:
    op.execute("drop policy school_reads_second on person")
    op.execute("drop policy own_slip on deficit")
    op.execute("revoke delete on deficit from opora_municipality")
