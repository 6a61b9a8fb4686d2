"""An action may be missed: its Day was held without the school.

Revision: 0014_missed
Revises: 0013_documents
"""

from alembic import op

revision = "0014_missed"
down_revision = "0013_documents"
branch_labels = None
depends_on = None

CHECK = "deficit_action_state_known"


def _states(*states: str) -> None:
    op.drop_constraint(CHECK, "deficit_action")
    op.create_check_constraint(op.f(CHECK), "deficit_action", f"state in ({', '.join(map(repr, states))})")


def upgrade() -> None:
    _states("planned", "done", "missed", "cancelled")


def downgrade() -> None:
    op.execute("update deficit_action set state = 'cancelled' where state = 'missed'")
    _states("planned", "done", "cancelled")
