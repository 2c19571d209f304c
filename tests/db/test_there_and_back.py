"""Who is asked no more, and again before a message has left, hears nothing of it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import event_changes, events, feeds, people, seats, series_changes
from db.engine import Database
from db.models import Delivery, Person, Series
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from tests.db.meetings import FORUM, NOW, Register, register

LATER = NOW + timedelta(minutes=5)
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
MOVED = FORUM.on(date(2026, 12, 10))


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        yield found


def found_in_slack(held: Register, person: Person) -> None:
    user = f"U{person.id}"
    people.identify(held.session, person, enterprise_id="", team_id="T1", user_id=user)


def hand_over(held: Register, series: Series, to: Person, since: date) -> None:
    session, seat = held.session, held.seats[0]
    seats.appoint(session, seat, to, Part.LEAD, since=since, by=None, now=LATER)
    series_changes.keep(session, series, by=None, now=LATER)


def there(held: Register, series: Series, since: date = date(2026, 11, 20)) -> Person:
    """Hand the seat of the police over to somebody new."""
    new = held.person("New lead")
    hand_over(held, series, new, since)
    return new


def back(held: Register, series: Series, since: date = date(2026, 11, 21)) -> None:
    hand_over(held, series, held.leads[0], since)


@pytest.mark.parametrize("rule", [None, MONTHLY], ids=["event", "series"])
def test_nobody_hears_of_what_is_as_it_was(two: Register, rule: Rule | None) -> None:
    found_in_slack(two, two.leads[0])
    series = two.sent(rule=rule)
    two.arrived()
    there(two, series)
    assert sorted(two.messages()) == [("invitation", "New lead"), ("withdrawal", "Police lead")]
    before = feeds.state(two.session, two.owner, now=LATER)
    back(two, series)
    assert two.messages() == []
    assert two.messages(channel="slack") == []
    assert feeds.state(two.session, two.owner, now=LATER) != before


def test_a_part_that_is_the_same_again_is_not_told(two: Register) -> None:
    series = two.sent(rule=MONTHLY)
    two.arrived()
    since = events.of(two.session, series.id)[3].begins.date()
    there(two, series, since)
    assert sorted(two.messages()) == [("invitation", "New lead"), ("update", "Police lead")]
    back(two, series, since)
    assert two.messages() == []


def test_an_invitation_that_has_not_left_comes_once(two: Register) -> None:
    series = two.sent()
    there(two, series)
    back(two, series)
    assert sorted(two.messages()) == [("invitation", "Health lead"), ("invitation", "Police lead")]


def test_a_move_meanwhile_is_told(two: Register) -> None:
    series = two.sent()
    two.arrived()
    there(two, series)
    event_changes.move(two.session, two.first(series), MOVED, by=None, now=LATER)
    back(two, series)
    assert sorted(two.messages()) == [("invitation", "Police lead"), ("update", "Health lead")]


def test_a_move_that_waited_before_is_told(two: Register) -> None:
    series = two.sent()
    two.arrived()
    event_changes.move(two.session, two.first(series), MOVED, by=None, now=LATER)
    there(two, series)
    back(two, series)
    assert sorted(two.messages()) == [("invitation", "Police lead"), ("update", "Health lead")]


def test_who_was_told_that_they_are_out_is_invited_again(two: Register) -> None:
    series = two.sent()
    two.arrived()
    new = there(two, series)
    two.arrived()
    back(two, series)
    assert sorted(two.messages()) == [("invitation", "Police lead"), ("withdrawal", "New lead")]
    hand_over(two, series, new, date(2026, 11, 22))
    assert two.messages() == []


def test_who_never_got_it_is_told_again(two: Register) -> None:
    series = two.sent()
    two.arrived()
    event_changes.move(two.session, two.first(series), MOVED, by=None, now=LATER)
    for each in two.session.scalars(select(Delivery).where(Delivery.state == "planned")):
        each.state = "failed"
    two.session.flush()
    there(two, series)
    back(two, series)
    assert two.messages() == [("invitation", "Police lead")]


def test_a_card_that_says_they_are_out_is_taken_back(two: Register) -> None:
    found_in_slack(two, two.leads[0])
    series = two.sent()
    two.arrived()
    there(two, series)
    for each in two.session.scalars(select(Delivery).where(Delivery.channel_kind == "slack")):
        each.state, each.attempts = "sent", 1
    two.session.flush()
    back(two, series)
    assert two.messages() == []
    assert two.messages(channel="slack") == [("invitation", "Police lead")]
