"""Spreadsheets that came in: what was read, what waits for a decision, what was written."""

from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    id_column,
    instant,
    json_object,
    name_text,
    owned_key,
    points_at,
    reference,
    short_text,
)


class Import(Owned, Base):
    """A file of a coordinator's, from its arrival to its end (domain.imports.State).

    `content` is what was read from it, packed (db/import_contents.py), until it is written: then
    what waits for an answer, and nothing once that is given. `summary` holds what was shown: the
    counts, and the rows that can't be taken.
    """

    __tablename__ = "import"
    __table_args__ = (points_at("asked_by", "person"), owned_key(), NEVER_REUSED)

    id: Mapped[id_column]
    kind: Mapped[short_text]
    file_name: Mapped[name_text]
    state: Mapped[short_text]
    asked_by: Mapped[reference | None]
    asked_at: Mapped[instant]
    source: Mapped[json_object]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    confirmed_at: Mapped[instant | None]
    undone_at: Mapped[instant | None]


class ImportQuestion(Owned, Base):
    """Something in a file that is not clear, for the coordinator to decide: it is never guessed.

    `key` is its identity within the file; `facts` say what is asked about and in which rows,
    `offers` what it may mean. `decision` is a domain.imports.Decision; None while it waits.
    """

    __tablename__ = "import_question"
    __table_args__ = (
        UniqueConstraint("partnership_id", "import_id", "key"),
        points_at("import_id", "import"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    import_id: Mapped[reference]
    kind: Mapped[short_text]
    key: Mapped[name_text]
    facts: Mapped[json_object]
    offers: Mapped[json_object]
    decision: Mapped[short_text | None]
    decided_at: Mapped[instant | None]


class ImportChange(Owned, Base):
    """Rows of one table that an import wrote, so that the whole can be rolled back as one.

    `rows` has for each row's id `[after, before]`: a digest of the row as it was written, by which
    a later change is noticed, and the columns as they were before; None for a row that is new.
    """

    __tablename__ = "import_change"
    __table_args__ = (points_at("import_id", "import"), owned_key())

    id: Mapped[id_column]
    import_id: Mapped[reference] = mapped_column(index=True)
    table: Mapped[short_text]
    rows: Mapped[json_object]
