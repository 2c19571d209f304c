"""Nobody sees or touches another partnership's rows."""

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from db.engine import Database
from db.models import Address, Organisation, Partnership, Person
from db.tenancy import (
    NoPartnership,
    WrongPartnership,
    across_partnerships,
    scope_of,
    within,
)
from tests.conftest import NOW


@pytest.fixture
def two(database: Database) -> tuple[int, int]:
    """Make two partnerships, each with an organisation of the same name."""
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
                session.add(organisation())
    return ids[0], ids[1]


def organisation(name: str = "County Police") -> Organisation:
    return Organisation(name=name, name_key=name.casefold(), created_at=NOW)


def test_a_query_before_anyone_said_for_whom_is_refused(database: Database) -> None:
    with database.reading() as session, pytest.raises(NoPartnership):
        session.scalars(select(Organisation)).all()


def test_each_sees_its_own_rows_only(database: Database, two: tuple[int, int]) -> None:
    for own in two:
        with database.reading() as session, within(session, own):
            assert [each.partnership_id for each in session.scalars(select(Organisation))] == [own]


def test_columns_counts_aliases_and_subqueries_are_kept_to_it(
    database: Database, two: tuple[int, int]
) -> None:
    other = aliased(Organisation)
    with database.reading() as session, within(session, two[0]):
        assert len(session.execute(select(Organisation.name)).all()) == 1
        assert len(session.scalars(select(other)).all()) == 1
        inner = select(Organisation.id).scalar_subquery()
        assert session.scalars(select(Organisation).where(Organisation.id.in_(inner))).all()
        both = select(Partnership.id).where(Partnership.id.in_(select(Organisation.partnership_id)))
        assert session.scalars(both).all() == [two[0]]


def test_an_id_of_another_is_not_found(database: Database, two: tuple[int, int]) -> None:
    with database.reading() as session:
        with within(session, two[1]):
            theirs = session.scalars(select(Organisation.id)).one()
        with within(session, two[0]):
            assert session.get(Organisation, theirs) is None


def test_nor_once_it_was_loaded_for_another(database: Database, two: tuple[int, int]) -> None:
    with database.reading() as session:
        with within(session, two[1]):
            theirs = session.scalars(select(Organisation)).one()
        with within(session, two[0]):
            assert session.get(Organisation, theirs.id) is None


def test_updates_and_deletes_are_kept_to_it(database: Database, two: tuple[int, int]) -> None:
    with database.writing() as session, within(session, two[0]):
        session.execute(update(Organisation).values(name="Changed"))
    with database.writing() as session, within(session, two[1]):
        assert session.scalars(select(Organisation.name)).all() == ["County Police"]
        session.execute(delete(Organisation))
    with database.reading() as session, across_partnerships(session):
        assert session.scalars(select(Organisation.name)).all() == ["Changed"]


def test_a_new_row_is_its_own(database: Database, two: tuple[int, int]) -> None:
    with database.writing() as session, within(session, two[1]):
        row = organisation("Housing Trust")
        session.add(row)
        session.flush()
        assert row.partnership_id == two[1]


def test_a_row_of_another_is_not_written(database: Database, two: tuple[int, int]) -> None:
    row = organisation("Housing Trust")
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
        for statement in (text("SELECT 1"), insert(Organisation).values(name="x")):
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
