"""What every table shares: names of constraints, column types, and whose row it is."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.schema import UniqueConstraint, conv
from sqlalchemy.types import Integer, TypeDecorator

from domain.spans import Span

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names that Alembic can find again on both databases."""


class Instant(TypeDecorator[datetime]):
    """A moment: aware datetimes in, aware datetimes in UTC out, a naive one is refused.

    PostgreSQL keeps it as `timestamptz`; SQLite as UTC text that sorts by time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the database keeps; `ValueError` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class WallClock(TypeDecorator[datetime]):
    """What a clock on the wall shows: a naive datetime; an aware one is refused.

    It stands beside a column with its zone and an `Instant` derived from both.
    """

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the library's signature
        """Let a naive time through; `ValueError` for an aware one."""
        if value is not None and value.tzinfo is not None:
            raise ValueError("A wall time carries no zone of its own.")
        return value


NEVER_REUSED = {"sqlite_autoincrement": True}
"""For ids that stand outside the table too, in links, messages or the audit."""

Key = BigInteger().with_variant(Integer, "sqlite")

id_column = Annotated[int, mapped_column(Key, primary_key=True)]
reference = Annotated[int, mapped_column(Key)]
name_text = Annotated[str, mapped_column(String(120))]
name_key_text = Annotated[str, mapped_column(String(480))]  # NFKC may lengthen a name
short_text = Annotated[str, mapped_column(String(64))]
slack_id = Annotated[str, mapped_column(String(32))]
address_text = Annotated[str, mapped_column(String(320))]
long_text = Annotated[str, mapped_column(String(4000))]
json_object = Annotated[dict[str, Any], mapped_column(JSON(none_as_null=True))]
instant = Annotated[datetime, mapped_column(Instant)]
wall_clock = Annotated[datetime, mapped_column(WallClock)]


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class Owned:
    """A row that belongs to one partnership; db/tenancy.py keeps every query to it."""

    @declared_attr
    @classmethod
    def partnership_id(cls) -> Mapped[int]:
        """Name the partnership whose row this is."""
        return mapped_column(Key, ForeignKey("partnership.id"), nullable=False)


class Dated:
    """A fact that holds on the days [since, until); without `until` no end is known.

    What is changed from a date ends one row and begins another, so that the past stays as it was.
    Every such table has `span_check()` among its constraints.
    """

    since: Mapped[date]
    until: Mapped[date | None]

    @property
    def span(self) -> Span:
        """Give the days on which the fact holds."""
        return Span(self.since, self.until)

    @classmethod
    def holds(cls, day: date | ColumnElement[date]) -> ColumnElement[bool]:
        """Give the criterion that the fact holds on a day."""
        return and_(cls.since <= day, or_(cls.until.is_(None), cls.until > day))

    @classmethod
    def not_over(cls, day: date) -> ColumnElement[bool]:
        """Give the criterion that the fact holds on a day or will later."""
        return or_(cls.until.is_(None), cls.until > day)


def span_check() -> CheckConstraint:
    """Give the rule that a dated fact holds for at least one day."""
    return CheckConstraint("until IS NULL OR until > since", name="span")


def one_open(name: str, *columns: str, where: str = "until IS NULL") -> Index:
    """Give the index that lets only one row without an end have these values.

    It is what refuses the second of two clicks at once; db/dated.py refuses every other overlap.
    """
    criterion = text(where)
    return Index(
        name,
        "partnership_id",
        *columns,
        unique=True,
        postgresql_where=criterion,
        sqlite_where=criterion,
    )


def owned_key() -> UniqueConstraint:
    """Give the key that composite foreign keys (partnership_id, x_id) of other tables point at."""
    return UniqueConstraint("partnership_id", "id")


def points_at(column: str, table: str, *, name: str | None = None) -> ForeignKeyConstraint:
    """Give the foreign key (partnership_id, column) → table, which no other tenant's row fits.

    It needs a `name` where the convention's would pass PostgreSQL's 63 characters.
    """
    return ForeignKeyConstraint(
        ["partnership_id", column],
        [f"{table}.partnership_id", f"{table}.id"],
        name=conv(name) if name else None,
    )
