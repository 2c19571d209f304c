"""Let nobody have two links of one purpose for one subject that open."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

OPEN = sa.text("revoked_at IS NULL")
OF_NOTHING = sa.text("revoked_at IS NULL AND subject_id IS NULL")

OLDER = """
UPDATE link SET revoked_at = issued_at
WHERE revoked_at IS NULL AND EXISTS (
    SELECT 1 FROM link AS newer
    WHERE newer.partnership_id = link.partnership_id
    AND newer.person_id = link.person_id
    AND newer.purpose = link.purpose
    AND coalesce(newer.subject_id, 0) = coalesce(link.subject_id, 0)
    AND newer.revoked_at IS NULL
    AND newer.id > link.id
)
"""


def upgrade() -> None:
    """Revoke all but the newest of those that open the same, and let no second be made."""
    op.execute(OLDER)
    _one("uq_link_own", ["partnership_id", "person_id", "purpose"], OF_NOTHING)
    _one("uq_link_open", ["partnership_id", "person_id", "subject_id", "purpose"], OPEN)


def _one(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "link", columns, unique=True, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    """Let there be several again; those that were revoked stay so."""
    op.drop_index("uq_link_open", "link")
    op.drop_index("uq_link_own", "link")
