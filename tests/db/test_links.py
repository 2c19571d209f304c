"""Links: of one purpose, person and subject there is one that opens, whoever asks at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal

import pytest
from sqlalchemy import select
from sqlalchemy.event import listen
from sqlalchemy.exc import IntegrityError

from db import event_links, feed_links, links, preference_links, schema
from db.engine import Database
from db.models import Event, Link
from db.tenancy import within
from tests.db.meetings import NOW, Register, register

DAY = timedelta(days=1)


@pytest.fixture
def one(database: Database) -> Iterator[Register]:
    with register(database, ("Police",)) as found:
        yield found


def test_of_two_that_are_made_at_once_one_opens(database: Database) -> None:
    with register(database, ("Police",)) as made:
        event_id, person_id = made.first(made.sent()).event.id, made.leads[0].id
        owner = made.owner.id
    has_looked = Signal()
    if database.is_sqlite:
        has_looked.set()  # whoever writes there is alone from the beginning

    def written(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO link"):
            has_looked.set()

    def given() -> dict[str, int]:
        listen(database.engine, "before_cursor_execute", written)
        with database.writing() as session, within(session, owner):
            event = session.get_one(Event, event_id)
            own = event_links.issue(session, person_id, event, now=NOW)
            own_feed = feed_links.link(session, person_id, now=NOW)
            choose = preference_links.give(session, person_id, now=NOW)
            return {each.purpose: each.id for each in (own.page, own.answer, own_feed, choose)}

    with ThreadPoolExecutor(1) as other:
        with database.writing() as session, within(session, owner):
            event = session.get_one(Event, event_id)
            first = event_links.issue(session, person_id, event, now=NOW)
            own_feed = feed_links.link(session, person_id, now=NOW)
            choose = preference_links.give(session, person_id, now=NOW)
            own = (first.page, first.answer, own_feed, choose)
            known = {each.purpose: each.id for each in own}
            second = other.submit(given)
            has_looked.wait()
        assert second.result() == known


def test_the_database_refuses_a_second_that_opens_the_same(one: Register) -> None:
    first = links.issue(one.session, "feed", person_id=one.leads[0].id, lasts=DAY, now=NOW)
    for subject in (None, 7):
        again = {"person_id": first.person_id, "subject_id": subject, "version": 1}
        with pytest.raises(IntegrityError), one.session.begin_nested():
            for _ in range(2):
                one.session.add(Link(purpose="feed", issued_at=NOW, expires_at=NOW + DAY, **again))
            one.session.flush()


def test_one_that_is_over_makes_room_for_a_new_one(one: Register) -> None:
    own = one.leads[0].id
    old = links.issue(one.session, "feed", person_id=own, lasts=DAY, now=NOW)
    new = links.issue(one.session, "feed", person_id=own, lasts=DAY, now=NOW + DAY)
    assert new.id != old.id
    found = one.session.scalars(select(Link).where(Link.revoked_at.is_(None))).all()
    assert [each.id for each in found] == [new.id]


def test_of_several_from_before_the_newest_stays(database: Database) -> None:
    with register(database, ("Police",)) as made:
        own, owner = made.leads[0].id, made.owner.id
    schema.downgrade(database, "0009")
    same = {"person_id": own, "version": 1, "issued_at": NOW, "expires_at": NOW + DAY}
    with database.writing() as session, within(session, owner):
        session.add_all(Link(purpose="feed", subject_id=each, **same) for each in (None, 7) * 2)
    schema.upgrade(database)
    with database.reading() as session, within(session, owner):
        query = select(Link.id).where(Link.revoked_at.is_(None)).order_by(Link.id)
        assert (
            list(session.scalars(query))
            == list(session.scalars(select(Link.id).order_by(Link.id)))[2:]
        )
