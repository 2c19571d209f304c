"""Nobody sees or touches another partnership's rows."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    Table,
    delete,
    exists,
    func,
    insert,
    lateral,
    literal,
    literal_column,
    select,
    text,
    true,
    union,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.exc import ObjectDeletedError

from db.engine import Database
from db.models import Address, Body, Partnership, Person
from db.tenancy import (
    NoPartnership,
    WrongPartnership,
    across_partnerships,
    scope_of,
    within,
)
from tests.conftest import NOW

CORE: Any = Body.__table__
assert isinstance(CORE, Table)

HONEST: dict[str, Callable[[], Any]] = {
    "count": lambda: select(func.count()).select_from(Body),
    "count of a column": lambda: select(func.count(Body.id)),
    "scalar subquery": lambda: select(select(func.count(Body.id)).scalar_subquery()),
    "subquery": lambda: select(func.count()).select_from(select(Body.id).subquery()),
    "CTE": lambda: select(func.count()).select_from(select(Body.id).cte()),
    "union": lambda: union(select(func.count(Body.id)), select(func.count(Person.id) + 1)),
    "exists": lambda: select(func.count(Partnership.id)).where(
        exists().where(Body.partnership_id == Partnership.id)
    ),
    "lateral": lambda: select(func.count(Partnership.id)).join(
        lateral(select(Body.id).where(Body.partnership_id == Partnership.id)),
        true(),
    ),
    "alias": lambda: select(func.count()).select_from(aliased(Body)),
    "where alone": lambda: select(func.count(Partnership.id)).where(
        Body.partnership_id == Partnership.id
    ),
    "outer join": lambda: (
        select(func.count(Body.id))
        .select_from(Partnership)
        .outerjoin(Body, Body.partnership_id == Partnership.id)
    ),
}
"""Statements over mapped classes whose one number is 1 within a partnership of the two."""

SLY: dict[str, Callable[[], Any]] = {
    "join": lambda: select(Partnership.id, CORE.c.name).join(
        CORE, CORE.c.partnership_id == Partnership.id
    ),
    "scalar subquery": lambda: select(
        Partnership.id, select(CORE.c.name).where(CORE.c.partnership_id == 2).scalar_subquery()
    ),
    "half a union": lambda: union_all(select(Body.name), select(CORE.c.name)),
    "alias": lambda: select(Partnership.slug).join((other := CORE.alias()), other.c.id == 1),
    "alias of a subquery": lambda: select(aliased(Body, select(CORE).subquery())),
    "same table": lambda: select(Body.id).where(Body.id.in_(select(CORE.c.id))),
    "text": lambda: select(Body).from_statement(text("SELECT * FROM body")),
    "text in part": lambda: select(Partnership.slug).where(text("1 = 1")),
    "a text's columns": lambda: text("SELECT name FROM body").columns(Body.name),
    "literal": lambda: select(Partnership.id, literal_column("(SELECT 1 FROM Body)")),
    "insert": lambda: insert(Partnership).from_select(
        ["slug", "name", "zone", "language", "created_at"],
        select(CORE.c.name, CORE.c.name, literal("UTC"), literal("en"), CORE.c.created_at),
    ),
    "update": lambda: update(Partnership).values(
        name=select(CORE.c.name).where(CORE.c.id == 2).scalar_subquery()
    ),
    "delete": lambda: delete(Partnership).where(Partnership.id.in_(select(CORE.c.id))),
}
"""Statements that reach rows past the mapped class."""


@pytest.fixture
def two(database: Database) -> tuple[int, int]:
    """Make two partnerships, each with an body of the same name."""
    ids = []
    with database.writing() as session:
        for slug in ("children", "adults"):
            partnership = Partnership(
                slug=slug, name=slug, zone="Europe/London", language="en", created_at=NOW
            )
            session.add(partnership)
            session.flush()
            ids.append(partnership.id)
            with within(session, partnership.id):
                session.add(body())
    return ids[0], ids[1]


def body(name: str = "Executive") -> Body:
    return Body(name=name, name_key=name.casefold(), created_at=NOW)


def test_a_query_before_anyone_said_for_whom_is_refused(database: Database) -> None:
    with database.reading() as session, pytest.raises(NoPartnership):
        session.scalars(select(Body)).all()


def test_each_sees_its_own_rows_only(database: Database, two: tuple[int, int]) -> None:
    for own in two:
        with database.reading() as session, within(session, own):
            assert [each.partnership_id for each in session.scalars(select(Body))] == [own]


def test_columns_counts_aliases_and_subqueries_are_kept_to_it(
    database: Database, two: tuple[int, int]
) -> None:
    other = aliased(Body)
    with database.reading() as session, within(session, two[0]):
        assert len(session.execute(select(Body.name)).all()) == 1
        assert len(session.scalars(select(other)).all()) == 1
        inner = select(Body.id).scalar_subquery()
        assert session.scalars(select(Body).where(Body.id.in_(inner))).all()
        both = select(Partnership.id).where(Partnership.id.in_(select(Body.partnership_id)))
        assert session.scalars(both).all() == [two[0]]


def test_an_id_of_another_is_not_found(database: Database, two: tuple[int, int]) -> None:
    with database.reading() as session:
        with within(session, two[1]):
            theirs = session.scalars(select(Body.id)).one()
        with within(session, two[0]):
            assert session.get(Body, theirs) is None


def test_nor_once_it_was_loaded_for_another(database: Database, two: tuple[int, int]) -> None:
    with database.reading() as session:
        with within(session, two[1]):
            theirs = session.scalars(select(Body)).one()
        with within(session, two[0]):
            assert session.get(Body, theirs.id) is None


def test_updates_and_deletes_are_kept_to_it(database: Database, two: tuple[int, int]) -> None:
    with database.writing() as session, within(session, two[0]):
        session.execute(update(Body).values(name="Changed"))
    with database.writing() as session, within(session, two[1]):
        assert session.scalars(select(Body.name)).all() == ["Executive"]
        session.execute(delete(Body))
    with database.reading() as session, across_partnerships(session):
        assert session.scalars(select(Body.name)).all() == ["Changed"]


def test_a_new_row_is_its_own(database: Database, two: tuple[int, int]) -> None:
    with database.writing() as session, within(session, two[1]):
        row = body("Forum")
        session.add(row)
        session.flush()
        assert row.partnership_id == two[1]


def test_a_row_of_another_is_not_written(database: Database, two: tuple[int, int]) -> None:
    row = body("Forum")
    row.partnership_id = two[1]
    with (
        pytest.raises(WrongPartnership),
        database.writing() as session,
        within(session, two[0]),
    ):
        session.add(row)


def test_what_goes_past_the_classes_must_say_it_is_for_all(
    database: Database, two: tuple[int, int]
) -> None:
    with database.writing() as session, within(session, two[0]):
        for statement in (text("SELECT 1"), insert(Body).values(name="x")):
            with pytest.raises(NoPartnership):
                session.execute(statement)


def test_a_row_cannot_point_at_another_partnerships(
    database: Database, two: tuple[int, int]
) -> None:
    with database.writing() as session, within(session, two[1]):
        theirs = Person(name="Lead", created_at=NOW)
        session.add(theirs)
    with (
        pytest.raises(IntegrityError),
        database.writing() as session,
        within(session, two[0]),
    ):
        session.add(Address(person_id=theirs.id, address="a@b.uk", address_key="a@b.uk"))


def test_the_scope_ends_with_its_block(database: Database, two: tuple[int, int]) -> None:
    with database.reading() as session:
        with within(session, two[0]):
            assert scope_of(session) == two[0]
        assert scope_of(session) is None


@pytest.mark.parametrize("shape", HONEST)
def test_every_shape_is_kept_to_it(database: Database, two: tuple[int, int], shape: str) -> None:
    if shape == "lateral" and database.is_sqlite:
        return  # it has none
    with database.reading() as session, within(session, two[1]):
        assert session.execute(HONEST[shape]()).scalars().first() == 1


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("shape", HONEST)
def test_no_shape_is_answered_before_anyone_said_for_whom(database: Database, shape: str) -> None:
    statement = HONEST[shape]()
    if shape != "lateral" or not database.is_sqlite:
        with database.reading() as session, across_partnerships(session):
            session.execute(statement)
    for _ in range(2):
        with database.reading() as session, pytest.raises(NoPartnership):
            session.execute(statement)


@pytest.mark.parametrize("shape", SLY)
def test_what_slips_past_the_class_is_refused(
    database: Database, two: tuple[int, int], shape: str
) -> None:
    for scope in (two[0], None):
        with database.writing() as session:
            if scope is None:
                with pytest.raises(NoPartnership):
                    session.execute(SLY[shape]())
                continue
            with within(session, scope), pytest.raises(NoPartnership):
                session.execute(SLY[shape]())


def test_an_expired_row_of_another_is_not_loaded_again(
    database: Database, two: tuple[int, int]
) -> None:
    with database.reading() as session:
        with within(session, two[1]):
            theirs = session.scalars(select(Body)).one()
        session.expire(theirs)
        with within(session, two[0]), pytest.raises(ObjectDeletedError):
            _ = theirs.name
        with within(session, two[1]):
            assert theirs.name == "Executive"


ROW = {"partnership_id": 2, "name": "x", "name_key": "x", "created_at": NOW}
BULK: dict[str, Callable[[Session], object]] = {
    "update by keys": lambda session: session.execute(update(Body), [{"id": 2, "name": "x"}]),
    "mappings": lambda session: session.bulk_update_mappings(Body, [{"id": 2}]),
    "new mappings": lambda session: session.bulk_insert_mappings(Body, [ROW]),
    "objects": lambda session: session.bulk_save_objects([Body(**ROW)]),
}


@pytest.mark.parametrize("way", BULK)
def test_nothing_is_written_in_bulk(database: Database, two: tuple[int, int], way: str) -> None:
    with (
        database.writing() as session,
        within(session, two[0]),
        pytest.raises(NoPartnership, match="one by one"),
    ):
        BULK[way](session)


def test_a_statement_moves_no_row_away(database: Database, two: tuple[int, int]) -> None:
    for values in ({"partnership_id": two[1]}, {Body.partnership_id: two[1]}):
        with (
            pytest.raises(WrongPartnership),
            database.writing() as session,
            within(session, two[0]),
        ):
            session.execute(update(Body).values(values))


@pytest.mark.parametrize("expired", [False, True])
def test_a_row_of_another_is_not_stolen(
    database: Database, two: tuple[int, int], *, expired: bool
) -> None:
    with pytest.raises(WrongPartnership), database.writing() as session:
        with across_partnerships(session):
            theirs = session.get_one(Body, 2)
        if expired:
            session.expire(theirs)
        with within(session, two[0]):
            theirs.partnership_id = two[0]
