"""What waits for a coordinator, each with one next action."""

from sqlalchemy.orm import Mapped

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    id_column,
    instant,
    json_object,
    name_text,
    one_open,
    owned_key,
    points_at,
    reference,
    short_text,
)


class WorklistItem(Owned, Base):
    """Something a coordinator must decide or mend; `kind` says which (domain/worklist.py).

    `key` is its identity while it waits: noticing it twice is harmless. `subject_id` is what it is
    about, `facts` the ids and counts its line needs. Snoozed, it is not shown until then.
    """

    __tablename__ = "worklist_item"
    __table_args__ = (
        one_open("uq_worklist_item_waiting", "key", where="done_at IS NULL"),
        points_at("done_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    kind: Mapped[short_text]
    key: Mapped[name_text]
    subject_id: Mapped[reference]
    facts: Mapped[json_object]
    noticed_at: Mapped[instant]
    snoozed_until: Mapped[instant | None]
    done_at: Mapped[instant | None]
    done_by: Mapped[reference | None]
