"""Cards of a series in Slack: the next date's, and one for each date that is changed."""

from collections.abc import Iterator

import pytest

from db import event_changes, events, people
from db.engine import Database
from domain.recurrence import Frequency, Ordinal, Rule
from tests.db.meetings import NOW, Register, register

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)


@pytest.fixture
def two(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health")) as found:
        people.identify(found.session, found.leads[0], enterprise_id="", team_id="T1", user_id="U1")
        yield found


def cancel(two: Register, number: int) -> None:
    series = two.rounds()[0].series_id
    own = events.of(two.session, series)[number]
    shown = events.by_id(two.session, own.id)
    assert shown is not None
    event_changes.cancel(two.session, shown, by=None, now=NOW)


def test_a_later_date_that_is_cancelled_is_said_in_slack_too(two: Register) -> None:
    two.sent(rule=MONTHLY)
    assert two.messages(channel="slack") == [("invitation", "Police lead")]
    two.arrived()
    cancel(two, 2)
    assert two.messages(channel="slack") == [("cancellation", "Police lead")]


def test_after_the_next_date_is_cancelled_the_one_after_it_gets_a_card(two: Register) -> None:
    two.sent(rule=MONTHLY)
    two.arrived()
    cancel(two, 0)
    assert sorted(two.messages(channel="slack")) == [
        ("cancellation", "Police lead"),
        ("invitation", "Police lead"),
    ]
