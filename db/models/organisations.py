"""Partner agencies: in code an organisation, in every text a partner."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    id_column,
    instant,
    name_key_text,
    name_text,
    owned_key,
)


class Organisation(Owned, Base):
    """A partner agency. Two spellings of one name share a `name_key`, which is unique."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("partnership_id", "name_key"), owned_key(), NEVER_REUSED)

    id: Mapped[id_column]
    name: Mapped[name_text]
    name_key: Mapped[name_key_text]
    created_at: Mapped[instant]
