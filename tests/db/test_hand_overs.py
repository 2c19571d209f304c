"""Events that follow their seats, asked of the database: how many queries, and never a sample's."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event

from db import hand_overs, seats
from db.engine import Database
from db.models import Person
from domain.seats import Part
from tests.db.meetings import FORUM, NOW, Register, register


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def hand_over(held: Register, since: date) -> Person:
    new = held.person("New lead")
    seats.appoint(held.session, held.seats[0], new, Part.LEAD, since=since, by=None, now=NOW)
    return new


def test_all_touched_series_are_found_in_one_query(two: Register) -> None:
    for day in range(3, 8):
        two.sent(FORUM.on(date(2026, 12, day)))
    two.arrived()
    asked: list[str] = []
    engine = two.session.get_bind()
    hand_over(two, date(2027, 1, 1))
    two.session.flush()

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        found = hand_overs._touched(two.session, [two.seats[0].id], NOW)
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    assert len(found) == 5
    assert len(asked) == 1


def test_what_moves_is_named_with_who_is_out_and_in(two: Register) -> None:
    two.sent(FORUM.on(date(2026, 12, 3)))
    later = two.sent(FORUM.on(date(2027, 1, 14)))
    two.arrived()
    hand_over(two, date(2027, 1, 1))
    done = hand_overs.follow(two.session, [two.seats[0].id], by=None, now=NOW)
    assert [each.series.id for each in done.events] == [later.id]
    assert (done.out, done.new) == (("Police lead",), ("New lead",))
    again = hand_overs.follow(two.session, [two.seats[0].id], by=None, now=NOW)
    assert again == hand_overs.Followed()


def test_a_sample_series_is_left_alone(two: Register) -> None:
    series = two.sent()
    series.sample = True
    two.arrived()
    hand_over(two, date(2026, 11, 9))
    assert hand_overs.follow(two.session, [two.seats[0].id], by=None, now=NOW).events == ()
    assert two.messages() == []
