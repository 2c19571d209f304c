"""Keep the sentence with which a coordinator settled what a partner says of its own record."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add it to corrections."""
    op.add_column("correction", sa.Column("reply", sa.String(length=4000), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("correction", "reply")
