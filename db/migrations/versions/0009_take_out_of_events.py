"""Let an audience say who is taken out of it, and from which of a series' events on."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add to whom an event invites whom it does not any more."""
    with op.batch_alter_table("audience_item") as batch:
        batch.add_column(sa.Column("out", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(
            sa.Column("onwards", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Take it away; whoever was taken out, or asked from some date on, is as before that."""
    op.execute("DELETE FROM audience_item WHERE out OR onwards")
    with op.batch_alter_table("audience_item") as batch:
        batch.drop_column("onwards")
        batch.drop_column("out")
