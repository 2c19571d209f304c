"""Statements that are written once are kept to one partnership like all others."""

from collections.abc import Iterator

import pytest
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from db import bodies, partnerships
from db.engine import Database
from db.guard import KEPT_LATER, MARK
from db.models import Body, Partnership
from db.prepared import Prepared
from db.tenancy import NoPartnership, ReadOnly, WrongPartnership, across_partnerships, within
from tests.conftest import NOW

other = aliased(Body)
NAMES = Prepared(select(Body.name).order_by(Body.id))
WHOLE = Prepared(select(Body).where(Body.name == bindparam("name")))
OTHERS = Prepared(select(func.count(other.id)).join(Body, Body.name == other.name))
RENAMED = Prepared(
    update(Body).where(Body.name == bindparam("was")).values(answer_by_days=bindparam("days"))
)
UNKEPT = Prepared(select(Body.__table__.c.name))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Give two partnerships a body of one name each."""
    with database.writing() as session:
        for slug in ("one", "two"):
            own = partnerships.add(session, slug=slug, name=slug, now=NOW)
            with within(session, own.id):
                bodies.add(session, "Forum", by=None, now=NOW)
        yield session


def ids(session: Session) -> list[int]:
    return list(session.scalars(select(Partnership.id).order_by(Partnership.slug)))


def test_each_partnership_is_given_its_own(session: Session) -> None:
    for own in ids(session):
        with within(session, own):
            bodies.add(session, f"Of {own}", by=None, now=NOW)
            assert NAMES.column(session) == ["Forum", f"Of {own}"]
            [(body,)] = WHOLE.mapped(session, name="Forum")
            assert body.partnership_id == own
            assert OTHERS.rows(session)[0][0] == 2
            session.expire(body)
            assert body.name == "Forum"


def test_only_its_own_is_changed(session: Session) -> None:
    one, two = ids(session)
    with within(session, one):
        assert RENAMED.change(session, was="Forum", days=3) == 1
    with within(session, two):
        [body] = session.scalars(select(Body))
        session.refresh(body)
        assert body.answer_by_days == 10


def test_it_waits_to_be_told_for_whom(session: Session) -> None:
    with pytest.raises(NoPartnership):
        NAMES.rows(session)
    with across_partnerships(session), pytest.raises(NoPartnership):
        WHOLE.mapped(session, name="Forum")


def test_a_table_past_the_classes_is_refused(session: Session) -> None:
    with within(session, ids(session)[0]), pytest.raises(NoPartnership):
        UNKEPT.rows(session)


def test_nobody_names_another_partnership(session: Session) -> None:
    one, two = ids(session)
    by_hand = select(Body).options(KEPT_LATER)
    with within(session, one):
        for values in ({MARK: two}, None):
            with pytest.raises(WrongPartnership):
                session.execute(by_hand, values)


def test_a_reading_session_changes_nothing(database: Database) -> None:
    with database.reading() as session, within(session, 1), pytest.raises(ReadOnly):
        RENAMED.change(session, was="Forum", days=3)
