"""Note of each line of a call's report what it stands for, and what that took the place of."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ADDED = ("fits", "before")


def upgrade() -> None:
    """Add both to the lines of reports."""
    for name in ADDED:
        op.add_column("call_line", sa.Column(name, sa.JSON(), nullable=True))


def downgrade() -> None:
    """Forget both."""
    for name in ADDED:
        op.drop_column("call_line", name)
