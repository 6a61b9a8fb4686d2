"""A person sees every school they work or worked in, and its participation: their own deficits of it stand there.

Revision: 0015_workplaces
Revises: 0014_missed
"""

from alembic import op

revision = "0015_workplaces"
down_revision = "0014_missed"
branch_labels = None
depends_on = None

WORKPLACES = "(array(select e.school_id from employment e where e.person_id = (select ctx('scope'))))"
KEYS = {"school": "id", "program_participant": "school_id"}


def upgrade() -> None:
    for table, key in KEYS.items():
        op.execute(f"create policy person_works on {table} for select to opora_person using ({key} = any {WORKPLACES})")


def downgrade() -> None:
    for table in KEYS:
        op.execute(f"drop policy person_works on {table}")
